"""Grades into nbgrader's database, through nbgrader's own API, and autograded notebooks beside it."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy.exc import SAWarning
from sqlalchemy.orm import Query
from traitlets.config import Config

from autograder.course.model import CourseError, Lab
from autograder.course.roster import read_roster
from autograder.exam.results import Examined, Verdict
from autograder.files import write_whole
from autograder.gradebook import NO_RESPONSE
from autograder.gradebook.databases import has_database
from autograder.gradebook.extensions import set_extension
from autograder.gradebook.late import set_penalty
from autograder.gradebook.marks import Marks, answers_in, aside_of, read_marks, set_aside, set_aside_in, write_marks
from autograder.gradebook.paths import AUTOGRADED, database
from autograder.gradebook.receipts import write_receipt
from autograder.gradebook.score_table import Points
from autograder.gradebook.scores import NEEDS_HUMAN, Row, cell_text, with_points
from autograder.gradebook.stored import with_stored_outputs
from autograder.intake import Submission

BLANK = "no answer: the cell is as it was handed out"
AT_A_TIME = 1000  # grades that are read from the database
HANDED_IN_ANEW = "this answer is new; one that was handed in before was given"


def record(gradebook: Path, lab: Lab, examined: Examined, settings: Config, book: Gradebook | None = None) -> list[Row]:
    """Write one submission's executed notebook and grades; returns its rows of scores.csv.

    Args:
        book: the gradebook's database, if it is open already: opening it takes as long as writing a submission.

    Raises:
        CourseError: the gradebook knows other graded cells than were examined, and nothing is written to the database;
            or the course's late policy failed, and all but the penalty is written.
    """
    submission = examined.submission
    examined = replace(examined, verdicts=tuple(_of_blank(verdict, submission) for verdict in examined.verdicts))
    notebook = gradebook / AUTOGRADED / submission.student / submission.lab / f"{submission.notebook}.ipynb"
    before = read_marks(gradebook, submission.student, lab, notebook)
    with (
        _nbgraders_warnings_off(),
        nullcontext(book) if book else Gradebook(database(gradebook)) as book,
        _one_transaction(book),
    ):
        written = _written(gradebook, book, lab, examined, before, settings)
    write_whole(notebook, with_stored_outputs(examined.text, lab))
    write_receipt(notebook.parent, submission.timestamp, submission.secret)
    write_marks(gradebook, submission.student, submission.lab, written.marks)
    if written.problem:
        raise CourseError(written.problem)
    repairs = "; ".join(map(str, submission.repairs))
    return [_row(submission.student, lab, verdict, written, repairs) for verdict in examined.verdicts]


@dataclass(frozen=True)
class _Written:
    """What the database has of a submission.

    Attributes:
        points: of each graded cell, manual ones too; None while they wait for a person.
        marks: what is to be noted of its answers.
        problem: why the late penalty could not be set.
    """

    points: dict[str, float | None]
    marks: Marks
    problem: str = ""


def _written(
    gradebook: Path, book: Gradebook, lab: Lab, examined: Examined, before: Marks, settings: Config
) -> _Written:
    """Write a submission's grades."""
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
    answers = answers_in(examined.text, lab)
    aside = set_aside(submitted, lab, before, answers)
    marks = Marks(answers, aside.earlier)
    waiting = _waiting(lab, before, marks, grades)
    for verdict in examined.verdicts:
        grade = grades[verdict.test]
        grade.auto_score = verdict.points
        # A manual grade stays; after a regrade nbgrader lists it for another look.
        grade.needs_manual_grade = verdict.points is None or grade.manual_score is not None or verdict.test in waiting
    for comment in submitted.comments:
        comment.auto_comment = None if comment.name in submission.answered else NO_RESPONSE
        told = marks.of_others(comment.name)
        if told and comment.manual_comment is None:
            comment.auto_comment = f"{HANDED_IN_ANEW}: {'; '.join(map(str, told))}"
    # First, so that nothing which leaves the database is lost; the answers' digests follow when all is written.
    if aside.earlier != before.earlier:
        write_marks(gradebook, submission.student, submission.lab, aside)
    book.db.flush()
    book.db.expire(submitted)  # its score, which the penalty goes by
    set_extension(submitted.assignment, read_roster(gradebook).get(submission.student))
    penalty = set_penalty(submitted, settings)
    book.db.flush()
    columns = (Grade.cell_id, Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade, Grade.score)
    written_grades = book.db.query(*columns).filter(Grade.notebook_id == number)
    points = {cells[grade.cell_id]: _points(grade, cells[grade.cell_id] in waiting) for grade in written_grades}
    return _Written(points, marks, "" if penalty is None else penalty.problem)


def _waiting(lab: Lab, before: Marks, marks: Marks, grades: Mapping[str, Grade]) -> set[str]:
    """The graded cells with an answer that is new to a person who gave points to an earlier one: until they look."""
    waiting = set()
    for exercise in lab.exercises:
        is_seen_answer = before.answers.get(exercise.name) == marks.answers.get(exercise.name)
        for given in marks.of_others(exercise.name):
            grade = grades.get(given.cell)
            if not given.has_points or grade is None or grade.manual_score is not None:
                continue
            if grade.needs_manual_grade or not is_seen_answer:
                waiting.add(given.cell)
    return waiting


def _of_blank(verdict: Verdict, submission: Submission) -> Verdict:
    """As nbgrader does it, an answer in words that was left as it was handed out has 0 points; no person reads it."""
    if verdict.outcome != "manual" or verdict.points is not None or verdict.test in submission.answered:
        return verdict
    return replace(verdict, points=0.0, reason=BLANK)


def refreshed_scores(gradebook: Path) -> list[Row]:
    """The rows of scores.csv, which is first brought up to the manual grades in the database.

    Raises:
        CourseError: as `read_scores`.
    """
    return with_points(gradebook, {(student, lab, test): points for student, lab, test, points in points_in(gradebook)})


def points_in(gradebook: Path) -> Iterator[Points]:
    """What each graded cell of each submission has in the database, manual grades with it."""
    aside = set_aside_in(gradebook)
    with Gradebook(database(gradebook)) as book:
        for grade in _grades(book).yield_per(AT_A_TIME):
            student, lab, test = grade[:3]
            yield student, lab, test, _points(grade, (student, lab, test) in aside)


def rows_now(gradebook: Path, rows: Sequence[Row], book: Gradebook) -> list[Row]:
    """The rows of one submission with the points that the database has now, manual ones too."""
    student, lab = rows[0].student, rows[0].lab
    aside = aside_of(gradebook, student, lab)
    theirs = _grades(book).filter(SubmittedAssignment.student_id == student, Assignment.name == lab)
    points = {grade[2]: _points(grade, grade[2] in aside) for grade in theirs}
    return [replace(row, points=points.get(row.test, row.points)) for row in rows]


def _grades(book: Gradebook) -> Query[Any]:
    """Student, lab and graded cell of each grade, and what `_points` needs."""
    columns = (Grade.auto_score, Grade.manual_score, Grade.needs_manual_grade, Grade.score)
    query: Query[Any] = (
        book.db.query(SubmittedAssignment.student_id, Assignment.name, BaseCell.name, *columns)
        .select_from(Grade)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
    )
    return query


def _points(grade: Grade, is_set_aside: bool) -> float | None:
    """Automatic and manual points, None while they wait for a person: there are neither, or a person's points were set
    aside, since they belong to an earlier answer.
    """
    waits = grade.manual_score is None and (grade.auto_score is None or (is_set_aside and grade.needs_manual_grade))
    return None if waits else float(grade.score)


def _row(student: str, lab: Lab, verdict: Verdict, written: _Written, repairs: str) -> Row:
    exercise = next(cell.exercise for cell in lab.cells if cell.name == verdict.test)
    points, outcome, reason = written.points[verdict.test], verdict.outcome, verdict.reason
    earlier = [given for given in written.marks.of_others(exercise) if given.cell == verdict.test]
    if points is None and earlier:
        outcome = "manual" if outcome == "manual" else "unknown"
        reason = f"{HANDED_IN_ANEW}: {earlier[-1]}"
    reason = cell_text(reason) + (f" [repaired: {cell_text(repairs)}]" if repairs else "")
    return Row(student, lab.id, exercise, verdict.test, points, verdict.max_points, outcome, reason.strip())


def comment_shown(manual: str | None, automatic: str | None) -> str:
    """What a student may read of a comment: a person's words, or that there was no answer."""
    return manual or (NO_RESPONSE if automatic == NO_RESPONSE else "")


@contextmanager
def _one_transaction(book: Gradebook) -> Iterator[None]:
    """All of it is written, in one step, or nothing. nbgrader's calls commit at each of their steps, and each of these
    would wait for the disk and read everything anew.
    """
    book.db.remove()
    with book.engine.begin() as connection:
        book.db.configure(bind=connection, join_transaction_mode="rollback_only", expire_on_commit=False)
        try:
            yield
            book.db.flush()
        finally:
            book.db.remove()  # ends the session, so that formgrader is not locked out meanwhile
            book.db.configure(bind=book.engine, join_transaction_mode="conditional_savepoint", expire_on_commit=True)


@contextmanager
def _nbgraders_warnings_off() -> Iterator[None]:
    """nbgrader 0.9.6 builds a submission's rows while SQLAlchemy autoflushes, which SQLAlchemy 2 warns of, three times
    each.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=SAWarning)
        yield


def require_grades(gradebook: Path) -> None:
    """Raise CourseError unless something was graded into this folder."""
    if not has_database(gradebook):
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
