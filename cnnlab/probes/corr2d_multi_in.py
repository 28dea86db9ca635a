"""Probes for `corr2d_multi_in`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, grid, quarters, same_from_both_sides
from cnnlab.probing.questions import Probe

calls = Calls("corr2d_multi_in", ("X", "K"), allow=("d2l.corr2d",), picture=_views.correlation)


def probes() -> tuple[Probe, ...]:
    return (*channels(), *sizes(), *errors())


def correlated(X: Tensor, K: Tensor) -> Tensor:
    return F.conv2d(X[None], K[None])[0, 0]


def channels() -> Iterator[Probe]:
    draw = quarters(seed=31)
    image, kernel = torch.stack((grid(3, 3), grid(3, 3) + 1)), torch.stack((grid(2, 2), grid(2, 2) + 1))
    yield calls.gives("channels", image, kernel, returns=[[56, 72], [104, 120]])
    digits = grid(2, 3) + 1
    image, kernel = torch.stack((digits, 10 * digits, 100 * digits)), torch.tensor([1.0, 2.0, 3.0]).reshape(3, 1, 1)
    yield calls.gives("channels", image, kernel, returns=[[321, 642, 963], [1284, 1605, 1926]])
    for C, H, W, h, w in [
        (2, 4, 4, 2, 2),
        (3, 4, 4, 3, 3),
        (3, 4, 6, 2, 3),
        (2, 5, 4, 4, 2),
        (3, 5, 4, 3, 2),
        (2, 5, 4, 4, 3),
        (4, 5, 6, 2, 3),
    ]:
        image, kernel = draw(C, H, W), draw(C, h, w)
        yield calls.gives("channels", image, kernel, returns=correlated(image, kernel))
    image, kernel = draw(3, 5, 4).transpose(1, 2), draw(3, 2, 3).transpose(1, 2)
    yield calls.gives("channels", image, kernel, returns=correlated(image, kernel))
    first, second = (draw(3, 4, 5), draw(3, 3, 2)), (draw(3, 4, 5), draw(3, 3, 2))
    yield calls.twice("channels", first, second, returns=(correlated(*first), correlated(*second)))


def sizes() -> Iterator[Probe]:
    draw = quarters(seed=32)
    image = grid(3, 5)[None]
    for kernel in (torch.tensor([[[1.0, 2.0, 1.0], [1.0, 2.0, 1.0]]]), torch.ones(1, 3, 1)):
        yield calls.gives("sizes", image, kernel, returns=correlated(image, kernel))
    for H, W, h, w in [
        (4, 6, 2, 3),
        (6, 4, 3, 2),
        (5, 4, 5, 2),
        (3, 5, 1, 5),
        (5, 4, 3, 1),
        (4, 3, 1, 1),
        (1, 5, 1, 2),
        (5, 1, 3, 1),
    ]:
        image, kernel = draw(1, H, W), same_from_both_sides(draw(1, h, w))
        yield calls.gives("sizes", image, kernel, returns=correlated(image, kernel))


def errors() -> Iterator[Probe]:
    draw = quarters(seed=33)
    for image_shape, kernel_shape in [
        ((3, 4, 5), (2, 2, 3)),  # printed in the lab
        ((2, 4, 5), (3, 2, 3)),
        ((4, 5, 6), (3, 2, 3)),
        ((3, 5, 6), (4, 2, 3)),
        ((4, 5, 6), (1, 2, 3)),
        ((1, 5, 6), (3, 2, 3)),
        ((1, 5, 6), (1, 6, 2)),
        ((1, 5, 6), (1, 2, 7)),
        ((1, 5, 6), (1, 7, 1)),
        ((1, 5, 6), (1, 1, 9)),
    ]:
        yield calls.refuses("errors", draw(*image_shape), draw(*kernel_shape), naming=(image_shape, kernel_shape))
    image, kernel = grid(2, 3)[None], torch.ones(1, 2, 3)
    yield calls.gives("errors", image, kernel, returns=[[15]])
    image, kernel = draw(1, 4, 3), same_from_both_sides(draw(1, 4, 3))
    yield calls.gives("errors", image, kernel, returns=correlated(image, kernel))
    yield calls.gives("errors", K=kernel, X=image, returns=correlated(image, kernel))
    image, kernel = torch.tensor([[[5.0]]]), torch.tensor([[[2.0]]])
    yield calls.leaves("errors", image, kernel, returns=torch.tensor([[10.0]]))
    yield calls.leaves("errors", draw(2, 4, 5), draw(2, 2, 3))
    yield calls.gives("errors", image.double(), kernel.double(), returns=[[10]])
    whole, kernel = draw(2, 2, 3), same_from_both_sides(draw(1, 2, 3))
    yield calls.on_part("errors", whole, kernel, returns=correlated(whole[1:], kernel))
    yield calls.leaves("errors", draw(2, 4, 5).double(), draw(2, 2, 3).double())
