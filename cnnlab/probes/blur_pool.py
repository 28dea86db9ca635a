"""Probes for `blur_pool`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes._calls import Calls, quarters
from cnnlab.probing.questions import Probe, calling

calls = Calls("blur_pool", ("X",))


def probes() -> tuple[Probe, ...]:
    return (*blur(), *stride())


def blurred(X: Tensor, stride: int) -> Tensor:
    """What a right answer returns."""
    kernel = torch.tensor([[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]])[None, None] / 16
    N, C, H, W = X.shape
    wide = F.pad(X.reshape(N * C, 1, H, W), (1, 1, 1, 1), mode="replicate")
    Y = F.conv2d(wide, kernel.to(X.dtype), stride=stride)
    return Y.reshape(N, C, *Y.shape[2:])


def blur() -> Iterator[Probe]:
    draw = quarters(seed=961)
    row, dot = torch.tensor([[[[0.0, 4.0, 8.0, 0.0]]]]), torch.zeros(1, 1, 3, 3)
    dot[0, 0, 1, 1] = 16.0
    for X in (row, dot):
        yield calls.gives("filter", X, 1, returns=blurred(X, 1))
    for N, C, H, W in [(2, 3, 4, 5), (3, 2, 5, 3), (2, 2, 1, 4), (1, 3, 4, 1), (2, 3, 4, 5), (1, 1, 1, 1)]:
        X = draw(N, C, W, H).transpose(2, 3)
        text = f"blur_pool(stride=1, X=X) with X {N}×{C}×{H}×{W}, laid on its side"
        yield Probe("filter", calling(stride=1, X=X), blurred(X, 1), text)
    X = draw(2, 2, 3, 4)
    yield calls.leaves("filter", X, 1, returns=blurred(X, 1))


def stride() -> Iterator[Probe]:
    draw = quarters(seed=962)
    row, flat = torch.tensor([[[[0.0, 4.0, 8.0, 0.0]]]]), torch.full((1, 1, 4, 5), 3.0)
    for X, step in [(row, 2), (flat, 3)]:
        yield calls.gives("stride", X, step, returns=blurred(X, step))
    for N, C, H, W, step in [(2, 3, 5, 8, 2), (1, 2, 7, 4, 3), (3, 1, 6, 6, 4), (2, 2, 3, 5, 7)]:
        X = draw(N, C, H, W)
        yield calls.gives("stride", X, step, returns=blurred(X, step))
    X = draw(2, 2, 3, 4)
    yield calls.leaves("stride", X, 2, returns=blurred(X, 2))
