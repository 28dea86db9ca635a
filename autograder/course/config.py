"""nbgrader's configuration of the course, and where nbgrader finds its own tools."""

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
    with environment_on_path():  # the file sees to that itself when it is not so
        config: Config = PyFileConfigLoader(CONFIG, path=str(course)).load_config()
    return config


@contextmanager
def environment_on_path() -> Iterator[None]:
    """nbgrader runs `alembic` from PATH to make a database; let it find the one beside this interpreter."""
    old = os.environ.get("PATH", "")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{old}"
    try:
        yield
    finally:
        os.environ["PATH"] = old


SOLUTIONS = "solutions"
RELEASED = "notebooks"
