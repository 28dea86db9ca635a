"""A notebook's cells as HTML: nbconvert lays them out, and each value passes a filter that makes it inert."""

from __future__ import annotations

import html
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from jinja2 import PackageLoader
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.ansi import ansi2html
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from autograder.course.subject import Figures
from autograder.feedback.markdown import markdown
from autograder.feedback.sanitise import clean_html, clean_printed, image

# The parts of an output that are shown, the best first. No other part is (widgets, JavaScript, PDF).
SHOWN = (
    "text/html",
    "text/markdown",
    "image/svg+xml",
    "image/png",
    "image/jpeg",
    "image/gif",
    "text/latex",
    "text/plain",
)
MOST_PRINTED = 20_000
MOST_LINES = 60
HEADING = 3  # the level of a notebook's title on the page


class OurNotebook(NotebookNode):
    """A notebook that was made for the exporter alone, which need not copy it."""

    def __deepcopy__(self, memo: Any) -> OurNotebook:
        return self


class NotebookPart(TemplateExporter):
    """nbconvert's exporter with our template and filters, without preprocessors: `shown_notebook` does their work."""

    output_mimetype = "text/html"
    template_name = "base"
    template_file = "feedback_notebook.html.j2"
    figures: Figures | None = None

    def _preprocess(self, nb: Any, resources: Any) -> Any:
        return nb, resources  # without preprocessors, nothing to copy and check the notebook for

    def default_filters(self) -> Any:
        yield from super().default_filters()  # type: ignore[no-untyped-call]  # nbconvert annotates some methods and not others
        yield from {
            "highlighted": highlighted,
            "inert_html": lambda text: inert_html(text, self.figures),
            "inert_text": inert_text,
            "inert_error": inert_error,
            "inert_image": inert_image,
            "inert_markdown": inert_markdown,
        }.items()


@cache
def exporter(figures: Figures | None) -> NotebookPart:
    """One exporter for each process: it takes longer to find and compile the templates than to fill them in."""
    exporter = NotebookPart(extra_loaders=[PackageLoader("autograder.feedback")], default_preprocessors=[])  # type: ignore[no-untyped-call]  # as above
    exporter.figures = figures
    exporter.config.NbConvertBase.display_data_priority = list(SHOWN)
    return exporter


@lru_cache(maxsize=2048)  # the labs' own cells are the same on every page
def highlighted(source: str) -> str:
    """Python with its tokens marked, as escaped HTML."""
    return str(highlight(source, get_lexer_by_name("ipython3"), HtmlFormatter(nowrap=True))).rstrip("\n")


def inert_html(text: Any, figures: Figures | None) -> str:
    """An output's HTML, sanitised; one of our figures keeps its script."""
    return (figures.figure(str(text)) if figures else "") or _scrolling(clean_html(str(text)))


def inert_text(text: Any) -> str:
    """Printed text, with its colours."""
    printed = "".join(text) if isinstance(text, list) else str(text)
    lines = printed.splitlines()
    if len(lines) > MOST_LINES:
        printed = "\n".join([*lines[:MOST_LINES], f"… and {len(lines) - MOST_LINES} lines more"])
    if len(printed) > MOST_PRINTED:
        printed = f"{printed[:MOST_PRINTED]}\n… and {len(printed) - MOST_PRINTED} characters more"
    try:
        coloured = str(ansi2html(printed))
    except Exception:  # malformed colour codes: the text remains
        coloured = html.escape(printed)
    return clean_printed(coloured)


def inert_error(output: Mapping[str, Any]) -> str:
    """The traceback of the student's own code."""
    lines = output.get("traceback") or [f"{output.get('ename', '')}: {output.get('evalue', '')}"]
    return inert_text("\n".join(map(str, lines)))


def inert_image(output: Mapping[str, Any], kind: str) -> str:
    """A figure."""
    return image(kind, output["data"].get(kind), output.get("alt") or "A figure without a description")


def inert_markdown(text: Any, attachments: Any = None) -> str:
    """Prose and formulas."""
    return markdown(str(text), attachments, HEADING)


def _scrolling(text: str) -> str:
    """A table that may be wider than the page, in a region that scrolls, with the keyboard too."""
    return (
        f'<div class="wide" role="region" aria-label="A table" tabindex="0">{text}</div>' if "<table" in text else text
    )
