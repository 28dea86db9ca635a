"""Probes for `conv2d_general`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes._calls import Calls, grid, quarters
from cnnlab.probing.questions import Probe

calls = Calls("conv2d_general", ("X", "W", "b"))


def probes() -> tuple[Probe, ...]:
    return (*dilation(), *groups(), *together(), *errors())


def against_torch(concept: str, X: Tensor, W: Tensor, b: Tensor | None = None, **settings: Any) -> Probe:
    """A call, expected to return PyTorch's own result, computed in float64."""
    returns = F.conv2d(X.double(), W.double(), None if b is None else b.double(), **settings)
    return calls.gives(concept, *(X, W, b)[: 2 if b is None else 3], returns=returns, **settings)


def dilation() -> Iterator[Probe]:
    draw = quarters(seed=701)
    row = torch.tensor([[[[1.0, 2.0, 4.0, 8.0, 16.0]]]])
    for d in (1, 2, 3):
        yield against_torch("dilation", row, torch.ones(1, 1, 1, 2), dilation=d)
    weights = torch.tensor([1.0, 0.0, 10.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 1.0, 0.0]).reshape(2, 1, 2, 3)
    yield against_torch("dilation", grid(4, 5)[None, None], weights, dilation=2)
    for N, C, count, H, W, h, w, d in [
        (2, 3, 4, 6, 7, 3, 2, 2),
        (3, 2, 2, 5, 6, 2, 3, 2),
        (1, 3, 3, 7, 7, 3, 3, 3),
        (1, 2, 3, 9, 3, 3, 1, 4),
        (1, 1, 2, 3, 8, 1, 3, 3),
        (1, 1, 1, 3, 9, 2, 4, 2),
        (2, 2, 2, 4, 5, 3, 2, 1),
    ]:
        yield against_torch("dilation", draw(N, C, H, W), draw(count, C, h, w), dilation=d)
    first, second = draw(2, 2, 5, 4).transpose(2, 3), draw(3, 2, 2, 2).transpose(2, 3)
    yield against_torch("dilation", first, second, dilation=2)
    pair = (draw(1, 2, 4, 5), draw(3, 2, 2, 2)), (draw(1, 2, 4, 5), draw(3, 2, 2, 2))
    yield Probe(
        "dilation",
        lambda answer: tuple(answer(X.clone(), W.clone(), dilation=2) for X, W in pair),
        tuple(F.conv2d(X, W, dilation=2) for X, W in pair),
        "conv2d_general(X, W, dilation=2), and a second call with other values",
        allow=(),
    )


def groups() -> Iterator[Probe]:
    draw = quarters(seed=702)
    pixels = torch.tensor([1.0, 10.0, 100.0, 1000.0]).reshape(1, 4, 1, 1)
    for count, g in [(2, 2), (4, 2), (4, 4)]:
        weights = torch.arange(1.0, 1.0 + count * 4 // g).reshape(count, 4 // g, 1, 1)
        yield against_torch("groups", pixels, weights, groups=g)
    for N, C, count, size, k, g in [
        (2, 6, 4, 4, 2, 2),
        (3, 4, 8, 3, 2, 4),
        (2, 6, 9, 3, 2, 3),
        (1, 4, 2, 4, 2, 2),
        (2, 3, 6, 4, 3, 3),
        (2, 5, 5, 3, 2, 5),
        (2, 3, 4, 4, 2, 1),
    ]:
        yield against_torch("groups", draw(N, C, size, size), draw(count, C // g, k, k), groups=g)


def together() -> Iterator[Probe]:
    draw = quarters(seed=703)
    yield against_torch(
        "together", torch.arange(1.0, 8.0).reshape(1, 1, 1, 7), torch.ones(1, 1, 1, 2), stride=2, dilation=3
    )
    for N, C, count, H, W, h, w, s, p, d, g in [
        (2, 4, 6, 7, 6, 3, 2, 2, 1, 2, 2),
        (2, 3, 6, 6, 7, 2, 3, 3, 2, 2, 3),
        (1, 6, 4, 5, 8, 3, 2, 2, 3, 3, 2),
        (1, 2, 3, 8, 7, 2, 3, 3, 0, 2, 1),
        (2, 3, 3, 5, 4, 3, 2, 1, 2, 3, 3),
        (2, 3, 4, 5, 4, 3, 2, 2, 1, 1, 1),
        (1, 1, 2, 2, 3, 2, 2, 2, 4, 3, 1),
        (1, 2, 3, 3, 4, 2, 2, 1, 3, 1, 1),
    ]:
        X, K, b = draw(N, C, H, W), draw(count, C // g, h, w), draw(count, low=1)
        returns = F.conv2d(X.double(), K.double(), b.double(), s, p, d, g)
        yield calls.gives("together", X, K, b, s, p, d, g, returns=returns)
    yield against_torch("together", draw(2, 2, 5, 4), draw(3, 2, 2, 2), draw(3, low=1))
    named: dict[str, Any] = {"groups": 2, "dilation": 2, "padding": 1, "stride": 2}
    X, K, b = draw(1, 2, 3, 4), draw(2, 1, 2, 3), draw(2, low=1)
    returns = F.conv2d(X.double(), K.double(), b.double(), **named)
    yield calls.gives("together", X, K, b=b, **named, returns=returns)


def errors() -> Iterator[Probe]:
    draw = quarters(seed=704)
    for images, weights, g in [
        ((2, 3, 5, 6), (4, 2, 3, 2), 1),
        ((2, 6, 5, 6), (4, 6, 3, 2), 2),
        ((2, 6, 5, 6), (3, 3, 3, 2), 2),
        ((2, 5, 5, 6), (4, 2, 3, 2), 2),
        ((1, 4, 4, 4), (6, 1, 2, 2), 2),
        ((1, 4, 4, 4), (5, 2, 2, 2), 2),
        ((1, 5, 4, 4), (6, 1, 2, 2), 3),
        ((1, 3, 4, 4), (6, 1, 2, 2), 1),
    ]:
        yield calls.refuses("errors", draw(*images), draw(*weights), groups=g, naming=(images[1:], weights))
    for h, w, s, p, d in [
        (5, 2, 1, 0, 1),
        (2, 6, 3, 0, 1),
        (2, 1, 1, 0, 4),
        (1, 2, 1, 0, 5),
        (2, 1, 2, 1, 6),
        (1, 2, 1, 1, 7),
    ]:
        yield calls.refuses(
            "errors",
            draw(1, 1, 4, 5),
            draw(1, 1, h, w),
            stride=s,
            padding=p,
            dilation=d,
            naming=((1, 4, 5), (1, 1, h, w)),
        )
    for count, length in [(3, 1), (2, 3), (1, 2)]:
        three = draw(1, 1, 3, 3), draw(count, 1, 2, 2), draw(length)
        yield calls.refuses("errors", *three, naming=((length,), count))
    yield calls.gives("errors", W=torch.ones(1, 1, 2, 3), X=grid(3, 5)[None, None], dilation=2, returns=[[[[42]]]])
    larger, ones = draw(2, 1, 4, 4), torch.ones(1, 1, 2, 2)
    corners = larger[1:, :, ::3, ::3].sum().reshape(1, 1, 1, 1)
    yield calls.on_part("errors", larger, ones, dilation=3, returns=corners)
    for dtype in (torch.float32, torch.float64):
        image = draw(1, 1, 3, 4).to(dtype)
        yield calls.gives("errors", image, torch.ones(1, 1, 1, 1, dtype=dtype), returns=image)
        for padding in (0, 1):
            three = draw(2, 4, 4, 5).to(dtype), draw(4, 2, 2, 2).to(dtype), draw(4).to(dtype)
            yield calls.leaves("errors", *three, padding=padding, groups=2)
