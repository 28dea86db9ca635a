"""scores.csv: one line a test cell."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

from autograder.course.model import CourseError
from autograder.files import write_whole
from autograder.intake import STUDENT_ID

SCORES = "scores.csv"
HEADER = ("student", "lab", "exercise", "test", "points", "max_points", "outcome", "reason")
NEEDS_HUMAN = "needs-human"
STEERING = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")


def needs_human(student: str, lab: str, reason: str) -> Row:
    """The row of a submission that could not be graded."""
    student, lab = (name if STUDENT_ID.fullmatch(name) else one_line(name) for name in (student, lab))
    return Row(student, lab, "", "", "", "", NEEDS_HUMAN, one_line(reason))


def read_scores(gradebook: Path) -> list[Row]:
    """The rows of scores.csv; none when there is no such file yet.

    Raises:
        CourseError: the file has lost its form, as it does when a spreadsheet saves it with other separators.
    """
    path = gradebook / SCORES
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8-sig") as file:
        header, *lines = [tuple(line) for line in csv.reader(file) if line] or [()]
    if header != HEADER or any(len(line) != len(HEADER) for line in lines):
        raise CourseError(
            f"{path}: it should be a table separated by commas, with the header {','.join(HEADER)}; move it away or mend it"
        )
    return [Row(*line) for line in lines]


def write_scores(gradebook: Path, rows: Iterable[Row]) -> None:
    """Replace in scores.csv what it says of each student and lab in `rows`, and of these students without a lab; the
    rest stays.
    """
    fresh = list(rows)
    renewed = {(row.student, lab) for row in fresh for lab in (row.lab, "")}
    kept = [row for row in read_scores(gradebook) if (row.student, row.lab) not in renewed]
    ordered = sorted(kept + fresh, key=lambda row: (row.student, row.lab))
    table = io.StringIO(newline="")
    csv.writer(table, lineterminator="\n").writerows([HEADER, *map(astuple, ordered)])
    write_whole(gradebook / SCORES, table.getvalue())


def one_line(text: str) -> str:
    """The first 500 characters of a message in one line, which no spreadsheet takes for a formula and no terminal for
    an order.
    """
    plain = STEERING.sub("\N{REPLACEMENT CHARACTER}", text.encode("utf-8", "replace").decode("utf-8"))
    line = " ".join(plain.split())[:500]
    return f"'{line}" if line.startswith(("=", "+", "-", "@")) else line


@dataclass(frozen=True)
class Row:
    """One line of scores.csv, as text."""

    student: str
    lab: str
    exercise: str
    test: str
    points: str
    max_points: str
    outcome: str
    reason: str
