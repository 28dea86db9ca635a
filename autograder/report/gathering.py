"""What a report is made of: scores.csv, the gradebook's late penalties, the notes of each exam, and the autograded
notebooks.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import quote

from nbgrader.api import Assignment, BaseCell, Grade, Gradebook, MissingEntry, SubmittedAssignment, SubmittedNotebook

from autograder.course.config import SOLUTIONS, load_config
from autograder.course.model import Lab
from autograder.course.reading import read_course
from autograder.course.regions import REGIONS, without
from autograder.course.roster import read_roster
from autograder.exam.results import Cause
from autograder.feedback import FEEDBACK
from autograder.gradebook.database import refreshed_scores, require_grades
from autograder.gradebook.late import refresh_penalties
from autograder.gradebook.marks import set_aside_in
from autograder.gradebook.paths import AUTOGRADED, database
from autograder.gradebook.people import absent, called, class_of
from autograder.gradebook.records import Cost, Record, read_records
from autograder.gradebook.scores import NEEDS_HUMAN, Row, places
from autograder.gradebook.seen import Seen, look
from autograder.intake import Repair
from autograder.report.shown import Link

REPORTS = "reports"
NOTHING = Record("", ())  # noted of a submission


@dataclass(frozen=True)
class Result:
    """One graded submission.

    Attributes:
        again: the test cells whose manual grade an instructor should look at again, since it was regraded.
        causes: why test cells did not pass, by test cell.
        anew: what an instructor gave to an earlier answer, by graded cell, while the present one waits for them.
        name: what the report calls the student, the id where it is "".
    """

    student: str
    lab: str
    rows: tuple[Row, ...]
    late: float = 0.0
    again: frozenset[str] = frozenset()
    repairs: tuple[Repair, ...] = ()
    cost: Cost | None = None
    looked: Seen = field(default_factory=Seen)
    page: str = ""
    causes: Mapping[str, Cause] = field(default_factory=dict)
    anew: Mapping[str, str] = field(default_factory=dict)
    name: str = ""

    @cached_property
    def points(self) -> float:
        """Automatic and manual points, less what lateness costs."""
        return max(0.0, sum(row.points or 0.0 for row in self.rows) - self.late)

    @property
    def shown(self) -> str:
        """The student, as the report says it."""
        return self.name or self.student

    def link(self, exercise: str = "") -> Link:
        """The student's name, leading to the feedback page (to this exercise on it)."""
        return Link(self.shown, f"{self.page}#{_quoted(exercise)}" if self.page and exercise else self.page)


@dataclass(frozen=True)
class Gathered:
    """A class: labs with something to tell, graded submissions by lab, and those that could not be graded.

    Attributes:
        released: what the answer cells held at first, by lab and exercise.
        names: what the report calls the students, by id.
        absent: who is in the roster and handed in nothing, by lab; None where there is no roster.
    """

    labs: tuple[Lab, ...]
    results: dict[str, tuple[Result, ...]]
    stuck: tuple[Row, ...]
    released: dict[str, dict[str, str]]
    names: Mapping[str, str] = field(default_factory=dict)
    absent: Mapping[str, tuple[Link, ...]] | None = None

    def called(self, student: str) -> str:
        """What the report calls a student."""
        return self.names.get(student, student)

    @cached_property
    def students(self) -> tuple[str, ...]:
        """Who has a graded submission, by what the report calls them."""
        graded = {result.student for results in self.results.values() for result in results}
        return tuple(sorted(graded, key=lambda student: (self.called(student), student)))


def gather(course: Path, gradebook: Path) -> Gathered:
    """Read all that the reports need.

    Raises:
        CourseError: nothing was graded into this folder yet.
    """
    require_grades(gradebook)
    refresh_penalties(gradebook, load_config(course))
    sent = refreshed_scores(gradebook)
    stuck = tuple(row for row in sent if row.outcome == NEEDS_HUMAN)
    there = places(sent)
    seen = {lab for _, lab in there}
    labs = tuple(lab for lab in read_course(course / SOLUTIONS) if lab.id in seen)
    rows: dict[str, dict[str, list[Row]]] = {lab.id: {} for lab in labs}
    for row in sent:
        if row.lab in rows and row.outcome != NEEDS_HUMAN:
            rows[row.lab].setdefault(row.student, []).append(row)
    roster = read_roster(gradebook)
    names = {student: called(person) for student, person in class_of(gradebook, roster).items()}
    with Gradebook(database(gradebook)) as book:
        late, again = _penalties(book), _to_look_at_again(book)
        released = {lab.id: _released(book, lab) for lab in labs}
    records, aside = read_records(gradebook), set_aside_in(gradebook)
    results = {}
    for lab in labs:
        found = []
        for student, mine in sorted(rows[lab.id].items()):
            place = student, lab.id
            record = records.get(place, NOTHING)
            found.append(
                Result(
                    *place,
                    tuple(mine),
                    late.get(place, 0.0),
                    frozenset(again.get(place, ())),
                    record.repairs,
                    record.cost,
                    look(gradebook / AUTOGRADED / student / lab.id / f"{lab.notebook}.ipynb", record.seen),
                    page_address(gradebook, student, lab),
                    record.causes,
                    {
                        row.test: str(aside[*place, row.test])
                        for row in mine
                        if row.points is None and (*place, row.test) in aside
                    },
                    names.get(student, ""),
                )
            )
        results[lab.id] = tuple(found)
    nothing = {lab.id: tuple(Link(called(person)) for person in absent(lab.id, roster, there)) for lab in labs}
    return Gathered(labs, results, stuck, released, names, nothing if roster else None)


def page_address(gradebook: Path, student: str, lab: Lab) -> str:
    """Where the feedback page is, as seen from the reports; "" when there is none."""
    page = gradebook / FEEDBACK / student / lab.id / f"{lab.notebook}.html"
    return quote(Path(os.path.relpath(page, gradebook / REPORTS)).as_posix()) if os.path.isfile(page) else ""  # noqa: PTH113  # Path.is_file raises for a name that is too long


@lru_cache(maxsize=4096)
def _quoted(name: str) -> str:
    return quote(name)


def by_student(results: Iterable[Result]) -> dict[str, Result]:
    """One lab's results by student."""
    return {result.student: result for result in results}


def rows_of(results: Sequence[Result]) -> Iterable[tuple[Result, Row]]:
    """Each row of scores.csv with the submission it belongs to."""
    return ((result, row) for result in results for row in result.rows)


def standing(row: Row) -> str:
    """`passed`, `partial` or `failed` by the points, which an instructor may have given; `unknown` or `manual` while
    there are none.
    """
    if row.points is None:
        return row.outcome if row.outcome in ("unknown", "manual") else "failed"
    return "passed" if row.points >= row.max_points else "partial" if row.points > 0 else "failed"


def _released(book: Gradebook, lab: Lab) -> dict[str, str]:
    try:
        cells = book.find_notebook(lab.notebook, lab.id).source_cells
    except MissingEntry:  # the lab came after the grading
        return {}
    return {
        cell.name: without(cell.source or "", *REGIONS)
        for cell in cells
        if any(cell.name == one.name for one in lab.exercises)
    }


def _penalties(book: Gradebook) -> dict[tuple[str, str], float]:
    found = (
        book.db.query(SubmittedAssignment.student_id, Assignment.name, SubmittedNotebook.late_submission_penalty)
        .join(SubmittedNotebook, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .filter(SubmittedNotebook.late_submission_penalty.is_not(None))
    )
    return {(student, lab): float(penalty) for student, lab, penalty in found if penalty}


def _to_look_at_again(book: Gradebook) -> dict[tuple[str, str], set[str]]:
    """Cells that have an instructor's points and that nbgrader wants looked at again, as it does after a regrade."""
    cells: dict[tuple[str, str], set[str]] = {}
    found = (
        book.db.query(SubmittedAssignment.student_id, Assignment.name, BaseCell.name)
        .select_from(Grade)
        .join(SubmittedNotebook, SubmittedNotebook.id == Grade.notebook_id)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
        .join(BaseCell, BaseCell.id == Grade.cell_id)
        .filter(Grade.needs_manual_grade.is_(True), Grade.manual_score.is_not(None))
    )
    for student, lab, name in found:
        cells.setdefault((student, lab), set()).add(name)
    return cells
