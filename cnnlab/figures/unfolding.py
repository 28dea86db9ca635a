"""im2col and its way back, step by step: each window becomes a column, then each column is added where it came from."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import torch

from cnnlab.figures.arguments import MOST_CELLS, MOST_WEIGHTS, check_fit, checked_matrix, checked_pair, padded_with
from cnnlab.figures.grid_animation import grid_animation
from cnnlab.figures.grids import Step, change, empty_grid, full_grid, ink_for
from cnnlab.figures.player import Animation
from cnnlab.figures.wording import plural, settings_text, size_and_name, span_text


def animate_unfold(X: Any, kernel_size: Any, stride: Any = (1, 1), padding: Any = (0, 0), title: str = "") -> Animation:
    """Every window of a small image becomes a column; then the columns are folded back, and where windows overlap
    their values add up.

    Args:
        X: the image, (H, W), up to 100 pixels with its padding. The columns may have up to 100 values, too.
        kernel_size: (h, w), or one number for both; up to 25 pixels.
        stride, padding: one number or a pair.

    Raises:
        ValueError: another shape, too large, or a window that does not fit.
    """
    image = checked_matrix(X, "X", "animate_unfold", MOST_CELLS)
    h, w = checked_pair(kernel_size, "kernel_size", 1)
    (above, beside), (down, right) = checked_pair(padding, "padding", 0), checked_pair(stride, "stride", 1)
    padded = padded_with(image, (above, beside), 0.0)
    check_fit(padded, (h, w), "window", image, (above, beside))
    windows = padded.unfold(0, h, down).unfold(1, w, right)
    rows, columns = windows.shape[:2]
    if h * w > MOST_WEIGHTS or h * w * rows * columns > MOST_CELLS:
        raise ValueError(
            f"Windows of {(h, w)} make {h * w} rows and {rows * columns} columns, and animate_unfold draws up to "
            f"{MOST_WEIGHTS} rows and {MOST_CELLS} values: take a smaller X or a larger stride."
        )
    count = rows * columns
    folded = [torch.zeros_like(padded)]
    for number in range(count):
        top, left = number // columns * down, number % columns * right
        folded.append(folded[-1].clone())
        folded[-1][top : top + h, left : left + w] += windows[number // columns, number % columns]
    ink, out_ink = ink_for(image), ink_for(torch.stack(folded))
    crossed = [
        (a, b)
        for a in range(padded.shape[0])
        for b in range(padded.shape[1])
        if not (above <= a < above + image.shape[0] and beside <= b < beside + image.shape[1])
    ]
    grids = [
        full_grid("Padded image" if crossed else "Image", image, ink, (above, beside)),
        empty_grid(f"Columns {h * w}×{count}", (h * w, count), ink.widest),
        replace(full_grid("Folded back", folded[0], out_ink), crossed=frozenset(crossed)),
    ]
    steps: list[Step] = []
    for number in range(count):
        top, left = number // columns * down, number % columns * right
        values = windows[number // columns, number % columns].flatten()
        steps.append(
            Step(
                where=f"Unfold: the window covers {span_text(top, h, left, w)}.",
                say=f"Its {plural(h * w, 'pixel')}, row after row, {'is' if h * w == 1 else 'are'} column {number}.",
                boxes=[(0, top, left, h, w), (1, 0, number, h * w, 1)],
                changes=[change(1, place * count + number, [value], ink) for place, value in enumerate(values)],
            )
        )
    for number in range(count):
        top, left = number // columns * down, number % columns * right
        sums = folded[number + 1]
        steps.append(
            Step(
                where=f"Fold back: column {number} goes to {span_text(top, h, left, w)}.",
                say="Its numbers are added to what lies there already.",
                boxes=[(1, 0, number, h * w, 1), (2, top, left, h, w)],
                changes=[
                    change(2, (top + a) * padded.shape[1] + left, sums[top + a, left : left + w], out_ink)
                    for a in range(h)
                ],
            )
        )
    kept = folded[-1][above : above + image.shape[0], beside : beside + image.shape[1]]
    if crossed:
        steps.append(
            Step(
                where="The crossed cells are cut off.",
                say="They stand where the padding was, and no pixel of the image lies there.",
                boxes=[(2, above, beside, *kept.shape)],
            )
        )
    settings = settings_text((above, beside), (down, right))
    what = f"{size_and_name(image, 'image').capitalize()} unfolded into {h}×{w} windows and folded back{settings}"
    return grid_animation(grids, [[0], [1], [2]], steps, what, title, kept, "picture folded back")
