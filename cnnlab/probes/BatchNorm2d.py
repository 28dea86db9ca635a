"""Probes for the layer `BatchNorm2d`."""  # noqa: N999  # the module has the exercise's name

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from cnnlab.figures.wording import size_text
from cnnlab.probes._calls import quarters
from cnnlab.probing.questions import RESULT, Ask, Probe, Refusal

NAMES = "what state_dict() knows"
LEARNT = "what named_parameters() knows"
AGAIN = "the result of a second call"
SAME = "the images are afterwards what they were before"
CONNECTED = "the result is still connected to weight and bias (no .data, .detach())"
NO_GRAPH = "the buffers keep no graph of the batch"
BUFFERS = ("running_mean", "running_var")
STATE = ("weight", "bias", *BUFFERS)
NUMBERS = (1.0, 3.0, 5.0, 7.0)


def probes() -> tuple[Probe, ...]:
    return (*train(), *running(), *evaluation(), *parameters())


def train() -> Iterator[Probe]:
    draw = quarters(seed=741)
    row = torch.tensor(NUMBERS).reshape(2, 1, 1, 2)
    yield _trained(row, 4.0)
    yield _trained(torch.cat((row, 100 * row + 5), dim=1), 1e-5)
    yield _trained(row / 64)
    yield _trained(row[:1])
    yield _trained(row[:1].mT)
    for shape, eps in [
        ((2, 3, 3, 4), 1e-5),
        ((4, 3, 1, 3), 0.5),
        ((1, 2, 3, 2), 0.1),
        ((3, 3, 2, 1), 2.0),
        ((2, 4, 3, 4), 1e-3),
        ((2, 1, 1, 1), 1e-5),
    ]:
        yield _trained(draw(*shape), eps)
    yield _trained(draw(2, 3, 4, 2).transpose(2, 3) + 3, 0.25)
    for shape in [(1, 3, 1, 1), (1, 1, 1, 1)]:
        call = f"BatchNorm2d({shape[1]}) in training, on images {size_text(torch.zeros(shape))},"
        yield Probe("train", _called(torch.ones(shape), 1e-5), Refusal(ValueError, (shape,)), call, allow=())


def running() -> Iterator[Probe]:
    draw = quarters(seed=742)
    row = torch.tensor(NUMBERS).reshape(2, 1, 1, 2)
    yield _averaged([row], 0.1)
    yield _averaged([row, 10 * row], 0.1)
    yield _averaged([row, 10 * row])
    for (N, C, height, width), momentum in [
        ((2, 3, 2, 3), 0.1),
        ((3, 2, 1, 2), 0.25),
        ((1, 4, 2, 2), 0.75),
        ((2, 2, 1, 1), 0.5),
    ]:
        yield _averaged([draw(N, C, height, width) + number for number in range(3)], momentum)


def evaluation() -> Iterator[Probe]:
    draw = quarters(seed=743)
    values = [[1.0, 3.0], [10.0, 0.0], [2.0, -1.0], [3.0, 8.0]]
    state = dict(zip(STATE, map(torch.tensor, values), strict=True))
    images = torch.tensor([[[[4.0, 6.0]], [[2.0, 5.0]]]])
    yield _evaluated(state, 1.0, images)
    yield _evaluated(state, 1.0, images[..., :1])
    for (N, C, height, width), eps in [
        ((2, 3, 3, 4), 1e-5),
        ((4, 2, 1, 3), 0.5),
        ((1, 5, 1, 1), 0.1),
        ((2, 3, 3, 3), 2.0),
    ]:
        state = dict(zip(STATE, (draw(C), draw(C), draw(C), draw(C, low=1)), strict=True))
        yield _evaluated(state, eps, draw(N, C, height, width))
        yield _evaluated(state, eps, draw(N, C, width, height).transpose(2, 3))


def parameters() -> Iterator[Probe]:
    draw = quarters(seed=744)
    images = torch.tensor([0.0, 2.0, 1.0, 5.0, 4.0, 3.0, 2.0, 9.0]).reshape(2, 2, 1, 2)
    yield _parameters(images, torch.tensor([2.0, -3.0]), torch.tensor([1.0, 5.0]))
    for N, C, height, width in [(2, 3, 3, 2), (3, 2, 1, 4), (1, 4, 2, 3)]:
        yield _parameters(draw(N, C, height, width), draw(C, low=1), draw(C, low=1))


def _called(images: Tensor, eps: float) -> Ask:
    return lambda Layer: Layer(images.shape[1], eps)(images.clone())


def _trained(images: Tensor, eps: float | None = None) -> Probe:
    """A layer with this eps; with its own, 1e-5, where none is given."""
    settings: dict[str, Any] = {} if eps is None else {"eps": eps}

    def ask(Layer: Any) -> Any:
        given = images.clone(memory_format=torch.preserve_format)
        layer = Layer(num_features=images.shape[1], **settings)
        result = layer(given)
        return {RESULT: result, SAME: torch.equal(given, images), AGAIN: layer(images.clone())}

    expected = F.batch_norm(images.double(), None, None, training=True, **settings)
    said = "" if eps is None else f", eps={eps:g}"
    call = f"BatchNorm2d({images.shape[1]}{said}) in training, on images {size_text(images)},"
    return Probe("train", ask, {RESULT: expected, SAME: True, AGAIN: expected}, call, allow=())


def _averaged(batches: list[Tensor], momentum: float | None = None) -> Probe:
    """A layer with this momentum; with its own, 0.1, where none is given."""
    settings: dict[str, Any] = {} if momentum is None else {"momentum": momentum}
    known = nn.BatchNorm2d(batches[0].shape[1], **settings).double()
    for batch in batches:
        known(batch.double())

    def ask(Layer: Any) -> Any:
        layer = Layer(batches[0].shape[1], **settings)
        for batch in batches:
            layer(batch.clone())
        return {name: getattr(layer, name) for name in BUFFERS}

    said = "" if momentum is None else f", momentum={momentum:g}"
    call = f"BatchNorm2d({batches[0].shape[1]}{said}) in training, after {len(batches)} batches of"
    expected = {name: getattr(known, name).clone() for name in BUFFERS}
    return Probe("running", ask, expected, f"{call} {size_text(batches[0])}", allow=())


def _evaluated(state: dict[str, Tensor], eps: float, images: Tensor) -> Probe:
    C = images.shape[1]

    def ask(Layer: Any) -> Any:
        layer, given = Layer(C, eps), images.clone(memory_format=torch.preserve_format)
        layer.load_state_dict({name: values.clone() for name, values in state.items()})
        layer.eval()
        result = layer(given)
        after = {f"{name} after the call": getattr(layer, name).detach() for name in STATE}
        return {RESULT: result, SAME: torch.equal(given, images), **after}

    weight, bias, mean, var = (state[name].double() for name in STATE)
    expected = F.batch_norm(images.double(), mean, var, weight, bias, eps=eps)
    after = {f"{name} after the call": state[name] for name in STATE}
    call = f"BatchNorm2d({C}, eps={eps:g}) in evaluation, with a loaded state, on images {size_text(images)},"
    return Probe("eval", ask, {RESULT: expected, SAME: True, **after}, call, allow=())


def _parameters(images: Tensor, weight: Tensor, bias: Tensor) -> Probe:
    C = len(weight)
    factors = torch.linspace(-1.0, 2.0, images.numel()).reshape(images.shape) ** 2
    sources = [tensor.double().clone().requires_grad_() for tensor in (images, weight, bias)]
    expected = F.batch_norm(sources[0], None, None, sources[1], sources[2], training=True)
    gradients = torch.autograd.grad((expected * factors).sum(), sources)
    start = dict(zip(STATE, (torch.ones(C), torch.zeros(C), torch.zeros(C), torch.ones(C)), strict=True))

    def ask(Layer: Any) -> Any:
        layer = Layer(C)
        state = layer.state_dict()
        names = {NAMES: ", ".join(sorted(state)), LEARNT: ", ".join(sorted(n for n, _ in layer.named_parameters()))}
        if names != known:
            return names
        begun = {f"{name} of a new layer": state[name].clone() for name in STATE}
        layer.load_state_dict({**state, "weight": weight.clone(), "bias": bias.clone()})
        given = images.clone().requires_grad_()
        result = layer(given)
        graphs = any(getattr(layer, name).requires_grad for name in BUFFERS)
        facts: dict[str, Any] = {NO_GRAPH: not graphs, CONNECTED: result.requires_grad, RESULT: result.detach()}
        if graphs or not result.requires_grad:
            return {**names, **begun, **facts}
        (result * factors).sum().backward()
        layer(images.clone())
        grads = {"images.grad": given.grad, "weight.grad": layer.weight.grad, "bias.grad": layer.bias.grad}
        return {**names, **begun, **facts, **grads}

    known = {NAMES: ", ".join(sorted(STATE)), LEARNT: "bias, weight"}
    wanted: dict[str, Any] = {**known, **{f"{name} of a new layer": values for name, values in start.items()}}
    wanted |= {NO_GRAPH: True, CONNECTED: True, RESULT: expected.detach()}
    wanted |= dict(zip(("images.grad", "weight.grad", "bias.grad"), gradients, strict=True))
    call = f"BatchNorm2d({C}) in training, with a loaded weight and bias, on images {size_text(images)}"
    return Probe("parameters", ask, wanted, call, allow=())
