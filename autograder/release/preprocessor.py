"""nbgrader's preprocessors that the course adds to the release."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

from autograder.course.nbgrader_cells import kind_of, name_of, owner_of, points_of
from autograder.release.points import with_points

RUN_ON = "raises-exception"
RUN_ON_STEP = "autograder.release.LetChecksFail"  # its name in nbgrader_config.py, for stock nbgrader too


class LetChecksFail(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no type information
    """Tags test cells so that Jupyter's *Run All* continues after one that fails.

    Without the tag, the first unfinished exercise would stop it.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: object, cell_index: int) -> tuple[NotebookNode, object]:
        if is_grade(cell) and not is_solution(cell) and RUN_ON not in cell.metadata.setdefault("tags", []):
            cell.metadata["tags"].append(RUN_ON)
        return cell, resources


class FillInPoints(NbGraderPreprocessor):  # type: ignore[misc]  # nbgrader ships no type information
    """Writes the points of exercises where the text has `{points}` (see `autograder.release.points`)."""

    def preprocess(self, notebook: NotebookNode, resources: object) -> tuple[NotebookNode, object]:
        points = {name_of(cell): points_of(cell) for cell in notebook.cells if kind_of(cell) in ("solution", "manual")}
        for cell in notebook.cells:
            owner = owner_of(name_of(cell), points) if kind_of(cell) == "test" else ""
            if owner:
                points[owner] += points_of(cell)
        for cell in notebook.cells:
            if kind_of(cell) == "markdown":
                cell.source = with_points(cell.source, name_of(cell), points)
        return notebook, resources
