"""Who the students are: the roster's people, completed by what nbgrader's table of students holds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook, Student

from autograder.course.roster import Person, Roster, read_roster
from autograder.course.student_ids import shown_id, student_id
from autograder.gradebook.paths import database
from autograder.text import listed

MOST = 20  # names in a line


def class_of(gradebook: Path, roster: Roster | None = None) -> dict[str, Person]:
    """Everybody in the roster or in nbgrader's table, by our id; the roster counts where both know something.

    Raises:
        CourseError: the roster cannot be read.
    """
    roster = read_roster(gradebook) if roster is None else roster
    people = {person.student: person for person in roster}
    with Gradebook(database(gradebook)) as book:
        for student in _students(book):
            people[student.id] = _completed(people.get(student.id, Person(student.id)), student)
    return people


def person_of(gradebook: Path, student: str, book: Gradebook) -> Person:
    """What `class_of` has of one student, without a look at the others in nbgrader's table.

    Raises:
        CourseError: the roster cannot be read.
    """
    person = read_roster(gradebook).get(student) or Person(student)
    row = book.db.get(Student, student)
    return person if row is None else _completed(person, row)


def _completed(person: Person, student: Student) -> Person:
    """The person, with what nbgrader's table knows and the roster does not."""
    if not person.full_name:
        person = replace(person, first_name=student.first_name or "", last_name=student.last_name or "")
    number = student.lms_user_id or ""
    return replace(
        person,
        email=person.email or student.email or "",
        numbers=person.numbers or ((number,) if number else ()),
    )


def absent(lab: str, roster: Roster, there: Iterable[tuple[str, str]]) -> tuple[Person, ...]:
    """Who is in the roster, and neither alone nor in a group handed in this lab, or something of which it is not known
    what lab it is. `there` is each student and lab in scores.csv.
    """
    senders = {student.casefold() for student, its_lab in there if its_lab in (lab, "")}
    groups = {student_id(group).casefold(): group for group in roster.groups}
    present = senders | {
        person.student.casefold() for sender in senders & set(groups) for person in roster.members(groups[sender])
    }
    return tuple(person for person in roster if person.student.casefold() not in present)


def absent_line(lab: str, people: Sequence[Person]) -> str:
    """What an instructor reads of those who handed in nothing of a lab."""
    names = listed([called(person) for person in people], MOST)
    return f"{lab}: in the roster, but nothing was handed in: {names}"


def called(person: Person) -> str:
    """What an instructor reads of a student: `Ada Lovelace (ada)`, or what the id was made from where no name is known
    beside it.
    """
    shown = shown_id(person.student)
    return f"{person.full_name} ({shown})" if person.full_name not in ("", shown) else shown


def _students(book: Gradebook) -> Iterable[Student]:
    students: list[Student] = book.db.query(Student).all()
    return students
