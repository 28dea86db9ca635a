"""`grade` for somebody who waits for it: a progress bar, the time left and the running tally."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.gradebook.scores import NEEDS_HUMAN, Row
from autograder.grading.examining import MakeExecutor
from autograder.grading.planning import Plan
from autograder.grading.running import grade, local_threads
from autograder.text import counted

OUTCOMES = ("passed", "partial", "failed", "unknown", "manual")


def grade_with_progress(
    work: Plan, jobs: int, console: Console, make_executor: MakeExecutor = local_threads
) -> list[Row]:
    """`grade`, with a progress bar, the time left and the running tally; at the end, how many submissions were run and
    how many were kept from the last run.
    """
    tally: Counter[str] = Counter()
    kept = 0
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
        task = progress.add_task("grading", total=len(work.submissions), tally="")

        def listen(rows: list[Row]) -> None:
            tally.update(row.outcome for row in rows)
            progress.update(task, advance=1, tally=in_words(tally))

        def listen_kept(rows: list[Row]) -> None:
            nonlocal kept
            kept += 1
            listen(rows)

        rows = grade(work, jobs, make_executor, listen, listen_kept)
    unread = sum(bool(submission.problem) for submission in work.submissions)
    console.print(run_and_kept(len(work.submissions) - kept - unread, kept, unread), soft_wrap=True)
    return rows


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
