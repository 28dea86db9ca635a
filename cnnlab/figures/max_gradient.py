"""The way back through max pooling, step by step: each window's gradient goes to the pixel that was its maximum."""

from __future__ import annotations

from typing import Any

import torch

from cnnlab.figures.arguments import MOST_CELLS, check_fit, checked_matrix, checked_pair, padded_with
from cnnlab.figures.grid_animation import grid_animation
from cnnlab.figures.grids import Step, change, full_grid, ink_for
from cnnlab.figures.player import Animation
from cnnlab.figures.values import number_of
from cnnlab.figures.wording import bracketed, equals_text, settings_text, size_and_name, span_text


def animate_max_gradient(
    X: Any, dY: Any, pool_size: Any, stride: Any = None, padding: Any = (0, 0), title: str = ""
) -> Animation:
    """The gradient of each window flows to the window's first maximum, and adds up where windows share one.

    Args:
        X: the image, (H, W), up to 100 pixels with its padding.
        dY: the gradient of the pooled image, one value for each window.
        pool_size: (h, w), or one number for both.
        stride: one number or a pair; None moves by the size of the window.
        padding: one number or a pair; it is −∞ and never a maximum.

    Raises:
        ValueError: another shape, too large, padding of more than half the window, or a window that does not fit.
    """
    image = checked_matrix(X, "X", "animate_max_gradient", MOST_CELLS)
    upstream = checked_matrix(dY, "dY", "animate_max_gradient", MOST_CELLS)
    h, w = checked_pair(pool_size, "pool_size", 1)
    above, beside = checked_pair(padding, "padding", 0)
    down, right = (h, w) if stride is None else checked_pair(stride, "stride", 1)
    if 2 * above > h or 2 * beside > w:
        raise ValueError(f"The padding {(above, beside)} is more than half of the pooling window {(h, w)}.")
    padded = padded_with(image, (above, beside), float("-inf"))
    check_fit(padded, (h, w), "pooling window", image, (above, beside))
    windows = padded.unfold(0, h, down).unfold(1, w, right)
    rows, columns = windows.shape[:2]
    if upstream.shape != (rows, columns):
        raise ValueError(f"dY should have the shape {(rows, columns)}, a value for each window, not {upstream.shape}.")
    history, places = [torch.zeros_like(image)], []
    for i in range(rows):
        for j in range(columns):
            place = int(windows[i, j].flatten().argmax())
            a, b = i * down + place // w - above, j * right + place % w - beside
            places.append((a, b))
            history.append(history[-1].clone())
            history[-1][a, b] += upstream[i, j]
    ink, up_ink, out_ink = ink_for(image), ink_for(upstream), ink_for(torch.stack(history))
    grids = [
        full_grid("Padded image" if above or beside else "Image", image, ink, (above, beside), "−∞"),
        full_grid("Gradient of the output", upstream, up_ink),
        full_grid("Gradient of the image", history[0], out_ink),
    ]
    steps: list[Step] = []
    for number, (a, b) in enumerate(places):
        i, j = number // columns, number % columns
        before, after = float(history[number][a, b]), float(history[number + 1][a, b])
        added = up_ink.write(float(upstream[i, j]))
        old = out_ink.write(before)
        total = equals_text(number_of(old) + number_of(added), out_ink.write(after))
        steps.append(
            Step(
                where=f"The window covers {span_text(i * down, h, j * right, w)}; its maximum is X[{a}, {b}] = "
                f"{ink.write(float(image[a, b]))}.",
                say=f"dY[{i}, {j}] flows there: {old} + {bracketed(added)} {total}. All other pixels get nothing.",
                boxes=[(0, i * down, j * right, h, w), (1, i, j, 1, 1), (2, a, b, 1, 1)],
                changes=[change(2, a * image.shape[1] + b, [after], out_ink)],
                rings=[(0, a + above, b + beside)],
            )
        )
    settings = settings_text((above, beside), (down, right))
    what = f"The gradient through max pooling of {size_and_name(image, 'image')} in {h}×{w} windows{settings}"
    return grid_animation(grids, [[0], [1], [2]], steps, what, title, history[-1], "gradient of the image")
