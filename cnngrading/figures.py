"""The figures that move stay alive: their numbers are checked and put into a piece of ours, which the page's one script
brings to life.

What a student's output says is taken as numbers and text alone. The script and the style sheet in it are thrown away,
whatever they are; its drawing is sanitised; and data that the script could stumble over, or work on for ever, make it
an ordinary output.
"""

from __future__ import annotations

import base64
import json
import math
import re
from dataclasses import replace
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from autograder.feedback.sanitise import clean_html, drawing
from cnnlab.figures.limits import LARGEST_KERNEL, MOST_PIXELS, RULER
from cnnlab.figures.markup import PARTS, inert_json, packaged, read_figure, svg_of, write_figure

if TYPE_CHECKING:
    from cnnlab.probing.failing import Failing

MOST_STEPS = 400
COLOR = re.compile(r"#[0-9a-f]{3,8}", re.IGNORECASE)
# A figure whose data do not belong to its drawing stays as it was drawn, and the others come to life all the same.
START = """for (const figure of document.querySelectorAll("figure.cnnlab")) {
const still = figure.cloneNode(true);
try {
const data = JSON.parse(figure.querySelector("script[type='application/json']").textContent);
kinds[data.kind](figure, data);
} catch {
figure.replaceWith(still);
}
}
"""
# What a feedback page says of them besides.
ON_A_PAGE = """
.cnnlab-failing { margin: .75rem 0; padding: .75rem 1rem; border: 1px solid #c9c9c9; border-radius: 6px; }
.cnnlab-failing figcaption { margin-bottom: .5rem; font-weight: 600; }
.cnnlab-failing p { margin: .4rem 0 0; }
.cnnlab label { flex-wrap: wrap; }
.cnnlab .cnnlab-painter { max-width: 100%; overflow-x: auto; }
@media (max-width: 40rem) { .cnnlab { padding: 8px; } .cnnlab input[type=range] { max-width: 38vw; } }
@media print { .cnnlab .cnnlab-controls { display: none !important; } }
"""


@cache
def script() -> str:
    """The one script of a page: `cnnlab`'s player with all its kinds of figures."""
    code = "".join(packaged(f"{part}.js") for part in PARTS)
    return f'(() => {{\n"use strict";\n{code}{START}}})();'


@cache
def style() -> str:
    """The figures' style sheet."""
    return "".join(packaged(f"{part}.css") for part in PARTS) + ON_A_PAGE


@lru_cache(maxsize=1024)  # the labs' own figures are the same on every page
def figure(text: str) -> str:
    """An output that is one of `cnnlab`'s figures, made anew of its checked parts; "" for any other."""
    markup = read_figure(text)
    if markup is None:
        return ""
    try:
        data = json.loads(markup.data, parse_constant=_refuse)
        checked = CHECKS[data["kind"]](data)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return ""
    svg = svg_of(markup.still)
    still = clean_html(markup.still) if svg is None else drawing(svg, markup.alt)
    return write_figure(replace(markup, still=still, data=inert_json(checked)))


def _steps(data: dict[str, Any]) -> dict[str, Any]:
    steps = [_step(*step) for step in _some(data["steps"], MOST_STEPS)]
    checked: dict[str, Any] = {"kind": "steps", "label": _text(data["label"]), "steps": steps}
    if "labels" in data:
        checked["labels"] = [_text(label) for label in _some(data["labels"], MOST_STEPS)]
        _demand(len(checked["labels"]) == len(steps))
    if "grids" in data:
        checked["side"] = _number(data["side"])
        checked["palette"] = [[_color(field), _color(ink)] for field, ink in _some(data["palette"], 36)]
        checked["grids"] = [grid and [_text(part) for part in _some(grid, 2, 2)] for grid in _some(data["grids"], 9)]
    if "start" in data:
        checked["start"] = _whole(data["start"])
        _demand(0 <= checked["start"] < len(steps))
    if "fixed" in data:
        checked["fixed"] = data["fixed"] is True
    return checked


def _step(where: Any, say: Any, boxes: Any, changes: Any, rings: Any) -> list[Any]:
    return [
        _text(where),
        _text(say),
        [[_whole(part) for part in _some(box, 5, 5)] for box in _some(boxes, 9, 0)],
        [
            [_whole(grid), _whole(first), _text(texts), _text(shades)]
            for grid, first, texts, shades in _some(changes, 99, 0)
        ],
        [[_whole(part) for part in _some(ring, 3, 3)] for ring in _some(rings, 9, 0)],
    ]


def _ruler(data: dict[str, Any]) -> dict[str, Any]:
    values = {name: _whole(data["values"][name]) for name in RULER}
    _demand(all(low <= values[name] <= high for name, (low, high) in RULER.items()))
    return {"kind": "ruler", "values": values, "limits": RULER}


def _painter(data: dict[str, Any]) -> dict[str, Any]:
    height, width = (_whole(side) for side in _some(data["size"], 2, 2))
    _demand(height > 0 and width > 0 and height * width <= MOST_PIXELS)
    _demand(len(base64.b64decode(_text(data["pixels"]), validate=True)) == height * width)
    kernel = _matrix(data["kernel"])
    _demand(len(kernel) <= height and len(kernel[0]) <= width)
    presets = {_text(name): _matrix(preset) for name, preset in data["presets"].items()}
    _demand(
        len(presets) <= 9
        and all((len(preset), len(preset[0])) == (len(kernel), len(kernel[0])) for preset in presets.values())
    )
    low, high = _number(data["low"]), _number(data["high"])
    size = [height, width]
    shown = {"size": size, "low": low, "high": high, "pixels": data["pixels"], "kernel": kernel}
    return {"kind": "painter", **shown, "presets": presets, "fixed": data.get("fixed") is True}


CHECKS = {"steps": _steps, "ruler": _ruler, "painter": _painter}


def _demand(holds: bool) -> None:
    if not holds:
        raise ValueError("not a figure of ours")


def _some(value: Any, most: int, least: int = 1) -> list[Any]:
    _demand(isinstance(value, list) and least <= len(value) <= most)
    return list(value)


def _text(value: Any) -> str:
    _demand(isinstance(value, str))
    return str(value)


def _whole(value: Any) -> int:
    _demand(type(value) is int and abs(value) <= MOST_PIXELS)
    return int(value)


def _number(value: Any) -> float:
    _demand(type(value) in (int, float) and math.isfinite(value))
    return value  # type: ignore[no-any-return]  # an int stays one, so that the page says the same as the notebook


def _color(value: Any) -> str:
    _demand(isinstance(value, str) and COLOR.fullmatch(value) is not None)
    return str(value)


def _matrix(value: Any) -> list[list[float]]:
    rows = [[_number(weight) for weight in _some(row, LARGEST_KERNEL)] for row in _some(value, LARGEST_KERNEL)]
    _demand(len({len(row) for row in rows}) == 1)
    return rows


def _refuse(constant: str) -> Any:
    raise ValueError(f"{constant} is no number")


def _inert(data: dict[str, Any]) -> str:
    """JSON that no HTML parser can leave."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def picture(data: dict[str, Any]) -> str:
    """The failing window that `PublicProbes.picture` gave, inert; its style is the page's own."""
    from cnnlab.probing.failing_picture import draw_failing  # with PyTorch: only for a page that has such a picture

    drawn = clean_html(draw_failing(failing_from(data)))
    return drawn.replace("<figure>", '<figure class="cnnlab-failing">', 1)


def failing_from(data: dict[str, Any]) -> Failing:
    """The failing window from JSON, which has lists for tuples."""
    from cnnlab.probing.failing import Failing

    pairs = ("pool", "padding", "stride", "expected_shape", "actual_shape", "cell", "where")
    fields: dict[str, Any] = {
        key: tuple(value) if key in pairs and value is not None else value for key, value in data.items()
    }
    return Failing(**fields)


class CnnlabFigures:
    """These functions, in the form of `autograder.course.subject.Figures`."""

    preload = ("cnngrading.figures", "cnnlab.probing.failing_picture")

    def script(self) -> str:
        """The one script of a page."""
        return script()

    def style(self) -> str:
        """The figures' style sheet."""
        return style()

    def figure(self, text: str) -> str:
        """One of `cnnlab`'s figures, made anew; "" for any other output."""
        return figure(text)

    def picture(self, data: dict[str, Any]) -> str:
        """The failing window."""
        return picture(data)


FIGURES = CnnlabFigures()
