"""Plots as inline SVG, drawn from numbers. Colours are the style sheet's (`report.html.j2`); what a plot shows stands
in a table, too.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from autograder.text import printable

WIDTH = 360  # of the drawing, in its own units: a phone's width, so that text is never smaller than it was drawn
LINE, ROOM = 26, WIDTH - 40
HEIGHT = 150
MOST_LETTERS = 44


@dataclass(frozen=True)
class Column:
    """One column of a histogram: how many lie from `low` on and below `high` (with `high` in the last one)."""

    low: float
    high: float
    members: tuple[int, ...]

    @property
    def label(self) -> str:
        return f"{self.low:g} to {self.high:g}"


@dataclass(frozen=True)
class Bar:
    """One bar, of parts (each a colour's name and a number), with a label above it and a figure at its end."""

    label: str
    parts: tuple[tuple[str, float], ...]
    figure: str


def columns(values: Sequence[float], low: float, high: float, most: int = 12) -> tuple[Column, ...]:
    """Sort `values`, none of which is below `low`, into at most `most` columns of a round width that reach from `low`
    to at least `high`.

    A column's `members` are indices into `values`.
    """
    high = max([high, *values])
    width = _round_width((high - low) / most)
    count = max(1, math.ceil((high - low) / width - 1e-9))
    members: list[list[int]] = [[] for _ in range(count)]
    for index, value in enumerate(values):
        members[min(count - 1, int((value - low) / width + 1e-9))].append(index)
    edges = [round(low + number * width, 10) for number in range(count + 1)]
    return tuple(Column(edges[number], edges[number + 1], tuple(mine)) for number, mine in enumerate(members))


def histogram(title: str, all_columns: Sequence[Column], unit: str) -> Markup:
    """Columns on an axis, each with its count on top."""
    most = max(1, *(len(column.members) for column in all_columns))
    step = (WIDTH - 20) / len(all_columns)
    shapes = []
    for number, column in enumerate(all_columns):
        left, count = 10 + number * step, len(column.members)
        height = count / most * (HEIGHT - 50)
        if count:
            shapes.append(_rect("bar", left + 1, HEIGHT - 30 - height, step - 2, height))
            shapes.append(_text(left + step / 2, HEIGHT - 34 - height, str(count), "middle"))
        shapes.append(_text(left, HEIGHT - 16, f"{column.low:g}", "middle"))
    shapes.append(_text(WIDTH - 10, HEIGHT - 16, f"{all_columns[-1].high:g}", "middle"))
    shapes.append(_text(WIDTH / 2, HEIGHT - 2, unit, "middle"))
    shapes.append(Markup('<line class="axis" x1="10" y1="{0}" x2="{1}" y2="{0}"/>').format(HEIGHT - 30, WIDTH - 10))
    return _drawing(title, HEIGHT, shapes)


def bars(title: str, all_bars: Sequence[Bar], whole: float = 0.0, legend: Mapping[str, str] | None = None) -> Markup:
    """Horizontal bars below each other, of which `whole` (the longest, if not given) would be as wide as the plot.

    `legend` says in a word or two what each colour is.
    """
    whole = whole or max((sum(size for _, size in bar.parts) for bar in all_bars), default=0.0) or 1.0
    shapes, first = [], 0
    for place, (kind, words) in enumerate((legend or {}).items()):
        first = 20
        shapes += [_rect(kind, place * WIDTH / 4, 4, 8, 8), _text(place * WIDTH / 4 + 12, 12, words)]
    for number, bar in enumerate(all_bars):
        top, left = first + number * LINE, 0.0
        shapes.append(_text(0, top + 11, _cut(bar.label)))
        for kind, size in bar.parts:
            if size > 0:
                shapes.append(_rect(kind, left, top + 15, size / whole * ROOM, 7))
                left += size / whole * ROOM
        shapes.append(Markup('<rect class="frame" x="0" y="{}" width="{}" height="7"/>').format(top + 15, ROOM))
        shapes.append(_text(WIDTH, top + 22, bar.figure, "end"))
    return _drawing(title, first + len(all_bars) * LINE + 2, shapes)


def _round_width(least: float) -> float:
    """The next of 1, 2, 2.5 or 5 times a power of ten."""
    if least <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= least * (1 - 1e-9))


def _cut(label: str) -> str:
    return label if len(label) <= MOST_LETTERS else f"{label[: MOST_LETTERS - 1]}…"


def _rect(kind: str, x: float, y: float, width: float, height: float) -> Markup:
    return Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
        kind, x, y, width, height
    )


def _text(x: float, y: float, words: str, anchor: str = "start") -> Markup:
    return Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}">{}</text>').format(x, y, anchor, printable(words))


def _drawing(title: str, height: float, shapes: Iterable[Markup]) -> Markup:
    head = Markup(
        '<svg class="plot" viewBox="0 0 {} {}" role="img" aria-label="{}" xmlns="http://www.w3.org/2000/svg">'
    )
    return head.format(WIDTH, f"{height:g}", title) + Markup("").join(shapes) + Markup("</svg>")
