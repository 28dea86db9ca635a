"""Probes for `conv2d_im2col`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, grid, quarters, same_from_both_sides
from cnnlab.probing.questions import Probe

calls = Calls("conv2d_im2col", ("X", "W", "b"), picture=_views.batch)


def probes() -> tuple[Probe, ...]:
    return (*product(), *bias(), *windows())


def against_torch(concept: str, X: Tensor, W: Tensor, b: Tensor | None = None, **settings: Any) -> Probe:
    """A call, expected to return PyTorch's own result, computed in float64."""
    returns = F.conv2d(X.double(), W.double(), None if b is None else b.double(), **settings)
    return calls.gives(concept, *(X, W, b)[: 2 if b is None else 3], returns=returns, **settings)


def product() -> Iterator[Probe]:
    draw = quarters(seed=211)
    two = torch.tensor([[[[0.0, 1.0], [2.0, 3.0]]], [[[1.0, 0.0], [0.0, -1.0]]]])
    yield against_torch("product", grid(3, 4)[None, None] + 1, two)
    images = torch.tensor([1.0, 2.0, 10.0, 20.0, 3.0, 4.0, 30.0, 40.0]).reshape(2, 2, 1, 2)
    yield against_torch("product", images, torch.tensor([1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).reshape(3, 2, 1, 1))
    for N, C, count, H, W, h, w in [
        (2, 3, 4, 5, 6, 3, 2),
        (3, 2, 5, 4, 3, 2, 3),
        (4, 1, 2, 3, 5, 1, 4),
        (1, 4, 3, 5, 3, 4, 1),
        (2, 2, 2, 4, 4, 2, 2),
        (3, 3, 3, 5, 4, 2, 2),
        (2, 3, 4, 3, 4, 3, 4),
        (2, 2, 4, 3, 3, 2, 2),
    ]:
        yield against_torch("product", draw(N, C, H, W), draw(count, C, h, w))
    yield against_torch("product", draw(2, 3, 5, 4).transpose(2, 3), draw(3, 4, 3, 2).transpose(0, 1))
    yield against_torch("product", draw(3, 2, 4, 5).transpose(0, 1), draw(4, 3, 2, 3).transpose(2, 3))
    first, second = (draw(2, 3, 3, 4), draw(4, 3, 3, 2)), (draw(2, 3, 3, 4), draw(4, 3, 3, 2))
    yield calls.twice("product", first, second, returns=(F.conv2d(*first), F.conv2d(*second)))


def bias() -> Iterator[Probe]:
    """Black images, where only the bias remains, and a single row."""
    draw = quarters(seed=212)
    three = torch.tensor([10.0, 20.0, 30.0])
    yield against_torch("bias", torch.zeros(2, 3, 4, 4), torch.ones(3, 3, 2, 2), three)
    row, kernels = grid(1, 3)[None, None] + 1, torch.tensor([1.0, -1.0]).reshape(2, 1, 1, 1)
    yield calls.gives("bias", row, kernels, b=three[:2], returns=[[[[11, 12, 13]], [[19, 18, 17]]]])
    for N, C, count, H, W, h, w in [
        (3, 2, 4, 5, 6, 3, 2),
        (2, 4, 3, 4, 5, 2, 3),
        (2, 3, 1, 4, 3, 2, 2),
        (4, 2, 3, 2, 2, 2, 2),
        (3, 1, 4, 3, 3, 2, 2),
        (1, 2, 3, 2, 4, 2, 2),
    ]:
        yield against_torch("bias", torch.zeros(N, C, H, W), draw(count, C, h, w), draw(count, low=1))
    black, weights = torch.zeros(2, 1, 3, 4, dtype=torch.int64), torch.ones(2, 1, 2, 2, dtype=torch.int64)
    for numbers in (draw(2, low=1) + 0.125, torch.tensor([4, -7])):
        yield against_torch("bias", black, weights, numbers)
    yield against_torch("bias", black.double(), draw(2, 1, 2, 2).double(), torch.tensor([4, -7]))


def windows() -> Iterator[Probe]:
    draw = quarters(seed=213)
    h: Any
    w: Any
    s: Any
    p: Any
    X: Any
    W: Any
    image = grid(4, 5)[None, None]
    yield against_torch("windows", image, torch.ones(1, 1, 2, 3), stride=2)
    for height, width, h, w, s, p in [
        (8, 7, 3, 2, 2, 0),
        (7, 9, 2, 3, (3, 2), (1, 0)),
        (5, 6, 3, 4, 1, (2, 1)),
        (9, 6, 2, 1, (4, 1), 0),
        (2, 3, 4, 5, 2, 1),
        (2, 3, 1, 2, (1, 3), (0, 2)),
        (1, 7, 1, 3, 2, 0),
        (7, 1, 3, 1, 2, 0),
        (4, 5, 4, 5, 1, 0),
    ]:
        picture, kernel = draw(1, 1, height, width), same_from_both_sides(draw(1, 1, h, w))
        yield against_torch("windows", picture, kernel, stride=s, padding=p)
        yield calls.gives("windows", picture, kernel, None, s, p, returns=F.conv2d(picture, kernel, None, s, p))
    for X, W, p in [
        ((1, 1, 4, 5), (1, 1, 5, 2), 0),  # printed in the lab
        ((1, 1, 3, 5), (1, 1, 2, 6), 0),
        ((1, 1, 2, 3), (1, 1, 3, 6), 1),
        ((1, 1, 2, 3), (1, 1, 5, 3), 1),
        ((1, 1, 2, 3), (1, 1, 3, 4), (1, 0)),
        ((1, 1, 2, 3), (1, 1, 3, 4), (0, 1)),
    ]:
        yield calls.refuses("windows", draw(*X), draw(*W), padding=p, naming=(W[2:], X[2:]))
    for X, W in [
        ((2, 3, 4, 5), (4, 2, 3, 3)),  # printed in the lab
        ((2, 2, 3, 4), (5, 3, 2, 2)),
        ((2, 4, 3, 4), (5, 2, 2, 2)),
        ((2, 1, 3, 4), (3, 2, 2, 2)),
        ((3, 2, 2, 2), (2, 1, 2, 2)),
    ]:
        yield calls.refuses("windows", draw(*X), draw(*W), naming=(X, W))
    byte = torch.tensor([[[[200]]]], dtype=torch.uint8)
    for picture, kernel in [
        (byte, 2 * torch.ones_like(byte)),
        (byte, torch.tensor([[[[2.0]]]])),
        ((byte - 100).to(torch.int8), -torch.full((1, 1, 1, 1), 90, dtype=torch.int8)),
        (byte, -torch.full((1, 1, 1, 1), 90, dtype=torch.int8)),
        (byte.long(), draw(1, 1, 1, 1) + 0.125),
        (draw(1, 1, 1, 1) + 0.125, byte.long()),
        (draw(1, 1, 1, 1).double(), draw(1, 1, 1, 1).double()),
    ]:
        yield against_torch("windows", picture, kernel)
    yield calls.gives("windows", W=torch.tensor([[[[2.0]]]]), X=torch.tensor([[[[3.0]]]]), returns=[[[[6]]]])
    yield calls.leaves("windows", torch.tensor([[[[3.0, 4.0]]]]), torch.tensor([[[[1.0]]]]))
    for settings in ({}, {"stride": 2, "padding": 1}):
        for tensors in ((draw(1, 1, 3, 3), draw(1, 1, 2, 2)), (draw(1, 1, 3, 3), draw(1, 1, 1, 1), draw(1))):
            yield calls.leaves("windows", *tensors, **settings)
            yield calls.leaves("windows", *(tensor.double() for tensor in tensors), **settings)
