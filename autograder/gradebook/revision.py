"""When tests change after submissions were graded: what that changes, and making room for it in nbgrader's database.

Stock nbgrader refuses (its issues 1646 and 1699). Here cells that are gone take their automatic grades with them, new
cells get an empty grade for each submission, and the next `grade` fills in the rest. What a person gave is never
deleted: it goes with a cell that was only renamed; where it would be lost, nothing is changed, and the message names
the cure. Before any change the database is copied.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Assignment, BaseCell, Comment, Grade, Gradebook, Notebook

from autograder.course.model import Cell, CourseError, Lab
from autograder.course.reading import read_course
from autograder.gradebook.databases import back_up, has_database
from autograder.gradebook.marks import rename_exercises
from autograder.gradebook.paths import database
from autograder.gradebook.renaming import GRADED_OR_ANSWER, Known, renamed

ROLES = {"test": "a test", "manual": "an answer that a person grades", "solution": "an answer that tests grade"}


@dataclass(frozen=True)
class Change:
    """One graded or answer cell that is not as the gradebook knows it, and how many submissions it touches.

    Attributes:
        refusal: why `grade` will not take it, and the cure; "" when it will.
    """

    lab: str
    cell: str
    what: str
    submissions: int
    refusal: str = ""

    def __str__(self) -> str:
        if self.refusal:
            return f"{self.lab} {self.cell}: {self.what}; grading refuses this: {self.refusal}"
        return f"{self.lab} {self.cell}: {self.what}; grade again to bring it to {_submissions(self.submissions)} " + (
            "(manual grades stay)"
        )


def changes(lab: Lab, gradebook: Path) -> list[Change]:
    """How `solutions/` differs from the gradebook, for a lab that was handed in already; nothing when it was not."""
    if not has_database(gradebook):
        return []
    with Gradebook(database(gradebook)) as book:
        return list(_changes(book, lab, gradebook))


def make_room(lab: Lab, gradebook: Path) -> None:
    """Rename, add and remove cells in the database, so that nbgrader accepts the lab as it is now although it was
    handed in already.

    Raises:
        CourseError: what people gave would be lost; nothing is changed.
    """
    if not has_database(gradebook):
        return
    with Gradebook(database(gradebook)) as book:
        changed = list(_changes(book, lab, gradebook))
        refused = [
            f"{lab.path}: {change.cell}: {change.what}; {change.refusal}" for change in changed if change.refusal
        ]
        if refused:
            raise CourseError("\n".join(refused))
        notebook = _handed_in(book, lab)
        if notebook is None or not (changed or _names_differ(notebook, lab)):
            return
        back_up(gradebook)
        names = renamed(lab, _known(notebook), gradebook)
        _rename(notebook, names)
        book.db.commit()
        rename_exercises(gradebook, lab.id, names)
        _remove_and_add(book, lab, notebook)


def _remove_and_add(book: Gradebook, lab: Lab, notebook: Notebook) -> None:
    wanted = _wanted(lab)
    graded = {name: cell for name, cell in wanted.items() if cell.kind in ("test", "manual")}
    answers = {name for name, cell in wanted.items() if cell.kind in ("solution", "manual")}
    sources = {cell.name for cell in lab.cells if cell.kind == "setup"} | set(wanted)
    other = {cell.name for cell in _known(notebook) if cell.name in wanted and cell.role != wanted[cell.name].kind}
    for known, names in (
        (notebook.grade_cells, set(graded) - other),
        (notebook.solution_cells, answers - other),
        (notebook.source_cells, sources),
    ):
        for cell in [cell for cell in known if cell.name not in names]:
            _remove(book, cell)
    book.db.commit()
    submissions = list(notebook.submissions)
    for name in sorted(set(graded) - {cell.name for cell in notebook.grade_cells}):
        kind = "markdown" if graded[name].kind == "manual" else "code"
        cell = book.add_grade_cell(name, lab.notebook, lab.id, max_score=graded[name].points, cell_type=kind)
        book.db.add_all(
            Grade(cell_id=cell.id, notebook_id=submission.id, needs_manual_grade=False) for submission in submissions
        )
    for name in sorted(answers - {cell.name for cell in notebook.solution_cells}):
        cell = book.add_solution_cell(name, lab.notebook, lab.id)
        book.db.add_all(Comment(cell_id=cell.id, notebook_id=submission.id) for submission in submissions)
    for name in sorted(sources - {cell.name for cell in notebook.source_cells}):
        book.add_source_cell(name, lab.notebook, lab.id, cell_type="code")
    book.db.commit()


def _handed_in(book: Gradebook, lab: Lab) -> Notebook | None:
    return next((one for one in _notebooks(book, lab) if one.name == lab.notebook), None)


def _notebooks(book: Gradebook, lab: Lab) -> list[Notebook]:
    """The lab's notebooks that were handed in."""
    found = book.db.query(Notebook).join(Assignment).filter(Assignment.name == lab.id)
    return [notebook for notebook in found if notebook.submissions]


def _changes(book: Gradebook, lab: Lab, gradebook: Path) -> Iterator[Change]:
    for other in _notebooks(book, lab):
        if other.name != lab.notebook:
            yield Change(
                lab.id,
                lab.notebook,
                f"the notebook was called {other.name}",
                len(other.submissions),
                f"{_submissions(len(other.submissions))} of it are graded under that name: call it {other.name} again",
            )
    notebook = _handed_in(book, lab)
    if notebook is None:
        return
    count, known, wanted = len(notebook.submissions), _known(notebook), _wanted(lab)
    names = renamed(lab, known, gradebook)
    points = {cell.name: float(cell.max_score) for cell in notebook.grade_cells}
    for old in known:
        cell = wanted.get(names.get(old.name, old.name))
        worth = f", with its {points[old.name]:g} points" if old.name in points else ""
        if cell is None:
            if old.name in points or _given(book, notebook, old.name):
                yield Change(lab.id, old.name, f"removed{worth}", count, _if_given(book, notebook, old, lab))
            continue
        if cell.kind != old.role:
            what = f"it was {ROLES[old.role]} and is {ROLES[cell.kind]}"
            yield Change(lab.id, old.name, what, count, _if_given(book, notebook, old, lab))
            continue
        if cell.name != old.name:
            yield Change(lab.id, cell.name, f"it was called {old.name}", count)
        if old.name in points and points[old.name] != cell.points:
            what = f"{points[old.name]:g} points became {cell.points:g}"
            yield Change(lab.id, cell.name, what, count, _if_above(book, notebook, old.name, cell))
        if cell.kind == "test" and cell.name == old.name and old.source.strip() != cell.source.strip():
            yield Change(lab.id, cell.name, "its test changed", count)
    for name, cell in wanted.items():
        if name not in {*(old.name for old in known), *names.values()} and cell.kind in ("test", "manual"):
            yield Change(lab.id, name, f"new, for {cell.points:g} points", count)


def _known(notebook: Notebook) -> list[Known]:
    """The graded cells and the answers, as the database has them."""
    sources = {cell.name: cell.source or "" for cell in notebook.source_cells}
    graded = [cell.name for cell in notebook.grade_cells]
    answers = [cell.name for cell in notebook.solution_cells]
    roles = dict.fromkeys(answers, "solution") | {name: "manual" if name in answers else "test" for name in graded}
    return [Known(name, role, sources.get(name, "")) for name, role in sorted(roles.items())]


def _wanted(lab: Lab) -> dict[str, Cell]:
    return {cell.name: cell for cell in lab.cells if cell.kind in GRADED_OR_ANSWER}


def _names_differ(notebook: Notebook, lab: Lab) -> bool:
    """Whether set-up cells or answers came or went, which changes no points."""
    named = {cell.name for cell in lab.cells if cell.kind == "setup" or cell.kind in GRADED_OR_ANSWER}
    return named != {cell.name for cell in notebook.source_cells}


def _given(book: Gradebook, notebook: Notebook, name: str) -> int:
    """How many submissions have points or a comment of a person's in this cell."""
    cells = [cell.id for cell in (*notebook.grade_cells, *notebook.solution_cells) if cell.name == name]
    grades = book.db.query(Grade.notebook_id).filter(
        Grade.cell_id.in_(cells), Grade.manual_score.is_not(None) | Grade.extra_credit.is_not(None)
    )
    comments = book.db.query(Comment.notebook_id).filter(
        Comment.cell_id.in_(cells), Comment.manual_comment.is_not(None), Comment.manual_comment != ""
    )
    return len({number for (number,) in (*grades, *comments)})


def _if_given(book: Gradebook, notebook: Notebook, known: Known, lab: Lab) -> str:
    """Why a cell cannot go: "" when no person gave anything there."""
    count = _given(book, notebook, known.name)
    if not count:
        return ""
    others = [
        other.id for other in read_course(lab.path.parents[1]) if known.name in _wanted(other) and other.id != lab.id
    ]
    moved = f" (it is in {others[0]} now, where grades cannot follow)" if others else ""
    return (
        f"a person gave points or a comment there for {_submissions(count)}, which would be lost{moved}. Put the cell "
        f"back as it was; if it was only renamed, change nothing else around it until that is graded. To give up "
        f"what was given, clear it in formgrader first"
    )


def _if_above(book: Gradebook, notebook: Notebook, name: str, cell: Cell) -> str:
    """Why a cell's points cannot be lowered: "" when no person gave more."""
    cells = [known.id for known in notebook.grade_cells if known.name == name]
    count = book.db.query(Grade).filter(Grade.cell_id.in_(cells), Grade.manual_score > cell.points).count()
    if not count:
        return ""
    return (
        f"a person gave {_submissions(count)} more than {cell.points:g} points there; lower those in formgrader first, "
        "or leave the cell its points"
    )


def _rename(notebook: Notebook, names: Mapping[str, str]) -> None:
    for cell in (*notebook.grade_cells, *notebook.solution_cells, *notebook.source_cells):
        cell.name = names.get(cell.name, cell.name)


def _remove(book: Gradebook, cell: BaseCell) -> None:
    for kind in (Grade, Comment):
        for row in book.db.query(kind).filter(kind.cell_id == cell.id):
            book.db.delete(row)
    book.db.delete(cell)


def _submissions(count: int) -> str:
    return f"{count} submission{'s' if count != 1 else ''}"
