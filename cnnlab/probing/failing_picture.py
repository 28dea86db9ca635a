"""The picture of a public probe that an answer gets wrong: window, kernel, what was expected, and what came back."""

from __future__ import annotations

import html
import math
from dataclasses import replace
from typing import Any

import torch

from cnnlab.figures.arguments import padded_with
from cnnlab.figures.grid_drawing import draw_grids
from cnnlab.figures.grids import EMPTY, PAD, Box, Grid, Ink, Step, full_grid, ink_for, unseen_cells
from cnnlab.figures.markup import picture
from cnnlab.figures.values import number_text
from cnnlab.probing.failing import Cells, Failing, wrong_cells
from cnnlab.probing.failing_words import words_of
from cnnlab.probing.views import matrix_places, stamps

SHEET = (
    "box-sizing:border-box;max-width:100%;margin:8px 0;padding:12px 16px;"
    "background:#fff;color:#1b1b1b;border:1px solid #c9c9c9;border-radius:6px"
)
CAPTION = "margin:0 0 8px;font-weight:600;color:#1b1b1b"
FITTING = "max-width:100%;height:auto"  # in a narrow cell the image gets smaller, and does not stick out


def draw_failing(failing: Failing) -> str:
    """The picture as a piece of HTML: an image of the grids, and below it a description in words.

    It needs no script, no style sheet and no network. Its background is white, so that it is readable on a dark page.
    """
    images = [_matrix(rows) for rows in _several(failing.X)]
    kernels = [_matrix(rows) for rows in _several(failing.K)] if failing.K is not None else []
    expected = _matrix(failing.expected)
    wrong = wrong_cells(expected, _matrix(failing.actual)) if failing.cell and failing.actual else frozenset()
    grids, columns, boxes = _sources(failing, images, kernels)
    numbers = []
    for grid in [_expected_grid(failing, images[0], expected), *_actual_grid(failing, expected, wrong)]:
        numbers.append(len(grids))
        grids.append(grid)
    columns.append(numbers)
    if failing.cell:
        boxes += [(number, *failing.cell, 1, 1) for number in numbers]
    crossed = any(grid.crossed for grid in grids)
    lines = words_of(failing, images, kernels, crossed, len(wrong))
    call = failing.call or "Your function"
    alt = f"{call}. {' '.join(lines)}"
    paragraphs = "".join(f'<p style="margin:6px 0 0">{html.escape(line)}</p>' for line in lines)
    rings = []
    if failing.kind == "matrix" and failing.cell:
        _, pixel, _ = matrix_places(tuple(images[0].shape), kernels[0], failing.cell)
        rings = [(0, *pixel)]
    drawing = draw_grids(columns, grids, Step("", "", boxes, rings=rings), in_rows=len(images) > 1)
    image = picture(drawing, alt).replace("<img ", f'<img style="{FITTING}" ', 1)
    return (
        f'<figure class="cnnlab-failing" style="{SHEET}"><figcaption style="{CAPTION}">{html.escape(call)}'
        f"</figcaption>{image}{paragraphs}</figure>"
    )


def _sources(
    failing: Failing, images: list[torch.Tensor], kernels: list[torch.Tensor]
) -> tuple[list[Grid], list[list[int]], list[Box]]:
    """Grids of the channels and their kernels, in which columns they stand, and what is outlined in them."""
    grids: list[Grid] = []
    boxes: list[Box] = []
    columns: list[list[int]] = [[], []] if kernels else [[]]
    products: list[int] = []
    ink, weight_ink = ink_for(torch.stack(images)), ink_for(torch.stack(kernels)) if kernels else None
    for number, image in enumerate(images):
        columns[0].append(len(grids))
        grids.append(_image_grid(failing, image, ink, number if len(images) > 1 else None, kernels))
        boxes += _outline(failing, image, kernels[number] if kernels else None, len(grids) - 1)
        if weight_ink is None:
            continue
        columns[1].append(len(grids))
        grids.append(full_grid("Kernel, turned" if failing.turned else "Kernel", kernels[number], weight_ink))
        if failing.cell and failing.kind == "window":
            window = _window(failing, image, tuple(kernels[number].shape), 0.0)
            (columns[1] if len(images) == 1 else products).append(len(grids))
            grids.append(full_grid("Products", window * kernels[number], ink_for(window * kernels[number])))
    return grids, [*columns, *([products] if products else [])], boxes


def _image_grid(failing: Failing, image: torch.Tensor, ink: Ink, channel: int | None, kernels: list[Any]) -> Grid:
    """The image, or a channel of it, with its padding; cells that no window covers are crossed."""
    if failing.kind == "matrix":
        numbers = torch.arange(float(image.numel())).reshape(image.shape)
        return full_grid("Numbers of the pixels", numbers, ink_for(torch.zeros(1)))
    slides = failing.kind in ("window", "pool")
    padding = failing.padding if slides else (0, 0)
    name = "Image" if channel is None else f"Channel {channel}"
    padded = "" if padding == (0, 0) else "Padded image" if channel is None else f"Padded channel {channel}"
    grid = full_grid(padded or name, image, ink, padding, _pad_text(failing))
    size = failing.pool if failing.kind == "pool" else tuple(kernels[0].shape) if kernels else None
    if not slides or size is None:
        return grid
    return replace(grid, crossed=unseen_cells(grid.shape, size, failing.stride))


def _pad_text(failing: Failing) -> str:
    if failing.kind == "pool" and failing.mode != "avg":
        return "−∞"
    return "0" if failing.counted else ""


def _window(failing: Failing, image: torch.Tensor, size: tuple[int, ...], padding_value: float) -> torch.Tensor:
    assert failing.cell is not None
    top, left = failing.cell[0] * failing.stride[0], failing.cell[1] * failing.stride[1]
    return padded_with(image, failing.padding, padding_value)[top : top + size[0], left : left + size[1]]


def _outline(failing: Failing, image: torch.Tensor, kernel: torch.Tensor | None, grid: int) -> list[Box]:
    """Outlines around what the first wrong value comes from: in the grid of an image, and in that of its kernel."""
    if failing.cell is None:
        return []
    top, left = failing.cell[0] * failing.stride[0], failing.cell[1] * failing.stride[1]
    if failing.kind == "window" and kernel is not None:
        return [(grid, top, left, kernel.shape[0], kernel.shape[1])]
    if failing.kind == "pool" and failing.pool is not None:
        return [(grid, top, left, *failing.pool)]
    if failing.kind == "frame":
        row, column = failing.cell[0] - failing.padding[0], failing.cell[1] - failing.padding[1]
        inside = 0 <= row < image.shape[0] and 0 <= column < image.shape[1]
        return [(grid, row, column, 1, 1)] if inside else []
    if kernel is None:
        return []
    if failing.kind == "matrix":
        window, _, weight = matrix_places(tuple(image.shape), kernel, failing.cell)
        (h, w) = kernel.shape
        return [(grid, *window, h, w), *([(grid + 1, *weight, 1, 1)] if weight else [])]
    pairs = stamps(image, kernel, failing.padding, failing.stride, failing.cell)
    if not pairs:
        return []
    return [_bounding_box(grid, [at for at, _ in pairs]), _bounding_box(grid + 1, [by for _, by in pairs])]


def _bounding_box(grid: int, cells: list[tuple[int, int]]) -> Box:
    """The outline around these cells: grid, row, column, rows, columns."""
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    top, left = min(rows), min(columns)
    return grid, top, left, max(rows) - top + 1, max(columns) - left + 1


def _expected_grid(failing: Failing, image: torch.Tensor, expected: torch.Tensor) -> Grid:
    name = f"Expected{_map_name(failing)}"
    if failing.kind == "frame":
        return full_grid(name, image, ink_for(expected), failing.padding, number_text(failing.value))
    return full_grid(name, expected, ink_for(expected))


def _map_name(failing: Failing) -> str:
    """Which map of several it is, as an index: ` Y[1, 0]`."""
    if math.prod(failing.expected_shape[:-2]) == 1:
        return ""
    return f" Y[{', '.join(str(part) for part in failing.where)}]"


def _actual_grid(failing: Failing, expected: torch.Tensor, wrong: Cells) -> list[Grid]:
    """The answer's result, with right cells shaded as in the expected one; no grid when it cannot be drawn."""
    if failing.actual is None:
        return []
    numbers = [value for row in failing.actual for value in row if value is not None]
    ink = ink_for(torch.tensor(numbers or [0.0], dtype=torch.float64), ink_for(expected))
    (above, beside), (height, width) = failing.padding, expected.shape
    cells: list[list[tuple[str, int]]] = []
    for i, row in enumerate(failing.actual):
        cells.append([])
        for j, value in enumerate(row):
            text, shade = ("nan", EMPTY) if value is None else ink(value)
            inside = above <= i < height - above and beside <= j < width - beside
            shade = PAD if failing.kind == "frame" and failing.cell and not inside else shade
            cells[-1].append((text, EMPTY if (i, j) in wrong else shade))
    widest = max(len(text) for row in cells for text, _ in row)
    return [Grid(f"Yours {len(cells)}×{len(cells[0])}", cells, widest, wrong=wrong)]


def _several(rows: list[Any] | None) -> list[list[Any]]:
    """The matrices of a `Failing`, which has a single one as it is."""
    return [] if rows is None else [rows] if not isinstance(rows[0][0], list) else rows


def _matrix(rows: list[Any]) -> torch.Tensor:
    return torch.tensor(
        [[math.nan if value is None else float(value) for value in row] for row in rows], dtype=torch.float64
    )
