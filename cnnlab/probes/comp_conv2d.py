"""Probes for `comp_conv2d`. The layer does the convolution here, so nothing is asked from scratch."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from cnnlab.figures.wording import size_text
from cnnlab.probes._calls import whole
from cnnlab.probes._parts import correlated, inside_a_larger
from cnnlab.probing.questions import AFTERWARDS, RESULT, Probe, View

IMAGE = f"the image {AFTERWARDS}"


def probes() -> tuple[Probe, ...]:
    """Layers that change the size, results of one row or column, and square images under layers that keep the size."""
    draw = whole(seed=25)
    sizes = [
        (torch.arange(1.0, 13.0).reshape(3, 4), torch.tensor([[1.0, 0.0], [0.0, -1.0]]), (0, 0), (1, 1)),
        (draw(6, 9), draw(2, 3), (1, 0), (2, 3)),
        (draw(8, 5), draw(3, 2), (0, 2), (1, 2)),
        (draw(4, 7), draw(3, 3), (2, 2), (1, 1)),
        (draw(8, 5), draw(3, 2), (0, 2), (1, 2)),
        (draw(7, 4).t(), draw(2, 3), (0, 0), (1, 1)),
    ]
    single = [
        (torch.tensor([[2.0, 1.0, 3.0, 5.0, 4.0]]), torch.tensor([[1.0, 1.0, 1.0]]), (0, 1)),
        (torch.tensor([[2.0], [1.0], [3.0], [5.0]]), torch.tensor([[1.0], [2.0], [1.0]]), (1, 0)),
        (draw(1, 1), draw(3, 3), (1, 1)),
        (draw(1, 6), draw(3, 3), (1, 1)),
        (draw(5, 1), draw(5, 1), (2, 0)),
        (draw(1, 6), draw(3, 3), (1, 1)),
    ]
    unchanged = [
        (torch.arange(9.0, 0.0, -1.0).reshape(3, 3), torch.ones(3, 3), (1, 1)),
        (draw(5, 5), draw(3, 3), (1, 1)),
        (draw(7, 7), draw(5, 5), (2, 2)),
        (draw(5, 5), draw(3, 3), (1, 1)),
    ]
    return (
        *(_applied("sizes", *row) for row in sizes),
        _settings(draw(6, 8), draw(3, 3), dilation=(1, 2)),
        _settings(draw(5, 6), draw(3, 3), padding=(1, 2), padding_mode="circular"),
        *_told_otherwise(draw(4, 6), draw(2, 3)),
        *(_applied("single", *row, (1, 1)) for row in single),
        *(_applied("unchanged", *row, (1, 1)) for row in unchanged),
    )


def _layer(K: torch.Tensor, bias: float, **settings: Any) -> nn.Conv2d:
    # Random weights would be drawn in vain: they are set below.
    layer: nn.Conv2d = nn.utils.skip_init(nn.Conv2d, 1, 1, kernel_size=tuple(K.shape), dtype=K.dtype, **settings)
    layer.load_state_dict({"weight": K[None, None], "bias": torch.tensor([bias])})
    return layer


def _applied(
    concept: str, X: torch.Tensor, K: torch.Tensor, padding: tuple[int, int], stride: tuple[int, int]
) -> Probe:
    """The layer has a bias, which is another one for each kernel."""
    bias = 0.5 + float(K.abs().sum())

    def ask(apply: Any) -> Any:
        image = X.clone(memory_format=torch.preserve_format)
        result = apply(_layer(K, bias, padding=padding, stride=stride), image)
        return {RESULT: result, IMAGE: image} if concept == "unchanged" else result

    settings = f", padding={padding}" if padding != (0, 0) else ""
    settings += f", stride={stride}" if stride != (1, 1) else ""
    expected = correlated(X, K, padding, stride) + bias
    return Probe(
        concept,
        ask,
        {RESULT: expected, IMAGE: X} if concept == "unchanged" else expected,
        f"comp_conv2d(layer, X) with X {size_text(X)} and a {size_text(K)} layer with bias {bias:g}{settings}",
        View("window", X, K, padding=padding, stride=stride, bias=torch.tensor([bias])),
        allow=None,
    )


def _settings(X: torch.Tensor, K: torch.Tensor, **settings: Any) -> Probe:
    """A layer with a setting that is rarer than padding and stride."""
    return Probe(
        "sizes",
        lambda apply: apply(_layer(K, 0.5, **settings), X.clone()),
        _layer(K, 0.5, **settings)(X[None, None])[0, 0].detach(),
        f"comp_conv2d(layer, X) with X {size_text(X)} and a {size_text(K)} layer, "
        + ", ".join(f"{name}={value!r}" for name, value in settings.items()),
        allow=None,
    )


def _told_otherwise(X: torch.Tensor, K: torch.Tensor) -> tuple[Probe, ...]:
    """The arguments by their names, a slice of a larger image, and both in double precision."""
    expected, (larger, part) = correlated(X, K) + 0.5, inside_a_larger(X)
    asked = [
        (lambda apply: apply(layer=_layer(K, 0.5), X=X.clone()), "comp_conv2d(layer=layer, X=X)"),
        (lambda apply: apply(_layer(K, 0.5), larger.clone()[part]), "comp_conv2d(layer, X), X a slice,"),
        (lambda apply: apply(_layer(K.double(), 0.5), X.double()), "comp_conv2d(layer, X), both of float64,"),
    ]
    return tuple(Probe("sizes", ask, expected, call, allow=None) for ask, call in asked)
