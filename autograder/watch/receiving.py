"""A unit that is ready → attempts: what was sent is copied, read, and a receipt written."""

from __future__ import annotations

import os
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from autograder.course.roster import Roster
from autograder.course.subject import Subject
from autograder.gradebook.paths import AUTOGRADED, FEEDBACK
from autograder.gradebook.receipts import copy_receipt
from autograder.grading import Plan
from autograder.intake import GradingNotebook, Repair, RepairKind, Submission
from autograder.intake.delivery import Delivery
from autograder.intake.drafting import submissions_of
from autograder.intake.files import SECRET, ZIP, file_type
from autograder.intake.owners import Owners
from autograder.intake.parts import Part, holds_a_class, part_delivered
from autograder.intake.platforms.exchange import Rest
from autograder.text import one_line
from autograder.watch.attempts import (
    Attempt,
    Received,
    attempts_of,
    make_room,
    needs_review,
    put_in_place,
    write_received,
)
from autograder.watch.keeping import Kept, digest_of, drafted, keep
from autograder.watch.policy import refusal
from autograder.watch.receipt import receipt_of, write_receipt
from autograder.watch.settings import Policy
from autograder.watch.source import Source, sender_of, units

CHANGED = "its folder was changed after it was received; what was received first counts"

MOST_OF_A_PROBLEM = 300  # characters that are kept


class StillComingError(Exception):
    """More of a hand-in will come; the message says what is missing."""


@dataclass(frozen=True)
class Desk:
    """What hand-ins are read with: made anew when the course or the roster changes."""

    work: Plan
    masters: Mapping[str, GradingNotebook]
    roster: Roster
    policy: Policy
    zone: str
    subject: Subject


@dataclass(frozen=True)
class Taken:
    """One submission that was received.

    Attributes:
        attempt: where it is kept; None for what is nobody's attempt, since it is not known whose or what it is.
        note: why it is left out, "" if it is not.
    """

    submission: Submission
    attempt: Attempt | None = None
    note: str = ""


@dataclass
class Receiver:
    """Takes units.

    Attributes:
        owners: who owns a folder; the users of this machine without it.
        senders: the names in an exchange's hand-ins.
        has_secrets: whether any of these had nbgrader's secret.
        zips: of each zip that lies there, how it looked, and whether it is a whole class's; None where nobody knows.
    """

    source: Source
    owners: Owners | None = None
    senders: set[str] = field(default_factory=set)
    has_secrets: bool = False
    zips: dict[str, tuple[str, bool | None]] = field(default_factory=dict)

    def take(self, unit: str, desk: Desk, is_again: bool = False, after: datetime | None = None) -> Iterator[Taken]:
        """What lies in a unit, kept and with its receipt; nothing for what was received before.

        Args:
            is_again: whether some of it may have been received before. Of a zip, all that is among the attempts is left
                out then: what the first reading left out, since a zip before had it, must not count as newer than what
                came since.
            after: when it did not lie there yet (`Received.after`).

        Raises:
            OSError: it cannot be read, or the copy cannot be written; what was received until then counts.
            StillComingError: more of it will come.
        """
        part, labs = self._part(unit, desk), list(desk.masters)
        with part_delivered(part, labs, desk.roster, desk.zone, self.owners) as deliveries:
            for delivery in deliveries:
                if delivery.waits:
                    raise StillComingError(delivery.problem)
                if delivery.problem or (delivery.lab and delivery.lab not in desk.masters):
                    yield from _not_kept(delivery, desk)
                else:
                    yield from self._kept(delivery, unit, desk, is_again and file_type(unit) == ZIP, after)

    def _part(self, unit: str, desk: Desk) -> Part:
        folder = self.source.folder
        if self.source.exchange is not None:
            for name in [unit] if self.senders else [unit, *units(self.source)]:  # once, all that lie there
                self.senders.update(filter(None, [sender_of(name)]))
                self.has_secrets = self.has_secrets or (folder / name / SECRET).exists()
            return Part(folder, [unit], Rest(self.senders, self.has_secrets))
        if file_type(unit) != ZIP:
            return Part(folder, [unit])
        before, self.zips = self.zips, {}
        for name in [name for name in units(self.source) if file_type(name) == ZIP]:
            seen = _facts(folder / name)
            if name in before and before[name][0] == seen:
                self.zips[name] = before[name]
            elif seen:
                self.zips[name] = seen, holds_a_class(folder / name, list(desk.masters), desk.roster)
        return Part(folder, [unit], are_bundles=all(is_bundle is not False for _, is_bundle in self.zips.values()))

    def _kept(
        self, delivery: Delivery, unit: str, desk: Desk, is_again: bool, after: datetime | None
    ) -> Iterator[Taken]:
        gradebook, now = desk.work.gradebook, datetime.now(UTC)
        if self.source.exchange is not None:
            delivery = _counted(gradebook, delivery, unit)
        else:  # somebody brings it, in whose times a student cannot write
            after = None
        room = make_room(gradebook) / secrets.token_hex(8)
        try:
            kept = keep(delivery, room)
            for submission in drafted(room, desk.masters, desk.zone):
                time = submission.timestamp and submission.timestamp.replace(tzinfo=UTC)
                received = Received(submission.student, submission.lab, now, time, digest_of(kept), unit, after=after)
                before = attempts_of(gradebook, submission.student, submission.lab)
                same = [one for one in before if one.received.unit == unit]
                known = before if is_again else [*same[-1:], *before[-1:]]
                if any(_says(one.received) == _says(received) for one in known):
                    continue
                if same and self.source.exchange is not None and not needs_review(same[-1]):
                    yield Taken(submission, note=CHANGED)
                    continue
                copy = room.with_name(secrets.token_hex(8))
                try:
                    shutil.copytree(room, copy, copy_function=os.link)
                    taken = _put(copy, received, submission, kept, before, desk)
                finally:  # unless it was put in place
                    shutil.rmtree(copy, ignore_errors=True)
                yield taken
        finally:
            shutil.rmtree(room, ignore_errors=True)


def _put(
    folder: Path,
    received: Received,
    submission: Submission,
    kept: Sequence[Kept],
    before: Sequence[Attempt],
    desk: Desk,
) -> Taken:
    """Write the receipt of a hand-in that lies in `folder`, and put it among the student's attempts: that comes last,
    since what is there counts as received.
    """
    gradebook, lab = desk.work.gradebook, desk.work.labs.get(submission.lab)
    counted = [one for one in before if not needs_review(one)]
    refused = None if submission.problem else refusal(desk.policy, received, counted)
    reason = "" if refused is None else refused.reason
    received = replace(received, refused=reason, problem=one_line(submission.problem, MOST_OF_A_PROBLEM))
    receipt = receipt_of(received, submission, kept, lab, len(before) + 1, desk.zone, refused)
    write_receipt(receipt, folder)
    if lab is not None:
        page = write_receipt(receipt, gradebook / FEEDBACK / submission.student / lab.id)
        copy_receipt(gradebook, gradebook / AUTOGRADED / submission.student / lab.id / "-", page)
    return Taken(submission, put_in_place(gradebook, folder, received))


def decided_again(attempt: Attempt, desk: Desk) -> Attempt:
    """An attempt that was one too many when it came, as it is now: one before it may have turned out to need review.

    Raises:
        OSError: that it is not one too many any more cannot be noted.
    """
    theirs = attempts_of(desk.work.gradebook, *attempt.place)
    before = [one for one in theirs if one.name < attempt.name and not needs_review(one)]
    if refusal(desk.policy, attempt.received, before) is not None:
        return attempt
    received = replace(attempt.received, refused="")
    write_received(attempt.path, received)
    return Attempt(attempt.path, received)


def _facts(path: Path) -> str:
    """How a file looks, "" where there is none: links, and folders that are named like one, are none."""
    try:
        facts = path.lstat()
    except OSError:  # it has gone meanwhile
        return ""
    return f"{facts.st_size} {facts.st_mtime_ns}" if stat.S_ISREG(facts.st_mode) else ""


def _counted(gradebook: Path, delivery: Delivery, unit: str) -> Delivery:
    """The delivery, which says how many hand-ins of this lab there were, as a look at the whole exchange says it."""
    others = [one for one in attempts_of(gradebook, delivery.student, delivery.lab) if one.received.unit != unit]
    if not others:
        return delivery
    note = Repair(RepairKind.LATEST_HAND_IN, count=len({one.received.unit for one in others}) + 1)
    return replace(delivery, notes=(note, *delivery.notes))


def _not_kept(delivery: Delivery, desk: Desk) -> Iterator[Taken]:
    """What nobody's folder holds: a person has to look, at the place where it lies."""
    for submission in submissions_of(delivery, desk.masters, (), desk.zone):
        yield Taken(submission)


def _says(received: Received) -> tuple[str, datetime | None]:
    return received.digest, received.handed_in
