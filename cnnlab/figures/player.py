"""An animation: numbers, a drawing of the first step, and a script that shows the other steps, in one piece of HTML.

It needs no network, no library and no kernel. Where scripts do not run (an untrusted notebook, a web page that shows
notebooks), the drawing and the text of the first step are shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from cnnlab.figures.limits import MOST_BYTES
from cnnlab.figures.markup import Markup, inert_json, packaged, write_figure


@dataclass(frozen=True)
class Animation:
    """A notebook shows it as `html`; `alt` describes it in words."""

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
    """Put an animation together.

    Args:
        data: what the script works with; `data["kind"]` names its function.
        subject: what it shows, with its sizes, for the error.
        title: the caption.
        alt: what can be seen.
        still: HTML that is shown without scripts: `picture(svg, alt)`, or text.
        say: the text of the first step.
        extra: the name of a script and a style sheet in addition to the player's own.

    Raises:
        ValueError: the HTML is larger than `MOST_BYTES`.
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
