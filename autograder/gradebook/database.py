"""Grades into nbgrader's database, through nbgrader's own API, and autograded notebooks beside it."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

import nbformat
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.dbutil import ALEMBIC_DIR
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import create_engine
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograder.course.model import CourseError, Lab
from autograder.exam.results import Examined, Verdict
from autograder.files import write_whole
from autograder.gradebook import NO_RESPONSE
from autograder.gradebook.paths import AUTOGRADED, DATABASE, database
from autograder.gradebook.scores import NEEDS_HUMAN, Row, cell_text, with_points
from autograder.intake import Submission


def record(gradebook: Path, lab: Lab, examined: Examined, settings: Config, book: Gradebook | None = None) -> list[Row]:
    """Write one submission's executed notebook and grades; returns its rows of scores.csv.

    Args:
        book: the gradebook's database, if it is open already: opening it takes as long as writing a submission.

    Raises:
        CourseError: the gradebook knows other graded cells than were examined; nothing is written to the database then.
    """
    submission = examined.submission
    folder = gradebook / AUTOGRADED / submission.student / submission.lab
    write_whole(folder / f"{submission.notebook}.ipynb", examined.text)
    with _nbgraders_warnings_off(), nullcontext(book) if book else Gradebook(database(gradebook)) as book:
        points, is_late = _written(book, examined)
    if is_late:
        _take_late_penalty(gradebook, submission, settings)
    repairs = "; ".join(map(str, submission.repairs))
    return [_row(submission.student, lab, verdict, points[verdict.test], repairs) for verdict in examined.verdicts]


def _written(book: Gradebook, examined: Examined) -> tuple[dict[str, float | None], bool]:
    """Write a submission's grades; returns the points of each graded cell, manual ones too, and whether it is late."""
    submission = examined.submission
    cells = {cell.id: cell.name for cell in book.find_notebook(submission.notebook, submission.lab).grade_cells}
    if set(cells.values()) != {verdict.test for verdict in examined.verdicts}:
        raise CourseError(
            f"the gradebook has the graded cells {sorted(cells.values())}, the examined notebook has others"
        )
    student = book.update_or_create_student(submission.student)
    if " " in submission.name and not (student.first_name or student.last_name):  # a name that is there stays
        student.first_name, _, student.last_name = submission.name.rpartition(" ")
    time = {} if submission.timestamp is None else {"timestamp": submission.timestamp.isoformat()}
    book.update_or_create_submission(submission.lab, submission.student, **time)
    submitted = book.find_submission_notebook(submission.notebook, submission.lab, submission.student)
    number, grades = submitted.id, {cells[grade.cell_id]: grade for grade in submitted.grades}
    for verdict in examined.verdicts:
        grade = grades[verdict.test]
        grade.auto_score = verdict.points
        # A manual grade stays; after a regrade nbgrader lists it for another look.
        grade.needs_manual_grade = verdict.points is None or grade.manual_score is not None
    for comment in submitted.comments:
        comment.auto_comment = None if comment.name in submission.answered else NO_RESPONSE
    book.db.commit()
    written_grades = book.db.query(Grade).filter(Grade.notebook_id == number)  # one query for all of them
    points = {cells[grade.cell_id]: _points(grade) for grade in written_grades}
    is_late = submitted.assignment.total_seconds_late > 0 or bool(submitted.late_submission_penalty)
    book.db.remove()  # ends the session, so that formgrader is not locked out meanwhile
    return points, is_late


def _take_late_penalty(gradebook: Path, submission: Submission, settings: Config) -> None:
    """Have nbgrader's plugin decide what lateness costs."""
    resources = {
        "notebook": submission.notebook,
        "assignment": submission.lab,
        "student": submission.student,
        "db_url": database(gradebook),
    }
    notebook = nbformat.v4.new_notebook()  # the plugin reads the database alone
    plugin = AssignLatePenalties(config=settings, log=_nbgraders_log())
    plugin.preprocess(notebook, {"nbgrader": resources})


def refreshed_scores(gradebook: Path) -> list[Row]:
    """The rows of scores.csv, which is first brought up to the manual grades in the database.

    Raises:
        CourseError: as `read_scores`.
    """
    with Gradebook(database(gradebook)) as book:
        grades = (
            book.db.query(SubmittedAssignment.student_id, Assignment.name, BaseCell.name, Grade)
            .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
            .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
            .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
            .join(BaseCell, BaseCell.id == Grade.cell_id)
        )
        points = {(student, lab, test): _points(grade) for student, lab, test, grade in grades}
    return with_points(gradebook, points)


def mark_newest(gradebook: Path) -> None:
    """Mark a fresh database as of nbgrader's newest schema; nbgrader would start the program `alembic` for it, which
    takes a second.
    """
    if not (gradebook / DATABASE).exists():
        with create_engine(database(gradebook)).begin() as connection:
            MigrationContext.configure(connection).stamp(ScriptDirectory(ALEMBIC_DIR), "head")


def _points(grade: Grade) -> float | None:
    """Automatic and manual points, None while there are neither."""
    return None if grade.auto_score is None and grade.manual_score is None else float(grade.score)


def _row(student: str, lab: Lab, verdict: Verdict, points: float | None, repairs: str) -> Row:
    exercise = next(cell.exercise for cell in lab.cells if cell.name == verdict.test)
    reason = cell_text(verdict.reason) + (f" [repaired: {cell_text(repairs)}]" if repairs else "")
    return Row(
        student,
        lab.id,
        exercise,
        verdict.test,
        points,
        verdict.max_points,
        verdict.outcome,
        reason.strip(),
    )


@contextmanager
def _nbgraders_warnings_off() -> Iterator[None]:
    """nbgrader 0.9.6 builds a submission's rows while SQLAlchemy autoflushes, which SQLAlchemy 2 warns of, three times
    each.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=SAWarning)
        yield


def _nbgraders_log() -> logging.Logger:
    """A logger for errors only: nbgrader's warning of each late submission would break the progress bar."""
    return logging.Logger("nbgrader", logging.ERROR)


def require_grades(gradebook: Path) -> None:
    """Raise CourseError unless something was graded into this folder."""
    if not (gradebook / DATABASE).is_file():
        raise CourseError(
            f"{gradebook}: nothing was graded here yet; run `make grade SUBMITTED=… GRADEBOOK={gradebook}` first"
        )


def graded_rows(gradebook: Path) -> list[Row]:
    """The rows of scores.csv that belong to a graded submission, with the manual grades given since.

    Raises:
        CourseError: there is no gradebook.
    """
    require_grades(gradebook)
    return [row for row in refreshed_scores(gradebook) if row.outcome != NEEDS_HUMAN]
