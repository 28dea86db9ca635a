"""Probes for `fgsm`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnlab.probes._calls import quarters
from cnnlab.probes._models import filled, leaving, linear, positive
from cnnlab.probing.questions import Probe, calling


def probes() -> tuple[Probe, ...]:
    return (*step(), *clamp(), *normalised(), *traces())


def attacked(model: nn.Sequential, X: Tensor, y: Tensor, eps: float, mean: Any = 0.0, std: Any = 1.0) -> Tensor:
    """What a right answer returns."""
    wide_mean, wide_std = (torch.as_tensor(value).reshape(-1, 1, 1) for value in (mean, std))
    inputs = X.clone().requires_grad_()
    (gradient,) = torch.autograd.grad(F.cross_entropy(model(inputs), y), inputs)
    return ((X * wide_std + wide_mean + eps * gradient.sign()).clamp(0, 1) - wide_mean) / wide_std


def asked(concept: str, weight: Tensor, X: Tensor, y: list[int], eps: float, *more: Any, **named: Any) -> Probe:
    """A call with a linear model. It runs no convolution, so the guard is on."""
    model, classes = linear(weight), torch.tensor(y)
    size = "×".join(map(str, X.shape))
    settings = "".join(f", {value}" for value in more) + "".join(f", {name}={name}" for name in named)
    text = f"fgsm(model, X, {y}, {eps}{settings}) with X {size}"
    returns = attacked(model, X, classes, eps, *more, **named)
    return Probe(concept, calling(model, X, classes, eps, *more, **named), returns, text)


def step() -> Iterator[Probe]:
    draw = quarters(seed=941)
    weight = torch.tensor([[1.0, -2.0, 0.0], [0.0, 0.0, 0.0]]).reshape(2, 1, 1, 3)
    yield asked("step", weight, torch.tensor([[[[0.5, 0.4, 0.3]]], [[[0.6, 0.5, 0.4]]]]), [0, 1], 0.1)
    for N, C, H, W, count in [(2, 3, 2, 4, 5), (4, 2, 3, 3, 3), (2, 3, 2, 4, 5), (3, 3, 4, 2, 4)]:
        weight, y = draw(count, C, H, W) / 4, torch.tensor([2, 0, 1, 0][:N])
        X = (0.5 + draw(N, C, W, H) / 16).transpose(2, 3)
        model = linear(weight)
        ask = calling(model=model, X=X, y=y, eps=0.03)
        text = f"fgsm(model=model, X=X, y={y.tolist()}, eps=0.03) with X {N}×{C}×{H}×{W}"
        yield Probe("step", ask, attacked(model, X, y, 0.03), text)


def clamp() -> Iterator[Probe]:
    draw = quarters(seed=942)
    weight = torch.tensor([[0.0, 0.0, 0.0], [1.0, 1.0, -1.0]]).reshape(2, 1, 1, 3)
    yield asked("clamp", weight, torch.tensor([[[[0.5, 0.95, 0.05]]]]), [0], 0.1)
    for C, H, W in [(3, 2, 4), (2, 4, 3), (3, 2, 4)]:
        weight = torch.stack([torch.zeros(C, H, W), draw(C, H, W)])
        yield asked("clamp", weight, positive(draw)(1, C, H, W) / 2, [0], 0.4)


def normalised() -> Iterator[Probe]:
    draw = quarters(seed=943)
    weight = torch.tensor([[0.0, 0.0, 0.0], [1.0, 1.0, -1.0]])
    X = torch.tensor([0.0, 1.8, -1.2])
    yield asked("normalised", weight.reshape(2, 1, 1, 3), X.reshape(1, 1, 1, 3), [0], 0.1, 0.5, 0.25)
    mean, std = torch.tensor([0.5, 0.25, 0.25]), torch.tensor([0.5, 0.25, 0.125])
    channels = X.reshape(1, 3, 1, 1)
    yield asked("normalised", weight.reshape(2, 3, 1, 1), channels, [0], 0.05, mean=mean, std=std)
    for C, H, W in [(3, 2, 3), (2, 3, 2), (4, 3, 4), (3, 3, 3)]:
        weight = torch.stack([torch.zeros(C, H, W), draw(C, H, W)])
        pixels, mean, std = positive(draw)(2, C, H, W) / 2, positive(draw)(C), positive(draw)(C) / 4 + 0.125
        X = (pixels - mean[:, None, None]) / std[:, None, None]
        yield asked("normalised", weight, X, [0, 0], 0.2, mean=mean, std=std)
    yield _bent(draw(2, 4))


def _bent(weight: Tensor) -> Probe:
    """With a model of |x - 1|: the direction depends on the numbers that the model is given."""
    first, last = nn.Linear(4, 4), nn.Linear(4, 2, bias=False)
    model = nn.Sequential(nn.Flatten(), first, nn.LeakyReLU(-1.0), last).eval()
    first.weight.data, first.bias.data, last.weight.data = torch.eye(4), torch.full((4,), -1.0), weight
    mean, std = torch.tensor([0.5, 0.25]), torch.tensor([0.25, 0.5])
    X = torch.tensor([[1.6, 0.4], [-0.3, 1.1]]).reshape(1, 2, 1, 2)  # the pixels are 0.9, 0.6, 0.1 and 0.8
    y = torch.tensor([0])
    text = f"fgsm(model, X, [0], 0.05, {mean.tolist()}, {std.tolist()}) with X 1×2×1×2 and a model that is not linear"
    ask = calling(model, X, y, 0.05, mean, std)
    return Probe("normalised", ask, attacked(model, X, y, 0.05, mean, std), text)


def traces() -> Iterator[Probe]:
    draw = positive(quarters(seed=944))
    model = linear(torch.tensor([[0.0, 0.0], [1.0, 2.0]]).reshape(2, 1, 1, 2))
    X, y = torch.tensor([[[[0.3, 0.5]]]]), torch.tensor([0])
    yield leaving("traces", "fgsm(model, X, [0], 0.1)", X + 0.1, model, X, y, 0.1)
    for needs in (True, False):
        last = nn.Linear(12, 2)
        model = filled(nn.Sequential(nn.Conv2d(1, 2, 2), nn.Flatten(), last), draw).requires_grad_(needs)
        last.weight.data[0] *= -1  # every pixel speaks for class 1
        X = (0.3 + draw(1, 1, 3, 4) / 8).requires_grad_(needs)
        text = "fgsm(model, X, [0], 0.02)" + ("" if needs else " with parameters without gradients")
        yield leaving("traces", text, X.detach() + 0.02, model, X, y, 0.02)
