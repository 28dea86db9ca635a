"""`solutions/` on disk → the course as data."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nbformat import NotebookNode
from autograder.course.model import Cell, CourseError, Exercise, Lab
from autograder.course.nbgrader_cells import kind_of, name_of, owner_of, points_of


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
    solutions = [name_of(cell) for cell in notebook.cells if kind_of(cell) == "solution"]
    cells = tuple(_read_cell(path, cell, solutions) for cell in notebook.cells)
    answers = [cell for cell in cells if cell.kind in ("solution", "manual")]
    exercises = tuple(
        Exercise(
            cell.name, index, cell, tuple(test for test in cells if test.kind == "test" and test.exercise == cell.name)
        )
        for index, cell in enumerate(answers)
    )
    return Lab(folder.name, path.stem, path, cells, exercises)


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
