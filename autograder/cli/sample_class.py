"""A sample class of 12 students × all labs, graded.

Its submissions are made from the solutions and the named answers in `tests/answers`.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

import nbformat
from rich.console import Console
from rich.table import Table

from autograder.cli.sandbox_choice import choose_sandbox
from autograder.course.answers import ANSWERS
from autograder.course.config import RELEASED, SOLUTIONS, load_config
from autograder.course.model import CourseError, Exercise, Lab
from autograder.course.nbgrader_cells import grade_id, is_answer
from autograder.course.reading import read_course
from autograder.course.regions import SOLUTION, within
from autograder.files import write_whole
from autograder.gradebook.lock import LOCK, locked
from autograder.gradebook.scores import NEEDS_HUMAN, SCORES, Row
from autograder.grading import exit_code, grade_with_progress, plan

MADE_BY_DEMO = "made-by-demo.txt"


@dataclass(frozen=True)
class Student:
    """A sample student: `answer` gives the source for an exercise, or None to leave the stub."""

    name: str
    what: str
    answer: Callable[[Exercise], str | None]


def run_demo(course: Path, gradebook: Path, jobs: int, console: Console) -> int:
    """Make the sample class in the folder `gradebook`, grade it and print students × labs; returns the exit code.

    Raises:
        CourseError: the folder holds something that no demo made; nothing in it is changed.
    """
    labs = read_course(course / SOLUTIONS)
    students = sample_students(course / ANSWERS)
    submitted = gradebook / "submitted"
    names = {student.name for student in students}
    is_a_demo = (gradebook / MADE_BY_DEMO).is_file() and {path.name for path in submitted.glob("*")} <= names
    if gradebook.is_dir() and any(path.name != LOCK for path in gradebook.iterdir()) and not is_a_demo:
        raise CourseError(
            f"{gradebook}: it holds what the demo, which empties its folder, did not make: "
            "name another with --gradebook"
        )
    with locked(gradebook, "demo"):
        return _run_demo(course, gradebook, labs, students, jobs, console)


def _run_demo(
    course: Path, gradebook: Path, labs: Sequence[Lab], students: Sequence[Student], jobs: int, console: Console
) -> int:
    submitted = gradebook / "submitted"
    for path in [path for path in gradebook.iterdir() if path.name != LOCK]:  # which is held
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
    write_whole(gradebook / MADE_BY_DEMO, "The sample class of `make demo`: emptied and made again each time.\n")
    for student in students:
        for lab in labs:
            write_submission(course, student, lab, submitted / student.name / lab.id)
    console.print(f"a class of {len(students)} students × {len(labs)} labs is in {submitted}", soft_wrap=True)
    settings = load_config(course)
    console.print(f"sandbox: {choose_sandbox(settings, course, submitted, gradebook)}")
    graded = grade_with_progress(plan(course, submitted, gradebook, settings=settings), jobs, console)
    Console().print(class_table(students, labs, graded.rows()))
    console.print(f"every test cell: {gradebook / SCORES}", soft_wrap=True)
    return exit_code(graded)


def sample_students(answers: Path) -> list[Student]:
    """Twelve students: all right, unusual, partly done, untouched, a syntax error, and named wrong answers."""
    return [
        Student("ada", "everything right", _solution),
        Student("alan", "right, in unusual ways", _picked(answers, "right", 1)),
        Student("barbara", "right, in other ways", _picked(answers, "right", 2)),
        Student("claude", "two exercises a lab", _first(2)),
        Student("dorothy", "one exercise a lab", _first(1)),
        Student("edsger", "nothing written yet", lambda exercise: None),
        Student("frances", "one syntax error a lab", _broken_first),
        Student("grace", "a mistake everywhere", _picked(answers, "wrong", 3)),
        Student("hedy", "other mistakes", _picked(answers, "wrong", 4)),
        Student("john", "half with mistakes", _half(answers)),
        Student("katherine", "ready-made operations", _picked(answers, "shortcut", 5)),
        Student("linus", "still other mistakes", _picked(answers, "wrong", 6)),
    ]


def write_submission(course: Path, student: Student, lab: Lab, folder: Path) -> None:
    """Fill the student's answers into the released notebook, as they would have."""
    released = course / RELEASED / lab.id / f"{lab.notebook}.ipynb"
    if not released.is_file():
        raise CourseError(f"{released}: not there; run `make release` first")
    notebook = nbformat.read(released, as_version=4)
    for cell in notebook.cells:
        if is_answer(cell):
            source = student.answer(lab.exercise(grade_id(cell)))
            cell.source = cell.source if source is None else source
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{lab.notebook}.ipynb")


def class_table(students: Sequence[Student], labs: Sequence[Lab], rows: Sequence[Row]) -> Table:
    """Students × labs in points, with the class mean; `?` marks a submission that needs review."""
    totals: dict[tuple[str, str], float] = defaultdict(float)
    unclear = {(row.student, row.lab) for row in rows if row.outcome == NEEDS_HUMAN}
    for row in rows:
        totals[row.student, row.lab] += row.points or 0.0
    most = sum(lab.points for lab in labs)
    table = Table(title="The sample class: points a lab (answers in words are not graded yet)")
    table.add_column("student")
    table.add_column("handed in")
    for lab in labs:
        table.add_column(f"{lab.id.split('_')[0]}\n({lab.points:g})", justify="right")
    table.add_column(f"all\n({most:g})", justify="right")
    for student in students:
        cells = ["?" if (student.name, lab.id) in unclear else f"{totals[student.name, lab.id]:g}" for lab in labs]
        table.add_row(student.name, student.what, *cells, f"{sum(totals[student.name, lab.id] for lab in labs):g}")
    table.add_section()
    means = []
    for lab in labs:
        graded = [student.name for student in students if (student.name, lab.id) not in unclear]
        means.append(mean(totals[name, lab.id] for name in graded) if graded else 0.0)
    table.add_row("class mean", "", *(f"{points:.1f}" for points in means), f"{sum(means):.1f}")
    return table


def _solution(exercise: Exercise) -> str | None:
    if exercise.cell.kind == "manual":
        return within(exercise.cell.source, SOLUTION) or "My answer, in my own words."
    return exercise.cell.source


def _picked(answers: Path, kind: str, seed: int) -> Callable[[Exercise], str | None]:
    """Answers of one kind, chosen by a fixed seed, so that each demo is the same class."""

    def answer(exercise: Exercise) -> str | None:
        if exercise.cell.kind == "manual":
            return _solution(exercise)
        paths = sorted((answers / exercise.name / kind).glob("*.py"))
        if not paths:
            raise CourseError(f"{answers / exercise.name / kind}: no answers there")
        return random.Random(f"{seed} {exercise.name}").choice(paths).read_text(encoding="utf-8")

    return answer


def _first(count: int) -> Callable[[Exercise], str | None]:
    return lambda exercise: _solution(exercise) if exercise.index < count else None


def _half(answers: Path) -> Callable[[Exercise], str | None]:
    wrong = _picked(answers, "wrong", 7)
    return lambda exercise: wrong(exercise) if random.Random(exercise.name).random() < 0.5 else _solution(exercise)


def _broken_first(exercise: Exercise) -> str | None:
    if exercise.index > 0 or exercise.cell.kind == "manual":
        return _solution(exercise)
    return re.sub(r"(?m)^((?:def|class)\b[^:]*):", r"\1", exercise.cell.source, count=1)
