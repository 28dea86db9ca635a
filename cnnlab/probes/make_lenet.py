"""Probes for `make_lenet`. A network may be built in any way: what counts are its parameters and its scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.figures.wording import plural
from cnnlab.probes._data import Facts
from cnnlab.probing.questions import SEEN, Probe

WEIGHTS = [(6, 1, 5, 5), (16, 6, 5, 5), (120, 400), (84, 120), (10, 84)]
MADE = "a network comes back"
NEW = "each call gives a new network with weights of its own"
DRAWN = "the weights are small random numbers"
LEARNING = "every parameter can learn"
KEPT = "the images are afterwards what they were"
SCORES = "the scores are those of the table, computed from the network's own parameters"
SIZED = "there are parameters of all sizes in the table"
SHAPE = "shape of the scores"
MORE, LIKE = "what comes out", "what it is like instead"


def probes() -> tuple[Probe, ...]:
    return (*parameters(), *scores())


Map = Callable[[Tensor], Tensor]


def max_pool(X: Tensor) -> Tensor:
    """2×2 max pooling."""
    return F.max_pool2d(X, 2)


def mean_pool(X: Tensor) -> Tensor:
    """2×2 mean pooling."""
    return F.avg_pool2d(X, 2)


def parameters() -> Iterator[Probe]:
    def ask(make: Any) -> Facts:
        models = make(), make()
        if None in models:
            return {MADE: False}
        for model in models:  # a lazy layer finds its size in the first call
            model(torch.zeros(1, 1, 28, 28, dtype=torch.get_default_dtype()))
        one, two = (list(model.parameters()) for model in models)
        sizes = sorted(tuple(part.shape) for part in one)
        told: Facts = {MADE: True, "number of parameters": sum(part.numel() for part in one), "their shapes": sizes}
        first, second = ({tuple(part.shape): part.detach() for part in parts} for parts in (one, two))
        shared = [shape for shape in WEIGHTS if shape in first and shape in second]
        told[NEW] = all(not torch.equal(first[shape], second[shape]) for shape in shared)
        told[DRAWN] = all(0.001 < float(first[shape].std()) < 0.6 for shape in shared)
        told["the same number everywhere"] = [str(shape) for shape in shared if float(first[shape].std()) < 1e-6]
        told[LEARNING] = all(part.requires_grad for part in one)
        return told

    shapes = sorted([*WEIGHTS, *((shape[0],) for shape in WEIGHTS)])
    expected = {MADE: True, "number of parameters": 61706, "their shapes": shapes}
    yield Probe("parameters", ask, expected | dict.fromkeys((NEW, DRAWN, LEARNING), True), "make_lenet()", allow=None)


def lenet(
    part: dict[tuple[int, ...], Tensor],
    X: Tensor,
    below: Map = torch.relu,
    above: Map = torch.relu,
    pool: Map = max_pool,
    turn: bool = False,
    border: str = "constant",
) -> Tensor:
    """The scores of a LeNet with these parameters, by shape; the other arguments make mistakes of it."""
    wide = F.pad(X.double(), (2, 2, 2, 2), mode=border)
    X = pool(below(F.conv2d(wide, part[6, 1, 5, 5], part[(6,)])))
    X = pool(below(F.conv2d(X, part[16, 6, 5, 5], part[(16,)])))
    X = above(F.linear((X.mT if turn else X).flatten(1), part[120, 400], part[(120,)]))
    X = above(F.linear(X, part[84, 120], part[(84,)]))
    return F.linear(X, part[10, 84], part[(10,)])


VARIANTS: dict[str, dict[str, Any]] = {
    "no ReLU below": {"below": torch.clone},
    "no ReLU above": {"above": torch.clone},
    "no ReLU": {"below": torch.clone, "above": torch.clone},
    "sigmoid": {"below": torch.sigmoid, "above": torch.sigmoid},
    "mean pooling": {"pool": mean_pool},
    "turned": {"turn": True},
    "border": {"border": "replicate"},
}


def scores() -> Iterator[Probe]:
    for N, training in [(1, True), (3, False), (2, True)]:
        yield _scored(N, training)


def _scored(N: int, training: bool) -> Probe:
    X = torch.sin(torch.arange(N * 784.0)).reshape(N, 1, 28, 28) * 9

    def ask(make: Any) -> Facts:
        model = make()
        if model is None:
            return {MADE: False}
        model.train(training)
        own = X.to(next(iter(model.parameters()), X).dtype)
        before = own.clone()
        with torch.no_grad():
            out = model(own)
        told: Facts = {MADE: True, SHAPE: tuple(out.shape), KEPT: torch.equal(own, before)}
        if tuple(out.shape) != (N, 10):
            return told
        part = {tuple(part.shape): part.detach().double() for part in model.parameters()}
        told[SIZED] = all(shape in part and (shape[0],) in part for shape in WEIGHTS)
        if told[SIZED]:
            right = lenet(part, X)
            told[SCORES] = _alike(out, right)
            told[LIKE] = [name for name, change in VARIANTS.items() if _alike(out, lenet(part, X, **change))]
            told[SEEN] = {SCORES: f"the first is {float(out[0, 0]):.4g}, where {float(right[0, 0]):.4g} is right"}
        told[MORE] = _about(out)
        return told

    call = f"make_lenet()(X) with {plural(N, 'image')}, in {'training' if training else 'evaluation'} mode"
    return Probe("scores", ask, {MADE: True, SHAPE: (N, 10), KEPT: True, SIZED: True, SCORES: True}, call, allow=None)


def _alike(out: Tensor, right: Tensor) -> bool:
    return bool(torch.isclose(out.double(), right, rtol=1e-3, atol=1e-4).all())


def _about(out: Tensor) -> list[bool]:
    """Facts of the scores that tell one mistake from another, whatever the weights."""
    out = out.double()
    return [
        bool((out >= 0).all()),
        bool(torch.isclose(out.sum(dim=1), torch.ones(len(out), dtype=out.dtype), atol=1e-3).all()),
        bool(torch.isclose(out.exp().sum(dim=1), torch.ones(len(out), dtype=out.dtype), atol=1e-3).all()),
        bool(len(out) > 1 and torch.equal(out[0], out[-1])),
    ]
