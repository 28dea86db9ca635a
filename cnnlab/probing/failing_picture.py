"""The picture of a public probe that an answer gets wrong: window, kernel, what was expected, and what came back."""

from __future__ import annotations

import html
import math
from typing import Any

import torch

from cnnlab.figures.arguments import padded_with
from cnnlab.figures.grid_drawing import draw_grids
from cnnlab.figures.grids import EMPTY, Grid, Ink, Step, full_grid, ink_for
from cnnlab.figures.markup import picture
from cnnlab.figures.values import number_text
from cnnlab.figures.wording import bracketed, dot_text, plural, settings_text, span_text
from cnnlab.probing.failing import Cells, Failing, wrong_cells

SHEET = (
    "box-sizing:border-box;max-width:100%;margin:8px 0;padding:12px 16px;"
    "background:#fff;color:#1b1b1b;border:1px solid #c9c9c9;border-radius:6px"
)
CAPTION = "margin:0 0 8px;font-weight:600;color:#1b1b1b"
MOST_LISTED = 16  # values of a pooling window that its text lists


def draw_failing(failing: Failing) -> str:
    """The picture as a piece of HTML: an image of the grids, and below it a description in words.

    It needs no script, no style sheet and no network. Its background is white, so that it is readable on a dark page.
    """
    image, expected = _matrix(failing.X), _matrix(failing.expected)
    kernel = None if failing.K is None else _matrix(failing.K)
    ink = ink_for(image)
    pad_text = "−∞" if failing.kind == "pool" and failing.mode != "avg" else "0"
    padded = failing.kind != "stamp" and failing.padding != (0, 0)
    source = full_grid(
        "Padded image" if padded else "Image", image, ink, failing.padding if padded else (0, 0), pad_text
    )
    grids, columns = [source], [[0]]
    if kernel is not None:
        grids.append(full_grid("Kernel", kernel, ink_for(kernel)))
        columns.append([1])
    boxes, say = _explained(failing, image, kernel, ink, ink_for(expected)) if failing.cell else ([], "")
    if failing.cell and failing.kind == "window" and kernel is not None:
        _, top, left, h, w = boxes[0]
        products = padded_with(image, failing.padding, 0.0)[top : top + h, left : left + w] * kernel
        grids.append(full_grid("Products", products, ink_for(products)))
        columns[-1].append(len(grids) - 1)
    results = [full_grid("Expected", expected, ink_for(expected)), *_actual_grid(failing, expected)]
    columns.append([len(grids) + number for number in range(len(results))])
    if failing.cell:
        boxes += [(number, *failing.cell, 1, 1) for number in columns[-1]]
    lines = [*([say] if say else []), *_comparison(failing)]
    call = failing.call or "Your function"
    alt = f"{call}. {' '.join(lines)}"
    paragraphs = "".join(f'<p style="margin:6px 0 0">{html.escape(line)}</p>' for line in lines)
    image_tag = picture(draw_grids(columns, [*grids, *results], Step("", "", boxes)), alt)
    return (
        f'<figure class="cnnlab-failing" style="{SHEET}"><figcaption style="{CAPTION}">{html.escape(call)}'
        f"</figcaption>{image_tag}{paragraphs}</figure>"
    )


def _explained(
    failing: Failing, image: torch.Tensor, kernel: torch.Tensor | None, ink: Ink, out_ink: Ink
) -> tuple[list[tuple[int, int, int, int, int]], str]:
    """Where the first wrong value comes from: outlines in the grids of image and kernel, and a sentence."""
    assert failing.cell is not None
    row, column = failing.cell
    (down, right), name = failing.stride, f"Y[{row}, {column}]"
    top, left = row * down, column * right
    if failing.kind == "window" and kernel is not None:
        h, w = kernel.shape
        window = padded_with(image, failing.padding, 0.0)[top : top + h, left : left + w]
        products = dot_text(window, ink, kernel, ink_for(kernel), out_ink)
        return [(0, top, left, h, w)], f"For {name} the window covers {span_text(top, h, left, w)}: {products}."
    if failing.kind == "pool" and failing.pool is not None:
        h, w = failing.pool
        average = failing.mode == "avg"
        window = padded_with(image, failing.padding, 0.0 if average else -math.inf)[top : top + h, left : left + w]
        text = _pooling_text([number_text(float(value)) for value in window.flatten()], average)
        value = number_text(float(window.mean() if average else window.max()))
        return [(0, top, left, h, w)], f"For {name} the window covers {span_text(top, h, left, w)}: {text} is {value}."
    if kernel is not None:
        return _stamps(failing, image, kernel, name)
    return [], ""


def _pooling_text(texts: list[str], average: bool) -> str:
    """How the value of a window comes about, with its numbers when they are few."""
    if len(texts) > MOST_LISTED:
        return "its mean" if average else "its largest value"
    if average:
        return f"({' + '.join(bracketed(text) for text in texts)}) / {len(texts)}"
    return f"max({', '.join(texts)})"


def _stamps(
    failing: Failing, image: torch.Tensor, kernel: torch.Tensor, name: str
) -> tuple[list[tuple[int, int, int, int, int]], str]:
    """The input values whose stamps reach the cell, each with the weight by which it is multiplied."""
    assert failing.cell is not None
    spans = []
    for axis in (0, 1):
        place, step, k = failing.cell[axis] + failing.padding[axis], failing.stride[axis], kernel.shape[axis]
        spans.append([(i, place - i * step) for i in range(image.shape[axis]) if 0 <= place - i * step < k])
    pairs = [((i, j), (a, b)) for i, a in spans[0] for j, b in spans[1]]
    if not pairs:
        return [], f"No stamp reaches {name}: it stays 0."
    terms, total = [], 0.0
    for at, by in pairs:
        value, weight = float(image[at]), float(kernel[by])
        terms.append(f"{bracketed(number_text(value))}·{bracketed(number_text(weight))}")
        total += value * weight
    boxes = [_bounding_box(0, [at for at, _ in pairs]), _bounding_box(1, [by for _, by in pairs])]
    stamps = f"{plural(len(pairs), 'stamp')} reach{'es' if len(pairs) == 1 else ''}"
    return boxes, f"{stamps} {name}: {' + '.join(terms)} = {number_text(total)}."


def _bounding_box(grid: int, cells: list[tuple[int, int]]) -> tuple[int, int, int, int, int]:
    """The outline around these cells: grid, row, column, rows, columns."""
    rows, columns = [row for row, _ in cells], [column for _, column in cells]
    top, left = min(rows), min(columns)
    return grid, top, left, max(rows) - top + 1, max(columns) - left + 1


def _comparison(failing: Failing) -> list[str]:
    """Expected and actual in words."""
    if failing.cell is None:
        result = "nothing that can be drawn" if failing.actual_shape is None else f"one of shape {failing.actual_shape}"
        settings = settings_text(failing.padding, failing.stride).removeprefix(", ")
        shape = f"{failing.expected_shape} ({settings})" if settings else f"{failing.expected_shape}"
        return [f"The result should have the shape {shape}, but yours is {result}."]
    row, column = failing.cell
    expected, value = failing.expected[row][column], failing.actual[row][column] if failing.actual else None
    text = "not a finite number" if value is None else number_text(value, 6)
    lines = [f"Expected is {number_text(expected, 6)}, yours is {text}."]
    count, total = len(_wrong_in(failing)), math.prod(failing.expected_shape)
    if total > 1:
        lines.append(
            f"{count} of the {total} values {'is' if count == 1 else 'are'} wrong: "
            "each has a dashed frame with a small cross."
        )
    return lines


def _actual_grid(failing: Failing, expected: torch.Tensor) -> list[Grid]:
    """The answer's result, with right cells shaded as in the expected one; no grid when it cannot be drawn."""
    if failing.actual is None:
        return []
    numbers = [value for row in failing.actual for value in row if value is not None]
    ink = ink_for(torch.tensor(numbers or [0.0], dtype=torch.float64), ink_for(expected))
    wrong = _wrong_in(failing)
    cells: list[list[tuple[str, int]]] = []
    for i, row in enumerate(failing.actual):
        cells.append([])
        for j, value in enumerate(row):
            text, shade = ("nan", EMPTY) if value is None else ink(value)
            cells[-1].append((text, EMPTY if (i, j) in wrong else shade))
    widest = max(len(text) for row in cells for text, _ in row)
    return [Grid(f"Yours {len(cells)}×{len(cells[0])}", cells, widest, wrong=wrong)]


def _wrong_in(failing: Failing) -> Cells:
    if failing.cell is None or failing.actual is None:
        return frozenset()
    return wrong_cells(_matrix(failing.expected), _matrix(failing.actual))


def _matrix(rows: list[Any]) -> torch.Tensor:
    return torch.tensor(
        [[math.nan if value is None else float(value) for value in row] for row in rows], dtype=torch.float64
    )
