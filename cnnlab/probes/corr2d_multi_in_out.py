"""Probes for `corr2d_multi_in_out`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, grid, quarters, same_from_both_sides
from cnnlab.probing.questions import Probe

calls = Calls("corr2d_multi_in_out", ("X", "K"), allow=("d2l.corr2d",), picture=_views.correlation)


def probes() -> tuple[Probe, ...]:
    return (*filters(), *sizes(), *errors())


def maps(X: Tensor, K: Tensor) -> Tensor:
    return F.conv2d(X[None], K)[0]


def filters() -> Iterator[Probe]:
    draw = quarters(seed=41)
    image, kernel = torch.stack((grid(3, 3), grid(3, 3) + 1)), torch.stack((grid(2, 2), grid(2, 2) + 1))
    three = [[[56, 72], [104, 120]], [[76, 100], [148, 172]], [[96, 128], [192, 224]]]
    yield calls.gives("filters", image, torch.stack((kernel, kernel + 1, kernel + 2)), returns=three)
    image, kernel = torch.tensor([[[1.0, 2.0]], [[10.0, 20.0]]]), torch.tensor([1.0, 2.0, 3.0, 4.0]).reshape(2, 2, 1, 1)
    yield calls.gives("filters", image, kernel, returns=[[[21, 42]], [[43, 86]]])
    for count, C, H, W, h, w in [
        (3, 2, 4, 4, 2, 2),
        (2, 3, 4, 4, 3, 3),
        (3, 3, 4, 4, 2, 2),
        (4, 1, 4, 4, 3, 3),
        (2, 4, 4, 6, 3, 2),
        (3, 2, 6, 5, 2, 4),
        (2, 3, 4, 5, 3, 2),
        (2, 2, 4, 3, 3, 2),
    ]:
        image, kernel = draw(C, H, W), draw(count, C, h, w)
        yield calls.gives("filters", image, kernel, returns=maps(image, kernel))
    image, kernel = draw(3, 5, 4).transpose(1, 2), draw(3, 2, 2, 3).transpose(0, 1).transpose(2, 3)
    yield calls.gives("filters", image, kernel, returns=maps(image, kernel))
    first, second = (draw(3, 4, 5), draw(2, 3, 3, 2)), (draw(3, 4, 5), draw(2, 3, 3, 2))
    yield calls.twice("filters", first, second, returns=(maps(*first), maps(*second)))


def sizes() -> Iterator[Probe]:
    draw = quarters(seed=42)
    image = grid(2, 4)[None]
    for kernel in (torch.ones(1, 1, 2, 1), torch.ones(1, 1, 1, 3)):
        yield calls.gives("sizes", image, kernel, returns=maps(image, kernel))
    for H, W, h, w in [
        (6, 4, 3, 2),
        (4, 6, 2, 3),
        (4, 5, 4, 1),
        (5, 4, 2, 4),
        (3, 4, 3, 4),
        (5, 6, 3, 1),
        (1, 5, 1, 2),
        (5, 1, 3, 1),
    ]:
        image, kernel = draw(1, H, W), same_from_both_sides(draw(1, 1, h, w))
        yield calls.gives("sizes", image, kernel, returns=maps(image, kernel))


def errors() -> Iterator[Probe]:
    draw = quarters(seed=43)
    for image_shape, kernel_shape in [
        ((3, 5, 6), (4, 2, 3, 2)),  # printed in the lab
        ((2, 5, 6), (2, 3, 3, 2)),
        ((4, 5, 6), (4, 3, 2, 3)),
        ((4, 5, 6), (3, 3, 2, 3)),
        ((3, 5, 6), (3, 4, 2, 3)),
        ((3, 5, 6), (4, 4, 2, 3)),
        ((4, 5, 6), (2, 1, 2, 3)),
        ((4, 5, 6), (4, 1, 2, 3)),
        ((1, 5, 6), (1, 3, 2, 3)),
        ((1, 5, 6), (1, 1, 6, 2)),
        ((1, 5, 6), (1, 1, 2, 7)),
        ((1, 5, 6), (1, 1, 8, 1)),
        ((1, 5, 6), (1, 1, 1, 9)),
    ]:
        yield calls.refuses("errors", draw(*image_shape), draw(*kernel_shape), naming=(image_shape, kernel_shape[1:]))
    for image, kernel in [
        (grid(3, 2)[None], torch.ones(1, 1, 3, 2)),
        (draw(1, 3, 4), same_from_both_sides(draw(1, 1, 3, 4))),
    ]:
        yield calls.gives("errors", image, kernel, returns=maps(image, kernel))
    image, kernel = draw(1, 2, 3), same_from_both_sides(draw(1, 1, 2, 3))
    yield calls.gives("errors", K=kernel, X=image, returns=maps(image, kernel))
    image, kernel = torch.tensor([[[5.0]]]), torch.tensor([[[[2.0]]]])
    yield calls.leaves("errors", image, kernel, returns=torch.tensor([[[10.0]]]))
    yield calls.leaves("errors", draw(2, 4, 5), draw(2, 2, 2, 3))
    yield calls.gives("errors", image.double(), kernel.double(), returns=[[[10]]])
    whole, kernel = draw(2, 2, 3), same_from_both_sides(draw(1, 1, 2, 3))
    yield calls.on_part("errors", whole, kernel, returns=maps(whole[1:], kernel))
    yield calls.leaves("errors", draw(2, 4, 5).double(), draw(2, 2, 2, 3).double())
