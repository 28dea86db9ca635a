"""What of the student's own notebook a page shows, and how it is laid out; `exporter` makes HTML of it.

Test cells are shown as they were released, from the course and never from the graded notebook, which holds the hidden
tests. Nothing that they printed or raised is shown, only the verdict in words. A test's calls run in forks of the
student's process, and can pass what they were called with to later cells, through a file or shared memory. So the page
shows the outputs of a student's cell if it ran before the first check, and leaves them out if it ran later. The
course's own cells have the outputs that the course has stored, unless what they read was changed.
"""

from __future__ import annotations

import builtins
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass

from nbformat import NotebookNode

from autograder.course.model import Lab
from autograder.course.nbgrader_cells import is_test, kind_of, name_of
from autograder.course.regions import REGIONS, without
from autograder.course.stored import stored_outputs
from autograder.course.subject import Figures
from autograder.feedback.exporter import SHOWN, OurNotebook, exporter
from autograder.feedback.model import Verdict

KEPT = ("output_type", "name", "text", "ename", "evalue", "traceback")
MOST_OUTPUTS = 20


@dataclass(frozen=True)
class Shown:
    """How a cell is laid out: its kind (a class of the style sheet), the target of links, the lines above and below,
    and whether a part of the page that can be folded begins or ends with it.
    """

    kind: str
    anchor: str = ""
    label: str = ""
    verdict: str = ""
    mark: str = ""
    begins: str = ""
    is_open: bool = True
    ends: bool = False


def notebook_html(
    graded: NotebookNode,
    lab: Lab,
    verdicts: Mapping[str, Verdict],
    figures: Figures | None,
    passed: Collection[str] = (),
) -> str:
    """The whole notebook, sanitised.

    Args:
        verdicts: those of the test cells, by name.
        figures: what stays alive.
        passed: the exercises whose cells are folded away.
    """
    notebook = shown_notebook(graded, lab, verdicts)
    _fold(notebook.cells, lab, passed)
    shown, _ = exporter(figures).from_notebook_node(notebook)
    return str(shown)


def shown_notebook(graded: NotebookNode, lab: Lab, verdicts: Mapping[str, Verdict]) -> NotebookNode:
    """The parts of the graded notebook that may be shown; each cell's layout is in its metadata."""
    known, stored = {cell.name: cell for cell in lab.cells}, stored_outputs(lab)
    cells: list[NotebookNode] = []
    is_after_a_check = False
    for cell in graded.cells:
        name = name_of(cell)
        source = known.get(name)
        if is_test(cell) or (source is not None and source.kind == "test"):
            is_after_a_check = True
            # A test that the course no longer has is left out: its hidden parts are not known.
            if source is not None and source.kind == "test":
                verdict = verdicts.get(name, Verdict("", "open"))
                cells.append(_cell("code", source.visible, Shown("test", name, "Check", verdict.text, verdict.mark)))
                cells[-1].metadata.of = name
            continue
        if cell.cell_type not in ("code", "markdown", "raw"):
            continue
        kind = "yours" if source is None else {"solution": "answer", "manual": "answer"}.get(source.kind, "ours")
        anchor = f"answer-{name}" if kind == "answer" else ""
        label = {"answer": "Your answer", "yours": "Your own cell"}.get(kind, "")
        is_ours = kind == "ours" and source is not None and cell.source == source.source
        is_own = not is_ours or _has_changed(cell, stored.get(name, []))
        is_late = is_after_a_check and is_own and cell.cell_type == "code"
        layout = Shown(kind, anchor, label, _left_out(cell) if is_late else "", "open")
        shown_cell = _cell(cell.cell_type, without(cell.source, *REGIONS), layout)
        if cell.cell_type == "code" and not is_late:
            outputs = cell.outputs if is_own else stored.get(name, [])
            shown_cell.outputs = [_output(output) for output in outputs[:MOST_OUTPUTS]]
            if len(outputs) > MOST_OUTPUTS:
                more = f"… and {len(outputs) - MOST_OUTPUTS} more outputs, which your notebook shows.\n"
                shown_cell.outputs.append(NotebookNode(output_type="stream", name="stdout", text=more))
        if cell.get("attachments"):
            shown_cell.attachments = cell.attachments
        cells.append(shown_cell)
        shown_cell.metadata.of = name
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    return OurNotebook(cells=cells, metadata=NotebookNode(), nbformat=4, nbformat_minor=5)  # type: ignore[no-untyped-call]  # as nbformat has it


def _fold(cells: Sequence[NotebookNode], lab: Lab, passed: Collection[str]) -> None:
    """Put the cells of each exercise, from the prose above it on, into a part of their own, which may be closed."""
    names = {name: exercise.name for exercise in lab.exercises for name in (f"about_{exercise.name}", exercise.name)}
    begun: set[str] = set()
    for cell, previous in zip(cells, (None, *cells), strict=False):
        exercise = names.get(cell.metadata.of, "")
        if exercise and exercise not in begun:
            if begun and previous is not None:
                previous.metadata.shown.ends = True
            begun.add(exercise)
            cell.metadata.shown.update(begins=exercise, is_open=exercise not in passed)
    if begun:
        cells[-1].metadata.shown.ends = True


def _has_changed(cell: NotebookNode, stored: Sequence[NotebookNode]) -> bool:
    """Whether an exploration cell of ours shows something else, since the student changed what it reads."""
    if kind_of(cell) != "explore" or cell.execution_count is None:
        return False
    return [{**output, "execution_count": None} for output in cell.outputs] != [
        {**output, "execution_count": None} for output in stored
    ]


def _left_out(cell: NotebookNode) -> str:
    """What the page says in place of a cell's outputs."""
    name = next((output.ename for output in cell.outputs if output.output_type == "error"), "")
    # A student may choose any other name to pass on what a hidden call was given.
    if isinstance(getattr(builtins, name, None), type):
        return f"This cell stopped with {name}. Run it in your notebook to see where."
    if cell.outputs:
        return "What this cell showed is left out here, since it ran after a check. Your notebook shows it."
    return ""


def _cell(kind: str, source: str, shown: Shown) -> NotebookNode:
    cell = NotebookNode(cell_type=kind, source=source, metadata=NotebookNode(shown=NotebookNode(asdict(shown))))
    if kind == "code":
        cell.update(outputs=[], execution_count=None)
    return cell


def _output(output: NotebookNode) -> NotebookNode:
    """An output with only the best part of its data."""
    kept = NotebookNode({name: value for name, value in output.items() if name in KEPT})
    data = output.get("data", {})
    best = next((kind for kind in SHOWN if kind in data), None)
    if best is not None:
        kept.data = {best: "".join(data[best]) if isinstance(data[best], list) else data[best]}
        metadata = output.get("metadata", {})
        of_best = metadata.get(best)
        alt = of_best.get("alt") if isinstance(of_best, dict) else metadata.get("alt")
        kept.alt = alt if isinstance(alt, str) else ""
    elif "data" in output:
        kept.data = {"text/plain": "An output that this page does not show: it needs a program."}
    return kept
