"""Probes for `conv2d_batch`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, grid, quarters, same_from_both_sides
from cnnlab.probing.questions import Probe

calls = Calls("conv2d_batch", ("X", "W", "b"), allow=("d2l.corr2d",), picture=_views.batch)


def probes() -> tuple[Probe, ...]:
    return (*batch(), *bias(), *windows(), *dtype(), *errors())


def against_torch(concept: str, X: Tensor, W: Tensor, b: Tensor | None = None, **settings: Any) -> Probe:
    """A call, expected to return PyTorch's own result, computed in float64."""
    returns = F.conv2d(X.double(), W.double(), None if b is None else b.double(), **settings)
    return calls.gives(concept, *(X, W, b)[: 2 if b is None else 3], returns=returns, **settings)


def batch() -> Iterator[Probe]:
    draw = quarters(seed=61)
    image, kernel = torch.stack((grid(3, 3), grid(3, 3) + 1)), torch.stack((grid(2, 2), grid(2, 2) + 1))
    yield against_torch("batch", torch.stack((image, 10 * image)), torch.stack((kernel, kernel + 1, kernel + 2)))
    yield against_torch(
        "batch", torch.tensor([[[[1.0, 2.0]], [[10.0, 20.0]]]]), torch.tensor([1.0, 2.0, 3.0, 4.0]).reshape(2, 2, 1, 1)
    )
    for N, C, count, H, W, h, w in [
        (2, 3, 4, 3, 3, 2, 2),
        (3, 2, 2, 3, 3, 2, 2),
        (2, 2, 2, 4, 4, 3, 3),
        (3, 1, 2, 3, 3, 2, 2),
        (1, 3, 2, 4, 4, 3, 3),
        (2, 4, 3, 3, 4, 2, 3),
        (2, 2, 3, 4, 3, 3, 2),
        (2, 3, 2, 3, 4, 2, 2),
        (2, 2, 2, 3, 3, 2, 2),
    ]:
        yield against_torch("batch", draw(N, C, H, W), draw(count, C, h, w))
    yield against_torch("batch", draw(2, 3, 4, 3).transpose(2, 3), draw(3, 4, 2, 2).transpose(0, 1))
    yield against_torch("batch", draw(3, 2, 3, 4).transpose(0, 1), draw(4, 3, 2, 3).transpose(2, 3))
    first, second = (draw(2, 3, 3, 4), draw(4, 3, 3, 2)), (draw(2, 3, 3, 4), draw(4, 3, 3, 2))
    yield calls.twice("batch", first, second, returns=(F.conv2d(*first), F.conv2d(*second)))


def bias() -> Iterator[Probe]:
    """Black images, where only the bias remains, and single images with kernels that are the same when flipped."""
    draw = quarters(seed=62)
    three = torch.tensor([10.0, 20.0, 30.0])
    yield against_torch("bias", torch.zeros(2, 3, 4, 4), torch.ones(3, 3, 2, 2), three)
    row, kernels = (
        torch.tensor([[[[1.0, 2.0, 3.0, 4.0]]]]),
        torch.tensor([[1.0, 1.0], [2.0, 2.0], [-1.0, -1.0]]).reshape(3, 1, 1, 2),
    )
    yield calls.gives("bias", row, kernels, b=three, returns=[[[[13, 15, 17]], [[26, 30, 34]], [[27, 25, 23]]]])
    for N, C, count, H, W, h, w in [(3, 2, 4, 5, 6, 3, 2), (2, 4, 3, 5, 6, 2, 3), (2, 3, 1, 5, 6, 2, 2)]:
        yield against_torch("bias", torch.zeros(N, C, H, W), draw(count, C, h, w), draw(count, low=1))
    black, bias = torch.zeros(2, 1, 3, 4, dtype=torch.int64), draw(2, low=1)
    yield against_torch(
        "bias", black, torch.ones(2, 1, 2, 2, dtype=torch.int64), bias
    )  # whole numbers but for the bias
    yield against_torch("bias", torch.zeros(2, 1, 3, 4), draw(3, 1, 2, 2), torch.tensor([4, -7, 5]))
    for count, H, W in [(3, 5, 3), (2, 4, 5), (2, 5, 3), (4, 4, 4)]:
        yield against_torch("bias", draw(1, 1, H, W), same_from_both_sides(draw(count, 1, 3, 2)), draw(count, low=1))


def windows() -> Iterator[Probe]:
    """Stride and padding, on batches of equal images with equal filters, and on single images."""
    draw = quarters(seed=63)
    yield against_torch("windows", grid(4, 5)[None, None], torch.ones(1, 1, 2, 3), stride=2)
    yield against_torch("windows", grid(4, 5)[None, None, :, :2], torch.ones(1, 1, 3, 3), padding=1)
    yield against_torch("windows", grid(4, 5).expand(2, 1, 4, 5), torch.ones(1, 1, 2, 3), stride=3, padding=1)
    for N, count, H, W, h, w, stride, padding in [
        (1, 1, 7, 6, 3, 2, 2, 0),
        (1, 1, 6, 7, 2, 3, 3, 1),
        (1, 1, 2, 3, 3, 4, 1, 2),
        (1, 1, 7, 5, 2, 1, 4, 0),
        (1, 1, 2, 3, 4, 5, 2, 1),
        (1, 1, 2, 3, 1, 2, 1, 2),
        (1, 1, 1, 7, 1, 3, 2, 0),
        (1, 1, 7, 1, 3, 1, 2, 0),
        (1, 1, 3, 4, 2, 3, 1, 1),
        (3, 2, 4, 5, 3, 2, 2, 1),
        (2, 3, 4, 5, 2, 4, 3, 2),
    ]:
        images = draw(1, 1, H, W).repeat(N, 1, 1, 1)
        kernels = same_from_both_sides(draw(1, 1, h, w)).repeat(count, 1, 1, 1)
        yield against_torch("windows", images, kernels, stride=stride, padding=padding)
    for H, W, h, w, stride, padding in [(7, 5, 3, 2, 2, 1), (5, 6, 2, 3, 3, 2)]:
        image, kernel = draw(1, 1, H, W), draw(1, 1, h, w)
        returns = F.conv2d(image.double(), kernel.double(), None, stride, padding)
        yield calls.gives("windows", image, kernel, None, stride, padding, returns=returns)


def dtype() -> Iterator[Probe]:
    draw = quarters(seed=64)
    yield against_torch("dtype", torch.arange(9).reshape(1, 1, 3, 3), torch.full((1, 1, 2, 2), 0.3))
    yield against_torch("dtype", torch.tensor([[[[0.3, 1.3, 2.3]]]]), torch.tensor([[[[2, 2]]]]))
    row, twos = torch.tensor([[[[200, 255, 200]]]]), torch.tensor([[[[2, 2]]]])
    for image, kernel in [
        (row.to(torch.uint8), twos.to(torch.uint8)),
        (row.to(torch.uint8), twos / 4),
        ((row - 300).to(torch.int8), (-50 * twos).to(torch.int8)),
        (row.to(torch.uint8), (-50 * twos).to(torch.int8)),
    ]:
        yield against_torch("dtype", image, kernel)
    for H, W, h, w in [(4, 5, 3, 2), (5, 3, 2, 3)]:
        image, kernel = draw(1, 1, H, W), same_from_both_sides(draw(1, 1, h, w))
        yield against_torch("dtype", (4 * image).long(), kernel)
        yield against_torch("dtype", image, (4 * kernel).long())
        yield against_torch("dtype", (4 * image).long(), (4 * kernel).long())
        yield against_torch("dtype", image.double(), kernel.double())


def errors() -> Iterator[Probe]:
    draw = quarters(seed=65)
    for images, kernels in [
        ((2, 3, 5, 6), (4, 2, 3, 2)),  # printed in the lab
        ((2, 2, 5, 6), (2, 3, 3, 2)),
        ((2, 4, 4, 5), (2, 3, 2, 3)),
        ((2, 4, 4, 5), (4, 3, 2, 3)),
        ((2, 3, 4, 5), (3, 4, 2, 3)),
        ((1, 4, 4, 5), (2, 1, 2, 3)),
        ((1, 1, 4, 5), (2, 3, 2, 3)),
        ((1, 1, 4, 5), (1, 1, 5, 2)),
        ((1, 1, 4, 5), (1, 1, 2, 6)),
        ((1, 1, 4, 5), (1, 1, 7, 1)),
        ((1, 1, 4, 5), (1, 1, 1, 8)),
    ]:
        yield calls.refuses("errors", draw(*images), draw(*kernels), naming=(images[1:], kernels[1:]))
    for h, w in [(7, 2), (2, 8), (9, 3), (3, 10)]:
        yield calls.refuses("errors", draw(1, 1, 4, 5), draw(1, 1, h, w), padding=1, naming=((h, w),))
    for count, length in [(3, 1), (2, 4), (4, 2), (1, 3), (3, 4)]:
        three = draw(1, 1, 4, 5), draw(count, 1, 2, 2), draw(length)
        yield calls.refuses("errors", *three, naming=((length,), count))
    yield against_torch("errors", grid(2, 3)[None, None], torch.ones(1, 1, 2, 3))
    yield against_torch("errors", draw(1, 1, 4, 5), same_from_both_sides(draw(1, 1, 4, 5)))
    image, kernel = grid(2, 3)[None, None], torch.full((1, 1, 2, 3), 2.0)
    yield calls.gives("errors", W=kernel, X=image, returns=[[[[30]]]])
    yield calls.leaves("errors", image, kernel, torch.tensor([3.0]))
    for padding in (0, 1):
        two, three = (draw(2, 2, 4, 5), draw(2, 2, 2, 3)), (draw(1, 1, 4, 5), draw(1, 1, 2, 3), draw(1))
        for tensors in (two, three):
            yield calls.leaves("errors", *tensors, padding=padding)
            yield calls.leaves("errors", *(tensor.double() for tensor in tensors), padding=padding)
    whole, kernel = draw(2, 1, 2, 3), same_from_both_sides(draw(1, 1, 2, 3))
    yield calls.on_part("errors", whole, kernel, returns=F.conv2d(whole[1:], kernel))
