"""Makes what a student's notebook shows inert: nh3 (the ammonia sanitiser) keeps what is listed here, no more.

The page's Content-Security-Policy is a second line of defence, on which this module does not rely: a sanitised piece
runs no script, loads nothing, sends nothing, covers nothing of the page around it, and shares no id with it.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from functools import lru_cache
from urllib.parse import quote

import nh3
from pygments.token import STANDARD_TYPES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Prose, tables, code, and MathML, for formulas. Headings are made by `markdown`, which knows their level.
PROSE = _words("""
    a abbr b blockquote br caption center cite code col colgroup dd del details dfn div dl dt em figcaption figure
    h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strong sub summary sup table tbody td tfoot th
    thead time tr tt u ul var wbr
""")
MATH = _words("""
    math menclose mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace msqrt mstyle
    msub msubsup msup mtable mtd mtext mtr munder munderover none
""")
SHAPES = _words("svg g path rect circle ellipse line polyline polygon text tspan title desc")
# Tags whose content is no text for a reader and is dropped with the tag. Parsers also disagree about some of them.
SWALLOWED = _words("""
    applet audio canvas embed frameset head iframe noembed noframes noscript object plaintext script select style svg
    template textarea title video xmp
""")
CLASSES = {
    "div": {"highlight"},
    "table": {"dataframe"},
    "code": {"math"},
    "span": {
        "formula",
        *filter(None, STANDARD_TYPES.values()),
    },  # Pygments' short names, as code blocks in markdown have them
}
COLORS = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
ANSI = {f"ansi-{color}{shade}-{place}" for color in COLORS for shade in ("", "-intense") for place in ("fg", "bg")} | {
    "ansi-bold",
    "ansi-underline",
    "ansi-default-inverse-fg",
    "ansi-default-inverse-bg",
}
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "col": {"span"},
    "colgroup": {"span"},
    "details": {"open"},
    "img": {"alt", "height", "src", "title", "width"},
    "ol": {"start", "reversed"},
    "span": {"tabindex"},
    "td": {"colspan", "rowspan", "style"},
    "th": {"colspan", "rowspan", "scope", "style"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "form", "minsize", "maxsize", "lspace", "rspace", "largeop", "movablelimits"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
    "mfrac": {"linethickness"},
    "mstyle": {"displaystyle", "scriptlevel"},
    "mtable": {"columnalign", "rowspacing", "columnspacing"},
    "mtd": {"columnalign"},
}
DRAWN = set(
    _words("""
    cx cy d data-box data-fields data-grid data-line data-ring data-texts dominant-baseline dx dy fill fill-opacity
    fill-rule font-family font-size font-style font-weight height opacity points r rx ry stroke stroke-dasharray
    stroke-linecap stroke-linejoin stroke-opacity stroke-width text-anchor transform viewBox visibility width
    x x1 x2 y y1 y2
""")
)
# As an <img>, an SVG runs no script and loads nothing either.
IMAGE = re.compile(r"data:image/(png|jpeg|gif|webp|svg\+xml)[;,]", re.IGNORECASE)
LINK = re.compile(r"(https?|mailto):", re.IGNORECASE)
LONGEST_KEPT = 100_000
NO_ALT = "a picture without a description"
_IMAGE_TAG = re.compile(r'<img((?: [a-z]+="[^"]*")*)>')  # as nh3 writes it: every value in double quotes
KINDS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8"}


def _inert_value(tag: str, name: str, value: str) -> str | None:
    """An attribute's value, None to drop it: pictures only from the page itself, links only to the web, no references
    in drawings.
    """
    if name == "src":
        return value if IMAGE.match(value.strip()) else None
    if name == "href":
        return value if LINK.match(value.strip()) else None
    if name == "tabindex":
        return "0"
    if name in ("colspan", "rowspan", "span", "start", "width", "height") and tag not in SHAPES and tag != "mspace":
        return value if re.fullmatch(r"\d{1,4}(%|px)?", value) else None
    return None if "url(" in value.lower() and tag in SHAPES else value


_HTML = nh3.Cleaner(
    tags=set(PROSE | MATH),
    clean_content_tags=set(SWALLOWED),
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    attribute_filter=_inert_value,
    url_schemes={"http", "https", "mailto", "data"},
    filter_style_properties={"text-align"},
    link_rel="noopener noreferrer nofollow",
)
_PRINTED = nh3.Cleaner(
    tags={"span"}, clean_content_tags=set(), attributes={}, allowed_classes={"span": ANSI}, link_rel=None
)
_SVG = nh3.Cleaner(
    tags=set(SHAPES),
    clean_content_tags=set(SWALLOWED - SHAPES),
    attributes={"*": DRAWN},
    attribute_filter=_inert_value,
    url_schemes=set(),
    link_rel=None,
)


def clean_html(text: str) -> str:
    """HTML that runs, loads and covers nothing."""
    return _cleaned_before(text) if len(text) <= LONGEST_KEPT else _cleaned(text)


def _cleaned(text: str) -> str:
    return _IMAGE_TAG.sub(_with_alt, _HTML.clean(text))


# The labs' own prose and figures are the same on every page; a student's pictures are on one.
_cleaned_before = lru_cache(maxsize=4096)(_cleaned)


def _with_alt(tag: re.Match[str]) -> str:
    return tag[0] if ' alt="' in tag[1] else f'<img alt="{NO_ALT}"{tag[1]}>'


def clean_printed(text: str) -> str:
    """Escaped text with nbconvert's spans for its colours, and without anything else."""
    return _PRINTED.clean(text)


@lru_cache(maxsize=1024)
def clean_svg(text: str) -> str:
    """A drawing of shapes and text alone, well-formed XML; "" when there is no drawing in `text`."""
    cleaned = _SVG.clean(text).replace("&nbsp;", "\u00a0").strip()
    if not re.match(r"<svg[\s>]", cleaned) or not cleaned.endswith("</svg>") or cleaned.count("<svg") > 20:
        return ""
    return cleaned.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)


def drawing(svg: str, alt: str) -> str:
    """An SVG as an `<img>`, in the form that the player puts inline; "" when nothing is left of it."""
    cleaned = clean_svg(svg)
    return f'<img alt="{html.escape(alt)}" src="data:image/svg+xml;charset=utf-8,{quote(cleaned)}">' if cleaned else ""


def image(kind: str, data: object, alt: str) -> str:
    """An output's picture (PNG, JPEG or GIF in base64, or the text of an SVG); a sentence when it is none of these."""
    text = data if isinstance(data, str) else ""
    if kind == "image/svg+xml":
        source = base64.b64encode(text.encode("utf-8", "replace")).decode("ascii")
        return f'<img alt="{html.escape(alt)}" src="data:image/svg+xml;base64,{source}">'
    try:
        content = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError):
        content = b""
    if not content.startswith(KINDS[kind]):
        return "<p>A picture that cannot be shown.</p>"
    return f'<img alt="{html.escape(alt)}" src="data:{kind};base64,{base64.b64encode(content).decode("ascii")}">'
