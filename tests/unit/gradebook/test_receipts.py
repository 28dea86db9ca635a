"""The two files that nbgrader keeps of a hand-in, and asks for when feedback is released."""

from __future__ import annotations

from pathlib import Path

from autograder.feedback import write_feedback
from autograder.gradebook.receipts import SUBMISSION_SECRET, TIMESTAMP
from tests.support.notebooks import DOUBLING
from tests.support.quick import QuickClass, quick

__all__ = ["quick"]  # the fixture

SECRET = "0123456789abcdef" * 8  # as long as nbgrader's


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.glob("*.txt")}


def test_time_and_secret_of_a_hand_in_lie_beside_its_notebook_and_its_page(quick: QuickClass) -> None:
    quick.submit(time="2026-03-02 12:00:00 CET").with_name(SUBMISSION_SECRET).write_text(SECRET)
    quick.grade()
    write_feedback(quick.course, quick.gradebook, jobs=1)
    for folder in ("autograded", "feedback"):
        found = texts(quick.gradebook / folder / "ada" / DOUBLING)
        assert found == {TIMESTAMP: "2026-03-02 11:00:00.000000 UTC", SUBMISSION_SECRET: SECRET}


def test_a_hand_in_without_a_secret_gets_a_page_that_nobody_can_guess(quick: QuickClass) -> None:
    for student in ("ada", "bob"):
        quick.submit(student)
    quick.grade()
    pages = [quick.gradebook / "feedback" / student / DOUBLING for student in ("ada", "bob")]
    write_feedback(quick.course, quick.gradebook, jobs=1)
    first = [texts(page) for page in pages]
    write_feedback(quick.course, quick.gradebook, jobs=1, force=True)
    assert [texts(page) for page in pages] == first
    secrets = {found[SUBMISSION_SECRET] for found in first}
    assert len(secrets) == 2
    assert min(map(len, secrets)) == 64
    assert texts(quick.gradebook / "autograded" / "ada" / DOUBLING) == {}


def test_a_secret_is_kept_also_where_nothing_has_to_be_graded_again(quick: QuickClass) -> None:
    path = quick.submit()
    quick.grade()
    path.with_name(SUBMISSION_SECRET).write_text(SECRET)
    quick.grade()
    assert texts(quick.gradebook / "autograded" / "ada" / DOUBLING) == {SUBMISSION_SECRET: SECRET}


def test_the_secret_of_an_earlier_hand_in_does_not_stay(quick: QuickClass) -> None:
    secret = quick.submit(time="2026-03-02 12:00:00 UTC").with_name(SUBMISSION_SECRET)
    secret.write_text(SECRET)
    quick.grade()
    secret.unlink()
    quick.submit(halve="def halve(x):\n    return 0.5 * x")
    quick.grade()
    assert SUBMISSION_SECRET not in texts(quick.gradebook / "autograded" / "ada" / DOUBLING)
