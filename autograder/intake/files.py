"""Folders and files as the intake sees them, on a disk or in a zip: only regular files, only of the expected types."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

NOTEBOOK = ".ipynb"
ZIP = ".zip"
TIMESTAMP = "timestamp.txt"
LARGEST = 16 * 2**20
LARGEST_ZIP = 64 * 2**20
DEEPEST = 6
MOST_CELLS = 20_000
LINK = "its folder is a symbolic link, which is not followed: put the files themselves there"


class RefusedError(ValueError):
    """Something that was sent cannot be taken; the message names it and says why."""


@dataclass(frozen=True)
class File:
    """A file of an expected type.

    Attributes:
        read: gives its bytes, or raises RefusedError.
        dated: the time that a zip notes of it, "" for none.
        modified: the same, or the disk's, to tell which of a student's files is newer; None for none.
        upload: a platform's number that grows from upload to upload, 0 for none.
        depth: 1 for a notebook in a folder below the one with the notebooks that should count.
    """

    name: str
    read: Callable[[], bytes]
    dated: str = ""
    modified: datetime | None = None
    upload: int = 0
    depth: int = 0


@dataclass(frozen=True)
class Folder:
    """A folder. `entries` lists its folders and files in the order of their names, and may raise OSError."""

    name: str
    entries: Callable[[], tuple[list[Folder], list[File]]]
    problem: str = ""

    @property
    def folders(self) -> list[Folder]:
        return self.entries()[0]

    @property
    def files(self) -> list[File]:
        return self.entries()[1]

    def notebooks(self) -> list[File]:
        return [file for file in self.files if file_type(file.name) == NOTEBOOK]


def file_type(name: str) -> str:
    """`.ipynb`, `.zip`, `timestamp.txt`, or "" for a file that is not expected."""
    if name.startswith("."):
        return ""
    if name == TIMESTAMP:
        return TIMESTAMP
    return next((ending for ending in (NOTEBOOK, ZIP) if name.lower().endswith(ending)), "")


def is_hidden(name: str) -> bool:
    """Whether a folder belongs to some program: `.ipynb_checkpoints`, `.git`, what macOS puts into zips."""
    return name.startswith(".") or name == "__MACOSX"


def below(folder: Folder, depth: int = DEEPEST) -> Iterator[File]:
    """The notebooks and zips in `folder` and in its folders, the nearest first."""
    level = [folder]
    for _ in range(depth):
        for place in level:
            yield from (file for file in place.files if file_type(file.name) in (NOTEBOOK, ZIP))
        level = [inner for place in level for inner in place.folders if not inner.problem]


def on_disk(path: Path) -> Folder:
    """A folder on the disk. Links to files are left out; a link to a folder is a folder with a problem."""
    return Folder(path.name, partial(entries_on_disk, path), LINK if path.is_symlink() else "")


def entries_on_disk(path: Path) -> tuple[list[Folder], list[File]]:
    """What lies in a folder on the disk: folders and files, each in the order of their names."""
    entries = sorted(path.iterdir())
    folders = [on_disk(entry) for entry in entries if entry.is_dir() and not is_hidden(entry.name)]
    files = [entry for entry in entries if file_type(entry.name) and entry.is_file() and not entry.is_symlink()]
    return folders, [File(entry.name, partial(_read, entry), modified=_modified(entry)) for entry in files]


def _modified(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat(follow_symlinks=False).st_mtime, UTC).replace(tzinfo=None)
    except (OSError, ValueError, OverflowError):  # it has gone meanwhile, or its date is none
        return None


def _read(path: Path) -> bytes:
    largest = LARGEST_ZIP if file_type(path.name) == ZIP else LARGEST
    try:
        # Something else may have taken its place since it was listed: follow no link, wait for no pipe.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise RefusedError(f"{path.name} is not a regular file")
            content = file.read(largest + 1)
    except OSError as error:
        raise RefusedError(f"{path.name} cannot be read: {error.strerror or error}") from error
    if len(content) > largest:
        raise RefusedError(f"{path.name} is larger than {largest // 2**20} MiB")
    return content
