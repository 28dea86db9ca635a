"""The course on disk as frozen data: labs, exercises, test cells, points. Read from `solutions/`, written by nobody."""

from __future__ import annotations

import symtable
import warnings
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from nbformat import NotebookNode

Kind = Literal["markdown", "code", "explore", "setup", "solution", "test", "manual"]

SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
SCHEME = ("=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ===")
REGIONS = (SOLUTION, HIDDEN, SCHEME)
EXPLORE = "explore"


class CourseError(Exception):
    """A source notebook breaks the course's own rules; the message names the file, the cell and the cure."""


@dataclass(frozen=True)
class Cell:
    """One cell of a source notebook. `name` is its nbgrader id, which is its cell id too."""

    name: str
    kind: Kind
    source: str
    points: float = 0.0
    exercise: str = ""

    @property
    def concept(self) -> str:
        """`orientation` for the test cell `test_corr2d_orientation`."""
        return self.name.removeprefix(f"test_{self.exercise}_")

    @property
    def visible(self) -> str:
        """The source without its hidden regions."""
        return without(self.source, HIDDEN)


@dataclass(frozen=True)
class Exercise:
    """A solution cell with its test cells, or a manually graded cell (which has no tests). `index` counts from 0 in its lab."""

    name: str
    index: int
    cell: Cell
    tests: tuple[Cell, ...] = ()

    @property
    def points(self) -> float:
        return self.cell.points + sum(test.points for test in self.tests)


@dataclass(frozen=True)
class Lab:
    """One notebook of the course, in the order of its cells."""

    id: str
    notebook: str
    path: Path
    cells: tuple[Cell, ...]
    exercises: tuple[Exercise, ...] = field(repr=False)

    @cached_property
    def points(self) -> float:
        return sum(exercise.points for exercise in self.exercises)

    @property
    def setup(self) -> tuple[Cell, ...]:
        return tuple(cell for cell in self.cells if cell.kind == "setup")

    def exercise(self, name: str) -> Exercise:
        return next(exercise for exercise in self.exercises if exercise.name == name)


def read_course(solutions: Path) -> tuple[Lab, ...]:
    """All labs below `solutions/`, in the order of their folders.

    Raises:
        CourseError: no lab there, a folder without exactly one notebook, or a notebook that breaks a rule.
    """
    folders = sorted(solutions.iterdir()) if solutions.is_dir() else []
    labs = tuple(read_lab(folder) for folder in folders if folder.is_dir() and not folder.name.startswith("."))
    if not labs:
        raise CourseError(f"{solutions}: no lab folder there; a lab is solutions/<id>/<notebook>.ipynb")
    return labs


def read_lab(folder: Path) -> Lab:
    """The one notebook in `folder`.

    Raises:
        CourseError: none or several notebooks, one that is none, or a test cell that belongs to no exercise.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if len(paths) != 1:
        raise CourseError(f"{folder}: {len(paths)} notebooks in it; a lab is one notebook in one folder")
    path = paths[0]
    notebook = _read_notebook(path)
    solutions = [_name(cell) for cell in notebook.cells if _kind(cell) == "solution"]
    cells = tuple(_read_cell(path, cell, solutions) for cell in notebook.cells)
    answers = [cell for cell in cells if cell.kind in ("solution", "manual")]
    exercises = tuple(
        Exercise(cell.name, index, cell, tuple(test for test in cells if test.kind == "test" and test.exercise == cell.name))
        for index, cell in enumerate(answers)
    )
    return Lab(folder.name, path.stem, path, cells, exercises)


def without(source: str, *regions: tuple[str, str]) -> str:
    """`source` with each of these regions cut out, its two marker lines with it."""
    return "\n".join(line for line, inside in _marked(source, regions) if not inside)


def within(source: str, *regions: tuple[str, str]) -> str:
    """What stands inside these regions of `source`, without the marker lines."""
    markers = {marker for region in regions for marker in region}
    lines = (line for line, inside in _marked(source, regions) if inside)
    return "\n".join(line for line in lines if not any(marker in line for marker in markers))


def _marked(source: str, regions: tuple[tuple[str, str], ...]) -> list[tuple[str, bool]]:
    rows: list[tuple[str, bool]] = []
    end = ""
    for line in source.split("\n"):
        opened = next((close for begin, close in regions if begin in line), "")
        end = end or opened
        rows.append((line, bool(end)))
        if end and end in line:
            end = ""
    return rows


def defined_names(source: str) -> set[str]:
    """The global names that a cell binds: imports, functions, classes, assignments, loop variables, `global` in a function."""
    return global_names(source)[0]


def free_names(source: str) -> set[str]:
    """The global names that a cell reads and does not itself bind."""
    return global_names(source)[1]


def global_names(source: str) -> tuple[set[str], set[str]]:
    """Both of these."""
    table = symtable.symtable(plain_python(source), "cell", "exec")
    defined = _global_writes(table)
    return defined, _global_reads(table) - defined


def plain_python(source: str) -> str:
    """The source with its IPython magics and shell lines blanked, so that Python can read it."""
    lines = source.split("\n")
    return "\n".join("" if line.lstrip().startswith(("%", "!")) else line for line in lines)


def _global_writes(table: symtable.SymbolTable) -> set[str]:
    module = table.get_type() == "module"
    bound = (symbol for symbol in table.get_symbols() if symbol.is_assigned() or symbol.is_imported())
    names = {symbol.get_name() for symbol in bound if module or symbol.is_declared_global()}
    return names.union(*map(_global_writes, table.get_children()))


def _global_reads(table: symtable.SymbolTable) -> set[str]:
    module = table.get_type() == "module"
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced() and (module or symbol.is_global())}
    return names.union(*map(_global_reads, table.get_children()))


def _read_notebook(path: Path) -> NotebookNode:
    import nbformat  # a second of work, which a command does while the exam's engine starts

    with warnings.catch_warnings():
        # Cells without an id, or with one that is there twice, are for `rules` to complain of, by name.
        warnings.simplefilter("ignore")
        try:
            notebook: NotebookNode = nbformat.read(path, as_version=4)
        except Exception as error:  # whatever a damaged file makes nbformat raise, it is this file that needs a hand
            raise CourseError(f"{path}: it cannot be read as a notebook: {type(error).__name__}: {error}") from error
    return notebook


def _name(cell: NotebookNode) -> str:
    return str(cell.metadata.get("nbgrader", {}).get("grade_id") or cell.get("id", ""))


def _kind(cell: NotebookNode) -> Kind:
    marks = cell.metadata.get("nbgrader", {})
    if marks.get("solution"):
        return "manual" if marks.get("grade") else "solution"
    if marks.get("grade"):
        return "test"
    if cell.cell_type == "markdown":
        return "markdown"
    if marks.get("locked"):
        return "setup"
    return "explore" if EXPLORE in cell.metadata.get("tags", []) else "code"


def _read_cell(path: Path, cell: NotebookNode, solutions: list[str]) -> Cell:
    kind, name = _kind(cell), _name(cell)
    points = float(cell.metadata.get("nbgrader", {}).get("points") or 0)
    exercise = name if kind in ("solution", "manual") else ""
    if kind == "test":
        owners = [solution for solution in solutions if name.startswith(f"test_{solution}_")]
        if not owners:
            raise CourseError(f"{path}: the test cell {name!r} belongs to no exercise; name it test_<exercise>_<concept>")
        exercise = max(owners, key=len)
    return Cell(name, kind, cell.source, points, exercise)
