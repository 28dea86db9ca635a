"""A Sphinx extension. Formulas become MathML, which browsers draw themselves, without scripts and fonts of other sites.

Code and tables that are wider than the page can be scrolled with the keyboard.
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
    """A formula on lines of its own; one that is wider than the screen can be scrolled, with the keyboard too."""
    self.body.append(
        f'<div class="formula" role="group" aria-label="formula" tabindex="0">{formula(node, "block")}</div>\n'
    )
    raise nodes.SkipNode


def formula(node: nodes.Element, display: str) -> str:
    """TeX as MathML. TeX that the converter does not know is a warning, which ends the build."""
    try:
        mathml = str(convert(node.astext(), display=display))
        if "\\" in mathml:  # a command that it does not know is left as it is
            raise ValueError("an unknown command")
        return mathml
    except Exception as error:  # its parser may raise anything; the warning names the formula
        LOGGER.warning("latex2mathml cannot convert this formula: %s (%s)", node.astext(), error, location=node)
        return ""


def reachable(app: Sphinx, page: str, template: str, context: dict[str, Any], tree: nodes.document | None) -> None:
    """Make blocks that scroll reachable with the keyboard."""
    body = str(context.get("body", "")).replace(
        '<div class="highlight"><pre>', '<div class="highlight"><pre tabindex="0">'
    )
    context["body"] = body.replace('<div class="table-wrapper', '<div tabindex="0" class="table-wrapper')


def setup(app: Sphinx) -> dict[str, Any]:
    """Sphinx calls this to load the extension."""
    app.add_html_math_renderer("mathml", (inline, None), (block, None))
    app.connect("html-page-context", reachable)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
