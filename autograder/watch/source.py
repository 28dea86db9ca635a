"""Where hand-ins lie: a folder of students' folders or of platforms' zips, or an exchange's `inbound`.

The folder's entries are its *units*: one is looked at, and read, without the others. What counts is the state on the
disk, never an event alone.
"""

from __future__ import annotations

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config

from autograder.course.model import CourseError
from autograder.intake.files import NOTEBOOK, SECRET, ZIP, file_type, is_hidden
from autograder.intake.platforms.exchange import HAND_IN, INBOUND

DEEPEST = 8
MOST_FILES = 2000  # of a unit that are looked at
TAIL = 64  # bytes at the end of a notebook
OPEN_TO_ALL = 0o777  # the rights of a hand-in's folder when `nbgrader submit` is done with it


@dataclass(frozen=True)
class Source:
    """Where hand-ins lie.

    Attributes:
        folder: the folder whose entries are the units.
        exchange: the course's folder in nbgrader's exchange, None where `folder` is no `inbound` of one.
    """

    folder: Path
    exchange: Path | None = None

    @property
    def hidden(self) -> Path:
        """What no student code may read of it: all of the course's exchange, or the folder."""
        return self.exchange or self.folder

    @property
    def watched(self) -> Path:
        """The folder to be told of changes in: one that is there."""
        return next(path for path in (self.folder, *self.folder.parents) if path.is_dir())


@dataclass(frozen=True)
class Look:
    """How a unit looks.

    Attributes:
        stamp: another one when a file in it changes; "" where there is nothing.
        is_whole: whether each notebook and zip has its end, and a hand-in in an exchange its secret.
        is_done: whether it says itself that nothing more comes.
    """

    stamp: str
    is_whole: bool = True
    is_done: bool = False


def source_of(submitted: Path, settings: Config) -> Source:
    """What `--submitted` names, by its whole path: so are changes in it told.

    Raises:
        FileNotFoundError: there is no such folder.
        CourseError: it is a file; or an exchange in which this course has no folder.
    """
    if not submitted.exists():
        raise FileNotFoundError(f"{submitted}: no such folder; make it, or name the one in which hand-ins arrive")
    if not submitted.is_dir():
        raise CourseError(f"{submitted}: watch needs a folder; put the zip into one")
    submitted = submitted.resolve()
    course = str(settings.get("CourseDirectory", {}).get("course_id", ""))
    root = settings.get("Exchange", {}).get("root", "")
    if submitted.name == INBOUND:
        return Source(submitted, submitted.parent)
    if (submitted / INBOUND).is_dir():
        return Source(submitted / INBOUND, submitted)
    if course and (submitted / course / INBOUND).is_dir():
        return Source(submitted / course / INBOUND, submitted / course)
    if root and course and submitted == Path(root).resolve():  # nothing was released yet
        return Source(submitted / course / INBOUND, submitted / course)
    others = sorted(path.parent.name for path in submitted.glob(f"*/{INBOUND}"))
    if others and not any(notebook for name in others for notebook in (submitted / name).glob("*/*.ipynb")):
        raise CourseError(
            f"{submitted}: an exchange without a course {course!r}, but with {', '.join(others[:5])}: set "
            "c.CourseDirectory.course_id in nbgrader_config.py, or name the course's folder"
        )
    return Source(submitted)


def configured_exchange(settings: Config, gradebook: Path) -> Source:
    """The course's part of the exchange that nbgrader's configuration names; no exchange where there is none."""
    course = str(settings.get("CourseDirectory", {}).get("course_id", ""))
    root = settings.get("Exchange", {}).get("root", "")
    folder = Path(root) / course
    is_there = bool(root and course) and (folder / INBOUND).is_dir()
    return Source(folder / INBOUND, folder) if is_there else Source(gradebook / "submitted")


def units(source: Source) -> list[str]:
    """The entries that there are now, those that changed last at the end."""
    if not source.folder.is_dir():
        return []
    with os.scandir(source.folder) as entries:
        found = []
        for entry in entries:
            if not is_hidden(entry.name):
                try:
                    found.append((entry.stat(follow_symlinks=False).st_mtime_ns, entry.name))
                except OSError:  # it has gone meanwhile
                    continue
    return [name for _, name in sorted(found)]


def unit_of(source: Source, path: Path) -> str:
    """The unit that a path lies in, "" for none."""
    try:
        inside = path.relative_to(source.folder).parts
    except ValueError:
        return ""
    return inside[0] if inside and not is_hidden(inside[0]) else ""


def look(source: Source, unit: str) -> Look:
    """How a unit looks now.

    Raises:
        OSError: it cannot be looked at.
    """
    path = source.folder / unit
    whole = hashlib.sha256()
    is_whole, has_secret = True, False
    try:
        for number, (name, size, time, file) in enumerate(_files(path)):
            whole.update(f"{name}\0{size}\0{time}\0".encode("utf-8", "surrogatepass"))
            if number >= MOST_FILES:
                break
            is_whole = is_whole and _has_its_end(file, size)
            has_secret = has_secret or (name == f"/{SECRET}" and size > 0)
        mode = stat.S_IMODE(path.lstat().st_mode)
    except FileNotFoundError:
        return Look("")
    if source.exchange is not None:  # `nbgrader submit` writes the secret when all else is there
        return Look(whole.hexdigest(), is_whole and has_secret, has_secret and mode == OPEN_TO_ALL)
    return Look(whole.hexdigest(), is_whole)


def sender_of(unit: str) -> str:
    """Whose name a hand-in in an exchange bears, "" where it is not named as one."""
    match = HAND_IN.fullmatch(unit)
    return match["student"] if match else ""


def _files(path: Path, below: str = "", depth: int = DEEPEST) -> Iterator[tuple[str, int, int, Path]]:
    """Name, size and time of a file, or of all files below a folder, in order; links are not followed. A folder has
    neither size nor time: it counts by what is in it.
    """
    facts = path.lstat()
    if not stat.S_ISDIR(facts.st_mode):
        yield below, facts.st_size, facts.st_mtime_ns, path
        return
    yield f"{below}/", 0, 0, path
    for name in sorted(os.listdir(path)) if depth else ():  # noqa: PTH208  # a Path for each takes longer than the look
        if not is_hidden(name):
            yield from _files(path / name, f"{below}/{name}", depth - 1)


def _has_its_end(path: Path, size: int) -> bool:
    """Whether a notebook ends as JSON does, and a zip has its table of contents; other files are not looked into."""
    kind = file_type(path.name)
    if kind not in (NOTEBOOK, ZIP):
        return True
    try:  # follow no link, wait for no pipe
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:  # it is told when it is read
        return True
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):  # of a folder no file can be made
        os.close(descriptor)
        return True
    with os.fdopen(descriptor, "rb") as file:
        if kind == ZIP:
            return zipfile.is_zipfile(file)
        file.seek(max(0, size - TAIL))
        return file.read(TAIL).rstrip(b"\0\r\n\t ").endswith(b"}")
