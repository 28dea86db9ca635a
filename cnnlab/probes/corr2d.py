"""Probes for `corr2d`."""

from __future__ import annotations

import torch

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, whole
from cnnlab.probes._parts import correlated, mirrored, slides
from cnnlab.probing.questions import Probe

calls = Calls("corr2d", ("X", "K"), picture=_views.correlation)


def probes() -> tuple[Probe, ...]:
    """One fault at a time: orientation on squares, sizes with symmetric kernels, the rest with both."""
    draw = whole(seed=11)
    orientation = [
        (torch.tensor([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0], [4.0, 0.0, 2.0]]), torch.tensor([[1.0, 2.0], [3.0, 5.0]])),
        (torch.tensor([[2.0, -1.0, 3.0], [0.0, 4.0, -2.0], [1.0, 5.0, -3.0]]), torch.tensor([[1.0, -1.0], [0.0, 2.0]])),
        (draw(6, 6), draw(3, 3)),
        (draw(5, 5), draw(4, 4)),
    ]
    rectangular = [
        (
            torch.tensor([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 7.0, 5.0, 3.0]]),
            torch.tensor([[1.0, 3.0, 1.0]]),
        ),
        (draw(6, 3, low=1), mirrored(draw(2, 1, low=1))),
        (draw(7, 4, low=1).t(), mirrored(draw(3, 2, low=1))),
        (draw(3, 8, low=1), mirrored(draw(3, 5, low=1))),
    ]
    half = draw(4, 4, low=1)
    symmetric, pixels = (half + half.t()) / 4, torch.tensor([[1, 3, 2, 5], [3, 4, 6, 1], [2, 6, 7, 3], [5, 1, 3, 2]])
    dtype = [
        (pixels, torch.full((2, 2), 0.4)),
        (symmetric, torch.full((3, 3), 3)),
        (symmetric.double() / 3, torch.full((2, 2), 0.7, dtype=torch.float64)),
        (pixels, torch.full((3, 3), 2)),
    ]
    purity = [(symmetric, torch.full((2, 2), 1.5)), (symmetric @ symmetric, torch.full((3, 3), 0.5))]
    too_large = [((3, 5), (4, 2)), ((6, 3), (2, 5)), ((2, 3), (4, 6))]
    return (
        *(slides(calls, "orientation", X, K) for X, K in orientation),
        *(slides(calls, "rectangular", X, K) for X, K in rectangular),
        *(slides(calls, "dtype", X, K) for X, K in dtype),
        *(calls.leaves("purity", X, K, returns=correlated(X, K)) for X, K in purity),
        *(calls.refuses("errors", torch.ones(X), torch.ones(K), naming=(X, K)) for X, K in too_large),
        slides(calls, "errors", symmetric, torch.full((4, 4), 0.5)),
    )
