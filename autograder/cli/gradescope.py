"""`gradescope`: pack one lab as an autograder for Gradescope."""

from __future__ import annotations

import argparse
from pathlib import Path

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_package, say_package
from autograder.doors.gradescope import VISIBILITIES


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`gradescope` and its options."""
    parser = add_command(commands, "gradescope", run, "pack one lab as an autograder for Gradescope")
    add_package(parser)
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="the zip to write (default: dist/gradescope-<lab>.zip)"
    )
    parser.add_argument(
        "--visibility",
        choices=VISIBILITIES,
        default="visible",
        help="when students see the checks and the total (default: at once)",
    )


def run(options: argparse.Namespace, console: Console) -> int:
    """Write the zip, and say what to set over there."""
    from autograder.doors.package import pack
    from autograder.release.archives import write_zip

    package = pack(options.course, options.gradebook, "gradescope", options.lab, options.visibility)
    target = options.out or options.course / "dist" / f"gradescope-{options.lab}.zip"
    target.parent.mkdir(parents=True, exist_ok=True)
    write_zip(target, package.files, package.executable)
    say_package(console, package, target)
    console.print(
        f"on Gradescope: {package.points:g} autograder points, at least 3 GB of memory and 1 CPU; "
        "docs/gradescope.md says where",
        soft_wrap=True,
    )
    return 0
