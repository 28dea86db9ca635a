"""`solutions/` → `notebooks/`, through nbgrader's own GenerateAssignment, and what refuses to be released."""

from __future__ import annotations

import filecmp
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme
from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.course import CourseError, Lab, read_course
from autograder.rules import leaks, rule_breaks

CONFIG = "nbgrader_config.py"
SOLUTIONS = "solutions"
RELEASED = "notebooks"


def load_config(course: Path) -> Config:
    """nbgrader's configuration of the course in `course`.

    Raises:
        CourseError: there is no `nbgrader_config.py`.
    """
    if not (course / CONFIG).is_file():
        raise CourseError(f"{course}: no {CONFIG} here; run this from the course's folder or name it with --course")
    config: Config = PyFileConfigLoader(CONFIG, path=str(course)).load_config()
    return config


def release(course: Path) -> list[Path]:
    """Make `notebooks/` from `solutions/`; returns the notebooks written. Nothing is written when something is refused.

    Raises:
        CourseError: all that is wrong, one line each, with the file, the cell and the cure.
    """
    with _released(course) as fresh:
        target = course / RELEASED
        for old in target.iterdir() if target.is_dir() else ():
            if old.is_dir() and not (fresh / old.name).exists():
                shutil.rmtree(old)
        for lab in sorted(fresh.iterdir()):
            shutil.rmtree(target / lab.name, ignore_errors=True)
            shutil.copytree(lab, target / lab.name)
        return sorted(target.glob("*/*.ipynb"))


def stale(course: Path) -> list[str]:
    """The files in `notebooks/` that are not what `solutions/` gives now: changed, missing or left over.

    Raises:
        CourseError: as `release`.
    """
    with _released(course) as fresh:
        return sorted(_differences(fresh, course / RELEASED))


@contextmanager
def _released(course: Path) -> Iterator[Path]:
    """A folder with the release of now, made twice and compared, and checked for leaks."""
    labs = read_course(course / SOLUTIONS)
    problems = [problem for lab in labs for problem in rule_breaks(lab)]
    if problems:
        raise CourseError("\n".join(problems))
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        first, second = Path(folder) / "first", Path(folder) / "second"
        generate(course, labs, first / RELEASED, f"sqlite:///{first / 'gradebook.db'}")
        generate(course, labs, second / RELEASED, f"sqlite:///{second / 'gradebook.db'}")
        different = _differences(first / RELEASED, second / RELEASED)
        problems = [f"{name}: two releases of the same source differ" for name in sorted(different)]
        for lab in labs:
            problems += leaks(lab, first / RELEASED / lab.id / f"{lab.notebook}.ipynb")
        if problems:
            raise CourseError("\n".join(problems))
        yield first / RELEASED


def generate(course: Path, labs: Sequence[Lab], target: Path, db_url: str, keep_hidden: bool = False) -> None:
    """Run nbgrader's GenerateAssignment on `labs` into `target`, saving their cells in the database at `db_url`.

    With `keep_hidden` the notebooks keep hidden tests and marking schemes: what an instructor's side grades with.
    """
    target.mkdir(parents=True)
    config = load_config(course)
    config.CourseDirectory.release_directory = str(target)
    config.CourseDirectory.db_url = db_url
    with _environment_on_path(), _quiet_nbgrader():
        for lab in labs:
            coursedir = CourseDirectory(config=config)
            coursedir.assignment_id = lab.id
            converter = GenerateAssignment(coursedir=coursedir, config=config)
            if keep_hidden:
                converter.preprocessors = [p for p in converter.preprocessors if p not in (ClearHiddenTests, ClearMarkScheme)]
            converter.start()


@contextmanager
def _environment_on_path() -> Iterator[None]:
    """nbgrader runs `alembic` from PATH to make a database; let it find the one beside this interpreter."""
    old = os.environ.get("PATH", "")
    os.environ["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{old}"
    try:
        yield
    finally:
        os.environ["PATH"] = old


@contextmanager
def _quiet_nbgrader() -> Iterator[None]:
    """nbgrader logs each database statement it makes at INFO; its warnings and errors stay."""
    logger = logging.getLogger("alembic")
    old = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(old)


def _differences(fresh: Path, current: Path) -> set[str]:
    names = {path.relative_to(root).as_posix() for root in (fresh, current) for path in root.rglob("*") if path.is_file()}
    return {
        name
        for name in names
        if ".ipynb_checkpoints" not in name
        and not ((fresh / name).is_file() and (current / name).is_file() and filecmp.cmp(fresh / name, current / name, shallow=False))
    }
