"""Probes for `fit`. The order of the images is an answer's own, so what is asked holds for any order."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnlab.figures.wording import plural
from cnnlab.probes._calls import quarters
from cnnlab.probes._data import Facts, facts, labels, listed, seeded
from cnnlab.probes._models import MODES, filled, in_training
from cnnlab.probing.questions import SEEN, Probe
from cnnlab.training import train

LISTED, FLOATS = "the history is a list with a number for each epoch", "the numbers in it are floats"
KEPT = "X and y are afterwards what they were"
ONCE = "each image comes once in each epoch, one a batch"
FRESH = "each epoch has an order of its own"
SAME = "a generator with the same seed gives the same orders"
OTHER = "generators with other seeds give other orders"
BEHIND = "the parameters whose gradient is not zero behind the call"  # to tell one mistake from another
MOVED = "the parameters that have moved"


def probes() -> tuple[Probe, ...]:
    return (*history(), *steps(), *order(), *mode())


def linear(weight: Tensor) -> nn.Sequential:
    """One linear layer without a bias."""
    layer: nn.Linear = nn.utils.skip_init(nn.Linear, *weight.t().shape, bias=False, dtype=weight.dtype)
    layer.weight.data = weight.clone()
    return nn.Sequential(layer)


def history() -> Iterator[Probe]:
    X, y = torch.tensor([[2.0, 0.0], [1.0, 0.0], [0.0, 2.0]]), torch.tensor([0, 0, 0])
    yield _recorded(linear(torch.eye(2)), X, y, 3, 2, 0.0)
    yield _recorded(linear(torch.zeros(2, 2)), X[:1], y[:1], 1, 1, 0.5)
    draw = quarters(seed=821)
    for N, batch_size, epochs, lr in [(5, 2, 2, 0.0), (7, 3, 3, 0.0), (4, 6, 1, 0.5), (5, 5, 1, 0.5)]:
        yield _recorded(linear(draw(3, 4)), draw(N, 4), torch.full((N,), N % 3), epochs, batch_size, lr)


def _recorded(model: nn.Sequential, X: Tensor, y: Tensor, epochs: int, batch_size: int, lr: float) -> Probe:
    loss = float(F.cross_entropy(model(X), y).detach())

    def ask(answer: Any) -> Facts:
        losses = answer(copy.deepcopy(model), X.clone(), y.clone(), epochs, batch_size, lr, seeded(3))
        if not isinstance(losses, list) or len(losses) != epochs:
            kind = f"a list of {len(losses)}" if isinstance(losses, list) else type(losses).__name__
            return {LISTED: False, "yours": kind, SEEN: {LISTED: f"yours is {kind}"}}
        told = {LISTED: True, FLOATS: all(isinstance(number, float) for number in losses)}
        return {**told, "losses": torch.tensor([float(number) for number in losses])}

    call = f"fit(model, X, y, {epochs}, {batch_size}, {lr}, generator) with {plural(len(X), 'image')}"
    return facts("history", ask, call, LISTED, FLOATS, losses=torch.tensor([loss] * epochs))


def steps() -> Iterator[Probe]:
    X, y = torch.tensor([[1.0, -2.0]]), torch.tensor([0])
    yield _learnt(linear(torch.zeros(2, 2)), X, y, 1, 1, 0.1)
    yield _learnt(linear(torch.zeros(2, 2)), X.repeat(3, 1), y.repeat(3), 2, 2, 0.5)
    draw = quarters(seed=822)
    for N, classes, epochs, lr, named in [(5, 3, 6, 0.05, False), (4, 2, 3, 0.2, True), (3, 3, 5, 0.1, False)]:
        layers = nn.Flatten(), nn.Linear(6, 4), nn.Tanh(), nn.Linear(4, classes)
        model = filled(nn.Sequential(*layers), draw).double()
        images, kinds = draw(N, 1, 2, 3).double(), labels(N, classes, N)
        yield _learnt(model, images, kinds, epochs, N + 2 * named, lr, named)
        yield _learnt(model, images[:1].repeat(7, 1, 1, 1), kinds[:1].repeat(7), 2, 3, lr)


def _learnt(
    model: nn.Sequential, X: Tensor, y: Tensor, epochs: int, batch_size: int, lr: float, named: bool = False
) -> Probe:
    """All images in one batch, or images that are all the same: the order plays no part."""
    right = copy.deepcopy(model)
    train(right, X, y, epochs=epochs, batch_size=batch_size, lr=lr)
    before = [part.detach().clone() for part in model.parameters()]

    def ask(answer: Any) -> Facts:
        own, own_X, own_y = copy.deepcopy(model), X.clone(), y.clone()
        for part in own.parameters():
            part.grad = torch.full_like(part, 5.0)
        if named:
            settings = {"batch_size": batch_size, "epochs": epochs, "lr": lr, "generator": seeded(4)}
            answer(y=own_y, X=own_X, model=own, **settings)
        else:
            answer(own, own_X, own_y, epochs, batch_size, lr, seeded(4))
        parts = dict(own.named_parameters())
        told: Facts = {name: part.detach().clone() for name, part in parts.items()}
        told[KEPT] = torch.equal(own_X, X) and torch.equal(own_y, y)
        told[BEHIND] = [name for name, part in parts.items() if part.grad is not None and bool(part.grad.any())]
        told[MOVED] = [
            name for (name, part), old in zip(parts.items(), before, strict=True) if not torch.equal(part, old)
        ]
        return told

    images = plural(len(X), "image")
    call = f"fit(model, X, y, {epochs}, {batch_size}, {lr}, generator) with {images} and gradients from before"
    expected = {name: part.detach() for name, part in right.named_parameters()} | {KEPT: True}
    return Probe("steps", ask, expected, call, allow=None)


def order() -> Iterator[Probe]:
    yield _orders()
    rows, classes = torch.tensor([[2.0, 0.0], [0.0, 2.0], [3.0, 0.0]]), torch.tensor([0, 1, 0])
    yield _together(linear(torch.eye(2)), rows, classes, 4, 1)
    draw = quarters(seed=823)
    for N, batch_size in [(6, 2), (5, 3), (7, 9)]:
        yield _together(linear(draw(3, 4)), draw(N, 4), labels(N, 3, N), 3, batch_size)


def _came(answer: Any, generator: torch.Generator) -> list[str]:
    """The numbers of four images in the order in which they came in three epochs, from a batch norm's running mean.

    With a momentum of 0.9 each image moves the digits of those before it one place to the right.
    """
    model = nn.Sequential(nn.BatchNorm2d(1, momentum=0.9), nn.Flatten(), nn.Linear(4, 2)).double()
    X = torch.arange(1.0, 5).double().reshape(4, 1, 1, 1).repeat(1, 1, 2, 2)
    answer(model, X, torch.zeros(4, dtype=torch.int64), 3, 1, 0.01, generator)
    digits = f"{round(float(model.get_buffer('0.running_mean')) / 0.9 * 10**11):012d}"[::-1]
    return [digits[start : start + 4] for start in (0, 4, 8)]


def _orders() -> Probe:
    def ask(answer: Any) -> Facts:
        came = [_came(answer, seeded(seed)) for seed in (11, 12, 13)]
        used = seeded(11)
        said = f"yours came in the orders {', '.join(came[0])}"
        return {
            ONCE: all(sorted(epoch) == list("1234") for epochs in came for epoch in epochs),
            FRESH: any(len(set(epochs)) > 1 for epochs in came),
            SAME: _came(answer, seeded(11)) == came[0],
            OTHER: len({tuple(epochs) for epochs in came}) > 1,
            "the orders": came,
            "a second call with the same generator goes on": _came(answer, used) != _came(answer, used),
            SEEN: {ONCE: said, FRESH: said},
        }

    call = "fit(model, X, y, 3, 1, 0.01, generator) with the images 1, 2, 3, 4"
    return facts("order", ask, call, ONCE, FRESH, SAME, OTHER)


def _together(model: nn.Sequential, X: Tensor, y: Tensor, epochs: int, batch_size: int) -> Probe:
    """With a rate of 0 the loss of each epoch is that of the model, if each label stays with its image."""
    loss = float(F.cross_entropy(model(X), y).detach())

    def ask(answer: Any) -> Facts:
        losses = answer(copy.deepcopy(model), X.clone(), y.clone(), epochs, batch_size, 0.0, seeded(5))
        return {"losses": torch.tensor([float(number) for number in losses]), "kind": listed(losses)[:1]}

    call = f"fit(model, X, y, {epochs}, {batch_size}, 0.0, generator) with {len(X)} images of several classes"
    return facts("order", ask, call, losses=torch.tensor([loss] * epochs))


def mode() -> Iterator[Probe]:
    draw = quarters(seed=824)
    X = torch.tensor([[2.0, 0.0], [4.0, 0.0], [6.0, 3.0]])
    for training in (True, False):
        yield _normed(nn.Sequential(nn.BatchNorm1d(2), nn.Linear(2, 2)), X, training, 1)
        layers = nn.BatchNorm1d(4, momentum=0.5), nn.Dropout(0.0), nn.Linear(4, 3)
        yield _normed(nn.Sequential(*layers), draw(5, 4), training, 2)


def _normed(model: nn.Sequential, X: Tensor, training: bool, epochs: int) -> Probe:
    """All images in each step: the running mean says whether it was one of training mode."""
    model.train(training)
    right = copy.deepcopy(model)
    train(right, X, labels(len(X), 2, 1), epochs=epochs, batch_size=len(X), lr=0.01)

    def ask(answer: Any) -> Facts:
        own = copy.deepcopy(model)
        answer(own, X.clone(), labels(len(X), 2, 1), epochs, len(X), 0.01, seeded(6))
        return {"running mean": own.get_buffer("0.running_mean").clone(), MODES: in_training(own)}

    call = f"fit(model, X, y, {epochs}, {len(X)}, 0.01, generator) with a model in {_named(training)} mode"
    expected = {"running mean": right.get_buffer("0.running_mean"), MODES: in_training(model)}
    return Probe("mode", ask, expected, call, allow=None)


def _named(training: bool) -> str:
    return "training" if training else "evaluation"
