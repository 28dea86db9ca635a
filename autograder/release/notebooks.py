"""`solutions/` → `notebooks/`, through nbgrader's own GenerateAssignment, with all checks of the release."""

from __future__ import annotations

import filecmp
import logging
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearHiddenTests, ClearMarkScheme, SaveCells
from sqlalchemy.exc import OperationalError

from autograder.course.config import CONFIG, RELEASED, SOLUTIONS, environment_on_path, load_config
from autograder.course.model import CourseError, Lab
from autograder.course.reading import read_course
from autograder.release.leaks import leaks
from autograder.release.points import PLACE
from autograder.release.preprocessor import RUN_ON_STEP
from autograder.release.rules import name_clashes, rule_breaks


def release(course: Path) -> list[Path]:
    """Make `notebooks/` from `solutions/`; returns the notebooks. Nothing is written when anything is wrong.

    Raises:
        CourseError: everything that is wrong, a line each, with the file, the cell and the cure.
    """
    with _released(course) as fresh:
        target = course / RELEASED
        for name in _differences(fresh, target):
            if (fresh / name).is_file():
                (target / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(fresh / name, target / name)
            else:
                (target / name).unlink()
        for folder in sorted((path for path in target.rglob("*") if path.is_dir()), reverse=True):
            if not any(folder.iterdir()):
                folder.rmdir()
        return sorted(target / path.relative_to(fresh) for path in fresh.rglob("*.ipynb"))


def stale(course: Path) -> list[str]:
    """The files in `notebooks/` that differ from what `solutions/` gives now: changed, missing or left over.

    Raises:
        CourseError: as `release`.
    """
    with _released(course) as fresh:
        return sorted(_differences(fresh, course / RELEASED))


def check_labs(course: Path) -> tuple[Lab, ...]:
    """The labs of a course, none of which breaks a rule. Nothing is run or written.

    Raises:
        CourseError: the rules that they break, a line each, with the file, the cell and the cure.
    """
    labs = read_course(course / SOLUTIONS)
    problems = [*(problem for lab in labs for problem in rule_breaks(lab)), *name_clashes(labs)]
    if problems:
        raise CourseError("\n".join(problems))
    return labs


@contextmanager
def _released(course: Path) -> Iterator[Path]:
    """A folder with a new release, which was made twice and compared, and checked for leaks."""
    labs = check_labs(course)
    with tempfile.TemporaryDirectory(prefix="release-") as folder:
        first, second = Path(folder) / "first" / RELEASED, Path(folder) / "second" / RELEASED
        generate(course, labs, first)
        generate(course, labs, second)
        problems = [
            f"{course / SOLUTIONS / name}: two releases of it differ: remove whatever in it is random or has a date"
            for name in sorted(_differences(first, second))
        ]
        for lab in labs:
            released = first / lab.id / f"{lab.notebook}.ipynb"
            if PLACE.search(released.read_text(encoding="utf-8")):
                problems.append(
                    f"{released}: a {{points}} in it was not filled in: append 'autograder.release.FillInPoints' to "
                    f"c.GenerateAssignment.preprocessors in {CONFIG}"
                )
            for other in labs:  # students have all labs at once, so each is checked for the secrets of all
                problems += leaks(other, released)
        if problems:
            raise CourseError("\n".join(dict.fromkeys(problem.replace(f"{first}", RELEASED) for problem in problems)))
        yield first


def generate(course: Path, labs: Sequence[Lab], target: Path, db_url: str = "", keep_hidden: bool = False) -> None:
    """Run nbgrader's GenerateAssignment on `labs` into `target`.

    Args:
        db_url: a database to save the cells in; "" for none.
        keep_hidden: keep hidden tests and marking schemes, as grading needs them.

    Raises:
        CourseError: nbgrader refused a notebook; the message quotes nbgrader's. Its cause is an OperationalError where
            the database could not be written, which may be possible later.
    """
    target.mkdir(parents=True)
    config = load_config(course)
    config.CourseDirectory.release_directory = str(target.resolve())
    config.CourseDirectory.db_url = db_url
    dropped: set[Any] = {ClearHiddenTests, ClearMarkScheme, RUN_ON_STEP} if keep_hidden else set()
    if not db_url:
        config.GenerateAssignment.no_database = True
        dropped.add(SaveCells)
    complaints = _Complaints(logging.WARNING)
    log = logging.Logger("nbgrader")
    log.addHandler(complaints)
    with environment_on_path(), _quiet_alembic():
        for lab in labs:
            coursedir = CourseDirectory(config=config, log=log)
            coursedir.assignment_id = lab.id
            converter = GenerateAssignment(coursedir=coursedir, config=config, log=log)
            converter.preprocessors = [step for step in converter.preprocessors if step not in dropped]
            try:
                converter.start()
            except NbGraderException as error:
                text = f"{lab.path}: nbgrader refuses it: {complaints.cause() or error}"
                raise CourseError(text) from complaints.unwritten or error


class _Complaints(logging.Handler):
    """Keeps nbgrader's log: its exceptions only refer to it.

    Attributes:
        unwritten: why the database could not be written, None if it could.
    """

    def __init__(self, level: int) -> None:
        super().__init__(level)
        self.messages: list[str] = []
        self.unwritten: OperationalError | None = None

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
        error = sys.exc_info()[1]
        while error is not None:
            if isinstance(error, OperationalError):
                self.unwritten = error
            error = error.__cause__ or error.__context__

    def cause(self) -> str:
        """The last line of the last traceback in the log, which has the exception's message."""
        tracebacks = [message for message in self.messages if message.startswith("Traceback")]
        return tracebacks[-1].strip().split("\n")[-1] if tracebacks else ""


@contextmanager
def _quiet_alembic() -> Iterator[None]:
    """Silences alembic's INFO messages, one a database statement; its warnings and errors stay."""
    logger = logging.getLogger("alembic")
    old = logger.level
    logger.setLevel(logging.WARNING)
    try:
        yield
    finally:
        logger.setLevel(old)


def _differences(fresh: Path, current: Path) -> set[str]:
    """The files that are in one of two folders only, or differ, as paths below the folder."""
    return {name for name in _files(fresh) | _files(current) if not _are_equal(fresh / name, current / name)}


def _files(folder: Path) -> set[str]:
    names = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in names if ".ipynb_checkpoints" not in name}


def _are_equal(first: Path, second: Path) -> bool:
    return first.is_file() and second.is_file() and filecmp.cmp(first, second, shallow=False)
