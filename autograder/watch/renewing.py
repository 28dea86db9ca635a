"""Pages that are not current any more, since a person graded or the day of feedback has come, written one at a time
when there is nothing else to do.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import UTC, datetime

from traitlets.config import Config

from autograder.course.model import CourseError
from autograder.gradebook.late import try_penalties
from autograder.gradebook.paths import FEEDBACK
from autograder.watch.changes import Place, all_graded, changed, peoples_part
from autograder.watch.line import NOW_IMPOSSIBLE, Line
from autograder.watch.telling import tell_feedback

NO_LATENESS = "what lateness costs cannot be decided"
NO_PAGE_NOW = "a page could not be written; it is tried again"
NO_DATABASE = "the database cannot be read; it is tried again"
PLUGIN_FAILS = "lateness"
AGAIN_SECONDS = 60.0  # after which what could not be read or written is tried again
PAUSE_SECONDS = 1.0  # between a change of the database and a look at it: formgrader writes at each letter typed


class Renewing:
    """Which pages are to be looked at."""

    def __init__(self, line: Line, settings: Config) -> None:
        self.line, self.settings = line, settings
        self._todo: dict[Place, None] = {}
        self._people: dict[Place, bytes] = {}
        self._look_at = 0.0  # when the database is to be looked at; 0 for never
        self._is_lateness_open = False  # whether what it costs could not be decided
        self._not_before = 0.0  # no page is looked at, since one could not be written; 0 for no such time
        self._was_withheld = self._is_withheld()
        self._people = self._peoples_part()

    def notice(self, now: float) -> None:
        """The database has changed; it may have been ourselves."""
        if not self._look_at and self.line.writes.by_others:
            self._look_at = now + PAUSE_SECONDS

    def try_again(self) -> None:
        """Look again at pages that could not be written, and at lateness if that could not be decided."""
        self._not_before = 0.0
        if self._is_lateness_open:
            self.look_at_lateness()

    def look_at_all(self) -> None:
        """Look at the pages of all that was graded: what was done while nobody watched is not known."""
        self._add(all_graded(self.line.desk.work.gradebook))
        self.look_at_database()
        self.look_at_lateness()

    def look_at_database(self, is_thorough: bool = False) -> None:
        """Find out what people changed, if anybody else wrote to the database.

        Args:
            is_thorough: look also if it may have been ourselves alone.
        """
        self._look_at = 0.0
        if not (self.line.writes.by_anybody if is_thorough else self.line.writes.by_others):
            return
        self.line.writes.forget()
        people = self._peoples_part()
        found = changed(self._people, people)
        self._people = people
        if found:
            self.look_at_lateness()
            self.line.scores.refresh()
            self._add(found)

    def look_at_lateness(self) -> None:
        """Have what lateness costs decided again: due dates or extensions may be others."""
        work = self.line.desk.work
        self._is_lateness_open = True
        try:
            with self.line.writes.ours():
                penalties = try_penalties(work.gradebook, self.settings)
            self._is_lateness_open = False
            self.line.told.forget(NO_LATENESS, work.gradebook)
            if not any(penalty.problem for penalty in penalties):
                self.line.told.forget(PLUGIN_FAILS, work.course)
            for penalty in penalties:
                self._add([(penalty.student, penalty.lab)])
                self.line.scores.refresh()
                if penalty.problem:
                    self.line.fail(PLUGIN_FAILS, CourseError(penalty.problem), work.course)
        except (*NOW_IMPOSSIBLE, CourseError) as error:
            self.line.fail(NO_LATENESS, error, work.gradebook)

    def step(self, now: float) -> None:
        """Look at one page, and write it if it is not current."""
        if self._was_withheld and not self._is_withheld():
            self._was_withheld = False
            self.look_at_all()
        if self._look_at and now >= self._look_at:
            self.look_at_database()
        if not self._todo or now < self._not_before:
            return
        self._not_before = 0.0
        place = next(iter(self._todo))
        del self._todo[place]
        path = self.line.desk.work.gradebook / FEEDBACK / "/".join(place)
        try:
            tell_feedback(self.line.events, *place, self.line.give_feedback(*place))
            self.line.told.forget(NO_PAGE_NOW, path)
        except NOW_IMPOSSIBLE as error:
            self._todo[place] = None
            self._not_before = now + AGAIN_SECONDS
            self.line.fail(NO_PAGE_NOW, error, path)

    def next_step(self) -> float | None:
        """When there is something to do, by the monotonic clock; None for never, 0 for now."""
        if self._todo and not self._not_before:
            return 0.0
        times = [self._look_at, self._not_before if self._todo else 0.0]
        return min(filter(None, times), default=None)

    def _peoples_part(self) -> dict[Place, bytes]:
        """What people decided, as the database has it; as it was where the database cannot be read now."""
        gradebook = self.line.desk.work.gradebook
        try:
            people = peoples_part(self.line.book)
            self.line.told.forget(NO_DATABASE, gradebook)
            return people
        except NOW_IMPOSSIBLE as error:
            self._look_at = time.monotonic() + AGAIN_SECONDS
            self.line.writes.remember()
            self.line.fail(NO_DATABASE, error, gradebook)
            return self._people
        finally:
            self.line.book.db.remove()

    def _add(self, places: Iterable[Place]) -> None:
        self._todo.update(dict.fromkeys(places))

    def _is_withheld(self) -> bool:
        day = self.line.desk.policy.feedback_from
        return day is not None and datetime.now(UTC) < day
