"""Probes for `avg_pool_kernel`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import torch
from torch import Tensor

from cnnlab.probes._calls import Calls, grid
from cnnlab.probing.questions import Probe

SHAPE = "the shape of the kernel"

calls = Calls("avg_pool_kernel")


def probes() -> tuple[Probe, ...]:
    return (*weights(), *channels(), *convolution())


def weights() -> Iterator[Probe]:
    """One channel."""
    for h, w in [(1, 2), (2, 3), (3, 3), (4, 2), (5, 1), (3, 5), (1, 1)]:
        yield calls.gives("weights", (h, w), 1, returns=torch.full((1, 1, h, w), 1 / (h * w)))
    yield calls.gives("weights", pool_size=(2, 1), channels=1, returns=[[[[0.5], [0.5]]]])


def channels() -> Iterator[Probe]:
    """Which channels are connected, whatever the size of the weights."""

    def scaled_kernel(k: int, C: int) -> Callable[[Any], Any]:
        def ask(function: Any) -> Any:
            kernel = function((k, k), C)
            return kernel / kernel.abs().max().clamp(min=0.001) if isinstance(kernel, Tensor) else kernel

        return ask

    for k, C in [(2, 3), (3, 2), (2, 4), (3, 5), (3, 3)]:
        expected = torch.eye(C)[:, :, None, None].expand(C, C, k, k)
        yield Probe(
            "channels",
            scaled_kernel(k, C),
            expected,
            f"avg_pool_kernel({(k, k)}, {C}), divided by its own largest weight,",
            explain=listens,
        )


def listens(at: tuple[int, ...]) -> str:
    """Which kernel a wrong weight belongs to, and what it should hold."""
    out, into = at[:2]
    if out == into:
        return f"  kernel[{out}, {into}] should have the same weight everywhere: output {out} is its input's mean."
    return f"  kernel[{out}, {into}] should be all zeros: output {out} must not listen to input {into}."


def convolution() -> Iterator[Probe]:
    """The kernel on one window, which is the same in all channels: each output channel is the window's mean."""

    def on_a_window(window: Tensor, C: int, result: str) -> Callable[[Any], Any]:
        def ask(function: Any) -> Any:
            kernel = function(tuple(window.shape), C)
            if not isinstance(kernel, Tensor):
                return kernel
            if kernel.shape != (C, C, *window.shape):
                return {SHAPE: tuple(kernel.shape)}
            return {SHAPE: tuple(kernel.shape), result: (kernel * window).sum(dim=(1, 2, 3))}

        return ask

    for h, w, C in [(2, 2, 3), (3, 3, 4), (2, 2, 2), (4, 4, 5), (2, 3, 3), (4, 3, 2)]:
        window = grid(h, w) * grid(h, w) - 2
        result = f"the convolution of one {h}×{w} window, the same in all {C} channels,"
        expected = {SHAPE: (C, C, h, w), result: window.mean().expand(C)}
        yield Probe("convolution", on_a_window(window, C, result), expected, f"avg_pool_kernel({(h, w)}, {C})")
