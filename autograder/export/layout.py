"""Where in a table that Canvas or Moodle exported what stands.

Canvas (*Grades → Export → Export Entire Gradebook*): `Student, ID, SIS User ID, SIS Login ID, Section, <assignment>
(<number>) …`, a line of possible points, separated by commas or semicolons. Moodle: an assignment's grading worksheet,
`Identifier, Full name, … Grade, Maximum Grade …`, or the gradebook as plain text, `First name, … Email address,
Assignment: <name> (Real) …`. Moodle's headings are in the user's language: there the identifier is told by what it
holds, and `--column` names the grade.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from autograder.course.model import CourseError, Lab
from autograder.export.match import Line
from autograder.export.table import Table

CANVAS_KEYS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
CANVAS_TOTALS = re.compile(r"(?:Current|Final|Override) (?:Score|Points|Grade|Status)\b")
POINTS_POSSIBLE = "Points Possible"
MOODLE_KEYS = ("ID number", "Username")
MOODLE_NAMES = ("First name", "Last name", "Surname", "Full name", "First name / Last name", "Last name / First name")
PARTICIPANT = re.compile(r"[^\W\d_][^\d,;@]*?([0-9]{1,20})")
NUMBER = re.compile(r"[0-9]+([.,]([0-9]+))?")


@dataclass(frozen=True)
class Layout:
    """Where in a table what stands.

    Attributes:
        grades: the columns that hold grades, by number, with their possible points or "".
        locked: the column that says whether a grade can be changed, -1 without one.
    """

    system: str
    lines: tuple[Line, ...]
    grades: Mapping[int, str]
    worksheet: bool = False
    locked: int = -1


def canvas_layout(table: Table) -> Layout:
    """Where in Canvas's gradebook what stands.

    Raises:
        CourseError: it is not Canvas's.
    """
    header = table.header
    names = [column for column, title in enumerate(header) if title in ("Student", "LastName", "FirstName")]
    if "ID" not in header or "Section" not in header or not names:
        raise CourseError(
            f"{table.path}: not Canvas's gradebook, which begins with Student, ID, … Section; "
            "in Canvas choose Grades, Export, Export Entire Gradebook"
        )
    possible = next((row for row in range(1, len(table.rows)) if table.cell(row, 0).startswith(POINTS_POSSIBLE)), 0)
    keys = {title: header.index(title) for title in CANVAS_KEYS if title in header}
    lines = tuple(
        Line(
            row + 1,
            {title: table.cell(row, column) for title, column in keys.items()},
            " ".join(table.cell(row, name) for name in names),
        )
        for row in range(1, len(table.rows))
        if table.cell(row, keys["ID"])  # the lines above the students have none
    )
    grades = {
        column: table.cell(possible, column) if possible else ""
        for column in range(header.index("Section") + 1, len(header))
        if not CANVAS_TOTALS.search(header[column]) and not (possible and "read only" in table.cell(possible, column))
    }
    return Layout("Canvas", lines, grades)


def moodle_layout(table: Table, named: Iterable[str]) -> Layout:
    """Where in Moodle's grading worksheet or gradebook what stands; `named` are headings that were said to hold grades.

    Raises:
        CourseError: it is neither.
    """
    header = table.header
    rows = [row for row in range(1, len(table.rows)) if any(field.text.strip() for field in table.rows[row])]
    worksheet = (
        bool(rows) and header[0] not in MOODLE_NAMES and all(PARTICIPANT.fullmatch(table.cell(row, 0)) for row in rows)
    )
    mails = [
        column
        for column in range(len(header))
        if _all(table, rows, column, r"[^\s@]+@[^\s@]+|") and _any(table, rows, column)
    ]
    keys = {header[column]: column for column in range(len(header)) if column in mails or header[column] in MOODLE_KEYS}
    names = [column for column, title in enumerate(header) if title in MOODLE_NAMES] or ([1] if worksheet else [])
    if not worksheet and not keys and not names:
        raise CourseError(
            f"{table.path}: neither a grading worksheet of Moodle (Identifier, Full name, … Grade) nor "
            "its gradebook as plain text "
            "(First name, … Email address, …); download one of them, with e-mail addresses or id numbers in it"
        )
    lines = []
    for row in rows:
        found = {title: table.cell(row, column) for title, column in keys.items()}
        participant = PARTICIPANT.fullmatch(table.cell(row, 0)) if worksheet else None
        if participant:
            found["Identifier"] = participant[1]
        lines.append(Line(row + 1, found, " ".join(table.cell(row, column) for column in names)))
    if worksheet:
        at = next((column for column, title in enumerate(header) if title in ("Grade", *named)), -1)
        beside = table.cell(rows[0], at + 1) if at >= 0 else ""
        locked = header.index("Grade can be changed") if "Grade can be changed" in header else -1
        return Layout(
            "Moodle", tuple(lines), {at: beside if NUMBER.fullmatch(beside) else ""} if at >= 0 else {}, True, locked
        )
    others = [column for column in range(len(header)) if column not in keys.values() and column not in names]
    return Layout("Moodle", tuple(lines), dict.fromkeys(others, ""))


def _all(table: Table, rows: Sequence[int], column: int, pattern: str) -> bool:
    return all(re.fullmatch(pattern, table.cell(row, column)) for row in rows)


def _any(table: Table, rows: Sequence[int], column: int) -> bool:
    return any(table.cell(row, column) for row in rows)


def number(text: str) -> float:
    """What a `NUMBER` says, with a decimal point or comma."""
    return float(text.replace(",", "."))


def title_of(heading: str) -> str:
    """An assignment's name without what the platform puts around it: `Lab 1 (4711)`, `Assignment: Lab 1 (Real)`."""
    return re.sub(r"\s*\([^()]*\)$", "", heading)


def is_of(heading: str, lab: Lab) -> bool:
    """Whether a heading is the lab's id, its notebook's name, its number, or number and name: `Lab 1: Convolution`."""
    number, _, _ = lab.id.partition("_")
    name = _plain(lab.notebook)
    own = {_plain(lab.id), name, _plain(f"lab {lab.id}")}
    if number.isdecimal():
        own |= {_plain(f"lab {number}"), _plain(f"lab {number} {name}"), _plain(f"{number} {name}")}
    title = title_of(heading)
    if re.search(r"\((?:percentage|letter|feedback|prozent|pourcentage)\)$", heading, re.I):
        return False
    return bool({_plain(title), _plain(title.partition(":")[2])} & own)


def _plain(text: str) -> str:
    """Letters and digits alone, without the zeros that begin a number."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[\W_]+", " ", text.casefold())).replace(" ", "")
