"""`grade` for somebody who waits for it: a progress bar, the time left and the running tally."""

from __future__ import annotations

from collections import Counter

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from autograder.gradebook.scores import Row
from autograder.grading.planning import Plan
from autograder.grading.running import MakeExecutor, grade, local_threads


def grade_with_progress(
    work: Plan, jobs: int, console: Console, make_executor: MakeExecutor = local_threads
) -> list[Row]:
    """`grade`, with a progress bar, the time left and the running tally."""
    tally: Counter[str] = Counter()
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
            progress.update(
                task, advance=1, tally=", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.items()))
            )

        return grade(work, jobs, make_executor, listen)
