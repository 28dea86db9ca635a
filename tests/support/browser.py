"""A real Chromium that watches what a page does: dialogs, requests, console errors, scripts. Tests ask for
`watched_page`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
CURE = "install it (Debian: `apt-get install chromium`) or name its program in the environment variable CHROMIUM"
# Fires what a reader's mouse and keyboard would, on everything, however well it is hidden.
PROVOKE = """() => {
  // A page may have put something of its own in the place of document.querySelectorAll.
  const all = (selector) => Document.prototype.querySelectorAll.call(document, selector);
  for (const element of all("details")) element.open = true;
  const kinds = ["pointerover", "mouseover", "mouseenter", "mousemove", "focus", "focusin", "keydown", "input",
                 "change", "toggle",
                 "animationstart", "animationend", "transitionend", "error", "load", "wheel", "copy", "dragstart"];
  for (const element of all("*")) {
    for (const kind of kinds) element.dispatchEvent(new Event(kind, {bubbles: true, cancelable: true}));
    const target = element.getAttribute("href") ?? element.getAttribute("xlink:href")
                   ?? element.getAttribute("formaction");
    if (target !== null && !/^(https?|mailto):/i.test(target) && element.click) element.click();
  }
}"""


def program() -> str:
    """Chromium's program on this machine, "" when there is none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None) or ""


@dataclass
class Watched:
    """A browser's page and what all that was opened in it did. A script may call `ran("name")` to be noticed."""

    context: Any
    page: Any = None
    dialogs: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    _debugger: Any = None
    _parsed: list[dict[str, Any]] = field(default_factory=list)
    _opened: str = ""

    def open(self, path: Path) -> Any:
        """Open a file, and wait until it is there in full; returns Playwright's page.

        In the tab that is open already, which takes a quarter of the time of a fresh one, unless its page went
        elsewhere by itself.
        """
        from playwright.sync_api import Error

        if self.page is not None and self.page.url.partition("#")[0] == self._opened:
            try:
                return self._load(path)
            except Error:  # the page before this one is still on its way to somewhere
                pass
        if self.page is not None:
            self.page.close()
        self.page = self.context.new_page()
        self.page.on("dialog", self._dismiss)
        self.page.on("popup", lambda popup: self.requests.append(f"popup {popup.url}"))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self._debugger = self.context.new_cdp_session(self.page)
        self._debugger.on("Debugger.scriptParsed", lambda script: self._parsed.append(script))
        self._debugger.send("Debugger.enable")
        return self._load(path)

    def _load(self, path: Path) -> Any:
        self._parsed.clear()
        self._opened = path.resolve().as_uri()
        self.page.goto(self._opened, wait_until="load")
        return self.page

    def _dismiss(self, dialog: Any) -> None:
        self.dialogs.append(f"{dialog.type}: {dialog.message}")
        dialog.dismiss()

    def provoke(self) -> None:
        """Open all that is folded, and move, press and point at everything."""
        from playwright.sync_api import Error

        try:
            self.page.evaluate(PROVOKE)
            # Two frames drawn: what a provoked handler, an animation or a timer at zero does has been noticed by then.
            self.page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        except Error as error:
            if "navigation" not in error.message:
                raise
            self.requests.append("another page instead of this one")

    @property
    def scripts(self) -> list[str]:
        """The source of every script, inline handler or javascript: address of the page that Chromium compiled to run
        it.
        """
        mine = [
            script
            for script in self._parsed
            if script["url"].startswith(("file:", "data:", "blob:", "javascript:", "http"))
        ]
        sources = [self._debugger.send("Debugger.getScriptSource", {"scriptId": script["scriptId"]}) for script in mine]
        return [str(source["scriptSource"]) for source in sources]

    @property
    def happened(self) -> list[str]:
        """What an inert page never does. Console errors, which a page's own policy causes, are in `errors`."""
        return [
            *map("dialog {}".format, self.dialogs),
            *map("request {}".format, self.requests),
            *map("ran {}".format, self.ran),
        ]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser. Where it is missing the test is skipped, with the cure; CI has it."""
    missing = ""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing = "the Python package playwright is missing: `make env` installs it"
    if not missing and not program():
        missing = f"Chromium is missing: {CURE}"
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(reason=f"there is no browser to look with: {missing}")
    with sync_playwright() as playwright:
        # Chromium's own sandbox refuses to start as root, as which CI's containers run.
        flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program(), args=flags)
        yield browser
        browser.close()


@pytest.fixture
def watched_page(chromium: Any) -> Iterator[Watched]:
    """A fresh page without a network, 1280 pixels wide."""
    context = chromium.new_context(offline=True, viewport={"width": 1280, "height": 900})
    watched = Watched(context)

    def requested(request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            watched.requests.append(request.url)

    context.on("request", requested)
    context.expose_function("ran", lambda name=None: watched.ran.append(str(name)))
    yield watched
    context.close()
