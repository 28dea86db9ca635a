"""Probes for `trans_conv`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, grid, quarters, same_from_every_side
from cnnlab.probing.questions import Probe

calls = Calls("trans_conv", ("X", "K"), picture=_views.stamping_once)


def probes() -> tuple[Probe, ...]:
    return (*overlap(), *orientation(), *rectangular(), *dtype(), *purity())


def stamped(X: Tensor, K: Tensor) -> Tensor:
    return F.conv_transpose2d(X.double()[None, None], K.double()[None, None])[0, 0]


def against_torch(concept: str, X: Tensor, K: Tensor) -> Probe:
    """A call, expected to return PyTorch's own result."""
    return calls.gives(concept, X, K, returns=stamped(X, K))


def overlap() -> Iterator[Probe]:
    """Image and kernel are symmetric in every direction."""
    draw = quarters(seed=91)
    yield against_torch(
        "overlap", torch.tensor([[1.0, -2.0, 1.0], [-2.0, 5.0, -2.0], [1.0, -2.0, 1.0]]), torch.ones(2, 2)
    )
    for size, k in [(3, 2), (4, 3), (2, 3), (3, 4), (3, 3)]:
        yield against_torch("overlap", same_from_every_side(draw(size, size)) / 8, same_from_every_side(draw(k, k)) / 8)


def orientation() -> Iterator[Probe]:
    """One pixel, alone or in the last corner, or a kernel of one pixel: no stamps overlap."""
    draw = quarters(seed=92)
    yield against_torch("orientation", torch.tensor([[2.0]]), grid(2, 2))
    yield against_torch("orientation", grid(2, 2), torch.tensor([[10.0]]))
    for size in (2, 3):
        yield against_torch("orientation", draw(1, 1), draw(size, size))
        yield against_torch("orientation", draw(size + 1, size + 1), draw(1, 1))
        yield against_torch("orientation", draw(size + 1, size + 1).t(), draw(1, 1))
    corner = torch.zeros(3, 3)
    corner[-1, -1] = 1.5
    for kernel in (draw(2, 3, low=1), draw(4, 2, low=1), draw(3, 2, low=1).t(), draw(1, 3, low=1), draw(3, 1, low=1)):
        yield against_torch("orientation", draw(1, 1), kernel)
        yield against_torch("orientation", corner, kernel)


def rectangular() -> Iterator[Probe]:
    """Heights and widths differ. The kernels are the same when flipped, and no stamps overlap."""
    draw = quarters(seed=93)
    yield against_torch("rectangular", torch.tensor([[1.0], [2.0], [3.0]]), torch.tensor([[1.0, 2.0, 2.0, 1.0]]))
    corner = torch.zeros(2, 4)
    corner[-1, -1] = 2
    yield against_torch("rectangular", corner, torch.ones(3, 2))
    for H, W, h, w in [(2, 3, 4, 5), (4, 2, 3, 6), (5, 3, 2, 4)]:
        half = draw(h, w, low=1)
        kernel = half + half.flip(0) + half.flip(1) + half.flip(0, 1)
        corner = torch.zeros(H, W)
        corner[-1, -1] = 1.5
        yield against_torch("rectangular", corner, kernel)
        yield against_torch("rectangular", draw(H, 1, low=1), kernel[:1])
        yield against_torch("rectangular", draw(1, W, low=1), kernel[:, :1])


def dtype() -> Iterator[Probe]:
    """One pixel and one stamp, symmetric in every direction."""
    draw = quarters(seed=94)
    fractions = torch.tensor([[0.3, 0.7, 0.3], [0.7, 0.9, 0.7], [0.3, 0.7, 0.3]])
    numbers = torch.tensor([[1, 2, 1], [2, 4, 2], [1, 2, 1]])
    yield against_torch("dtype", torch.tensor([[-7]]), fractions)
    yield against_torch("dtype", torch.tensor([[0.3]]), numbers)
    kernel = same_from_every_side(draw(3, 3))
    yield against_torch("dtype", torch.tensor([[5]]), kernel / 8)
    yield against_torch("dtype", torch.tensor([[0.75]]), (4 * kernel).long())
    yield against_torch("dtype", torch.tensor([[-3]]), (4 * kernel).long())
    yield against_torch("dtype", torch.tensor([[0.75]], dtype=torch.float64), kernel.double() / 8)
    byte = torch.tensor([[200]], dtype=torch.uint8)
    yield against_torch("dtype", byte, fractions)
    yield against_torch("dtype", byte, numbers.to(torch.uint8))
    yield against_torch("dtype", (byte - 100).to(torch.int8), (-30 * numbers).to(torch.int8))
    yield against_torch("dtype", byte, (-30 * numbers).to(torch.int8))


def purity() -> Iterator[Probe]:
    draw = quarters(seed=95)
    yield calls.leaves("purity", grid(2, 2), grid(2, 2))
    yield calls.leaves("purity", torch.tensor([[5.0]]), torch.tensor([[1.0]]))
    yield calls.leaves("purity", torch.tensor([[-3.0]]), torch.full((2, 2), 2.0), returns=torch.full((2, 2), -6.0))
    for size, k in [(4, 3), (3, 1), (1, 4)]:
        yield calls.leaves("purity", draw(size, size), draw(k, k))
        pixel, kernel = draw(1, 1), torch.full((k, k), 1.75)
        yield calls.leaves("purity", pixel, kernel, returns=stamped(pixel, kernel))
    yield calls.gives("purity", K=torch.tensor([[2.0]]), X=torch.tensor([[-3.0]]), returns=[[-6]])
    whole, kernel = draw(2, 1), torch.full((2, 2), 1.75)
    yield calls.on_part("purity", whole, kernel, returns=stamped(whole[1:], kernel))
    yield calls.leaves("purity", draw(3, 3).double(), draw(2, 2).double())
