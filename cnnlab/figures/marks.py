"""How padding and cells that count for nothing are marked, the same in every figure: as strokes, and in words.

Strokes are given for a cell of side 1 with its corner at (0, 0), y downwards. None crosses the middle of the cell,
where its number stands. `ruler.js` draws the same hatch.
"""

from __future__ import annotations

PAD_FILL = "#e1e3e6"
HATCH_INK = "#99a"
MARK_INK = "#b00020"

Stroke = tuple[tuple[float, float], tuple[float, float]]

HATCH: tuple[Stroke, ...] = (((0.0, 0.5), (0.5, 0.0)), ((0.5, 1.0), (1.0, 0.5)))
# A cross that is interrupted in the middle.
CROSS: tuple[Stroke, ...] = (
    ((0.08, 0.08), (0.26, 0.26)),
    ((0.92, 0.08), (0.74, 0.26)),
    ((0.08, 0.92), (0.26, 0.74)),
    ((0.92, 0.92), (0.74, 0.74)),
)
