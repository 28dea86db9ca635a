"""Probes for `evaluate`."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnlab.probes._calls import quarters
from cnnlab.probes._data import Facts, facts, labels
from cnnlab.probes._models import GRADIENTS, MODES, NEEDS, filled, in_training, needing
from cnnlab.probing.questions import SEEN, Probe

TWO, FLOATS = "the pair (loss, accuracy) comes back", "both are floats"
NO_GRAPH = "the model runs under torch.no_grad()"
STATE = "the parameters and running statistics are afterwards what they were"
KEPT = "X and y are afterwards what they were"


def probes() -> tuple[Probe, ...]:
    return (*values(), *batches(), *mode())


def plain(weight: Tensor) -> nn.Sequential:
    """A model whose scores are products of the rows of `weight` with the flattened images."""
    last: nn.Linear = nn.utils.skip_init(nn.Linear, weight.shape[1], weight.shape[0], bias=False, dtype=weight.dtype)
    last.weight.data = weight.clone()
    return nn.Sequential(nn.Flatten(), last)


def example() -> tuple[nn.Sequential, Tensor, Tensor]:
    """The three images of the visible check."""
    X = torch.tensor([[[2.0, 0.0]], [[1.0, 0.0]], [[0.0, 2.0]]])
    return plain(torch.eye(2)), X, torch.tensor([0, 0, 0])


def values() -> Iterator[Probe]:
    yield _measured("values", *example(), 3)
    draw = quarters(seed=811)
    for N, classes, seed in [(6, 3, 1), (4, 5, 2), (5, 5, 3), (6, 3, 4)]:
        yield _measured("values", plain(draw(classes, 4)), draw(N, 2, 2), labels(N, classes, seed), N, named=True)


def batches() -> Iterator[Probe]:
    draw = quarters(seed=812)
    for batch_size in (2, 1, 5):
        yield _measured("batches", *example(), batch_size)
    for N, batch_size in [(7, 3), (5, 2), (9, 4), (4, 7)]:
        model, X, y = plain(draw(3, 4, low=-16, high=16)), draw(N, 2, 2), labels(N, 3, N)
        y[-1] = model(X)[-1].argmin()
        yield _measured("batches", model, X, y, batch_size)
        yield _together(nn.Sequential(*copy.deepcopy(model), nn.Softmax(dim=0)), X, y, batch_size)


def _measured(concept: str, model: nn.Sequential, X: Tensor, y: Tensor, batch_size: int, named: bool = False) -> Probe:
    def ask(answer: Any) -> Facts:
        own = copy.deepcopy(model), X.clone(), y.clone()
        result = answer(batch_size=batch_size, y=own[2], X=own[1], model=own[0]) if named else answer(*own, batch_size)
        return _pair(result)

    call = f"evaluate(model, X, y, {batch_size}) with {len(X)} images"
    floats = (FLOATS,) if concept == "values" else ()
    return facts(concept, ask, call, TWO, *floats, **_right(model, X, y, batch_size))


def _together(model: nn.Sequential, X: Tensor, y: Tensor, batch_size: int) -> Probe:
    """A model whose scores depend on what else is in the batch: its loss says how the images came."""
    right, sizes = _right(model, X, y, batch_size), [len(batch) for batch in X.split(batch_size)]
    came = f"the images come to the model in their order, in batches of {', '.join(map(str, sizes))}"

    def ask(answer: Any) -> Facts:
        told = _pair(answer(copy.deepcopy(model), X.clone(), y.clone(), batch_size))
        if not told[TWO]:
            return told
        together = abs(told["loss"] - right["loss"]) < 1e-4
        seen = {came: f"the loss is {told['loss']:.5g}, where these batches have {right['loss']:.5g}"}
        return {**told, came: together, SEEN: seen}

    call = f"evaluate(model, X, y, {batch_size}) with {len(X)} images and a softmax over each batch"
    return facts("batches", ask, call, TWO, came, **right)


def _right(model: nn.Sequential, X: Tensor, y: Tensor, batch_size: int) -> dict[str, float]:
    with torch.no_grad():
        scores = torch.cat([copy.deepcopy(model).eval()(batch) for batch in X.split(batch_size)])
    accuracy = float((scores.argmax(dim=1) == y).double().mean())
    return {"loss": float(F.cross_entropy(scores, y)), "accuracy": accuracy}


def _pair(result: Any) -> Facts:
    if not isinstance(result, (tuple, list)) or len(result) != 2:
        return {TWO: False}
    told = {name: float(number) for name, number in zip(("loss", "accuracy"), result, strict=True)}
    return {TWO: True, FLOATS: all(isinstance(number, float) for number in result), **told}


def mode() -> Iterator[Probe]:
    draw = quarters(seed=813)
    model = nn.Sequential(nn.Dropout(0.99), nn.BatchNorm1d(2), nn.ReLU())
    model[1].eval()
    yield _left(model, *example()[1:])
    for training in (True, False):
        norm, dropout, last = nn.BatchNorm1d(3), nn.Dropout(0.5), nn.Linear(4, 2)
        model = filled(nn.Sequential(norm, nn.Sequential(nn.Linear(3, 4), dropout), last), draw)
        norm.running_mean, norm.running_var = draw(3), draw(3).abs()
        model.train(training)
        dropout.train(not training)
        last.bias.data += 9.0
        X, y = draw(5, 3), labels(5, 2, 5)
        y[0] = copy.deepcopy(model).eval()(X)[0].argmin()
        yield _left(model, X, y)
    yield _without_graph()


def _without_graph() -> Probe:
    """PyTorch refuses to write into images that require a gradient, except where no graph is made."""
    _, X, y = example()

    def ask(answer: Any) -> Facts:
        images = X.reshape(3, 2).clone().requires_grad_()
        try:
            answer(nn.Sequential(nn.ReLU(inplace=True)), images, y.clone(), 2)
        except RuntimeError as error:
            if "in-place" not in str(error) and "inplace" not in str(error):
                raise
            return {NO_GRAPH: False}
        return {NO_GRAPH: True}

    return facts("mode", ask, "evaluate(model, X, y, 2) with images that require a gradient", NO_GRAPH)


def _left(model: nn.Sequential, X: Tensor, y: Tensor) -> Probe:
    X = X.reshape(len(X), -1)
    state = copy.deepcopy(model.state_dict())

    def ask(answer: Any) -> Facts:
        own, own_X, own_y = copy.deepcopy(model), X.clone(), y.clone()
        for part in own.parameters():
            part.grad = torch.full_like(part, 3.0)
        told = _pair(answer(own, own_X, own_y, len(X)))
        return {
            **told,
            MODES: in_training(own),
            NEEDS: needing(own),
            KEPT: torch.equal(own_X, X) and torch.equal(own_y, y),
            STATE: all(torch.equal(value, state[name]) for name, value in own.state_dict().items()),
            GRADIENTS: [
                f"{name} (none)" if part.grad is None else name
                for name, part in own.named_parameters()
                if part.grad is None or not bool((part.grad == 3).all())
            ],
        }

    right = _right(model, X, y, len(X)) | {MODES: in_training(model), NEEDS: needing(model), GRADIENTS: []}
    call = "evaluate(model, X, y, batch_size) with a model whose parts are in different modes"
    return facts("mode", ask, call, TWO, KEPT, STATE, **right)
