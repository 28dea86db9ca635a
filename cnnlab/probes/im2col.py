"""Probes for `im2col`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes._calls import Calls, grid, quarters
from cnnlab.probing.questions import SEEN, Probe

calls = Calls("im2col", ("X",), refuse=("unfold",))


def probes() -> tuple[Probe, ...]:
    return (*layout(), *windows(), *errors())


def against_torch(concept: str, X: Tensor, kernel_size: Any, **settings: Any) -> Probe:
    """A call, expected to return what PyTorch's own im2col does."""
    return calls.gives(concept, X, kernel_size, returns=F.unfold(X.double(), kernel_size, **settings), **settings)


def layout() -> Iterator[Probe]:
    draw = quarters(seed=201)
    yield against_torch("layout", torch.arange(18.0).reshape(1, 2, 3, 3), 2)
    yield against_torch("layout", torch.tensor([[[[1.0, 2.0, 3.0]]], [[[4.0, 5.0, 6.0]]]]), (1, 2))
    for N, C, H, W, h, w in [
        (2, 3, 4, 5, 3, 2),
        (3, 2, 5, 3, 2, 3),
        (4, 1, 3, 6, 1, 4),
        (1, 4, 6, 3, 4, 1),
        (2, 2, 4, 4, 2, 2),
        (3, 3, 3, 4, 3, 3),
        (2, 3, 3, 4, 3, 4),
        (3, 2, 3, 2, 1, 1),
    ]:
        yield against_torch("layout", draw(N, C, H, W), (h, w))
    yield against_torch("layout", draw(2, 3, 5, 4).transpose(2, 3), (2, 3))
    yield against_torch("layout", draw(3, 2, 4, 5).transpose(0, 1), (2, 3))
    first, second = draw(2, 3, 3, 4), draw(2, 3, 3, 4)
    yield calls.twice("layout", (first, 2), (second, 2), returns=(F.unfold(first, 2), F.unfold(second, 2)))


def windows() -> Iterator[Probe]:
    draw = quarters(seed=202)
    k: Any
    s: Any
    p: Any
    d: Any
    yield against_torch("windows", grid(4, 5)[None, None], (2, 2), stride=(2, 3))
    yield against_torch("windows", grid(1, 4)[None, None] + 1, (1, 2), padding=(0, 1))
    yield against_torch("windows", grid(1, 4)[None, None] + 1, (1, 2), dilation=2)
    for H, W, k, s, p, d in [
        (7, 6, (3, 2), 2, 0, 1),
        (6, 8, (2, 3), (3, 2), 1, 1),
        (5, 4, (3, 4), 1, (2, 1), 1),
        (9, 7, (3, 2), 1, 0, 2),
        (8, 9, (2, 3), (2, 1), (0, 2), (3, 2)),
        (6, 9, 2, (1, 3), (1, 0), (2, 4)),
        (2, 3, (4, 5), (3, 2), (3, 2), 1),
        (1, 7, (1, 3), 2, 0, (1, 2)),
        (7, 1, (3, 1), 2, 0, (2, 1)),
        (5, 6, 3, 4, 2, 1),
    ]:
        image = draw(1, 1, H, W)
        yield against_torch("windows", image, k, stride=s, padding=p, dilation=d)
        yield calls.gives("windows", image, k, s, p, d, returns=F.unfold(image, k, d, p, s))


def errors() -> Iterator[Probe]:
    draw = quarters(seed=203)
    k: Any
    d: Any
    for H, W, k, p, d in [
        (3, 5, (4, 2), 0, 1),  # printed in the lab
        (3, 5, (2, 3), 0, (1, 3)),
        (4, 6, (5, 3), 0, 1),
        (4, 6, (3, 7), 0, 1),
        (2, 5, (7, 2), (2, 3), 1),
        (5, 2, (2, 7), (3, 2), 1),
        (5, 6, (3, 2), 0, (3, 1)),
        (6, 5, (2, 3), 0, (1, 3)),
    ]:
        yield calls.refuses("errors", draw(1, 2, H, W), k, padding=p, dilation=d, naming=(k, (H, W)))
    yield calls.gives("errors", kernel_size=1, X=torch.tensor([[[[0.5, 200.0]]]]), returns=[[[0.5, 200.0]]])
    for H, W, k, p, d in [(3, 3, 3, 0, 1), (2, 2, 4, 1, 1), (5, 5, 3, 0, 2), (1, 1, 1, 0, 1), (1, 4, 1, 0, 4)]:
        yield against_torch("errors", draw(1, 1, H, W), k, padding=p, dilation=d)
        yield calls.leaves("errors", draw(1, 1, H, W), k, padding=p, dilation=d)
        yield calls.leaves("errors", draw(1, 1, H, W).double(), k, padding=p, dilation=d)
    yield calls.leaves("errors", draw(1, 1, 2, 2), 1)
    larger = draw(2, 1, 2, 2)
    yield calls.on_part("errors", larger, 2, returns=F.unfold(larger[1:], 2))
    for dtype, values in [(torch.uint8, [200, 255]), (torch.int8, [-128, 100]), (torch.int64, [70001, 90000])]:
        yield dtype_kept(torch.tensor([[[values]]], dtype=dtype))


def dtype_kept(X: Tensor) -> Probe:
    """Columns of whole numbers are of the image's dtype."""
    fact = f"the columns are {X.dtype}, as the image is"
    probe = calls.gives("errors", X, (1, 2), returns=X.reshape(1, 2, 1))

    def ask(function: Any) -> Any:
        columns = probe.ask(function)
        seen = {fact: f"yours are {getattr(columns, 'dtype', 'no tensor')}"}
        return {"the columns": columns, fact: getattr(columns, "dtype", None) == X.dtype, SEEN: seen}

    return replace(probe, ask=ask, expected={"the columns": probe.expected, fact: True})
