"""The service: takes what arrives, has it examined, records it and gives feedback, until it is told to stop.

One thread does all of it, one step at a time: a unit that is ready is taken, an exam that is done is recorded, a page
that is not current is written. The exams run in the engine's processes meanwhile.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from autograder.course.model import CourseError
from autograder.course.roster import ROSTER
from autograder.gradebook.databases import sqlite_file
from autograder.gradebook.scores import needs_human
from autograder.intake import Submission
from autograder.watch.arrivals import Arrivals
from autograder.watch.attempts import Attempt
from autograder.watch.events import Events
from autograder.watch.line import NOW_IMPOSSIBLE, Line
from autograder.watch.marking import read_again
from autograder.watch.notices import Notices, Watcher
from autograder.watch.places import Places, files_print, read_desk
from autograder.watch.receiving import Desk, Receiver, StillComingError, Taken
from autograder.watch.renewing import NO_LATENESS, Renewing
from autograder.watch.restoring import make_requests_folder, requests, requests_folder, take_request
from autograder.watch.resuming import Resumed, TakenUnit, write_taken
from autograder.watch.source import unit_of

NOT_LISTED = "the folder of hand-ins cannot be looked at"
NOT_USED = f"the course or {ROSTER} changed and cannot be used; hand-ins are graded by what it was before"
NOT_LOOKED_FOR = "nobody can look for what was asked for; it is tried again"
NOT_NOTED = "what was asked for could not be noted; it is tried again"
NOT_TAKEN = "a hand-in could not be taken; it is tried again"
NOT_WATCHED = "changes are found at the next rescan only"
LOOK_SECONDS = 5.0  # the longest wait for a notice, so that an exam that is overdue is noticed


class Service:
    """The state of the service."""

    def __init__(self, places: Places, desk: Desk, events: Events, notices: Notices, jobs: int) -> None:
        self.places, self.events, self.notices = places, events, notices
        self.line = Line(desk, places.source, events, jobs, notices.wake)
        self.renewing = Renewing(self.line, places.settings)
        self.receiver, self.arrivals = Receiver(places.source), self._arrivals({}, {})
        self.files = files_print(places)
        self.next_rescan = 0.0
        self.watchers: list[Watcher] = []

    def resume(self, resumed: Resumed) -> None:
        """Go on where the service ended."""
        self.line.scores.add(resumed.rows)
        current = [one for one in resumed.units if one.is_current(self.places.source, self.files)]
        self.arrivals = self._arrivals({one.unit: one.stamp for one in current}, resumed.begun)
        for one in current:
            for student, lab, reason in one.nobodys:
                self.nobodys(student, lab, reason, one.unit)
        in_midst = {one.unit for one in resumed.units if one.is_whole is False}
        for attempt in resumed.unfinished:
            if attempt.received.unit in in_midst:  # it may not have been told of
                with suppress(OSError):  # it is told when its turn comes
                    self.received(attempt, read_again(attempt, self.line.desk))
            self.line.put(attempt)
        self.renewing.look_at_all()

    def run(self) -> None:
        """Work until `notices` says to stop."""
        try:
            self._watch()
            while not self.notices.stopping.is_set():
                self.notice(self.notices.take(self._wait()))
                self.step()
        finally:
            for watcher in self.watchers:
                watcher.close()
            self.line.close()

    def notice(self, paths: set[Path]) -> None:
        """Something changed at these paths."""
        now = _now()
        self.arrivals.notice(sorted(filter(None, (unit_of(self.places.source, path) for path in paths))), now)
        database = sqlite_file(self.places.gradebook)
        if database is not None and any(path.name.startswith(database.name) for path in paths):
            self.renewing.notice(now)
        if any(path.parent == requests_folder(self.places.gradebook) for path in paths):
            self.restore()

    def step(self) -> None:
        """One round."""
        self.line.step()
        if _now() >= self.next_rescan:
            self.rescan()
        has_taken = self.receive()
        if not has_taken and not self.line.can_begin:
            self.renewing.step(_now())
        due = self.line.scores.next_write()
        if due is not None and _now() >= due:
            self.line.write_scores()

    def rescan(self) -> None:
        """Look at everything, in case an event was missed, and try again what failed."""
        self.next_rescan = _now() + self.places.watch.rescan_seconds
        self._watch()
        self.renew_course()
        self.line.try_again()
        self.renewing.try_again()
        self.restore()
        self.renewing.look_at_database(is_thorough=True)
        try:
            known = self.arrivals.rescan(_now())
            self.line.told.forget(NOT_LISTED, self.places.source.folder)
            for unit in known:
                self.line.told.forget(NOT_TAKEN, self.places.source.folder / unit)
        except OSError as error:
            self.line.fail(NOT_LISTED, error, self.places.source.folder)

    def renew_course(self) -> None:
        """Read the course and the roster again if their files changed. Hand-ins that come from now on are graded by it;
        what was graded stays.
        """
        files = files_print(self.places)
        if files == self.files:
            return
        if self.files:  # they are others than those of which it was told
            self.line.told.forget(NOT_USED, self.places.course)
            self.line.told.forget(NO_LATENESS, self.places.gradebook)
        self.files = files  # of a course that is not in order it is told once
        try:
            self.line.use(read_desk(self.places))
            self.renewing.look_at_lateness()
            self.events.tell("course", what="the course or the roster changed, and was read again")
        except (CourseError, *NOW_IMPOSSIBLE) as error:
            if isinstance(error, NOW_IMPOSSIBLE) or isinstance(error.__cause__, NOW_IMPOSSIBLE):
                self.files = ""  # it is read again at the next rescan
            self.line.fail(NOT_USED, error, self.places.course)

    def restore(self) -> None:
        """Put in line what a person wants to count. What cannot be noted now stays for the next rescan."""
        try:
            found = requests(self.places.gradebook)
            self.line.told.forget(NOT_LOOKED_FOR, self.places.gradebook)
        except OSError as error:
            self.line.fail(NOT_LOOKED_FOR, error, self.places.gradebook)
            return
        for request in found:
            try:
                attempt = take_request(self.places.gradebook, request)
            except OSError as error:
                self.line.fail(NOT_NOTED, error, request)
                continue
            self.line.told.forget(NOT_NOTED, request)
            if attempt is not None:
                self.line.put(attempt, is_a_persons=True)

    def receive(self) -> bool:
        """Take one unit that is ready; whether there was one."""
        unit = ""
        try:
            unit = self.arrivals.ready(_now())
            if not unit:
                return False
            nobodys, stamp = [], self.arrivals.stamp(unit)
            is_again, after = self.arrivals.may_have_been_read(unit), self.arrivals.after(unit)
            write_taken(self.places.gradebook, TakenUnit(unit, stamp, is_whole=False))
            self.arrivals.begin(unit)
            for taken in self.receiver.take(unit, self.line.desk, is_again, after):
                self.taken(taken, unit)
                if taken.attempt is None and not taken.note:
                    nobodys.append((taken.submission.student, taken.submission.lab, taken.submission.problem))
            write_taken(self.places.gradebook, TakenUnit(unit, stamp, tuple(nobodys), self.files))
            self.arrivals.take(unit)
            self.line.told.forget(NOT_TAKEN, self.places.source.folder / unit)
        except StillComingError:
            self.arrivals.put_off(unit)
        except Exception as error:  # the disk's, or ours: the others go on
            self.arrivals.put_off(unit)
            self.line.fail(NOT_TAKEN, error, self.places.source.folder / (unit or self.arrivals.looked_at))
        return True

    def taken(self, taken: Taken, unit: str) -> None:
        """Put in line what was received, and tell of it."""
        sent, attempt = taken.submission, taken.attempt
        who = {"student": sent.student, "lab": sent.lab, "unit": unit}
        if taken.note:
            self.events.tell("refused", **who, reason=taken.note)
        elif attempt is None:
            self.nobodys(sent.student, sent.lab, sent.problem, unit)
        else:
            self.line.put(attempt, sent)
            self.received(attempt, sent)

    def received(self, attempt: Attempt, sent: Submission) -> None:
        """Tell of an attempt that was received."""
        said, found = attempt.received, len(sent.answered)
        who = {"student": attempt.student, "lab": attempt.lab, "unit": said.unit}
        self.events.tell("received", **who, attempt=attempt.name, answers=found, digest=said.digest)

    def nobodys(self, student: str, lab: str, reason: str, unit: str) -> None:
        """Tell of what is nobody's attempt."""
        self.events.tell("needs_review", student=student, lab=lab, unit=unit, reason=reason)
        self.line.scores.add([needs_human(student, lab, reason)])

    def counts(self) -> dict[str, int | float | str]:
        """What the status page shows: how many of what, and no names."""
        told = self.events.counts
        events = {name: told[name] for name in ("received", "graded", "feedback", "needs_review", "policy", "error")}
        line = self.line
        now = {"arriving": len(self.arrivals), "waiting": len(line.waiting), "in work": len(line.in_work)}
        return {**now, "to be written again": len(line.stuck), **events}

    def _watch(self) -> None:
        """Be told of changes, if nobody tells of them yet."""
        for watcher in [one for one in self.watchers if not one.problem]:
            self.line.told.forget(NOT_WATCHED, watcher.folder)
        gradebook = self.places.gradebook
        wanted = [(self.places.source.watched, True), (gradebook, False)]
        try:
            wanted.append((make_requests_folder(gradebook), False))
        except OSError as error:
            self.line.fail(NOT_WATCHED, error, requests_folder(gradebook))
        for watcher in [one for one in self.watchers if one.problem or (one.folder, one.is_deep) not in wanted]:
            if watcher.problem:
                self.line.fail(NOT_WATCHED, OSError(watcher.problem), watcher.folder)
            watcher.close()
            self.watchers.remove(watcher)
        there = [(one.folder, one.is_deep) for one in self.watchers]
        self.watchers += [Watcher(*one, self.notices) for one in wanted if one not in there]

    def _arrivals(self, taken: Mapping[str, str], begun: Mapping[str, str] | None) -> Arrivals:
        watch = self.places.watch
        return Arrivals(self.places.source, watch.settle_seconds, watch.patience_seconds, taken, begun)

    def _wait(self) -> float:
        """How long there is nothing to do, unless a notice comes; in seconds."""
        if self.line.can_begin:
            return 0.0
        times = [
            self.next_rescan,
            self.arrivals.next_look(),
            self.line.scores.next_write(),
            self.renewing.next_step(),
        ]
        return min(max(0.0, min(one for one in times if one is not None) - _now()), LOOK_SECONDS)


def _now() -> float:
    return time.monotonic()
