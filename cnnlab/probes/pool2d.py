"""Probes for `pool2d`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, grid, quarters
from cnnlab.probes._parts import inside_a_larger
from cnnlab.probing.questions import Probe

calls = Calls("pool2d", ("X",), picture=_views.pooling)
steps = torch.tensor([[3.0, 1.0, 4.0, 1.5, 5.0], [9.0, 2.0, 6.0, 5.5, 3.5], [0.5, 8.0, 7.0, 2.5, 4.5]])
dark = torch.tensor(
    [[-3.0, -1.0, -4.0, -8.0], [-6.0, -2.0, -7.0, -1.5], [-5.0, -9.0, -2.5, -6.0], [-0.5, -4.0, -3.5, -7.5]]
)
mixed = torch.tensor([[6.0, -3.0, 0.0, 9.0], [1.0, 4.0, -8.0, 2.0], [-5.0, 7.0, 3.0, -1.0], [8.0, -2.0, 5.0, -6.0]])
byte = torch.tensor([[200, 100, 50], [250, 10, 25], [30, 60, 90]], dtype=torch.uint8)


def probes() -> tuple[Probe, ...]:
    return (*largest(), *average(), *rectangular(), *dtype(), *arguments())


def pooled(X: Tensor, pool_size: tuple[int, int], mode: str = "max") -> Tensor:
    pool = F.max_pool2d if mode == "max" else F.avg_pool2d
    return pool(X.double()[None], pool_size, stride=1)[0]


def against_torch(concept: str, X: Tensor, pool_size: tuple[int, int], *mode: str) -> Probe:
    """A call, expected to return PyTorch's own result."""
    return calls.gives(concept, X, pool_size, *mode, returns=pooled(X, pool_size, *mode))


def largest() -> Iterator[Probe]:
    draw = quarters(seed=71)
    yield against_torch("max", grid(3, 3), (2, 2))
    yield against_torch("max", dark, (2, 2), "max")
    yield calls.gives("max", mixed, (2, 2), mode="max", returns=pooled(mixed, (2, 2)))
    for size, k in [(4, 2), (5, 3), (6, 4), (5, 3)]:
        yield against_torch("max", draw(size, size), (k, k))
        yield against_torch("max", draw(size, size, low=-240000, high=-80000), (k, k), "max")
        yield against_torch("max", draw(size, size, low=1, high=30) * -4e37, (k, k), "max")


def average() -> Iterator[Probe]:
    draw = quarters(seed=72)
    yield against_torch("average", grid(3, 3), (2, 2), "avg")
    yield against_torch("average", mixed, (2, 3), "avg")
    yield calls.gives("average", mixed, (3, 2), mode="avg", returns=pooled(mixed, (3, 2), "avg"))
    for size, h, w in [(4, 2, 2), (5, 3, 2), (5, 1, 4), (4, 3, 3), (5, 4, 1), (5, 3, 2)]:
        yield against_torch("average", draw(size, size), (h, w), "avg")
    for H, W, h, w in [(3, 6, 2, 3), (6, 3, 5, 2)]:
        yield against_torch("average", draw(H, W), (h, w), "avg")


def rectangular() -> Iterator[Probe]:
    draw = quarters(seed=73)
    yield against_torch("rectangular", steps, (2, 3), "max")
    yield against_torch("rectangular", steps, (1, 4), "max")
    for H, W, h, w in [
        (5, 6, 2, 3),
        (6, 5, 1, 4),
        (4, 6, 3, 2),
        (5, 4, 4, 1),
        (3, 6, 2, 5),
        (5, 6, 2, 3),
        (1, 5, 1, 2),
        (5, 3, 2, 3),
    ]:
        yield against_torch("rectangular", draw(H, W, low=1, high=30), (h, w), "max")
    yield against_torch("rectangular", draw(5, 5, low=1, high=30), (2, 3), "max")
    yield against_torch("rectangular", draw(6, 4, low=1, high=30).t(), (2, 3), "max")
    yield calls.gives("rectangular", X=steps, pool_size=(2, 3), mode="max", returns=pooled(steps, (2, 3)))
    part = draw(4, 5, low=1, high=30)
    larger, place = inside_a_larger(part)
    yield calls.on_part("rectangular", larger, (2, 3), "max", part=place, returns=pooled(part, (2, 3)))


def dtype() -> Iterator[Probe]:
    draw = quarters(seed=74)
    for mode in ("max", "avg"):
        yield against_torch("dtype", byte, (2, 2), mode)
    for size, k in [(4, 3), (3, 2), (5, 2)]:
        bright = 4 * draw(size, size, low=150, high=250)
        half = torch.full((size, size), 57344.0, dtype=torch.float16)
        signed = (bright / 8).to(torch.int8)
        for image in (bright.to(torch.uint8), (bright - 120).long(), bright.double() / 32, signed, half):
            for mode in ("max", "avg"):
                yield against_torch("dtype", image, (k, k), mode)


def arguments() -> Iterator[Probe]:
    draw = quarters(seed=75)
    yield calls.refuses("arguments", steps, (2, 2), "median", naming=("median",))
    yield calls.refuses("arguments", steps, (4, 2), "max", naming=((4, 2), (3, 5)))
    yield calls.refuses("arguments", steps, (2, 6), "avg", naming=((2, 6), (3, 5)))
    for H, W in [(4, 5), (6, 3)]:
        yield calls.refuses("arguments", draw(H, W), (2, 3), "min", naming=("min",))
    yield calls.refuses("arguments", draw(4, 5), (5, 3), "avg", naming=((5, 3), (4, 5)))
    yield calls.refuses("arguments", draw(5, 3), (2, 4), "max", naming=((2, 4), (5, 3)))
    for word in ("Max", "AVG", "average", "mean", "maximum", "ma", "a", "m", "max ", ""):
        yield calls.refuses("arguments", steps, (2, 2), word, naming=(word,))
    for H, W, h, w in [(4, 4, 5, 4), (4, 4, 4, 5), (1, 1, 1, 2)]:
        yield calls.refuses("arguments", draw(H, W), (h, w), naming=((h, w), (H, W)))
    square = torch.tensor([[4.0, 1.0, 7.0], [2.0, 9.0, 3.0], [8.0, 5.0, 6.0]])  # printed in the lab
    for image in (square, grid(3, 3)):
        yield calls.leaves("arguments", image, (3, 3), "max", returns=pooled(image, (3, 3)))
        yield calls.leaves("arguments", image, (1, 1), "avg")
        yield calls.leaves("arguments", image.long(), (1, 1), "avg")
    for size in (2, 4, 4):
        image = draw(size, size, low=1, high=30)
        for window in ((size, size), (1, 1)):
            yield calls.leaves("arguments", image, window, "max", returns=pooled(image, window))
        yield calls.leaves("arguments", image, (2, 2), "avg")
        for other in (image, image.double(), (4 * image).long()):
            for mode in ("max", "avg"):
                yield calls.leaves("arguments", other, (1, 1), mode)
                yield calls.leaves("arguments", other, (2, 2), mode)
