"""Folders and files as the intake sees them, on a disk or in a zip: regular files only."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from autograder.text import listed, one_line

NOTEBOOK = ".ipynb"
ZIP = ".zip"
TIMESTAMP = "timestamp.txt"
SECRET = "submission_secret.txt"
BOOKKEEPING = {TIMESTAMP, SECRET}  # what nbgrader lays beside what was sent
LARGEST = 16 * 2**20  # of a notebook without its outputs
LARGEST_FILE = 64 * 2**20
DEEPEST = 6
MOST_CELLS = 20_000
LINK = "its folder is a symbolic link, which is not followed: put the files themselves there"


class RefusedError(ValueError):
    """Something that was sent cannot be taken; the message names it and says why."""


@dataclass(frozen=True)
class File:
    """A file.

    Attributes:
        read: gives its bytes, or raises RefusedError.
        dated: the time that a zip notes of it, "" for none.
        modified: the same, or the disk's, to tell which of a student's files is newer; None for none.
        upload: a platform's number that grows from upload to upload, 0 for none.
        depth: 1 for a notebook in a folder below the one with the notebooks that should count.
        path: where it lies on the disk, None for one in a zip.
        size: in bytes, as the disk or the zip says.
    """

    name: str
    read: Callable[[], bytes]
    dated: str = ""
    modified: datetime | None = None
    upload: int = 0
    depth: int = 0
    path: Path | None = None
    size: int = 0


def unowned() -> str:
    """Nobody's name."""
    return ""


@dataclass(frozen=True)
class Folder:
    """A folder. `entries` lists its folders and files in the order of their names, and may raise OSError.

    Attributes:
        owner: gives the name of the user whose folder it is, "" where that cannot be told.
    """

    name: str
    entries: Callable[[], tuple[list[Folder], list[File]]]
    problem: str = ""
    owner: Callable[[], str] = unowned

    @property
    def folders(self) -> list[Folder]:
        return self.entries()[0]

    @property
    def files(self) -> list[File]:
        return self.entries()[1]

    def notebooks(self) -> list[File]:
        return [file for file in self.files if file_type(file.name) == NOTEBOOK]


Entry = Folder | File


def file_type(name: str) -> str:
    """`.ipynb`, `.zip`, `timestamp.txt`, or "" for any other file."""
    if name.startswith("."):
        return ""
    if name == TIMESTAMP:
        return TIMESTAMP
    return next((ending for ending in (NOTEBOOK, ZIP) if name.lower().endswith(ending)), "")


def is_hidden(name: str) -> bool:
    """Whether a file or folder belongs to some program: `.ipynb_checkpoints`, `.git`, what macOS puts into zips."""
    return name.startswith(".") or name in ("__MACOSX", "Thumbs.db", "desktop.ini")


def below(folder: Folder, depth: int = DEEPEST) -> Iterator[File]:
    """The files in `folder` and in its folders, the nearest first."""
    level = [folder]
    for _ in range(depth):
        for place in level:
            yield from place.files
        level = [inner for place in level for inner in place.folders if not inner.problem]


def sent_names(files: list[File]) -> str:
    """The names of what a student sent, in a sentence; "" where there is nothing."""
    return listed([one_line(file.name) for file in files if file.name not in BOOKKEEPING])


def on_disk(path: Path, owner_of: Callable[[Path], str] | None = None) -> Folder:
    """A folder on the disk. Links to files are left out; a link to a folder is a folder with a problem.

    Args:
        owner_of: gives the name of a folder's owner.
    """
    return Folder(
        path.name,
        partial(entries_on_disk, path, owner_of),
        LINK if path.is_symlink() else "",
        unowned if owner_of is None else partial(owner_of, path),
    )


def entries_on_disk(path: Path, owner_of: Callable[[Path], str] | None = None) -> tuple[list[Folder], list[File]]:
    """What lies in a folder on the disk: folders and files, each in the order of their names."""
    return these_on_disk(path.iterdir(), owner_of)


def these_on_disk(
    paths: Iterable[Path], owner_of: Callable[[Path], str] | None = None
) -> tuple[list[Folder], list[File]]:
    """As `entries_on_disk`, of the folders and files that are named, where they are there."""
    entries = [entry for entry in sorted(paths) if not is_hidden(entry.name)]
    files = [entry for entry in entries if entry.is_file() and not entry.is_symlink()]
    folders = [on_disk(entry, owner_of) for entry in entries if entry.is_dir()]
    return folders, [
        File(entry.name, partial(read_file, entry), modified=_modified(entry), path=entry, size=_size(entry))
        for entry in files
    ]


def _modified(path: Path) -> datetime | None:
    try:
        return datetime.fromtimestamp(path.stat(follow_symlinks=False).st_mtime, UTC).replace(tzinfo=None)
    except (OSError, ValueError, OverflowError):  # it has gone meanwhile, or its date is none
        return None


def _size(path: Path) -> int:
    try:
        return path.stat(follow_symlinks=False).st_size
    except OSError:  # it has gone meanwhile
        return 0


def read_file(path: Path) -> bytes:
    """A regular file's bytes; no link is followed.

    Raises:
        RefusedError: it cannot be read, or is none, or too large.
    """
    try:
        # Something else may have taken its place since it was listed: follow no link, wait for no pipe.
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
        with os.fdopen(os.open(path, flags), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise RefusedError(f"{path.name} is not a regular file")
            content = file.read(LARGEST_FILE + 1)
    except OSError as error:
        raise RefusedError(f"{path.name} cannot be read: {error.strerror or error}") from error
    if len(content) > LARGEST_FILE:
        raise RefusedError(f"{path.name} is larger than {LARGEST_FILE // 2**20} MiB")
    return content
