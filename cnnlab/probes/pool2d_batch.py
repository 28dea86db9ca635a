"""Probes for `pool2d_batch`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, quarters
from cnnlab.probes._parts import inside_a_larger
from cnnlab.probing.questions import Probe

calls = Calls("pool2d_batch", ("X",), picture=_views.pooled_batch)


def probes() -> tuple[Probe, ...]:
    return (*planes(), *windows(), *padding(), *average(), *arguments())


def against_torch(concept: str, X: Tensor, pool_size: Any, **settings: Any) -> Probe:
    """A call, expected to return PyTorch's own result."""
    pool_settings = {key: value for key, value in settings.items() if key != "mode"}
    mode = settings.get("mode", "max")
    returns = (F.max_pool2d if mode == "max" else F.avg_pool2d)(X.double(), pool_size, **pool_settings)
    return calls.gives(concept, X, pool_size, returns=returns, **settings)


def planes() -> Iterator[Probe]:
    draw = quarters(seed=81)
    for N, C, H, W, k in [
        (2, 3, 2, 2, 2),
        (2, 3, 6, 4, 2),
        (4, 2, 8, 10, 2),
        (3, 5, 6, 9, 3),
        (1, 4, 12, 8, 4),
        (3, 1, 4, 6, 2),
        (2, 2, 4, 4, 2),
        (2, 5, 6, 3, 3),
        (2, 3, 2, 6, 2),
        (3, 2, 2, 1, 1),
    ]:
        yield against_torch("planes", draw(N, C, H, W), k, stride=k)
        yield against_torch("planes", draw(N, C, H, W, low=-240000, high=-80000), k, stride=k)
        yield against_torch("planes", draw(N, C, H, W, low=1, high=30) * -4e37, k, stride=k)
    X = draw(2, 3, 4, 6)
    yield against_torch("planes", draw(2, 4, 6, 3).permute(0, 3, 1, 2), 2, stride=2)
    yield calls.gives("planes", X=X, pool_size=2, stride=2, returns=F.max_pool2d(X, 2))
    larger, part = inside_a_larger(X)
    yield calls.on_part("planes", larger, 2, part=part, stride=2, returns=F.max_pool2d(X, 2))


def windows() -> Iterator[Probe]:
    draw = quarters(seed=82)
    for H, W, pool_size, stride in [
        (4, 6, 3, None),
        (4, 6, (3, 2), (1, 3)),
        (4, 6, (1, 2), 3),
        (7, 9, (2, 3), None),
        (8, 6, 3, None),
        (9, 7, (4, 2), (2, 3)),
        (6, 11, (2, 5), (3, 2)),
        (10, 8, (3, 4), (4, 1)),
        (5, 12, 2, (3, 4)),
        (8, 6, 3, None),
        (3, 9, (3, 2), None),
        (9, 3, (2, 3), 2),
        (6, 6, 2, (3, 1)),
    ]:
        yield against_torch("windows", draw(1, 1, H, W, low=1, high=30), pool_size, stride=stride, mode="max")
    X = draw(1, 1, 7, 6, low=1, high=30)
    yield calls.gives("windows", X, 3, mode="max", returns=F.max_pool2d(X, 3))
    yield calls.gives("windows", X, (3, 2), (1, 3), mode="max", returns=F.max_pool2d(X, (3, 2), (1, 3)))


def padding() -> Iterator[Probe]:
    """No window extends beyond the padded image. Some images are darker than any number that stands in for minus
    infinity: with the types' smallest values they are still right.
    """
    draw = quarters(seed=83)
    for H, W, k, s, border in [
        (5, 5, 3, 2, 1),
        (5, 5, 3, 2, (0, 1)),
        (6, 6, 2, 2, (1, 0)),
        (5, 7, 3, 2, 1),
        (6, 5, 4, 3, (2, 1)),
        (7, 9, 5, 2, (0, 2)),
        (4, 9, 4, 1, (1, 2)),
        (6, 9, 6, 3, 3),
    ]:
        dark, darkest = draw(1, 1, H, W, low=-240000, high=-80000), draw(1, 1, H, W, low=1, high=30) * -4e37
        for X in (draw(1, 1, H, W).clamp(max=0), dark, dark.half(), darkest):
            yield against_torch("padding", X, k, stride=s, padding=border, mode="max")
    byte = torch.tensor([[[[0, 7, 250, 3], [9, 0, 1, 200]]]], dtype=torch.uint8)
    for X in (draw(1, 1, 4, 6), (4 * draw(1, 1, 4, 6, low=-90, high=-1)).long(), byte):
        yield against_torch("padding", X, 2, stride=2, padding=1, mode="max")


def average() -> Iterator[Probe]:
    draw = quarters(seed=84)
    image = torch.tensor([[6.0, -3.0, 0.0], [1.0, 4.0, -8.0], [-5.0, 7.0, 3.0]])[None, None]
    yield against_torch("average", image, 3, stride=2, padding=1, mode="avg")
    for counted in (True, False):
        yield against_torch("average", image, 3, stride=2, padding=1, mode="avg", count_include_pad=counted)
    yield against_torch("average", torch.tensor([[[[1, 2], [4, 8]]]]), 2, stride=2, mode="avg")
    for size, pool_size, s, p in [
        (4, (2, 3), 1, 0),
        (4, (3, 2), 1, 0),
        (4, 2, 2, 1),
        (6, 4, 3, 2),
        (5, 5, 2, 1),
        (4, 3, 1, 1),
        (6, 6, 3, 3),
    ]:
        X = draw(1, 1, size, size) - 0.25  # some are zero
        yield against_torch("average", X, pool_size, stride=s, padding=p, mode="avg")
        yield against_torch("average", X, pool_size, stride=s, padding=p, mode="avg", count_include_pad=False)
        yield against_torch("average", (4 * X).long(), pool_size, stride=s, padding=p, mode="avg")
    for shape, pool_size, strides, border in [
        ((2, 3, 6, 9), (3, 4), (2, 3), (1, 2)),
        ((3, 2, 9, 5), (4, 3), (3, 1), (2, 0)),
        ((1, 2, 5, 8), (3, 2), (1, 2), (0, 1)),
        ((1, 2, 5, 8), (3, 2), (1, 2), (0, 1)),
    ]:
        X = draw(*shape)
        bright = 4 * draw(*shape, low=200, high=255)
        for counted in (True, False):
            settings = {"stride": strides, "padding": border, "mode": "avg", "count_include_pad": counted}
            for images in (X, bright.to(torch.uint8), (bright - 165).to(torch.int8)):
                yield against_torch("average", images, pool_size, **settings)
            half = torch.full(shape, 57344.0, dtype=torch.float16)
            yield against_torch("average", half, pool_size, **settings)
        returns = F.avg_pool2d(X, pool_size, strides, border, False, False)
        yield calls.gives("average", X, pool_size, strides, border, "avg", False, returns=returns)


def arguments() -> Iterator[Probe]:
    draw = quarters(seed=85)
    for shape, pool_size, border in [
        ((2, 3, 4, 6), (3, 3), (2, 1)),  # printed in the lab
        ((2, 3, 4, 6), (4, 1), (2, 1)),
        ((2, 4, 5, 7), (5, 3), (1, 2)),
        ((3, 2, 6, 8), (3, 4), (2, 2)),
        ((1, 2, 7, 4), (1, 2), (1, 0)),
        ((1, 2, 7, 4), (2, 2), (3, 1)),
    ]:
        yield calls.refuses(
            "arguments", draw(*shape), pool_size, stride=1, padding=border, mode="max", naming=(border, pool_size)
        )
    for shape, pool_size in [
        ((2, 3, 4, 6), (5, 3)),
        ((2, 3, 4, 6), (2, 7)),
        ((1, 2, 5, 4), (2, 5)),
        ((1, 2, 3, 5), (4, 2)),
    ]:
        yield calls.refuses("arguments", draw(*shape), pool_size, stride=1, mode="max", naming=(pool_size, shape[2:]))
    for window in [(7, 5), (5, 7)]:
        yield calls.refuses(
            "arguments", draw(1, 2, 4, 4), window, stride=1, padding=1, mode="avg", naming=(window, (4, 4))
        )
    for word in ("Max", "AVG", "average", "mean", "maximum", "ma", "a", "m", "max ", ""):
        yield calls.refuses("arguments", draw(2, 3, 4, 6), (2, 2), stride=1, mode=word, naming=(word,))
    for mode, H, W in [("median", 4, 6), ("min", 6, 3)]:
        yield calls.refuses("arguments", draw(2, 3, H, W), (2, 2), stride=1, mode=mode, naming=(mode,))
    for H, W, window, border in [(4, 5, (8, 5), (2, 0)), (5, 4, (5, 8), (0, 2))]:
        X = torch.full((1, 1, H, W), 3.0)
        yield calls.leaves("arguments", X, window, stride=window, padding=border, mode="max", returns=[[[[3]]]])
    for size, k, s, p in [(4, 2, 2, 1), (4, 6, 1, 1), (3, 7, 7, 2), (4, 4, 4, 2), (4, 4, 4, 2)]:
        X = draw(1, 1, size, size, low=1, high=30)
        yield calls.leaves(
            "arguments", X, k, stride=s, padding=p, mode="max", returns=F.max_pool2d(X, k, stride=s, padding=p)
        )
    yield calls.leaves("arguments", X, 1, stride=1, mode="max", returns=X)
    yield calls.leaves("arguments", X, 2, stride=1, mode="avg")
    yield calls.leaves("arguments", X, 1, stride=1, mode="avg")
    zeros, small, large = torch.zeros(1, 1, 2, 2), draw(1, 1, 3, 3, low=1, high=30), draw(1, 1, 6, 6, low=1, high=30)
    for other in (X.double(), (4 * X).long(), zeros, zeros.long(), small.double(), large):
        for mode in ("max", "avg"):
            yield calls.leaves("arguments", other, 1, stride=1, mode=mode)
            yield calls.leaves("arguments", other, 2, stride=2, mode=mode)
            yield calls.leaves("arguments", other, 2, stride=2, mode=mode, count_include_pad=False)
