"""`demo`: make a sample class, grade it and show its table."""

from __future__ import annotations

import argparse

from rich.console import Console

from autograder.cli.options import Commands, add_command, add_gradebook, add_jobs


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`demo` and its options."""
    parser = add_command(commands, "demo", run, "make a sample class, grade it and show its table")
    add_gradebook(parser)
    add_jobs(parser, "submissions")


def run(options: argparse.Namespace, console: Console) -> int:
    """Make and grade the sample class."""
    from autograder.cli.sample_class import run_demo

    return run_demo(options.course, options.gradebook, options.jobs, console)
