"""`report`: write a page for each lab and one for the course."""

from __future__ import annotations

import argparse
import gc

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_gradebook, add_selection


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`report` and its options."""
    parser = add_command(commands, "report", run, "write a page for each lab and one for the course")
    add_selection(parser, students=False)
    add_gradebook(parser)


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the pages; of chosen labs, theirs and the course's."""
    from autograder.gradebook.lock import locked_if_there
    from autograder.report import write_reports

    collects = gc.isenabled()
    gc.disable()  # a large class has millions of objects, which all live to the end
    try:
        with locked_if_there(options.gradebook, "report"):
            for page in write_reports(options.course, options.gradebook, options.lab):
                console.print(f"report: {page}", soft_wrap=True)
    finally:
        if collects:
            gc.enable()
    return 0
