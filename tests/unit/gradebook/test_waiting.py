"""What is still being sent does not take the place of what was graded."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.gradebook.scores import Row, write_scores
from autograder.grading import plan, planning
from autograder.intake import GradingNotebook, Submission
from tests.support.notebooks import DOUBLING, TRIPLING, make_course


def test_a_hand_in_that_is_still_being_written_leaves_the_graded_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course, gradebook = make_course(tmp_path / "course"), tmp_path / "gradebook"
    folders = [f"{name}+{DOUBLING}+2026-01-10 12:00:00 UTC+abc" for name in ("ada", "bob")]
    for folder in folders:
        (tmp_path / "sent" / "inbound" / folder).mkdir(parents=True)
    masters = {lab: GradingNotebook(lab, lab[3:], "") for lab in (DOUBLING, TRIPLING)}
    monkeypatch.setattr(planning, "prepare", lambda *arguments: masters)
    write_scores(gradebook, [Row("ada", DOUBLING, "double", "test_double_value", 2.0, 2.0, "passed", "")])
    work = plan(course, tmp_path / "sent", gradebook)

    def named(some: tuple[Submission, ...]) -> list[str]:
        return [one.student for one in some]

    assert (named(work.waiting), named(work.submissions)) == (["ada"], ["bob"])
    assert work.senders == {"ada", "bob"}
