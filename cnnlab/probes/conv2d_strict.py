"""Probes for `conv2d_strict`."""

from __future__ import annotations

import torch

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, quarters
from cnnlab.probes._parts import correlated, mirrored, second, slides, slides_on_part
from cnnlab.probing.questions import Probe

calls = Calls("conv2d_strict", ("X", "K"), ("d2l.corr2d",), picture=_views.turned)


def probes() -> tuple[Probe, ...]:
    """The flip on squares, sizes with symmetric kernels, purity with any kernel."""
    draw = quarters(seed=14)
    flip = [
        (torch.tensor([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0], [4.0, 0.0, 2.0]]), torch.tensor([[1.0, 2.0], [3.0, 5.0]])),
        (draw(6, 6), draw(3, 3)),
        (draw(5, 5), draw(2, 2)),
        (draw(5, 6), draw(2, 3)),
        (draw(7, 6), draw(3, 2)),
        (draw(4, 7), draw(3, 3)),
        (draw(8, 5), draw(2, 4)),
        (draw(3, 5), torch.tensor([[1.0, 2.0, -1.5]])),
    ]
    rectangular = [
        (torch.tensor([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]]), torch.tensor([[1.0], [1.0]])),
        (draw(5, 8), mirrored(draw(2, 3))),
        (draw(7, 4), mirrored(draw(3, 1))),
        (draw(6, 5), mirrored(draw(2, 4))),
        (draw(3, 8), mirrored(draw(2, 5))),
        (draw(6, 3), mirrored(draw(5, 3))),
        (draw(4, 6), mirrored(draw(3, 3))),
        (draw(5, 5), mirrored(draw(5, 2))),
        (draw(1, 5), mirrored(draw(1, 3))),
        (draw(4, 1), mirrored(draw(1, 1))),
        (draw(2, 3), mirrored(draw(2, 3))),
        (draw(1, 1), mirrored(draw(1, 1))),
    ]
    transposed = [(X.t().contiguous().t(), K) for X, K in rectangular[:6]]
    same_sizes = [(draw(5, 5), draw(2, 2)), (draw(5, 5), draw(2, 2))]
    one, other = [slides(calls, "flip", X, K, kernel=K.flip(0, 1)) for X, K in same_sizes]
    earlier = slides(calls, "rectangular", rectangular[0][0] + 1, rectangular[0][1])
    X, K = rectangular[1]
    half = draw(4, 4)
    even = half + half.t()
    precise = draw(5, 5).double(), draw(2, 2).double()
    kept = [(half, draw(3, 3)), (draw(6, 6), draw(2, 2)), precise, (half, torch.ones(1, 1))]
    full = [
        calls.leaves("purity", even, K, returns=correlated(even, K))
        for K in (torch.ones(2, 2), torch.full((2, 2), 3.0))
    ]
    return (
        *(slides(calls, "flip", X, K, kernel=K.flip(0, 1)) for X, K in flip),
        second(one, other),
        *(slides(calls, "rectangular", X, K) for X, K in [*rectangular, *transposed]),
        second(slides(calls, "rectangular", *rectangular[0]), earlier),
        slides_on_part(calls, "rectangular", draw(9, 8), torch.full((2, 3), 2.0)),
        calls.gives("rectangular", K=K, X=X, returns=correlated(X, K)),
        *(
            calls.leaves("purity", even, K, returns=correlated(even, K))
            for K in (torch.full((3, 3), 1.5), torch.full((2, 2), -0.5))
        ),
        *(calls.leaves("purity", X, K) for X, K in kept),
        second(full[0], full[1]),
    )
