"""Totals into the table that Canvas or Moodle exported: the grade column changes, every other byte stays."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from autograder.course.model import CourseError, Lab
from autograder.export.layout import NUMBER, Layout, canvas_layout, is_of, moodle_layout, number, title_of
from autograder.export.match import Person, match
from autograder.export.table import Table, with_cells

NOT_OURS = ("EX", "N/A")  # excused; not assigned to this student
SAME = 0.005


@dataclass(frozen=True)
class Score:
    """A student's total for a lab; None while it waits for an instructor."""

    student: str
    lab: str
    total: float | None


@dataclass(frozen=True)
class Filled:
    """The file's new bytes, how many grades are in it, what was left out and why, and what else is worth knowing."""

    data: bytes
    count: int
    left: tuple[str, ...]
    notes: tuple[str, ...]


def fill(
    table: Table,
    form: str,
    scores: Sequence[Score],
    people: Mapping[str, Person],
    labs: Sequence[Lab],
    columns: Mapping[str, str],
    chosen: bool,
) -> Filled:
    """The table with these totals in it.

    Args:
        form: "canvas" or "moodle".
        columns: the heading of a lab's column, by the lab's id, where it is not like the lab's name.
        chosen: the labs were asked for, so that one without a column is an error instead of a note.

    Raises:
        CourseError: it is no table of this system, or it has no column, several columns or other possible points for a
            lab.
    """
    layout = canvas_layout(table) if form == "canvas" else moodle_layout(table, columns.values())
    places = _places(table, layout, labs, columns, chosen)
    students = sorted({score.student for score in scores if score.lab in places})
    lines, unmatched = match([people[student] for student in students], layout.lines)
    changes: dict[tuple[int, int], str] = {}
    left = [f"{student}: {why}" for student, why in unmatched.items()]
    notes = [f"{lab.id}: the table has no column for it" for lab in labs if lab.id not in places]
    samples = {lab: _sample(table, layout, column) for lab, column in places.items()}
    for score in (score for lab in places for score in scores if score.lab == lab and score.student in lines):
        row, column = lines[score.student].number - 1, places[score.lab]
        now = table.cell(row, column)
        if score.total is None:
            if now:
                notes.append(
                    f"{score.student}, {score.lab}: it waits for an instructor; "
                    f"what the table has for it, {now}, was left as it is"
                )
            continue
        why = _kept(table, layout, row, column, score.total)
        if why:
            left.append(f"{score.student}, {score.lab}: {why}")
        else:
            changes[row, column] = written(score.total, samples[score.lab])
    without = len(layout.lines) - len(lines)
    if without:
        notes.append(f"lines of the table that were left as they are, since nothing of theirs was graded: {without}")
    return Filled(with_cells(table, changes), len(changes), tuple(left), tuple(notes))


def written(points: float, like: str) -> str:
    """Points with the decimals and the decimal sign of `like`; at least two decimals unless they are zeros."""
    sample = NUMBER.fullmatch(like)
    decimals = len(sample[2] or "") if sample else 2
    text = f"{points:.{max(decimals, 2)}f}"
    if decimals < 2:
        whole, _, rest = text.partition(".")
        rest = rest.rstrip("0").ljust(decimals, "0")
        text = f"{whole}.{rest}" if rest else whole
    return text.replace(".", ",") if "," in like else text


def _places(
    table: Table, layout: Layout, labs: Sequence[Lab], columns: Mapping[str, str], chosen: bool
) -> dict[str, int]:
    """The column of each lab that has one."""
    if layout.worksheet and len(labs) > 1:
        names = ", ".join(lab.id for lab in labs)
        raise CourseError(
            f"{table.path}: a grading worksheet is of one assignment: say with --lab which of {names} it is"
        )
    places: dict[str, int] = {}
    for lab in labs:
        if lab.id in columns:
            fitting = [
                column
                for column in layout.grades
                if columns[lab.id] in (table.header[column], title_of(table.header[column]))
            ]
        elif layout.worksheet:
            fitting = list(layout.grades)
        else:
            fitting = [column for column in layout.grades if is_of(table.header[column], lab)]
        if len(fitting) == 1:
            (places[lab.id],) = fitting
        elif fitting or chosen or lab.id in columns:
            wanted = repr(columns[lab.id]) if lab.id in columns else lab.id
            problem = f"{'several columns fit' if fitting else 'no column fits'} {wanted}"
            raise CourseError(f"{table.path}: {problem}: {_cure(table, layout, lab.id)}")
    if not places:
        raise CourseError(f"{table.path}: no column is named like a lab: {_cure(table, layout, labs[0].id)}")
    for lab in labs:
        if lab.id in places:
            _check_points(table, layout, lab, places[lab.id])
    return places


def _cure(table: Table, layout: Layout, lab: str) -> str:
    headings = [table.header[column] for column in layout.grades] or table.header
    return f"name it with --column '{lab}=HEADING'; the headings are: {', '.join(headings)}"


def _check_points(table: Table, layout: Layout, lab: Lab, column: int) -> None:
    possible = layout.grades[column]
    if NUMBER.fullmatch(possible) and abs(number(possible) - lab.points) > SAME:
        raise CourseError(
            f"{table.path}: {table.header[column]} has {possible} points, {lab.id} has {lab.points:g}, and its grades "
            f"would count for something else; set the assignment to {lab.points:g} points in {layout.system} and "
            "download the table again"
        )


def _sample(table: Table, layout: Layout, column: int) -> str:
    """A number as the platform writes it in this column; "" when there is none."""
    cells = [layout.grades[column], *(table.cell(line.number - 1, column) for line in layout.lines)]
    return next((cell for cell in cells if NUMBER.fullmatch(cell)), "")


def _kept(table: Table, layout: Layout, row: int, column: int, total: float) -> str:
    """Why a grade is not written over a cell; "" when it may be."""
    now = table.cell(row, column)
    if column >= len(table.rows[row]):
        return f"line {row + 1} of the table is too short; download it again"
    if now.upper() in NOT_OURS:
        return f"{layout.system} says {now} there, which was left as it is"
    if layout.locked >= 0 and table.cell(row, layout.locked) == "No":
        return "Moodle says that the grade cannot be changed"
    possible = layout.grades[column]
    if layout.system == "Moodle" and NUMBER.fullmatch(possible) and total > number(possible) + SAME:
        return f"{total:g} is more than Moodle's maximum of {possible}, which Moodle passes over in silence"
    return ""
