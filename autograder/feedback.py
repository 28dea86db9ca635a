"""What a student reads: points a concept in words, and their own answers. Nothing that ran in a hidden test is on the page.

A page is made from scores.csv, the gradebook's manual grades and comments, and the student's own answer cells. Failure messages are
left out, since a hidden test's message holds its inputs; of an exception in the student's code only the type is told.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

import nbformat
from jinja2 import Environment, PackageLoader, StrictUndefined
from nbgrader.api import Gradebook, MissingEntry

from autograder.course import Cell, CourseError, Exercise, Lab, read_course
from autograder.files import write_whole
from autograder.gradebook import AUTOGRADED, NEEDS_HUMAN, SCORES, refreshed_scores
from autograder.records import Row
from autograder.release import SOLUTIONS
from autograder.revision import DATABASE, database

FEEDBACK = "feedback"
NOT_WRITTEN = "NotImplementedError"
OURS = ("CheckError", "ShortcutError", "AssertionError")
RESULTS = {"failed": "not yet right", "passed": "right", "partial": "partly right", "unknown": "we could not tell; a person will look"}


@dataclass(frozen=True)
class Concept:
    """One line of an exercise's table."""

    name: str
    claim: str
    result: str
    points: str
    max_points: str


@dataclass(frozen=True)
class ExercisePart:
    """One exercise on the page."""

    name: str
    points: str
    max_points: str
    note: str
    concepts: tuple[Concept, ...]
    comment: str
    answer: str


@dataclass(frozen=True)
class Page:
    """All that one page shows."""

    student: str
    lab_title: str
    points: str
    max_points: str
    waiting: str
    late: str
    exercises: tuple[ExercisePart, ...]


def write_feedback(course: Path, gradebook: Path) -> list[Path]:
    """Write `feedback/<student>/<lab>/<notebook>.html` for each graded submission; returns the pages.

    Raises:
        CourseError: nothing was graded into this folder yet, or scores.csv and the gradebook are not of the same grading.
    """
    labs = {lab.id: lab for lab in read_course(course / SOLUTIONS)}
    rows = graded_rows(gradebook)
    template = environment().get_template("feedback.html.j2")
    pages = []
    with Gradebook(database(gradebook)) as book:
        for (student, lab_id), mine in _by_submission(rows).items():
            lab = labs.get(lab_id)
            if lab is None:
                continue
            autograded = gradebook / AUTOGRADED / student / lab_id / f"{lab.notebook}.ipynb"
            try:
                submitted = book.find_submission_notebook(lab.notebook, lab_id, student)
                written = answers(autograded)
            except (MissingEntry, FileNotFoundError) as error:
                raise CourseError(f"{student}, {lab_id}: in {SCORES} but not in the gradebook ({error}); grade it again") from error
            comments = {comment.name: comment.comment or "" for comment in submitted.comments}
            scores = {grade.name: grade.manual_score for grade in submitted.grades}
            page = make_page(student, lab, mine, comments, scores, written, submitted.late_submission_penalty or 0.0)
            path = gradebook / FEEDBACK / student / lab_id / f"{lab.notebook}.html"
            write_whole(path, template.render(page=page))
            pages.append(path)
    return pages


def _by_submission(rows: list[Row]) -> dict[tuple[str, str], list[Row]]:
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.student, row.lab), []).append(row)
    return groups


def graded_rows(gradebook: Path) -> list[Row]:
    """The rows of scores.csv that belong to a graded submission, with what a person has graded since.

    Raises:
        CourseError: there is no gradebook.
    """
    if not (gradebook / DATABASE).is_file():
        raise CourseError(f"{gradebook}: nothing was graded here yet; run `make grade SUBMITTED=… GRADEBOOK={gradebook}` first")
    return [row for row in refreshed_scores(gradebook) if row.outcome != NEEDS_HUMAN]


def environment() -> Environment:
    """Templates with autoescaping on: whatever a student wrote is text."""
    return Environment(loader=PackageLoader("autograder"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def make_page(
    student: str,
    lab: Lab,
    rows: list[Row],
    comments: dict[str, str],
    manual: dict[str, float | None],
    answers: dict[str, str],
    late: float = 0.0,
) -> Page:
    """The page of one submission. `manual` holds the scores that a person gave, `late` the points taken off for lateness."""
    by_test = {row.test: row for row in rows}
    parts = tuple(
        _part(exercise, [by_test[cell.name] for cell in _graded_cells(exercise) if cell.name in by_test], comments, manual, answers)
        for exercise in lab.exercises
    )
    points = sum(_points(row, manual) or 0 for row in rows) - late
    waiting = sum(float(row.max_points) for row in rows if _points(row, manual) is None)
    return Page(
        student, _title(lab), f"{points:g}", f"{lab.points:g}", f"{waiting:g}" if waiting else "", f"{late:g}" if late else "", parts
    )


def answers(autograded: Path) -> dict[str, str]:
    """The student's answers by cell name."""
    notebook = nbformat.read(autograded, as_version=4)
    marked = ((cell.metadata.get("nbgrader", {}), cell.source) for cell in notebook.cells)
    return {marks["grade_id"]: source for marks, source in marked if marks.get("solution")}


def claim(cell: Cell) -> str:
    """What a test cell asks for, in the first sentence or two of its function's docstring."""
    functions = [node for node in ast.parse(cell.visible).body if isinstance(node, ast.FunctionDef)]
    text = ast.get_docstring(functions[0]) if functions else None
    return " ".join((text or cell.concept.replace("_", " ")).split())


def _graded_cells(exercise: Exercise) -> tuple[Cell, ...]:
    return exercise.tests or (exercise.cell,)


def _part(
    exercise: Exercise, rows: list[Row], comments: dict[str, str], manual: dict[str, float | None], answers: dict[str, str]
) -> ExercisePart:
    cells = {cell.name: cell for cell in exercise.tests}
    concepts = tuple(
        Concept(
            cells[row.test].concept.replace("_", " "),
            claim(cells[row.test]),
            _result(row, manual),
            _shown(_points(row, manual)),
            row.max_points,
        )
        for row in rows
        if row.test in cells
    )
    points = sum(_points(row, manual) or 0 for row in rows)
    return ExercisePart(
        exercise.name,
        f"{points:g}",
        f"{exercise.points:g}",
        _note(exercise, rows, manual),
        concepts,
        comments.get(exercise.name, ""),
        answers.get(exercise.name, ""),
    )


def _note(exercise: Exercise, rows: list[Row], manual: dict[str, float | None]) -> str:
    if not exercise.tests:
        return "A person reads this answer." if any(_points(row, manual) is None for row in rows) else "A person has read this answer."
    if rows and all(row.reason.startswith(NOT_WRITTEN) for row in rows):
        return "Not written yet: the cell still holds the line that says so."
    if any(row.outcome == "failed" for row in rows):
        return (
            "Run the checks below your answer in your notebook: their examples are the ones in view. Your answer was also "
            "called with inputs that are not in view, so it has to hold for any."
        )
    return ""


def _result(row: Row, manual: dict[str, float | None]) -> str:
    kind = row.reason.split(":")[0]
    if manual.get(row.test) is not None:
        return "a person has set these points"
    if row.outcome == "failed" and kind == "CandidateError":  # its messages are ours, and the same for hidden and visible calls
        return row.reason.removeprefix("CandidateError: ")
    if row.outcome == "failed" and kind == NOT_WRITTEN:
        return "not written yet"
    if row.outcome == "failed" and kind == "ShortcutError":
        return "a library did the work that this exercise is about"
    if row.outcome == "failed" and kind.isidentifier() and kind not in OURS:
        return f"your code raised {kind}"
    return RESULTS[row.outcome]


def _points(row: Row, manual: dict[str, float | None]) -> float | None:
    given = manual.get(row.test)
    if given is not None:
        return given
    return float(row.points) if row.points else None


def _shown(points: float | None) -> str:
    return "–" if points is None else f"{points:g}"


def _title(lab: Lab) -> str:
    number, name = lab.id.split("_")[0], lab.notebook.replace("_", " ").capitalize()
    return f"Lab {int(number)} · {name}" if number.isdecimal() else name
