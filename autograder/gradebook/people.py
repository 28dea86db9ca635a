"""Who the students are: the roster's people, completed by what nbgrader's table of students holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook, Student

from autograder.course.roster import Person, Roster, read_roster
from autograder.course.student_ids import shown_id
from autograder.gradebook.paths import database


def class_of(gradebook: Path, roster: Roster | None = None) -> dict[str, Person]:
    """Everybody in the roster or in nbgrader's table, by our id; the roster counts where both know something.

    Raises:
        CourseError: the roster cannot be read.
    """
    roster = read_roster(gradebook) if roster is None else roster
    people = {person.student: person for person in roster}
    with Gradebook(database(gradebook)) as book:
        for student in _students(book):
            person = people.get(student.id, Person(student.id))
            if not person.full_name:
                person = replace(person, first_name=student.first_name or "", last_name=student.last_name or "")
            number = student.lms_user_id or ""
            people[student.id] = replace(
                person,
                email=person.email or student.email or "",
                numbers=person.numbers or ((number,) if number else ()),
            )
    return people


def called(person: Person) -> str:
    """What an instructor reads of a student: `Ada Lovelace (ada)`, or what the id was made from where no name is known
    beside it.
    """
    shown = shown_id(person.student)
    return f"{person.full_name} ({shown})" if person.full_name not in ("", shown) else shown


def _students(book: Gradebook) -> Iterable[Student]:
    students: list[Student] = book.db.query(Student).all()
    return students
