"""Probes for `max_pool_backward`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes._calls import Calls, quarters
from cnnlab.probing.questions import Probe

calls = Calls("max_pool_backward", ("dY", "X"), refuse=("autograd",))


def probes() -> tuple[Probe, ...]:
    return (*routing(), *overlaps(), *windows())


def gradient(dY: Tensor, X: Tensor, pool_size: Any, stride: Any = None, padding: Any = 0) -> Tensor:
    """PyTorch's own, in float64: it takes the first maximum, too."""
    pixels = X.double().clone().requires_grad_()
    pooled = F.max_pool2d(pixels, pool_size, stride, padding)
    return torch.autograd.grad(pooled, pixels, dY.double())[0]


def against_torch(concept: str, dY: Tensor, X: Tensor, pool_size: Any, **settings: Any) -> Probe:
    """A call, expected to return PyTorch's own gradient."""
    return calls.gives(concept, dY, X, pool_size, returns=gradient(dY, X, pool_size, **settings), **settings)


def upstream_for(draw: Any, X: Tensor, pool_size: Any, stride: Any = None, padding: Any = 0) -> Tensor:
    """Drawn values of the shape of the pooled image."""
    upstream: Tensor = draw(*F.max_pool2d(X.double(), pool_size, stride, padding).shape)
    return upstream


def few(X: Tensor) -> Tensor:
    """-1, 0 and 1 from drawn values, so that many pixels are equal."""
    return X.round().clamp(-1, 1)


def routing() -> Iterator[Probe]:
    draw = quarters(seed=241)
    ties = torch.tensor([[[[1.0, 3.0, 0.0, 0.0], [3.0, 2.0, 0.0, -1.0]]]])
    yield against_torch("routing", torch.tensor([[[[5.0, 7.0]]]]), ties, 2)
    negative = torch.tensor([-4.0, -2.0, -1.0, -3.0, -9.0, -8.0, -8.0, -9.0]).reshape(2, 2, 1, 2)
    yield against_torch("routing", torch.tensor([1.0, -2.0, 3.0, 4.0]).reshape(2, 2, 1, 1), negative, (1, 2))
    for N, C, H, W, k in [
        (2, 3, 4, 6, 2),
        (3, 2, 6, 3, 3),
        (2, 2, 4, 4, 2),
        (1, 4, 6, 4, (3, 2)),
        (4, 1, 2, 9, (2, 3)),
    ]:
        drawn = draw(N, C, H, W)
        for X in (drawn, drawn - 9, few(drawn), 0 * drawn, few(drawn).long()):
            yield against_torch("routing", upstream_for(draw, X, k), X, k)
    first, second = draw(2, 3, 4, 6), draw(2, 3, 4, 6)
    up = upstream_for(draw, first, 2)
    returns = gradient(up, first, 2), gradient(up, second, 2)
    yield calls.twice("routing", (up, first, 2), (up, second, 2), returns=returns)


def overlaps() -> Iterator[Probe]:
    draw = quarters(seed=242)
    image = torch.tensor([[[[1.0, 9.0, 2.0, 3.0], [4.0, 5.0, 8.0, 0.0], [7.0, 6.0, 1.0, 2.0]]]])
    yield against_torch("overlaps", torch.tensor([[[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]]]), image, 2, stride=1)
    row = torch.tensor([[[[5.0, 1.0, 2.0, 5.0, 5.0]]]])
    yield against_torch("overlaps", torch.tensor([[[[1.0, 2.0, 3.0, 4.0]]]]), row, (1, 2), stride=1)
    for H, W, k, s in [
        (5, 6, 3, 1),
        (6, 5, 3, 2),
        (4, 7, (2, 3), 1),
        (6, 6, (4, 3), (1, 2)),
        (7, 4, (3, 2), (2, 1)),
    ]:
        drawn = draw(2, 3, H, W)
        for X in (drawn[:1, :1], few(drawn[:1, :1]), drawn, few(drawn[:1, :1]).long()):
            yield against_torch("overlaps", upstream_for(draw, X, k, s), X, k, stride=s)
    up = upstream_for(draw, row, (1, 2), 1)
    yield calls.gives("overlaps", up, row, (1, 2), 1, returns=gradient(up, row, (1, 2), 1))
    first, second = draw(1, 1, 5, 6), draw(1, 1, 5, 6)
    up = upstream_for(draw, first, 3, 1)
    returns = gradient(up, first, 3, 1), gradient(up, second, 3, 1)
    yield calls.twice("overlaps", (up, first, 3, 1), (up, second, 3, 1), returns=returns)


def windows() -> Iterator[Probe]:
    draw = quarters(seed=243)
    image = torch.tensor([[[[-1.0, -2.0, -3.0], [-4.0, -5.0, -6.0]]]])
    yield against_torch("windows", torch.tensor([[[[5.0]]]]), image, 2)
    for H, W, k, s, p in [
        (2, 3, (2, 2), (2, 2), (1, 1)),
        (7, 5, (3, 2), None, 0),
        (5, 7, 3, None, 0),
        (9, 6, 2, (4, 3), 0),
        (6, 9, 2, (3, 4), 0),
        (4, 6, 2, 2, (1, 0)),
        (5, 6, 2, 2, (1, 0)),
        (6, 4, 2, 2, (0, 1)),
        (5, 8, 4, 4, 2),
        (3, 5, (3, 5), 1, 0),
        (2, 3, (4, 5), (4, 5), (1, 1)),
    ]:
        drawn = draw(1, 1, H, W) + torch.arange(H * W).reshape(H, W) / 1024  # no two are equal
        for X in (drawn, drawn - 9):
            up = upstream_for(draw, X, k, s, p)
            yield against_torch("windows", up, X, k, stride=s, padding=p)
            yield calls.gives("windows", up, X, k, s, p, returns=gradient(up, X, k, s, p))
            up = up.mT.contiguous().mT
            yield calls.gives("windows", up, X.mT.contiguous().mT, k, s, p, returns=gradient(up, X, k, s, p))
    for dY, shape, k, s, p, right in [
        ((1, 1, 2, 2), (1, 1, 2, 3), 2, None, 0, (1, 1, 1, 1)),  # printed in the lab
        ((1, 1, 2, 3), (1, 1, 4, 4), 2, 2, 0, (1, 1, 2, 2)),
        ((1, 1, 3, 2), (1, 1, 4, 4), 2, 2, 0, (1, 1, 2, 2)),
        ((1, 1, 2, 2), (1, 1, 5, 6), 2, None, 0, (1, 1, 2, 3)),
        ((1, 1, 2, 2), (1, 1, 4, 4), 2, 2, 1, (1, 1, 3, 3)),
        ((2, 1, 2, 2), (1, 1, 4, 4), 2, 2, 0, (1, 1, 2, 2)),
        ((1, 2, 2, 2), (1, 1, 4, 4), 2, 2, 0, (1, 1, 2, 2)),
    ]:
        yield calls.refuses("windows", draw(*dY), draw(*shape), k, s, p, naming=(dY, right))
    yield calls.gives(
        "windows", pool_size=1, X=torch.tensor([[[[2]]]]), dY=torch.tensor([[[[0.5]]]]), returns=[[[[0.5]]]]
    )
    yield calls.leaves("windows", torch.tensor([[[[5.0]]]]), torch.tensor([[[[1.0]]]]), 1)
    for settings in ((1,), (2, 2, 1)):
        X = draw(1, 1, 2, 2) + torch.arange(4).reshape(2, 2) / 64
        up = upstream_for(draw, X, *settings)
        yield calls.leaves("windows", up, X, *settings)
        yield calls.leaves("windows", up.double(), X.double(), *settings)
    whole = -1 - torch.arange(12).reshape(1, 1, 3, 4)
    for X in (whole, 1e30 * whole.double()):
        yield against_torch("windows", upstream_for(draw, X, 2, 2, 1), X, 2, stride=2, padding=1)
    byte = torch.tensor([[[[255, 254]]]], dtype=torch.uint8)
    for up in (byte[:, :, :, :1], torch.tensor([[[[2.5]]]])):
        yield against_torch("windows", up, byte, (1, 2))
    two = torch.full((1, 1, 1, 2), 200, dtype=torch.uint8)
    yield against_torch("windows", two, torch.tensor([[[[1, 2, 1]]]]), (1, 2), stride=1)
