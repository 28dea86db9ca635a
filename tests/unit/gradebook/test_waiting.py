"""What is still being sent does not take the place of what was graded."""

from __future__ import annotations

from pathlib import Path

from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import NEEDS_HUMAN, Row, read_scores
from autograder.grading import grade, plan
from tests.support.notebooks import DOUBLING, Inline, make_course


def test_a_hand_in_that_is_still_being_written_leaves_the_graded_rows(tmp_path: Path) -> None:
    course, gradebook = make_course(tmp_path / "course"), tmp_path / "gradebook"
    folders = [f"{name}+{DOUBLING}+2026-01-10 12:00:00 UTC+abc" for name in ("ada", "bob")]
    for folder in folders:
        (tmp_path / "sent" / "inbound" / folder).mkdir(parents=True)
    write_scores(gradebook, [Row("ada", DOUBLING, "double", "test_double_value", 2.0, 2.0, "passed", "")])
    graded = grade(plan(course, tmp_path / "sent", gradebook), 1, lambda jobs: Inline())
    assert [one.student for one in graded.waiting] == ["ada"]
    assert [row.student for row in graded.needs_review] == ["bob"]
    assert {student for student, _ in graded.sent} == {"ada", "bob"}
    assert [(row.student, row.outcome) for row in read_scores(gradebook)] == [("ada", "passed"), ("bob", NEEDS_HUMAN)]
