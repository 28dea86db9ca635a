"""Probes for the layer `Conv2D`."""  # noqa: N999  # the module bears the exercise's name

from __future__ import annotations

from typing import Any

import torch

from cnnlab.figures.wording import size_text
from cnnlab.probes._calls import whole
from cnnlab.probes._parts import correlated
from cnnlab.probing.questions import Ask, Probe, View

ALLOW = ("d2l.corr2d",)
KNOWN = "names of its parameters"
LEARNABLE = "weight and bias are parameters that can be learnt (nn.Parameter)"
DIFFERENT = "the weight starts with random numbers, different from each other"
COMPUTES = "the layer computes with its own weight and bias"
CONNECTED = "the result is still connected to the parameters (no .data, .detach(), .item())"

Loaded = tuple[torch.Tensor, torch.Tensor, torch.Tensor]  # image, weight, bias


def probes() -> tuple[Probe, ...]:
    """Parameters and gradients at the weights that the layer starts with; the forward pass with weights that are
    loaded.
    """
    draw = whole(seed=12)
    image, weight = (
        torch.tensor([[1.0, 2.0, 0.0, 3.0], [0.0, 3.0, 1.0, 2.0], [4.0, 0.0, 2.0, 1.0]]),
        torch.tensor([[1.0, -2.0, 3.0]]),
    )
    loaded = [(draw(5, 4), draw(2, 3), draw(1)), (draw(4, 6), draw(3, 1), draw(1)), (draw(6, 5), draw(1, 4), draw(1))]
    again = draw(3, 7), draw(2, 3), draw(1)
    return (
        *(_parameters(kernel_size, draw(5, 6, low=1)) for kernel_size in [(2, 4), (3, 1), (1, 3)]),
        Probe(
            "forward",
            _forward((image, weight, torch.zeros(1))),
            correlated(image, weight),
            "Conv2D((1, 3)) with the weight [[1, −2, 3]] and the bias 0",
            View("window", image, weight),
            ALLOW,
        ),
        *(Probe("forward", _forward(one), _wanted(one), _named(one), allow=ALLOW) for one in loaded),
        Probe(
            "forward",
            _forward(loaded[0], again),
            _wanted(again),
            f"{_named(again)} after it had other weights,",
            allow=ALLOW,
        ),
        *(
            _gradients(image, factors)
            for image, factors in [(draw(3, 5, low=1), draw(2, 3)), (draw(6, 4, low=1), draw(4, 4))]
        ),
    )


def _named(one: Loaded) -> str:
    image, weight, bias = one
    return f"Conv2D({tuple(weight.shape)}) with a loaded weight and the bias {bias.item():g} on an image {size_text(image)}"


def _wanted(one: Loaded) -> torch.Tensor:
    return correlated(*one[:2]) + one[2]


def _forward(*turns: Loaded) -> Ask:
    """Load weights into one layer and call it, each in turn; the last result counts."""

    def ask(Layer: Any) -> Any:
        layer, result = Layer(tuple(turns[0][1].shape)), None
        for image, weight, bias in turns:
            layer.load_state_dict({"weight": weight.clone(), "bias": bias.clone()})
            result = layer(image.clone())
        return result

    return ask


def _parameters(kernel_size: tuple[int, int], image: torch.Tensor) -> Probe:
    def ask(Layer: Any) -> Any:
        layer = Layer(kernel_size)
        known = ", ".join(sorted(layer.state_dict()))
        if known != "bias, weight":
            return {KNOWN: known}
        weight, bias = layer.weight.detach(), layer.bias.detach()
        learnable = bool(layer.weight.requires_grad and layer.bias.requires_grad)
        return {
            KNOWN: known,
            LEARNABLE: learnable,
            "shape of the weight": tuple(weight.shape),
            "shape of the bias": tuple(bias.shape),
            DIFFERENT: weight.unique().numel() > 1,
            COMPUTES: _computes(layer(image.clone()), image, weight, bias),
        }

    expected = {KNOWN: "bias, weight", LEARNABLE: True, "shape of the weight": kernel_size, "shape of the bias": (1,)}
    return Probe(
        "parameters", ask, {**expected, DIFFERENT: True, COMPUTES: True}, f"Conv2D({kernel_size})", allow=ALLOW
    )


def _gradients(image: torch.Tensor, factors: torch.Tensor) -> Probe:
    """The gradient of the sum of the result's products with `factors` does not depend on the weights."""
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
    """Whether the result is the correlation plus the bias; written with windows, as a ready-made convolution is refused
    here.
    """
    if not isinstance(result, torch.Tensor) or weight.dim() != 2:
        return False
    (h, w) = weight.shape
    wanted = (image.unfold(0, h, 1).unfold(1, w, 1) * weight).sum(dim=(2, 3)) + bias
    return result.shape == wanted.shape and bool(torch.isclose(result.detach(), wanted, rtol=1e-4, atol=2e-4).all())
