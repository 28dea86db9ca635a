"""A figure that moves: numbers, a drawing of the first step, and a script to show the others, in one piece of HTML.

The piece needs nothing from outside: no network, no library, no kernel. Without scripts (an untrusted notebook, a web
page that shows notebooks) the drawing and the text of the first step remain.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cnnlab.figures.limits import MOST_BYTES
from cnnlab.figures.markup import Markup, inert_json, packaged, write_figure


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
    code = "".join(packaged(f"{part}.js") for part in parts)
    style = "".join(packaged(f"{part}.css") for part in parts)
    markup = Markup(alt=alt, title=title, still=still, say=say, data=inert_json(data))
    piece = write_figure(markup, style, f'(() => {{\n"use strict";\n{code}start();\n}})();')
    size = len(piece.encode())
    if size >= MOST_BYTES:
        raise ValueError(
            f"{subject} would weigh {size // 1000} KB as an animation, and {MOST_BYTES // 1000} KB is the most: "
            "take less of it, or whole numbers, which are shorter."
        )
    return Animation(piece, alt)
