"""The transposed convolution step by step: each input value stamps its multiple of the kernel into the output."""

from __future__ import annotations

from typing import Any

import torch

from cnnlab.figures.arguments import MOST_CELLS, MOST_WEIGHTS, checked_matrix, checked_pair
from cnnlab.figures.grid_animation import grid_animation
from cnnlab.figures.grids import Box, Change, Ink, Step, change, empty_grid, full_grid, ink_for
from cnnlab.figures.player import Animation
from cnnlab.figures.values import number_of
from cnnlab.figures.wording import (
    bracketed,
    equals_text,
    plural,
    settings_text,
    size_and_name,
    size_text,
    span_text,
)


def animate_stamps(X: Any, K: Any, stride: Any = (1, 1), padding: Any = (0, 0), title: str = "") -> Animation:
    """Transposed convolution: each input value times the kernel is stamped into the output; overlapping stamps add up.

    Args:
        X: the input, (H, W). The output may have up to 100 cells before it is cropped.
        K: the kernel, (h, w), up to 25 weights.
        stride: how far the next stamp moves, one number or a pair.
        padding: rows and columns cut off on each side in the end, one number or a pair; crossed out in the picture.

    Raises:
        ValueError: another shape, too large, or padding that leaves nothing.
    """
    image = checked_matrix(X, "X", "animate_stamps", MOST_CELLS)
    kernel = checked_matrix(K, "K", "animate_stamps", MOST_WEIGHTS)
    (above, beside), (down, right) = checked_pair(padding, "padding", 0), checked_pair(stride, "stride", 1)
    (height, width), (h, w) = image.shape, kernel.shape
    rows, columns = (height - 1) * down + h, (width - 1) * right + w
    if rows * columns > MOST_CELLS:
        raise ValueError(
            f"X {(height, width)} and K {(h, w)} make an output of {rows}×{columns}, and animate_stamps draws up to "
            f"{MOST_CELLS} cells: take a smaller X, or a smaller stride."
        )
    if rows <= 2 * above or columns <= 2 * beside:
        raise ValueError(f"The padding {(above, beside)} cuts everything off the output of shape {(rows, columns)}.")
    stamps = image[:, :, None, None] * kernel
    covered = torch.zeros(rows, columns, dtype=torch.bool)
    history = [torch.zeros(rows, columns, dtype=torch.float64)]
    for i in range(height):
        for j in range(width):
            history.append(history[-1].clone())
            history[-1][i * down : i * down + h, j * right : j * right + w] += stamps[i, j]
    ink, weight_ink, stamp_ink = ink_for(image), ink_for(kernel), ink_for(stamps)
    out_ink = ink_for(torch.stack(history))
    crossed = [
        (a, b)
        for a in range(rows)
        for b in range(columns)
        if not (above <= a < rows - above and beside <= b < columns - beside)
    ]
    name = "Before cropping" if crossed else "Output"
    grids = [
        full_grid("Input X", image, ink),
        full_grid("Kernel K", kernel, weight_ink),
        empty_grid("This stamp", (h, w), stamp_ink.widest),
        empty_grid(f"{name} {rows}×{columns}", (rows, columns), out_ink.widest, crossed),
    ]
    steps: list[Step] = []
    for i in range(height):
        for j in range(width):
            top, left = i * down, j * right
            before, after = history[len(steps)], history[len(steps) + 1]
            say = _overlaps(before, out_ink, covered, stamps[i, j], stamp_ink, top, left)
            covered[top : top + h, left : left + w] = True
            value = ink.write(float(image[i, j]))
            changes: list[Change] = [change(2, 0, stamps[i, j].flatten(), stamp_ink)]
            for a in range(h):
                changes.append(change(3, (top + a) * columns + left, after[top + a, left : left + w], out_ink))
            boxes: list[Box] = [(0, i, j, 1, 1), (3, top, left, h, w)]
            steps.append(
                Step(
                    where=f"X[{i}, {j}] = {value} stamps {bracketed(value)}·K onto {span_text(top, h, left, w)}.",
                    say=say,
                    boxes=boxes,
                    changes=changes,
                )
            )
    outputs = history[-1][above : rows - above, beside : columns - beside]
    if crossed:
        steps.append(
            Step(
                where="The crossed cells are cut off.",
                say=f"Padding {above} takes {plural(above, 'row')} off the top and off the bottom, "
                f"padding {beside} takes {plural(beside, 'column')} off the left and off the right. "
                f"The output is {size_text(outputs)}.",
                boxes=[(3, above, beside, *outputs.shape)],
            )
        )
    operands = f"{size_and_name(image, 'input')} with {size_and_name(kernel, 'kernel')}"
    what = f"Transposed convolution of {operands}{settings_text((above, beside), (down, right))}"
    return grid_animation(grids, [[0], [1, 2], [3]], steps, what, title, outputs)


def _overlaps(
    sums: torch.Tensor, out_ink: Ink, covered: torch.Tensor, stamp: torch.Tensor, stamp_ink: Ink, top: int, left: int
) -> str:
    terms = []
    for a in range(stamp.shape[0]):
        for b in range(stamp.shape[1]):
            if covered[top + a, left + b]:
                before, added = float(sums[top + a, left + b]), float(stamp[a, b])
                old, new = out_ink.write(before), stamp_ink.write(added)
                total = equals_text(number_of(old) + number_of(new), out_ink.write(before + added))
                terms.append(f"Y[{top + a}, {left + b}]: {old} + {bracketed(new)} {total}".replace(" ", "\u00a0"))
    if not terms:
        return "No other stamp lies there yet."
    return f"Where a stamp lies already, they add up: {'; '.join(terms)}."
