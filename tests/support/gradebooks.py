"""Gradebooks made without an exam: a class with points for the tiny lab of one exercise."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from autograder.course.roster import ROSTER
from autograder.gradebook.databases import mark_newest
from autograder.gradebook.paths import database
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import Row
from tests.support.notebooks import TRIPLING

TEST = "test_triple_value"


def graded_gradebook(
    folder: Path,
    points: Mapping[str, float],
    *,
    penalties: Mapping[str, float] | None = None,
    names: Mapping[str, tuple[str, str]] | None = None,
    roster: str = "",
    due: str | None = None,
    sent: str | None = None,
) -> Path:
    """A gradebook in which these students have these of 2 points.

    Args:
        penalties: what lateness costs them.
        names: first and last names in nbgrader's table of students.
        roster: the text of roster.csv.
        due, sent: when the lab was due, and when everybody sent it.
    """
    folder.mkdir(parents=True, exist_ok=True)
    mark_newest(folder)
    rows = []
    with warnings.catch_warnings(), Gradebook(database(folder)) as book:
        warnings.simplefilter("ignore", SAWarning)  # nbgrader builds a submission's rows while SQLAlchemy autoflushes
        book.add_assignment(TRIPLING, duedate=due)
        book.add_notebook("tripling", TRIPLING)
        book.add_grade_cell(TEST, "tripling", TRIPLING, max_score=2, cell_type="code")
        for student, earned in points.items():
            first, last = (names or {}).get(student, ("", ""))
            book.add_student(student, first_name=first, last_name=last)
            book.add_submission(TRIPLING, student, timestamp=sent)
            book.find_grade(TEST, "tripling", TRIPLING, student).auto_score = earned
            notebook = book.find_submission_notebook("tripling", TRIPLING, student)
            notebook.late_submission_penalty = (penalties or {}).get(student, 0.0)
            rows.append(Row(student, TRIPLING, "triple", TEST, earned, 2, "partial", ""))
        book.db.commit()
    write_scores(folder, rows)
    if roster:
        (folder / ROSTER).write_text(roster, encoding="utf-8")
    return folder
