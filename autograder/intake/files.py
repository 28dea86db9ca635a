"""Folders and files as the intake sees them, on a disk or in a zip: only regular files, only the kinds that are
expected.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
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
    """A file of an expected kind. `read` gives its bytes or raises RefusedError; `dated` is what a zip says of its age."""

    name: str
    read: Callable[[], bytes]
    dated: str = ""


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
        return [file for file in self.files if kind(file.name) == NOTEBOOK]

    def zips(self) -> list[File]:
        return [file for file in self.files if kind(file.name) == ZIP]


def kind(name: str) -> str:
    """`.ipynb`, `.zip`, `timestamp.txt`, or "" for what is not expected."""
    if name.startswith("."):
        return ""
    return TIMESTAMP if name == TIMESTAMP else next((end for end in (NOTEBOOK, ZIP) if name.lower().endswith(end)), "")


def hidden(name: str) -> bool:
    """Whether a folder is some program's own: `.ipynb_checkpoints`, `.git`, what macOS puts into zips."""
    return name.startswith(".") or name == "__MACOSX"


def below(folder: Folder, depth: int = DEEPEST) -> Iterator[File]:
    """The notebooks and zips in `folder` and in its folders, the nearest first."""
    level = [folder]
    for _ in range(depth):
        for place in level:
            yield from (file for file in place.files if kind(file.name) in (NOTEBOOK, ZIP))
        level = [inner for place in level for inner in place.folders if not inner.problem]


def on_disk(path: Path) -> Folder:
    """A folder on the disk. Links to files are not there; links to folders are, as a problem to tell of."""
    return Folder(path.name, partial(entries_on_disk, path), LINK if path.is_symlink() else "")


def entries_on_disk(path: Path) -> tuple[list[Folder], list[File]]:
    inside = sorted(path.iterdir())
    folders = [on_disk(entry) for entry in inside if entry.is_dir() and not hidden(entry.name)]
    files = [entry for entry in inside if kind(entry.name) and entry.is_file() and not entry.is_symlink()]
    return folders, [File(entry.name, partial(_read, entry)) for entry in files]


def _read(path: Path) -> bytes:
    largest = LARGEST_ZIP if kind(path.name) == ZIP else LARGEST
    try:
        # Whatever was put in its place since it was listed: a link is not followed, a pipe is not waited for.
        with os.fdopen(
            os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)), "rb"
        ) as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise RefusedError(f"{path.name} is not a regular file")
            content = file.read(largest + 1)
    except OSError as error:
        raise RefusedError(f"{path.name} cannot be read: {error.strerror or error}") from error
    if len(content) > largest:
        raise RefusedError(f"{path.name} is larger than {largest // 2**20} MiB")
    return content
