"""Checks a built site: each link inside it leads to an existing file and anchor, and no page loads from outside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

# Attributes whose address a browser loads itself; the href of an <a> is loaded when a reader follows it.
LOADED = {"src", "srcset", "data", "poster", "background", "action", "formaction"}
STYLE_ADDRESS = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')]+)""")


@dataclass(frozen=True)
class Link:
    """An address on a page or in a style sheet; `loaded` when the browser needs it to show the page."""

    page: Path
    address: str
    loaded: bool

    @property
    def external(self) -> bool:
        """Whether it leads to another site."""
        return self.address.startswith("//") or urlsplit(self.address).scheme not in ("", "data", "mailto")


def links_of(site: Path) -> tuple[Link, ...]:
    """All addresses in the pages and style sheets of a built site."""
    links: list[Link] = []
    for page in sorted(site.rglob("*.html")):
        links += [Link(page, address, loaded) for address, loaded in _read(page).addresses]
    for sheet in sorted(site.rglob("*.css")):
        links += [Link(sheet, address, True) for address in STYLE_ADDRESS.findall(sheet.read_text(encoding="utf-8"))]
    return tuple(links)


def broken(site: Path) -> tuple[str, ...]:
    """Each link that leads nowhere and each address that a page loads from another site, with the reason.

    Nothing is downloaded for it.
    """
    site = site.resolve()
    anchors = {page: _read(page).anchors for page in site.rglob("*.html")}
    messages = []
    for link in links_of(site):
        reason = _fault(link, site, anchors)
        if reason:
            messages.append(f"{link.page.relative_to(site)}: {link.address}: {reason}")
    return tuple(messages)


def external(site: Path) -> tuple[str, ...]:
    """The addresses of other sites that a reader can follow."""
    return tuple(sorted({link.address for link in links_of(site) if link.external and not link.loaded}))


def _fault(link: Link, site: Path, anchors: Mapping[Path, set[str]]) -> str:
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
