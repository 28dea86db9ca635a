"""Alt text: what a picture shows, for readers who cannot see it.

It is also what a test compares when a notebook is run again.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch

from cnnlab.figures.values import number_text

MOST_SPOKEN = 64  # numbers in an alt text


def image_text(image: torch.Tensor, kind: str = "Image", most_spoken: int = MOST_SPOKEN) -> str:
    """Size and range of an image (H, W) or (H, W, 3), and its numbers when there are at most `most_spoken`."""
    size = "×".join(str(length) for length in image.shape[:2])
    finite = image[image.isfinite()]
    if not finite.numel():
        return f"{kind}, {size}, without any finite value."
    text = f"{'Colour image' if image.dim() == 3 else kind}, {size}, "
    text += f"values from {number_text(float(finite.min()))} to {number_text(float(finite.max()))}"
    if finite.numel() < image.numel():
        text += f", {image.numel() - finite.numel()} of them not finite"
    if image.dim() == 2 and image.numel() <= most_spoken:
        text += (
            ": [" + ", ".join("[" + ", ".join(number_text(float(value)) for value in row) + "]" for row in image) + "]"
        )
    return text + "."


def losses_text(name: str, line: Sequence[float]) -> str:
    """Where a line of losses begins and ends, and where it stops being finite."""
    steps = "1 step" if len(line) == 1 else f"{len(line)} steps"
    text = f"{name}: from {number_text(line[0])} to {number_text(line[-1])} in {steps}"
    broken = next((step for step, value in enumerate(line, start=1) if not math.isfinite(value)), None)
    return text + (f", not finite from step {broken} on." if broken else ".")


def sentence(title: str) -> str:
    """A title as the first sentence of an alt text, with a space after it; "" for no title."""
    if not title:
        return ""
    return title + (" " if title[-1] in ".!?:" else ". ")


def joined(names: Sequence[Any]) -> str:
    """Names with commas between."""
    return ", ".join(str(name) for name in names)
