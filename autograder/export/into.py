"""Totals into the table that a learning platform exported: the grade column changes, every other byte stays."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.course.model import CourseError, Lab
from autograder.course.roster import Person
from autograder.export.layout import NUMBER, Layout, canvas_layout, is_of, moodle_layout, number, title_of
from autograder.export.match import match
from autograder.export.other_layouts import blackboard_layout, brightspace_layout
from autograder.export.pitfalls import pitfalls
from autograder.export.table import Table, with_cells
from autograder.gradebook.people import called

NOT_OURS = ("EX", "N/A")  # excused; not assigned to this student
NONE = ("", "-", "needs grading", "in progress")  # what stands for no grade; the words are Blackboard's
SAME = 0.005
LAYOUTS: Mapping[str, Callable[[Table, Collection[str]], Layout]] = {
    "canvas": canvas_layout,
    "moodle": moodle_layout,
    "blackboard": blackboard_layout,
    "brightspace": brightspace_layout,
}


@dataclass(frozen=True)
class Score:
    """A student's total for a lab; None while it waits for an instructor."""

    student: str
    lab: str
    total: float | None


@dataclass(frozen=True)
class Wishes:
    """How a table is to be filled.

    Attributes:
        columns: the heading of a lab's column, by the lab's id, where it is not like the lab's name.
        chosen: the labs were asked for, so that one without a column is an error instead of a note.
        overwrite: whether a grade that the table has already may be replaced by another one.
        scale: None where points are taken as they are; else they are scaled to the assignment's possible points, or to
            this number where the table does not say them.
    """

    columns: Mapping[str, str]
    chosen: bool = False
    overwrite: bool = False
    scale: float | None = None


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
    wishes: Wishes,
) -> Filled:
    """The table with these totals in it.

    Args:
        form: the system, one of `LAYOUTS`.

    Raises:
        CourseError: it is no table of this system, or it has no column, several columns or other possible points for a
            lab.
    """
    layout = LAYOUTS[form](table, tuple(wishes.columns.values()))
    places = _places(table, layout, labs, wishes)
    factors = {lab.id: _factor(table, layout, lab, places[lab.id], wishes.scale) for lab in labs if lab.id in places}
    students = sorted({score.student for score in scores if score.lab in places})
    lines, unmatched = match([people[student] for student in students], layout.lines)
    changes: dict[tuple[int, int], str] = {}
    left = [f"{called(people[student])}: {why}" for student, why in unmatched.items()]
    notes = [f"{lab.id}: the table has no column for it" for lab in labs if lab.id not in places]
    samples = {lab: _sample(table, layout, column) for lab, column in places.items()}
    zeros: list[str] = []
    for score in (score for lab in places for score in scores if score.lab == lab and score.student in lines):
        row, column = lines[score.student].number - 1, places[score.lab]
        now = table.cell(row, column)
        if row + 1 in layout.aside:
            continue
        if score.total is None:
            if now.lower() not in NONE:
                notes.append(
                    f"{called(people[score.student])}, {score.lab}: it waits for an instructor; "
                    f"what the table has for it, {now}, was left as it is"
                )
            continue
        score = replace(score, total=score.total * factors[score.lab])
        grade = written(score.total or 0.0, samples[score.lab])
        why = _kept(table, layout, row, column, score.total or 0.0, grade, wishes.overwrite)
        if why:
            left.append(f"{called(people[score.student])}, {score.lab}: {why}")
        else:
            changes[row, column] = grade
            zeros += [called(people[score.student])] if number(grade) == 0 else []
    without = len(layout.lines) - len(lines)
    if without:
        notes.append(f"lines of the table that were left as they are, since nothing of theirs was graded: {without}")
    notes += pitfalls(table, layout, places, zeros)
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


def _places(table: Table, layout: Layout, labs: Sequence[Lab], wishes: Wishes) -> dict[str, int]:
    """The column of each lab that has one."""
    if layout.worksheet and len(labs) > 1:
        names = ", ".join(lab.id for lab in labs)
        raise CourseError(
            f"{table.path}: a grading worksheet is of one assignment: say with --lab which of {names} it is"
        )
    places: dict[str, int] = {}
    columns = wishes.columns
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
        elif fitting or wishes.chosen or lab.id in columns:
            wanted = repr(columns[lab.id]) if lab.id in columns else lab.id
            problem = f"{'several columns fit' if fitting else 'no column fits'} {wanted}"
            raise CourseError(f"{table.path}: {problem}: {_cure(table, layout, lab.id)}")
    if not places:
        raise CourseError(f"{table.path}: no column is named like a lab: {_cure(table, layout, labs[0].id)}")
    return places


def _cure(table: Table, layout: Layout, lab: str) -> str:
    headings = [table.header[column] for column in layout.grades] or table.header
    return f"name it with --column '{lab}=HEADING'; the headings are: {', '.join(headings)}"


def _factor(table: Table, layout: Layout, lab: Lab, column: int, scale: float | None) -> float:
    """What a lab's points are multiplied with: 1, unless they are to be scaled."""
    possible = layout.grades[column]
    most = number(possible) if NUMBER.fullmatch(possible) else None
    if scale is not None:
        if most is None and not scale:
            raise CourseError(
                f"{table.path}: it does not say how many points {table.header[column]} has: say it, as in --scale 100"
            )
        if most is not None and scale and abs(most - scale) > SAME:
            raise CourseError(f"{table.path}: {table.header[column]} has {possible} points, not {scale:g}")
        return (scale if most is None else most) / lab.points if lab.points else 1.0
    if most is not None and abs(most - lab.points) > SAME:
        raise CourseError(
            f"{table.path}: {table.header[column]} has {possible} points, {lab.id} has {lab.points:g}, and its grades "
            f"would count for something else; scale them with --scale, or set the assignment to {lab.points:g} points "
            f"in {layout.system} and download the table again"
        )
    return 1.0


def _sample(table: Table, layout: Layout, column: int) -> str:
    """A number as the platform writes it in this column; "" when there is none."""
    cells = [layout.grades[column], *(table.cell(line.number - 1, column) for line in layout.lines)]
    return next((cell for cell in cells if NUMBER.fullmatch(cell)), "")


def _kept(table: Table, layout: Layout, row: int, column: int, total: float, grade: str, overwrite: bool) -> str:
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
    is_same = bool(NUMBER.fullmatch(now)) and abs(number(now) - number(grade)) < SAME
    if now.lower() not in NONE and not is_same and not overwrite:
        return f"the table has {now} already, ours is {grade}: it was left as it is; --overwrite puts ours there"
    return ""
