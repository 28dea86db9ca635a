"""Probes for `edge_map`."""

from __future__ import annotations

import torch

from cnnlab.probes._calls import Calls, whole
from cnnlab.probes._parts import correlated
from cnnlab.probing.questions import Probe, View

calls = Calls("edge_map", ("X",), ("d2l.corr2d",))
KERNELS = {"vertical": [[1.0, -1.0]], "horizontal": [[1.0], [-1.0]], "diagonal": [[1.0, 0.0], [0.0, -1.0]]}


def probes() -> tuple[Probe, ...]:
    """Signed differences in each direction, and directions to refuse, on an image with constant rows."""
    draw = whole(seed=13)
    small = torch.tensor([[5.0, 2.0, 7.0, 1.0], [3.0, 8.0, 4.0, 6.0], [9.0, 0.0, 2.0, 5.0]])
    stripe = torch.zeros(4, 5)
    stripe[:, 2] = 1.0
    rows = torch.tensor([[7.0], [6.0], [2.0], [1.0]]).repeat(1, 3)
    straight = [
        (small, "vertical"),
        (small, "horizontal"),
        (stripe, "vertical"),
        (draw(4, 6), "horizontal"),
        (draw(3, 3), "vertical"),
    ]
    return (
        *(_edges("straight", X, direction) for X, direction in straight),
        *(_edges("diagonal", X, "diagonal") for X in (small, draw(5, 4), draw(2, 6))),
        *(
            calls.refuses("errors", rows, direction, naming=(direction,))
            for direction in ("crosswise", "diagonally", "upward")
        ),
        _edges("errors", rows, "diagonal"),
    )


def _edges(concept: str, X: torch.Tensor, direction: str) -> Probe:
    kernel = torch.tensor(KERNELS[direction])
    return calls.gives(concept, X, direction, returns=correlated(X, kernel), view=View("window", X, kernel))
