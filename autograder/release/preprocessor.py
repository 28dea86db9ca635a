"""nbgrader's preprocessor that the course adds to the release."""

from __future__ import annotations

from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor
from nbgrader.utils import is_grade, is_solution

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
