"""Probes for `corr2d_multi_in_out_1x1`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, grid, quarters
from cnnlab.probing.questions import Probe

calls = Calls("corr2d_multi_in_out_1x1", ("X", "K"), picture=_views.correlation)


def probes() -> tuple[Probe, ...]:
    return (*mixing(), *layout(), *purity(), *errors())


def mixed(X: Tensor, K: Tensor) -> Tensor:
    return F.conv2d(X[None], K)[0]


def table(*rows: list[float]) -> Tensor:
    """Weights of shape (F, C, 1, 1)."""
    return torch.tensor(rows)[:, :, None, None]


def same_along_and_across(square: Tensor) -> Tensor:
    """A symmetric table of weights (C, C, 1, 1): filters and channels can be exchanged."""
    return square + square.transpose(0, 1)


def mixing() -> Iterator[Probe]:
    """Images of one pixel."""
    draw = quarters(seed=51)
    yield calls.gives(
        "mixing",
        torch.tensor([[[1.0]], [[2.0]], [[3.0]]]),
        table([1.0, 0.0, -1.0], [2.0, 1.0, 1.0]),
        returns=[[[-2]], [[7]]],
    )
    yield calls.gives(
        "mixing", torch.tensor([[[1.0]], [[10.0]]]), table([1.0, 2.0], [3.0, 4.0]), returns=[[[21]], [[43]]]
    )
    for count, C in [(2, 5), (5, 3), (4, 4), (3, 3), (1, 4), (1, 2), (4, 1), (2, 1), (1, 1)]:
        pixel, kernel = draw(C, 1, 1), draw(count, C, 1, 1)
        yield calls.gives("mixing", pixel, kernel, returns=mixed(pixel, kernel))


def layout() -> Iterator[Probe]:
    """Larger images and transposed ones, first with symmetric tables of weights."""
    draw = quarters(seed=52)
    digits = grid(2, 3) + 1
    printed = [[[12, 24, 36], [48, 60, 72]], [[21, 42, 63], [84, 105, 126]]]
    yield calls.gives("layout", torch.stack((digits, 10 * digits)), table([2.0, 1.0], [1.0, 2.0]), returns=printed)
    for C, H, W in [(2, 4, 3), (3, 2, 5), (3, 5, 4)]:
        kernel = same_along_and_across(draw(C, C, 1, 1))
        for image in (draw(C, H, W), draw(C, W, H).transpose(1, 2)):
            yield calls.gives("layout", image, kernel, returns=mixed(image, kernel))
    for count, C, H, W in [(2, 3, 4, 5), (3, 3, 2, 4), (2, 3, 3, 3), (4, 2, 1, 3), (2, 4, 3, 1)]:
        image, kernel = draw(C, W, H).transpose(1, 2), draw(C, count, 1, 1).transpose(0, 1)
        yield calls.gives("layout", image, kernel, returns=mixed(image, kernel))
    first, second = (draw(2, 3, 4), same_along_and_across(draw(2, 2, 1, 1))), (draw(2, 3, 4), torch.ones(2, 2, 1, 1))
    yield calls.twice("layout", first, second, returns=(mixed(*first), mixed(*second)))
    for count, C, H, W in [(2, 3, 4, 5), (4, 2, 3, 2), (3, 4, 2, 5)]:
        image, kernel = draw(C, H, W), torch.full((count, C, 1, 1), 3.0)
        yield calls.gives("layout", image, kernel, returns=mixed(image, kernel))


def purity() -> Iterator[Probe]:
    draw = quarters(seed=53)
    yield calls.leaves(
        "purity", torch.tensor([[[3.0]], [[5.0]]]), table([2.0, 1.0], [1.0, 2.0]), returns=[[[11]], [[13]]]
    )
    for C in (2, 3, 5):
        pixel, kernel = draw(C, 1, 1), same_along_and_across(draw(C, C, 1, 1))
        yield calls.leaves("purity", pixel, kernel, returns=mixed(pixel, kernel))
    yield calls.leaves("purity", pixel.double(), kernel.double(), returns=mixed(pixel, kernel))
    whole, kernel = draw(3, 1, 1), same_along_and_across(draw(2, 2, 1, 1))
    yield calls.on_part("purity", whole, kernel, returns=mixed(whole[1:], kernel))


def errors() -> Iterator[Probe]:
    draw = quarters(seed=54)
    for image_shape, kernel_shape in [
        ((3, 4, 5), (2, 4, 1, 1)),  # printed in the lab
        ((3, 4, 5), (3, 1, 1, 1)),
        ((2, 3, 4), (5, 3, 1, 1)),
        ((3, 2, 4), (5, 2, 1, 1)),
        ((4, 2, 3), (4, 1, 1, 1)),
        ((1, 2, 3), (1, 4, 1, 1)),
        ((2, 3, 4), (2, 3, 1, 1)),
    ]:
        yield calls.refuses("errors", draw(*image_shape), draw(*kernel_shape), naming=(image_shape, kernel_shape))
    # A 2×2 kernel on one channel has as many weights as a 1×1 kernel on four.
    for image_shape, kernel_shape in [
        ((3, 4, 5), (2, 3, 1, 2)),
        ((2, 3, 4), (3, 2, 2, 1)),
        ((2, 3, 4), (3, 2, 1, 3)),
        ((4, 3, 2), (2, 1, 2, 2)),
        ((4, 3, 2), (2, 4, 3, 3)),
    ]:
        yield calls.refuses("errors", draw(*image_shape), draw(*kernel_shape), naming=(kernel_shape,))
    yield calls.gives("errors", torch.ones(2, 1, 1), torch.ones(2, 2, 1, 1), returns=[[[2]], [[2]]])
    pixel, kernel = draw(4, 1, 1), same_along_and_across(draw(4, 4, 1, 1))
    yield calls.gives("errors", pixel, kernel, returns=mixed(pixel, kernel))
    pixel, kernel = draw(3, 1, 1), same_along_and_across(draw(3, 3, 1, 1))
    for image, weights in [(pixel, kernel), (pixel.double(), kernel.double())]:
        yield calls.gives("errors", image, weights, returns=mixed(image, weights))
    yield calls.gives("errors", K=kernel, X=pixel, returns=mixed(pixel, kernel))
