"""A student's total for a lab: automatic and manual points less the late penalty, or why there is none yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from nbgrader.api import Assignment, Gradebook, SubmittedAssignment

from autograder.course.model import Lab
from autograder.course.roster import Person, Roster, read_roster
from autograder.gradebook.database import refreshed_scores, require_grades
from autograder.gradebook.paths import database
from autograder.gradebook.people import class_of
from autograder.gradebook.scores import NEEDS_HUMAN, Row

NOTHING = "nothing handed in"


@dataclass(frozen=True)
class Total:
    """What one student has for one lab.

    Attributes:
        points: automatic and manual points, None while any of them waits for an instructor.
        status: "graded", "waiting" (graded but for what an instructor has to decide), "needs-human" (not graded at
            all) or "nothing handed in".
        why: what an instructor has to do; "" when nothing.
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
    """The totals of all submissions, the students by their ids, and a line for each submission of an unknown lab.

    A submission under the name of one of the roster's groups counts for each of its members who sent nothing of that
    lab.

    Raises:
        CourseError: nothing was graded into this folder yet, or scores.csv has lost its form.
    """
    require_grades(gradebook)
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in refreshed_scores(gradebook):
        groups.setdefault((row.student, row.lab), []).append(row)
    with Gradebook(database(gradebook)) as book:
        submissions = book.db.query(
            SubmittedAssignment.student_id,
            Assignment.name,
            SubmittedAssignment.score,
            SubmittedAssignment.late_submission_penalty,
        ).join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        scores = {
            (student, lab): (float(score or 0), float(penalty or 0)) for student, lab, score, penalty in submissions
        }
    roster = read_roster(gradebook)
    people = class_of(gradebook, roster)
    for name, _ in groups:
        people.setdefault(name, Person(name))
    stuck = [
        f"{student}: {rows[0].reason}"
        for (student, lab), rows in groups.items()
        if lab not in labs and rows[0].outcome == NEEDS_HUMAN
    ]
    all_totals = [
        _total(labs[lab], rows, scores.get((student, lab))) for (student, lab), rows in groups.items() if lab in labs
    ]
    return _of_members(all_totals, roster), people, stuck


def with_absent(
    all_totals: Sequence[Total], labs: Sequence[Lab], missing: Mapping[str, Sequence[Person]]
) -> list[Total]:
    """The totals, with one without points for each who handed in nothing of one of these labs, in order."""
    nothing = [
        Total(person.student, lab.id, None, lab.points, 0.0, NOTHING) for lab in labs for person in missing[lab.id]
    ]
    return sorted([*all_totals, *nothing], key=lambda total: (total.student, total.lab)) if nothing else [*all_totals]


def _of_members(all_totals: Sequence[Total], roster: Roster) -> list[Total]:
    """The totals, with those of a group shared out to its members."""
    sent = {(total.student, total.lab) for total in all_totals}
    shared: list[Total] = []
    for total in all_totals:
        members = () if roster.get(total.student) else roster.members(total.student)
        without = [person.student for person in members if (person.student, total.lab) not in sent]
        shared += [replace(total, student=student) for student in without] if members else [total]
    return shared


def _total(lab: Lab, rows: Sequence[Row], score: tuple[float, float] | None) -> Total:
    student = rows[0].student
    if score is None or any(row.outcome == NEEDS_HUMAN for row in rows):
        why = next(
            (row.reason for row in rows if row.outcome == NEEDS_HUMAN),
            "in scores.csv but not in the gradebook: grade it again",
        )
        return Total(student, lab.id, None, lab.points, 0.0, NEEDS_HUMAN, why)
    points, penalty = score
    max_points = sum(row.max_points for row in rows)
    waiting = [row.test for row in rows if row.points is None]
    if waiting:
        why = f"{', '.join(waiting)} wait{'s' if len(waiting) == 1 else ''} for an instructor"
        return Total(student, lab.id, None, max_points, penalty, "waiting", why)
    return Total(student, lab.id, points, max_points, penalty, "graded")
