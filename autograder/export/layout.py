"""Which column of a table that Canvas or Moodle exported holds what.

Canvas (*Grades → Export → Export Entire Gradebook*): `Student, ID, SIS User ID, SIS Login ID, Section, <assignment>
(<number>) …`, a line of possible points, separated by commas or semicolons. Moodle: an assignment's grading worksheet,
`Identifier, Full name, … Grade, Maximum Grade …`, or the gradebook as plain text, `First name, … Email address,
Assignment: <name> (Real) …`. Moodle's headings are in the user's language: the identifier is recognised by what it
holds, and `--column` names the grade.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.course.model import CourseError, Lab
from autograder.export.match import Line
from autograder.export.table import Table

CANVAS_KEYS = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")
CANVAS_TOTALS = re.compile(r"(?:Current|Final|Override) (?:Score|Points|Grade|Status)\b")
POINTS_POSSIBLE = "Points Possible"
MOODLE_KEYS = ("ID number", "Username")
MOODLE_NAMES = ("First name", "Last name", "Surname", "Full name", "First name / Last name", "Last name / First name")
PARTICIPANT = re.compile(r"[^\W\d_][^\d,;@]*?([0-9]{1,20})")
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
CHANGEABLE = "Grade can be changed"
NUMBER = re.compile(r"[0-9]+([.,]([0-9]+))?")


@dataclass(frozen=True)
class Layout:
    """Which column of a table holds what.

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
    """Which column of Canvas's gradebook holds what.

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
    rows = [
        row for row in range(1, len(table.rows)) if table.cell(row, keys["ID"])
    ]  # lines above the students have none
    grades = {
        column: table.cell(possible, column) if possible else ""
        for column in range(header.index("Section") + 1, len(header))
        if not CANVAS_TOTALS.search(header[column]) and not (possible and "read only" in table.cell(possible, column))
    }
    return Layout("Canvas", _lines(table, rows, keys, names), grades)


def moodle_layout(table: Table, grade_headings: Iterable[str]) -> Layout:
    """Which column of Moodle's grading worksheet or gradebook holds what; `grade_headings` are known to hold grades.

    Raises:
        CourseError: it is neither.
    """
    rows = [row for row in range(1, len(table.rows)) if any(field.text.strip() for field in table.rows[row])]
    keys = {
        title: column
        for column, title in enumerate(table.header)
        if title in MOODLE_KEYS or _holds_addresses(table, rows, column)
    }
    names = [column for column, title in enumerate(table.header) if title in MOODLE_NAMES]
    if _is_worksheet(table, rows):
        return _worksheet(table, rows, keys, names or [1], grade_headings)
    if not keys and not names:
        raise CourseError(
            f"{table.path}: neither a grading worksheet of Moodle (Identifier, Full name, … Grade) nor its gradebook "
            "as plain text (First name, … Email address, …); download one of them, with e-mail addresses or id "
            "numbers in it"
        )
    grades = [column for column in range(len(table.header)) if column not in keys.values() and column not in names]
    return Layout("Moodle", _lines(table, rows, keys, names), dict.fromkeys(grades, ""))


def _is_worksheet(table: Table, rows: Sequence[int]) -> bool:
    """Whether the first column holds participants' numbers, and no names."""
    is_of_names = table.header[0] in MOODLE_NAMES
    return bool(rows) and not is_of_names and all(PARTICIPANT.fullmatch(table.cell(row, 0)) for row in rows)


def _worksheet(
    table: Table, rows: Sequence[int], keys: Mapping[str, int], names: Sequence[int], grade_headings: Iterable[str]
) -> Layout:
    """The layout of a grading worksheet, in which the possible points stand to the right of the grade."""
    header = table.header
    grade = next((column for column, title in enumerate(header) if title in ("Grade", *grade_headings)), -1)
    grades = {}
    if grade >= 0:
        possible = table.cell(rows[0], grade + 1)
        grades[grade] = possible if NUMBER.fullmatch(possible) else ""
    locked = header.index(CHANGEABLE) if CHANGEABLE in header else -1
    lines = []
    for line, row in zip(_lines(table, rows, keys, names), rows, strict=True):
        participant = PARTICIPANT.fullmatch(table.cell(row, 0))
        number = {"Identifier": participant[1]} if participant else {}
        lines.append(replace(line, keys={**line.keys, **number}))
    return Layout("Moodle", tuple(lines), grades, True, locked)


def _lines(table: Table, rows: Sequence[int], keys: Mapping[str, int], names: Sequence[int]) -> tuple[Line, ...]:
    return tuple(
        Line(
            row + 1,
            {title: table.cell(row, column) for title, column in keys.items()},
            " ".join(table.cell(row, column) for column in names),
        )
        for row in rows
    )


def _holds_addresses(table: Table, rows: Sequence[int], column: int) -> bool:
    """Whether the column holds e-mail addresses and nothing else."""
    cells = [table.cell(row, column) for row in rows]
    return any(cells) and all(ADDRESS.fullmatch(cell) for cell in cells if cell)


def number(text: str) -> float:
    """What a `NUMBER` says, with a decimal point or comma."""
    return float(text.replace(",", "."))


def title_of(heading: str) -> str:
    """An assignment's name without what the platform puts around it: `Lab 1 (4711)`, `Assignment: Lab 1 (Real)`."""
    return re.sub(r"\s*\([^()]*\)$", "", heading)


def is_of(heading: str, lab: Lab) -> bool:
    """Whether a heading is the lab's id, its notebook's name, its number, or number and name: `Lab 1: Convolution`."""
    number, _, _ = lab.id.partition("_")
    name = _normalised(lab.notebook)
    own = {_normalised(lab.id), name, _normalised(f"lab {lab.id}")}
    if number.isdecimal():
        own |= {_normalised(f"lab {number}"), _normalised(f"lab {number} {name}"), _normalised(f"{number} {name}")}
    title = title_of(heading)
    if re.search(r"\((?:percentage|letter|feedback|prozent|pourcentage)\)$", heading, re.I):
        return False
    return bool({_normalised(title), _normalised(title.partition(":")[2])} & own)


def _normalised(text: str) -> str:
    """Letters and digits alone, in lower case, without the zeros that begin a number."""
    return re.sub(r"(?<![0-9])0+(?=[0-9])", "", re.sub(r"[\W_]+", " ", text.casefold())).replace(" ", "")
