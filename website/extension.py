"""A Sphinx extension. Formulas become MathML, which browsers draw by themselves: no page needs a script or a font from
elsewhere.

Code and tables wider than the page can be moved from side to side with the keyboard, too.
"""

from __future__ import annotations

from typing import Any

from docutils import nodes
from latex2mathml.converter import convert
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator

LOGGER = logging.getLogger(__name__)


def inline(self: HTML5Translator, node: nodes.math) -> None:
    """A formula in a line of text."""
    self.body.append(formula(node, "inline"))
    raise nodes.SkipNode


def block(self: HTML5Translator, node: nodes.math_block) -> None:
    """A formula on lines of its own; wider than a phone, it can be moved from side to side, with the keyboard too."""
    self.body.append(
        f'<div class="formula" role="group" aria-label="formula" tabindex="0">{formula(node, "block")}</div>\n'
    )
    raise nodes.SkipNode


def formula(node: nodes.Element, display: str) -> str:
    """TeX as MathML. What the converter does not know is a warning, and with that the end of the build."""
    try:
        made = str(convert(node.astext(), display=display))
        if "\\" in made:  # what it has no sign for comes back as it went in
            raise ValueError("a command without a sign")
        return made
    except Exception as error:  # the converter raises whatever its parser stumbles over
        LOGGER.warning("this formula is more than latex2mathml knows: %s (%s)", node.astext(), error, location=node)
        return ""


def reachable(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None) -> None:
    """Let the keyboard reach what scrolls."""
    body = str(context.get("body", "")).replace(
        '<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">'
    )
    context["body"] = body.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')


def setup(app: Sphinx) -> dict[str, Any]:
    """What Sphinx calls."""
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.connect("html-page-context", reachable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
