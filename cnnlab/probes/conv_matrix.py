"""Probes for `conv_matrix`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, grid, quarters, same_from_both_sides
from cnnlab.probing.questions import Probe

calls = Calls("conv_matrix", ("K",), picture=_views.matrix)


def probes() -> tuple[Probe, ...]:
    return (*products(), *rectangular(), *errors())


def against_torch(concept: str, K: Tensor, H: int, W: int) -> Probe:
    """A call, expected to return a matrix whose columns are the convolutions of single pixels."""
    return calls.gives(concept, K, (H, W), returns=matrix(K, H, W))


def matrix(K: Tensor, H: int, W: int) -> Tensor:
    pixels = torch.eye(H * W, dtype=torch.float64).reshape(H * W, 1, H, W)
    return F.conv2d(pixels, K.double()[None, None]).flatten(1).T


def products() -> Iterator[Probe]:
    draw = quarters(seed=111)
    yield against_torch("products", grid(2, 2), 3, 3)
    for size, k in [(4, 2), (4, 3), (5, 3)]:
        yield against_torch("products", draw(k, k), size, size)
    for kernel in (draw(2, 3), draw(3, 2), draw(3, 2).t(), draw(1, 4), draw(4, 1)):
        yield against_torch("products", kernel, 5, 5)
    first, second = draw(2, 3), draw(2, 3)
    returns = (matrix(first, 4, 4), matrix(second, 4, 4))
    yield calls.twice("products", (first, (4, 4)), (second, (4, 4)), returns=returns)


def rectangular() -> Iterator[Probe]:
    draw = quarters(seed=112)
    yield against_torch("rectangular", torch.tensor([[1.0, 1.0]]), 2, 4)
    yield against_torch("rectangular", torch.tensor([[1.0], [2.0], [1.0]]), 3, 2)
    for H, W, h, w in [(3, 5, 2, 3), (5, 3, 1, 2), (3, 5, 2, 4), (4, 3, 3, 1), (1, 5, 1, 2), (5, 1, 3, 1)]:
        yield against_torch("rectangular", same_from_both_sides(draw(h, w, low=1)), H, W)


def errors() -> Iterator[Probe]:
    draw = quarters(seed=113)
    for h, w, H, W in [
        (4, 2, 3, 5),
        (2, 6, 3, 5),
        (5, 3, 4, 3),
        (4, 4, 4, 3),
        (5, 1, 4, 2),
        (1, 5, 3, 4),
        (5, 6, 3, 4),
    ]:
        yield calls.refuses("errors", draw(h, w), (H, W), naming=((h, w), (H, W)))
    yield against_torch("errors", torch.tensor([[2.0, 3.0, 2.0]]), 1, 3)
    yield against_torch("errors", same_from_both_sides(draw(2, 4, low=1)), 2, 4)
    yield against_torch("errors", same_from_both_sides(draw(4, 3, low=1)), 4, 3)
    yield against_torch("errors", same_from_both_sides(draw(5, 2, low=1)), 5, 2)
    row = torch.tensor([[2.0, 3.0, 2.0]])
    yield calls.gives("errors", input_shape=torch.Size((1, 3)), K=row, returns=[[2, 3, 2]])
    yield calls.leaves("errors", row, (1, 3))
    yield calls.leaves("errors", draw(2, 3), (2, 3))
    byte = torch.tensor([[200]])
    for kernel in (byte, byte.to(torch.uint8), (byte - 300).to(torch.int8), byte.double() / 7):
        yield against_torch("errors", kernel, 1, 1)
    whole = torch.cat((draw(1, 4), same_from_both_sides(draw(2, 4, low=1))))
    yield calls.on_part("errors", whole, (2, 4), returns=whole[1:].reshape(1, -1))
    yield calls.leaves("errors", draw(2, 3).double(), (2, 3))
