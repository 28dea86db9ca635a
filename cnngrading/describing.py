"""What the form of a wrong outcome says: an exception, None, a shape, a type, a changed argument."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import torch

from cnnlab.checks.wording import with_article
from cnnlab.guard import unwritten
from cnnlab.probing.outcomes import Outcome, rebuild
from cnnlab.probing.questions import RESULT, Probe, Refusal
from cnnlab.probing.verdicts import mutated, verdict

Description = tuple[str, str]  # a kind, and a sentence for the student


def describe(probe: Probe, outcome: Outcome) -> Description | None:
    """What one wrong outcome says, without words of the student's; None when it is just a wrong number."""
    if isinstance(probe.expected, Refusal):
        return "exception", verdict(probe, replace(outcome, message=""))
    call = probe.call or "A call with good arguments"
    if outcome.kind == "raised":
        return "exception", f"{call} stops with {outcome.name}."
    if outcome.kind == "foreign":
        return "dtype", f"{call} gives {_a(outcome.name)}, where {_described(probe.expected)} is asked for."
    if done := mutated(outcome, probe.expected):
        return "mutation", f"Your function {done}: work on a copy (`.clone()`)."
    return _of_value(call, _expected_result(probe.expected), _result(outcome.tree))


def is_none(outcome: Outcome) -> bool:
    """Whether the answer gave None."""
    return outcome.kind == "value" and ("none",) in (outcome.tree, _result(outcome.tree))


def _of_value(call: str, expected: Any, tree: tuple[Any, ...]) -> Description | None:
    if tree == ("none",) and expected is not None:
        return "none", f"{call} gives None: is there a `return` at the end of your function?"
    if isinstance(expected, torch.Tensor):
        if tree[0] != "tensor":
            return "dtype", f"{call} gives {_a(_type_name(tree))}, where {_described(expected)} is asked for."
        if tuple(tree[2]) != tuple(expected.shape):
            hint = _shape_hint(expected, tree)
            shape, expected_shape = tuple(tree[2]), tuple(expected.shape)
            return "shape", f"{call} gives the shape {shape}, where {expected_shape} is right{hint}."
        if tree[1] == "complex":
            return "dtype", f"{call} gives complex numbers, where real ones are asked for: take `.real` at the end."
        if is_unwritten(expected, tree):
            values = "values that are not numbers" if tree[1] == "float" else "values that are no results"
            return "memory", f"{call} gives {values}: does your code begin with `torch.empty` and leave some unwritten?"
        if tree[1] in ("int", "bool") and _is_cut_off(expected, tree):
            return "dtype", f"{call} gives whole numbers, and the fractions are lost: compute with floats."
        return None
    if type(expected) is int and tree[0] != "int":
        return "dtype", f"{call} gives {_a(_type_name(tree))}, where a whole number is asked for."
    if isinstance(expected, tuple) and tree[0] != "tuple":
        return "dtype", f"{call} gives {_a(_type_name(tree))}, where {_described(expected)} is asked for."
    return None


def is_unwritten(expected: torch.Tensor, tree: tuple[Any, ...]) -> bool:
    """Whether a tensor of the right shape holds what `filled_memory` puts into memory, where a number is expected."""
    values, right = rebuild(tree), expected.detach().to(torch.float64)
    return not values.is_meta and bool((unwritten(values) & right.isfinite()).any())


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
    return with_article(noun)
