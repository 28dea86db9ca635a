"""The loss at every step as a chart."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from cnnlab.figures.alt import losses_text, sentence
from cnnlab.figures.pictures import Picture
from cnnlab.figures.sheet import Sheet, nobody_looks
from cnnlab.figures.values import loss_values

LINES = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000")  # Okabe and Ito's palette
DASHES = ("-", "--", "-.", ":")


def show_losses(
    losses: Mapping[str, Any],
    title: str = "",
    log: bool = True,
    alt: str | None = None,
    labels: tuple[str, str] = ("loss", "step"),
) -> Picture:
    """The loss at every step, one line a name.

    Args:
        losses: name → the losses, a list or a 1-D tensor. Values that are not finite are left out, and a cross marks
            where the line ends.
        title: above the chart.
        log: a logarithmic axis; values that are not above zero are left out.
        alt: as for `show_image`.
        labels: what the lines show, and at what: ("deviation", "layer").

    Raises:
        ValueError: no line, or an empty one.
    """
    lines = {str(name): loss_values(values, str(name)) for name, values in losses.items()}
    if not lines:
        raise ValueError("show_losses needs at least one line of losses, but the dictionary is empty.")
    description = " ".join(losses_text(name, line) for name, line in lines.items())
    text = alt or f"{sentence(title)}{labels[0].capitalize()} per {labels[1]}. {description}"
    if nobody_looks():
        return Picture(b"", text)
    with Sheet() as sheet:
        axes = sheet.axes(0.0, 0.0, 4.6, 2.7, title, (labels[0] + (" (logarithmic scale)" if log else ""), labels[1]))
        for number, (name, line) in enumerate(lines.items()):
            points = [value if math.isfinite(value) and (value > 0 or not log) else math.nan for value in line]
            color = LINES[number % len(LINES)]
            axes.plot(
                range(1, len(line) + 1),
                points,
                label=name,
                linewidth=1.8,
                color=color,
                linestyle=DASHES[number % len(DASHES)],
            )
            last = max((i for i, value in enumerate(points) if not math.isnan(value)), default=None)
            if last is not None and not math.isfinite(line[-1]):
                axes.plot([last + 1], [points[last]], marker="x", markersize=8, markeredgewidth=2, color=color)
        if log and any(value > 0 and math.isfinite(value) for line in lines.values() for value in line):
            axes.set_yscale("log")
        axes.xaxis.set_major_locator(sheet.whole_numbers())
        axes.grid(True, color="#dddddd", linewidth=0.6)
        axes.legend(
            fontsize=8, loc="upper left", bbox_to_anchor=(1.01, 1.0), borderaxespad=0.0, frameon=False, handlelength=3.2
        )
        return Picture(sheet.png(), text)
