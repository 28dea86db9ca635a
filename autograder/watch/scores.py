"""scores.csv kept current at little cost: what was graded is gathered, and the file written in a quiet moment."""

from __future__ import annotations

import time
from collections.abc import Iterable
from pathlib import Path

from autograder.gradebook.database import points_in
from autograder.gradebook.score_table import ScoreTable
from autograder.gradebook.scores import Row

QUIET_SECONDS = 2.0  # without a new row, after which the file is written
MOST_SECONDS = 60.0  # that a row waits for it


class Scores:
    """Rows that are to be in scores.csv."""

    def __init__(self, gradebook: Path) -> None:
        self.gradebook, self._table = gradebook, ScoreTable(gradebook)
        self._first = self._last = 0.0  # when the first and the last row came that are not in the file yet
        self._not_before = 0.0  # the file is written, since it could not be

    def add(self, rows: Iterable[Row]) -> None:
        """Put in the rows of one or more submissions; they take the place of what the file says of them."""
        fresh = list(rows)
        if fresh:
            self._table.renew(fresh)
            self.refresh()

    def refresh(self) -> None:
        """The points in the database are others."""
        self._last = time.monotonic()
        self._first = self._first or self._last

    def next_write(self) -> float | None:
        """When the file is to be written, by the monotonic clock; None when it is current."""
        if not self._first:
            return None
        return max(self._not_before, min(self._last + QUIET_SECONDS, self._first + MOST_SECONDS))

    def write(self) -> None:
        """Write the file.

        Raises:
            CourseError: the file has lost its form, and stays as it is.
            OSError, DBAPIError: it cannot be written now; the rows are kept for the next time.
        """
        now = time.monotonic()
        self._first, self._not_before = self._first or now, now + MOST_SECONDS  # in case it fails
        self._table.write(points_in(self.gradebook))
        self._table.close()
        self._table, self._first, self._not_before = ScoreTable(self.gradebook), 0.0, 0.0

    def close(self) -> None:
        """Let go of rows that were not written."""
        self._table.close()
