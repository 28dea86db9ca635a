"""nbgrader's configuration of the course, and the PATH on which nbgrader finds its own tools."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course.model import CourseError

CONFIG = "nbgrader_config.py"


def load_config(course: Path) -> Config:
    """nbgrader's configuration of the course in `course`.

    Raises:
        CourseError: there is no `nbgrader_config.py`.
    """
    if not (course / CONFIG).is_file():
        raise CourseError(f"{course}: no {CONFIG} here; run this from the course's folder or name it with --course")
    with environment_on_path():  # without it, the file changes PATH itself
        config: Config = PyFileConfigLoader(CONFIG, path=str(course)).load_config()
    return config


@contextmanager
def environment_on_path() -> Iterator[None]:
    """Puts this interpreter's folder first on PATH, where nbgrader looks for `alembic` to make a database."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{before}"
    try:
        yield
    finally:
        os.environ["PATH"] = before


SOLUTIONS = "solutions"
RELEASED = "notebooks"
