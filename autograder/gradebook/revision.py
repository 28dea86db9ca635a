"""When tests change after submissions were graded: what that changes, and making room for it in nbgrader's database.

Stock nbgrader refuses (its issues 1646 and 1699). Here cells that are gone take their automatic grades with them, new
cells get an empty grade for each submission, manual grades of cells that stay stay; the next `grade` fills in the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import BaseCell, Comment, Grade, Gradebook, MissingEntry, Notebook

from autograder.course.model import Lab
from autograder.gradebook.paths import DATABASE, database


@dataclass(frozen=True)
class Change:
    """One graded or answer cell that is not as the gradebook knows it, and how many submissions it touches."""

    lab: str
    cell: str
    what: str
    submissions: int

    def __str__(self) -> str:
        count = f"{self.submissions} submission{'s' if self.submissions != 1 else ''}"
        return f"{self.lab} {self.cell}: {self.what}; grade again to bring it to {count} (manual grades stay)"


def changes(lab: Lab, gradebook: Path) -> list[Change]:
    """How `solutions/` differs from the gradebook, for a lab that was handed in already; nothing when it was not."""
    if not (gradebook / DATABASE).is_file():
        return []
    with Gradebook(database(gradebook)) as book:
        notebook = _handed_in(book, lab)
        return [] if notebook is None else list(_changes(lab, notebook))


def make_room(lab: Lab, gradebook: Path) -> None:
    """Add and remove cells in the database, so that nbgrader accepts the lab as it is now although it was handed in
    already.
    """
    if not (gradebook / DATABASE).is_file():
        return
    with Gradebook(database(gradebook)) as book:
        notebook = _handed_in(book, lab)
        if notebook is None:
            return
        graded = {cell.name: cell for cell in lab.cells if cell.kind in ("test", "manual")}
        answers = {cell.name for cell in lab.cells if cell.kind in ("solution", "manual")}
        sources = {cell.name for cell in lab.cells if cell.kind in ("setup", "solution", "test", "manual")}
        for known, wanted in (
            (notebook.grade_cells, set(graded)),
            (notebook.solution_cells, answers),
            (notebook.source_cells, sources),
        ):
            for cell in [cell for cell in known if cell.name not in wanted]:
                _remove(book, cell)
        book.db.commit()
        submissions = list(notebook.submissions)
        for name in sorted(set(graded) - {cell.name for cell in notebook.grade_cells}):
            kind = "markdown" if graded[name].kind == "manual" else "code"
            cell = book.add_grade_cell(name, lab.notebook, lab.id, max_score=graded[name].points, cell_type=kind)
            book.db.add_all(
                Grade(cell_id=cell.id, notebook_id=submission.id, needs_manual_grade=False)
                for submission in submissions
            )
        for name in sorted(answers - {cell.name for cell in notebook.solution_cells}):
            cell = book.add_solution_cell(name, lab.notebook, lab.id)
            book.db.add_all(Comment(cell_id=cell.id, notebook_id=submission.id) for submission in submissions)
        for name in sorted(sources - {cell.name for cell in notebook.source_cells}):
            book.add_source_cell(name, lab.notebook, lab.id, cell_type="code")
        book.db.commit()


def _handed_in(book: Gradebook, lab: Lab) -> Notebook | None:
    try:
        notebook: Notebook = book.find_notebook(lab.notebook, lab.id)
    except MissingEntry:
        return None
    return notebook if notebook.submissions else None


def _changes(lab: Lab, notebook: Notebook) -> Iterator[Change]:
    count = len(notebook.submissions)
    points = {cell.name: cell.max_score for cell in notebook.grade_cells}
    sources = {cell.name: cell.source or "" for cell in notebook.source_cells}
    graded = {cell.name: cell for cell in lab.cells if cell.kind in ("test", "manual")}
    for name in sorted(set(points) - set(graded)):
        yield Change(lab.id, name, f"removed, with its {points[name]:g} points", count)
    for name, cell in graded.items():
        if name not in points:
            yield Change(lab.id, name, f"new, for {cell.points:g} points", count)
        elif points[name] != cell.points:
            yield Change(lab.id, name, f"{points[name]:g} points became {cell.points:g}", count)
        if cell.kind == "test" and name in sources and sources[name].strip() != cell.source.strip():
            yield Change(lab.id, name, "its test changed", count)


def _remove(book: Gradebook, cell: BaseCell) -> None:
    for kind in (Grade, Comment):
        for row in book.db.query(kind).filter(kind.cell_id == cell.id):
            book.db.delete(row)
    book.db.delete(cell)
