"""A figure that moves: numbers, a drawing of the first step, and a script to show the others, in one piece of HTML.

The piece needs nothing from outside: no network, no library, no kernel. Without scripts (an untrusted notebook, a web
page that shows notebooks) the drawing and the text of the first step remain.
"""

from __future__ import annotations

import html
import json
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

MOST_BYTES = 50_000


@dataclass(frozen=True)
class Animation:
    """Shows itself in a notebook as `html`; `alt` says what can be seen."""

    html: str = field(repr=False)
    alt: str

    def __repr__(self) -> str:
        return self.alt

    def _repr_html_(self) -> str:
        return self.html


def animation(
    data: dict[str, Any],
    *,
    subject: str,
    title: str,
    alt: str,
    still: str,
    say: str,
    extra: str | None = None,
) -> Animation:
    """Put a figure together.

    Args:
        data: what the script works with; `data["kind"]` names its function.
        subject: what it is about, with its sizes, for the error.
        still: HTML that is there without scripts: `picture(svg, alt)`, or text.
        say: the text of the first step.
        extra: the name of a script and a style sheet that come on top of the player's own.

    Raises:
        ValueError: there is so much to show that the page would suffer.
    """
    parts = ("player", extra) if extra else ("player",)
    code = "".join(_packaged(f"{part}.js") for part in parts)
    style = "".join(_packaged(f"{part}.css") for part in parts)
    piece = (
        f'<figure class="cnnlab" role="group" aria-label="{html.escape(alt)}">'
        f"<style>{style}</style>"
        f'<figcaption>{html.escape(title)}</figcaption><div class="cnnlab-stage">{still}</div>'
        f'<div class="cnnlab-controls"></div><p class="cnnlab-say">{html.escape(say)}</p>'
        f'<script type="application/json">{_inert(data)}</script>'
        f'<script>(() => {{\n"use strict";\n{code}start();\n}})();</script></figure>'
    )
    size = len(piece.encode())
    if size >= MOST_BYTES:
        raise ValueError(
            f"{subject} would weigh {size // 1000} KB as an animation, and {MOST_BYTES // 1000} KB is the most: "
            "take less of it, or whole numbers, which are shorter."
        )
    return Animation(piece, alt)


def picture(svg: str, alt: str) -> str:
    """An SVG as an `<img>`: it stands where scripts and inline SVG are taken out, and the script puts it inline again."""
    address = svg.replace("%", "%25").replace("#", "%23").replace("&", "&amp;").replace('"', "&quot;")
    return f'<img alt="{html.escape(alt)}" src="data:image/svg+xml;charset=utf-8,{address}">'


def _inert(data: dict[str, Any]) -> str:
    """JSON that no HTML parser can leave: no <, > or &, and no line separators that JavaScript would stumble over."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@cache
def _packaged(name: str) -> str:
    """A script or style sheet of this package, without its indentation and the lines that only comment."""
    lines = resources.files("cnnlab.figures").joinpath(name).read_text(encoding="utf-8").splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip() and not line.strip().startswith("//"))
