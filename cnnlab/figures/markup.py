"""An animation as a piece of HTML: written by the notebook's figures, read again by the feedback page.

This module imports no PyTorch, so that a page of HTML can be checked without it.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import unquote

from cnnlab.figures.limits import MOST_BYTES

PARTS = ("player", "ruler", "painter")  # each a script and a style sheet; the player is part of every animation


@dataclass(frozen=True)
class Markup:
    """The parts of an animation's HTML, apart from its script and its style sheet.

    Attributes:
        alt: what can be seen, as text.
        title: the caption, as text.
        still: HTML that is shown without scripts.
        say: the text of the first step.
        data: what the script works with, as JSON.
    """

    alt: str
    title: str
    still: str
    say: str
    data: str


def write_figure(markup: Markup, style: str = "", script: str = "") -> str:
    """The HTML of an animation. A page that has one script for all its animations leaves out `style` and `script`.

    Args:
        markup: `still` has to be safe HTML and `data` from `inert_json`; the texts are escaped here.
    """
    return (
        f'<figure class="cnnlab" role="group" aria-label="{html.escape(markup.alt)}">'
        f"{f'<style>{style}</style>' if style else ''}"
        f'<figcaption>{html.escape(markup.title)}</figcaption><div class="cnnlab-stage">{markup.still}</div>'
        f'<div class="cnnlab-controls"></div><p class="cnnlab-say">{html.escape(markup.say)}</p>'
        f'<script type="application/json">{markup.data}</script>'
        f"{f'<script>{script}</script>' if script else ''}</figure>"
    )


# What `write_figure` writes with a style sheet and a script.
_FIGURE = re.compile(
    r'<figure class="cnnlab" role="group" aria-label="([^"<>]*)">'
    r"<style>[^<]*</style>"
    r'<figcaption>([^<]*)</figcaption><div class="cnnlab-stage">(.*?)</div>'
    r'<div class="cnnlab-controls"></div><p class="cnnlab-say">([^<]*)</p>'
    r'<script type="application/json">([^<]*)</script>'
    r"<script>.*</script></figure>",
    re.DOTALL,
)


def read_figure(text: str) -> Markup | None:
    """The parts of an animation as `write_figure` wrote it with its script; None for any other HTML.

    Nothing in them is checked: `still` may be any HTML, and `data` no JSON at all.
    """
    match = _FIGURE.fullmatch(text.strip()) if len(text) < MOST_BYTES else None
    if match is None:
        return None
    alt, title, still, say, data = match.groups()
    return Markup(html.unescape(alt), html.unescape(title), still, html.unescape(say), data)


def picture(svg: str, alt: str) -> str:
    """An SVG as an `<img>`: it stays where scripts and inline SVG are removed, and the script puts it inline again."""
    address = svg.replace("%", "%25").replace("#", "%23").replace("&", "&amp;").replace('"', "&quot;")
    return f'<img alt="{html.escape(alt)}" src="data:image/svg+xml;charset=utf-8,{address}">'


_PICTURE = re.compile(r'<img alt="[^"<>]*" src="data:image/svg\+xml;charset=utf-8,([^"]*)">')


def svg_of(still: str) -> str | None:
    """The SVG that `picture` put into this HTML; None for any other HTML."""
    match = _PICTURE.fullmatch(still)
    return None if match is None else unquote(html.unescape(match[1]))


def inert_json(data: dict[str, Any]) -> str:
    """JSON that no HTML parser can leave: no <, > or &, and no line separators, which JavaScript rejects in a string.

    Raises:
        ValueError: a number in it is not finite.
    """
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


@cache
def packaged(name: str) -> str:
    """A script or style sheet of this package, without its indentation, blank lines and comment lines."""
    lines = resources.files("cnnlab.figures").joinpath(name).read_text(encoding="utf-8").splitlines()
    return "".join(f"{line.strip()}\n" for line in lines if line.strip() and not line.strip().startswith("//"))
