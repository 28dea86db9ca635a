"""The student's own notebook as HTML: nbconvert lays it out, and each value passes a filter that makes it inert.

Test cells are shown as they were released, from the course and never from the graded notebook, which holds the hidden
tests; of what they printed or raised nothing is shown, only the verdict in words. A test's calls run in forks of the
student's process, and through a file or shared memory these can tell the cells behind them what they were called with.
So what a student's cell showed is on the page if it ran before the first check, and left out if it ran later; the
course's own cells have the outputs that the course has stored.
"""

from __future__ import annotations

import builtins
import html
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import nbformat
from jinja2 import PackageLoader
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters.ansi import ansi2html
from nbformat import NotebookNode
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from autograder.course.model import Lab
from autograder.course.nbgrader_cells import is_test, name_of
from autograder.course.regions import REGIONS, without
from autograder.feedback.figures import figure
from autograder.feedback.markdown import markdown
from autograder.feedback.model import Verdict
from autograder.feedback.sanitise import clean_html, clean_printed, image

# What is shown of an output, the best first; whatever else it holds (widgets, JavaScript, PDF) is not.
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
KEPT = ("output_type", "name", "text", "ename", "evalue", "traceback")
MOST_PRINTED = 20_000
HEADING = 3  # the level of a notebook's title on the page


@dataclass(frozen=True)
class Shown:
    """How a cell is laid out: its kind (a class of the style sheet), where links lead to, what stands above and below
    it.
    """

    kind: str
    anchor: str = ""
    label: str = ""
    verdict: str = ""
    mark: str = ""


def notebook_html(graded: NotebookNode, lab: Lab, verdicts: Mapping[str, Verdict]) -> str:
    """The whole notebook, sanitised. `verdicts` are those of the test cells, by name."""
    shown, _ = _exporter().from_notebook_node(shown_notebook(graded, lab, verdicts))
    return str(shown)


def shown_notebook(graded: NotebookNode, lab: Lab, verdicts: Mapping[str, Verdict]) -> NotebookNode:
    """The graded notebook with what may be shown of it, and nothing else; each cell's layout is in its metadata."""
    known, stored = {cell.name: cell for cell in lab.cells}, _stored(lab.path)
    cells: list[NotebookNode] = []
    checked = False
    for cell in graded.cells:
        name = name_of(cell)
        mine = known.get(name)
        if is_test(cell) or (mine is not None and mine.kind == "test"):
            checked = True
            if (
                mine is not None and mine.kind == "test"
            ):  # a test that the course no longer has is left out, with all its hidden parts
                verdict = verdicts.get(name, Verdict("", "open"))
                cells.append(_cell("code", mine.visible, Shown("test", name, "Check", verdict.text, verdict.mark)))
            continue
        if cell.cell_type not in ("code", "markdown", "raw"):
            continue
        kind = "yours" if mine is None else {"solution": "answer", "manual": "answer"}.get(mine.kind, "ours")
        anchor, label = (
            (f"answer-{name}", "Your answer") if kind == "answer" else ("", "Your own cell" if kind == "yours" else "")
        )
        ours = kind == "ours" and mine is not None and cell.source == mine.source
        late = checked and not ours and cell.cell_type == "code"
        shown = Shown(kind, anchor, label, _left_out(cell) if late else "", "open")
        made = _cell(cell.cell_type, without(cell.source, *REGIONS), shown)
        if cell.cell_type == "code" and not late:
            made.outputs = [_output(output) for output in (stored.get(name, []) if ours else cell.outputs)]
        if cell.get("attachments"):
            made.attachments = cell.attachments
        cells.append(made)
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return NotebookNode(cells=cells, metadata=NotebookNode(), nbformat=4, nbformat_minor=5)


def _left_out(cell: NotebookNode) -> str:
    """What is said of a cell's outputs where they are not shown."""
    stopped = next((output.ename for output in cell.outputs if output.output_type == "error"), "")
    if isinstance(
        getattr(builtins, stopped, None), type
    ):  # another name could be one that was made up to tell something
        return f"This cell stopped with {stopped}. Run it in your notebook to see where."
    return (
        "What this cell showed is left out here, since it ran after a check. Your notebook shows it."
        if cell.outputs
        else ""
    )


@cache
def _stored(path: Path) -> dict[str, list[NotebookNode]]:
    """The outputs of the course's own cells, by name."""
    return {cell.id: cell.outputs for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"}


def _cell(kind: str, source: str, shown: Shown) -> NotebookNode:
    cell = NotebookNode(cell_type=kind, source=source, metadata=NotebookNode(shown=NotebookNode(asdict(shown))))
    if kind == "code":
        cell.update(outputs=[], execution_count=None)
    return cell


def _output(output: NotebookNode) -> NotebookNode:
    """An output with the best of its data only."""
    kept = NotebookNode({name: value for name, value in output.items() if name in KEPT})
    data = output.get("data", {})
    best = next((kind for kind in SHOWN if kind in data), None)
    if best is not None:
        kept.data = {best: "".join(data[best]) if isinstance(data[best], list) else data[best]}
        found = output.get("metadata", {})
        alt = found.get(best, {}).get("alt") if isinstance(found.get(best), dict) else found.get("alt")
        kept.alt = alt if isinstance(alt, str) else ""
    elif "data" in output:
        kept.data = {"text/plain": "An output that this page does not show: it needs a program."}
    return kept


class NotebookPart(TemplateExporter):
    """nbconvert's exporter with our template and filters; no preprocessors, since `shown_notebook` has left nothing for
    them to do.
    """

    output_mimetype = "text/html"
    template_name = "base"
    template_file = "feedback_notebook.html.j2"

    def default_filters(self) -> Any:
        yield from super().default_filters()  # type: ignore[no-untyped-call]  # nbconvert annotates some methods and not others
        yield from {
            "highlighted": highlighted,
            "inert_html": inert_html,
            "inert_text": inert_text,
            "inert_error": inert_error,
            "inert_image": inert_image,
            "inert_markdown": inert_markdown,
        }.items()


@cache
def _exporter() -> NotebookPart:
    """One exporter a process: to find and compile the templates takes longer than to fill them in."""
    exporter = NotebookPart(extra_loaders=[PackageLoader("autograder.feedback")], default_preprocessors=[])  # type: ignore[no-untyped-call]  # as above
    exporter.config.NbConvertBase.display_data_priority = list(SHOWN)
    return exporter


@lru_cache(maxsize=2048)  # the labs' own cells are the same on every page
def highlighted(source: str) -> str:
    """Python with its tokens marked, as escaped HTML."""
    return str(highlight(source, get_lexer_by_name("ipython3"), HtmlFormatter(nowrap=True))).rstrip("\n")


def inert_html(text: Any) -> str:
    """An output's HTML: one of our figures stays alive, all else is sanitised."""
    return figure(str(text)) or _scrolling(clean_html(str(text)))


def inert_text(text: Any) -> str:
    """What was printed, with its colours."""
    printed = "".join(text) if isinstance(text, list) else str(text)
    if len(printed) > MOST_PRINTED:
        printed = f"{printed[:MOST_PRINTED]}\n… and {len(printed) - MOST_PRINTED} characters more"
    try:
        coloured = str(ansi2html(printed))
    except Exception:  # colour codes that are none: the text remains
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
    """A table that may be wider than the page can be scrolled, with the keyboard too."""
    return (
        f'<div class="wide" role="region" aria-label="A table" tabindex="0">{text}</div>' if "<table" in text else text
    )
