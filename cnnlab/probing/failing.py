"""A public probe that an answer gets wrong, as plain numbers; `failing_picture` draws it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch

from cnnlab.checks.results import ATOL, RTOL
from cnnlab.figures.arguments import MOST_CELLS, MOST_WEIGHTS
from cnnlab.probing.outcomes import Outcome, Tree, rebuild
from cnnlab.probing.questions import RESULT, Probe, View
from cnnlab.probing.views import Made, made_of

MOST_CHANNELS = 6
MOST_IN_ALL = 210  # cells of all channels together, with their padding

Cells = frozenset[tuple[int, int]]


@dataclass(frozen=True)
class Failing:
    """What the picture shows, as plain numbers: lists of lists of float, with None for a number that is not finite.

    Attributes:
        kind: of the probe's `View`.
        call: as a beginner would write it.
        X: the image (H, W), or the channels (C, H, W) that the map is made of.
        K: their kernels, (h, w) or (C, h, w).
        expected: one map of the result, (H', W'): the one with the first wrong value.
        actual: in the same form; None when it cannot be drawn, because it is too large or has other dimensions.
        expected_shape, actual_shape: of the whole result; None when no tensor came back.
        cell: the first wrong cell of the map; None when the shapes differ.
        where: the index of the map in the whole result, (), (map,) or (image, map).
        wrong: how many values of the whole result are wrong; 0 for what an earlier version kept, which had one map.
        bias, turned, counted, value: as in `View`, the bias of this map.
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
    where: tuple[int, ...] = ()
    wrong: int = 0
    bias: float | None = None
    turned: bool = False
    counted: bool = True
    value: float = 0.0


def failing_of(probe: Probe, outcome: Outcome) -> Failing | None:
    """What to draw of a probe and its outcome; None when it is right, or no tensor, or too large to draw."""
    view, (expected, tree) = probe.view, results_of(probe, outcome)
    if view is None or not isinstance(expected, torch.Tensor) or not tree or tree[0] != "tensor":
        return None
    _, kind, shape, values = tree
    most = MOST_IN_ALL if view.kind == "matrix" else MOST_CELLS
    if kind == "complex" or not 2 <= expected.dim() <= 4 or not 0 < math.prod(expected.shape[-2:]) <= most:
        return None
    where, cell, wrong = (0,) * (expected.dim() - 2), None, 0
    if shape == tuple(expected.shape):
        places = (~_close(rebuild(tree).double(), expected.double())).nonzero().tolist()
        if not places:
            return None
        wrong, (*leading, row, column) = len(places), places[0]
        where, cell = tuple(leading), (row, column)
    made = made_of(view, where)
    if not _can_be_drawn(view, made):
        return None
    images, kernels = [image for image, _ in made.channels], [kernel for _, kernel in made.channels]
    return Failing(
        view.kind,
        probe.call,
        _numbers(images),
        None if kernels[0] is None else _numbers([kernel for kernel in kernels if kernel is not None]),
        view.pool,
        view.mode,
        view.padding,
        view.stride,
        expected[where].tolist(),
        _map_of(shape, values, expected.dim(), where, most),
        tuple(expected.shape),
        tuple(shape),
        cell,
        where,
        wrong,
        made.bias,
        view.turned,
        view.counted,
        view.value,
    )


def results_of(probe: Probe, outcome: Outcome) -> tuple[Any, Tree]:
    """What was expected and what came; of a call whose arguments are compared as well, its result alone."""
    expected, tree = probe.expected, outcome.tree if outcome.kind == "value" else ()
    if not isinstance(expected, dict):
        return expected, tree
    parts = {key[1]: part for key, part in tree[2]} if tree and tree[0] == "dict" else {}
    return expected.get(RESULT), parts.get(RESULT, ())


def _can_be_drawn(view: View, made: Made) -> bool:
    above, beside = view.padding if view.kind != "stamp" else (0, 0)
    sizes = [(image.shape[0] + 2 * above) * (image.shape[1] + 2 * beside) for image, _ in made.channels]
    weights = [0 if kernel is None else kernel.numel() for _, kernel in made.channels]
    return len(sizes) <= MOST_CHANNELS and sum(sizes) <= MOST_IN_ALL and max(weights) <= MOST_WEIGHTS


def _map_of(
    shape: tuple[int, ...], values: tuple[Any, ...], dims: int, where: tuple[int, ...], most: int
) -> list[Any] | None:
    """The map at `where` of a result, or its first one when there is none at `where`; None if it cannot be drawn."""
    height, width = shape[-2:] if len(shape) == dims else (0, 0)
    if not 0 < height * width <= most or math.prod(shape) != len(values):
        return None
    number = 0
    for index, length in zip(where, shape, strict=False):
        number = number * length + (index if index < length else 0)
    start = number * height * width
    return _rows([float(value) for value in values[start : start + height * width]], width)


def _numbers(matrices: list[torch.Tensor]) -> list[Any]:
    """One matrix as it is, several one after the other."""
    lists = [matrix.tolist() for matrix in matrices]
    return lists[0] if len(lists) == 1 else lists


def _close(actual: torch.Tensor, expected: torch.Tensor) -> torch.Tensor:
    return torch.isclose(actual, expected, rtol=RTOL, atol=ATOL)


def wrong_cells(expected: torch.Tensor, actual: torch.Tensor) -> Cells:
    """The cells of two matrices that differ by more than the checks allow."""
    return frozenset((int(i), int(j)) for i, j in (~_close(actual, expected)).nonzero())


def _rows(values: list[float], width: int) -> list[list[float | None]]:
    finite = [value if math.isfinite(value) else None for value in values]
    return [finite[start : start + width] for start in range(0, len(finite), width)]
