"""Tables of our own, made from our students' ids, in the columns that a system imports."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence

from autograder.course.model import Lab
from autograder.course.roster import Person
from autograder.course.student_ids import name_of
from autograder.export.totals import Total
from autograder.text import table_cell

CSV_HEADER = ("student", "lab", "points", "max_points", "late_penalty", "total", "status", "name")
CANVAS_HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
MOODLE_HEADER = ("Identifier", "Full name", "Email address", "Grade", "Maximum Grade", "Last modified (grade)")


def csv_table(totals: Sequence[Total], people: Mapping[str, Person], labs: Sequence[Lab]) -> str:
    """One line a total, with all that makes it up."""
    lines = [
        (
            total.student,
            total.lab,
            _number(total.points),
            f"{total.max_points:g}",
            f"{total.late_penalty:g}",
            _number(total.total),
            total.status,
            people[total.student].full_name or name_of(total.student),
        )
        for total in totals
    ]
    return _table([CSV_HEADER, *lines])


def canvas_table(totals: Sequence[Total], people: Mapping[str, Person], labs: Sequence[Lab]) -> str:
    """As Canvas exports it. A student's one number, or an id that is a number, is Canvas's own `ID`, as in the names of
    its zips; the login is the roster's, or an id that is no number.
    """
    header = (*CANVAS_HEADER, *(_heading(lab) for lab in labs))
    possible = ("    Points Possible", "", "", "", "", *(f"{lab.points:.2f}" for lab in labs))
    lines = []
    for student, grades in _by_student(totals).items():
        person = people[student]
        numbers = [number for number in person.numbers if number.isdecimal()]
        number = numbers[0] if len(numbers) == 1 else student if student.isdecimal() else ""
        login = person.login or ("" if student.isdecimal() else student)
        name = person.full_name or name_of(student)
        lines.append((name, number, "", login, "", *(grades.get(lab.id, "") for lab in labs)))
    return _table([header, possible, *lines])


def moodle_table(totals: Sequence[Total], people: Mapping[str, Person], labs: Sequence[Lab]) -> str:
    """An assignment's grading worksheet where the ids are Moodle's participant numbers, else a table for Moodle's grade
    import.
    """
    students = _by_student(totals)
    if len(labs) == 1 and all(student.isdecimal() for student in students):
        lines = [
            (
                f"Participant {student}",
                people[student].full_name,
                people[student].email,
                *grades.values(),
                f"{labs[0].points:.2f}",
                "-",
            )
            for student, grades in students.items()
        ]
        return _table([MOODLE_HEADER, *lines])
    lines = [
        (people[student].login or student, people[student].email, *(grades.get(lab.id, "") for lab in labs))
        for student, grades in students.items()
    ]
    return _table([("Username", "Email address", *(_heading(lab) for lab in labs)), *lines])


def _by_student(totals: Iterable[Total]) -> dict[str, dict[str, str]]:
    """The totals as text, by student and lab."""
    students: dict[str, dict[str, str]] = {}
    for total in totals:
        students.setdefault(total.student, {})[total.lab] = "" if total.total is None else f"{total.total:.2f}"
    return students


def _heading(lab: Lab) -> str:
    """`Lab 1 Convolution`, by which `--into` finds it again."""
    number, _, _ = lab.id.partition("_")
    name = lab.notebook.replace("_", " ").capitalize()
    return f"Lab {int(number)} {name}" if number.isdecimal() else name


def _table(lines: Iterable[tuple[str, ...]]) -> str:
    table = io.StringIO(newline="")
    csv.writer(table, lineterminator="\r\n").writerows(tuple(map(table_cell, line)) for line in lines)
    return table.getvalue()


def _number(points: float | None) -> str:
    return "" if points is None else f"{points:g}"
