"""What is known of the submissions of a run as they are read."""

from __future__ import annotations

from dataclasses import replace

from autograder.gradebook.scores import NEEDS_HUMAN
from autograder.grading import Graded, grade, plan
from tests.support.notebooks import DOUBLING, Inline
from tests.support.quick import QuickClass, quick

__all__ = ["quick"]  # the fixture


def test_a_second_hand_in_that_needs_review_takes_nothing_from_the_first(quick: QuickClass) -> None:
    quick.submit("ada")

    def graded_with_a_second_one() -> Graded:
        work = plan(quick.course, quick.submitted, quick.gradebook)
        (first,) = work.submissions
        both = (first, replace(first, text="", problem="two hand-ins of this lab lie in two places"))
        return grade(replace(work, submissions=both), 1, lambda jobs: Inline())

    once, again = graded_with_a_second_one(), graded_with_a_second_one()
    assert (once.run, once.kept, once.unread) == (1, 0, 1)
    assert (again.run, again.kept, again.unread) == (0, 1, 1)
    assert [(row.student, row.lab, row.outcome) for row in again.needs_review] == [("ada", DOUBLING, NEEDS_HUMAN)]
    assert sum(row.outcome == "passed" for row in again.rows()) == 3
