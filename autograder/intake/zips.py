"""Zips, read member by member in memory: nothing of them is ever written to a disk, so nothing can leave a folder.

All members are listed. One that is refused (a link, a name that leads out, encrypted, too large) is refused when it is
read, by the student whose it is: the rest of a class goes on.
"""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import cast

from autograder.intake.files import LARGEST_FILE, File, Folder, RefusedError, is_hidden
from autograder.text import one_line

MOST_MEMBERS = 20_000
IN_ALL = 8 * 2**30
IN_ALL_OF_A_STUDENT = 128 * 2**20
RATIO = 200
SMALL = 2**20  # below this size a high ratio is no bomb: a line repeated a thousand times has one, too
LONGEST_DIRECTORY = 8 * 2**20
DEEPEST = 12


class _Bounded(io.BufferedReader):
    """A file of which at most `most` bytes can be read at once: `zipfile` reads a zip's table of contents in one go."""

    most = LONGEST_DIRECTORY

    def read(self, size: int | None = -1, /) -> bytes:
        if size is not None and size > self.most:
            raise RefusedError("its table of contents is too long")
        return super().read(size)


@dataclass
class _Allowance:
    """How many bytes may still be unpacked."""

    total: int
    left: int = field(init=False)

    def __post_init__(self) -> None:
        self.left = self.total


@dataclass
class _Branch:
    """A folder of a zip while its members are sorted into it."""

    folders: dict[str, _Branch] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)


@contextmanager
def unpacked(source: Path | bytes, name: str, in_all: int = IN_ALL) -> Iterator[Folder]:
    """A zip as a folder, for as long as the context lasts.

    Raises:
        RefusedError: it is not a zip, or one of too many members.
    """
    raw = io.BytesIO(source) if isinstance(source, bytes) else io.FileIO(source)
    with _Bounded(cast(io.RawIOBase, raw)) as file:
        try:
            archive = zipfile.ZipFile(file)
        except RefusedError as error:
            raise RefusedError(f"{one_line(name)}: {error}") from error
        except Exception as error:  # whatever a damaged zip makes zipfile raise
            raise RefusedError(
                f"{one_line(name)} cannot be read as a zip: {one_line(str(error)) or type(error).__name__}"
            ) from error
        file.most = LARGEST_FILE + 2**16
        with archive:
            members = archive.infolist()
            if len(members) > MOST_MEMBERS:
                raise RefusedError(f"{one_line(name)} has {len(members)} members; {MOST_MEMBERS} are the most")
            yield _tree(archive, members, name, _Allowance(in_all))


def _tree(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], name: str, allowance: _Allowance) -> Folder:
    root = _Branch()
    for member in members:
        path = member.filename.replace("\\", "/")
        # A member whose name leads out of its folder is listed under the rest of its name, and refused when read.
        parts = [part[-255:] for part in path.split("/") if part not in ("", ".", "..") and not part.endswith(":")]
        if not parts or any(is_hidden(part) for part in parts[:-1]):
            continue
        if len(parts) > DEEPEST:
            parts = [*parts[: DEEPEST - 1], parts[-1]]
        branch = root
        for part in parts if path.endswith("/") else parts[:-1]:
            branch = branch.folders.setdefault(part, _Branch())
        if not path.endswith("/") and not is_hidden(parts[-1]):
            is_double = parts[-1] in branch.files
            branch.files[parts[-1]] = File(
                parts[-1],
                partial(_member, archive, member, parts[-1], is_double, allowance),
                _dated(member),
                _modified(member),
                size=member.file_size,
            )
    return _folder(name, root)


def _folder(name: str, branch: _Branch) -> Folder:
    def entries() -> tuple[list[Folder], list[File]]:
        folders = [_folder(inner, branch.folders[inner]) for inner in sorted(branch.folders) if not is_hidden(inner)]
        return folders, [branch.files[inner] for inner in sorted(branch.files)]

    return Folder(name, entries)


def _member(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str, is_double: bool, allowance: _Allowance
) -> bytes:
    refusal = _refusal(member) or ("is in the zip twice" if is_double else "")
    if not refusal and member.file_size > allowance.left:
        refusal = f"is one too many: the zip holds more than {allowance.total // 2**20} MiB"
    if refusal:
        raise RefusedError(f"{one_line(name)} {refusal}")
    allowance.left -= member.file_size
    try:
        with archive.open(member) as file:
            return file.read(member.file_size + 1)  # unpacks no more than that, whatever is inside
    except Exception as error:  # whatever damage makes zipfile or zlib raise
        raise RefusedError(
            f"{one_line(name)} cannot be unpacked: {one_line(str(error)) or type(error).__name__}"
        ) from error


def _refusal(member: zipfile.ZipInfo) -> str:
    path = member.filename.replace("\\", "/")
    mode = stat.S_IFMT(member.external_attr >> 16)
    if path.startswith("/") or ".." in path.split("/") or path[1:2] == ":":
        return f"has a name that leads out of its folder: {one_line(member.filename)}"
    if path.count("/") >= DEEPEST:
        return f"lies more than {DEEPEST} folders deep"
    if mode not in (0, stat.S_IFREG):
        return "is a link or a device, not a file"
    if member.flag_bits & 1:
        return "is encrypted: have it sent without a password"
    if member.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return "is compressed in an unusual way: have it sent as a plain zip"
    if member.file_size > LARGEST_FILE:
        return f"is larger than {LARGEST_FILE // 2**20} MiB"
    if member.file_size > SMALL and member.file_size > RATIO * max(member.compress_size, 1):
        return f"would grow more than {RATIO} times when unpacked"
    return ""


def _dated(member: zipfile.ZipInfo) -> str:
    """The time noted of a member, in the time zone of whoever packed it; "" for the zip format's own first day."""
    year, month, day, hour, minute, _ = member.date_time
    return "" if year <= 1980 else f"{year}-{month:02}-{day:02} {hour:02}:{minute:02}"


def _modified(member: zipfile.ZipInfo) -> datetime | None:
    """As `_dated`, to compare with other members."""
    try:
        return datetime(*member.date_time) if member.date_time[0] > 1980 else None
    except ValueError:  # a zip may note the 31st of February
        return None
