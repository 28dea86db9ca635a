"""The service: takes what arrives, has it examined, records it and gives feedback, until it is told to stop.

One thread does all of it, one step at a time: a hand-in that is ready is taken, an exam that is done is recorded. The
exams run in the engine's processes meanwhile. A step that fails is told and tried again; nothing that it needs is lost,
since every attempt lies on the disk before anything else happens to it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import DBAPIError

from autograder.course.model import CourseError
from autograder.exam.results import Examined
from autograder.gradebook.paths import FEEDBACK, database
from autograder.gradebook.scores import SCORES, needs_human
from autograder.grading import Examiners
from autograder.grading.running import local_threads
from autograder.intake import Submission
from autograder.watch.arrivals import Arrivals
from autograder.watch.attempts import Attempt, Result, write_result
from autograder.watch.events import Events
from autograder.watch.marking import (
    Marked,
    Ready,
    give_feedback,
    give_receipt,
    known,
    mark,
    mark_as_recorded,
    read_again,
    ready,
)
from autograder.watch.notices import Notices, Watcher
from autograder.watch.places import Places
from autograder.watch.receiving import Desk, Receiver, StillComingError, Taken
from autograder.watch.resuming import Resumed
from autograder.watch.scores import Scores
from autograder.watch.source import unit_of
from autograder.watch.waiting import Waiting

STOPPING_SECONDS = 5.0  # that exams are given to end
MOST_HELD = 8  # submissions that are kept in memory until their exam
LOOK_SECONDS = 5.0  # the longest wait for a notice, so that an exam that is overdue is noticed
NOW_IMPOSSIBLE = (OSError, DBAPIError)


class Service:
    """The state of the service."""

    def __init__(self, places: Places, desk: Desk, events: Events, notices: Notices, jobs: int) -> None:
        self.places, self.desk, self.events, self.notices = places, desk, events, notices
        self.exams = Examiners(desk.work, jobs, local_threads, notices.wake)
        self.receiver, self.waiting = Receiver(places.source), Waiting()
        self.held: dict[Path, Submission] = {}
        self.in_work: dict[tuple[str, str], Ready] = {}
        self.stuck: list[Attempt] = []  # what could not be written; tried again at the next rescan
        self.scores = Scores(places.gradebook)
        self.book = Gradebook(database(places.gradebook))
        self.next_rescan = 0.0
        self.arrivals = self._arrivals({})

    def resume(self, resumed: Resumed) -> None:
        """Go on where the service ended."""
        self.scores.add(resumed.rows)
        self.arrivals = self._arrivals(resumed.stamps)
        for attempt in resumed.unfinished:
            self.put(attempt)

    def run(self) -> None:
        """Work until `notices` says to stop."""
        watcher = Watcher([self.places.source.watched], self.notices)
        try:
            while not self.notices.stopping.is_set():
                paths = self.notices.take(self._wait())
                self.arrivals.notice(filter(None, (unit_of(self.places.source, path) for path in paths)), _now())
                self.step()
        finally:
            watcher.close()
            self.close()

    def step(self) -> None:
        """One round: what is done is recorded, the next is handed over, one unit is taken."""
        for examined in self.exams.take(0.0):
            self.finish(examined)
        while self.exams.has_room and self.begin():
            pass
        if _now() >= self.next_rescan:
            self.rescan()
        self.receive()
        due = self.scores.next_write()
        if due is not None and _now() >= due:
            self.write_scores()

    def rescan(self) -> None:
        """Look at everything, in case an event was missed, and try again what failed."""
        self.next_rescan = _now() + self.places.watch.rescan_seconds
        stuck, self.stuck = self.stuck, []
        for attempt in stuck:
            self.put(attempt)
        try:
            self.arrivals.rescan(_now())
        except OSError as error:
            self.fail("the folder of hand-ins cannot be looked at", error, self.places.source.folder)

    def receive(self) -> None:
        """Take one unit that is ready."""
        unit = ""
        try:
            unit = self.arrivals.ready(_now())
            if unit:
                for taken in self.receiver.take(unit, self.arrivals.stamp(unit), self.desk):
                    self.taken(taken, unit)
                self.arrivals.take(unit)
        except StillComingError:
            self.arrivals.put_off(unit)
        except OSError as error:
            self.arrivals.put_off(unit)
            self.fail("a hand-in could not be taken; it is tried again", error, self.places.source.folder / unit)

    def taken(self, taken: Taken, unit: str) -> None:
        """Tell of what was received, and put it in line."""
        sent, attempt = taken.submission, taken.attempt
        who = {"student": sent.student, "lab": sent.lab}
        if attempt is None:
            self.events.tell(
                "refused" if taken.note else "needs_review", **who, unit=unit, reason=taken.note or sent.problem
            )
            if not taken.note:
                self.scores.add([needs_human(sent.student, sent.lab, sent.problem)])
            return
        digest, found = attempt.received.digest, len(sent.answered)
        self.events.tell("received", **who, attempt=attempt.name, unit=unit, answers=found, digest=digest)
        if len(self.held) < MOST_HELD:
            self.held[attempt.path] = sent
        self.put(attempt)

    def put(self, attempt: Attempt) -> None:
        """Put an attempt in line. Where the latest counts, earlier ones that wait are passed over."""
        self.waiting.put(attempt)
        if self.desk.policy.counts == "latest" and not attempt.received.refused:
            for one in self.waiting.superseded(attempt):
                reason = "a later attempt was handed in before this one was examined"
                self.end(Marked(one, Result("passed_over", reason)))

    def begin(self) -> bool:
        """Hand over the next attempt that waits; False when there is none."""
        attempt = self.waiting.next(self.in_work)
        if attempt is None:
            return False
        if attempt.received.refused:
            self.end(Marked(attempt, Result("refused", attempt.received.refused)))
            return True
        try:
            submission = self.held.get(attempt.path) or read_again(attempt, self.desk)
            if submission.problem:
                row = needs_human(*attempt.place, submission.problem)
                self.end(Marked(attempt, Result("needs_review", submission.problem), (row,)))
                return True
            one = ready(attempt, submission, self.desk, self.exams.hidden, self.exams.course)
            examined, copied_from, rows = known(one, self.desk.work)
            if rows is not None:
                self.end(mark_as_recorded(one, rows, self.desk.work))
            elif examined is not None:
                self.recorded(one, examined, copied_from)
            else:
                self.in_work[attempt.place] = one
                for failed in self.exams.give(submission):
                    self.finish(failed)
        except NOW_IMPOSSIBLE as error:
            self.put_off(attempt, error)
        return True

    def finish(self, examined: Examined) -> None:
        """An exam is done."""
        self.recorded(self.in_work.pop((examined.submission.student, examined.submission.lab)), examined)

    def recorded(self, one: Ready, examined: Examined, copied_from: str = "") -> None:
        """Record what an exam gave."""
        try:
            self.end(mark(one, examined, self.desk.work, self.desk.policy, self.book, copied_from))
        except NOW_IMPOSSIBLE as error:
            self.put_off(one.attempt, error)

    def end(self, marked: Marked) -> None:
        """Do all that follows from what came of an attempt; at last it is noted that it is done."""
        attempt, result = marked.attempt, marked.result
        who = {"student": attempt.student, "lab": attempt.lab, "attempt": attempt.name}
        submission = self.held.pop(attempt.path, None)
        try:
            self.scores.add(marked.rows)
            if result.status == "graded":
                points = sum(row.points or 0.0 for row in marked.rows)
                self.events.tell("graded", **who, points=points, copied_from=result.copied_from)
                self.feedback(*attempt.place)
            elif result.status == "needs_review":
                self.events.tell("needs_review", **who, reason=result.reason)
            else:
                self.events.tell("policy", **who, status=result.status, reason=result.reason)
            if result.status != "graded" or self.desk.policy.feedback_from is not None:
                sent = submission or read_again(attempt, self.desk)
                give_receipt(attempt, sent, self.desk.work, self.places.source)
            write_result(attempt, result)
        except NOW_IMPOSSIBLE as error:
            self.put_off(attempt, error)

    def feedback(self, student: str, lab: str) -> None:
        """Write and release a student's page, if it is not current.

        Raises:
            OSError, DBAPIError: it cannot be written now.
        """
        try:
            given = give_feedback(student, lab, self.desk, self.places.source, self.book)
        except NOW_IMPOSSIBLE:
            raise
        except Exception as error:  # one page that cannot be written does not stop the others
            self.fail("a page could not be written", error, self.places.gradebook / FEEDBACK / student / lab)
            return
        if given.is_fresh:
            self.events.tell("feedback", student=student, lab=lab)

    def put_off(self, attempt: Attempt, error: Exception) -> None:
        """What could not be written is tried again at the next rescan."""
        self.book.db.remove()
        self.stuck.append(attempt)
        self.fail("an attempt could not be recorded; it is tried again", error, attempt.path)

    def fail(self, what: str, error: Exception, path: Path) -> None:
        """Tell of what went wrong, with a cure."""
        self.events.tell("error", what=what, reason=f"{type(error).__name__}: {error}", path=str(path))

    def write_scores(self) -> None:
        """Bring scores.csv up to what the gradebook has."""
        try:
            self.scores.write()
            self.events.tell("scores")
        except (*NOW_IMPOSSIBLE, CourseError) as error:
            self.fail("scores.csv could not be written; it is tried again", error, self.places.gradebook / SCORES)

    def close(self) -> None:
        """End within seconds: what is in work is recorded if it is done soon, else examined after the next start."""
        end = _now() + STOPPING_SECONDS
        while self.in_work and _now() < end:
            for examined in self.exams.take(0.2):
                self.finish(examined)
        self.exams.stop()
        if self.scores.next_write() is not None:
            self.write_scores()
        self.scores.close()
        self.book.close()

    def _arrivals(self, taken: Mapping[str, str]) -> Arrivals:
        watch = self.places.watch
        return Arrivals(self.places.source, watch.settle_seconds, watch.patience_seconds, taken)

    def _wait(self) -> float:
        """How long there is nothing to do, unless a notice comes; in seconds."""
        if self.waiting and self.exams.has_room:
            return 0.0
        times = [self.next_rescan, self.arrivals.next_look(), self.scores.next_write()]
        return min(max(0.0, min(one for one in times if one is not None) - _now()), LOOK_SECONDS)


def _now() -> float:
    return time.monotonic()
