"""A public probe that an answer gets wrong, as plain numbers; `failing_picture` draws it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch

from cnnlab.checks.expect import ATOL, RTOL
from cnnlab.figures.arguments import MOST_CELLS, MOST_WEIGHTS
from cnnlab.probing.outcomes import Outcome, rebuild
from cnnlab.probing.questions import Probe

Cells = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Failing:
    """What the picture shows, as plain numbers: lists of lists of float, with None for a number that is not finite.

    Attributes:
        kind: "window", "pool" or "stamp".
        call: as a beginner would write it.
        expected: (H', W'), without the axes of length one in front that `expected_shape` has.
        actual: in the same form; None when it cannot be drawn, because it is too large or has other dimensions.
        actual_shape: None when no tensor came back.
        cell: the first wrong cell; None when the shapes differ.
    """

    kind: str
    call: str
    X: list[Any]
    K: list[Any] | None
    pool: tuple[int, int] | None
    mode: str
    padding: tuple[int, int]
    stride: tuple[int, int]
    expected: list[Any]
    actual: list[Any] | None
    expected_shape: tuple[int, ...]
    actual_shape: tuple[int, ...] | None
    cell: tuple[int, int] | None


def failing_of(probe: Probe, outcome: Outcome) -> Failing | None:
    """What to draw of a probe and its outcome; None when it is right, or no tensor, or too large to draw."""
    view, expected = probe.view, probe.expected
    if view is None or not isinstance(expected, torch.Tensor) or outcome.kind != "value" or outcome.tree[0] != "tensor":
        return None
    (height, width), (above, beside) = view.X.shape, view.padding
    weights = 0 if view.K is None else view.K.numel()
    if (
        (height + 2 * above) * (width + 2 * beside) > MOST_CELLS
        or weights > MOST_WEIGHTS
        or not 0 < expected.numel() <= MOST_CELLS
    ):
        return None
    _, kind, shape, values = outcome.tree
    extra = expected.dim() - 2  # axes of length one for example and channel, in front
    if kind == "complex" or extra < 0 or any(length != 1 for length in expected.shape[:extra]):
        return None
    lengths, matrix = shape[extra:], expected.reshape(expected.shape[extra:])
    cell = None
    if shape == tuple(expected.shape):
        wrong = wrong_cells(matrix.double(), rebuild(outcome.tree).double().reshape(lengths))
        if not wrong:
            return None
        cell = min(wrong)
    can_be_drawn = len(lengths) == 2 and 0 < math.prod(shape) == math.prod(lengths) <= MOST_CELLS
    return Failing(
        view.kind,
        probe.call,
        view.X.tolist(),
        None if view.K is None else view.K.tolist(),
        view.pool,
        view.mode,
        view.padding,
        view.stride,
        matrix.tolist(),
        _rows([float(value) for value in values], lengths[1]) if can_be_drawn else None,
        tuple(expected.shape),
        tuple(shape),
        cell,
    )


def wrong_cells(expected: torch.Tensor, actual: torch.Tensor) -> Cells:
    """The cells of two matrices that differ by more than the checks allow."""
    wrong = ~torch.isclose(actual, expected, rtol=RTOL, atol=ATOL)
    return frozenset((int(i), int(j)) for i, j in wrong.nonzero())


def _rows(values: list[float], width: int) -> list[list[float | None]]:
    finite = [value if math.isfinite(value) else None for value in values]
    return [finite[start : start + width] for start in range(0, len(finite), width)]
