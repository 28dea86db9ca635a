"""Checks of the arguments of animations: small matrices of finite numbers, pairs of whole numbers, windows that fit."""

from __future__ import annotations

from typing import Any

import torch

from cnnlab.figures.values import real_values

MOST_CELLS = 100  # of a grid with its padding; the numbers of a larger one would be too small to read
MOST_WEIGHTS = 25


def checked_matrix(values: Any, name: str, who: str, most: int) -> torch.Tensor:
    """`values` as a float64 matrix; `who` is the function that the errors name.

    Raises:
        ValueError: not two dimensions, more than `most` numbers, or a number that is not finite.
    """
    matrix = real_values(values, who)
    shape = tuple(matrix.shape)
    if matrix.dim() != 2:
        cure = f": take one channel, {name}[{', '.join('0' for _ in shape[2:])}]." if len(shape) > 2 else "."
        raise ValueError(f"{who} takes {name} with two dimensions, but it has the shape {shape}{cure}")
    if matrix.numel() > most:
        raise ValueError(
            f"{who} draws {name} with up to {most} numbers, but its shape {shape} has {matrix.numel()}: "
            "take a smaller one."
        )
    if not bool(matrix.isfinite().all()):
        raise ValueError(f"{who} draws finite numbers, but {name} of shape {shape} has others (inf or nan).")
    return matrix


def checked_pair(value: Any, name: str, least: int) -> tuple[int, int]:
    """One number for both directions, or a pair (down, across).

    Raises:
        ValueError: anything else, or a number below `least`.
    """
    pair = tuple(value) if isinstance(value, (tuple, list)) else (value, value)
    if len(pair) != 2 or not all(isinstance(part, int) and part >= least for part in pair):
        raise ValueError(f"{name} is one whole number or a pair of them, at least {least}, but was {value!r}.")
    return pair


def padded_with(image: torch.Tensor, padding: tuple[int, int], value: float) -> torch.Tensor:
    """The image (H, W) with `padding` (rows, columns) of `value` on each side."""
    (height, width), (above, beside) = image.shape, padding
    padded = torch.full((height + 2 * above, width + 2 * beside), value, dtype=image.dtype)
    padded[above : above + height, beside : beside + width] = image
    return padded


def check_fit(
    padded: torch.Tensor, window: tuple[int, int], name: str, image: torch.Tensor, padding: tuple[int, int]
) -> None:
    """Nothing for a window that can be drawn.

    Raises:
        ValueError: the window is larger than the padded image, or there are too many cells to draw.
    """
    if window[0] > padded.shape[0] or window[1] > padded.shape[1]:
        raise ValueError(f"The {name} {tuple(window)} does not fit into X {tuple(image.shape)} with padding {padding}.")
    if padded.numel() > MOST_CELLS:
        raise ValueError(
            f"X {tuple(image.shape)} with padding {padding} has {padded.numel()} cells, "
            f"and up to {MOST_CELLS} are drawn."
        )
