"""The answers of `tests/answers` against the test cells and the public probes of their exercise.

The tests take a sample of them (`tests.corpus.sample`), and all with ALL_ANSWERS=1. `python -m tests.corpus.matrix`
prints the matrix of all; `--lab`, `--exercise` narrow it, `--why` shows each failure's message. What an answer is,
`autograder.course.answers` says.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import nbformat
import torch

from autograder.course import answers
from autograder.course.answers import KINDS, Answer
from autograder.course.model import Cell, Exercise, Lab
from autograder.diagnosis import build
from autograder.diagnosis.answering import Space, Work, run_answers, run_source, time_limit
from cnngrading import subject
from tests.corpus.sample import sample
from tests.support.course import our_labs

ROOT = Path(__file__).parents[2]
ANSWERS = ROOT / answers.ANSWERS
CELL_SECONDS = 20
ENDED = "the process ended before its result"


@dataclass(frozen=True)
class Result:
    """One answer's outcome: for each concept the failure's message or ""; and without hidden regions, if it fails one
    concept alone. `seen` is what came back from the probes, if it was put them.
    """

    answer: Answer
    full: dict[str, str]
    visible: dict[str, str]
    seen: build.Seen | None = None

    @property
    def failed(self) -> set[str]:
        return {concept for concept, message in self.full.items() if message}


@cache
def read_answers(exercise: str) -> list[Answer]:
    """The named answers to an exercise, read once in a process."""
    return answers.read_answers(ANSWERS, exercise)


def stub(lab: Lab, exercise: Exercise) -> Answer:
    """What a student has who has written nothing."""
    released = nbformat.read(ROOT / "notebooks" / lab.id / f"{lab.notebook}.ipynb", as_version=4)
    source = next(cell.source for cell in released.cells if cell.get("id") == exercise.name)
    return Answer(exercise.name, "stub", "stub", source, "", ())


@cache
def results(lab: Lab, exercise: Exercise) -> list[Result]:
    """Each named answer of the sample, and last the untouched stub: run once in a process, whichever tests ask.

    An answer meets the test cells, then the probes.
    """
    everyone = [*sample(read_answers(exercise.name)), stub(lab, exercise)]
    return _results(lab, exercise, everyone, partial(_meet_both, exercise))


def cell_results(lab: Lab, exercise: Exercise, answers: Sequence[Answer]) -> list[Result]:
    """These answers against the test cells alone."""
    return _results(lab, exercise, answers, partial(_meet_cells, exercise))


def _results(lab: Lab, exercise: Exercise, answers: Sequence[Answer], meet: Work) -> list[Result]:
    results = []
    for answer, outcome in zip(answers, run_answers(lab, exercise, answers, subject, meet, apart=False), strict=True):
        if outcome is None:
            dead = {test.concept: ENDED for test in exercise.tests}
            results.append(Result(answer, dead, dead))
        else:
            seen = build.read_seen(answer, outcome["seen"], subject.probes) if "seen" in outcome else None
            results.append(Result(answer, outcome["full"], outcome["visible"], seen))
    return results


def _meet_both(exercise: Exercise, answer: Answer, space: Space) -> dict[str, Any]:
    verdicts = _meet_cells(exercise, answer, space)
    with _own_default_dtype():
        return {**verdicts, "seen": build.put_probes(subject, subject.probes, answer, space)}


@contextmanager
def _own_default_dtype() -> Iterator[None]:
    """An answer may set PyTorch's default dtype, which is none of the next one's."""
    before = torch.get_default_dtype()
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def _meet_cells(exercise: Exercise, answer: Answer, space: Space) -> dict[str, Any]:
    with _own_default_dtype():
        full = cell_messages(answer, {test.concept: (test.name, test.source) for test in exercise.tests}, space)
        failed = [test for test in exercise.tests if full[test.concept]]
        alone = failed if len(failed) == 1 else []
        visible = cell_messages(answer, {test.concept: (test.name, test.visible) for test in alone}, space)
    return {"full": full, "visible": visible}


def cell_messages(answer: Answer, tests: dict[str, tuple[str, str]], space: Space) -> dict[str, str]:
    """The failure of each of the `tests`, (name, source) by concept, "" where there is none."""
    if not tests:
        return {}
    broken = _message(answer.source, answer.name, space)
    return {concept: broken or _message(source, name, space) for concept, (name, source) in tests.items()}


def _message(source: str, name: str, space: Space) -> str:
    try:
        with time_limit(CELL_SECONDS):
            run_source(source, name, space)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return ""


def complaint(exercise: Exercise, result: Result) -> str:
    """What is not as the answer's file says it is; "" if all is."""
    concepts = {test.concept for test in exercise.tests}
    expected = {"right": set(), "wrong": set(result.answer.fails), "shortcut": concepts}[result.answer.kind]
    if not expected <= concepts:
        return f"`fails` names {sorted(expected - concepts)}, but the concepts are {sorted(concepts)}"
    if result.answer.kind == "wrong" and not expected:
        return "a wrong answer has to say which concepts it fails"
    if result.failed != expected:
        return f"should fail {sorted(expected)}, but fails {sorted(result.failed)}"
    return ""


def gaps(exercise: Exercise, results: list[Result]) -> list[str]:
    """The test cells, and the hidden regions, whose removal no answer would notice."""
    return [missing for test in exercise.tests if (missing := gap(test, results))]


def gap(test: Cell, results: list[Result]) -> str:
    """Why the removal of this test cell, or of its hidden region, would be noticed by no answer; "" if it would be.

    A test cell is needed when some answer fails it alone. A hidden region is needed when some answer fails that cell
    alone and passes its visible part.
    """
    alone = [result for result in results if result.failed == {test.concept}]
    if not alone:
        return f"{test.name}: no answer fails this cell alone"
    if test.source == test.visible:
        return f"{test.name}: it has no hidden region"
    if not any(result.visible[test.concept] == "" for result in alone):
        return f"{test.name}: no answer passes its visible part and fails its hidden part alone"
    return ""


def main() -> int:
    parser = argparse.ArgumentParser(description="Print the matrix of answers against test cells.")
    parser.add_argument("--lab", help="only this lab, for instance 01_convolution")
    parser.add_argument("--exercise", help="only this exercise, for instance corr2d")
    parser.add_argument("--why", action="store_true", help="show the message of each failure")
    options = parser.parse_args()
    bad = 0
    for lab in our_labs():
        for exercise in lab.exercises:
            if not exercise.tests or options.lab not in (None, lab.id) or options.exercise not in (None, exercise.name):
                continue
            table = cell_results(lab, exercise, read_answers(exercise.name))
            print(f"\n{lab.id} · {exercise.name} ({exercise.points:g} points)")
            for test in exercise.tests:
                print(f"    {test.concept} ({test.points:g})")
            for result in table:
                marks = " ".join("✗" if result.full[test.concept] else "·" for test in exercise.tests)
                problem = complaint(exercise, result)
                bad += bool(problem)
                print(
                    f"  {marks}  {result.answer.kind}/{result.answer.name}" + (f"   <-- {problem}" if problem else "")
                )
                if options.why:
                    for concept in sorted(result.failed):
                        print(f"        {concept}: {result.full[concept]}".replace("\n", "\n          "))
            counts = {kind: sum(result.answer.kind == kind for result in table) for kind in KINDS}
            print("  " + ", ".join(f"{count} {kind}" for kind, count in counts.items()))
            lacks = answers.lacking(ANSWERS, exercise.name)
            if lacks:
                bad += 1
                print(f"  <-- {lacks} answers are needed")
            for gap in gaps(exercise, table):
                bad += 1
                print(f"  <-- {gap}")
    print(f"\n{bad} exceptions" if bad else "\nThe matrix holds without exception.")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
