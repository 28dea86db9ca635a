"""Options that several commands share, and the parsing of their values."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from autograder.doors.package import Package

Commands = argparse._SubParsersAction  # the type that add_subparsers returns; argparse has no public name for it
Run = Callable[[argparse.Namespace, Console], int]


def add_command(commands: Commands[argparse.ArgumentParser], name: str, run: Run, help: str) -> argparse.ArgumentParser:
    """A command's own parser, with the option `--course` that all commands have."""
    parser = commands.add_parser(name, help=help, description=help)
    parser.add_argument("--course", type=Path, default=Path.cwd(), help="the course's folder (default: this one)")
    parser.set_defaults(run=run)
    return parser


def add_gradebook(parser: argparse.ArgumentParser) -> None:
    """`--gradebook DIR`."""
    parser.add_argument("--gradebook", type=Path, required=True, metavar="DIR", help="the gradebook folder")


def add_selection(parser: argparse.ArgumentParser, *, students: bool = True) -> None:
    """`--lab ID` and `--student WHO`."""
    parser.add_argument("--lab", action="append", default=[], metavar="ID", help="only this lab (may be given again)")
    if students:
        parser.add_argument(
            "--student",
            action="append",
            default=[],
            metavar="WHO",
            help="only this student: an id, a name, or what else roster.csv has; several with commas, or given again",
        )


def add_jobs(parser: argparse.ArgumentParser, what: str) -> None:
    """`--jobs N`."""
    parser.add_argument("--jobs", type=count, default=0, metavar="N", help=f"{what} at a time (default: one a core)")


def count(text: str) -> int:
    """A whole number, not negative."""
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 0 on")
    return int(text)


def points(text: str) -> float:
    """A number of points above 0."""
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of points")
    return number


def pair(text: str) -> tuple[str, str]:
    """`LAB=HEADING` as a pair."""
    lab, equals, heading = text.partition("=")
    if not (lab and equals and heading):
        raise argparse.ArgumentTypeError(f"{text!r} is not LAB=HEADING, as in 01_convolution=Grade")
    return lab, heading


def add_package(parser: argparse.ArgumentParser) -> None:
    """`--lab ID` and `--gradebook DIR` of a package for another system."""
    parser.add_argument("--lab", required=True, metavar="ID", help="the lab to pack")
    parser.add_argument(
        "--gradebook",
        type=Path,
        default=Path("gradebook"),
        metavar="DIR",
        help="the gradebook folder: the package's secret is derived from its (default: gradebook)",
    )


def say_package(console: Console, package: Package, target: Path) -> None:
    """Say what was packed, and what of the lab a person grades."""
    console.print(f"packed {package.lab.id}: {target}", soft_wrap=True)
    console.print("it holds the solutions and the hidden tests: give it to nobody", soft_wrap=True)
    for name, points in package.in_words:
        console.print(f"not in it: {name}, {points:g} points, an answer in words that a person grades", soft_wrap=True)
