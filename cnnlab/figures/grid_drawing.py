"""SVG of grids at their first step."""

from __future__ import annotations

from collections.abc import Sequence

from cnnlab.figures.grids import DARK, DIGITS, EMPTY, PAD, SIDE, Box, Grid, Step, palette

GAP = 40  # between columns of grids
TITLE = 22  # room for a grid's title
INDEX = 18  # room for row and column numbers
BASELINE = 22  # of a cell's text, below its upper edge


def draw_grids(columns: Sequence[Sequence[int]], grids: Sequence[Grid], first: Step) -> str:
    """SVG of the first step. `columns` says which grids stand below each other, from left to right."""
    places: dict[int, tuple[float, float]] = {}
    left, bottom = 0.0, 0.0
    for column in columns:
        top = 0.0
        for number in column:
            places[number] = (left + INDEX, top + TITLE + INDEX)
            top += TITLE + INDEX + grids[number].shape[0] * SIDE + 14
        bottom = max(bottom, top - 14)
        left += max(_grid_width(grids[number]) for number in column) + GAP
    width, height = round(left - GAP + 4), round(bottom + 4)
    inside = "".join(_draw_grid(number, grids[number], places[number], first) for number in sorted(places))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {width} {height}' width='{width}' height='{height}' "
        f"style='background:#fff' font-family='system-ui,sans-serif' text-anchor='middle'>{inside}</svg>"
    )


def _grid_width(grid: Grid) -> int:
    """Pixels that a grid takes with its row numbers and its title."""
    return INDEX + max(grid.shape[1] * SIDE, round(7.4 * len(grid.title)))


def _draw_grid(number: int, grid: Grid, place: tuple[float, float], first: Step) -> str:
    rows, columns = grid.shape
    colors = palette()
    cells = [cell for row in grid.cells for cell in row]
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
    size = min(14.0, round(1.45 * SIDE / max(grid.widest, 1), 1))
    indices = f"<g transform='translate({SIDE // 2} -5)'>" + "".join(
        f"<text x='{j * SIDE}'>{j}</text>" for j in range(columns)
    )
    indices += (
        "</g><g transform='translate(-9 21)'>"
        + "".join(f"<text y='{i * SIDE}'>{i}</text>" for i in range(rows))
        + "</g>"
    )
    hatch = "".join(
        f"M{j * SIDE} {i * SIDE + SIDE // 2}l{SIDE // 2}-{SIDE // 2}m0 {SIDE}l{SIDE // 2}-{SIDE // 2}"
        for i in range(rows)
        for j in range(columns)
        if grid.cells[i][j][1] == PAD
    )
    cross = "".join(
        f"M{j * SIDE + 4} {i * SIDE + 4}l{SIDE - 8} {SIDE - 8}m0-{SIDE - 8}l-{SIDE - 8} {SIDE - 8}"
        for i, j in sorted(grid.crossed)
    )
    frames = "".join(
        f"M{j * SIDE + 3} {i * SIDE + 3}h{SIDE - 6}v{SIDE - 6}h-{SIDE - 6}z" for i, j in sorted(grid.wrong)
    )
    crosses = "".join(f"M{(j + 1) * SIDE - 12} {i * SIDE + 6}l6 6m0-6l-6 6" for i, j in sorted(grid.wrong))
    box = next((box for box in first.boxes if box[0] == number), None)
    ring = next((ring for ring in first.rings if ring[0] == number), None)
    return (
        f"<g data-grid='{number}' transform='translate({place[0]:g} {place[1]:g})'>"
        f"<text x='-{INDEX - 4}' y='-{INDEX + 6}' text-anchor='start' font-size='13' font-weight='600' fill='#222'>"
        f"{grid.title}</text>"
        f"<g font-size='10' fill='#666'>{indices}</g>"
        f"<g data-fields='' stroke='{colors[EMPTY][0]}' stroke-width='{SIDE}'>{fields}</g>"
        f"<path d='{_lines(rows, columns)}' stroke='#8a8a8a' fill='none'/>"
        + (f"<path d='{hatch}' stroke='#aab' stroke-width='1' fill='none'/>" if hatch else "")
        + (f"<path d='{cross}' stroke='#b00020' stroke-width='1.6' fill='none'/>" if cross else "")
        + (
            f"<g stroke='#b00020' stroke-width='1.8' fill='none'><path d='{frames}' stroke-dasharray='4 2'/>"
            if frames
            else ""
        )
        + (f"<path d='{crosses}'/></g>" if crosses else "")
        + f"<g data-texts='' font-size='{size:g}' fill='{DARK}'>{texts}</g>"
        + _draw_box(box)
        + _draw_ring(ring)
        + "</g>"
    )


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
