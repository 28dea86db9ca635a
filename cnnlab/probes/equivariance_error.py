"""Probes for `equivariance_error`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from numbers import Real
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.checks.wording import type_in_words
from cnnlab.functions import given
from cnnlab.probes._calls import quarters
from cnnlab.probing.questions import RESULT, SEEN, Probe, Refusal

Pair = tuple[int, int]
LEFT, IS_FLOAT = "X is as it was", "the result is a float"


def probes() -> tuple[Probe, ...]:
    return (*moves(), *stride(), *margin())


def moved(maps: Tensor, dy: int, dx: int) -> Tensor:
    """The content dy rows down and dx columns to the right, with zeros for what comes in."""
    height, width = maps.shape[2:]
    dy, dx = max(min(dy, height), -height), max(min(dx, width), -width)
    wide = F.pad(maps, (width, width, height, height))
    return wide[:, :, height - dy : 2 * height - dy, width - dx : 2 * width - dx]


def error(f: Callable[[Tensor], Tensor], X: Tensor, shift: Pair, margin: int, stride: int = 1) -> float:
    """What a right answer returns."""
    A, B = f(moved(X, *shift)), moved(f(X), shift[0] // stride, shift[1] // stride)
    height, width = B.shape[2:]
    inside = (..., slice(margin, height - margin), slice(margin, width - margin))
    difference = float((A[inside] - B[inside]).norm())
    return difference / float(B[inside].norm()) if difference > 0 else 0.0


def asked(
    concept: str,
    what: str,
    f: Callable[[Tensor], Tensor],
    X: Tensor,
    shift: Pair,
    margin: int,
    stride: int = 1,
    named: bool = False,
) -> Probe:
    """A call, by position or by names; `what` says what f does. A number comes back as a tensor."""

    handed, settings = given(f, "f"), {} if stride == 1 else {"stride": stride}

    def ask(function: Any) -> Any:
        own = X.clone(memory_format=torch.preserve_format)
        if named:
            result = function(margin=margin, shift=shift, X=own, f=handed)
        else:
            result = function(handed, own, shift, margin, **settings)
        seen = {RESULT: torch.tensor(result) if isinstance(result, Real) else result}
        facts = {"moves": {IS_FLOAT: isinstance(result, float)}, "margin": {LEFT: torch.equal(own, X)}}
        words = {IS_FLOAT: f"yours is {type_in_words(result)}", LEFT: "yours has changed it"}
        return seen | facts.get(concept, {}) | {SEEN: words}

    size = "×".join(map(str, X.shape))
    last = f", stride={stride}" if stride > 1 else ""
    text = f"equivariance_error(f, X, {shift}, {margin}{last}) with X {size}, where f {what}"
    facts = {"moves": {IS_FLOAT: True}, "margin": {LEFT: True}}
    expected = {RESULT: torch.tensor(error(f, X, shift, margin, stride)), **facts.get(concept, {})}
    return Probe(concept, ask, expected, text)


def moves() -> Iterator[Probe]:
    draw = quarters(seed=951)
    X = torch.tensor([[[[3.0, 1.0, 2.0]]]])
    yield asked("moves", "adds 1", lambda X: X + 1, X, (0, 1), 0)
    yield asked("moves", "doubles X", lambda X: 2 * X, X, (0, -1), 0)
    for N, C, H, W, dy, dx in [
        (2, 3, 4, 5, 1, -2),
        (1, 2, 5, 3, -2, 1),
        (3, 1, 4, 4, 2, 0),
        (2, 3, 4, 5, 1, -2),
        (1, 2, 6, 3, 4, -1),  # more than the other side
        (1, 1, 6, 3, -4, 1),
        (2, 1, 3, 6, -1, 4),
        (1, 2, 3, 6, 1, -4),
    ]:
        f, X = _weighting(draw(H, W)), draw(N, C, W, H).transpose(2, 3)
        yield asked("moves", "weights each place and adds 1", f, X, (dy, dx), 0, named=True)
    for shift in [(0, 9), (0, 5), (0, -5), (4, 0), (-4, 0)]:  # all is moved out
        f = _weighting(draw(3, 4), plus=0)
        yield asked("moves", "weights each place", f, draw(2, 1, 3, 4), shift, 0)


def _weighting(weight: Tensor, plus: float = 1) -> Callable[[Tensor], Tensor]:
    return lambda X: X * weight + plus


def _thinning(s: int) -> Callable[[Tensor], Tensor]:
    return lambda X: X[:, :, ::s, ::s]


def _framing(place: Tensor) -> Callable[[Tensor], Tensor]:
    return lambda X: X + (1 - place) * 10


def stride() -> Iterator[Probe]:
    draw = quarters(seed=952)
    half = "takes every second column"
    yield asked("stride", half, lambda X: X[:, :, :, ::2], torch.arange(16.0).reshape(1, 1, 2, 8), (0, 2), 0, 2)
    row = torch.tensor([[[[1.0, 2.0, 3.0, 4.0]]]])
    yield asked("stride", half, lambda X: X[:, :, :, ::2], row, (0, 1), 0, 2)
    for H, W, s, dy, dx in [(6, 8, 2, 2, -4), (9, 6, 3, -3, 3), (8, 8, 4, 4, 0), (8, 6, 2, -2, 2)]:
        yield asked("stride", f"takes each pixel of {s}", _thinning(s), draw(2, 1, H, W), (dy, dx), 0, s)
    for dy, dx in [(1, 3), (-1, 3), (3, -3)]:
        yield asked("stride", "takes each pixel of 2", _thinning(2), draw(1, 2, 8, 10), (dy, dx), 0, 2)


def margin() -> Iterator[Probe]:
    draw = quarters(seed=953)
    dot = torch.zeros(1, 1, 5, 6)
    dot[0, 0, 2, 2] = 1.0
    frame = "sets the frame to 5"
    yield asked("margin", frame, lambda X: F.pad(X[:, :, 1:-1, 1:-1], (1, 1, 1, 1), value=5.0), dot, (0, 1), 2)
    yield _refused(dot, (0, 1), 3)
    for H, W, width, dy, dx in [(7, 9, 2, 1, -1), (9, 7, 3, -1, 0), (6, 8, 1, 0, 0), (8, 6, 1, 0, 0)]:
        X, place = draw(2, 2, H, W), torch.zeros(H, W)
        place[width : H - width, width : W - width] = 1.0
        yield asked("margin", "adds 10 outside the margin", _framing(place), X, (dy, dx), width)
        yield _refused(X, (dy, dx), (min(H, W) + 1) // 2)
        yield _refused(X, (dy, dx), H + W)
    yield asked("margin", "is 0 everywhere", lambda X: 0 * X, draw(1, 1, 4, 4), (1, 1), 0)
    yield asked("margin", "doubles X", lambda X: 2 * X, draw(1, 1, 4, 5), (1, 1), 1)


def _refused(X: Tensor, shift: Pair, margin: int) -> Probe:
    text = f"equivariance_error(f, X, {shift}, {margin}) with X {'×'.join(map(str, X.shape))}"
    handed = given(torch.abs, "f")
    refusal = Refusal(naming=(margin,))
    return Probe("margin", lambda function: function(handed, X.clone(), shift, margin), refusal, text)
