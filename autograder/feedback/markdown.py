"""Markdown as nbconvert reads it, sanitised, with formulas as MathML, which browsers draw by themselves."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from itertools import accumulate
from typing import Any

from latex2mathml.commands import MATRICES
from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from autograder.feedback.sanitise import clean_html

LONGEST_FORMULA = 4000
LONGEST_TAGS = 20_000  # letters of HTML in which attachments are looked for
DEEPEST_FORMULA = 60  # a browser lays out 500 levels in ten seconds
LARGEST = 6  # there is no <h7>
ATTACHMENT = "attachment:"
OF_DOTS = ("image/png", "image/jpeg", "image/gif", "image/webp")
BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
ATTACHED = re.compile(rf"(<img\b[^>]{{0,1000}}?\bsrc\s*=\s*[\"'])({ATTACHMENT}[\w.-]{{1,200}})([\"'])", re.I)

# The converter raises nothing where it does not understand a formula: it writes an unknown command's name and an
# alignment mark as letters, puts lines beside each other (browsers know no `linebreak`), drops what an environment that
# it does not know would do, and the brackets of `pmatrix*`. The sanitiser takes the stroke off a cancelled term.
MISREAD = re.compile(r"""<m[ion][^>]*>[^<]*\\|<mi>&</mi>|linebreak="newline"|strike""")
TAG = re.compile(r"<[^>]*>")
ENVIRONMENT = re.compile(r"\\begin\s*\{([^}]*)\}")
KNOWN = {name.removeprefix("\\") for name in MATRICES if not name.endswith("matrix*")} | {
    "equation",
    "equation*",
    "math",
}


class Renderer(IPythonRenderer):
    """nbconvert's renderer, with formulas as MathML and headings that begin at the level `first`."""

    def __init__(self, first: int, attachments: dict[str, Any], escape: bool = False) -> None:
        pictures = {name: _of_dots(bundle) for name, bundle in attachments.items()}
        super().__init__(escape=escape, attachments=pictures, exclude_anchor_links=True)
        self.first = first

    def heading(self, text: str, level: int, **attributes: Any) -> str:
        level = min(level + self.first - 1, LARGEST)
        return f"<h{level}>{text}</h{level}>\n"

    def block_html(self, html: str) -> str:
        return str(super().block_html(self._with_attachments(html)))

    def inline_html(self, html: str) -> str:
        return str(super().inline_html(self._with_attachments(html)))

    def _with_attachments(self, tags: str) -> str:
        if ATTACHMENT not in tags or len(tags) > LONGEST_TAGS:
            return tags
        return ATTACHED.sub(lambda tag: f"{tag[1]}{self._embed_image_or_attachment(tag[2])}{tag[3]}", tags)

    def _embed_image_or_attachment(self, src: str) -> str:
        """As nbconvert's; of an attachment that is not there, or no picture of dots, the words that stand for it are
        shown.
        """
        if src.startswith(ATTACHMENT) and not self.attachments.get(src.removeprefix(ATTACHMENT)):
            return ""
        return str(super()._embed_image_or_attachment(src))

    def block_math(self, body: str) -> str:
        # Wider than a phone, it can be moved from side to side, with the keyboard too.
        return f'<span class="formula" tabindex="0">{formula(body, "block")}</span>'

    def inline_math(self, body: str) -> str:
        return formula(body, "inline")

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def formula(tex: str, display: str) -> str:
    """TeX as MathML, or as it was written where the converter does not understand it."""
    known = tex.replace("{aligned}", "{split}")  # laid out alike; the converter knows one of them
    try:
        if len(tex) > LONGEST_FORMULA or not KNOWN.issuperset(ENVIRONMENT.findall(known)):
            raise ValueError("too long, or of an unknown environment")
        made = str(convert(known, display=display))
        if MISREAD.search(made) or _depth(made) > DEEPEST_FORMULA:
            raise ValueError("misread, or nested too deeply")
        return made
    except Exception:  # the converter may raise anything; the formula can still be read
        return f'<code class="math">{html.escape(tex)}</code>'


def _of_dots(bundle: Any) -> dict[str, str]:
    """What of an attachment is a picture of dots; a drawing could hold anything."""
    kinds = bundle if isinstance(bundle, dict) else {}
    return {kind: data for kind, data in kinds.items() if kind in OF_DOTS and BASE64.fullmatch(str(data))}


def markdown(source: str, attachments: dict[str, Any] | None = None, first: int = 3) -> str:
    """Markdown as sanitised HTML whose largest heading is `<h3>`, or `first`.

    `attachments` are a cell's own: file name → media type → base64.
    """
    return _rendered(source, first) if not attachments else _render(source, first, attachments)


def _depth(made: str) -> int:
    """How many tags are open at once."""
    steps = (-1 if tag.startswith("</") else 0 if tag.endswith("/>") else 1 for tag in TAG.findall(made))
    return max(accumulate(steps), default=0)


def typed(source: str, first: int = 3) -> str:
    """An instructor's comment as sanitised HTML: Markdown in which tags are text, so that `a<b` stays."""
    return _render(source, first, {}, escape=True)


@lru_cache(maxsize=4096)  # the labs' own prose is the same on every page
def _rendered(source: str, first: int) -> str:
    return _render(source, first, {})


def _render(source: str, first: int, attachments: dict[str, Any], escape: bool = False) -> str:
    try:
        rendered = str(MarkdownWithMath(renderer=Renderer(first, attachments, escape)).render(source))
    except Exception:  # an attachment that is missing, or deep nesting: the text can still be read
        rendered = f"<pre>{html.escape(source)}</pre>"
    return clean_html(rendered)
