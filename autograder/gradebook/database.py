"""The only writer, beside `revision`, of nbgrader's database, and the writer of the autograded notebooks."""

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


def record(gradebook: Path, lab: Lab, examined: Examined, settings: Config, book: Gradebook | None = None) -> list[Row]:
    """Write one submission's executed notebook and grades; returns its rows of scores.csv.

    Args:
        book: the gradebook's database, if it is open already: to open it takes as long as to write a submission.

    Raises:
        CourseError: the gradebook knows other graded cells than were examined; nothing is written to the database then.
    """
    sent = examined.submission
    write_whole(gradebook / AUTOGRADED / sent.student / sent.lab / f"{sent.notebook}.ipynb", examined.text)
    late = {} if sent.timestamp is None else {"timestamp": sent.timestamp.isoformat()}
    with _nbgraders_warnings_off(), nullcontext(book) if book else Gradebook(database(gradebook)) as book:
        graded = {cell.id: cell.name for cell in book.find_notebook(sent.notebook, sent.lab).grade_cells}
        if set(graded.values()) != {verdict.test for verdict in examined.verdicts}:
            raise CourseError(
                f"the gradebook has the graded cells {sorted(graded.values())}, the examined notebook has others"
            )
        student = book.update_or_create_student(sent.student)
        if " " in sent.name and not (
            student.first_name or student.last_name
        ):  # whom the gradebook names already keeps that name
            student.first_name, _, student.last_name = sent.name.rpartition(" ")
        book.update_or_create_submission(sent.lab, sent.student, **late)
        submitted = book.find_submission_notebook(sent.notebook, sent.lab, sent.student)
        number, grades = submitted.id, {graded[grade.cell_id]: grade for grade in submitted.grades}
        for verdict in examined.verdicts:
            grade = grades[verdict.test]
            grade.auto_score = verdict.points
            # A grade that a person gave stands; after a regrade nbgrader has them look again.
            grade.needs_manual_grade = verdict.points is None or grade.manual_score is not None
        for comment in submitted.comments:
            comment.auto_comment = None if comment.name in sent.answered else NO_RESPONSE
        book.db.commit()
        written = book.db.query(Grade).filter(Grade.notebook_id == number)  # all at once
        points = {graded[grade.cell_id]: None if _ungraded(grade) else grade.score for grade in written}
        is_late = submitted.assignment.total_seconds_late > 0 or submitted.late_submission_penalty
        book.db.remove()  # the session: who grades by hand meanwhile is not held up, and what was read is read anew
    if is_late:
        # It goes by the database alone: what the notebook holds is nothing to it.
        resources = {
            "notebook": sent.notebook,
            "assignment": sent.lab,
            "student": sent.student,
            "db_url": database(gradebook),
        }
        AssignLatePenalties(config=settings, log=_nbgraders_log()).preprocess(
            nbformat.v4.new_notebook(), {"nbgrader": resources}
        )
    repairs = "; ".join(map(str, sent.repairs))
    return [_row(sent.student, lab, verdict, points[verdict.test], repairs) for verdict in examined.verdicts]


def refreshed_scores(gradebook: Path) -> list[Row]:
    """The rows of scores.csv, which is first brought up to what a person has graded in the database since.

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
        points = {
            (student, lab, test): None if _ungraded(grade) else float(grade.score)
            for student, lab, test, grade in grades
        }
    return with_points(gradebook, points)


def mark_newest(gradebook: Path) -> None:
    """Mark a fresh database as of nbgrader's newest form, which it would start the program `alembic` for, for a second,
    to find out.
    """
    if not (gradebook / DATABASE).exists():
        with create_engine(database(gradebook)).begin() as connection:
            MigrationContext.configure(connection).stamp(ScriptDirectory(ALEMBIC_DIR), "head")


def _ungraded(grade: object) -> bool:
    return getattr(grade, "auto_score", None) is None and getattr(grade, "manual_score", None) is None


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
    """A log of its own, for errors only: nbgrader warns of each late submission in the middle of the progress bar."""
    return logging.Logger("nbgrader", logging.ERROR)


def graded_rows(gradebook: Path) -> list[Row]:
    """The rows of scores.csv that belong to a graded submission, with what a person has graded since.

    Raises:
        CourseError: there is no gradebook.
    """
    if not (gradebook / DATABASE).is_file():
        raise CourseError(
            f"{gradebook}: nothing was graded here yet; run `make grade SUBMITTED=… GRADEBOOK={gradebook}` first"
        )
    return [row for row in refreshed_scores(gradebook) if row.outcome != NEEDS_HUMAN]
