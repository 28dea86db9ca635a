"""Probes for `measured_field`. The model is there to be run, so nothing is asked from scratch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor, nn

from cnnlab.probes._calls import quarters
from cnnlab.probing.questions import Probe

Box = tuple[int, int, int, int]
Make = Callable[[], list[nn.Module]]

WEIGHTS = "the model has its weights after the call"
NO_GRADIENTS = "the model has no gradients after the call"
LEARNS = "the weights can still be learnt after the call"
BOX = "the call gives a tuple of four"
MODE = "the model is in its mode after the call"


def probes() -> tuple[Probe, ...]:
    return (*box(), *weights(), *unchanged())


def box() -> Iterator[Probe]:
    """Models whose weights are all 0.5."""
    cases: list[tuple[Box, tuple[int, int, int], Make]] = [
        ((2, 3, 4, 5), (1, 7, 9), lambda: [nn.Conv2d(1, 1, 3, bias=False)]),
        ((2, 2, 4, 4), (1, 6, 6), lambda: [nn.Conv2d(1, 2, 2), nn.ReLU(), nn.Conv2d(2, 1, 2)]),
        ((4, 6, 8, 12), (2, 14, 18), lambda: [nn.Conv2d(2, 3, (3, 5)), nn.ReLU(), nn.Conv2d(3, 2, 3, stride=2)]),
        ((0, 2, 5, 11), (3, 9, 13), lambda: [nn.AvgPool2d(2), nn.Conv2d(3, 2, 3, padding=1, dilation=2)]),
        ((3, 4, 4, 6), (1, 8, 11), lambda: [nn.Conv2d(1, 1, (2, 3))]),
        ((6, 2, 10, 6), (1, 15, 9), lambda: [nn.Conv2d(1, 1, 3, stride=2), nn.ReLU(), nn.Conv2d(1, 1, 2)]),
        ((4, 2, 9, 7), (1, 15, 11), lambda: [nn.AvgPool2d((2, 2), stride=2), nn.AvgPool2d(3, stride=1)]),
        ((0, 0, 2, 1), (1, 3, 2), lambda: [nn.Conv2d(1, 1, (3, 2))]),
        ((3, 3, 6, 5), (2, 9, 8), lambda: [nn.Conv2d(2, 2, (2, 3)), nn.Conv2d(2, 1, (3, 1))]),
    ]
    for expected, size, make in cases:
        yield _measured("box", expected, size, make, torch.tensor(0.5), 0.5)
    first, second = (_measured("box", one, (1, 8, 11), make, torch.tensor(0.5), 0.5) for one, make in _twins())
    yield Probe(
        "box",
        lambda measure: (first.ask(measure), second.ask(measure)),
        (first.expected, second.expected),
        "measured_field(model, (1, 8, 11)) with a 2×3 layer, and then with a 3×2 layer,",
        allow=None,
    )
    by_name = _model([nn.Conv2d(4, 6, 3, groups=2)], torch.tensor(0.5), 0.5)
    yield Probe(
        "box",
        lambda measure: measure(size=(4, 5, 6), model=by_name),
        (1, 2, 3, 4),
        "measured_field(size=(4, 5, 6), model=model) with a 3×3 Conv2d",
        allow=None,
    )


def _twins() -> tuple[tuple[Box, Make], ...]:
    return (
        ((3, 4, 4, 6), lambda: [nn.Conv2d(1, 1, (2, 3))]),
        ((3, 5, 5, 6), lambda: [nn.Conv2d(1, 1, (3, 2))]),
    )


def weights() -> Iterator[Probe]:
    draw = quarters(seed=735)
    dot = torch.zeros(3, 3)
    dot[1, 1] = 1.0
    yield _measured("weights", (2, 2, 4, 4), (1, 7, 7), lambda: [nn.Conv2d(1, 1, 3)], dot, 0.0)
    cancel = torch.tensor([1.0, -1.0]).reshape(2, 1, 1, 1)
    yield _measured("weights", (2, 2, 4, 4), (1, 7, 7), lambda: [nn.Conv2d(1, 2, 3), nn.Conv2d(2, 2, 1)], cancel, 0.0)
    two: Make = lambda: [nn.Conv2d(1, 1, 3), nn.ReLU(), nn.Conv2d(1, 1, 3)]  # noqa: E731  # as in `cases`
    yield _measured("weights", (2, 2, 6, 6), (1, 9, 9), two, torch.ones(3, 3), -100.0)
    padded: Make = lambda: [nn.Conv2d(2, 3, 3, padding=1), nn.ReLU(), nn.Conv2d(3, 2, 3, padding=1)]  # noqa: E731
    for weight, bias in [
        (torch.zeros(3, 3), 0.0),
        (draw(3, 3) * (draw(3, 3) > 0.5), 0.5),
        (-draw(3, 3).abs(), 0.0),
        (draw(3, 3), -50.0),
        (dot, 0.0),
    ]:
        yield _measured("weights", (2, 2, 6, 6), (2, 9, 9), padded, weight, bias)


def unchanged() -> Iterator[Probe]:
    for training in (True, False):
        yield _left((1, 5, 5), lambda: [nn.Conv2d(1, 1, 3)], training)
        yield _left((1, 7, 7), lambda: [nn.Conv2d(1, 1, 3), nn.ReLU(), nn.Conv2d(1, 2, 3)], training)
        yield _left((2, 12, 12), lambda: [nn.Conv2d(2, 3, 3), nn.AvgPool2d(2), nn.ReLU(), nn.Conv2d(3, 2, 3)], training)
        yield _left((2, 7, 7), lambda: [nn.Conv2d(2, 3, 3, bias=False)], training)


def _model(layers: list[nn.Module], weight: Tensor, bias: float) -> nn.Sequential:
    with torch.no_grad():
        for layer in layers:
            if isinstance(layer, nn.Conv2d):
                layer.weight.copy_(weight.expand(layer.weight.shape))
                if layer.bias is not None:
                    layer.bias.fill_(bias)
    return nn.Sequential(*layers)


def _measured(
    concept: str, expected: Box, size: tuple[int, int, int], make: Make, weight: Tensor, bias: float
) -> Probe:
    def ask(measure: Any) -> Any:
        return measure(_model(make(), weight, bias), size)

    said = ", ".join(type(layer).__name__ for layer in make())
    return Probe(concept, ask, expected, f"measured_field(model, {size}) with the layers {said}", allow=None)


def _left(size: tuple[int, int, int], make: Make, training: bool) -> Probe:
    """What a call leaves of a model with weights of both signs."""

    def ask(measure: Any) -> Any:
        model = _model(make(), torch.linspace(-1.0, 2.0, 9).reshape(3, 3), 0.25).train(training)
        before = {name: values.clone() for name, values in model.state_dict().items()}
        box = measure(model, size)
        return {
            BOX: isinstance(box, tuple) and len(box) == 4,
            WEIGHTS: all(torch.equal(values, before[name]) for name, values in model.state_dict().items()),
            NO_GRADIENTS: all(parameter.grad is None for parameter in model.parameters()),
            LEARNS: all(parameter.requires_grad for parameter in model.parameters()),
            MODE: model.training is training,
        }

    said = f"measured_field(model, {size}) with a model in {'training' if training else 'evaluation'}"
    return Probe("unchanged", ask, dict.fromkeys((BOX, WEIGHTS, NO_GRADIENTS, LEARNS, MODE), True), said, allow=None)
