"""Probes for `occlusion_map`."""

from __future__ import annotations

from collections.abc import Iterator

import torch
from torch import Tensor, nn

from cnnlab.probes._calls import quarters
from cnnlab.probes._models import filled, leaving, linear, positive
from cnnlab.probing.questions import Probe, calling

Pair = tuple[int, int]


def probes() -> tuple[Probe, ...]:
    return (*drop(), *overlaps(), *border(), *traces())


def covered(weight: Tensor, X: Tensor, size: Pair, stride: Pair, fill: float) -> Tensor:
    """The map of a model with these weights (C, H, W): each patch costs the sum of weight · (pixel - fill)."""
    pixels = (weight * (X - fill)).sum(dim=0)
    total, count = torch.zeros_like(pixels), torch.zeros_like(pixels)
    for top in range(0, pixels.shape[0], stride[0]):
        for left in range(0, pixels.shape[1], stride[1]):
            place = slice(top, top + size[0]), slice(left, left + size[1])
            total[place] += pixels[place].sum()
            count[place] += 1
    return total / count.clamp(min=1)


def asked(
    concept: str, weight: Tensor, X: Tensor, size: Pair, stride: Pair, fill: float, k: int = 0, named: bool = False
) -> Probe:
    """A call with a linear model, by position or by names. It runs no convolution, so the guard is on."""
    model, returns = linear(weight), covered(weight[k], X, size, stride, fill)
    text = f"occlusion_map(model, X, {k}, {size}, {stride}, {fill}) with X {'×'.join(map(str, X.shape))}"
    ask = calling(model, X, k, size, stride, fill)
    if named:
        ask = calling(model=model, X=X, target=k, size=size, stride=stride, fill=fill)
    return Probe(concept, ask, returns, text)


def drop() -> Iterator[Probe]:
    draw = quarters(seed=931)
    weight = torch.tensor([[1.0, -2.0, 3.0, 0.5], [0.0, 1.0, 0.0, 0.0]]).reshape(2, 1, 2, 2)
    X = torch.tensor([[[1.0, 2.0], [3.0, 4.0]]])
    yield asked("drop", weight, X, (1, 1), (1, 1), 0.0)
    yield asked("drop", weight, X, (1, 1), (1, 1), 2.5, k=1)
    for C, H, W in [(2, 3, 4), (3, 4, 3), (2, 3, 4)]:
        weight, X = draw(3, C, H, W), draw(C, H, W)
        for k in (1, 2):
            yield asked("drop", weight, X, (1, 1), (1, 1), 0.75, k=k)


def overlaps() -> Iterator[Probe]:
    draw = quarters(seed=932)
    X = torch.tensor([[[1.0, 2.0, 4.0, 2.0]]])
    yield asked("overlaps", torch.ones(1, 1, 1, 4), X, (1, 2), (1, 1), 0.0)
    yield asked("overlaps", torch.ones(1, 1, 1, 4), X, (1, 1), (1, 2), 0.0)
    for side, size, stride in [(4, 2, 1), (6, 4, 2), (3, 3, 1), (5, 1, 3)]:
        weight, X = draw(1, 1, side, side), positive(draw)(1, side, side)
        yield asked("overlaps", weight, X, (size, size), (stride, stride), 0.0)


def border() -> Iterator[Probe]:
    draw = positive(quarters(seed=933))
    X = torch.arange(10.0).reshape(1, 2, 5)
    yield asked("border", torch.ones(1, 1, 2, 5), X, (2, 3), (2, 3), 0.0)
    yield asked("border", torch.ones(1, 1, 2, 5), X, (1, 4), (1, 4), 0.0)
    for C, H, W, h, w in [(2, 5, 7, 2, 3), (3, 7, 4, 3, 2), (1, 3, 8, 5, 3), (2, 6, 6, 4, 5)]:
        weight, X = draw(1, C, H, W), draw(C, W, H).transpose(1, 2)
        yield asked("border", weight, X, (h, w), (h, w), 0.05, named=True)


def traces() -> Iterator[Probe]:
    draw = positive(quarters(seed=934))
    model, X = linear(torch.ones(1, 1, 1, 2)), torch.tensor([[[1.0, 3.0]]])
    call = "occlusion_map(model, X, 0, (1, 1), (1, 1), 0.0)"
    yield leaving("traces", call, X[0], model, X, 0, (1, 1), (1, 1), 0.0)
    model = nn.Sequential(nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3), nn.ReLU(), nn.Flatten(), nn.Linear(18, 1))
    filled(model, draw)
    X = draw(2, 3, 4) + 1
    lost = (model(X[None]) - model(torch.full((1, 2, 3, 4), 0.5)))[0, 0].detach()
    call = "occlusion_map(model, X, 0, (3, 4), (3, 4), 0.5), one patch for the whole picture,"
    yield leaving("traces", call, lost.expand(3, 4), model, X, 0, (3, 4), (3, 4), 0.5)
