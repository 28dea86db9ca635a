"""A class graded in a second, without an exam: an answer that was written is right, one that was not is wrong."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.course.nbgrader_cells import grade_id, is_test, nbgrader_metadata
from autograder.course.reading import read_course
from autograder.exam.jobs import Answer, Job
from autograder.exam.results import Verdict
from autograder.gradebook.paths import database
from autograder.gradebook.scores import Row
from autograder.grading import Graded, examining, grade, plan
from tests.support.notebooks import DOUBLING, RIGHT, Inline, make_course, submit


def work_quickly(data: bytes) -> bytes:
    """As `autograder.exam.engines.work`, without running anything."""
    job = Job.decode(data)
    cells = nbformat.reads(job.text, as_version=4).cells
    verdicts = []
    for cell in cells:
        marks = nbgrader_metadata(cell)
        if not marks.get("grade"):
            continue
        name, most = grade_id(cell), float(marks["points"])
        if not is_test(cell):
            verdicts.append(Verdict(name, "manual", None, most))
            continue
        passed = any(name.startswith(f"test_{answer}_") for answer in job.answered)
        verdicts.append(Verdict(name, "passed" if passed else "failed", most if passed else 0.0, most))
    sandbox = "root" if job.sandbox == "auto" else job.sandbox
    return Answer(job.key, job.course, job.print, sandbox, job.text, tuple(verdicts)).encode()


class QuickClass:
    """A course, a folder of hand-ins and a gradebook below `folder`, graded at once; `ada` has handed in."""

    def __init__(self, folder: Path, settings: str = "", gradebook: str = "gradebook") -> None:
        self.course = make_course(folder / "course", settings=settings)
        self.submitted, self.gradebook = folder / "submitted", folder / gradebook

    def submit(self, student: str = "ada", lab: str = DOUBLING, time: str = "", **answers: str) -> Path:
        path = submit(self.submitted, student, lab, answers={**(RIGHT if lab == DOUBLING else {}), **answers})
        if time:
            path.with_name("timestamp.txt").write_text(time, encoding="utf-8")
        return path

    def grade(self, force: bool = False) -> dict[tuple[str, str], Row]:
        """The rows by student and test cell."""
        return {(row.student, row.test): row for row in self.graded(force).rows()}

    def graded(self, force: bool = False) -> Graded:
        """What came of grading."""
        work = plan(self.course, self.submitted, self.gradebook, force=force)
        return grade(work, jobs=1, make_executor=lambda jobs: Inline())

    def give(self, student: str, cell: str, points: float | None, comment: str | None = None) -> None:
        """As formgrader does when a person types points and a comment."""
        with Gradebook(database(self.gradebook)) as book:
            grade = book.find_grade(cell, "doubling", DOUBLING, student)
            grade.manual_score = points
            grade.needs_manual_grade = points is None and grade.auto_score is None
            if comment is not None:
                self.comment(student, cell, comment)
            book.db.commit()

    def comment(self, student: str, cell: str, comment: str) -> None:
        with Gradebook(database(self.gradebook)) as book:
            book.find_comment(cell, "doubling", DOUBLING, student).manual_comment = comment
            book.db.commit()

    def manual(self, student: str, cell: str) -> float | None:
        with Gradebook(database(self.gradebook)) as book:
            return book.find_grade(cell, "doubling", DOUBLING, student).manual_score  # type: ignore[no-any-return]

    def change(self, change: Callable[[str], str]) -> None:
        """Edit the first lab's notebook in solutions/ as text."""
        path = self.course / "solutions" / DOUBLING / "doubling.ipynb"
        path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")

    @property
    def labs(self) -> Any:
        return read_course(self.course / "solutions")


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> QuickClass:
    """A class that is graded without an exam."""
    no_exam(monkeypatch)
    return QuickClass(tmp_path)


def no_exam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(examining, "work", work_quickly)
