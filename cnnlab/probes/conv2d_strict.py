"""Probes for `conv2d_strict`."""

from __future__ import annotations

import torch

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, whole
from cnnlab.probes._parts import correlated, mirrored, slides
from cnnlab.probing.questions import Probe

calls = Calls("conv2d_strict", ("X", "K"), ("d2l.corr2d",), picture=_views.turned)


def probes() -> tuple[Probe, ...]:
    """The flip on squares, sizes with symmetric kernels, purity with any kernel."""
    draw = whole(seed=14)
    flip = [
        (torch.tensor([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0], [4.0, 0.0, 2.0]]), torch.tensor([[1.0, 2.0], [3.0, 5.0]])),
        (draw(6, 6), draw(3, 3)),
        (draw(5, 5), draw(2, 2)),
    ]
    rectangular = [
        (torch.tensor([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]), torch.tensor([[1.0], [1.0]])),
        (draw(5, 8), mirrored(draw(2, 3))),
        (draw(7, 4), mirrored(draw(3, 1))),
        (draw(6, 5), mirrored(draw(2, 4))),
    ]
    half = draw(4, 4)
    even = half + half.t()
    return (
        *(slides(calls, "flip", X, K, kernel=K.flip(0, 1)) for X, K in flip),
        *(slides(calls, "rectangular", X, K) for X, K in rectangular),
        *(
            calls.leaves("purity", even, K, returns=correlated(even, K))
            for K in (torch.full((3, 3), 1.5), torch.full((2, 2), -0.5))
        ),
        *(calls.leaves("purity", X, K) for X, K in [(half, draw(3, 3)), (draw(6, 6), draw(2, 2))]),
    )
