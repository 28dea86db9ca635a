"""`rename-student`: go on under another id, with all grades."""

from __future__ import annotations

import argparse

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_gradebook
from autograder.text import printable


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`rename-student` and its options."""
    parser = add_command(commands, "rename-student", run, "a student's id has changed: move the grades to the new one")
    parser.add_argument("old", metavar="OLD", help="the student's id or name in the gradebook")
    parser.add_argument("new", metavar="NEW", help="the id from now on")
    add_gradebook(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Move the grades, and print what was moved."""
    from autograder.course.config import load_config
    from autograder.gradebook.lock import locked_if_there
    from autograder.gradebook.students import rename_student

    load_config(options.course)
    with locked_if_there(options.gradebook, "rename-student"):
        for line in rename_student(options.gradebook, options.old, options.new):
            console.print(printable(line), soft_wrap=True)
    return 0
