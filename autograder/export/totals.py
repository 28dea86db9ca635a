"""A student's total for a lab: automatic and manual points less the late penalty, or why there is none yet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, Student, SubmittedAssignment

from autograder.course.model import CourseError, Lab
from autograder.export.match import Person
from autograder.gradebook.database import refreshed_scores
from autograder.gradebook.paths import DATABASE, database
from autograder.gradebook.scores import NEEDS_HUMAN, Row


@dataclass(frozen=True)
class Total:
    """What one student has for one lab.

    Attributes:
        points: automatic and manual points, None while any of them waits for a person.
        status: "graded", "waiting" (graded but for what a person has to look at) or "needs-human" (not graded at all).
        why: what a person has to do; "" when nothing.
    """

    student: str
    lab: str
    points: float | None
    max_points: float
    late_penalty: float
    status: str
    why: str = ""

    @property
    def total(self) -> float | None:
        return None if self.points is None else max(0.0, self.points - self.late_penalty)


def totals(gradebook: Path, labs: Mapping[str, Lab]) -> tuple[list[Total], dict[str, Person], list[str]]:
    """The totals of all submissions, the students by their ids, and those who sent something of which nobody knows the
    lab.

    Raises:
        CourseError: nothing was graded into this folder yet, or scores.csv has lost its form.
    """
    if not (gradebook / DATABASE).is_file():
        raise CourseError(
            f"{gradebook}: nothing was graded here yet; run `make grade SUBMITTED=… GRADEBOOK={gradebook}` first"
        )
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in refreshed_scores(gradebook):
        groups.setdefault((row.student, row.lab), []).append(row)
    with Gradebook(database(gradebook)) as book:
        sent = book.db.query(
            SubmittedAssignment.student_id,
            Assignment.name,
            SubmittedAssignment.score,
            SubmittedAssignment.late_submission_penalty,
        ).join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        scores = {(student, lab): (float(score or 0), float(penalty or 0)) for student, lab, score, penalty in sent}
        people = {
            one.id: Person(one.id, one.first_name or "", one.last_name or "", one.email or "", one.lms_user_id or "")
            for one in _students(book)
        }
    for student, _ in groups:
        people.setdefault(student, Person(student))
    stuck = [
        f"{student}: {rows[0].reason}"
        for (student, lab), rows in groups.items()
        if lab not in labs and rows[0].outcome == NEEDS_HUMAN
    ]
    found = [
        _total(labs[lab], rows, scores.get((student, lab))) for (student, lab), rows in groups.items() if lab in labs
    ]
    return found, people, stuck


def _students(book: Gradebook) -> Iterable[Student]:
    students: list[Student] = book.db.query(Student).all()
    return students


def _total(lab: Lab, rows: Sequence[Row], score: tuple[float, float] | None) -> Total:
    student = rows[0].student
    if score is None or any(row.outcome == NEEDS_HUMAN for row in rows):
        why = next(
            (row.reason for row in rows if row.outcome == NEEDS_HUMAN),
            "in scores.csv but not in the gradebook: grade it again",
        )
        return Total(student, lab.id, None, lab.points, 0.0, NEEDS_HUMAN, why)
    points, penalty = score
    most = sum(row.max_points for row in rows)
    waiting = [row.test for row in rows if row.points is None]
    if waiting:
        return Total(
            student,
            lab.id,
            None,
            most,
            penalty,
            "waiting",
            f"{', '.join(waiting)} wait{'s' if len(waiting) == 1 else ''} for a person",
        )
    return Total(student, lab.id, points, most, penalty, "graded")
