"""nbgrader's configuration of the course, and the PATH on which nbgrader finds its own tools."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from traitlets import Bool, TraitError, Unicode
from traitlets.config import Config, Configurable
from traitlets.config.loader import PyFileConfigLoader

from autograder.course.model import CourseError
from autograder.course.subject import Subject, load_subject

CONFIG = "nbgrader_config.py"

_databases: dict[Path, str] = {}  # by gradebook folder, the databases of the courses that were read in this process


class Course(Configurable):
    """`c.Course.…` in nbgrader_config.py."""

    subject = Unicode("", help="the module that knows the course's subject; none for plain Python").tag(config=True)
    allow_stock_autograde = Bool(
        False, help="let `nbgrader autograde`, which has no sandbox, run what students handed in"
    ).tag(config=True)


def load_config(course: Path) -> Config:
    """nbgrader's configuration of the course in `course`. From then on `configured_database` knows its database.

    Raises:
        CourseError: there is no `nbgrader_config.py`, or it cannot be run.
    """
    if not (course / CONFIG).is_file():
        raise CourseError(f"{course}: no {CONFIG} here; run this from the course's folder or name it with --course")
    with environment_on_path():  # without it, the file changes PATH itself
        try:
            config: Config = PyFileConfigLoader(CONFIG, path=str(course)).load_config()
        except Exception as error:  # it is a program, and may raise anything
            raise CourseError(f"{course / CONFIG}: it cannot be run: {type(error).__name__}: {error}") from error
    folder = (course / config.CourseDirectory.get("autograded_directory", "autograded")).parent.resolve()
    if config.CourseDirectory.get("db_url"):
        _databases[folder] = str(config.CourseDirectory.db_url)
    else:
        _databases.pop(folder, None)
    return config


def configured_database(gradebook: Path) -> str:
    """The `c.CourseDirectory.db_url` of the course whose autograded notebooks lie in this gradebook folder, "" where no
    such course was read. Other gradebook folders, such as the demo's, never share that database.
    """
    return _databases.get(gradebook.resolve(), "")


def subject_name(settings: Config) -> str:
    """The module of the course's subject, "" for plain Python.

    Raises:
        CourseError: it is no text.
    """
    with naming_the_setting():
        return str(Course(config=settings).subject)


@contextmanager
def naming_the_setting() -> Iterator[None]:
    """Say of a setting that makes no sense where it is made.

    Raises:
        CourseError: in place of traitlets' own error.
    """
    try:
        yield
    except TraitError as error:
        raise CourseError(f"{CONFIG}: {error}") from error


def exchange_zone(settings: Config) -> str:
    """The time zone in which nbgrader's exchange writes its times, "" where the settings do not say."""
    return str(settings.get("Exchange", {}).get("timezone", ""))


def subject_of(course: Path) -> Subject:
    """The subject of the course in `course`.

    Raises:
        CourseError: there is no `nbgrader_config.py`, or no such subject.
    """
    return load_subject(subject_name(load_config(course)))


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
