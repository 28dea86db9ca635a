"""Probes for `edge_map`."""

from __future__ import annotations

import torch

from cnnlab.probes._calls import Calls, quarters, whole
from cnnlab.probes._parts import correlated, second
from cnnlab.probing.questions import Probe, View

calls = Calls("edge_map", ("X",), ("d2l.corr2d",))
KERNELS = {"vertical": [[1.0, -1.0]], "horizontal": [[1.0], [-1.0]], "diagonal": [[1.0, 0.0], [0.0, -1.0]]}


def probes() -> tuple[Probe, ...]:
    """Signed differences in each direction, and directions to refuse, on an image with constant rows."""
    draw, fractions = whole(seed=13), quarters(seed=31)
    small = torch.tensor([[5.0, 2.0, 7.0, 1.0], [3.0, 8.0, 4.0, 6.0], [9.0, 0.0, 2.0, 5.0]])
    stripe = torch.zeros(4, 5)
    stripe[:, 2] = 1.0
    rows = torch.tensor([[7.0], [6.0], [2.0], [1.0]]).repeat(1, 4)
    straight = [
        (small, "vertical"),
        (small, "horizontal"),
        (stripe, "vertical"),
        (draw(4, 6), "horizontal"),
        (draw(3, 3), "vertical"),
        (fractions(5, 2), "vertical"),
        (fractions(2, 3), "horizontal"),
        (fractions(6, 3).t(), "vertical"),
        (fractions(3, 5).t(), "horizontal"),
    ]
    diagonal = [small, draw(5, 4), draw(2, 6), fractions(4, 2), fractions(2, 2), fractions(3, 5).t()]
    words = ("crosswise", "diagonally", "upward", "Vertical", "HORIZONTAL", "vert", "d", "cal", "onal", " vertical", "")
    return (
        *(_edges("straight", X, direction) for X, direction in straight),
        *(_again("straight", direction) for direction in ("vertical", "horizontal")),
        *(_kept("straight", fractions(3, 4), direction) for direction in ("vertical", "horizontal")),
        *(_edges("diagonal", X, "diagonal") for X in diagonal),
        _again("diagonal", "diagonal"),
        _kept("diagonal", fractions(3, 4), "diagonal"),
        *(calls.refuses("errors", rows, word, naming=(word,)) for word in words),
        _edges("errors", rows, "diagonal"),
        calls.gives("errors", direction="diagonal", X=rows, returns=rows[:-1, :-1] - rows[1:, 1:]),
    )


def _edges(concept: str, X: torch.Tensor, direction: str) -> Probe:
    kernel = torch.tensor(KERNELS[direction])
    return calls.gives(concept, X, direction, returns=correlated(X, kernel), view=View("window", X, kernel))


def _again(concept: str, direction: str) -> Probe:
    draw = whole(seed=29)
    X, other = draw(4, 5), draw(4, 5)
    return second(_edges(concept, X, direction), _edges(concept, other, direction))


def _kept(concept: str, X: torch.Tensor, direction: str) -> Probe:
    return calls.leaves(concept, X, direction, returns=correlated(X, torch.tensor(KERNELS[direction])))
