"""The course's own labs, each read once in a process."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from autograder.course.model import Lab
from autograder.course.reading import read_course

ROOT = Path(__file__).parents[2]


@cache
def our_labs() -> tuple[Lab, ...]:
    """Those of `solutions/`."""
    return read_course(ROOT / "solutions")


@cache
def released_labs() -> tuple[Lab, ...]:
    """Those of `notebooks/`."""
    return read_course(ROOT / "notebooks")
