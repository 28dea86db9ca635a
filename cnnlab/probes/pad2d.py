"""Probes for `pad2d`."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, whole
from cnnlab.probes._parts import inside_a_larger
from cnnlab.probing.questions import Probe

calls = Calls("pad2d", ("X",), picture=_views.frame)


def probes() -> tuple[Probe, ...]:
    """One number, pairs, values in the frame, and an image that must not change.

    For each concept, two images of the same size.
    """
    draw = whole(seed=21)
    small = torch.tensor([[5.0, 6.0, 7.0], [8.0, 9.0, 1.0]])
    square = torch.tensor([[5.0, 6.0, 7.0], [8.0, 9.0, 1.0], [2.0, 3.0, 4.0]])
    zeros = torch.tensor([[0.0, 3.0, 0.0], [5.0, 0.0, 1.0], [2.0, 0.0, 4.0]])
    pixels = torch.tensor([[4, 0, 3], [2, 7, 1], [5, 6, 8]])
    row, byte = draw(1, 4), torch.tensor([[200, 255], [0, 128]], dtype=torch.uint8)
    return (
        *(
            _padded("sides", X, p)
            for X, p in [
                (square, 1),
                (draw(2, 2), 3),
                (draw(4, 4), 2),
                (20 - square, 1),
                (small, 1),
                (draw(5, 2), 2),
                (draw(3, 3), 0),
                (draw(1, 1), 2),
                (draw(2, 4) / 4, 1),
            ]
        ),
        *(
            _padded("axes", X, pair)
            for X, pair in [
                (small, (2, 1)),
                (small, (0, 2)),
                (draw(4, 2), (1, 3)),
                (draw(3, 5), (2, 0)),
                (draw(2, 3), (2, 1)),
                (row, (2, 1)),
                (row.t(), (0, 3)),
                (draw(4, 3).t(), (1, 2)),
                (draw(3, 3), (2, 1)),
                (draw(3, 2) / 4, (1, 0)),
            ]
        ),
        _padded_slice(draw(3, 4), (1, 2)),
        calls.gives("axes", X=small, padding=(1, 0), returns=_frame(small, (1, 0), 0.0)),
        _padded("value", zeros, (1, 1), value=2.5),
        _padded("value", pixels, (1, 1), value=0.75),
        _padded("value", draw(4, 4), (2, 2), value=-7.0),
        _padded("value", draw(2, 2), (2, 2), value=-2),
        _padded("value", draw(2, 2), (2, 2), value=-2),
        _padded("value", byte, (1, 1), value=-3),
        _padded("value", byte, (1, 1), value=500),
        _padded("value", torch.tensor([[7, -7], [0, 1]], dtype=torch.int8), (1, 1), value=200),
        _padded("value", square, 1, value=4.5),
        _padded("value", draw(1, 1), (1, 1), value=0.5),
        _padded("value", draw(3, 3) / 4, (1, 1), value=-3),
        calls.gives("value", square, (2, 2), 6.5, returns=_frame(square, (2, 2), 6.5)),
        *(
            _unchanged(X, p)
            for X, p in [
                (square, (1, 1)),
                (square, (0, 0)),
                (draw(4, 4), (0, 0)),
                (draw(5, 5) / 4, (2, 2)),
            ]
        ),
        _unchanged(square, 0),
        _unchanged(draw(4, 4), (0, 0)),
        _unchanged(draw(3, 3).double(), (1, 1)),
        _unchanged(pixels, (1, 1)),
        calls.leaves("unchanged", draw(4, 4), (1, 1), 3.0),
        _unchanged(draw(4, 4), (1, 1), value=3.0),
    )


def _padded_slice(X: torch.Tensor, padding: tuple[int, int]) -> Probe:
    larger, part = inside_a_larger(X)
    return calls.on_part("axes", larger, padding, part=part, returns=_frame(X, padding, 0.0))


def _frame(X: torch.Tensor, padding: int | tuple[int, int], value: float) -> torch.Tensor:
    ph, pw = (padding, padding) if isinstance(padding, int) else padding
    return F.pad(X.double(), (pw, pw, ph, ph), value=value)


def _padded(concept: str, X: torch.Tensor, padding: int | tuple[int, int], **settings: Any) -> Probe:
    return calls.gives(concept, X, padding, returns=_frame(X, padding, settings.get("value", 0.0)), **settings)


def _unchanged(X: torch.Tensor, padding: int | tuple[int, int], **settings: Any) -> Probe:
    """With a value, only the image is compared afterwards: the frame is another concept."""
    return calls.leaves("unchanged", X, padding, returns=None if settings else _frame(X, padding, 0.0), **settings)
