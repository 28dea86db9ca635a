"""Which submissions of a plan are to be examined: one after the other, each read when there is a place for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from autograder.gradebook.paths import AUTOGRADED
from autograder.gradebook.receipts import write_receipt
from autograder.gradebook.records import content_key, read_record
from autograder.gradebook.scores import Row
from autograder.grading.planning import Plan
from autograder.intake import Submission

Listener = Callable[[list[Row]], None]


class Queue:
    """The submissions of a plan, and what is known of them as they are read.

    Attributes:
        keys: by student and lab, what the submissions that are examined are made of (`content_key`); who records one
            takes it out.
        run: how many were given away to be examined.
        sent: student and lab of all that was read.
        waiting: what is still being sent, by students who were graded before.
        kept: how many were graded before, from the same.
        unread: how many could not be read.
    """

    def __init__(self, work: Plan) -> None:
        self.work = work
        self.keys: dict[tuple[str, str], str] = {}
        self.sent: set[tuple[str, str]] = set()
        self.waiting: list[Submission] = []
        self.run = self.kept = self.unread = 0

    def todo(self, listen_kept: Listener) -> Iterator[Submission]:
        """Those that are to be examined.

        Args:
            listen_kept: told the rows of each that was graded before from the same.
        """
        for submission in self.work.submissions:
            place = (submission.student, submission.lab)
            self.sent.add(place)
            if submission.waits and place in self.work.graded:
                self.waiting.append(submission)
                continue
            if submission.problem:
                self.unread += 1
                yield submission
                continue
            key = content_key(submission, self.work.settings)
            recorded_rows = None if self.work.force else read_record(self.work.gradebook, submission, key)
            if recorded_rows is None:
                self.run += 1
                self.keys[place] = key
                yield submission
            else:
                # As it is now: a gradebook of before had no secrets.
                graded = self.work.gradebook / AUTOGRADED / submission.student / submission.lab
                write_receipt(graded, submission.timestamp, submission.secret)
                self.kept += 1
                listen_kept(recorded_rows)
