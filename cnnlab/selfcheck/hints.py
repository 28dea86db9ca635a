"""What to do next after an answer that is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from cnnlab.checks.wording import SLIPS, lacks_layer, parameters_advice, unset_name
from cnnlab.probes._hints import fitting_hint
from cnnlab.probing.failing import results_of
from cnnlab.probing.outcomes import Outcome
from cnnlab.probing.questions import Probe, Refusal

HINTS = (
    "Next: no hint is about this. Do what the message says.",
    "Next: open Hint 1 below the exercise's statement, change your code, and check again.",
    "Next: open Hint 2 below the exercise's statement.",
    "Next: open Hint 3 below the exercise's statement; it has the steps in order.",
)
LINE_BY_LINE = "go through Hint 3 line by line beside your code, with the numbers of the call above"
LAST_HINT = 3

_tries: dict[str, dict[int, int]] = {}  # exercise → hint → wrong answers in this session that it fitted
_latest: dict[str, Any] = {}  # exercise → the latest wrong answer


def next_hint(name: str, function: Any, failed: Sequence[str]) -> str:
    """The hint that fits the first concept that failed, and, after another answer that the same hint fitted, what to
    read beside it. The same answer gets the same again.

    Args:
        failed: the concepts that failed, but for those of `has_no_hint`; none where the first of all is such a one,
            which comes first. Where no hint is about the first of them, the others' count.
    """
    fitting = [fitting_hint(name, concept) for concept in failed]
    number = next((number for number in fitting if number), 0)
    if not number:
        return HINTS[0]
    tries = _tries.setdefault(name, {})
    tries[number] = tries.get(number, 0) + (_latest.get(name) is not function)
    _latest[name] = function
    further = number + tries[number] - 1
    if further <= number:
        return HINTS[number]
    if number == LAST_HINT:
        return f"Next: {LINE_BY_LINE}."
    then = f"open Hint {further} as well" if further <= LAST_HINT else LINE_BY_LINE
    return f"Next: read Hint {number} again, which is about what is wrong; after that {then}."


def has_no_hint(probe: Probe, outcome: Outcome) -> bool:
    """Whether no hint is about what is wrong with an outcome, whatever its concept: a slip in the code, a library call
    that is refused, other parameters, nothing returned, or a list where a tensor is wanted.
    """
    if outcome.kind == "raised":
        slipped = outcome.name in SLIPS and not (
            isinstance(probe.expected, Refusal)
            and (unset_name(outcome.name, outcome.message) or lacks_layer(outcome.name, outcome.message))
        )
        refused = outcome.name == "ShortcutError"
        return slipped or refused or bool(parameters_advice(outcome.message, probe.call))
    if outcome.kind == "died" or isinstance(probe.expected, Refusal):
        return False
    if isinstance(probe.expected, dict) and outcome.tree[:1] != ("dict",):
        return True
    expected, tree = results_of(probe, outcome)
    return tree == ("none",) or (isinstance(expected, torch.Tensor) and tree[:1] != ("tensor",))


def mend_first(name: str, earlier: Sequence[str]) -> str:
    """What to do where an answer calls answers to other exercises that are not right."""
    calls = f"{name} calls your {' and your '.join(earlier)}, whose checks fail"
    return f"{calls}: mend {'that' if len(earlier) == 1 else 'these'} first, with cnnlab.check({earlier[0]})."


def begin_anew(name: str | None = None) -> None:
    """Forget the wrong answers to one exercise, or to all: the next one gets the fitting hint alone."""
    for exercise in [name] if name is not None else list(_tries):
        _tries.pop(exercise, None)
        _latest.pop(exercise, None)
