"""The words of an animation: sums of products, places and sizes."""

from __future__ import annotations

import torch

from cnnlab.figures.grids import Ink
from cnnlab.figures.values import number_of, number_text

MOST_SPOKEN = 49  # numbers in an alt text


def dot_text(window: torch.Tensor, ink: Ink, kernel: torch.Tensor, weight_ink: Ink, out_ink: Ink) -> str:
    """`1·0 + 2·1 = 2`, each number as it is written in its grid."""
    pairs = [
        (ink.write(float(a)), weight_ink.write(float(b)))
        for a, b in zip(window.flatten(), kernel.flatten(), strict=True)
    ]
    terms = [f"{bracketed(a)}·{bracketed(b)}" for a, b in pairs]
    total = sum(number_of(a) * number_of(b) for a, b in pairs)
    return f"{' + '.join(terms)} {equals_text(total, out_ink.write(float((window * kernel).sum())))}"


def equals_text(total: float, text: str) -> str:
    """`= text`, or `≈ text` when the result of the rounded numbers, `total`, is not exactly that."""
    return f"{'=' if abs(number_of(text) - total) < 1e-9 else '≈'} {text}"


def bracketed(text: str) -> str:
    """A number as it is written in a sum or a product: a negative one in brackets, (−1)."""
    return f"({text})" if text.startswith("−") else text


def span_text(top: int, height: int, left: int, width: int) -> str:
    """`rows 0 to 1, column 3`."""
    rows = f"row {top}" if height == 1 else f"rows {top} to {top + height - 1}"
    return f"{rows}, " + (f"column {left}" if width == 1 else f"columns {left} to {left + width - 1}")


def size_text(matrix: torch.Tensor) -> str:
    """`3×4`."""
    return "×".join(str(size) for size in matrix.shape)


def size_and_name(matrix: torch.Tensor, name: str) -> str:
    """`a 3×3 image`, but `an 8×8 image`."""
    return f"{'an' if matrix.shape[0] in (8, 11, 18, 80) else 'a'} {size_text(matrix)} {name}"


def plural(count: int, name: str) -> str:
    """`1 row`, `2 rows`, `no rows`."""
    return f"{count} {name}" if count == 1 else f"{count or 'no'} {name}s"


def settings_text(padding: tuple[int, int], stride: tuple[int, int]) -> str:
    """`, padding (1, 1) and stride (2, 2)`; a setting with its default value is left out."""
    parts = []
    if padding != (0, 0):
        parts.append(f"padding {padding}")
    if stride != (1, 1):
        parts.append(f"stride {stride}")
    return f", {' and '.join(parts)}" if parts else ""


def result_text(outputs: torch.Tensor, name: str = "output") -> str:
    """The output, or what else it is called, in words: its size, and its numbers when they are few."""
    if outputs.numel() > MOST_SPOKEN:
        low, high = number_text(float(outputs.min())), number_text(float(outputs.max()))
        return f"The {name} is {size_text(outputs)}, with values from {low} to {high}."
    numbers = ", ".join("[" + ", ".join(number_text(float(value)) for value in row) + "]" for row in outputs)
    return f"The {name} is {size_text(outputs)}: [{numbers}]."
