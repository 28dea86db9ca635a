"""`new-exercise`: the beginning of an exercise, as an example that works and is to be replaced."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cli.options import Commands, add_command


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`new-exercise` and its options."""
    parser = add_command(
        commands, "new-exercise", run, "write the cells, probes and first named answers of a new exercise"
    )
    parser.add_argument("name", metavar="NAME", help="the function's or class's name, such as pad2d")
    parser.add_argument("--lab", required=True, metavar="ID", help="the lab's folder, such as 02_padding_and_stride")
    parser.add_argument(
        "--points", type=float, default=1, metavar="N", help="what the first test cell gives (default: 1)"
    )


def run(options: argparse.Namespace, console: Console) -> int:
    """Write them, and say what is still to be done."""
    from autograder.course.answers import ANSWERS, lacking
    from autograder.release.new_exercise import new_exercise

    course: Path = options.course
    made = new_exercise(course, options.name, options.lab, options.points)
    console.print(f"wrote the cells {', '.join(made.cells)} into {_shown(made.lab.path, course)}", soft_wrap=True)
    for path in made.files:
        console.print(f"wrote {_shown(path, course)}", soft_wrap=True)
    lacks = lacking(course / ANSWERS, options.name)
    for line in (
        "They are an example that works: `make release` takes it as it is. Now write your own in its place:",
        "- the statement, an example with its numbers, and three hints;",
        "- the solution, and a test cell for each of two to five concepts; points are typed in nbgrader's metadata of",
        "  the test cells and nowhere else;",
        f"- named answers: {lacks} (docs/authoring/answers.md says what each test cell needs);",
        "then `make answers` until no line shows <--, then `make release`.",
    ):
        console.print(line, soft_wrap=True)
    return 0


def _shown(path: Path, course: Path) -> str:
    return (
        str(path.resolve().relative_to(course.resolve()))
        if path.resolve().is_relative_to(course.resolve())
        else str(path)
    )
