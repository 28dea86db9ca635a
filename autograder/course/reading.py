"""`solutions/` on disk → the course as data."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course.model import Cell, CourseError, Exercise, Lab
from autograder.course.nbgrader_cells import kind_of, name_of, owner_of, points_of

if TYPE_CHECKING:
    from nbformat import NotebookNode


def read_course(solutions: Path) -> tuple[Lab, ...]:
    """All labs below `solutions/`, in the order of their folders.

    Raises:
        CourseError: there is no lab, a folder without exactly one notebook, or a notebook that breaks a rule.
    """
    folders = sorted(solutions.iterdir()) if solutions.is_dir() else []
    labs = tuple(read_lab(folder) for folder in folders if folder.is_dir() and not folder.name.startswith("."))
    if not labs:
        raise CourseError(f"{solutions}: no lab folder there; a lab is solutions/<id>/<notebook>.ipynb")
    return labs


def read_lab(folder: Path) -> Lab:
    """The one notebook in `folder`.

    Raises:
        CourseError: no notebook or several, one that cannot be read, or a test cell that belongs to no exercise.
    """
    paths = sorted(folder.glob("*.ipynb"))
    if len(paths) != 1:
        raise CourseError(f"{folder}: {len(paths)} notebooks in it; a lab is one notebook in one folder")
    path = paths[0]
    notebook = _read_notebook(path)
    solutions = [name_of(cell) for cell in notebook.cells if kind_of(cell) == "solution"]
    cells = tuple(_read_cell(path, cell, solutions) for cell in notebook.cells)
    answers = [cell for cell in cells if cell.kind in ("solution", "manual")]
    tests = [cell for cell in cells if cell.kind == "test"]
    exercises = tuple(
        Exercise(cell.name, index, cell, tuple(test for test in tests if test.exercise == cell.name))
        for index, cell in enumerate(answers)
    )
    return Lab(folder.name, path.stem, path, cells, exercises)


def _read_notebook(path: Path) -> NotebookNode:
    import nbformat  # takes a second; imported here, it overlaps with the start of the exam's engine

    with warnings.catch_warnings():
        # Missing and duplicate ids are reported by `autograder.release.rules`, with the cell's name.
        warnings.simplefilter("ignore")
        try:
            notebook: NotebookNode = nbformat.read(path, as_version=4)
        except Exception as error:  # nbformat raises anything on a damaged file; the message has to name the file
            raise CourseError(f"{path}: it cannot be read as a notebook: {type(error).__name__}: {error}") from error
    return notebook


def _read_cell(path: Path, cell: NotebookNode, solutions: list[str]) -> Cell:
    kind, name = kind_of(cell), name_of(cell)
    exercise = name if kind in ("solution", "manual") else ""
    if kind == "test":
        exercise = owner_of(name, solutions)
        if not exercise:
            raise CourseError(
                f"{path}: the test cell {name!r} belongs to no exercise; name it test_<exercise>_<concept>"
            )
    return Cell(name, kind, cell.source, points_of(cell), exercise)
