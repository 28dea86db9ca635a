"""What nbgrader's database has of each submission that gets a page, read for all of them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    SubmittedAssignment,
    SubmittedNotebook,
)
from sqlalchemy import true

from autograder.course.model import Lab
from autograder.gradebook.database import comment_shown


@dataclass(frozen=True)
class Submitted:
    """One submission.

    Attributes:
        late: the points taken off for lateness.
        due, handed_in: in UTC, without saying so; the due date with the student's extension.
        manual: the scores that an instructor gave, by cell.
        comments: what the student may read of the comments, by cell.
    """

    late: float
    due: datetime | None
    handed_in: datetime | None
    manual: dict[str, float | None]
    comments: dict[str, str]


def read_submitted(book: Gradebook, labs: Collection[Lab], student: str = "") -> dict[tuple[str, str], Submitted]:
    """All submissions of these labs, or those of one student, by student and lab."""
    manual: defaultdict[str, dict[str, float | None]] = defaultdict(dict)
    comments: defaultdict[str, dict[str, str]] = defaultdict(dict)
    notebooks = {(lab.id, lab.notebook) for lab in labs}
    names = {lab.id for lab in labs}
    theirs = (
        book.db.query(SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .filter(SubmittedAssignment.student_id == student)
    )
    of_grade, of_comment = (
        (table.notebook_id.in_([number for (number,) in theirs]) if student else true()) for table in (Grade, Comment)
    )
    for number, cell, score in (
        book.db.query(Grade.notebook_id, BaseCell.name, Grade.manual_score)
        .select_from(Grade)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .filter(of_grade)
    ):
        manual[number][cell] = score
    for number, cell, typed, automatic in (
        book.db.query(Comment.notebook_id, BaseCell.name, Comment.manual_comment, Comment.auto_comment)
        .select_from(Comment)
        .join(BaseCell, BaseCell.id == Comment.cell_id)
        .filter(of_comment)
    ):
        comments[number][cell] = comment_shown(typed, automatic)
    found = (
        book.db.query(
            SubmittedAssignment.student_id,
            Assignment.name,
            Notebook.name,
            SubmittedNotebook.id,
            SubmittedNotebook.late_submission_penalty,
            Assignment.duedate,
            SubmittedAssignment.extension,
            SubmittedAssignment.timestamp,
        )
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(Notebook, Notebook.id == SubmittedNotebook.notebook_id)
        .filter(Assignment.name.in_(names))
        .filter(SubmittedAssignment.student_id == student if student else true())
    )
    return {
        (student, lab): Submitted(
            penalty or 0.0,
            due + extension if due and extension else due,
            time,
            manual[number],
            comments[number],
        )
        for student, lab, notebook, number, penalty, due, extension, time in found
        if (lab, notebook) in notebooks
    }
