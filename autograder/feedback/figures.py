"""The figures that move stay alive: their numbers are checked and put into a piece of ours, which the page's one script
brings to life.

What a student's output says is taken as numbers and text alone. The script and the style sheet in it are thrown away,
whatever they are; its drawing is sanitised; and data that the script could stumble over, or work on for ever, make it
an ordinary output.
"""

from __future__ import annotations

import base64
import hashlib
import html
import json
import math
import re
from functools import cache, lru_cache
from typing import Any
from urllib.parse import unquote

from autograder.feedback.sanitise import clean_html, drawing
from autograder.files import folder_of

PARTS = ("player", "ruler", "painter")
MOST_BYTES = 60_000
MOST_STEPS = 400
LARGEST_KERNEL = 7
MOST_PIXELS = 96 * 96
COLOR = re.compile(r"#[0-9a-f]{3,8}", re.IGNORECASE)
RULER = {"n": (1, 32), "k": (1, 9), "padding": (0, 5), "stride": (1, 6), "dilation": (1, 4)}
PIECE = re.compile(
    r'<figure class="cnnlab" role="group" aria-label="([^"<>]*)">'
    r"<style>[^<]*</style>"
    r'<figcaption>([^<]*)</figcaption><div class="cnnlab-stage">(.{,60000}?)</div>'
    r'<div class="cnnlab-controls"></div><p class="cnnlab-say">([^<]*)</p>'
    r'<script type="application/json">([^<]*)</script>'
    r"<script>.*</script></figure>",
    re.DOTALL,
)
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
STILL = re.compile(r'<img alt="[^"<>]*" src="data:image/svg\+xml;charset=utf-8,([^"]*)">')


@cache
def script() -> str:
    """The one script of a page: `cnnlab`'s player with all its kinds of figures."""
    code = "".join(_packaged(f"{part}.js") for part in PARTS)
    return f'(() => {{\n"use strict";\n{code}{START}}})();'


@cache
def style() -> str:
    """The figures' style sheet."""
    return "".join(_packaged(f"{part}.css") for part in PARTS)


@cache
def script_hash() -> str:
    """What the page's Content-Security-Policy admits."""
    return "sha256-" + base64.b64encode(hashlib.sha256(script().encode()).digest()).decode("ascii")


@lru_cache(maxsize=1024)  # the labs' own figures are the same on every page
def figure(text: str) -> str:
    """An output that is one of `cnnlab`'s figures, made anew of its checked parts; "" for any other."""
    piece = PIECE.fullmatch(text.strip()) if len(text) < MOST_BYTES else None
    if piece is None:
        return ""
    alt, title, still, say = (html.unescape(piece[number]) for number in (1, 2, 3, 4))
    try:
        data = json.loads(piece[5], parse_constant=_refuse)
        checked = CHECKS[data["kind"]](data)
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return ""
    drawn = STILL.fullmatch(piece[3])
    inside = drawing(unquote(html.unescape(drawn[1])), alt) if drawn else clean_html(still)
    return (
        f'<figure class="cnnlab" role="group" aria-label="{html.escape(alt)}"><figcaption>{html.escape(title)}</figcaption>'
        f'<div class="cnnlab-stage">{inside}</div><div class="cnnlab-controls"></div><p class="cnnlab-say">{html.escape(say)}</p>'
        f'<script type="application/json">{_inert(checked)}</script></figure>'
    )


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


def _packaged(name: str) -> str:
    """A file of `cnnlab`'s, without its indentation and the lines that only comment."""
    lines = (folder_of("cnnlab") / "figures" / name).read_text(encoding="utf-8").splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip() and not line.strip().startswith("//"))
