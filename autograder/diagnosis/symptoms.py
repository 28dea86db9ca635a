"""What the form of an answer's outcomes says by itself: a stub, a shortcut, an exception; and what the subject says of
a wrong value.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from autograder.course.probes import Ending, Outcome, Probe, Probes
from autograder.course.subject import Subject
from autograder.text import one_line

LONGEST_MESSAGE = 240


@dataclass(frozen=True)
class Symptom:
    """A kind of diagnosis and what it says, in our words; `quote` is the message of the student's own exception. A
    certain one holds whatever named wrong answer gives the same.
    """

    kind: str
    says: str
    certain: bool = False
    quote: str = ""


def stub(exercise: str) -> Symptom:
    """Nothing was written."""
    return Symptom(
        "stub", f"{exercise} is not written yet: put your code in the place of `raise NotImplementedError(…)`.", True
    )


def undefined(exercise: str, error: str = "", ending: Ending | None = None, newer_python: str = "") -> Symptom:
    """The notebook defines no such name; `error` is the exception that its cell ended with, `ending` says how the cell
    ended its process, if it did; `newer_python` is the version that the notebook was written with, if it is too new.
    """
    if ending == "timed_out":
        why = "its cell does not come to an end."
    elif ending is not None:
        why = "its cell ends the whole program."
    elif error in ("SyntaxError", "IndentationError") and newer_python:
        why = f"its cell stops with {error}. It was written with Python {newer_python}; grading uses an older one."
    elif error:
        why = f"its cell stops with {error} before it gets that far."
    else:
        why = "is the name written as in the task, and is it outside of any other function?"
    return Symptom("exception", f"There is no {exercise} when the notebook has run: {why}", True)


DIED: dict[Ending, str] = {
    "timed_out": "Your code does not come back in time: look for a loop that never ends, or for far too many steps.",
    "ended": "Your code ends the whole program: take out `exit()` and the like, and make nothing too large for memory.",
    "unreadable": "What your code returned could not be read: return {values}, and not too large ones.",
}


def died(ending: Ending, values: str) -> Symptom:
    """There is no answer. `values` says what answers give back."""
    return Symptom("died", DIED[ending].format(values=values), True)


def symptom(
    exercise: str, subject: Subject, asked: Sequence[Probe], outcomes: Sequence[Outcome], wrongs: Sequence[str]
) -> Symptom | None:
    """What can be said without any known wrong answer; None when the outcomes are just wrong numbers, or all right."""
    probes, guard = subject.probes, subject.guard
    if probes is None:
        return None
    failed = [(probe, outcome) for probe, outcome, wrong in zip(asked, outcomes, wrongs, strict=True) if wrong]
    for _, outcome in failed:
        if outcome.kind == "died":
            return died(cast(Ending, outcome.name), subject.values)
        if guard is not None and outcome.name == guard.refusal.__name__:
            return Symptom("shortcut", guard.describe(one_line(outcome.called, LONGEST_MESSAGE)), True)
    if failed and all(outcome.name == "NotImplementedError" for _, outcome in failed) and len(failed) == len(outcomes):
        return stub(exercise)
    values = [probe for probe in asked if not probes.refuses(probe)]
    wrong_values = [(probe, outcome) for probe, outcome in failed if not probes.refuses(probe)]
    if not wrong_values:
        return _of_one(probes, *failed[0]) if failed else None
    symptoms = (_of_one(probes, probe, outcome) for probe, outcome in wrong_values)
    first = next((symptom for symptom in symptoms if symptom is not None), None)
    # An answer that gives nothing but exceptions, or nothing but None, says no more than that.
    blank = len(wrong_values) == len(values) and all(_is_blank(probes, outcome) for _, outcome in wrong_values)
    return None if first is None else replace(first, certain=blank)


def _is_blank(probes: Probes, outcome: Outcome) -> bool:
    return outcome.kind == "raised" or probes.is_none(outcome)


def _of_one(probes: Probes, probe: Probe, outcome: Outcome) -> Symptom | None:
    """What one wrong outcome says by itself."""
    described = probes.describe(probe, outcome)
    if described is None:
        return None
    kind, says = described
    return Symptom(kind, one_line(says, LONGEST_MESSAGE), quote=one_line(outcome.message, LONGEST_MESSAGE))
