"""What somebody who waits for `grade` is told."""

from __future__ import annotations

import io

from rich.console import Console

from autograder.grading import grade_with_progress, plan
from autograder.grading.progress import in_words
from tests.support.notebooks import DOUBLING, TRIPLING, Inline
from tests.support.quick import QuickClass, quick

__all__ = ["quick"]  # the fixture


def test_the_tally_says_that_it_counts_cells_and_what_needs_review_apart() -> None:
    tally = {"failed": 34, "manual": 6, "needs-human": 2, "passed": 92}
    assert in_words(tally) == "cells: 92 passed, 34 failed, 6 manual; 2 submissions need review"
    assert in_words({"needs-human": 1}) == "1 submission needs review"
    assert in_words({"passed": 1, "partial": 1, "unknown": 1}) == "cells: 1 passed, 1 partial, 1 unknown"


def test_grade_says_how_many_submissions_were_run_and_how_many_were_kept(quick: QuickClass) -> None:
    def told() -> str:
        console = Console(record=True, width=200, file=io.StringIO())
        grade_with_progress(plan(quick.course, quick.submitted, quick.gradebook), 1, console, lambda jobs: Inline())
        return console.export_text().rstrip().split("\n")[-1]

    quick.submit("ada")
    quick.submit("bo")
    assert told() == "submissions: 2 run, 0 kept from the last run"
    quick.submit("carol", TRIPLING)
    damaged = quick.submitted / "dan" / DOUBLING / "doubling.ipynb"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("garbage")
    assert told() == "submissions: 1 run, 2 kept from the last run, 1 not run (needs review)"
