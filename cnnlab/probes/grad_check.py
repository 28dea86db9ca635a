"""Probes for `grad_check`."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.functions import Given, conv_of, cubic, given, sine, square_sum
from cnnlab.probes._calls import Calls, quarters
from cnnlab.probing.questions import Probe

calls = Calls("grad_check", ("X", "grad"), refuse=("autograd",))
linear = given(lambda X: 3 * X, "linear")
nothing = given(lambda X: 0 * X, "nothing")
undefined = given(lambda X: 0 / (X - X), "undefined")
steep, falling = given(lambda X: X / (X <= 1), "steep"), given(lambda X: -X / (X <= 1), "falling")
OK, WORST, ERROR = "ok", "worst", "error"


def probes() -> tuple[Probe, ...]:
    return (*worst(), *floor(), *refuses())


def says(
    concept: str,
    f: Given,
    X: Tensor,
    grad: Tensor,
    *args: float,
    ok: bool,
    at: Any = None,
    error: float | None = None,
    **tol: Any,
) -> Probe:
    """A call, and what is expected of the three results: a right gradient's worst entry is a matter of rounding."""
    wanted: dict[str, Any] = {OK: ok}
    if at is not None:
        wanted[WORST] = at
    if error is not None:
        wanted[ERROR] = error
    probe = calls.gives(concept, f, X, grad, *args, returns=None, **tol)

    def ask(answer: Any) -> Any:
        result = probe.ask(answer)
        if not (isinstance(result, tuple) and len(result) == 3):
            return result
        seen = dict(zip((OK, WORST, ERROR), result, strict=True))
        if concept != "worst" and isinstance(result[2], Tensor):
            seen[ERROR] = float(result[2])  # its type is looked at once
        return {key: seen[key] for key in wanted}

    return replace(probe, ask=ask, expected=wanted)


def worst() -> Iterator[Probe]:
    draw = quarters(seed=261)
    two = torch.tensor([1.0, 2.0])
    yield says("worst", cubic, two, torch.tensor([3.0, 12.0]), ok=True, error=0.0)
    yield says("worst", cubic, two, torch.tensor([3.0, 9.0]), ok=False, at=(1,), error=0.25)
    yield says("worst", cubic, two, torch.tensor([4.0, 12.0]), ok=False, at=(0,), error=0.25)
    yield says("worst", cubic, two, torch.tensor([-3.0, 12.0]), ok=False, at=(0,), error=2.0)
    for claimed, error in [(-5.0, 0.2), (-3.0, 0.25)]:  # in the place of -4
        grad = torch.tensor([[-2.0, claimed]])
        yield says("worst", square_sum, -two.reshape(1, 2), grad, ok=False, at=(0, 1), error=error)
    for shape in [(3, 4), (2, 3, 2), (5,)]:
        X = draw(*shape, low=2, high=8)
        right = 3 * X.double() ** 2
        for place, factor in [(0, 1.4), (right.numel() - 1, 0.6), (2, -0.5), (right.numel() // 2, 1.01)]:
            wrong = right.flatten().clone()
            wrong[1] *= 1.002
            wrong[place] = factor * right.flatten()[place]
            at = tuple(int(n) for n in torch.unravel_index(torch.tensor(place), shape))
            error = abs(factor - 1) / max(1, abs(factor))
            yield says("worst", cubic, X, wrong.reshape(shape), ok=False, at=at, error=error)
    X, kernel = draw(1, 2, 3, 4), draw(3, 2, 2, 2).double()
    right = F.conv_transpose2d(torch.ones(1, 3, 2, 3).double(), kernel)
    yield says("worst", conv_of(kernel), X, right, ok=True, error=0.0)
    yield says("worst", conv_of(kernel), X, 2 * right, ok=False)
    X = draw(2, 2, low=2, high=8).double()
    yield says("worst", square_sum, X, 4 * X, ok=False, error=0.5)
    upright = draw(3, 2, low=2, high=8).double().t()
    yield says("worst", cubic, upright, 3 * upright**2, ok=True, error=0.0)


def floor() -> Iterator[Probe]:
    draw = quarters(seed=262)
    for f, numbers, right in [
        (cubic, [0.0, 1.0], [0.0, 3.0]),
        (cubic, [1000.0], [3e6]),
        (nothing, [1.0, 2.0], [0.0, 0.0]),
    ]:
        X = torch.tensor(numbers, dtype=torch.float64)
        yield says("floor", f, X, torch.tensor(right, dtype=torch.float64), ok=True, error=0.0)
    for tol, ok in [(0.1, True), (0.08, False)]:
        yield says("floor", linear, torch.ones(1), torch.tensor([3.3]), ok=ok, error=1 / 11, tol=tol)
    yield says("floor", nothing, torch.tensor([2.0]), torch.ones(1), 1.0, ok=True, at=(0,), error=1.0)  # as much as tol
    yield says("floor", nothing, torch.tensor([2.0]), torch.zeros(1), ok=True, at=(0,), error=0.0)
    yield says("floor", cubic, torch.ones(1), torch.tensor([3.0]), 0.5, ok=True, at=(0,), error=0.0)
    for small in (0.0001, 0.0004):
        grad = torch.tensor([0.0, small / 2, small], dtype=torch.float64)
        yield says("floor", nothing, draw(3).double(), grad, 0.5, ok=True, at=(2,), error=small / 0.001)
    for f, X in [
        (cubic, torch.zeros(2, 2)),
        (cubic, 500 + draw(2).double()),
        (sine, draw(3, 2).double()),
        (nothing, draw(3)),
    ]:
        grad = 3 * X**2 if f is cubic else X.cos() if f is sine else 0 * X
        yield says("floor", f, X, grad, ok=True, error=0.0)
        for factor, tol, ok in [(1.5, 2.0, True), (1.5, 0.1, False), (0.5, 2.0, True), (0.5, 0.1, False)]:
            yield says("floor", f, X, torch.where(grad == 0, 0.5, factor * grad), tol, ok=ok)


def refuses() -> Iterator[Probe]:
    draw = quarters(seed=263)
    at: Any
    X, nan, inf = torch.tensor([1.0, 2.0, 3.0]), math.nan, math.inf
    for grad, at in [([3.0, nan, 3.0], (1,)), ([nan, nan, 3.0], (0,)), ([3.0, 3.0, -inf], (2,))]:
        yield says("refuses", linear, X, torch.tensor(grad), ok=False, at=at, error=inf)
    for shape, place in [((2, 3), 4), ((4,), 0), ((2, 2, 2), 7), ((2, 2), 1)]:
        for value in (nan, inf, -inf):
            bad = 3 * torch.ones(shape)
            bad.reshape(-1)[place] = value
            at = tuple(int(n) for n in torch.unravel_index(torch.tensor(place), shape))
            yield says("refuses", linear, draw(*shape), bad, ok=False, at=at, error=inf, tol=100.0)
    yield says("refuses", undefined, torch.ones(2), torch.ones(2), ok=False, at=(0,), error=inf)
    for f, slope in [(steep, 1.0), (falling, -1.0)]:
        yield says("refuses", f, torch.tensor([0.5, 1.0]), torch.full((2,), slope), ok=False, at=(1,), error=inf)
    for one, other in [
        ((2, 3), (3, 2)),  # printed in the lab
        ((3, 4), (4, 3)),
        ((2, 3), (6,)),
        ((1, 3), (3,)),
        ((3,), (1, 3)),
        ((2, 2), (1, 1)),
        ((2, 2), ()),
    ]:
        yield calls.refuses("refuses", linear, draw(*one), draw(*other), naming=(one, other) if other else (one,))
    yield calls.leaves("refuses", linear, draw(2, 2), draw(2, 2))
    yield calls.leaves("refuses", linear, draw(2, 2).double(), draw(2, 2).double())
    keeps = calls.leaves("refuses", linear, draw(2, 3), torch.tensor([[3.0, nan, 3.0], [3.0, 3.0, 3.0]]))
    yield keeps
    named = calls.gives("refuses", f=linear, X=torch.ones(2), grad=torch.tensor([3.0, nan]), returns=None)
    yield replace(named, ask=lambda answer: named.ask(answer)[1], expected=(1,))
