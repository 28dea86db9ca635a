"""Whether a built site holds together: each link inside it leads to a file and an anchor that are there, and no page
loads from outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Attributes whose address a browser fetches by itself. The href of an <a> is followed by a reader only.
LOADED = {"src", "srcset", "data", "poster", "background", "action", "formaction"}
STYLE_ADDRESS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")


@dataclass(frozen=True)
class Link:
    """An address on a page or in a style sheet; `loaded` when the browser fetches it to show the page."""

    page: Path
    address: str
    loaded: bool

    @property
    def external(self) -> bool:
        """Whether it leads to another site."""
        return self.address.startswith("//") or urlsplit(self.address).scheme not in ("", "data", "mailto")


def links_of(site: Path) -> tuple[Link, ...]:
    """All addresses in the pages and style sheets of a built site."""
    found: list[Link] = []
    for page in sorted(site.rglob("*.html")):
        found += [Link(page, address, loaded) for address, loaded in _read(page).addresses]
    for sheet in sorted(site.rglob("*.css")):
        found += [Link(sheet, address, True) for address in STYLE_ADDRESS.findall(sheet.read_text(encoding="utf-8"))]
    return tuple(found)


def broken(site: Path) -> tuple[str, ...]:
    """What does not hold: a link that leads nowhere, or a page that loads from another site. Nothing is fetched to see
    that.
    """
    site = site.resolve()
    anchors = {page: _read(page).anchors for page in site.rglob("*.html")}
    return tuple(
        f"{link.page.relative_to(site)}: {link.address}: {why}"
        for link in links_of(site)
        if (why := _wrong(link, site, anchors))
    )


def external(site: Path) -> tuple[str, ...]:
    """The addresses of other sites that a reader can follow."""
    return tuple(sorted({link.address for link in links_of(site) if link.external and not link.loaded}))


def _wrong(link: Link, site: Path, anchors: Mapping[Path, set[str]]) -> str:
    if link.external:
        return "the page loads this from another site" if link.loaded else ""
    parts = urlsplit(link.address)
    if parts.scheme:
        return ""
    target = (link.page.parent / unquote(parts.path)).resolve() if parts.path else link.page
    if target.is_dir():
        target /= "index.html"
    if not target.is_relative_to(site) or not target.is_file():
        return "no such file in the site"
    if parts.fragment and target.suffix == ".html" and unquote(parts.fragment) not in anchors[target]:
        return "no such anchor"
    return ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[tuple[str, bool]] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" or (name == "name" and tag == "a"):
                self.anchors.add(value or "")
            elif name in ("href", "xlink:href") or name in LOADED:
                self.addresses.append((value or "", tag != "a"))
            elif name == "style":
                self.addresses += [(address, True) for address in STYLE_ADDRESS.findall(value or "")]


def _read(page: Path) -> _Reader:
    reader = _Reader()
    reader.feed(page.read_text(encoding="utf-8"))
    return reader
