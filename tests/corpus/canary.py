"""Canaries in every hidden test: as source, as an input, as an expected value, and in the text of its exception. None
may reach a student.

`python -m tests.corpus.canary` holds the exam for every answer and every hostile case with these tests, makes each
feedback page and searches it; `--every N` takes one answer in N. CI takes a sample.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import nbformat
from traitlets.config import Config

from autograder.course.model import Cell, Exercise, Lab
from autograder.course.reading import read_lab
from autograder.course.regions import HIDDEN
from autograder.exam.engines import close_engines, examine
from autograder.exam.results import Examined
from autograder.feedback.page import Job, write_page
from autograder.gradebook.scores import Row, cell_text
from autograder.intake import Submission
from cnngrading import subject
from tests.corpus.matrix import Answer, read_answers
from tests.support.course import our_labs
from tests.support.notebooks import SUBJECT, make_notebook

SOURCE = "canary_in_the_source"
TEXT = "canary in the exception"
VALUE = 418418.375  # exact in single precision, too
INPUT = 827827.625
# Any of these on a page is a leak, however the number is written.
WORDS = (SOURCE, TEXT, "418418", "4.1842e", "827827", "8.2783e", "8.27827", "HIDDEN TESTS")
PLANTS = f"""
{SOURCE} = {VALUE}
canary_torch = __import__("torch")  # by a name of its own: an import would make the cell's own name a local one
canary_input = [canary_torch.full((5, 6), {INPUT}), canary_torch.full((2, 2), {INPUT})]
try:
    {{name}}(*canary_input)
except Exception:
    pass
"""
# Last in the hidden part: an answer that was right so far fails here, with everything in its message and in its
# traceback.
LAST = f"""
try:
    __import__("cnnlab").expect_close(canary_input[1], canary_torch.full((2, 2), {SOURCE}), label="{TEXT}")
except AssertionError as canary_error:
    raise AssertionError(f"{TEXT}: {{canary_error}}") from canary_error
"""
# What a student could write to get hold of what a hidden call was given.
CURIOUS = {
    "prints": "print('got', {args}, flush=True)",
    "warns": "import warnings, sys\n    warnings.warn(str({args}))\n    print({args}, file=sys.stderr)",
    "raises": "raise ValueError('got ' + str({args}))",
    "raises_a_class": "raise type('Got' + str({args}), (Exception,), {{}})(str({args}))",
    "exits": "raise SystemExit(str({args}))",
    "interrupts": "raise KeyboardInterrupt(str({args}))",
    "decodes": "raise UnicodeDecodeError('utf-8', str({args}).encode(), 0, 1, str({args}))",
    "returns_text": "return str({args})",
    "returns_an_object": "return type('Got' + str({args}).replace(' ', '_'), (), {{}})()",
    "displays": "from IPython.display import display\n    display({{'text/html': str({args}), "
    "'text/plain': str({args})}}, raw=True)",
    "keeps": "global kept\n    kept = str({args})",
    "quotes": "open('kept', 'a').write(str({args}))\n    raise ValueError(open('kept').read()[-90:])",
    "writes": "open('kept', 'a').write(str({args}))",
}


@dataclass(frozen=True)
class Case:
    """One submission: an answer to one exercise of a lab, and a cell of the student's own behind the tests."""

    lab: Lab
    exercise: Exercise
    answer: Answer
    after: str = "print(globals().get('kept', ''), open('kept').read())"


def planted(lab: Lab) -> Lab:
    """The lab with the canaries in every hidden region, and a hidden region in every test cell."""
    cells = {cell.name: replace(cell, source=_planted(cell)) if cell.kind == "test" else cell for cell in lab.cells}
    exercises = tuple(replace(one, tests=tuple(cells[test.name] for test in one.tests)) for one in lab.exercises)
    return Lab(lab.id, lab.notebook, lab.path, tuple(cells.values()), exercises)


def _planted(cell: Cell) -> str:
    first, last = (_indented(text.replace("{name}", cell.exercise)) for text in (PLANTS, LAST))
    begin, end = (f"    {marker}" for marker in HIDDEN)
    if begin in cell.source:
        return cell.source.replace(begin, f"{begin}\n{first}", 1).replace(end, f"{last}\n{end}", 1)
    call = re.search(r"\n+(test_\w+\(\))\s*$", cell.source)
    assert call, cell.name
    return f"{cell.source[: call.start()]}\n{begin}\n{first}\n{last}\n{end}\n\n\n{call[1]}"


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" if line else "" for line in text.strip("\n").split("\n"))


def cases(labs: Sequence[Lab], every: int = 1) -> Iterator[Case]:
    """Every answer of the corpus (one in `every`), and each curious one for the first exercise of each lab."""
    number = 0
    for lab in labs:
        for exercise in lab.exercises:
            for answer in read_answers(exercise.name) if exercise.tests else []:
                number += 1
                if number % every == 0:
                    yield Case(lab, exercise, answer)
        yield from (Case(lab, lab.exercises[0], answer) for answer in curious(lab.exercises[0]))


def curious(exercise: Exercise) -> Iterator[Answer]:
    """Answers that are after what they are called with."""
    given = "[(a.tolist() if hasattr(a, 'tolist') else a) for a in args]"
    for name, body in CURIOUS.items():
        source = f"def {exercise.name}(*args, **kwargs):\n    {body.format(args=given)}"
        yield Answer(exercise.name, "curious", name, source, "", ())


def hold_exam(case: Case) -> Examined:
    """The lab's set-up and solutions with this answer in place of one, and the planted tests of its exercise."""
    tests = {test.name: test.source for test in case.exercise.tests}
    kept = []
    for cell in nbformat.read(case.lab.path, as_version=4).cells:
        marks = cell.metadata.get("nbgrader")
        if marks and cell.cell_type == "code" and (not marks.grade or cell.id in tests):
            cell.source = case.answer.source if cell.id == case.exercise.name else tests.get(cell.id, cell.source)
            kept.append(cell)
    kept.append(nbformat.v4.new_code_cell(case.after, id="mine"))
    sent = Submission(case.answer.name, case.lab.id, case.lab.notebook, json.dumps(make_notebook(kept)))
    return examine(sent, Config({"Course": {"subject": SUBJECT}}), "ca9a57" + "0" * 58, ())


def page_text(case: Case, examined: Examined, folder: Path) -> str:
    """The feedback page of this submission."""
    exercise = case.exercise
    name = f"{exercise.name}-{case.answer.kind}-{case.answer.name}"
    graded, target = folder / f"{name}.ipynb", folder / f"{name}.html"
    graded.write_text(examined.text, encoding="utf-8")
    rows = tuple(
        Row(
            case.answer.name,
            case.lab.id,
            exercise.name,
            verdict.test,
            verdict.points,
            verdict.max_points,
            verdict.outcome,
            cell_text(verdict.reason),
        )
        for verdict in examined.verdicts
    )
    write_page(Job(case.answer.name, case.lab.id, rows, {}, {}, 0.0, graded, target), case.lab, subject)
    return target.read_text(encoding="utf-8")


def leaks(case: Case, folder: Path) -> tuple[list[str], bool]:
    """The canaries on the page of one submission; and whether the graded notebook held one, and the reasons where
    nothing else failed.
    """
    examined = examined_safely(case)
    there = case.answer.kind != "right" or any(
        f"AssertionError: {TEXT}: {TEXT}" in verdict.reason for verdict in examined.verdicts
    )
    there = there and TEXT in examined.text
    text = page_text(case, examined, folder)
    return [word for word in WORDS if word in text], there


def examined_safely(case: Case) -> Examined:
    examined = hold_exam(case)
    if examined.problem:
        raise AssertionError(f"{case.exercise.name} {case.answer.name}: {examined.problem}")
    return examined


def hostile_leaks(folder: Path) -> dict[str, list[str]]:
    """The hostile corpus with its own canary: case → what its page shows of it."""
    from autograder.exam.sandbox.walls import strongest
    from tests.hostile import lab as hostile
    from tests.hostile.corpus import CASES
    from tests.hostile.run import HostileRunner

    path = folder / "hostile" / "hostile.ipynb"
    path.parent.mkdir()
    path.write_text(hostile.notebook(hostile.HONEST, hostile.HONEST, {}), encoding="utf-8")
    lab = read_lab(path.parent)
    found, runner = {}, HostileRunner(strongest(), diagnose=True)
    try:
        for case in CASES:
            answer = runner.sit(case)
            if answer["op"] == "examined":
                rows = tuple(
                    Row(
                        "x",
                        lab.id,
                        verdict["test"].split("_")[1],
                        verdict["test"],
                        verdict["points"],
                        2,
                        verdict["outcome"],
                        cell_text(verdict["reason"]),
                    )
                    for verdict in answer["verdicts"]
                )
                graded, target = folder / "graded.ipynb", folder / "page.html"
                graded.write_text(answer["text"], encoding="utf-8")
                write_page(Job("x", lab.id, rows, {}, {}, 0.0, graded, target), lab, subject)
                words = [
                    word for word in (hostile.CANARY, "HIDDEN TESTS") if word in target.read_text(encoding="utf-8")
                ]
                found[case.id] = words
    finally:
        runner.close()
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, metavar="N", help="one answer in N")
    parser.add_argument("--no-hostile", action="store_true", help="leave the hostile corpus out")
    options = parser.parse_args()
    labs = [planted(lab) for lab in our_labs()]
    wrong, count, bitten = [], 0, 0
    with tempfile.TemporaryDirectory(prefix="canary-") as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        chosen = list(cases(labs, options.every))
        for case, (words, there) in zip(chosen, pool.map(lambda case: leaks(case, Path(folder)), chosen), strict=True):
            count, bitten = count + 1, bitten + there
            wrong += (
                [f"{case.lab.id} {case.exercise.name} {case.answer.kind}/{case.answer.name}: {words}"] if words else []
            )
        close_engines()
        hostile = {} if options.no_hostile else hostile_leaks(Path(folder))
    wrong += [f"hostile {name}: {words}" for name, words in hostile.items() if words]
    print("\n".join(wrong))
    print(
        f"{count} answers, {bitten} with the canary in an exception, {len(hostile)} hostile cases; "
        f"{len(wrong)} pages with one"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main())
