"""`roster`: who is in the class, from a table that Canvas or Moodle exported."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_gradebook
from autograder.text import printable


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`roster` and its options."""
    parser = add_command(commands, "roster", run, "make or complete the gradebook's roster.csv from a platform's table")
    parser.add_argument(
        "--from",
        dest="source",
        type=Path,
        required=True,
        metavar="FILE",
        help="a grading worksheet or gradebook of Moodle, or Canvas's gradebook",
    )
    add_gradebook(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Complete the roster, and say how many are in it."""
    from autograder.export import complete_roster

    done = complete_roster(options.gradebook, options.source)
    console.print(printable(f"{done.path}: {done.added} students added, {done.completed} completed"), soft_wrap=True)
    return 0
