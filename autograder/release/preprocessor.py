"""nbgrader's preprocessor that the course adds to the release."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

RUN_ON = "raises-exception"
RUN_ON_STEP = "autograder.release.LetChecksFail"  # as nbgrader_config.py names it, so that stock nbgrader takes it, too


class LetChecksFail(NbGraderPreprocessor):  # type: ignore[misc] # nbgrader ships no type information
    """Tags the test cells so that Jupyter's *Run All* goes on after one that fails; else the first unfinished exercise
    stops it.
    """

    def preprocess_cell(self, cell: NotebookNode, resources: object, cell_index: int) -> tuple[NotebookNode, object]:
        if is_grade(cell) and not is_solution(cell) and RUN_ON not in cell.metadata.setdefault("tags", []):
            cell.metadata["tags"].append(RUN_ON)
        return cell, resources
