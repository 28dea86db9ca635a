"""The command line: one module a command, each with `add_parser` and `run`.

Each command imports what it needs when it runs.
"""

from __future__ import annotations

import argparse

from rich.console import Console

import autograder.light_jsonschema  # noqa: F401  # before anything imports nbformat
from autograder.cli import (
    attempts,
    certificates,
    demo,
    doctor,
    export,
    feedback,
    grade,
    gradescope,
    new_exercise,
    release,
    rename_student,
    report,
    roster,
    vocareum,
    watch,
    worker,
)
from autograder.course.model import CourseError
from autograder.text import printable

COMMANDS = (
    release,
    new_exercise,
    grade,
    doctor,
    demo,
    feedback,
    report,
    export,
    gradescope,
    vocareum,
    roster,
    rename_student,
    certificates,
    watch,
    attempts,
    worker,
)


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit code.

    0: done. 1: failed. 2: wrong usage. 3: done, but some submissions need review. 130: interrupted.
    """
    options = parser().parse_args(arguments)
    console = Console(stderr=True, markup=False, highlight=False, emoji=False)
    try:
        return int(options.run(options, console))
    except (CourseError, OSError) as error:
        for line in str(error).split("\n"):
            console.print(f"error: {printable(line)}", style="red", soft_wrap=True)
        return 1
    except KeyboardInterrupt:
        console.print("stopped; what is not graded yet can be graded by running the same command again")
        return 130


def parser() -> argparse.ArgumentParser:
    """The parser of all commands."""
    top = argparse.ArgumentParser(
        prog="autograder", description="Release, grade and report on the course in this folder."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add_parser(commands)
    return top
