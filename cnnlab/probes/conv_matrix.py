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
    pixels = torch.eye(H * W).reshape(H * W, 1, H, W)
    return calls.gives(concept, K, (H, W), returns=F.conv2d(pixels, K[None, None]).flatten(1).T)


def products() -> Iterator[Probe]:
    draw = quarters(seed=111)
    yield against_torch("products", grid(2, 2), 3, 3)
    for size, k in [(4, 2), (4, 3), (5, 3)]:
        yield against_torch("products", draw(k, k), size, size)


def rectangular() -> Iterator[Probe]:
    draw = quarters(seed=112)
    yield against_torch("rectangular", torch.tensor([[1.0, 1.0]]), 2, 4)
    yield against_torch("rectangular", torch.tensor([[1.0], [2.0], [1.0]]), 3, 2)
    for H, W, h, w in [(3, 5, 2, 3), (5, 3, 1, 2), (3, 5, 2, 4), (4, 3, 3, 1)]:
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
