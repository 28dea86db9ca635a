"""Probes for `corr2d`."""

from __future__ import annotations

import torch

from cnnlab.probes import _views
from cnnlab.probes._calls import Calls, quarters
from cnnlab.probes._parts import correlated, mirrored, second, slides, slides_on_part
from cnnlab.probing.questions import Probe

calls = Calls("corr2d", ("X", "K"), picture=_views.correlation)


def probes() -> tuple[Probe, ...]:
    """One fault at a time: orientation with any kernel, sizes with symmetric ones, the rest on symmetric images."""
    draw = quarters(seed=11)
    orientation = [
        (torch.tensor([[1.0, 2.0, 0.0], [0.0, 3.0, 1.0], [4.0, 0.0, 2.0]]), torch.tensor([[1.0, 2.0], [3.0, 5.0]])),
        (torch.tensor([[2.0, -1.0, 3.0], [0.0, 4.0, -2.0], [1.0, 5.0, -3.0]]), torch.tensor([[1.0, -1.0], [0.0, 2.0]])),
        (draw(6, 6), draw(3, 3)),
        (draw(5, 5), draw(4, 4)),
        (draw(5, 6), draw(2, 3)),
        (draw(7, 6), draw(3, 2)),
        (draw(4, 7), draw(3, 3)),
        (draw(8, 5), draw(2, 4)),
        (draw(5, 7).float(), draw(2, 3).float()),
    ]
    rectangular = [
        (
            torch.tensor([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0], [9.0, 7.0, 5.0, 3.0]]),
            torch.tensor([[1.0, 3.0, 1.0]]),
        ),
        (draw(6, 3, low=1), mirrored(draw(2, 1, low=1))),
        (draw(7, 4, low=1).t(), mirrored(draw(3, 2, low=1))),
        (draw(3, 8, low=1), mirrored(draw(2, 5, low=1))),
        (draw(6, 3, low=1), mirrored(draw(5, 3, low=1))),
        (draw(4, 6, low=1), mirrored(draw(3, 3, low=1))),
        (draw(5, 5, low=1), mirrored(draw(5, 2, low=1))),
        (draw(1, 5, low=1), mirrored(draw(1, 3, low=1))),
        (draw(4, 1, low=1), torch.full((1, 1), 2.0)),
    ]
    transposed = [(X.t().contiguous().t(), K) for X, K in rectangular[:6]]
    half = draw(4, 4, low=1)
    symmetric, pixels = (half + half.t()) / 4, torch.tensor([[1, 3, 2, 5], [3, 4, 6, 1], [2, 6, 7, 3], [5, 1, 3, 2]])
    odd, odd_pixels = symmetric[:3, :3].clone(), pixels[:3, :3].clone()
    dtype = [
        (odd_pixels, torch.full((2, 2), 0.3)),
        (pixels, torch.full((2, 2), 0.4)),
        (symmetric, torch.full((3, 3), 3)),
        (symmetric.double() / 3, torch.full((2, 2), 0.7, dtype=torch.float64)),
        (pixels, torch.full((3, 3), 2)),
        ((pixels + 210).to(torch.uint8), torch.full((3, 3), 240, dtype=torch.uint8)),
        ((pixels - 120).to(torch.int8), torch.full((2, 2), -90, dtype=torch.int8)),
        ((pixels * 5000).to(torch.int16), torch.full((3, 3), 200, dtype=torch.int16)),
        ((pixels * 2**28).to(torch.int32), torch.full((2, 2), 16, dtype=torch.int32)),
    ]
    purity = [
        (symmetric, torch.full((2, 2), 1.5)),
        (symmetric @ symmetric, torch.full((3, 3), 0.5)),
        (symmetric.float(), torch.full((2, 2), 0.25, dtype=torch.float32)),
        (symmetric.double(), torch.full((3, 3), 0.25, dtype=torch.float64)),
        (pixels, torch.full((2, 2), 3)),
        (odd, torch.full((2, 2), 1.5)),
    ]
    ones = [(X, torch.ones((1, 1), dtype=X.dtype)) for X in (symmetric.float(), symmetric.double(), pixels)]
    again, earlier = (draw(5, 5), draw(2, 2)), (rectangular[0][0] + 1, rectangular[0][1])
    twos = torch.full((2, 2), 2.0)
    too_large = [((3, 5), (4, 2)), ((6, 3), (2, 5)), ((2, 3), (4, 6)), ((5, 3), (2, 4))]
    return (
        *(slides(calls, "orientation", X, K) for X, K in orientation),
        second(slides(calls, "orientation", *again), slides(calls, "orientation", again[0] + 1, again[1] - 2)),
        *(slides(calls, "rectangular", X, K) for X, K in [*rectangular, *transposed]),
        slides_on_part(calls, "rectangular", draw(9, 8, low=1), torch.full((2, 3), 2.0)),
        slides_on_part(calls, "rectangular", draw(9, 8, low=1).double(), torch.full((2, 3), 2.0, dtype=torch.float64)),
        second(slides(calls, "rectangular", *rectangular[0]), slides(calls, "rectangular", *earlier)),
        *(slides(calls, "dtype", X, K) for X, K in dtype),
        *(calls.leaves("purity", X, K, returns=correlated(X, K)) for X, K in [*purity, *ones]),
        *(calls.refuses("errors", torch.ones(X), torch.ones(K), naming=(X, K)) for X, K in too_large),
        slides(calls, "errors", symmetric, torch.full((4, 4), 0.5)),
        slides(calls, "errors", torch.full((1, 1), 3.0), torch.full((1, 1), 0.5)),
        *(calls.gives("errors", K=twos, X=X, returns=correlated(X, twos)) for X in (symmetric, odd)),
    )
