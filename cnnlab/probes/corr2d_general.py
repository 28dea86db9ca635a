"""Probes for `corr2d_general`."""

from __future__ import annotations

from collections.abc import Iterator

import torch

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, whole
from cnnlab.probes._parts import Pair, correlated, inside_a_larger, slides
from cnnlab.probing.questions import Probe

calls = Calls("corr2d_general", ("X", "K"), picture=_views.correlation)


def probes() -> tuple[Probe, ...]:
    """Stride and padding each alone, then both; dtypes; and kernels as large as the padded image or larger."""
    draw = whole(seed=24)
    small, kernel = (
        torch.tensor([[1.0, 0.0, 2.0, 1.0], [3.0, 1.0, 0.0, 2.0], [0.0, 4.0, 1.0, 5.0]]),
        torch.tensor([[1.0, 2.0], [3.0, 4.0]]),
    )
    stride = [
        (torch.arange(1.0, 25.0).reshape(4, 6), kernel, (2, 3)),
        (draw(5, 9), draw(2, 2), (1, 4)),
        (draw(8, 7), draw(3, 2), (3, 2)),
        (draw(9, 6), draw(2, 3), (5, 1)),
        (draw(7, 8).t(), draw(3, 2), (2, 3)),
        (draw(11, 5), draw(1, 4), (4, 1)),
        (draw(6, 8), draw(2, 4), (4, 4)),
        (draw(5, 9), draw(2, 2), (1, 4)),
        (draw(6, 8), draw(3, 2).t(), (2, 3)),
        (draw(3, 7), draw(2, 3), (2, 2)),
        (draw(7, 2), draw(3, 2), (2, 1)),
        (draw(5, 5), draw(2, 2), (3, 1)),
        (draw(1, 6) / 4, draw(1, 2) / 4, (1, 2)),
        (draw(7, 10), draw(4, 1), (4, 3)),
    ]
    padding = [
        (small, kernel, (1, 2)),
        (draw(5, 3), draw(2, 2), (0, 3)),
        (draw(3, 6), draw(2, 4), (2, 0)),
        (draw(4, 5), draw(3, 1), (3, 1)),
        (draw(5, 3), draw(2, 2), (0, 3)),
        (draw(1, 4), draw(1, 2), (0, 2)),
        (draw(3, 4) / 4, draw(2, 2) / 4, (1, 1)),
    ]
    # The remainder is at least the padding in both directions: padding above and on the left only gives the same.
    together = [
        (torch.arange(1.0, 50.0).reshape(7, 7), torch.ones(2, 3), (1, 0), (4, 3)),
        (torch.arange(1.0, 37.0).reshape(6, 6), torch.ones(3, 3), (1, 1), (2, 2)),
        (draw(8, 9), draw(2, 3), (1, 2), (3, 4)),
        (draw(12, 11), draw(3, 2), (2, 1), (5, 3)),
        (draw(10, 9), draw(2, 3), (2, 2), (5, 4)),
        (draw(10, 9), draw(2, 3), (2, 2), (5, 4)),
        (draw(10, 12) / 4, draw(2, 5) / 4, (1, 1), (4, 5)),
        (draw(8, 8), draw(3, 5), (0, 1), (3, 4)),
        (draw(15, 8), draw(3, 2), (1, 2), (5, 4)),
        (draw(11, 15), draw(5, 3), (2, 3), (4, 5)),
        (draw(4, 4), torch.ones(3, 3), (1, 1), (2, 2)),
    ]
    ordered = (torch.arange(1.0, 73.0).reshape(8, 9), torch.ones(2, 3))
    pixels, fractions = torch.tensor([[2, 1, 3, 0], [4, 5, 1, 2], [0, 3, 6, 1], [1, 2, 0, 7]]), draw(4, 4) / 4
    byte = torch.tensor([[200, 250, 255], [210, 0, 230], [240, 205, 128]], dtype=torch.uint8)
    dtype = [
        (pixels, torch.tensor([[0.4, -0.3], [0.2, 0.7]])),
        (fractions, torch.tensor([[2, -1], [0, 3]])),
        (fractions, torch.tensor([[3]])),
        (pixels, torch.tensor([[1, 0], [2, -1]])),
        (pixels + 3, torch.tensor([[1, 0], [2, -1]])),
        (byte, torch.tensor([[2, 3], [0, 200]], dtype=torch.uint8)),
        (byte, torch.tensor([[-7, 3], [1, 2]], dtype=torch.int8)),
        (byte.to(torch.int64).sub(128).to(torch.int8), torch.tensor([[100, -100], [127, 1]], dtype=torch.int8)),
        (fractions.double() / 3, torch.tensor([[0.4, -0.3], [0.2, 0.7]], dtype=torch.float64)),
    ]
    fits = [
        (draw(2, 2), draw(2, 2), 0, 1),
        (draw(3, 3), draw(4, 4), 1, 2),
        (draw(4, 4), draw(6, 6), 2, 3),
        (torch.ones(2, 2), torch.ones(3, 3), 1, 2),
        (draw(2, 2), torch.ones(6, 6), 2, 1),
        (draw(2, 2), torch.ones(6, 6), 2, 1),
        (draw(4, 4) / 4, torch.full((6, 6), 0.5), 1, 1),
    ]
    too_large = [
        ((4, 6), (5, 2), 0),
        ((6, 4), (2, 5), 0),
        ((3, 3), (6, 4), 1),
        ((3, 3), (4, 6), 1),
        ((2, 2), (7, 7), 2),
        ((4, 4), (5, 4), 0),
        ((4, 4), (4, 5), 0),
    ]
    return (
        *(slides(calls, "stride", X, K, stride=step) for X, K, step in stride),
        _slice(draw(5, 6), draw(2, 3), (2, 1)),
        *(slides(calls, "padding", X, K, padding=frame) for X, K, frame in padding),
        *(slides(calls, "together", X, K, padding=frame, stride=step) for X, K, frame, step in together),
        calls.gives("together", *ordered, (1, 2), (3, 4), returns=correlated(*ordered, padding=(1, 2), stride=(3, 4))),
        calls.gives(
            "together",
            X=ordered[0],
            K=ordered[1],
            padding=(1, 2),
            stride=(5, 6),
            returns=correlated(*ordered, padding=(1, 2), stride=(5, 6)),
        ),
        *(slides(calls, "dtype", X, K) for X, K in dtype),
        *(slides(calls, "fits", X, K, padding=(p, p), stride=(s, s)) for X, K, p, s in fits),
        *(_refused(X, K, p) for X, K, p in too_large),
        *_unequal_padding(draw(2, 2)),
        calls.leaves("fits", draw(4, 4), draw(2, 2), stride=(2, 2)),
        calls.leaves("fits", draw(3, 3), torch.ones(5, 5), padding=(1, 1)),
        calls.leaves("fits", draw(3, 3), torch.ones(1, 1)),
        calls.leaves("fits", draw(3, 3).double(), draw(2, 2).double()),
        calls.leaves("fits", pixels, torch.tensor([[1, 0], [2, -1]])),
    )


def _unequal_padding(X: torch.Tensor) -> Iterator[Probe]:
    """The padding makes room in one direction only."""
    for padding in [(1, 0), (0, 1)]:
        K = torch.ones(2 + 2 * padding[0], 2 + 2 * padding[1])
        yield slides(calls, "fits", X, K, padding=padding)
        yield calls.refuses("fits", X, K.t(), padding=padding, naming=(tuple(K.t().shape),))


def _slice(X: torch.Tensor, K: torch.Tensor, step: Pair) -> Probe:
    larger, part = inside_a_larger(X)
    return calls.on_part("stride", larger, K, part=part, stride=step, returns=correlated(X, K, stride=step))


def _refused(X: Pair, K: Pair, p: int) -> Probe:
    """The message has to name the kernel and, without padding, the shape of the image."""
    settings = {"padding": (p, p)} if p else {}
    return calls.refuses("fits", torch.ones(X), torch.ones(K), naming=(K,) if p else (X, K), **settings)
