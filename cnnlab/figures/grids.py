"""Grids of numbers that change step by step, and the data for the player; `grid_drawing` draws the first step.

A `Grid` is the state before the first step, a `Step` the changes that one step makes. `player.js` does no arithmetic:
every number that it shows is in the steps.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch

from cnnlab.figures.values import cell_writer, dark_ink

SIDE = 34  # of a cell, in pixels
LEVELS = 17  # shades between one end of a scale and the other
EMPTY, PAD = 0, 1  # the first two entries of the palette: a cell not yet filled, and padding
GRAY_FROM, SIGNED_FROM = 2, 2 + LEVELS
DARK = "#000"
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"  # one for each shade: 2 + 2·17

Box = tuple[int, int, int, int, int]  # grid, row, column, rows, columns
Change = tuple[int, int, str, str]  # grid, first cell, texts with spaces between, their shades as digits to base 36


@dataclass(frozen=True)
class Grid:
    """One grid before the first step: `cells` holds (text, shade) row by row.

    `crossed` cells count for nothing: no window covers them, or they are cut off in the end. `wrong` ones get a dashed
    frame and a small cross.
    """

    title: str
    cells: list[list[tuple[str, int]]]
    widest: int = 1
    crossed: frozenset[tuple[int, int]] = frozenset()
    wrong: frozenset[tuple[int, int]] = frozenset()

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.cells), len(self.cells[0])


@dataclass(frozen=True)
class Step:
    """What a step shows.

    Attributes:
        where: the first line of text: which cells it is about.
        say: the second line: what is computed.
        boxes: outlines, one a grid.
        changes: cells with new contents, which stay in later steps.
        rings: rings around a cell, (grid, row, column), one a grid.
    """

    where: str
    say: str
    boxes: Sequence[Box] = ()
    changes: Sequence[Change] = ()
    rings: Sequence[tuple[int, int, int]] = ()

    def data(self) -> list[Any]:
        """A row for the player, without the names: there may be a hundred rows."""
        return [self.where, self.say, self.boxes, self.changes, self.rings]


@dataclass(frozen=True)
class Ink:
    """How the values of one grid are written and shaded: the same for the whole animation."""

    write: Callable[[float], str] = field(repr=False)
    low: float
    high: float
    signed: bool
    widest: int

    def __call__(self, value: float) -> tuple[str, int]:
        share = (value - self.low) / (self.high - self.low)
        shade = round(min(max(share, 0.0), 1.0) * (LEVELS - 1))
        return self.write(value), (SIGNED_FROM if self.signed else GRAY_FROM) + shade


def ink_for(values: torch.Tensor, scale: Ink | None = None) -> Ink:
    """Ink for all values that a grid shows in any step.

    Shades are gray from the smallest to the largest value, or centred on zero where values have both signs. With
    `scale`, a shade means the same value as in that ink.
    """
    numbers = [float(value) for value in values.flatten()]
    low, high = min(numbers), max(numbers)
    write = cell_writer(numbers)
    widest = max(len(write(number)) for number in numbers)
    if scale is not None:
        return Ink(write, scale.low, scale.high, scale.signed, widest)
    if low < 0:
        reach = max(abs(low), abs(high))
        return Ink(write, -reach, reach, True, widest)
    return Ink(write, low if low < high else low - 1.0, high, False, widest)


def change(grid: int, first: int, values: Iterable[Any], ink: Ink) -> Change:
    """From the cell `first` on, the grid shows `values`."""
    cells = [ink(float(value)) for value in values]
    return grid, first, " ".join(text for text, _ in cells), "".join(DIGITS[shade] for _, shade in cells)


def full_grid(title: str, values: torch.Tensor, ink: Ink, pad: tuple[int, int] = (0, 0), pad_text: str = "0") -> Grid:
    """A grid that shows `values` (H, W) from the start, with `pad` rows and columns of padding on each side."""
    (height, width), (above, beside) = values.shape, pad
    edge = (pad_text, PAD)
    rows = [[edge] * beside + [ink(float(value)) for value in row] + [edge] * beside for row in values]
    blank = [edge] * (width + 2 * beside)
    cells = [list(blank) for _ in range(above)] + rows + [list(blank) for _ in range(above)]
    return Grid(
        f"{title} {height + 2 * above}×{width + 2 * beside}",
        cells,
        max(ink.widest, len(pad_text) if pad != (0, 0) else 1),
    )


def empty_grid(title: str, shape: tuple[int, int], widest: int, crossed: Iterable[tuple[int, int]] = ()) -> Grid:
    """A grid to be filled step by step with texts up to `widest` characters long."""
    return Grid(title, [[("", EMPTY)] * shape[1] for _ in range(shape[0])], widest, frozenset(crossed))


def unseen_cells(
    shape: tuple[int, int], window: tuple[int, ...], stride: tuple[int, int]
) -> frozenset[tuple[int, int]]:
    """The cells of a grid of this shape that no window covers: rows and columns left over, or skipped."""
    seen = []
    for length, k, step in zip(shape, window, stride, strict=True):
        seen.append({start + part for start in range(0, length - k + 1, step) for part in range(k)})
    if not all(seen):  # no window fits
        return frozenset()
    return frozenset((i, j) for i in range(shape[0]) for j in range(shape[1]) if i not in seen[0] or j not in seen[1])


def palette() -> list[tuple[str, str]]:
    """(fill, ink) for each shade: empty, padding, dark gray to white, purple over white to orange."""
    grays = [_mix((70, 70, 70), (255, 255, 255), i / (LEVELS - 1)) for i in range(LEVELS)]
    half = (LEVELS - 1) / 2
    purple, white, orange = (122, 92, 168), (255, 255, 255), (235, 140, 40)
    signed = [_mix(white, orange if i > half else purple, abs(i - half) / half) for i in range(LEVELS)]
    colors = [(250, 250, 250), (225, 227, 230), *grays, *signed]
    return [(_hex(color), DARK if dark_ink(*(part / 255 for part in color)) else "#fff") for color in colors]


def grids_data(grids: Sequence[Grid], steps: Sequence[Step]) -> dict[str, Any]:
    """What `player.js` needs to show any step: for each grid that changes its first cells, and the steps."""
    changed = {number for step in steps for number, *_ in step.changes}
    return {
        "kind": "steps",
        "label": "Step",
        "side": SIDE,
        "palette": palette(),
        "grids": [_first_cells(grid) if number in changed else None for number, grid in enumerate(grids)],
        "steps": [step.data() for step in steps],
    }


def _first_cells(grid: Grid) -> tuple[str, str]:
    """All cells of a grid before the first step, in the form of a `Change`: texts, and shades as digits."""
    cells = [cell for row in grid.cells for cell in row]
    return " ".join(text for text, _ in cells), "".join(DIGITS[shade] for _, shade in cells)


def _mix(start: tuple[int, int, int], end: tuple[int, int, int], share: float) -> tuple[int, int, int]:
    return (
        round(start[0] + (end[0] - start[0]) * share),
        round(start[1] + (end[1] - start[1]) * share),
        round(start[2] + (end[2] - start[2]) * share),
    )


def _hex(color: tuple[int, int, int]) -> str:
    return "#" + "".join(f"{part:02x}" for part in color)
