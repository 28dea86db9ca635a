"""What was done when the service ended: read once, at the start, from the attempts and the records."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from autograder.gradebook.records import read_records
from autograder.gradebook.scores import Row, needs_human
from autograder.watch.attempts import Attempt, all_attempts, clear_room, read_result


@dataclass(frozen=True)
class Resumed:
    """Where the service ended.

    Attributes:
        unfinished: attempts that nothing came of yet, the first to arrive first.
        stamps: how the units looked of which there are attempts.
        rows: what scores.csv has to say: of a service that was killed it may not say it.
    """

    unfinished: tuple[Attempt, ...] = ()
    stamps: dict[str, str] = field(default_factory=dict)
    rows: tuple[Row, ...] = ()


def resumed(gradebook: Path) -> Resumed:
    """Where the service ended."""
    clear_room(gradebook)
    unfinished: list[Attempt] = []
    stamps: dict[str, str] = {}
    last: dict[tuple[str, str], Attempt] = {}
    for attempt in all_attempts(gradebook):
        stamps[attempt.received.unit] = attempt.received.stamp
        last[attempt.place] = attempt
        if read_result(attempt) is None:
            unfinished.append(attempt)
    rows = {place: record.rows for place, record in read_records(gradebook).items()}
    for place, attempt in last.items():
        result = read_result(attempt)
        if result is not None and result.status == "needs_review":
            rows[place] = (needs_human(*place, result.reason),)
    ordered = sorted(unfinished, key=lambda one: one.received.received)
    return Resumed(tuple(ordered), stamps, tuple(row for theirs in rows.values() for row in theirs))
