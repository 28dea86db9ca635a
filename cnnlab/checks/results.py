"""A result held against what is expected, with a message that a beginner can use."""

from __future__ import annotations

from typing import Any

import torch

from cnnlab.checks.comparing import tell
from cnnlab.checks.errors import fail
from cnnlab.checks.explain import Explain, scalar_text
from cnnlab.checks.wording import (
    number_hint,
    result_words,
    shortened,
    tensor_hint,
    type_in_words,
    value_in_words,
    wrong_values,
)
from cnnlab.guard import unwritten

RTOL = 1e-4
ATOL = 2e-4  # an FFT in float32 on 9×11 inputs was off by 4e-5
NOTHING_WRITTEN = (
    "nothing was ever written there, and `torch.empty` leaves memory as it is (`torch.zeros` and `torch.full` fill it)"
)


def compare(actual: Any, expected: Any, label: str, explain: Explain | None, changed: str = "") -> None:
    """Compare a result with what is expected: type, then shape, then values.

    Args:
        label: what the result is called in a message.
        explain: says how the right value at an index comes about.
        changed: what to say of an argument, where values are wrong.

    Raises:
        CheckError: at the first of the three that differs.
    """
    __tracebackhide__ = True
    tell(label, expected, actual)
    if isinstance(expected, (int, tuple)):
        _compare_numbers(actual, expected, label)
        return
    expected = torch.as_tensor(expected)
    if not isinstance(actual, torch.Tensor):
        (should, but), wanted = result_words(label), f"a tensor of shape {tuple(expected.shape)}"
        fail(f"{label} {should} {wanted}, but {but} {type_in_words(actual)}. {tensor_hint(actual)}")
    if actual.shape != expected.shape:
        hint = (
            ""
            if actual.numel() or not expected.numel()
            else " Is there a slice or a range that is empty, as a slice that ends at -0 is?"
        )
        fail(f"{label} should have the shape {tuple(expected.shape)}, but it has {tuple(actual.shape)}.{hint}")
    if actual.is_complex():
        fail(f"{label} should be real, but it is complex ({actual.dtype}): take `.real` at the end.")
    values = actual.detach().to_dense().to("cpu", torch.float64)
    expected_values = expected.detach().to("cpu", torch.float64)
    wrong = ~torch.isclose(values, expected_values, rtol=RTOL, atol=ATOL)
    if wrong.any():
        index = tuple(int(i) for i in wrong.nonzero()[0])
        place = f".\nThe first wrong one is at {list(index)}" if wrong.numel() > 1 else ""
        message = (
            f"{label} has the right shape {tuple(expected.shape)}, but "
            f"{wrong_values(int(wrong.sum()), wrong.numel())}{place}: expected "
            f"{scalar_text(expected_values[index])}, got {scalar_text(values[index])}."
        )
        message += _unwritten(actual.detach().to_dense()[index]) + (f"\n{changed}" if changed else "")
        fail(message + (f"\n{explain(index)}" if explain else ""))


def _unwritten(value: torch.Tensor) -> str:
    """A hint for a wrong value that looks like memory that nothing was written to."""
    if not unwritten(value):
        return ""
    if value.is_floating_point():
        return f" That is not a number: {NOTHING_WRITTEN}. Or it comes from 0/0, or ∞ - ∞."
    return f" That is no result: {NOTHING_WRITTEN}."


def _compare_numbers(actual: Any, expected: int | tuple[Any, ...], label: str) -> None:
    __tracebackhide__ = True
    hint = number_hint(actual)
    should, but = result_words(label)
    said = f"{value_in_words(actual)}.{f' {hint}' if hint else ''}"
    if type(actual) is not type(expected) and not (isinstance(actual, tuple) and isinstance(expected, tuple)):
        fail(f"{label} {should} {expected!r} ({type_in_words(expected)}), but {but} {said}")
    if (
        isinstance(expected, tuple)
        and isinstance(actual, tuple)
        and list(map(type, actual)) != list(map(type, expected))
    ):
        said = f"{shortened(repr(actual))}.{f' {hint}' if hint else ''}"
        numbers = "a whole number" if len(expected) == 1 else f"{len(expected)} whole numbers"
        fail(f"{label} {should} {expected!r}, {numbers}, but {but} {said}")
    if actual != expected:
        fail(f"{label} {should} {expected!r}, but {but} {shortened(repr(actual))}.")
