"""Probes for `conv_output_size`."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn import functional as F

from cnnlab.probes._calls import Calls
from cnnlab.probing.questions import Probe

calls = Calls("conv_output_size")
SETTINGS = ("padding", "stride", "dilation")


def probes() -> tuple[Probe, ...]:
    """Sizes at stride 1; strides whose remainder hides a fault in padding or dilation; one window, and none."""
    places = [
        (9, 4, 0, 1, 1),
        (10, 3, 2, 1, 1),
        (6, 2, 3, 1, 1),
        (11, 3, 0, 1, 3),
        (15, 4, 1, 1, 2),
        (7, 1, 1, 1, 4),
        (21, 6, 4, 1, 3),
        (9, 4, 3, 1, 1),
        (11, 3, 2, 1, 2),
    ]
    windows = [
        (4, 0, 4, 1, 4, 1),
        (3, 1, 3, 1, 3, 2),
        (5, 0, 3, 1, 2, 0),
        (4, 2, 6, 1, 2, 4),
        (2, 0, 4, 2, 3, 1),
        (2, 1, 6, 3, 2, 3),
        (3, 0, 5, 1, 3, 3),
    ]
    # Rows of k, padding, stride, dilation, steps, remainder; the number of pixels follows from these.
    stride = [
        (dilation * (k - 1) + 1 + steps * s + remainder - 2 * p, k, p, s, dilation)
        for k, p, s, dilation, steps, remainder in windows
    ]
    fits = [
        (6, 6, 0, 1, 1),
        (4, 8, 2, 3, 1),
        (1, 1, 0, 1, 1),
        (4, 10, 3, 5, 1),
        (5, 9, 2, 3, 1),
        (13, 4, 0, 1, 4),
        (13, 4, 0, 1, 1),
        (11, 6, 0, 1, 2),
    ]
    none = [(4, 6, 0, 1, 1), (7, 8, 0, 5, 1), (3, 8, 2, 3, 1), (12, 15, 1, 2, 1), (12, 4, 0, 1, 4), (10, 6, 0, 1, 2)]
    return (
        *(_counted("places", *row) for row in places),
        calls.gives("places", n=6, k=3, padding=2, stride=1, dilation=2, returns=6),
        *(_counted("stride", *row) for row in stride),
        calls.gives("stride", 12, 2, 2, 5, 3, returns=3),
        calls.gives("stride", 12, 2, 1, 7, returns=2),
        calls.gives("stride", 12, 2, 1, 19, returns=1),
        *(_counted("fits", *row) for row in fits),
        *(_refused(*row) for row in none),
    )


def _counted(concept: str, n: int, k: int, padding: int, stride: int, dilation: int) -> Probe:
    row, kernel = torch.zeros(1, 1, n), torch.zeros(1, 1, k)
    windows = F.conv1d(row, kernel, padding=padding, stride=stride, dilation=dilation).shape[2]
    return calls.gives(concept, n, k, returns=windows, **_settings(padding, stride, dilation))


def _refused(n: int, k: int, padding: int, stride: int, dilation: int) -> Probe:
    return calls.refuses("fits", n, k, naming=(n, k), **_settings(padding, stride, dilation))


def _settings(*values: int) -> dict[str, Any]:
    """The settings that differ from their defaults."""
    return {name: value for name, value, default in zip(SETTINGS, values, (0, 1, 1), strict=True) if value != default}
