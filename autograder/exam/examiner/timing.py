"""What a submission, its running cell and the running call may still take."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.exam.examiner.alarms import put_off
from autograder.exam.limits import Limits
from autograder.exam.wire.messages import WireTimeoutError

LEAST_SECONDS = 0.01


class TimeLeft:
    """The clock of one submission.

    Attributes:
        end, cell_end: when the submission's time is up, and that of the cell which runs.
        exploration, training: how many seconds cells that run only for what they show may still take, and calls that
            train.
        call_seconds: how many the running call has.
    """

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.end = self.cell_end = time.monotonic() + limits.submission_seconds
        self.exploration, self.training = limits.exploration_seconds, limits.all_training_seconds
        self.call_seconds, self._call_end = limits.call_seconds, self.end

    def is_up(self) -> bool:
        """Whether the submission has used up its time."""
        return time.monotonic() >= self.end

    def start_cell(self, seconds: float) -> None:
        """A cell starts, which has so many seconds."""
        self.cell_end = min(self.end, time.monotonic() + seconds)

    def of_submission(self, most: float) -> float:
        """The seconds that the submission has left, `most` at the most."""
        return max(LEAST_SECONDS, min(most, self.end - time.monotonic()))

    def of_cell(self, most: float) -> float:
        """The seconds that the running cell has left, `most` at the most."""
        return max(LEAST_SECONDS, min(most, self.cell_end - time.monotonic()))

    def of_call(self) -> float:
        """The seconds that the running call has left.

        Raises:
            WireTimeoutError: none.
        """
        left = self._call_end - time.monotonic()
        if left <= 0:
            raise WireTimeoutError("no answer in time")
        return self.of_cell(left)

    @contextmanager
    def exploring(self) -> Iterator[None]:
        """A block whose time is that of exploration, and none of the submission's."""
        start = time.monotonic()
        try:
            yield
        finally:
            used = min(time.monotonic() - start, self.exploration)
            self.exploration -= used
            self.end += used

    @contextmanager
    def one_call(self, *, trains: bool) -> Iterator[None]:
        """A block whose messages have the time of one call. One that trains has more, on top of the time of its test
        cell and of the submission, until such calls have used up what they have together.
        """
        start = time.monotonic()
        extra = min(self.limits.training_seconds, self.training) if trains else 0.0
        self.call_seconds = max(self.limits.call_seconds, extra)
        self._call_end = start + self.call_seconds
        self._put_off(extra)
        try:
            yield
        finally:
            used = min(time.monotonic() - start, extra)
            self.training -= used
            self._put_off(used - extra)

    def _put_off(self, seconds: float) -> None:
        self.cell_end += seconds
        self.end += seconds
        if seconds:
            put_off(seconds)
