"""What to do next after an answer that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cnnlab.probes._hints import fitting_hint

HINTS = (
    "Next: change what the message says; no hint is about that.",
    "Next: open Hint 1 below the exercise's statement, change your code, and check again.",
    "Next: open Hint 2 below the exercise's statement.",
    "Next: open Hint 3 below the exercise's statement; it has the steps in order.",
    "Next: go through Hint 3 line by line beside your code, with the numbers of the call above.",
)

_tries: dict[str, tuple[int, Any]] = {}  # exercise → wrong answers in this session, and the latest one


def next_hint(name: str, function: Any, failed: Sequence[str]) -> str:
    """The hint that fits the first concept that failed, the next one of the ladder for each new wrong answer, and the
    same one again for the same answer.

    Args:
        failed: the concepts that failed, one at least. Where no hint is about the first of them, the others' count.
    """
    fitting = [fitting_hint(name, concept) for concept in failed]
    first = next((number for number in fitting if number), 0)
    if not first:
        return HINTS[0]
    count, latest = _tries.get(name, (0, None))
    if latest is not function:
        count += 1
    _tries[name] = (count, function)
    return HINTS[min(first + count - 1, len(HINTS) - 1)]


def mend_first(name: str, earlier: Sequence[str]) -> str:
    """What to do where an answer calls answers to other exercises that are not right."""
    calls = f"{name} calls your {' and your '.join(earlier)}, whose checks fail"
    return f"{calls}: mend {'that' if len(earlier) == 1 else 'these'} first, with cnnlab.check({earlier[0]})."


def begin_anew(name: str | None = None) -> None:
    """Forget the wrong answers to one exercise, or to all: the next one gets the first hint."""
    for exercise in [name] if name is not None else list(_tries):
        _tries.pop(exercise, None)
