"""Probes for `first_checks`: healthy models, and sick ones."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnlab.probes._calls import quarters
from cnnlab.probes._data import Facts, facts, labels
from cnnlab.probes._models import GRADIENTS, MODES, NEEDS, filled, in_training, needing, positive
from cnnlab.probing.questions import SEEN, Probe

KEYS = "a dict with the keys loss, chance, silent and learns comes back"
FLOATS = "loss and chance are floats"
STATE = "the parameters and running statistics are afterwards what they were"
KEPT = "X and y are afterwards what they were"
ALL = {"loss", "chance", "silent", "learns"}


def probes() -> tuple[Probe, ...]:
    return (*start(), *silent(), *learns())


def _linear(weight: Tensor, *after: nn.Module) -> nn.Sequential:
    layer: nn.Linear = nn.utils.skip_init(nn.Linear, *weight.t().shape, bias=False, dtype=weight.dtype)
    layer.weight.data = weight.clone()
    return nn.Sequential(layer, *after)


def start() -> Iterator[Probe]:
    X, y = torch.tensor([[2.0, 0.0], [1.0, 0.0], [0.0, 2.0]]), torch.tensor([0, 0, 0])
    yield _started(_linear(torch.eye(2), nn.Dropout(0.9)).train(), X, y)
    draw = quarters(seed=831)
    for N, C, training in [(5, 3, True), (23, 5, False)]:
        norm, dropout = nn.BatchNorm1d(4), nn.Dropout(0.5)
        model = filled(nn.Sequential(norm, nn.Linear(4, C), dropout), draw).train(training)
        norm.running_mean, norm.running_var = draw(4), draw(4).abs()
        dropout.train(not training)
        yield _started(model, draw(N, 4), labels(N, C, N), named=True)


def _started(model: nn.Sequential, X: Tensor, y: Tensor, named: bool = False) -> Probe:
    with torch.no_grad():
        scores = copy.deepcopy(model).eval()(X)
    state = copy.deepcopy(model.state_dict())

    def ask(answer: Any) -> Facts:
        own, own_X, own_y = copy.deepcopy(model), X.clone(), y.clone()
        for part in own.parameters():
            part.grad = torch.full_like(part, 3.0)
        found = answer(y=own_y, X=own_X, model=own) if named else answer(own, own_X, own_y)
        if not isinstance(found, dict) or not set(found) >= ALL:
            return {KEYS: False}
        return {
            KEYS: True,
            FLOATS: all(isinstance(found[key], float) for key in ("loss", "chance")),
            "loss": float(found["loss"]),
            "chance": float(found["chance"]),
            MODES: in_training(own),
            NEEDS: needing(own),
            KEPT: torch.equal(own_X, X) and torch.equal(own_y, y),
            STATE: all(torch.equal(value, state[name]) for name, value in own.state_dict().items()),
            GRADIENTS: [
                name for name, part in own.named_parameters() if part.grad is None or not bool((part.grad == 3).all())
            ],
        }

    right = {"loss": float(F.cross_entropy(scores, y)), "chance": float(torch.tensor(float(scores.shape[1])).log())}
    left = {MODES: in_training(model), NEEDS: needing(model), GRADIENTS: []}
    call = f"first_checks(model, X, y) with {len(X)} images and {scores.shape[1]} classes"
    return facts("start", ask, call, KEYS, FLOATS, KEPT, STATE, **right, **left)


def silent() -> Iterator[Probe]:
    X, y = torch.tensor([[2.0, 1.0], [1.0, 3.0], [1.0, 2.0]]), torch.tensor([0, 1, 0])
    first, last = nn.Linear(2, 2), nn.Linear(2, 2)
    for layer in (first, last):
        layer.weight.data, layer.bias.data = torch.eye(2), torch.zeros(2)
    model = nn.Sequential(first, nn.ReLU(), last)
    frozen, dead = copy.deepcopy(model), copy.deepcopy(model)
    frozen.get_parameter("0.weight").requires_grad_(False)
    dead.get_parameter("0.bias").data -= 100
    yield _silent(model, X, y, [], "a healthy model")
    yield _silent(frozen, X, y, ["0.weight"], "a frozen weight")
    yield _silent(dead, X, y, ["0.weight", "0.bias", "2.weight"], "a dead ReLU")
    yield from _nested()
    half = _linear(torch.tensor([[0.5, 0.25], [0.25, 0.5]]))
    images, ones = torch.tensor([[0.0, 0.0], [0.0, 1.0], [0.0, 2.0]]), torch.tensor([0, 0, 0])
    yield _silent(half, images, ones, [], "a weight some of whose gradients are 0")
    blank = torch.tensor([[0.0, 0.0], [1.0, 2.0]])
    yield _silent(half, blank, ones[:2], [], "a first image that is black")
    yield _silent(half, blank / 2000, ones[:2], [], "small gradients that are not 0")
    for label, which in [(0, "below"), (1, "above")]:
        lone = nn.Sequential(*_linear(torch.tensor([[0.25]])), *_linear(torch.tensor([[2.0], [1.0]])))
        labelled = torch.full((2,), label, dtype=torch.int64)
        yield _silent(lone, torch.tensor([[1.0], [3.0]]), labelled, [], f"one weight, its gradient {which} 0")


def _nested() -> Iterator[Probe]:
    draw = positive(quarters(seed=832))
    images, classes = draw(6, 1, 2, 2), torch.tensor([0, 1, 0, 1, 1, 1])
    for names, dying in [(["head.bias"], False), (["body.1.weight", "head.weight"], False), ([], True)]:
        model = nn.Sequential()
        model.add_module("body", nn.Sequential(nn.Flatten(), nn.Linear(4, 3), nn.ReLU()))
        model.add_module("head", nn.Linear(3, 2))
        filled(model, draw)
        for name in names:
            model.get_parameter(name).requires_grad_(False)
        if dying:
            model.get_parameter("body.1.bias").data -= 100
        expected = ["body.1.weight", "body.1.bias", "head.weight"] if dying else names
        yield _silent(model, images, classes, expected, "named layers in layers")


def _silent(model: nn.Sequential, X: Tensor, y: Tensor, expected: list[str], what: str) -> Probe:
    def ask(answer: Any) -> Any:
        own = copy.deepcopy(model)
        for part in own.parameters():
            part.grad = torch.ones_like(part)
        return {"silent": answer(own, X.clone(), y.clone())["silent"]}

    call = f'first_checks(model, X, y)["silent"] with {what}'
    return facts("silent", ask, call, silent=expected)


def learns() -> Iterator[Probe]:
    X, y = torch.eye(3).repeat(8, 1), torch.tensor([0, 1, 2]).repeat(8)
    zeros = torch.zeros(3, 3)
    yield _learnt(_linear(zeros), X, y, True, "a healthy model")
    yield _learnt(_linear(zeros, nn.Softmax(dim=1)), X, y, False, "a softmax at its end")
    late = torch.cat([X[:20], X[10:20]]), torch.cat([y[:20], (y[10:20] + 1) % 3])
    yield _learnt(_linear(zeros), *late, True, "contradictions behind the first twenty images")
    tenth = torch.cat([X[:12], X[:8], X[:10]]), torch.cat([y[:12], (y[:8] + 1) % 3, y[:10]])
    yield _learnt(_linear(zeros), *tenth, False, "contradictions among the first twenty images, behind the tenth")
    column, nothing = torch.zeros(2, 1), torch.zeros(4, dtype=torch.int64)
    yield _learnt(_linear(column), torch.full((4, 1), 0.15), nothing, False, "images so dim that 100 steps are too few")
    yield _learnt(_linear(column), torch.full((4, 1), 0.45), nothing, True, "images so dim that it takes many steps")
    yield _learnt(_linear(column), torch.full((4, 1), 0.035), nothing, False, "very dim images")
    yield _learnt(_linear(column), torch.full((4, 1), 1.5), nothing, True, "bright images")
    four = torch.tensor([3] * 4 + [0, 1, 2, 0] * 4 + [3] * 4)
    ends = torch.eye(4)[four], torch.cat([four[:20] % 3, torch.ones(4, dtype=torch.int64)])
    yield _learnt(_linear(torch.zeros(3, 4)), *ends, True, "last images that contradict the first ones")
    yield _learnt(*_steep(), True, "a model that learns if the gradients of earlier steps play no part")
    yield _learnt(*_brief(), True, "a loss that is below 0.1 in one step, and above it in the last")
    yield _learnt(*_normed(), True, "a batch norm whose running variance is a hundred million")


def _steep() -> tuple[nn.Sequential, Tensor, Tensor]:
    """Large images and weights: where gradients add up, the weights go on past what is right for the others."""
    X = [[5, 3, 1], [-7, -5, -8], [-1, 3, 1], [0, 8, -5], [7, -3, 8]]
    weight = [[-3.0, -7.0, 5.0], [-7.0, 4.0, -1.0], [4.0, 4.0, -4.0]]
    return _linear(torch.tensor(weight) / 4), torch.tensor(X) * 2.25, torch.tensor([0, 1, 2, 0, 1])


def _brief() -> tuple[nn.Sequential, Tensor, Tensor]:
    """Two images that differ by a little, where a step changes the scores by much: steps pass by what is right."""
    layer = nn.Linear(1, 2)
    layer.weight.data, layer.bias.data = torch.zeros(2, 1), torch.tensor([-3195.0, 0.0])
    layer.bias.requires_grad_(False)
    return nn.Sequential(layer), torch.tensor([[4000.0], [3987.5195]]), torch.tensor([0, 1])


def _normed() -> tuple[nn.Sequential, Tensor, Tensor]:
    """A model that sees next to nothing of the images in evaluation mode."""
    norm = nn.BatchNorm1d(2)
    norm.running_var = torch.full((2,), 1e8)
    X = torch.tensor([[1.0, 0.0], [0.0, 1.0], [2.0, 0.5], [0.5, 2.0]])
    return nn.Sequential(norm, *_linear(torch.zeros(2, 2))).eval(), X, torch.tensor([0, 1, 0, 1])


def _learnt(model: nn.Sequential, X: Tensor, y: Tensor, expected: bool, what: str) -> Probe:
    said = f"learns is {expected}"

    def ask(answer: Any) -> Facts:
        found = answer(copy.deepcopy(model), X.clone(), y.clone())["learns"]
        return {said: found is expected, "learns": _kind(found), SEEN: {said: f"yours is {found!r}"}}

    return facts("learns", ask, f'first_checks(model, X, y)["learns"] with {what}', said)


def _kind(found: Any) -> str:
    return str(found) if isinstance(found, (bool, str)) else type(found).__name__
