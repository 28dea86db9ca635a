"""The events of an attempt and of a page."""

from __future__ import annotations

from autograder.watch.events import Events
from autograder.watch.marking import Given, Marked


def tell_result(events: Events, marked: Marked) -> None:
    """Tell what came of an attempt."""
    attempt, result = marked.attempt, marked.result
    who = {"student": attempt.student, "lab": attempt.lab, "attempt": attempt.name}
    if result.status == "graded":
        points = sum(row.points or 0.0 for row in marked.rows)
        events.tell("graded", **who, points=points, copied_from=result.copied_from)
    elif result.status == "needs_review":
        events.tell("needs_review", **who, reason=result.reason)
    else:
        events.tell("policy", **who, status=result.status, reason=result.reason)


def tell_feedback(events: Events, student: str, lab: str, given: Given) -> None:
    """Tell of a page that was written or released just now."""
    if given.is_fresh:
        events.tell("feedback", student=student, lab=lab)
