"""scores.csv while a class is graded: its rows lie in a temporary file of SQLite's, not in memory, so that the
class may be of any size.
"""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import astuple
from pathlib import Path
from types import TracebackType

from autograder.files import whole_file
from autograder.gradebook.scores import HEADER, SCORES, Row, in_scores, line_of

_TABLE = """
create table rows (student, lab, exercise, test, points real, max_points real, outcome, reason, is_new);
create index place on rows (student, lab, is_new);
"""
# A new row of a lab takes the place of all old ones of this student and lab, and of this student without a lab.
_RENEWED = """
delete from rows where not is_new and exists (
    select 1 from rows fresh
    where fresh.student = rows.student and fresh.is_new and (fresh.lab = rows.lab or rows.lab = '')
)
"""
_POINTS = "update rows set points = ? where student = ? and lab = ? and test = ? and outcome != 'needs-human'"

Points = tuple[str, str, str, float | None]  # student, lab, graded cell, points


class ScoreTable:
    """Rows that will be in scores.csv, beside those that are there; `write` writes them all."""

    def __init__(self, gradebook: Path) -> None:
        self.gradebook = gradebook
        self.rows = sqlite3.connect("")
        self.rows.executescript(_TABLE)

    def __enter__(self) -> ScoreTable:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the rows."""
        self.rows.close()

    def add(self, rows: Iterable[Row]) -> None:
        """Put in new rows."""
        self._insert(rows, is_new=True)

    def renew(self, rows: Iterable[Row]) -> None:
        """Put in new rows in place of the new ones of the same students and labs."""
        fresh = list(rows)
        for place in {(row.student, row.lab) for row in fresh}:
            self.rows.execute("delete from rows where student = ? and lab = ? and is_new", place)
        self.add(fresh)

    def replace(self, student: str, lab: str, row: Row) -> None:
        """Put in one new row in place of the new ones of this student and lab; nothing where there are none."""
        place = (student, lab)
        if self.rows.execute("delete from rows where student = ? and lab = ? and is_new", place).rowcount:
            self.add([row])

    def write(self, points: Iterable[Points] = ()) -> None:
        """Write scores.csv: the new rows, the rest of what was there, and with these points.

        Raises:
            CourseError: scores.csv has lost its form, and stays as it is.
        """
        self._insert(in_scores(self.gradebook), is_new=False)
        self.rows.execute(_RENEWED)
        self.rows.executemany(_POINTS, ((earned, *place) for *place, earned in points))
        with whole_file(self.gradebook / SCORES) as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(HEADER)
            table.writerows(map(line_of, self._ordered()))

    def _insert(self, rows: Iterable[Row], is_new: bool) -> None:
        values = ((*astuple(row), is_new) for row in rows)
        self.rows.executemany("insert into rows values (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def _ordered(self) -> Iterator[Row]:
        columns = "student, lab, exercise, test, points, max_points, outcome, reason"
        for values in self.rows.execute(f"select {columns} from rows order by student, lab, rowid"):
            yield Row(*values)


def write_scores(gradebook: Path, rows: Iterable[Row]) -> None:
    """Replace in scores.csv what it says of each student and lab in `rows`, and of these students without a lab; the
    rest stays.

    Raises:
        CourseError: scores.csv has lost its form, and stays as it is.
    """
    with ScoreTable(gradebook) as table:
        table.add(rows)
        table.write()
