"""What lateness costs follows the points, the due date and the policy as they are now."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course.config import load_config
from autograder.export import export
from autograder.feedback.run import write_feedback
from autograder.gradebook.late import refresh_penalties
from autograder.gradebook.paths import database
from tests.support.notebooks import DOUBLING, Page
from tests.support.quick import QuickClass, no_exam

ZERO = 'c.LateSubmissionPlugin.penalty_method = "zero"'


@pytest.fixture
def late(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> QuickClass:
    """One hand-in, a day late, under the policy that gives nothing for it."""
    no_exam(monkeypatch)
    quick = QuickClass(tmp_path, ZERO)
    quick.submit(time="2026-03-02 12:00:00 UTC")
    quick.grade()
    due(quick, "2026-03-01 12:00:00 UTC")
    return quick


def due(quick: QuickClass, time: str | None) -> None:
    """As formgrader's *Manage Assignments* and `nbgrader db assignment add` do."""
    with Gradebook(database(quick.gradebook)) as book:
        book.update_or_create_assignment(DOUBLING, duedate=time)


def penalty(quick: QuickClass) -> tuple[float, float]:
    """What nbgrader has: the points, and what is taken off."""
    with Gradebook(database(quick.gradebook)) as book:
        submission = book.find_submission(DOUBLING, "ada")
        return submission.score, submission.late_submission_penalty


def total(quick: QuickClass) -> str:
    return next(
        line.split(",")[5]
        for line in export(quick.course, quick.gradebook, "csv").path.read_text().splitlines()
        if line.startswith("ada,")
    )


def test_a_due_date_that_was_set_after_grading_counts_without_force(late: QuickClass) -> None:
    assert penalty(late) == (7, 0)
    late.grade()
    assert penalty(late) == (7, 7)
    due(late, "2026-03-05 12:00:00 UTC")
    late.grade()
    assert penalty(late) == (7, 0)


def test_another_late_policy_counts_without_force(late: QuickClass) -> None:
    late.grade()
    config = late.course / "nbgrader_config.py"
    config.write_text(config.read_text().replace(ZERO, ""))
    late.grade()
    assert penalty(late) == (7, 0)


def test_nothing_is_examined_again_for_a_due_date(late: QuickClass, monkeypatch: pytest.MonkeyPatch) -> None:
    from autograder.grading import examining

    monkeypatch.setattr(examining, "work", lambda *options: pytest.fail("it was examined again"))
    late.grade()
    assert penalty(late) == (7, 7)


def test_points_that_a_person_gives_to_a_late_hand_in_do_not_come_on_top_of_zero(late: QuickClass) -> None:
    late.grade()
    late.give("ada", "in_words", 3)
    assert total(late) == "0"
    assert penalty(late) == (10, 10)
    late.give("ada", "in_words", 2)
    write_feedback(late.course, late.gradebook, jobs=1)
    assert penalty(late) == (9, 9)
    text = Page(late.gradebook / "feedback/ada" / DOUBLING / "doubling.html").text
    assert "with 9 taken off" in " ".join(text.split()) or "9" in text


def test_an_extension_is_noticed_by_the_next_export(late: QuickClass) -> None:
    late.grade()
    late.give("ada", "in_words", 3)
    with Gradebook(database(late.gradebook)) as book:
        book.grant_extension(DOUBLING, "ada", days=2)
    assert total(late) == "10"


def test_a_penalty_of_somebodys_own_stays(late: QuickClass) -> None:
    late.submit("bob")
    late.grade()
    with Gradebook(database(late.gradebook)) as book:
        book.find_submission_notebook("doubling", DOUBLING, "bob").late_submission_penalty = 1.5
        book.db.commit()
    refresh_penalties(late.gradebook, load_config(late.course))
    with Gradebook(database(late.gradebook)) as book:
        assert book.find_submission(DOUBLING, "bob").late_submission_penalty == 1.5


def test_a_late_policy_that_fails_makes_the_late_wait_for_a_person_and_nobody_else(
    late: QuickClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    late.submit("bob")
    (late.course / "own_policy.py").write_text(
        "from nbgrader.plugins import BasePlugin\n\n\nclass Policy(BasePlugin):\n"
        "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n        return 1 / 0\n"
    )
    with (late.course / "nbgrader_config.py").open("a") as config:
        config.write('c.AssignLatePenalties.plugin_class = "own_policy.Policy"\n')
    monkeypatch.syspath_prepend(late.course)
    rows = late.grade()
    assert ("ada", "") in rows
    assert "ZeroDivisionError" in rows["ada", ""].reason
    assert rows["bob", "test_halve_value"].points == 3
