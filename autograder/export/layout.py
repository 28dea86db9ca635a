"""Which column of a table that Canvas or Moodle exported holds what.

Canvas (*Grades → Export → Export Entire Gradebook*): `Student, ID, SIS User ID, SIS Login ID, Section, <assignment>
(<number>) …`, a line of possible points, separated by commas or semicolons. Moodle: an assignment's grading worksheet,
`Identifier, Full name, … Grade, Maximum Grade …`, or the gradebook as plain text, `First name, … Email address,
Assignment: <name> (Real) …`. Moodle's headings are in the user's language: the identifier is recognised by what it
holds, and `--column` names the grade.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from autograder.course.model import CourseError, Lab
from autograder.course.roster import name_words
from autograder.export.match import Line
from autograder.export.table import Table

CANVAS_TOTALS = re.compile(r"(?:Current|Final|Override) (?:Score|Points|Grade|Status)")
CANVAS_NUMBER = re.compile(r"\([0-9]+\)$")  # behind an assignment's name, never behind a total's
MANUAL_POSTING = re.compile(r"(?:Muted|Manual Posting.*)?", re.I)
POINTS_POSSIBLE = "Points Possible"
READ_ONLY = re.compile(r"read\s+only")
TEST_STUDENT = ("student", "test")
MOODLE_KEYS = ("ID number", "Username")
MOODLE_NAMES = ("First name", "Last name", "Surname", "Full name", "First name / Last name", "Last name / First name")
MOODLE_NEEDED = ("Identifier", "Grade", "Last modified (grade)")
PARTICIPANT = re.compile(r"(?=.*[^\W\d_])([^\d@]*?)([0-9]{1,20})")
ADDRESS = re.compile(r"[^\s@]+@[^\s@]+")
CHANGEABLE = "Grade can be changed"
SCALE = "Scale"
NUMBER = re.compile(r"[0-9]+([.,]([0-9]+))?")
# Behind an assignment's name: Canvas's number, Moodle's kind of grade, Blackboard's and Brightspace's points.
BEHIND = re.compile(r"\s*(?:\([^()]*\)|\[Total Pts:[^\[\]]*\]\s*\|[0-9]+|Points Grade\s*<[^<>]*>)$")


@dataclass(frozen=True)
class Layout:
    """Which column of a table holds what.

    Attributes:
        grades: the columns that hold grades, by number, with their possible points or "".
        locked: the column that says whether a grade can be changed, -1 without one.
        student_columns: how many columns, from the left, say who the student is.
        aside: lines that are read as a student's but are none, by number, with what they are.
        translated: the headings are in another language than English.
    """

    system: str
    lines: tuple[Line, ...]
    grades: Mapping[int, str]
    worksheet: bool = False
    locked: int = -1
    student_columns: int = 1
    aside: Mapping[int, str] = field(default_factory=dict)
    translated: bool = False


def canvas_layout(table: Table, named: Collection[str] = ()) -> Layout:
    """Which column of Canvas's gradebook holds what. `named` are headings that somebody says are an assignment's.

    Raises:
        CourseError: it is not Canvas's, or Canvas would refuse it.
    """
    header = table.header
    names = [0, 1] if header[:2] == ["LastName", "FirstName"] else [0]
    keys, last = _canvas_keys(header, len(names))
    if ("Student" not in header[0] and len(names) == 1) or "ID" not in header or "Section" not in header:
        raise CourseError(
            f"{table.path}: not Canvas's gradebook, which begins with Student, ID, … Section; "
            "in Canvas choose Grades, Export, Export Entire Gradebook"
        )
    if last >= len(header) or header[last] != "Section":
        raise CourseError(
            f"{table.path}: columns were moved, and Canvas would refuse the table: Section belongs right behind the "
            "student's ids; download it again and leave its columns where they are"
        )
    possible = next((row for row in range(1, len(table.rows)) if POINTS_POSSIBLE in table.cell(row, 0)), 0)
    rows = [row for row in range(1, len(table.rows)) if row != possible and not _is_about_posting(table, row)]
    grades = {
        column: table.cell(possible, column) if possible else ""
        for column in range(last + 1, len(header))
        if not (possible and READ_ONLY.search(table.cell(possible, column)))
        and (not CANVAS_TOTALS.search(header[column]) or _is_named(header[column], named, bool(possible)))
    }
    lines = lines_of(table, rows, keys, names)
    aside = {line.number: "Canvas's test student" for line in lines if name_words(line.name) == TEST_STUDENT}
    return Layout("Canvas", lines, grades, student_columns=last + 1, aside=aside)


def _canvas_keys(header: Sequence[str], names: int) -> tuple[dict[str, int], int]:
    """The columns of ids where Canvas looks for them, and the one in which it wants Section. Elsewhere an id is none.

    Behind the name and `ID` stand the login alone, or SIS id and login, which two further columns may follow.
    """
    keys, place = {"ID": names}, names + 1
    at = [header[place + more] if place + more < len(header) else "" for more in range(4)]
    if at[0] == "SIS Login ID":
        keys["SIS Login ID"] = place
        place += 1
    elif at[:2] == ["SIS User ID", "SIS Login ID"]:
        keys |= {"SIS User ID": place, "SIS Login ID": place + 1}
        place += 2 + (at[2] == "Integration ID")
        place += place < len(header) and header[place] == "Root Account"
    return keys, place


def _is_about_posting(table: Table, row: int) -> bool:
    """Whether a line is empty, or says which assignments are posted by hand."""
    return all(MANUAL_POSTING.fullmatch(field.text.strip()) for field in table.rows[row])


def _is_named(heading: str, named: Collection[str], is_known: bool) -> bool:
    """Whether a column whose heading sounds like a total's was named as an assignment's."""
    return bool({heading, title_of(heading)} & set(named)) and bool(is_known or CANVAS_NUMBER.search(heading))


def moodle_layout(table: Table, named: Collection[str] = ()) -> Layout:
    """Which column of Moodle's grading worksheet or gradebook holds what; `named` are headings known to hold grades.

    Raises:
        CourseError: it is neither, or Moodle would refuse it.
    """
    rows = [row for row in range(1, len(table.rows)) if any(field.text.strip() for field in table.rows[row])]
    for row in rows:
        if len(table.rows[row]) != len(table.header):
            raise CourseError(
                f"{table.path}: line {row + 1} has {len(table.rows[row])} fields and the header {len(table.header)}, "
                "for which Moodle refuses the whole table; download it again and do not open it in between"
            )
    keys = {
        title: column
        for column, title in enumerate(table.header)
        if title in MOODLE_KEYS or _holds_addresses(table, rows, column)
    }
    names = [column for column, title in enumerate(table.header) if title in MOODLE_NAMES]
    if _is_worksheet(table, rows):
        return _worksheet(table, rows, keys, names, named)
    if not keys and not names:
        raise CourseError(
            f"{table.path}: neither a grading worksheet of Moodle (Identifier, Full name, … Grade) nor its gradebook "
            "as plain text (First name, … Email address, …); download one of them, with e-mail addresses or id "
            "numbers in it"
        )
    grades = [column for column in range(len(table.header)) if column not in keys.values() and column not in names]
    return Layout("Moodle", lines_of(table, rows, keys, names), dict.fromkeys(grades, ""))


def _is_worksheet(table: Table, rows: Sequence[int]) -> bool:
    """Whether the first column holds participants' numbers, behind one word, and no names."""
    matches = [PARTICIPANT.fullmatch(table.cell(row, 0)) for row in rows]
    words = {match[1] if match else None for match in matches}
    return table.header[0] not in MOODLE_NAMES and len(words) == 1 and None not in words


def _worksheet(
    table: Table, rows: Sequence[int], keys: Mapping[str, int], names: Sequence[int], named: Collection[str]
) -> Layout:
    """The layout of a grading worksheet, in which the possible points stand to the right of the grade, and the name, if
    there is one, to the right of the identifier.
    """
    header = table.header
    is_translated = header[0] != MOODLE_NEEDED[0]
    missing = [] if is_translated else [title for title in MOODLE_NEEDED[2:] if title not in header]
    if missing:
        raise CourseError(
            f"{table.path}: without the column {missing[0]} Moodle refuses the worksheet; download it again"
        )
    grade = next((column for column, title in enumerate(header) if title in ("Grade", *named)), -1)
    grades = {}
    if grade >= 0:
        possible = table.cell(rows[0], grade + 1)
        if grade + 1 < len(header) and header[grade + 1] == SCALE:
            raise CourseError(
                f"{table.path}: the assignment is graded on the scale {possible}, not with points; set it to points "
                "in Moodle and download the worksheet again"
            )
        grades[grade] = possible if NUMBER.fullmatch(possible) else ""
    locked = header.index(CHANGEABLE) if CHANGEABLE in header else -1
    names = names or [column for column in [1] if column not in keys.values()]
    lines = []
    for line, row in zip(lines_of(table, rows, keys, names), rows, strict=True):
        participant = PARTICIPANT.fullmatch(table.cell(row, 0))
        number = {"Identifier": participant[2]} if participant else {}
        lines.append(replace(line, keys={**line.keys, **number}))
    return Layout("Moodle", tuple(lines), grades, True, locked, translated=is_translated)


def lines_of(table: Table, rows: Sequence[int], keys: Mapping[str, int], names: Sequence[int]) -> tuple[Line, ...]:
    """A line for each row, with what stands in these columns."""
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
    """An assignment's name without what the platform puts around it: `Lab 1 (4711)`, `Assignment: Lab 1 (Real)`,
    `Lab 1 [Total Pts: 28 Score] |4711`, `Lab 1 Points Grade <Numeric MaxPoints:28>`.
    """
    return BEHIND.sub("", heading)


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
