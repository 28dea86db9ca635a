"""`grade` for somebody who waits for it: a progress bar, the time left and the running tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.gradebook.scores import NEEDS_HUMAN, Row
from autograder.grading.examining import MakeExecutor
from autograder.grading.planning import Plan
from autograder.grading.running import Graded, grade, local_threads
from autograder.text import counted

OUTCOMES = ("passed", "partial", "failed", "unknown", "manual")


def grade_with_progress(work: Plan, jobs: int, console: Console, make_executor: MakeExecutor = local_threads) -> Graded:
    """`grade`, with a progress bar, the time left and the running tally; at the end, how many submissions were run and
    how many were kept from the last run.
    """
    tally: Counter[str] = Counter()
    count = 0
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[tally]}"),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("grading", total=work.expected, tally="")

        def listen(rows: list[Row]) -> None:
            nonlocal count
            count += 1
            tally.update(row.outcome for row in rows)
            # A hand-in may hold several labs, which is known when it is read.
            progress.update(task, completed=count, total=max(count, work.expected), tally=in_words(tally))

        graded = grade(work, jobs, make_executor, listen)
        progress.update(task, total=count)
    console.print(run_and_kept(graded.run, graded.kept, graded.unread), soft_wrap=True)
    return graded


def in_words(tally: Mapping[str, int]) -> str:
    """How many graded cells had each outcome and, apart from them, how many submissions need review."""
    cells = ", ".join(f"{tally[outcome]} {outcome}" for outcome in OUTCOMES if tally.get(outcome))
    stuck = tally.get(NEEDS_HUMAN, 0)
    review = f"{counted(stuck, 'submission')} need{'s' if stuck == 1 else ''} review" if stuck else ""
    return "; ".join(filter(None, [f"cells: {cells}" if cells else "", review]))


def run_and_kept(run: int, kept: int, unread: int) -> str:
    """What became of the submissions: run, kept from the last run, or not run because they could not be read."""
    parts = [
        f"{run} run",
        f"{kept} kept from the last run",
        f"{unread} not run ({'needs' if unread == 1 else 'need'} review)" if unread else "",
    ]
    return f"submissions: {', '.join(filter(None, parts))}"
