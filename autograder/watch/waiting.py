"""The attempts that are to be examined, in a fair order: one of each student's, by arrival, then the next of each."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable, Collection

from autograder.watch.attempts import Attempt


class Waiting:
    """A line of students, each with their attempts. Who gets a turn and has more goes to its end."""

    def __init__(self) -> None:
        self._theirs: OrderedDict[str, deque[Attempt]] = OrderedDict()

    def __bool__(self) -> bool:
        return bool(self._theirs)

    def __len__(self) -> int:
        return sum(map(len, self._theirs.values()))

    def put(self, attempt: Attempt) -> None:
        """Take in an attempt."""
        self._theirs.setdefault(attempt.student, deque()).append(attempt)

    def superseded(self, attempt: Attempt, keep: Callable[[Attempt], bool] = lambda one: False) -> list[Attempt]:
        """Take out all that this student handed in of the same lab but the last: what was handed in before it need not
        be examined.

        Args:
            keep: whether one stays in any case.
        """
        theirs = [one for one in self._theirs.get(attempt.student, ()) if one.lab == attempt.lab and not keep(one)]
        theirs = sorted((one for one in theirs if not one.received.cannot_count), key=lambda one: one.order)
        for one in theirs[:-1]:
            self._theirs[attempt.student].remove(one)  # never the last of them
        return theirs[:-1]

    def next(self, busy: Collection[tuple[str, str]] = ()) -> Attempt | None:
        """Take out the attempt whose turn it is, None where there is none that may be examined now.

        Args:
            busy: student and lab of those that are in work: of one lab, one at a time.
        """
        found = self._find(busy)
        if found is not None:
            theirs = self._theirs[found.student]
            theirs.remove(found)
            self._theirs.move_to_end(found.student)
            if not theirs:
                del self._theirs[found.student]
        return found

    def has_next(self, busy: Collection[tuple[str, str]] = ()) -> bool:
        """Whether there is one that may be examined now."""
        return self._find(busy) is not None

    def _find(self, busy: Collection[tuple[str, str]]) -> Attempt | None:
        return next((one for theirs in self._theirs.values() for one in theirs if one.place not in busy), None)
