"""Convolution and pooling step by step, with the numbers of each step."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from cnnlab.figures.arguments import MOST_CELLS, MOST_WEIGHTS, check_fit, checked_matrix, checked_pair, padded_with
from cnnlab.figures.grid_animation import grid_animation
from cnnlab.figures.grids import (
    Step,
    change,
    empty_grid,
    full_grid,
    ink_for,
    unseen_cells,
)
from cnnlab.figures.player import Animation
from cnnlab.figures.values import number_of
from cnnlab.figures.wording import (
    bracketed,
    dot_text,
    equals_text,
    settings_text,
    size_and_name,
    span_text,
)


def animate_window(X: Any, K: Any, padding: Any = (0, 0), stride: Any = (1, 1), title: str = "") -> Animation:
    """The kernel slides over a small image; each step shows the window, its products with the kernel, and their sum.

    Args:
        X: the image, (H, W), up to 100 pixels with its padding.
        K: the kernel, (h, w), up to 25 weights.
        padding: rows and columns of zeros on each side, one number or a pair.
        stride: how far the window moves, down and to the right, one number or a pair.

    Raises:
        ValueError: another shape, too large, or a kernel that does not fit.
    """
    image = checked_matrix(X, "X", "animate_window", MOST_CELLS)
    kernel = checked_matrix(K, "K", "animate_window", MOST_WEIGHTS)
    (above, beside), (down, right) = checked_pair(padding, "padding", 0), checked_pair(stride, "stride", 1)
    padded = padded_with(image, (above, beside), 0.0)
    h, w = kernel.shape
    check_fit(padded, (h, w), "kernel", image, (above, beside))
    windows = padded.unfold(0, h, down).unfold(1, w, right)
    outputs = (windows * kernel).sum(dim=(2, 3))
    rows, columns = outputs.shape
    ink, weight_ink, out_ink = ink_for(image), ink_for(kernel), ink_for(outputs)
    product_ink = ink_for(windows * kernel)
    unseen = unseen_cells((padded.shape[0], padded.shape[1]), (h, w), (down, right))
    source = full_grid("Padded image" if above or beside else "Image", image, ink, (above, beside))
    grids = [
        replace(source, crossed=unseen),
        full_grid("Kernel", kernel, weight_ink),
        empty_grid("Products", (h, w), product_ink.widest),
        empty_grid(f"Output {rows}×{columns}", (rows, columns), out_ink.widest),
    ]
    steps: list[Step] = []
    for i in range(rows):
        for j in range(columns):
            window = windows[i, j]
            steps.append(
                Step(
                    where=f"The window covers {span_text(i * down, h, j * right, w)}.",
                    say=f"Y[{i}, {j}] = {dot_text(window, ink, kernel, weight_ink, out_ink)}",
                    boxes=[(0, i * down, j * right, h, w), (3, i, j, 1, 1)],
                    changes=[
                        change(2, 0, (window * kernel).flatten(), product_ink),
                        change(3, i * columns + j, [float(outputs[i, j])], out_ink),
                    ],
                )
            )
    settings = settings_text((above, beside), (down, right))
    what = f"{size_and_name(kernel, 'kernel').capitalize()} slides over {size_and_name(image, 'image')}{settings}"
    return grid_animation(grids, [[0], [1, 2], [3]], steps, what, title, outputs)


def animate_pool(
    X: Any, pool_size: Any, mode: str = "max", padding: Any = (0, 0), stride: Any = (1, 1), title: str = ""
) -> Animation:
    """The pooling window slides over a small image; each step shows its largest value or its mean.

    Args:
        X: the image, (H, W), up to 100 pixels with its padding.
        pool_size: (h, w), or one number for both.
        mode: "max" (padding is −∞) or "avg" (padding is 0 and counts).
        padding, stride: one number or a pair.

    Raises:
        ValueError: another mode or shape, too large, a window that does not fit, or padding of more than half of it.
    """
    if mode not in ("max", "avg"):
        raise ValueError(f'mode is "max" or "avg", but was {mode!r}.')
    image = checked_matrix(X, "X", "animate_pool", MOST_CELLS)
    h, w = checked_pair(pool_size, "pool_size", 1)
    (above, beside), (down, right) = checked_pair(padding, "padding", 0), checked_pair(stride, "stride", 1)
    if 2 * above > h or 2 * beside > w:
        raise ValueError(
            f"The padding {(above, beside)} is more than half of the pooling window {(h, w)}: "
            "a window could see padding only."
        )
    padded = padded_with(image, (above, beside), float("-inf") if mode == "max" else 0.0)
    check_fit(padded, (h, w), "pooling window", image, (above, beside))
    windows = padded.unfold(0, h, down).unfold(1, w, right)
    outputs = windows.amax(dim=(2, 3)) if mode == "max" else windows.mean(dim=(2, 3))
    rows, columns = outputs.shape
    ink = ink_for(image)
    out_ink = ink_for(outputs, scale=ink)
    pad_text = "−∞" if mode == "max" else "0"
    unseen = unseen_cells((padded.shape[0], padded.shape[1]), (h, w), (down, right))
    source = full_grid("Padded image" if above or beside else "Image", image, ink, (above, beside), pad_text)
    grids = [
        replace(source, crossed=unseen),
        empty_grid(f"Output {rows}×{columns}", (rows, columns), out_ink.widest),
    ]
    steps: list[Step] = []
    for i in range(rows):
        for j in range(columns):
            window, value = windows[i, j], float(outputs[i, j])
            top, left = i * down, j * right
            texts = [ink.write(float(part)) for part in window.flatten()]
            if mode == "max":
                place = int(window.flatten().argmax())
                rings = [(0, top + place // w, left + place % w)]
                say = f"Y[{i}, {j}] = max({', '.join(texts)}) = {out_ink.write(value)}"
            else:
                rings = []
                terms = [bracketed(text) for text in texts]
                mean = sum(number_of(text) for text in texts) / len(texts)
                say = f"Y[{i}, {j}] = ({' + '.join(terms)}) / {len(terms)} {equals_text(mean, out_ink.write(value))}"
            steps.append(
                Step(
                    where=f"The window covers {span_text(top, h, left, w)}.",
                    say=say,
                    boxes=[(0, top, left, h, w), (1, i, j, 1, 1)],
                    changes=[change(1, i * columns + j, [value], out_ink)],
                    rings=rings,
                )
            )
    name = "Max" if mode == "max" else "Average"
    settings = settings_text((above, beside), (down, right))
    what = f"{name} pooling of {size_and_name(image, 'image')} in {h}×{w} windows{settings}"
    return grid_animation(grids, [[0], [1]], steps, what, title, outputs)
