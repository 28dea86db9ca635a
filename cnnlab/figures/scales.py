"""Which colours stand for which values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch

SIGNED = "PuOr_r"  # orange above zero, white at zero, purple below: safe for every common colour blindness


@dataclass(frozen=True)
class Scale:
    """A colour map of matplotlib's and the values at its two ends."""

    cmap: str
    low: float
    high: float


def scale_for(
    images: Sequence[torch.Tensor],
    cmap: str | None,
    vmin: float | None = None,
    vmax: float | None = None,
    plain: str = "gray",
) -> Scale:
    """One scale for all these images.

    Args:
        cmap: a map of matplotlib's; "signed" for one that is centred on zero; None for that one where there are values
            of both signs, and for `plain` otherwise.
        vmin, vmax: the values at both ends; by default the smallest and the largest.
    """
    finite = torch.cat([image[image.isfinite()].flatten() for image in images] or [torch.zeros(1)])
    low = float(finite.min()) if finite.numel() else 0.0
    high = float(finite.max()) if finite.numel() else 1.0
    low, high = (low if vmin is None else vmin), (high if vmax is None else vmax)
    if cmap == "signed" or (cmap is None and low < 0 < high):
        reach = max(abs(low), abs(high)) or 1.0
        return Scale(SIGNED, -reach, reach)
    if low == high:  # one value everywhere: its colour is the middle of the scale
        low, high = low - 0.5, high + 0.5
    return Scale(cmap or plain, low, high)
