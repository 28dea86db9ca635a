"""Training curves that grow epoch by epoch, with a pause."""

from __future__ import annotations

import math
from collections.abc import Mapping
from html import escape
from typing import Any

from cnnlab.figures.grids import Step
from cnnlab.figures.losses import LINES
from cnnlab.figures.markup import picture
from cnnlab.figures.player import Animation, animation
from cnnlab.figures.values import loss_values, number_text

WIDTH, HEIGHT = 470, 250  # of the chart without its labels, in pixels
LEFT, TOP, RIGHT, BOTTOM = 56, 16, 196, 44
MOST_LINES, MOST_EPOCHS = 6, 20
DASHES = ("", "8 4", "3 3", "10 3 2 3", "2 2", "12 4")


def animate_training(curves: Mapping[str, Any], title: str = "", chance: float | None = None) -> Animation:
    """The losses of several trainings, epoch after epoch: each step draws one epoch more.

    Args:
        curves: name → the loss of each epoch, a list or a 1-D tensor, all of the same length.
        title: the caption.
        chance: the loss of guessing, drawn as a dotted line.

    Raises:
        ValueError: no curve or more than 6, other than 1 to 20 epochs, unequal lengths, or a loss that is no finite
            number from 0 on.
    """
    lines = {str(name): loss_values(values, str(name)) for name, values in curves.items()}
    lengths = {len(line) for line in lines.values()}
    if not 1 <= len(lines) <= MOST_LINES or len(lengths) != 1 or max(lengths) > MOST_EPOCHS:
        raise ValueError(
            f"animate_training takes up to {MOST_LINES} curves of the same length, up to {MOST_EPOCHS} epochs, but got "
            f"{len(lines)} of the lengths {sorted(lengths)}."
        )
    wrong = [name for name, line in lines.items() if not all(0 <= value < math.inf for value in line)]
    if wrong:
        raise ValueError(f"A loss is a finite number from 0 on, but the curve {wrong[0]!r} has another.")
    [epochs] = lengths
    top = max(chance or 0.0, *(value for line in lines.values() for value in line)) * 1.05 or 1.0
    steps = [Step(f"Epoch {number}", _sentence(lines, number)) for number in range(1, epochs + 1)]
    ends = " ".join(f"{name}: from {number_text(line[0])} to {number_text(line[-1])}." for name, line in lines.items())
    name = title or "The loss of each epoch"
    alt = f"{name.rstrip('.')}. Lines over {epochs} epochs. {ends}"
    data = {
        "kind": "steps",
        "label": "Epoch",
        "labels": [str(number) for number in range(1, epochs + 1)],
        "steps": [step.data() for step in steps],
    }
    return animation(
        data,
        subject=f"{len(lines)} curves of {epochs} epochs",
        title=name,
        alt=alt,
        still=picture(_draw(lines, epochs, top, chance), alt),
        say=f"{steps[-1].where}\n{steps[-1].say}",
    )


def _sentence(lines: Mapping[str, list[float]], epoch: int) -> str:
    """The losses after so many epochs, the smallest first."""
    now = sorted((line[epoch - 1], name) for name, line in lines.items())
    return "; ".join(f"{name}: {number_text(value)}" for value, name in now) + "."


def _draw(lines: Mapping[str, list[float]], epochs: int, top: float, chance: float | None) -> str:
    """One group for each epoch, which covers those below it: the player brings the chosen one to the top."""

    def across(epoch: int) -> float:
        return round((epoch - 1) / max(epochs - 1, 1) * WIDTH, 1)

    def down(value: float) -> float:
        return round((1 - value / top) * HEIGHT, 1)

    step = next(step for step in (0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 100, 1000, math.inf) if top / step <= 6)
    ticks = [step * number for number in range(int(top / step) + 1)] if step < math.inf else [0.0]
    grid = "".join(f"M0 {down(tick)}h{WIDTH}" for tick in ticks)
    guessing = (
        f"<path d='M0 {down(chance)}h{WIDTH}' stroke='#555' stroke-width='1.5' stroke-dasharray='2 4'/>"
        f"<text x='{WIDTH - 4}' y='{down(chance) - 5}' text-anchor='end' fill='#555' stroke='none'>guessing</text>"
        if chance
        else ""
    )
    groups = []
    for epoch in range(1, epochs + 1):
        curves = "".join(
            _curve(number, [(across(at), down(value)) for at, value in enumerate(line[:epoch], start=1)])
            for number, line in enumerate(lines.values())
        )
        cover = f"<rect x='-6' y='-6' width='{WIDTH + 12}' height='{HEIGHT + 12}' fill='#fff' stroke='none'/>"
        cursor = f"<path d='M{across(epoch)} 0v{HEIGHT}' stroke='#ccc' stroke-width='1'/>"
        groups.append(
            f"<g data-line='{epoch - 1}' fill='none' stroke='#0057b8'>{cover}"
            f"<path d='{grid}' stroke='#e2e2e2' stroke-width='1'/>{cursor}{guessing}{curves}</g>"
        )
    labels = "".join(
        f"<text x='-12' y='{down(tick) + 4}' text-anchor='end'>{number_text(tick)}</text>" for tick in ticks
    )
    every = math.ceil(epochs / 12)
    labels += "".join(
        f"<text x='{across(epoch)}' y='{HEIGHT + 20}' text-anchor='middle'>{epoch}</text>"
        for epoch in range(1, epochs + 1, every)
    )
    for number, name in enumerate(lines):
        y = 8 + 20 * number
        labels += (
            f"<path d='M{WIDTH + 16} {y}h28' fill='none' stroke='{LINES[number]}' stroke-width='2.5' "
            f"stroke-dasharray='{DASHES[number]}'/><text x='{WIDTH + 50}' y='{y + 4}'>{escape(name)}</text>"
        )
    width, height = WIDTH + LEFT + RIGHT, HEIGHT + TOP + BOTTOM
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' "
        f"viewBox='-{LEFT} -{TOP} {width} {height}' style='background:#fff' "
        f"font-family='system-ui,sans-serif' font-size='12' fill='#333'>"
        f"<g>{''.join(groups)}</g><path d='M0 0v{HEIGHT}h{WIDTH}' stroke='#666' fill='none'/>{labels}"
        f"<text x='{WIDTH / 2}' y='{HEIGHT + 38}' text-anchor='middle'>epoch</text>"
        f"<text transform='translate(-{LEFT - 14} {HEIGHT / 2})rotate(-90)' text-anchor='middle'>loss</text></svg>"
    )


def _curve(number: int, points: list[tuple[float, float]]) -> str:
    color, (x, y) = LINES[number], points[-1]
    path = "L".join(f"{a} {b}" for a, b in points)
    return (
        f"<path d='M{path}' stroke='{color}' stroke-width='2.5' stroke-dasharray='{DASHES[number]}' "
        f"stroke-linejoin='round'/><circle cx='{x}' cy='{y}' r='3.5' fill='{color}' stroke='none'/>"
    )
