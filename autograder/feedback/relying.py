"""Which other exercises an answer calls, from the source of the student's cells alone: nothing is run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nbformat import NotebookNode

from autograder.course.model import Lab
from autograder.course.names import names_in_functions, seemingly_defined
from autograder.course.nbgrader_cells import grade_id, kind_of


def called_exercises(notebook: NotebookNode, lab: Lab) -> dict[str, tuple[str, ...]]:
    """By exercise, the other exercises of the lab whose names its functions read, directly or through functions that
    other cells of the notebook define; in the order of the lab.
    """
    exercises = [exercise.name for exercise in lab.exercises]
    reads: dict[str, set[str]] = {}  # of what a cell defines, the last one that does
    for cell in notebook.cells:
        if cell.cell_type == "code" and kind_of(cell) != "test":
            own = names_in_functions(cell.source)
            reads |= dict.fromkeys(seemingly_defined(cell.source), own)
            if grade_id(cell) in exercises:
                reads[grade_id(cell)] = own
    return {name: tuple(other for other in exercises if other in _reached(name, reads)) for name in exercises}


def mend_first(exercise: str, called: Sequence[str], lost: Sequence[str]) -> tuple[str, ...]:
    """What to do first where an answer calls answers that lost points; nothing where it calls none."""
    wrong = [f"`{name}`" for name in called if name in lost]
    if not wrong:
        return ()
    that = "that" if len(wrong) == 1 else "these"
    return (f"`{exercise}` calls your {' and your '.join(wrong)}, whose checks fail: put {that} right first.",)


def _reached(name: str, reads: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    todo = [name]
    while todo:
        new = reads.get(todo.pop(), set()) - found
        found |= new
        todo += new
    return found - {name}
