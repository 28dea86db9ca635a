"""Which of our exploration cells have to run: nobody's points depend on them, and the course has stored what they show.

One that the student left as it was shows what it shows in the course. It runs only if something that the student wrote
may have changed what it reads, or if a cell that runs needs a name from it.
"""

from __future__ import annotations

import builtins
import contextlib
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from nbformat import NotebookNode

from autograder.course.names import global_names, imported_names
from autograder.course.nbgrader_cells import EXPLORE, is_test, kind_of, name_of

LONGEST_PARSED = 200_000
BUILT_IN = frozenset(dir(builtins))


@dataclass(frozen=True)
class Explorations:
    """Exploration cells, by their places in the notebook.

    Attributes:
        needed: an answer, or a cell of the student's own, reads a name that they define.
        shown: run only for what they show.
    """

    needed: frozenset[int]
    shown: frozenset[int]


@dataclass(frozen=True)
class _Cell:
    place: int
    is_exploration: bool
    is_students: bool
    defines: frozenset[str]
    reads: frozenset[str]
    imports: frozenset[tuple[str, str]]


def explorations(notebook: NotebookNode, changed: Collection[str], *, run_all: bool) -> Explorations:
    """The exploration cells of one submission that have to run.

    Args:
        changed: the names of those in which the student changed something.
        run_all: whether all of them are to run.
    """
    code = ((place, cell) for place, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    cells = [_read(place, cell, changed) for place, cell in code if not is_test(cell)]
    own = [cell for cell in cells if cell.is_exploration]
    needed = _definers(own, [cell for cell in cells if not cell.is_exploration])
    if run_all:
        return Explorations(needed, frozenset(cell.place for cell in own) - needed)
    touched = _touched(cells)
    running = [cell for cell in cells if not cell.is_exploration or cell.place in touched]
    return Explorations(needed, (touched | _definers(own, running)) - needed)


def _read(place: int, cell: NotebookNode, changed: Collection[str]) -> _Cell:
    is_students = kind_of(cell) in ("solution", "code") or name_of(cell) in changed
    is_exploration = EXPLORE in cell.metadata.get("tags", [])
    return _Cell(place, is_exploration, is_students, *names_in(cell.source))


@lru_cache(maxsize=512)
def names_in(source: str) -> tuple[frozenset[str], frozenset[str], frozenset[tuple[str, str]]]:
    """The global names that a cell defines, those that it reads, and what it imports; none where it is not Python."""
    defines, reads, imports = set[str](), set[str](), dict[str, str]()
    if len(source) < LONGEST_PARSED:
        with contextlib.suppress(Exception):  # a student's source may be anything, and too much for the parser
            defines, reads = global_names(source)
            imports = imported_names(source)
    return frozenset(defines), frozenset(reads), frozenset(imports.items())


def _definers(own: list[_Cell], running: list[_Cell]) -> frozenset[int]:
    """The explorations that define a name which one of the cells that run reads and none of them defines."""
    found: set[int] = set()
    defined = frozenset[str]().union(*(cell.defines for cell in running if not cell.is_exploration))
    undefined = set[str]().union(*(cell.reads for cell in running)) - defined
    while True:
        more = [cell for cell in own if cell.place not in found and cell.defines & undefined]
        if not more:
            return frozenset(found)
        found |= {cell.place for cell in more}
        undefined |= set().union(*(cell.reads for cell in more)) - defined


def _touched(cells: list[_Cell]) -> frozenset[int]:
    """The explorations that the student changed, and those that read a name which may be another one by that, or which
    is not there any more.
    """
    theirs = frozenset[str]().union(*(cell.defines for cell in cells if cell.is_exploration))
    ours = frozenset[tuple[str, str]]().union(*(cell.imports for cell in cells if not cell.is_students))
    touched, there = set[str](), set[str](BUILT_IN)
    found: set[int] = set()
    for cell in cells:
        if cell.is_students:
            # A cell can change what it only reads: `picture.mul_(2)`.
            # To import what the course imports under the same name changes nothing.
            as_before = {name for name, target in cell.imports if (name, target) in ours}
            touched |= (cell.defines - as_before) | (cell.reads & theirs)
        elif cell.is_exploration and (cell.reads & touched or cell.reads - there):
            touched |= cell.defines
        if cell.is_exploration and (cell.is_students or cell.reads & touched or cell.reads - there):
            found.add(cell.place)
        there |= cell.defines
    return frozenset(found)
