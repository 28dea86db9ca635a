"""`c.Watch.…` in nbgrader_config.py: which attempt counts, how many there may be, and when students get feedback."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal, cast

from traitlets import Enum, Float, Integer, TraitError, Unicode, validate
from traitlets.config import Config, Configurable

from autograder.course.config import naming_the_setting

Counting = Literal["latest", "best", "first"]
NOW, TOTALS = "now", "totals"


@dataclass(frozen=True)
class Policy:
    """The course's rules for hand-ins, as plain data.

    Attributes:
        counts: which attempt counts: the latest, the best, or, of the first `first`, the latest.
        first: how many attempts at a lab there may be in all, where `counts` is "first".
        a_day: how many attempts at a lab a student has in a day of `zone`; 0 for no limit.
        pause: how long a student waits after an attempt at a lab before the next.
        totals: whether students are shown totals only.
        feedback_from: when students get feedback, in UTC; None for at once.
        zone: the class's time zone, "" for UTC.
    """

    counts: Counting = "latest"
    first: int = 1
    a_day: int = 0
    pause: timedelta = timedelta()
    totals: bool = False
    feedback_from: datetime | None = None
    zone: str = ""


class Watch(Configurable):
    """How hand-ins are taken as they arrive."""

    counts = Enum(("latest", "best", "first"), "latest", help="which attempt counts").tag(config=True)
    first = Integer(1, min=1, help="where counts is 'first': how many attempts at a lab there are in all").tag(
        config=True
    )
    attempts_a_day = Integer(0, min=0, help="at a lab, for each student; 0 for no limit").tag(config=True)
    pause_minutes = Float(0.0, min=0.0, help="after an attempt at a lab, before the next").tag(config=True)
    feedback = Unicode(
        NOW, help="'now', 'totals', or from when on: a date and time with its zone, as 2026-12-01T08:00+01:00"
    ).tag(config=True)
    settle_seconds = Float(0.25, min=0.0, help="for which nothing may change in a hand-in before it is taken").tag(
        config=True
    )
    patience_seconds = Float(
        30.0, min=0.0, help="that a notebook or zip without its end is given before it is taken as it is"
    ).tag(config=True)
    rescan_seconds = Float(60.0, min=0.1, help="between two looks at the whole folder").tag(config=True)

    @validate("feedback")
    def _is_known(self, proposal: dict[str, str]) -> str:
        text = proposal["value"].strip()
        if text not in (NOW, TOTALS):
            try:
                time = datetime.fromisoformat(text)
            except ValueError as error:
                raise TraitError(
                    f"c.Watch.feedback is {text!r}; it can be 'now', 'totals', or a date as 2026-12-01T08:00+01:00"
                ) from error
            if time.tzinfo is None:
                raise TraitError(f"c.Watch.feedback is {text!r}, without a zone; write it as {text}+01:00 or {text}Z")
        return text

    def policy(self, zone: str = "") -> Policy:
        """The rules as plain data."""
        is_date = self.feedback not in (NOW, TOTALS)
        return Policy(
            cast(Counting, self.counts),
            self.first,
            self.attempts_a_day,
            timedelta(minutes=self.pause_minutes),
            self.feedback == TOTALS,
            datetime.fromisoformat(self.feedback).astimezone(UTC) if is_date else None,
            zone,
        )


def watch_settings(config: Config) -> Watch:
    """The course's settings.

    Raises:
        CourseError: one of them makes no sense; the message names it.
    """
    with naming_the_setting():
        return Watch(config=config)
