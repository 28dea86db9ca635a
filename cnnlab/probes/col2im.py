"""Probes for `col2im`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes._calls import Calls, quarters
from cnnlab.probing.questions import Probe

calls = Calls("col2im", ("cols",), refuse=("unfold",))


def probes() -> tuple[Probe, ...]:
    return (*overlaps(), *windows(), *errors())


def against_torch(concept: str, cols: Tensor, size: Any, kernel_size: Any, **settings: Any) -> Probe:
    """A call, expected to return what PyTorch's own col2im does."""
    returns = F.fold(cols.double(), size, kernel_size, **settings)
    return calls.gives(concept, cols, size, kernel_size, returns=returns, **settings)


def overlaps() -> Iterator[Probe]:
    draw = quarters(seed=221)
    yield against_torch("overlaps", torch.tensor([[[1.0, 2.0], [3.0, 4.0]]]), (1, 3), (1, 2))
    yield against_torch("overlaps", torch.arange(1.0, 17.0).reshape(1, 4, 4), (3, 3), 2)
    for N, C, H, W, h, w in [
        (2, 3, 4, 5, 3, 2),
        (3, 2, 5, 3, 2, 3),
        (4, 1, 3, 6, 1, 4),
        (1, 4, 6, 3, 4, 1),
        (2, 2, 4, 4, 2, 2),
        (3, 3, 3, 4, 3, 3),
        (2, 3, 3, 4, 3, 4),
        (3, 2, 3, 2, 1, 1),
    ]:
        yield against_torch("overlaps", draw(N, C * h * w, (H - h + 1) * (W - w + 1)), (H, W), (h, w))
    yield against_torch("overlaps", draw(2, 12, 18).transpose(1, 2), (4, 6), (2, 3))
    yield against_torch("overlaps", draw(18, 2, 12).transpose(0, 1), (4, 6), (2, 3))
    first, second = draw(2, 12, 6), draw(2, 12, 6)
    returns = F.fold(first, (3, 4), 2), F.fold(second, (3, 4), 2)
    yield calls.twice("overlaps", (first, (3, 4), 2), (second, (3, 4), 2), returns=returns)


def windows() -> Iterator[Probe]:
    draw = quarters(seed=222)
    k: Any
    s: Any
    p: Any
    d: Any
    yield against_torch("windows", torch.ones(1, 4, 4), (5, 5), 2, stride=2)
    two = torch.tensor([[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]])
    yield against_torch("windows", two, (1, 2), (1, 2), padding=(0, 1))
    for H, W, k, s, p, d in [
        (7, 6, (3, 2), 2, 0, 1),
        (6, 8, (2, 3), (3, 2), 1, 1),
        (5, 4, (3, 4), 1, (2, 1), 1),
        (9, 7, (3, 2), 1, 0, 2),
        (8, 9, (2, 3), (2, 1), (0, 2), (3, 2)),
        (6, 9, 2, (1, 3), (1, 0), (2, 4)),
        (2, 3, (4, 5), (3, 2), (3, 2), 1),
        (1, 7, (1, 3), 2, 0, (1, 2)),
        (7, 1, (3, 1), 2, 0, (2, 1)),
        (5, 6, 3, 4, 2, 1),
    ]:
        cols = draw(*F.unfold(torch.zeros(1, 1, H, W), k, d, p, s).shape)
        yield against_torch("windows", cols, (H, W), k, stride=s, padding=p, dilation=d)
        yield calls.gives("windows", cols, (H, W), k, s, p, d, returns=F.fold(cols, (H, W), k, d, p, s))


def errors() -> Iterator[Probe]:
    draw = quarters(seed=223)
    for shape, size, k, s, p in [
        ((2, 12, 5), (3, 4), 2, 1, 0),  # printed in the lab
        ((2, 10, 6), (3, 4), 2, 1, 0),
        ((1, 6, 10), (4, 5), (2, 3), 1, 0),
        ((1, 6, 8), (4, 5), (2, 3), 1, 0),
        ((2, 7, 9), (4, 5), (2, 3), 1, 0),
        ((2, 5, 9), (4, 5), (2, 3), 1, 0),
        ((1, 4, 9), (6, 5), 2, 2, 0),
        ((1, 4, 4), (3, 3), 2, 1, 1),
        ((1, 4, 1), (1, 1), 2, 1, 0),
        ((1, 9, 1), (1, 1), 3, 1, 0),
        ((1, 16, 2), (1, 2), 4, 1, 0),
        ((1, 4, 0), (1, 3), 2, 1, 0),
        ((1, 4, 0), (3, 1), 2, 1, 0),
    ]:
        yield calls.refuses("errors", draw(*shape), size, k, stride=s, padding=p, naming=(shape, size))
    pair = torch.tensor([[[3.0], [4.0]]])
    yield calls.gives("errors", pair, kernel_size=(1, 2), size=(1, 2), returns=[[[[3, 4]]]])
    for shape, size, k in [
        ((1, 9, 1), (3, 3), 3),
        ((1, 1, 1), (1, 1), 1),
        ((1, 1, 4), (1, 4), 1),
        ((1, 2, 3), (1, 4), (1, 2)),
        ((1, 1, 4), (2, 2), 1),
    ]:
        number = torch.arange(shape[1] * shape[2]).reshape(shape)
        for cols in (
            (200 + number).to(torch.uint8),
            (-128 + number).to(torch.int8),
            70000 + 9 * number,
            number + 0.25,
            number.double() - 1.75,
        ):
            yield against_torch("errors", cols, size, k)
        yield calls.leaves("errors", draw(*shape), size, k)
        yield calls.leaves("errors", draw(*shape).double(), size, k)
    larger = draw(2, 2, 3)
    yield calls.on_part("errors", larger, (1, 4), (1, 2), returns=F.fold(larger[1:], (1, 4), (1, 2)))
