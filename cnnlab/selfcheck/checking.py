"""Puts all public questions of an exercise to an answer.

The result has a verdict for each concept, a picture of the first window that is wrong, and which hint to open next.
"""

from __future__ import annotations

import sys
import warnings
from collections import ChainMap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from cnnlab.checks.places import place_of
from cnnlab.checks.wording import is_stub
from cnnlab.probes import probes_of
from cnnlab.probing.asking import put
from cnnlab.probing.failing import failing_of
from cnnlab.probing.outcomes import Outcome
from cnnlab.probing.questions import Probe
from cnnlab.probing.verdicts import verdict
from cnnlab.selfcheck.hints import begin_anew, has_no_hint, mend_first, next_hint
from cnnlab.selfcheck.holding import exercise_of, name_written
from cnnlab.selfcheck.quiet import quiet
from cnnlab.selfcheck.relying import called_exercises
from cnnlab.selfcheck.result import NOT_WRITTEN, Check

STOPPED = "You stopped the check while it waited for an answer: is there a loop that never ends?"
NOT_ASKED = "not asked: the check was stopped"


def check(answer: Callable[..., Any], *, exercise: str | None = None) -> Check:
    """Ask your answer all public questions of its exercise, and show what is right and what is not.

    As in the graded checks, it runs from scratch, and what it prints or draws is dropped. These inputs are public; the
    graded checks ask the same of other inputs.

    Args:
        answer: the function itself, or the class, or whatever else you hold under the exercise's name and can be
            called: `cnnlab.check(corr2d)`.
        exercise: the exercise's name, for an answer that you hold under another name, or under two exercises' names:
            `cnnlab.check(my_pad, exercise="pad2d")`.

    Returns:
        A `Check`: `.passed`, and `.verdicts` by concept. It has been shown already, with a picture of the first window
        that is wrong.

    Raises:
        TypeError: not a function or class, but for instance its result.
        ValueError: it is not clear which exercise this is an answer to; the message says what to write.
    """
    frame = sys._getframe(1)
    space = ChainMap(frame.f_locals, frame.f_globals)
    name = exercise_of(answer, space, name_written(frame), exercise)
    result = _checked(name, answer, space)
    result.show()
    return result


def _checked(name: str, answer: Any, space: Mapping[str, Any]) -> Check:
    probes = probes_of(name)
    outcomes = list(_outcomes(probes, answer))
    if all(is_stub(outcome.name, outcome.message) for outcome in outcomes):
        earlier = _wrong_earlier(name, answer, space)
        text = f"it cannot run before your {earlier[0]} is written." if earlier else NOT_WRITTEN
        hint = mend_first(name, earlier) if earlier else ""
        return Check(name, {probe.concept: text for probe in probes}, None, hint)
    verdicts = {probe.concept: "" for probe in probes}
    failing, changed, hintless = None, False, set[str]()
    for probe, outcome in zip(probes, outcomes, strict=False):
        outcome = replace(outcome, changed="" if changed else outcome.changed)  # which is said once
        text = STOPPED if outcome.name == "KeyboardInterrupt" else verdict(probe, outcome)
        if text and not verdicts[probe.concept]:
            verdicts[probe.concept], changed = text, changed or bool(outcome.changed)
            hintless |= {probe.concept} if has_no_hint(probe, outcome) else set()
        failing = failing or failing_of(probe, outcome)
    for probe in probes[len(outcomes) :]:
        verdicts[probe.concept] = verdicts[probe.concept] or NOT_ASKED
    if not any(verdicts.values()):
        begin_anew(name)
        return Check(name, verdicts)
    earlier = _wrong_earlier(name, answer, space) if STOPPED not in verdicts.values() else []
    failed = [concept for concept, text in verdicts.items() if text]
    about = [concept for concept in failed if concept not in hintless and failed[0] not in hintless]
    return Check(name, verdicts, failing, mend_first(name, earlier) if earlier else next_hint(name, answer, about))


def _wrong_earlier(name: str, answer: Any, space: Mapping[str, Any]) -> list[str]:
    """The other exercises whose answers this one calls, and that are not right."""
    return [other for other, called in called_exercises(name, answer, space).items() if not _is_right(other, called)]


def _is_right(exercise: str, answer: Any) -> bool:
    """Whether an answer gets all public questions of its exercise right."""
    probes = probes_of(exercise)
    return not any(verdict(probe, outcome) for probe, outcome in zip(probes, _outcomes(probes, answer), strict=False))


def _outcomes(probes: tuple[Probe, ...], answer: Any) -> Iterator[Outcome]:
    """What comes back from each probe, up to the one that the user interrupts."""
    with quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for probe in probes:
            outcome = put(probe, answer, place_of=place_of)
            yield outcome
            if outcome.name == "KeyboardInterrupt":
                return
