"""`feedback`: write a feedback page for each graded submission."""

from __future__ import annotations

import argparse

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_gradebook, add_jobs, add_selection
from autograder.text import printable


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`feedback` and its options."""
    parser = add_command(commands, "feedback", run, "write a feedback page for each graded submission")
    add_selection(parser)
    add_jobs(parser, "pages")
    parser.add_argument("--force", action="store_true", help="write current pages again, too")
    add_gradebook(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the pages that are not current; returns 1 when one could not be written."""
    from rich.progress import Progress

    from autograder.feedback import write_feedback

    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("writing pages", total=None)
        written = write_feedback(
            options.course,
            options.gradebook,
            options.lab,
            options.student,
            options.jobs,
            options.force,
            lambda done, of: progress.update(task, completed=done, total=of),
        )
    for problem in written.problems:
        console.print(printable(problem), soft_wrap=True)
    current = len(written.pages) - written.fresh - len(written.problems)
    console.print(
        f"{len(written.pages) - len(written.problems)} pages in {options.gradebook / 'feedback'}"
        + (f", {current} of them as they were" if current else ""),
        soft_wrap=True,
    )
    return 1 if written.problems else 0
