"""Probes for the layer `Conv2D`."""  # noqa: N999  # the module has the exercise's name

from __future__ import annotations

from typing import Any

import torch

from cnnlab.checks.results import ATOL, RTOL
from cnnlab.figures.wording import size_text
from cnnlab.probes._calls import quarters
from cnnlab.probes._parts import correlated
from cnnlab.probing.questions import Ask, Probe, View

ALLOW = ("d2l.corr2d",)
NAMES = "names of its parameters"
LEARNABLE = "weight and bias are parameters that can be learnt (nn.Parameter)"
DIFFERENT = "the weight starts with random numbers, different from each other"
OTHERS = "two layers start with different numbers"
OWN = "a layer keeps its numbers when others are loaded into another layer"
SAME = "the image is afterwards what it was before"
COMPUTES = "the layer computes with its own weight and bias"
CONNECTED = "the result is still connected to the parameters (no .data, .detach(), .item())"

Loaded = tuple[torch.Tensor, torch.Tensor, torch.Tensor]  # image, weight, bias


def probes() -> tuple[Probe, ...]:
    """Parameters and gradients with the layer's initial weights; the forward pass with loaded weights."""
    draw = quarters(seed=12)
    image, weight = (
        torch.tensor([[1.0, 2.0, 0.0, 3.0], [0.0, 3.0, 1.0, 2.0], [4.0, 0.0, 2.0, 1.0]]),
        torch.tensor([[1.0, -2.0, 3.0]]),
    )
    loaded = [(draw(5, 4), draw(2, 3), draw(1)), (draw(4, 6), draw(3, 1), draw(1)), (draw(6, 5), draw(1, 4), draw(1))]
    again = draw(3, 7), draw(2, 3), draw(1)
    sizes = [((5, 7), (3, 3)), ((4, 5), (2, 2)), ((4, 3), (2, 3)), ((3, 5), (3, 5)), ((1, 1), (1, 1))]
    loaded += [(draw(*image), draw(*kernel), draw(1)) for image, kernel in sizes]
    transposed = draw(6, 4).t(), draw(2, 3), draw(1)
    return (
        *(_parameters(kernel_size, draw(5, 6, low=1)) for kernel_size in [(2, 4), (3, 1), (1, 3)]),
        Probe(
            "forward",
            _forward((image, weight, torch.zeros(1))),
            correlated(image, weight),
            "Conv2D((1, 3)) with the weight [[1, -2, 3]] and the bias 0",
            View("window", image, weight),
            ALLOW,
        ),
        *(_loaded(turn, _forward(turn), _call_text(turn)) for turn in loaded),
        _loaded(again, _forward(loaded[0], again), f"{_call_text(again)} after it had other weights,"),
        _loaded(transposed, _forward(transposed), f"{_call_text(transposed)}, a transposed one,"),
        Probe(
            "forward",
            _without_loading(loaded[0], loaded[0][0] + 1, by_name=False),
            {SAME: True, "the result": _expected(loaded[0])},
            f"{_call_text(loaded[0])}, called before with another image,",
            allow=ALLOW,
        ),
        Probe(
            "forward",
            _without_loading(loaded[1], by_name=True),
            {SAME: True, "the result": _expected(loaded[1])},
            f"{_call_text(loaded[1])}, named x,",
            allow=ALLOW,
        ),
        *(
            _gradients(image, factors)
            for image, factors in [(draw(3, 5, low=1), draw(2, 3)), (draw(6, 4, low=1), draw(4, 4))]
        ),
    )


def _loaded(turn: Loaded, ask: Ask, call: str) -> Probe:
    image, weight, bias = turn
    return Probe("forward", ask, _expected(turn), call, View("window", image, weight, bias=bias), ALLOW)


def _call_text(turn: Loaded) -> str:
    image, weight, bias = turn
    size = size_text(image)
    return f"Conv2D({tuple(weight.shape)}) with a loaded weight and the bias {bias.item():g} on an image {size}"


def _expected(turn: Loaded) -> torch.Tensor:
    image, weight, bias = turn
    return correlated(image, weight) + bias


def _forward(*turns: Loaded) -> Ask:
    """Load weights into one layer and call it, once for each turn; the last result counts."""

    def ask(Layer: Any) -> Any:
        layer, result = Layer(tuple(turns[0][1].shape)), None
        for image, weight, bias in turns:
            layer.load_state_dict({"weight": weight.clone(), "bias": bias.clone()})
            result = layer(image.clone())
        return result

    return ask


def _without_loading(turn: Loaded, *earlier: torch.Tensor, by_name: bool) -> Ask:
    """Load weights once, and call the layer on other images first."""

    def ask(Layer: Any) -> Any:
        image, weight, bias = turn[0].clone(), turn[1], turn[2]
        layer = Layer(tuple(weight.shape))
        layer.load_state_dict({"weight": weight.clone(), "bias": bias.clone()})
        for other in earlier:
            layer(other.clone())
        result = layer(x=image) if by_name else layer(image)
        return {SAME: torch.equal(image, turn[0]), "the result": result}

    return ask


def _parameters(kernel_size: tuple[int, int], image: torch.Tensor) -> Probe:
    def ask(Layer: Any) -> Any:
        layer = Layer(kernel_size)
        names = ", ".join(sorted(layer.state_dict()))
        if names != "bias, weight":
            return {NAMES: names}
        weight, bias = layer.weight.detach(), layer.bias.detach()
        other = Layer(kernel_size=kernel_size)
        start = weight.clone()
        different = not torch.equal(start, other.weight.detach())
        other.load_state_dict({"weight": torch.zeros(other.weight.shape), "bias": torch.zeros(other.bias.shape)})
        learnable = bool(layer.weight.requires_grad and layer.bias.requires_grad)
        return {
            NAMES: names,
            LEARNABLE: learnable,
            "shape of the weight": tuple(weight.shape),
            "shape of the bias": tuple(bias.shape),
            DIFFERENT: weight.unique().numel() > 1,
            OTHERS: different,
            OWN: torch.equal(start, layer.weight.detach()),
            COMPUTES: _computes(layer(image.clone()), image, weight, bias),
        }

    expected = {NAMES: "bias, weight", LEARNABLE: True, "shape of the weight": kernel_size, "shape of the bias": (1,)}
    facts = {DIFFERENT: True, OTHERS: True, OWN: True, COMPUTES: True}
    return Probe("parameters", ask, {**expected, **facts}, f"Conv2D({kernel_size})", allow=ALLOW)


def _gradients(image: torch.Tensor, factors: torch.Tensor) -> Probe:
    """The gradient of `(result * factors).sum()` does not depend on the weights."""
    kernel_size = image.shape[0] - factors.shape[0] + 1, image.shape[1] - factors.shape[1] + 1

    def ask(Layer: Any) -> Any:
        layer = Layer(kernel_size)
        weight, bias = layer.weight.detach().clone(), layer.bias.detach().clone()
        result = layer(image.clone())
        if not _computes(result, image, weight, bias) or not result.requires_grad:
            return {COMPUTES: _computes(result, image, weight, bias), CONNECTED: False}
        (result * factors).sum().backward()
        return {COMPUTES: True, CONNECTED: True, "weight.grad": layer.weight.grad, "bias.grad": layer.bias.grad}

    expected = {"weight.grad": correlated(image, factors), "bias.grad": factors.sum().reshape(1)}
    call = f"(Conv2D({kernel_size})(X) * factors).sum().backward() with X {size_text(image)}"
    return Probe("gradients", ask, {COMPUTES: True, CONNECTED: True, **expected}, call, allow=ALLOW)


def _computes(result: Any, image: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor) -> bool:
    """Whether the result is the correlation plus the bias, computed with windows since the guard refuses others."""
    if not isinstance(result, torch.Tensor) or weight.dim() != 2:
        return False
    (h, w) = weight.shape
    expected = (image.unfold(0, h, 1).unfold(1, w, 1) * weight).sum(dim=(2, 3)) + bias
    if result.shape != expected.shape:
        return False
    return bool(torch.isclose(result.detach().double(), expected.double(), rtol=RTOL, atol=ATOL).all())
