"""The line of attempts: each is examined when it is its turn, recorded, and gets its feedback.

A step that fails since something cannot be written is told and tried again; nothing that it needs is lost, since an
attempt lies on the disk before it is put in line, and what came of it is noted when all else is done.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import DBAPIError

from autograder.course.model import CourseError
from autograder.exam.results import Examined
from autograder.gradebook.paths import FEEDBACK, database
from autograder.gradebook.scores import SCORES, needs_human
from autograder.grading import Examiners, local_threads
from autograder.intake import Submission
from autograder.watch.attempts import Attempt, Result, persons_choice, write_result
from autograder.watch.changes import Writes
from autograder.watch.events import Events
from autograder.watch.marking import (
    Given,
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
from autograder.watch.receiving import Desk, decided_again
from autograder.watch.scores import Scores
from autograder.watch.source import Source
from autograder.watch.telling import tell_feedback, tell_result
from autograder.watch.troubles import Told, in_words
from autograder.watch.waiting import Waiting

STOPPING_SECONDS = 5.0  # that exams are given to end
MOST_HELD = 8  # submissions that are kept in memory until their exam
NOW_IMPOSSIBLE = (OSError, DBAPIError)
NOT_RECORDED = "an attempt could not be recorded; it is tried again"
NO_PAGE = "a page could not be written"
NO_SCORES = "scores.csv could not be written; it is tried again"
OURS = "it could not be graded: {}: {}"
SUPERSEDED = "a later attempt was handed in before this one was examined"


@dataclass
class Line:
    """The state of the line.

    Attributes:
        wake: called, from any thread, when an exam is done.
        held: the submissions of the first attempts in line; those of others are read again.
        in_work: by student and lab, what is in its exam.
        stuck: what could not be written.
        told: what was told of what goes wrong.
    """

    desk: Desk
    source: Source
    events: Events
    jobs: int
    wake: Callable[[], None]
    waiting: Waiting = field(default_factory=Waiting)
    held: dict[Path, Submission] = field(default_factory=dict)
    in_work: dict[tuple[str, str], Ready] = field(default_factory=dict)
    stuck: list[Attempt] = field(default_factory=list)
    told: Told = field(default_factory=Told)

    def __post_init__(self) -> None:
        gradebook = self.desk.work.gradebook
        self.exams = Examiners(self.desk.work, self.jobs, local_threads, self.wake)
        self.scores, self.book = Scores(gradebook), Gradebook(database(gradebook))
        self.writes = Writes(gradebook)

    def use(self, desk: Desk) -> None:
        """From now on, grade by this course."""
        self.desk = desk
        self.held.clear()
        self.exams.use(desk.work)

    @property
    def is_idle(self) -> bool:
        """Whether nothing waits, and nothing is in work."""
        return not (self.waiting or self.in_work)

    @property
    def can_begin(self) -> bool:
        """Whether there is one to begin with at once."""
        return self.exams.has_room and self.waiting.has_next(self.in_work)

    def put(self, attempt: Attempt, submission: Submission | None = None, *, is_a_persons: bool = False) -> None:
        """Put an attempt in line. Where the latest counts, earlier ones that wait are passed over.

        Args:
            is_a_persons: whether a person wants it, so that it is not passed over.
        """
        if submission is not None and len(self.held) < MOST_HELD:
            self.held[attempt.path] = submission
        self.waiting.put(attempt)
        if self.desk.policy.counts == "latest" and not (attempt.received.cannot_count or is_a_persons):
            for one in self.waiting.superseded(attempt, self._is_chosen):
                self.end(Marked(one, Result("passed_over", SUPERSEDED)))

    def step(self, seconds: float = 0.0) -> None:
        """Record what is done, after waiting for it at most `seconds`, and begin with one attempt if there is room."""
        for examined in self.exams.take(seconds):
            self.recorded(self.in_work.pop((examined.submission.student, examined.submission.lab)), examined)
        if self.exams.has_room:
            self.begin()

    def begin(self) -> None:
        """Hand over the next attempt that waits, if there is one."""
        attempt = self.waiting.next(self.in_work)
        if attempt is None:
            return
        try:
            if attempt.received.refused and not self._is_chosen(attempt):
                attempt = decided_again(attempt, self.desk)
                if attempt.received.refused:
                    self.end(Marked(attempt, Result("refused", attempt.received.refused)))
                    return
            submission = self.held.get(attempt.path) or read_again(attempt, self.desk)
            if submission.problem:
                self.needs_review(attempt, submission.problem)
                return
            one = ready(attempt, submission, self.desk, self.exams.hidden, self.exams.course)
            examined, copied_from, rows = known(one, self.desk.work)
            if rows is not None:
                self.end(mark_as_recorded(one, rows, self.desk.work))
            elif examined is not None:
                self.recorded(one, examined, copied_from)
            else:
                self.in_work[attempt.place] = one
                for failed in self.exams.give(submission):
                    self.recorded(self.in_work.pop(attempt.place), failed)
        except Exception as error:
            self.in_work.pop(attempt.place, None)
            self.failed(attempt, error)

    def recorded(self, one: Ready, examined: Examined, copied_from: str = "") -> None:
        """Record what an exam gave."""
        try:
            with self.writes.ours():
                marked = mark(one, examined, self.desk, self.book, copied_from)
            self.end(marked)
        except Exception as error:
            self.failed(one.attempt, error)

    def failed(self, attempt: Attempt, error: Exception) -> None:
        """Try again what cannot be written now. At a fault of ours a person has to look; the others go on."""
        if isinstance(error, NOW_IMPOSSIBLE):
            self.put_off(attempt, error)
        else:
            self.needs_review(attempt, OURS.format(type(error).__name__, str(error)[:300]))

    def needs_review(self, attempt: Attempt, reason: str) -> None:
        """Note that a person has to look."""
        self.end(Marked(attempt, Result("needs_review", reason), (needs_human(*attempt.place, reason),)))

    def end(self, marked: Marked) -> None:
        """Do all that follows from what came of an attempt; at last it is noted that it is done, and told."""
        attempt, result = marked.attempt, marked.result
        submission, given = self.held.pop(attempt.path, None), Given()
        try:
            chosen = persons_choice(self.desk.work.gradebook, *attempt.place)
            if result.status != "needs_review" or chosen in ("", attempt.name):
                self.scores.add(marked.rows)
            if result.status == "graded":
                given = self.give_feedback(*attempt.place)
            if given.page is None and self.source.exchange is not None:
                give_receipt(attempt, submission or read_again(attempt, self.desk), self.desk.work, self.source)
            write_result(attempt, result)
            self.told.forget(NOT_RECORDED, attempt.path)
            tell_result(self.events, marked)
        except Exception as error:  # the disk's, the database's or ours: without the note it is done again later
            self.put_off(attempt, error)
        tell_feedback(self.events, *attempt.place, given)

    def give_feedback(self, student: str, lab: str) -> Given:
        """Write and release a student's page, if it is not current.

        Raises:
            OSError, DBAPIError: it cannot be written now.
        """
        path = self.desk.work.gradebook / FEEDBACK / student / lab
        try:
            given = give_feedback(student, lab, self.desk, self.source, self.book)
        except NOW_IMPOSSIBLE:
            raise
        except Exception as error:  # one page that cannot be written does not stop the others
            self.fail(NO_PAGE, error, path)
            return Given()
        self.told.forget(NO_PAGE, path)
        return given

    def try_again(self) -> None:
        """Put in line again what could not be written."""
        stuck, self.stuck = self.stuck, []
        for attempt in stuck:
            self.put(attempt, is_a_persons=True)

    def put_off(self, attempt: Attempt, error: Exception) -> None:
        """What could not be written is tried again later."""
        self.book.db.remove()
        self.stuck.append(attempt)
        self.fail(NOT_RECORDED, error, attempt.path)

    def fail(self, what: str, error: Exception, path: Path) -> None:
        """Tell of what went wrong, with which file, and the cure: once, until `told` forgets it."""
        if self.told.is_new(what, error, path):
            reason, named, cure = in_words(error, path)
            self.events.tell("error", what=what, reason=reason, path=named, cure=cure)

    def write_scores(self) -> None:
        """Bring scores.csv up to what the gradebook has."""
        path = self.desk.work.gradebook / SCORES
        try:
            self.scores.write()
            self.told.forget(NO_SCORES, path)
            self.events.tell("scores")
        except (*NOW_IMPOSSIBLE, CourseError) as error:
            self.fail(NO_SCORES, error, path)

    def close(self) -> None:
        """End within seconds: what is in work is recorded if it is done soon, else examined after the next start."""
        end = time.monotonic() + STOPPING_SECONDS
        while self.in_work and time.monotonic() < end:
            for examined in self.exams.take(0.2):
                self.recorded(self.in_work.pop((examined.submission.student, examined.submission.lab)), examined)
        self.exams.stop()
        if self.scores.next_write() is not None:
            self.write_scores()
        self.scores.close()
        self.book.close()

    def _is_chosen(self, attempt: Attempt) -> bool:
        """Whether a person wants it to count."""
        return persons_choice(self.desk.work.gradebook, *attempt.place) == attempt.name
