"""`export`: write the totals in the form that a platform or a spreadsheet takes."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_gradebook, add_selection, pair, points
from autograder.text import counted, printable

if TYPE_CHECKING:
    from autograder.export import Exported

FORMATS = ("csv", "canvas", "moodle", "blackboard", "brightspace")


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`export` and its options."""
    parser = add_command(commands, "export", run, "write the totals in the form that a platform or a spreadsheet takes")
    parser.add_argument("--format", choices=FORMATS, required=True, help="what is to read it")
    add_selection(parser, students=False)
    parser.add_argument(
        "--into", type=Path, metavar="FILE", help="the platform's own export: change its grade column only"
    )
    parser.add_argument(
        "--column",
        action="append",
        type=pair,
        default=[],
        metavar="LAB=HEADING",
        help="which column of FILE is a lab's, if its name does not say",
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="replace grades that FILE has already and that are not ours"
    )
    parser.add_argument(
        "--scale",
        type=points,
        nargs="?",
        const=0.0,
        metavar="POINTS",
        help="scale to the assignment's points in FILE, or to POINTS where it does not say them",
    )
    parser.add_argument(
        "--output", type=Path, metavar="FILE", help="the file to write (default: in exports/ of the gradebook folder)"
    )
    add_gradebook(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the totals, and print who was left out; returns 3 when somebody was."""
    from autograder.export import export
    from autograder.gradebook.lock import locked_if_there

    columns = dict(options.column)
    with locked_if_there(options.gradebook, "export"):
        exported = export(
            options.course,
            options.gradebook,
            options.format,
            options.lab,
            options.into,
            options.output,
            columns,
            options.overwrite,
            options.scale,
        )
    return tell(exported, "total", console)


def tell(exported: Exported, what: str, console: Console) -> int:
    """Print what was written and who was left out; returns 3 when somebody was. `what` is one of what is in it."""
    for line in exported.notes:
        console.print(printable(line), soft_wrap=True)
    for line in exported.left:
        console.print(printable(f"left out: {line}"), soft_wrap=True)
    console.print(f"{counted(exported.count, what)} in {exported.path}", soft_wrap=True)
    return 3 if exported.left else 0
