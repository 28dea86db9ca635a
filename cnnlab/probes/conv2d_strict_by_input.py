"""Probes for `conv2d_strict_by_input`."""

from __future__ import annotations

import torch

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, whole
from cnnlab.probes._parts import correlated, mirrored, slides
from cnnlab.probing.questions import Probe

calls = Calls("conv2d_strict_by_input", ("X", "K"), ("d2l.corr2d",), picture=_views.turned)


def probes() -> tuple[Probe, ...]:
    """Orientation on squares, sizes with symmetric images and kernels, purity with any."""
    draw = whole(seed=15)
    orientation = [
        (torch.tensor([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0], [4.0, 0.0, 2.0]]), torch.tensor([[1.0, 2.0], [3.0, 5.0]])),
        (draw(6, 6), draw(3, 3)),
        (draw(5, 5), draw(4, 4)),
    ]
    rectangular = [
        (
            torch.tensor([[1.0, 3.0, 1.0], [2.0, 5.0, 2.0], [2.0, 5.0, 2.0], [1.0, 3.0, 1.0]]),
            torch.tensor([[1.0], [2.0], [1.0]]),
        ),
        (mirrored(draw(5, 8)), mirrored(draw(2, 3))),
        (mirrored(draw(7, 4)), mirrored(draw(3, 1))),
        (mirrored(draw(6, 5)), mirrored(draw(2, 4))),
    ]
    half = draw(4, 4)
    even = mirrored(half + half.t())
    return (
        *(slides(calls, "orientation", X, K, kernel=K.flip(0, 1)) for X, K in orientation),
        *(slides(calls, "rectangular", X, K) for X, K in rectangular),
        *(
            calls.leaves("purity", even, K, returns=correlated(even, K))
            for K in (torch.full((3, 3), 1.5), torch.full((2, 2), -0.5))
        ),
        *(calls.leaves("purity", X, K) for X, K in [(half, draw(3, 3)), (draw(6, 6), draw(2, 2))]),
    )
