"""scores.csv: one line a graded cell. Only the reader and the writer here know how its numbers are written."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal, cast, get_args

from autograder.course.model import CourseError
from autograder.exam.results import Outcome
from autograder.files import write_whole
from autograder.intake import STUDENT_ID
from autograder.text import one_line, table_cell

SCORES = "scores.csv"
HEADER = ("student", "lab", "exercise", "test", "points", "max_points", "outcome", "reason")
NEEDS_HUMAN: Final = "needs-human"
LONGEST = 500  # characters of a reason

RowOutcome = Literal[Outcome, "needs-human"]
OUTCOMES = get_args(RowOutcome)


@dataclass(frozen=True)
class Row:
    """One graded cell of a submission; or, with the outcome "needs-human", a submission that could not be graded.

    Attributes:
        exercise: the exercise's name, as `test` (the graded cell's name) "" where the submission could not be graded.
        points: automatic and manual points, None while there are none.
        max_points: the most points to be had; 0 where the submission could not be graded.
        reason: why it is not all right, in one line; "" when it is.
    """

    student: str
    lab: str
    exercise: str
    test: str
    points: float | None
    max_points: float
    outcome: RowOutcome
    reason: str


def needs_human(student: str, lab: str, reason: str) -> Row:
    """The row of a submission that could not be graded."""
    student, lab = (name if STUDENT_ID.fullmatch(name) else cell_text(name) for name in (student, lab))
    return Row(student, lab, "", "", None, 0.0, NEEDS_HUMAN, cell_text(reason))


def read_scores(gradebook: Path) -> list[Row]:
    """The rows of scores.csv; none when there is no such file yet.

    Raises:
        CourseError: the file has lost its form, as it does when a spreadsheet saves it with other separators.
    """
    return list(in_scores(gradebook))


def in_scores(gradebook: Path) -> Iterator[Row]:
    """As `read_scores`, one row after the other."""
    path = gradebook / SCORES
    if not path.exists():
        return
    with path.open(newline="", encoding="utf-8-sig") as file:
        lines = (tuple(line) for line in csv.reader(file) if line)
        if next(lines, ()) != HEADER:
            raise _no_table(path)
        for line in lines:
            if len(line) != len(HEADER):
                raise _no_table(path)
            try:
                yield _row(line)
            except ValueError as error:
                place = ", ".join(filter(None, line[:4]))
                raise CourseError(
                    f"{path}: {place}: {error}; mend it, or move the file away and grade again"
                ) from error


def _no_table(path: Path) -> CourseError:
    return CourseError(
        f"{path}: it should be a table separated by commas, with the header {','.join(HEADER)}; move it away or mend it"
    )


def places(rows: Iterable[Row]) -> set[tuple[str, str]]:
    """Student and lab of each row."""
    return {(row.student, row.lab) for row in rows}


def drop_rows(gradebook: Path, rows: Collection[Row]) -> None:
    """Take these rows out of scores.csv."""
    if rows:
        replace_scores(gradebook, (row for row in read_scores(gradebook) if row not in rows))


def replace_scores(gradebook: Path, rows: Iterable[Row]) -> None:
    """Write scores.csv with these rows alone."""
    ordered = sorted(rows, key=lambda row: (row.student, row.lab))
    table = io.StringIO(newline="")
    csv.writer(table, lineterminator="\n").writerows([HEADER, *map(line_of, ordered)])
    write_whole(gradebook / SCORES, table.getvalue())


def with_points(gradebook: Path, points: Mapping[tuple[str, str, str], float | None]) -> list[Row]:
    """The rows of scores.csv with these points, by student, lab and graded cell; others stay as they are. The file is
    written when it says otherwise.

    Raises:
        CourseError: as `read_scores`.
    """
    rows = read_scores(gradebook)
    earned = [points.get((row.student, row.lab, row.test), row.points) for row in rows]
    current = [row if row.points == now else replace(row, points=now) for row, now in zip(rows, earned, strict=True)]
    if any(line_of(new) != line_of(row) for new, row in zip(current, rows, strict=True) if new is not row):
        replace_scores(gradebook, current)
    return current


def cell_text(text: str) -> str:
    """A message as it stands in scores.csv: the first 500 characters in one line, harmless in a spreadsheet and a
    terminal.
    """
    return table_cell(one_line(text, LONGEST))


def _row(line: tuple[str, ...]) -> Row:
    """The row that a line says; raises ValueError when it has another outcome, or other words for a number."""
    student, lab, exercise, test, points, max_points, outcome, reason = line
    if outcome not in OUTCOMES:
        raise ValueError(f"its outcome is {outcome!r}, which is none of {', '.join(OUTCOMES)}")
    if outcome == NEEDS_HUMAN:
        return Row(student, lab, exercise, test, None, 0.0, NEEDS_HUMAN, reason)
    earned = _number(points) if points else None
    return Row(student, lab, exercise, test, earned, _number(max_points), cast(RowOutcome, outcome), reason)


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text!r} is no number of points")
    return number


def line_of(row: Row) -> tuple[str, ...]:
    """The fields of a row's line in scores.csv."""
    points = "" if row.points is None else f"{row.points:g}"
    most = "" if row.outcome == NEEDS_HUMAN else f"{row.max_points:g}"
    return row.student, row.lab, row.exercise, row.test, points, most, row.outcome, row.reason
