"""Probes for `capture`."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnlab.probes._calls import quarters
from cnnlab.probes._models import MODES, NO_HOOK, asked, filled, in_training, leaving, positive
from cnnlab.probing.questions import RESULT, SEEN, Probe, Refusal

GRAPH = "the result has a graph"
TO_X, TO_MODEL = "a gradient reaches X itself", "gradients reach the parameters of this very model"


def probes() -> tuple[Probe, ...]:
    return (*layer(), *overwritten(), *graph(), *traces())


def small(height: int = 2, *, in_place: bool = False) -> nn.Sequential:
    """One convolution with the weights -1 and 1, and what follows it, for pictures of width 3."""
    conv = nn.Conv2d(1, 1, (1, 2), bias=False)
    model = nn.Sequential(conv, nn.ReLU(inplace=in_place), nn.Flatten(), two_scores(2 * height))
    model[0].weight.data = torch.tensor([[[[-1.0, 1.0]]]])
    return model.eval()


def two_scores(inputs: int) -> nn.Linear:
    """A last layer whose numbers are the same in each process: an answer may return what it gives."""
    last = nn.Linear(inputs, 2)
    last.weight.data = torch.arange(2.0 * inputs).reshape(2, inputs) / 8 - 1
    last.bias.data = torch.tensor([0.5, -0.25])
    return last


def layer() -> Iterator[Probe]:
    draw = quarters(seed=901)
    X = torch.tensor([[[[1.0, 2.0, 4.0], [3.0, 1.0, 0.0]]]])
    maps = small()[0](X).detach()
    for name, returns in [("0", maps), ("1", maps.relu()), ("2", maps.relu().flatten(1))]:
        yield asked("layer", f"capture(model, {name!r}, X)", returns, small(), name, X)
    missing = [small(), "5", X]
    yield Probe(
        "layer", lambda f: f(*copy.deepcopy(missing)), Refusal(naming=("5",)), "capture(model, '5', X)", allow=None
    )
    for _ in range(2):
        conv, last = nn.Conv2d(2, 3, 2, padding=1), nn.Conv2d(3, 2, 1)
        model = nn.Sequential(nn.Sequential(conv, nn.Sequential(nn.ReLU(), nn.MaxPool2d(2, 1))), last, nn.Flatten())
        filled(model, draw)
        pictures = draw(4, 2, 3, 5)
        first = conv(pictures).detach()
        pooled = F.max_pool2d(first.relu(), 2, 1)
        outputs = {
            "0.0": first,
            "0.1.0": first.relu(),
            "0.1": pooled,
            "0": pooled,
            "1": model[1](pooled).detach(),
            "2": model(pictures).detach(),
        }
        for name, returns in outputs.items():
            call = f"capture(model=model, layer={name!r}, X=X) with layers in layers"
            yield asked("layer", call, returns, model=model, layer=name, X=pictures)
    for name in ("3", "0.2", "conv"):
        yield _missing(model, name, pictures)


def _missing(model: nn.Sequential, name: str, X: Tensor) -> Probe:
    return Probe(
        "layer",
        lambda function: function(copy.deepcopy(model), name, X.clone()),
        Refusal(naming=(name,)),
        f"capture(model, {name!r}, X), a name that is not there,",
        allow=None,
    )


def overwritten() -> Iterator[Probe]:
    draw = quarters(seed=902)
    X = torch.tensor([[[[1.0, 2.0, 4.0], [3.0, 1.0, 0.0]]]])
    call = "capture(model, '0', X) before a ReLU in place"
    yield asked("overwritten", call, small()[0](X).detach(), small(in_place=True), "0", X)
    model = nn.Sequential(nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3), nn.ReLU(inplace=True), nn.LeakyReLU(0.5, inplace=True))
    filled(model, draw)
    pictures = draw(2, 2, 4, 5)
    conv = model[0](pictures).detach()
    yield asked("overwritten", call, conv, model, "0", pictures)
    normed = model[1](conv).detach()
    yield asked("overwritten", "capture(model, '1', X) before two layers in place", normed, model, "1", pictures)
    model, X = nn.Sequential(nn.Identity(), nn.LeakyReLU(-2.0, inplace=True)).eval(), -positive(draw)(2, 3)
    yield asked("overwritten", "capture(model, '0', X) of an identity before a layer in place", X, model, "0", X)


def graph() -> Iterator[Probe]:
    draw = quarters(seed=903)
    row = torch.tensor([[[[1.0, 2.0, 4.0]]]])
    yield _gradients(small(height=1), "0", row, torch.ones(1, 1, 1, 2))
    for name in ("0", "1"):
        model = filled(nn.Sequential(nn.Conv2d(2, 3, 2), nn.ReLU(), nn.Flatten(), nn.Linear(36, 2)), draw)
        yield _gradients(model, name, draw(1, 2, 4, 5), draw(1, 3, 3, 4))


def _gradients(model: nn.Sequential, name: str, X: Tensor, upstream: Tensor) -> Probe:
    def gradients(function: Any) -> dict[str, Any]:
        own, pictures = copy.deepcopy(model), X.clone().requires_grad_()
        output = function(own, name, pictures)
        if isinstance(output, Tensor) and not output.requires_grad:
            return {GRAPH: False, SEEN: {GRAPH: "yours has none: `.detach()` and `torch.no_grad()` cut it off"}}
        (output * upstream).sum().backward()
        weights = own[0].weight.grad
        reached = {GRAPH: True, TO_X: pictures.grad is not None, TO_MODEL: weights is not None}
        if not all(reached.values()):
            words = {TO_X: "the result hangs on a copy of it", TO_MODEL: "the result hangs on a copy of the model"}
            return {**reached, SEEN: words}
        return {**reached, "the gradient of X": pictures.grad, "the gradient of the weights": weights}

    expected = gradients(lambda own, name, X: own[: int(name) + 1](X))
    return Probe("graph", gradients, expected, f"capture(model, {name!r}, X) and a step back from there", allow=None)


def traces() -> Iterator[Probe]:
    draw = quarters(seed=904)
    model = nn.Sequential(nn.BatchNorm2d(1), nn.Dropout(0.5), nn.Flatten(), two_scores(2))
    model[0].eval()
    X = torch.tensor([[[[1.0, 3.0]]], [[[5.0, 7.0]]]])
    call = "capture(model, '1', X) with a model whose parts are in different modes"
    yield leaving("traces", call, model[0](X).detach(), model, "1", X, graph=True)
    for mode in (True, False):
        block = filled(nn.Sequential(nn.Conv2d(2, 3, 2), nn.BatchNorm2d(3)), draw)
        pictures = draw(3, 2, 4, 5)
        expected = block(pictures).detach()
        model = nn.Sequential(block, nn.Dropout(0.5), nn.Flatten(), two_scores(36))
        model.train(mode)
        block[1].train(not mode)
        yield leaving("traces", call, expected, model, "1", pictures, graph=True)
        yield _after_an_error(model, draw(2, 5, 4, 4))


def _after_an_error(model: nn.Sequential, X: Tensor) -> Probe:
    def ask(function: Any) -> dict[str, Any]:
        own = copy.deepcopy(model)
        failed = False
        try:
            function(own, "0", X.clone())
        except NotImplementedError:  # a RuntimeError, too
            raise
        except RuntimeError:
            failed = True
        return {
            RESULT: failed,
            NO_HOOK: not any(len(part._forward_hooks) for part in own.modules()),
            MODES: in_training(own),
        }

    expected = {RESULT: True, NO_HOOK: True, MODES: in_training(model)}
    return Probe("traces", ask, expected, "capture(model, '0', X) with pictures that the model refuses", allow=None)
