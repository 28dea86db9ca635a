"""What nbgrader's own commands do in this course: `nbgrader_config.py` names these two exporters.

An exporter is made before nbgrader touches any file: what refuses there has deleted nothing.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter, NotebookExporter
from nbgrader.converters.base import NbGraderException

from autograder.course.config import Course, load_config
from autograder.course.model import CourseError
from autograder.feedback import write_feedback
from autograder.gradebook.lock import locked
from autograder.gradebook.paths import AUTOGRADED

NO_SANDBOX = (
    "`nbgrader autograde` runs what students handed in without a sandbox: their code could read the hidden tests, the "
    "gradebook and every file of yours, and write its own grades. Grade with `make grade` or `python -m autograder "
    "grade`; formgrader shows the result. If you want this nonetheless, on a machine that holds nothing else, set "
    "c.Course.allow_stock_autograde = True in nbgrader_config.py."
)


class GradedNotebook(NotebookExporter):
    """The exporter of `nbgrader autograde`: refuses to begin unless `c.Course.allow_stock_autograde` is set.

    Raises:
        NbGraderException: it is not set.
    """

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)  # type: ignore[no-untyped-call]  # nbconvert's is not annotated
        if not Course(config=self.config).allow_stock_autograde:
            self.log.error(NO_SANDBOX)
            raise NbGraderException(NO_SANDBOX)


class FeedbackPage(HTMLExporter):
    """The exporter of `nbgrader generate_feedback`: gives the page of `python -m autograder feedback`, which has no
    hidden test.
    """

    def from_filename(self, filename: str, resources: Any = None, **options: Any) -> tuple[Any, dict[str, Any]]:
        """The page of the graded notebook in this file.

        Raises:
            CourseError: it was not graded by `python -m autograder grade`, or its page cannot be written.
        """
        graded = Path(filename).resolve()
        student, lab, gradebook = graded.parts[-3], graded.parts[-2], graded.parents[3]
        if graded.parents[2].name != AUTOGRADED:
            raise CourseError(f"{graded.parents[2]}: graded notebooks should lie in a folder named {AUTOGRADED}")
        course = Path.cwd()  # where nbgrader goes before it converts
        load_config(course)
        with locked(gradebook, "nbgrader generate_feedback"):
            written = write_feedback(course, gradebook, [lab], [student], jobs=1)
        if written.problems:
            raise CourseError("\n".join(written.problems))
        resources["output_extension"] = self.file_extension
        return written.pages[0].read_text(encoding="utf-8"), resources
