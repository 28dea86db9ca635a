"""Which attempt counts, and whether one is too many: plain functions of what was handed in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.watch.attempts import Attempt, Received
from autograder.watch.settings import Policy


@dataclass(frozen=True)
class Refusal:
    """Why an attempt is one too many, and when the next one counts, in UTC; None for never."""

    reason: str
    next_at: datetime | None = None


def refusal(policy: Policy, received: Received, before: Sequence[Attempt]) -> Refusal | None:
    """Why an attempt is not examined, None if it is.

    Args:
        before: the student's attempts at this lab so far, without those that could not be graded.
    """
    counted = [one.received for one in before if not one.received.refused]
    if policy.counts == "first" and len(counted) >= policy.first:
        attempts = "attempt" if policy.first == 1 else f"{policy.first} attempts"
        return Refusal(f"only the first {attempts} at a lab count")
    time, earlier = _times(received, counted)
    if policy.pause and earlier:
        ready = max(earlier) + policy.pause
        if time < ready:
            minutes = policy.pause.total_seconds() / 60
            return Refusal(f"{minutes:g} minutes have to pass between two attempts at a lab", ready)
    if policy.a_day:
        zone = zone_of(policy.zone)
        today = time.astimezone(zone).date()
        same_day = [one for one in earlier if one.astimezone(zone).date() == today]
        if len(same_day) >= policy.a_day:
            attempts = "1 attempt" if policy.a_day == 1 else f"{policy.a_day} attempts"
            midnight = datetime.combine(today + timedelta(days=1), datetime.min.time(), zone)
            return Refusal(f"a day has {attempts} at a lab", midnight.astimezone(UTC))
    return None


def _times(received: Received, before: Sequence[Received]) -> tuple[datetime, list[datetime]]:
    """When an attempt was handed in, and those before it, as nbgrader noted it. A student can write that note: none is
    later than the arrival, or earlier than the last look at which it did not lie there yet, and of an attempt that says
    it is older than one that is there, arrivals count.
    """
    time, *earlier = (min(max(one.time, one.after or one.time), one.received) for one in (received, *before))
    if any(other > time for other in earlier):
        return received.received, [one.received for one in before]
    return time, earlier


def zone_of(name: str) -> tzinfo:
    """The time zone of this name, UTC where there is none."""
    try:
        return ZoneInfo(name) if name else UTC
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC


@dataclass(frozen=True)
class Total:
    """What an attempt came to: the points of each graded cell, None for those that wait for a person, the most points
    of each, and what lateness takes off.
    """

    points: Mapping[str, float | None]
    most: Mapping[str, float]
    late: float = 0.0


def is_better(new: Total, old: Total) -> bool:
    """Whether a later attempt counts in place of an earlier one where the best does.

    Only cells that have points in both are compared: what waits for a person in one of them speaks for neither. Of
    equal ones, that which may still come to more counts, then the later one.
    """
    both = [cell for cell in new.points if new.points[cell] is not None and old.points.get(cell) is not None]
    sums = [sum(total.points[cell] or 0.0 for cell in both) - total.late for total in (new, old)]
    if abs(sums[0] - sums[1]) > 1e-9:
        return sums[0] > sums[1]
    return _possible(new) >= _possible(old)


def _possible(total: Total) -> float:
    """The most that it can still come to."""
    known = (total.most.get(cell, 0.0) if points is None else points for cell, points in total.points.items())
    return sum(known) - total.late
