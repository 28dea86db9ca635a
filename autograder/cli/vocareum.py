"""`vocareum`: pack one lab as the scripts of a Vocareum assignment."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_package, say_package


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`vocareum` and its options."""
    parser = add_command(commands, "vocareum", run, "pack one lab as the grading scripts of a Vocareum assignment")
    add_package(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="the folder to write (default: dist/vocareum-<lab>)")


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the folder, and say what to set over there."""
    from autograder.doors.package import RUBRIC, pack, write_folder

    package = pack(options.course, options.gradebook, "vocareum", options.lab)
    target = options.out or options.course / "dist" / f"vocareum-{options.lab}"
    write_folder(package, target)
    say_package(console, package, target)
    console.print(
        f"on Vocareum: a rubric with the {len(package.rubric)} criteria of {target / RUBRIC}, "
        f"{package.points:g} points in all; docs/gradescope.md says where",
        soft_wrap=True,
    )
    return 0
