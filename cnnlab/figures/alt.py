"""Alt text: what a picture shows, for those who do not see it, and for comparing one run of a notebook with another."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import torch

from cnnlab.figures.values import number_text

MOST_SPOKEN = 64  # numbers that an alt text reads out


def image_text(image: torch.Tensor, kind: str = "Image", most_spoken: int = MOST_SPOKEN) -> str:
    """Size, range, and the numbers themselves when they are few."""
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
    text = f"{name}: from {number_text(line[0])} to {number_text(line[-1])} in {len(line)} {'step' if len(line) == 1 else 'steps'}"
    broken = next((step for step, value in enumerate(line, start=1) if not math.isfinite(value)), None)
    return text + (f", not finite from step {broken} on." if broken else ".")


def sentence(title: str) -> str:
    """A title as the first sentence of more."""
    if not title:
        return ""
    return title + (" " if title[-1] in ".!?:" else ". ")


def listed(names: Sequence[Any]) -> str:
    """Names with commas between."""
    return ", ".join(str(name) for name in names)
