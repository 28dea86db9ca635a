"""What was done when the service ended: read once, at the start, from the attempts and the records."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from autograder.files import write_whole
from autograder.gradebook.paths import ATTEMPTS
from autograder.gradebook.records import read_records
from autograder.gradebook.scores import Row, needs_human
from autograder.watch.attempts import (
    Attempt,
    all_attempts,
    clear_room,
    make_room,
    persons_choice,
    read_attempt,
    read_result,
)
from autograder.watch.source import Source, look

TAKEN = ".taken"  # a note of each unit whose reading began


@dataclass(frozen=True)
class TakenUnit:
    """A unit whose reading began. Of one that was read to its end, all is among the attempts but what is nobody's.

    Attributes:
        stamp: how it looked.
        nobodys: student, lab and reason of what is nobody's attempt.
        files: by which course and roster that was found (`places.files_print`).
        is_whole: whether it was read to its end; None, which is so, in a note of an earlier version.
    """

    unit: str
    stamp: str
    nobodys: tuple[tuple[str, str, str], ...] = ()
    files: str = ""
    is_whole: bool | None = True

    def is_current(self, source: Source, files: str) -> bool:
        """Whether it need not be read again: what is nobody's is looked at anew by another course or roster."""
        if self.is_whole is False:
            return False
        if not self.nobodys:
            return True
        try:
            return self.files == files and self.stamp == look(source, self.unit).stamp
        except OSError:
            return False


@dataclass(frozen=True)
class Resumed:
    """Where the service ended.

    Attributes:
        unfinished: attempts that nothing came of yet, the first to arrive first.
        units: those whose reading began.
        rows: what scores.csv has to say: of a service that was killed it may not say it.
    """

    unfinished: tuple[Attempt, ...] = ()
    units: tuple[TakenUnit, ...] = ()
    rows: tuple[Row, ...] = ()
    are_begun_known: bool = True

    @property
    def begun(self) -> dict[str, str] | None:
        """How units looked whose reading began; None where an earlier version left attempts and did not note it."""
        return {one.unit: one.stamp for one in self.units} if self.are_begun_known else None


def resumed(gradebook: Path) -> Resumed:
    """Where the service ended."""
    clear_room(gradebook)
    unfinished: list[Attempt] = []
    last: dict[tuple[str, str], Attempt] = {}
    for attempt in all_attempts(gradebook):
        last[attempt.place] = attempt
        if read_result(attempt) is None:
            unfinished.append(attempt)
    rows = {place: record.rows for place, record in read_records(gradebook).items()}
    for place, attempt in last.items():
        chosen = persons_choice(gradebook, *place)
        result = read_result((read_attempt(attempt.path.with_name(chosen)) if chosen else None) or attempt)
        if result is not None and result.status == "needs_review":
            rows[place] = (needs_human(*place, result.reason),)
    ordered = sorted(unfinished, key=lambda one: one.received.received)
    units = tuple(_taken(gradebook))
    are_begun_known = not last or any(one.is_whole is not None for one in units)
    return Resumed(tuple(ordered), units, tuple(row for theirs in rows.values() for row in theirs), are_begun_known)


def write_taken(gradebook: Path, taken: TakenUnit) -> None:
    """Note that the reading of a unit began, or came to its end. Without the latter it is read once more after the next
    start; what is known is left out then.

    Raises:
        OSError: it cannot be written.
    """
    make_room(gradebook)  # with the rights that it has to have
    name = hashlib.sha256(taken.unit.encode("utf-8", "surrogatepass")).hexdigest()
    write_whole(gradebook / ATTEMPTS / TAKEN / f"{name}.json", json.dumps(asdict(taken)))


def _taken(gradebook: Path) -> Iterator[TakenUnit]:
    for path in (gradebook / ATTEMPTS / TAKEN).glob("*.json"):
        with suppress(OSError, ValueError, KeyError, TypeError):
            note = json.loads(path.read_bytes())
            nobodys = [(str(student), str(lab), str(reason)) for student, lab, reason in note.get("nobodys", ())]
            files, is_whole = str(note.get("files", "")), note.get("is_whole")
            yield TakenUnit(str(note["unit"]), str(note["stamp"]), tuple(nobodys), files, is_whole)
