"""What the form of an answer's outcomes says by itself: a stub, a shortcut, an exception, None, another shape or type,
a changed argument.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import torch

from autograder.text import one_line
from cnnlab.guard import is_removal, is_start
from cnnlab.probing.outcomes import Ending, Outcome
from cnnlab.probing.questions import RESULT, Probe, Refusal
from cnnlab.probing.verdicts import mutated, verdict

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


def undefined(exercise: str, error: str = "", ending: Ending | None = None) -> Symptom:
    """The notebook defines no such name; `error` is the exception that its cell ended with, `ending` says how the cell
    ended its process, if it did.
    """
    if ending == "timed_out":
        why = "its cell does not come to an end."
    elif ending is not None:
        why = "its cell ends the whole program."
    elif error:
        why = f"its cell stops with {error} before it gets that far."
    else:
        why = "is the name written as in the task, and is it outside of any other function?"
    return Symptom("exception", f"There is no {exercise} when the notebook has run: {why}", True)


DIED: dict[Ending, str] = {
    "timed_out": "Your code does not come back in time: look for a loop that never ends, or for far too many steps.",
    "ended": "Your code ends the whole program: take out `exit()` and the like, and make no giant tensors.",
    "unreadable": "What your code returned could not be read: return tensors or numbers, and not too large ones.",
}


def died(ending: Ending) -> Symptom:
    """There is no answer."""
    return Symptom("died", DIED[ending], True)


def symptom(
    exercise: str, probes: Sequence[Probe], outcomes: Sequence[Outcome], wrongs: Sequence[str]
) -> Symptom | None:
    """What can be said without any known wrong answer; None when the outcomes are just wrong numbers, or all right."""
    failed = [(probe, outcome) for probe, outcome, wrong in zip(probes, outcomes, wrongs, strict=True) if wrong]
    for _, outcome in failed:
        if outcome.kind == "died":
            return died(cast(Ending, outcome.name))
        if outcome.name == "ShortcutError":
            return _shortcut(outcome.called)
    if failed and all(outcome.name == "NotImplementedError" for _, outcome in failed) and len(failed) == len(outcomes):
        return stub(exercise)
    values = [
        (probe, outcome)
        for probe, outcome in zip(probes, outcomes, strict=True)
        if not isinstance(probe.expected, Refusal)
    ]
    wrong_values = [(probe, outcome) for probe, outcome in failed if not isinstance(probe.expected, Refusal)]
    if not wrong_values:
        return _of_refusal(*failed[0]) if failed else None
    symptoms = (_of_one(probe, outcome) for probe, outcome in wrong_values)
    first = next((symptom for symptom in symptoms if symptom is not None), None)
    # An answer that gives nothing but exceptions, or nothing but None, says no more than that.
    blank = len(wrong_values) == len(values) and all(_is_blank(outcome) for _, outcome in wrong_values)
    return None if first is None else replace(first, certain=blank)


def _is_blank(outcome: Outcome) -> bool:
    return outcome.kind == "raised" or (
        outcome.kind == "value" and (outcome.tree == ("none",) or _result(outcome.tree) == ("none",))
    )


def _of_refusal(probe: Probe, outcome: Outcome) -> Symptom:
    """What one wrong outcome of a probe that expects an exception says."""
    says = verdict(probe, replace(outcome, message=""))
    return Symptom("exception", one_line(says, LONGEST_MESSAGE), quote=one_line(outcome.message, LONGEST_MESSAGE))


def _of_one(probe: Probe, outcome: Outcome) -> Symptom | None:
    """What one wrong outcome of a probe that expects a value says."""
    call = probe.call or "A call with good arguments"
    if outcome.kind == "raised":
        return Symptom(
            "exception", f"{call} stops with {outcome.name}.", quote=one_line(outcome.message, LONGEST_MESSAGE)
        )
    if outcome.kind == "foreign":
        return Symptom("dtype", f"{call} gives {_a(outcome.name)}, where {_described(probe.expected)} is asked for.")
    if mutated(outcome, probe.expected):
        return Symptom(
            "mutation", "Your function changes what it is given, or hands part of it back: work on a copy (`.clone()`)."
        )
    return _of_value(call, _expected_result(probe.expected), _result(outcome.tree))


def _of_value(call: str, expected: Any, tree: tuple[Any, ...]) -> Symptom | None:
    if tree == ("none",) and expected is not None:
        return Symptom("none", f"{call} gives None: is there a `return` at the end of your function?")
    if isinstance(expected, torch.Tensor):
        if tree[0] != "tensor":
            return Symptom("dtype", f"{call} gives {_a(_type_name(tree))}, where {_described(expected)} is asked for.")
        if tuple(tree[2]) != tuple(expected.shape):
            hint = _shape_hint(expected, tree)
            shape, expected_shape = tuple(tree[2]), tuple(expected.shape)
            return Symptom("shape", f"{call} gives the shape {shape}, where {expected_shape} is right{hint}.")
        if tree[1] == "complex":
            return Symptom(
                "dtype", f"{call} gives complex numbers, where real ones are asked for: take `.real` at the end."
            )
        if tree[1] in ("int", "bool") and _is_cut_off(expected, tree):
            return Symptom("dtype", f"{call} gives whole numbers, and the fractions are lost: compute with floats.")
        return None
    if type(expected) is int and tree[0] != "int":
        return Symptom("dtype", f"{call} gives {_a(_type_name(tree))}, where a whole number is asked for.")
    if isinstance(expected, tuple) and tree[0] != "tuple":
        return Symptom("dtype", f"{call} gives {_a(_type_name(tree))}, where {_described(expected)} is asked for.")
    return None


def _shape_hint(expected: torch.Tensor, tree: tuple[Any, ...]) -> str:
    shape, right = tuple(tree[2]), tuple(expected.shape)
    if len(shape) != len(right):
        return f", with {len(right)} dimension{'s' if len(right) != 1 else ''}, not {len(shape)}"
    if len(shape) >= 2 and shape == (*right[:-2], right[-1], right[-2]):
        return ": height and width are swapped"
    differences = {a - b for a, b in zip(shape[-2:], right[-2:], strict=True)}
    if shape[:-2] == right[:-2] and len(shape) >= 2 and differences == {-1}:
        return ": the last row and the last column are missing"
    if shape[:-2] == right[:-2] and len(shape) >= 2 and differences == {1}:
        return ": that is one row and one column too many"
    return ""


def _is_cut_off(expected: torch.Tensor, tree: tuple[Any, ...]) -> bool:
    right = expected.detach().to(torch.float64).reshape(-1)
    actual = torch.tensor([float(value) for value in tree[3]], dtype=torch.float64)
    return len(actual) == len(right) and bool(((actual - right).abs() < 1).all())


def _shortcut(called: str) -> Symptom:
    if is_removal(called):
        says = "Your code takes away what watches for shortcuts. Leave that out."
    elif is_start(called):
        says = "Your code starts a thread or a process. Compute the answer in the function itself."
    else:
        advice = "Write the operation itself: loops, slices, unfold and einsum are all welcome."
        says = f"Your code lets {one_line(called, LONGEST_MESSAGE) or 'a ready-made operation'} do the work. {advice}"
    return Symptom("shortcut", says, True)


def _expected_result(expected: Any) -> Any:
    return expected[RESULT] if isinstance(expected, dict) and RESULT in expected else expected


def _result(tree: tuple[Any, ...]) -> tuple[Any, ...]:
    """The result in what a probe of `keeping(…)` gives; any other tree as it is."""
    if tree[:1] == ("dict",):
        parts = {key[1]: part for key, part in tree[2] if key[0] == "str"}
        result: tuple[Any, ...] = parts.get(RESULT, tree)
        return result
    return tree


def _type_name(tree: tuple[Any, ...]) -> str:
    return str(tree[1]) if tree[0] == "foreign" else str(tree[0])


def _described(expected: Any) -> str:
    expected = _expected_result(expected)
    if isinstance(expected, torch.Tensor):
        return f"a tensor of the shape {tuple(expected.shape)}"
    if isinstance(expected, tuple):
        return f"a tuple of {len(expected)}"
    return _a({"int": "whole number", "float": "number"}.get(type(expected).__name__, type(expected).__name__))


def _a(noun: str) -> str:
    noun = re.sub(r"[^\w .]", "", noun)[:60] or "something else"
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"
