"""Our notebook with the answers that were sent in it, wherever they were found."""

from __future__ import annotations

import json
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode

from autograder.course.nbgrader_cells import grade_id, kind_of, name_of
from autograder.course.python import newer_python
from autograder.course.regions import SCHEME, without
from autograder.intake.choosing import choose_code
from autograder.intake.elsewhere import without_elsewhere
from autograder.intake.files import MOST_CELLS, RefusedError
from autograder.intake.layout import Layout, Matching, lay_out, match
from autograder.intake.matching import CODE, SentCell, reference_of, sent_cells, trimmed
from autograder.intake.pictures import keep_pasted
from autograder.intake.repairing import repairs
from autograder.intake.submission import GradingNotebook, Repair, WrongNotebookError

EXTRA = "extra"
LONGEST = 4 * 2**20


@dataclass(frozen=True)
class Aligned:
    """Our notebook with the answers in it, the names of the answer cells in which something was written and of the
    exploration cells in which something was changed, and what was repaired.
    """

    notebook: NotebookNode
    answered: frozenset[str]
    changed: frozenset[str]
    repairs: tuple[Repair, ...]


def align(master: GradingNotebook, sent: NotebookNode) -> tuple[NotebookNode, frozenset[str]]:
    """As `realign`, without the repairs."""
    aligned = realign(master, sent)
    return aligned.notebook, aligned.answered


def realign(master: GradingNotebook, sent: NotebookNode) -> Aligned:
    """Our notebook with the answers of `sent` in it, and its extra cells behind the known cell they followed.

    Exploration cells keep what the student made of them: an answer may lean on a name from there, as it did at home.
    Another version of an answer is an extra cell, so that it has the effect it had at home; helpers stand before the
    answer that needs them, as they did.

    Raises:
        WrongNotebookError: none of the lab's answers is in `sent`.
        RefusedError: it has too many cells, or too much is written in them.
    """
    if len(sent.cells) > MOST_CELLS:
        raise RefusedError(f"it has {len(sent.cells)} cells; {MOST_CELLS} are the most")
    matching = match(reference_of(master), sent)
    if not matching.is_of_lab:
        raise WrongNotebookError("none of the lab's answer cells is in this notebook; is it the right one?")
    layout = lay_out(matching)
    if sum(map(len, matching.sources.values())) + sum(len(cell.source) for cell in layout.extras) > LONGEST:
        raise RefusedError(f"more than {LONGEST // 2**20} MiB are written in its cells")
    notebook = _rebuilt(master, matching, layout)
    if written_with := newer_python(sent):
        notebook.metadata["language_info"] = {"name": "python", "version": written_with}
    left_out = _leave_out_elsewhere(matching, notebook)
    pictures = keep_pasted(notebook, matching)
    mended = (*repairs(matching, layout, sent), *left_out, *pictures)
    return Aligned(notebook, matching.answered, _changed(matching, notebook), mended)


def _rebuilt(master: GradingNotebook, matching: Matching, layout: Layout) -> NotebookNode:
    """Our notebook with the answers and, as new cells with nothing else that was sent, the extra cells."""
    notebook: NotebookNode = nbformat.from_dict(json.loads(master.text))
    ours = {}
    for cell in notebook.cells:
        name = matching.reference.aliases[cell.id]
        source = "".join(cell.source)
        if matching.reference.cells[name].role in ("answer", "text"):
            source = without(source, SCHEME).strip("\n")
        cell.source = matching.sources.get(name, source)
        ours[name] = cell
    notebook.cells = [
        _extra_cell(number, item) if isinstance(item, SentCell) else ours[item]
        for number, item in enumerate(layout.order)
    ]
    return notebook


def _changed(matching: Matching, notebook: NotebookNode) -> frozenset[str]:
    """The names of our exploration cells that say something else in the student's notebook."""
    explorations = {name: matching.reference.cells[name].source for name in matching.reference.named("explore")}
    return frozenset(
        name_of(cell)
        for cell in notebook.cells
        if name_of(cell) in explorations and trimmed(cell.source) != explorations[name_of(cell)]
    )


def _leave_out_elsewhere(matching: Matching, notebook: NotebookNode) -> tuple[Repair, ...]:
    """Take out of the student's cells what only works where they were written; says what."""
    given = {name: cell.source for name, cell in matching.reference.cells.items()}
    cells = {
        cell.id: cell for cell in notebook.cells if cell.cell_type == CODE and kind_of(cell) not in ("setup", "test")
    }
    sources = {key: cell.source for key, cell in cells.items() if trimmed(cell.source) != given.get(name_of(cell))}
    changed, left_out = without_elsewhere(sources)
    for key, source in changed.items():
        cells[key].source = source
    return left_out


def _extra_cell(number: int, sent: SentCell) -> NotebookNode:
    cell: NotebookNode = nbformat.from_dict(
        {
            "cell_type": CODE,
            "id": f"{EXTRA}-{number}",
            "metadata": {},
            "source": sent.source,
            "outputs": [],
            "execution_count": None,
        }
    )
    return cell


def answers_in(master: GradingNotebook, notebook: NotebookNode) -> int:
    """How many of the lab's answers a notebook has, written or not."""
    reference = reference_of(master)
    ids = {str(cell.get("id", "")) for cell in notebook.cells} | {grade_id(cell) for cell in notebook.cells}
    by_id = {reference.aliases[name] for name in ids if name in reference.aliases}
    cells = sent_cells(reference, notebook)
    by_name = {name for name in reference.named("answer") if choose_code(reference, cells, name).first is not None}
    return len(by_name | (by_id & set(reference.named("answer", "text"))))
