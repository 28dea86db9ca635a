"""The loss at every step, with the learning rate on a slider."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from cnnlab.figures.grids import Step
from cnnlab.figures.markup import picture
from cnnlab.figures.player import Animation, animation
from cnnlab.figures.values import loss_values, number_text

WIDTH, HEIGHT = 560, 270  # of the chart without its labels, in pixels
LEFT, TOP, RIGHT, BOTTOM = 66, 14, 24, 44
MOST_RATES = 30
MOST_POINTS = 150  # drawn of a line
ABOVE = 100.0  # the chart's upper edge, as a multiple of the largest first loss
DECADES = 12  # the most powers of ten between its upper and lower edge


def animate_losses(losses: Mapping[float, Any], title: str = "", fixed: float | None = None) -> Animation:
    """The loss per step on a logarithmic axis, with the learning rate on a slider.

    A loss that grows beyond the chart is drawn to its upper edge.

    Args:
        losses: learning rate → the losses, a list or a 1-D tensor; they may become infinite or nan.
        fixed: highlight the line of this rate and leave out the slider; `slide_learning_rate` has its own.

    Raises:
        ValueError: no learning rate or more than 30, no losses, a loss below zero, or a fixed rate without a line.
    """
    lines = {float(rate): loss_values(values, f"the learning rate {rate}") for rate, values in sorted(losses.items())}
    if not 1 <= len(lines) <= MOST_RATES:
        raise ValueError(f"animate_losses takes from 1 to {MOST_RATES} learning rates, but got {len(lines)}.")
    for rate, line in lines.items():
        if min((value for value in line if not math.isnan(value)), default=0.0) < 0:
            raise ValueError(
                f"A logarithmic axis has no place for a loss below zero, but the learning rate {rate:g} has one: "
                f"{min(line):.4g}."
            )
    if fixed is not None and fixed not in lines:
        raise ValueError(
            f"The fixed learning rate {fixed:g} has no line: there are {', '.join(f'{rate:g}' for rate in lines)}."
        )
    start = 0 if fixed is None else list(lines).index(fixed)
    low, high = _decades(list(lines.values()))
    sentences = {rate: _sentence(line, high) for rate, line in lines.items()}
    svg = _draw(list(lines.values()), low, high, start)
    name = title or "Loss per step, for each learning rate"
    alt = f"{name.rstrip('.')}. " + " ".join(f"{number_text(rate, 4)}: {text}" for rate, text in sentences.items())
    steps = [Step(f"Learning rate {number_text(rate, 4)}", text) for rate, text in sentences.items()]
    data = {
        "kind": "steps",
        "label": "Learning rate",
        "labels": [number_text(rate, 4) for rate in lines],
        "steps": [step.data() for step in steps],
        "start": start,
        "fixed": fixed is not None,
    }
    return animation(
        data,
        subject=f"{len(lines)} lines of up to {max(len(line) for line in lines.values())} losses",
        title=name,
        alt=alt,
        still=picture(svg, alt),
        say=f"{steps[start].where}\n{steps[start].say}",
    )


def _decades(lines: Sequence[Sequence[float]]) -> tuple[int, int]:
    """The powers of ten at the lower and the upper edge."""
    values = [value for line in lines for value in line if math.isfinite(value) and value > 0] or [1.0]
    first = [next((value for value in line if math.isfinite(value) and value > 0), 0.0) for line in lines]
    high = math.ceil(math.log10(min(max(values), ABOVE * (max(first) or 1.0))) + 1e-9)
    low = max(math.floor(math.log10(min(values))), high - DECADES)
    return min(low, high - 1), high


def _sentence(line: Sequence[float], high: int) -> str:
    broken = next((step for step, value in enumerate(line, start=1) if not math.isfinite(value)), None)
    if broken == 1:
        return "The loss is not a finite number from the first step on."
    finite = line if broken is None else line[: broken - 1]
    first, last = finite[0], finite[-1]
    to = f"from {number_text(first)} to {number_text(last)} in {len(finite)} steps"
    if broken is not None:
        beginning = f"goes {to}" if broken > 2 else f"is {number_text(first)}"
        return f"The loss {beginning}, and from step {broken} on it is no finite number: the rate is too large."
    if len(line) == 1:
        return f"The loss is {number_text(first)}."
    if last > first:
        beyond = " It leaves the chart at the upper edge." if max(line) > 10**high else ""
        return f"The loss grows {to}: the rate is too large.{beyond}"
    return f"The loss stays at {number_text(first)}." if last == first else f"The loss falls {to}."


def _draw(lines: Sequence[Sequence[float]], low: int, high: int, chosen: int) -> str:
    longest = max(max(len(line) for line in lines), 2)
    every = math.ceil(longest / MOST_POINTS)

    def across(step: float) -> float:
        return round((step - 1) / (longest - 1) * WIDTH, 1)

    def down(value: float) -> float:
        power = math.log10(value) if value > 0 else low - 1
        return round(min((high - power) / (high - low), 2.0) * HEIGHT, 1)

    groups = []
    for number, line in enumerate(lines):
        points: list[str] = []
        mark = ""
        for step, value in enumerate(line, start=1):
            if not math.isfinite(value):
                if points:
                    x = across(step)
                    points.append(f"{x} -20")
                    mark = f"<path d='M{x - 5} 3l10 10m0-10l-10 10' fill='none'/>"
                break
            if step % every == 1 % every or step == len(line):
                points.append(f"{across(step)} {max(down(value), -4000)}")
        stroke = "stroke='#0057b8' stroke-width='3'" if number == chosen else "stroke='#c4c4c4' stroke-width='1.5'"
        path = f"<path d='M{'L'.join(points)}' fill='none' stroke-linejoin='round'/>" if points else ""
        dot = (
            f"<circle cx='{points[0].split()[0]}' cy='{points[0].split()[1]}' r='3' fill='none'/>"
            if len(points) == 1
            else ""
        )
        groups.append(f"<g data-line='{number}' {stroke}>{path}{dot}{mark}</g>")
    groups.append(groups.pop(chosen))  # drawn last, the highlighted line is on top
    every_decade = math.ceil((high - low) / 8)
    grid, labels = "", ""
    for power in range(low, high + 1, every_decade):
        y = down(10.0**power)
        grid += f"M0 {y}h{WIDTH}"
        label = (
            number_text(10.0**power)
            if -3 <= power <= 4
            else f"10<tspan dy='-5' font-size='9'>{str(power).replace('-', '−')}</tspan>"
        )
        labels += f"<text x='-8' y='{y + 4}' text-anchor='end'>{label}</text>"
    every_tick = next(
        every for every in (1, 5, 10, 20, 50, 100, 200, 500, 1000, 10**4, 10**5, 10**6) if longest / every <= 12
    )
    for tick in sorted({1, *range(every_tick, longest + 1, every_tick)}):
        labels += f"<text x='{across(tick)}' y='{HEIGHT + 18}' text-anchor='middle'>{tick}</text>"
    width, height = WIDTH + LEFT + RIGHT, HEIGHT + TOP + BOTTOM
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' "
        f"viewBox='-{LEFT} -{TOP} {width} {height}' "
        f"style='background:#fff' font-family='system-ui,sans-serif' font-size='12' fill='#333'>"
        f"<path d='{grid}' stroke='#e2e2e2'/>{labels}"
        f"<text x='{WIDTH / 2}' y='{HEIGHT + 38}' text-anchor='middle'>step</text>"
        f"<text transform='translate(-{LEFT - 14} {HEIGHT / 2})rotate(-90)' text-anchor='middle'>loss</text>"
        f"<svg width='{WIDTH + RIGHT}' height='{HEIGHT}' viewBox='0 0 {WIDTH + RIGHT} {HEIGHT}'>{''.join(groups)}</svg>"
        f"<path d='M0 0v{HEIGHT}h{WIDTH}' stroke='#666' fill='none'/></svg>"
    )
