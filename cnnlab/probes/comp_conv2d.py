"""Probes for `comp_conv2d`. The layer does the convolution here, so nothing is asked from scratch."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn

from cnnlab.figures.wording import size_text
from cnnlab.probes._calls import whole
from cnnlab.probes._parts import correlated
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
    ]
    single = [
        (torch.tensor([[2.0, 1.0, 3.0, 5.0, 4.0]]), torch.tensor([[1.0, 1.0, 1.0]]), (0, 1)),
        (torch.tensor([[2.0], [1.0], [3.0], [5.0]]), torch.tensor([[1.0], [2.0], [1.0]]), (1, 0)),
        (draw(1, 1), draw(3, 3), (1, 1)),
        (draw(1, 6), draw(3, 3), (1, 1)),
        (draw(5, 1), draw(5, 1), (2, 0)),
    ]
    unchanged = [
        (torch.arange(9.0, 0.0, -1.0).reshape(3, 3), torch.ones(3, 3), (1, 1)),
        (draw(5, 5), draw(3, 3), (1, 1)),
        (draw(7, 7), draw(5, 5), (2, 2)),
    ]
    return (
        *(_applied("sizes", *row) for row in sizes),
        *(_applied("single", *row, (1, 1)) for row in single),
        *(_applied("unchanged", *row, (1, 1)) for row in unchanged),
    )


def _applied(
    concept: str, X: torch.Tensor, K: torch.Tensor, padding: tuple[int, int], stride: tuple[int, int]
) -> Probe:
    def ask(apply: Any) -> Any:
        # Random weights would be drawn in vain: they are set below.
        layer = nn.utils.skip_init(
            nn.Conv2d, 1, 1, kernel_size=tuple(K.shape), padding=padding, stride=stride, bias=False
        )
        layer.load_state_dict({"weight": K[None, None]})
        image = X.clone()
        result = apply(layer, image)
        return {RESULT: result, IMAGE: image} if concept == "unchanged" else result

    settings = f", padding={padding}" if padding != (0, 0) else ""
    settings += f", stride={stride}" if stride != (1, 1) else ""
    expected = correlated(X, K, padding, stride)
    return Probe(
        concept,
        ask,
        {RESULT: expected, IMAGE: X} if concept == "unchanged" else expected,
        f"comp_conv2d(layer, X) with X {size_text(X)} and a {size_text(K)} layer{settings}",
        View("window", X, K, padding=padding, stride=stride),
        allow=None,
    )
