"""Runs each lab's solution and its stub as the exam would: the one has to earn all points, the other none.

A lab that passed is remembered in the course's folder `.release_cache`, and runs again when its cells or the subject
change.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from pkgutil import iter_modules

import nbformat
from traitlets.config import Config

from autograder.course.config import load_config, subject_name
from autograder.course.model import CourseError, Lab
from autograder.course.nbgrader_cells import grade_id, is_answer
from autograder.course.subject import load_subject, sources
from autograder.exam.engines import close_engines, examine
from autograder.exam.results import Examined, Verdict
from autograder.exam.settings import exam_settings
from autograder.files import PYTHON, digest, folder_of, write_whole
from autograder.intake import Submission
from autograder.release.notebooks import generate

CACHE = Path(".release_cache") / "tried.json"
SEED = "7e57" + "0" * 60
SOLUTION, STUB = "solution", "stub"


def try_labs(course: Path, labs: Sequence[Lab]) -> list[str]:
    """Run the solutions and stubs of those labs that have not passed as they are; returns the ids of these labs.

    Raises:
        CourseError: a solution loses points or a stub earns some, each with the cell and the cure; or they could not
            be run.
    """
    settings = load_config(course)
    passed = _remembered(course)
    prints = {lab.id: _print(lab, settings) for lab in labs}
    tested = [lab for lab in labs if any(exercise.tests for exercise in lab.exercises)]
    todo = [lab for lab in tested if passed.get(lab.id) != prints[lab.id]]
    if not todo:
        return []
    problems = {lab.id: list(_problems(lab, examined)) for lab, examined in _examined(course, todo, settings)}
    passed = {lab.id: prints[lab.id] for lab in labs if not problems.get(lab.id)}
    write_whole(course / CACHE, json.dumps(passed, indent=1) + "\n")
    if any(problems.values()):
        raise CourseError("\n".join(problem for lab in todo for problem in problems[lab.id]))
    return [lab.id for lab in todo]


def _remembered(course: Path) -> Mapping[str, str]:
    try:
        remembered = json.loads((course / CACHE).read_text(encoding="utf-8"))
    except (OSError, ValueError):  # not there, or damaged: then all labs run
        return {}
    return remembered if isinstance(remembered, dict) else {}


def _print(lab: Lab, settings: Config) -> str:
    """Another one when what decides the outcome changes: the lab's code and points, the subject, the settings."""
    subject = load_subject(subject_name(settings))
    packages, texts = sources(subject)
    # Their modules alone: `release` itself writes the fingerprints that may lie beside them.
    modules = [f"{package}.{module.name}" for package in packages for module in iter_modules([str(folder_of(package))])]
    cells = [f"{cell.name} {cell.kind} {cell.points:g}\n{cell.source}" for cell in lab.cells if cell.kind != "markdown"]
    used = repr((settings.get("ClearSolutions"), exam_settings(settings).limits()))
    return digest(modules, versions=[PYTHON, *subject.packages], texts=[*texts, *cells, used])


def _examined(course: Path, labs: Sequence[Lab], settings: Config) -> list[tuple[Lab, dict[str, Examined]]]:
    """Each lab with the exam of its solution and of its stub."""
    settings = Config({**settings, "Exam": {**settings.get("Exam", {}), "diagnose": False, "run_all": False}})
    if exam_settings(settings).kind() == "none":
        settings.Exam.sandbox = "none"  # it is the author's own code
    with tempfile.TemporaryDirectory(prefix="trial-") as folder:
        target = Path(folder) / "labs"
        generate(course, labs, target, keep_hidden=True)
        texts = {lab.id: (target / lab.id / f"{lab.notebook}.ipynb").read_text(encoding="utf-8") for lab in labs}
    submissions = [
        submission for lab in labs for submission in (_with_solutions(lab, texts[lab.id]), _stub(lab, texts[lab.id]))
    ]
    try:
        with ThreadPoolExecutor(2) as pool:
            exams = list(pool.map(lambda submission: examine(submission, settings, SEED, ()), submissions))
    finally:
        close_engines()
    return [(lab, {SOLUTION: exams[2 * i], STUB: exams[2 * i + 1]}) for i, lab in enumerate(labs)]


def _stub(lab: Lab, text: str) -> Submission:
    return Submission(STUB, lab.id, lab.notebook, text)


def _with_solutions(lab: Lab, text: str) -> Submission:
    """The notebook to grade with, filled in with our own answers."""
    solutions = {exercise.name: exercise.cell.source for exercise in lab.exercises}
    notebook = nbformat.reads(text, as_version=4)
    for cell in notebook.cells:
        if is_answer(cell):
            cell.source = solutions[grade_id(cell)]
    answered = frozenset(solutions)
    return replace(_stub(lab, nbformat.writes(notebook)), student=SOLUTION, answered=answered)


def _problems(lab: Lab, examined: Mapping[str, Examined]) -> Iterator[str]:
    broken = [exam.problem for exam in examined.values() if exam.problem]
    if broken:
        yield (
            f"{lab.path}: its solutions could not be run against its tests: {broken[0]} "
            "(`python -m autograder doctor` looks for the cause)"
        )
        return
    owners = {test.name: exercise.name for exercise in lab.exercises for test in exercise.tests}
    for verdict in examined[SOLUTION].verdicts:
        if verdict.test in owners and verdict.outcome != "passed":
            yield f"{lab.path}: {_lost(verdict, owners[verdict.test])}"
    for verdict in examined[STUB].verdicts:
        if verdict.test in owners and (verdict.points or 0) > 0:
            yield (
                f"{lab.path}: cell {verdict.test!r} gives {verdict.points:g} of {verdict.max_points:g} points to the "
                f"stub of {owners[verdict.test]!r}, on which nobody has written a line: let it fail unless the answer "
                "is called and is right"
            )
    printing = _printing(examined[SOLUTION].text)
    yield from (
        f"{lab.path}: cell {name!r} prints {text!r}, and nbgrader takes the first output for the score: print nothing"
        for name, text in printing.items()
        if name in owners
    )


def _lost(verdict: Verdict, exercise: str) -> str:
    if verdict.outcome == "unknown":
        return (
            f"cell {verdict.test!r} asks of {exercise!r} what cannot be graded: {verdict.reason}: write it otherwise "
            "(docs/authoring/tests.md lists what a test cell may ask)"
        )
    return (
        f"cell {verdict.test!r} gives the solution of {exercise!r} {verdict.points or 0:g} of {verdict.max_points:g} "
        f"points: {verdict.reason}: correct the solution, or the test"
    )


def _printing(text: str) -> dict[str, str]:
    """The test cells that print, each with the first that it prints."""
    found = {}
    for cell in nbformat.reads(text, as_version=4).cells:
        printed = "".join(
            output.text
            for output in cell.get("outputs", [])
            if output.output_type == "stream" and output.name == "stdout"
        )
        if printed:
            found[grade_id(cell)] = printed[:60]
    return found
