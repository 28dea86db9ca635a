"""SVG of grids at their first step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from cnnlab.figures.grids import DARK, DIGITS, EMPTY, PAD, SIDE, Box, Grid, Step, palette
from cnnlab.figures.marks import CROSS, HATCH, HATCH_INK, MARK_INK, Stroke

GAP = 40  # between columns of grids
TITLE = 22  # room for a grid's title
INDEX = 18  # room for row and column numbers
BASELINE = 22  # of a cell's text, below its upper edge


def draw_grids(columns: Sequence[Sequence[int]], grids: Sequence[Grid], first: Step, in_rows: bool = False) -> str:
    """SVG of the first step. `columns` says which grids stand below each other, from left to right.

    With `in_rows`, the first grids of all columns begin at one height, and so do the second ones, and so on.
    """
    places: dict[int, tuple[float, float]] = {}
    left, bottom = 0.0, 0.0
    heights = [
        max(_grid_height(grids[number]) for number in row if number is not None) for row in zip_longest(*columns)
    ]
    for column in columns:
        top = 0.0
        for number, height in zip(column, heights, strict=False):
            places[number] = (left + INDEX, top + TITLE + INDEX)
            bottom = max(bottom, top + _grid_height(grids[number]))
            top += (height if in_rows else _grid_height(grids[number])) + 14
        left += max(_grid_width(grids[number]) for number in column) + GAP
    width, height = round(left - GAP + 4), round(bottom + 4)
    inside = "".join(_draw_grid(number, grids[number], places[number], first) for number in sorted(places))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' "
        f"style='background:#fff' font-family='system-ui,sans-serif' text-anchor='middle'>{inside}</svg>"
    )


def _grid_height(grid: Grid) -> int:
    """Pixels that a grid takes with its title and its column numbers."""
    return TITLE + INDEX + grid.shape[0] * SIDE


def _grid_width(grid: Grid) -> int:
    """Pixels that a grid takes with its row numbers and its title."""
    return INDEX + max(grid.shape[1] * SIDE, round(7.4 * len(grid.title)))


def _draw_grid(number: int, grid: Grid, place: tuple[float, float], first: Step) -> str:
    rows, columns = grid.shape
    colors = palette()
    before = [cell for row in grid.cells for cell in row]
    cells = list(before)
    for changed_grid, start, new_texts, shades in first.changes:
        if changed_grid == number:
            for i, (text, digit) in enumerate(zip(new_texts.split(" "), shades, strict=True)):
                cells[start + i] = (text, DIGITS.index(digit))
    fields, texts = "", ""
    for i in range(rows):
        row = f"<g transform='translate({SIDE // 2} {i * SIDE})'>"
        fields, texts = fields + row, texts + row.replace(f"{i * SIDE})", f"{i * SIDE + BASELINE})")
        for j, (text, shade) in enumerate(cells[i * columns : (i + 1) * columns]):
            fill, ink = colors[shade]
            fields += f"<path d='M{j * SIDE} 0v{SIDE}'" + ("/>" if shade == EMPTY else f" stroke='{fill}'/>")
            texts += f"<text x='{j * SIDE}'" + (">" if ink == DARK else f" fill='{ink}'>") + f"{text}</text>"
        fields, texts = fields + "</g>", texts + "</g>"
    size = min(14.0, round((1.2 if grid.wrong else 1.35) * SIDE / max(grid.widest, 1), 1))  # within a frame, or a cell
    indices = f"<g transform='translate({SIDE // 2} -5)'>" + "".join(
        f"<text x='{j * SIDE}'>{j}</text>" for j in range(columns)
    )
    indices += (
        "</g><g transform='translate(-9 21)'>"
        + "".join(f"<text y='{i * SIDE}'>{i}</text>" for i in range(rows))
        + "</g>"
    )
    hatch = _strokes(HATCH, [divmod(cell, columns) for cell, (_, shade) in enumerate(before) if shade == PAD])
    cross = _strokes(CROSS, sorted(grid.crossed))
    frames = "".join(
        f"M{j * SIDE + 2} {i * SIDE + 2}h{SIDE - 9}m5 7v{SIDE - 11}h-{SIDE - 4}v-{SIDE - 4}"
        for i, j in sorted(grid.wrong)
    )
    crosses = "".join(f"M{(j + 1) * SIDE - 7} {i * SIDE + 2}l5 5m0-5l-5 5" for i, j in sorted(grid.wrong))
    box = next((box for box in first.boxes if box[0] == number), None)
    ring = next((ring for ring in first.rings if ring[0] == number), None)
    return (
        f"<g data-grid='{number}' transform='translate({place[0]:g} {place[1]:g})'>"
        f"<text x='-{INDEX - 4}' y='-{INDEX + 6}' text-anchor='start' font-size='13' font-weight='600' fill='#222'>"
        f"{grid.title}</text>"
        f"<g font-size='10' fill='#666'>{indices}</g>"
        f"<g data-fields='' stroke='{colors[EMPTY][0]}' stroke-width='{SIDE}'>{fields}</g>"
        f"<path d='{_lines(rows, columns)}' stroke='#8a8a8a' fill='none'/>"
        + (f"<path d='{hatch}' stroke='{HATCH_INK}' stroke-width='1' fill='none'/>" if hatch else "")
        + (f"<path d='{cross}' stroke='#fff' stroke-width='4' fill='none'/>" if cross else "")
        + (f"<path d='{cross}' stroke='{MARK_INK}' stroke-width='2' fill='none'/>" if cross else "")
        + (
            f"<g stroke='{MARK_INK}' stroke-width='1.8' fill='none'><path d='{frames}' stroke-dasharray='4 2'/>"
            if frames
            else ""
        )
        + (f"<path d='{crosses}'/></g>" if crosses else "")
        + f"<g data-texts='' font-size='{size:g}' fill='{DARK}'>{texts}</g>"
        + _draw_box(box)
        + _draw_ring(ring)
        + "</g>"
    )


def _strokes(strokes: Sequence[Stroke], cells: Iterable[tuple[int, int]]) -> str:
    """A path with these strokes in each cell, which have places from 0 to 1."""
    path = ""
    for i, j in cells:
        for (x, y), (to_x, to_y) in strokes:
            path += f"M{round((j + x) * SIDE)} {round((i + y) * SIDE)}l{round((to_x - x) * SIDE)} "
            path += f"{round((to_y - y) * SIDE)}"
    return path


def _lines(rows: int, columns: int) -> str:
    across = "".join(f"M0 {i * SIDE}h{columns * SIDE}" for i in range(rows + 1))
    return across + "".join(f"M{j * SIDE} 0v{rows * SIDE}" for j in range(columns + 1))


def _draw_box(box: Box | None) -> str:
    _, row, column, rows, columns = box or (0, 0, 0, 0, 0)
    place = f"x='{column * SIDE}' y='{row * SIDE}' width='{columns * SIDE}' height='{rows * SIDE}' fill='none'"
    hidden = "" if box else " visibility='hidden'"
    outlines = f"<rect {place} stroke='#fff' stroke-width='6'/><rect {place} stroke='#c2410c' stroke-width='3.5'/>"
    return f"<g data-box=''{hidden}>{outlines}</g>"


def _draw_ring(ring: tuple[int, int, int] | None) -> str:
    _, row, column = ring or (0, 0, 0)
    hidden = "" if ring else " visibility='hidden'"
    place = f"cx='{column * SIDE + SIDE // 2}' cy='{row * SIDE + SIDE // 2}' r='{SIDE // 2 - 4}' fill='none'"
    circles = f"<circle {place} stroke='#fff' stroke-width='4'/><circle {place} stroke='#0057b8' stroke-width='2.5'/>"
    return f"<g data-ring=''{hidden}>{circles}</g>"
