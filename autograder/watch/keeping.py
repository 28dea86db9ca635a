"""What was sent, copied into an attempt's folder; from then on nothing is read from where it lay, which the student may
still change.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.files import write_whole
from autograder.intake import Repair, Submission
from autograder.intake.delivery import Delivery, Sender
from autograder.intake.drafting import Masters, submissions_of
from autograder.intake.files import BOOKKEEPING, File, Folder, RefusedError, read_file
from autograder.intake.zips import IN_ALL_OF_A_STUDENT

SENT, LIST = "sent", "sent.json"
MOST_FILES = 500
LONGEST_NAME = 200  # bytes


@dataclass(frozen=True)
class Kept:
    """One file that was sent.

    Attributes:
        path: its name, with the folders that it lay in.
        place: where it is kept below `sent/`; "" where it is not.
        refused: why it could not be read.
        is_loose: whether it was sent without a folder.
    """

    path: str
    place: str
    size: int
    digest: str = ""
    refused: str = ""
    dated: str = ""
    modified: str = ""
    upload: int = 0
    is_loose: bool = False


def keep(delivery: Delivery, folder: Path) -> list[Kept]:
    """Copy what a delivery holds into `folder`.

    Raises:
        OSError: it cannot be read, or the copy cannot be written.
    """
    kept: list[Kept] = []
    room = IN_ALL_OF_A_STUDENT
    for file, path, is_loose in _all_files(delivery):
        modified = file.modified.isoformat() if file.modified else ""
        facts = Kept(path, "", file.size, "", "", file.dated, modified, file.upload, is_loose)
        if file.path is not None and not os.access(file.path, os.R_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(file.path))
        try:
            if len(kept) >= MOST_FILES or file.size > room:
                raise RefusedError(f"{file.name} was not kept: too much was sent at once")
            content = file.read()
        except RefusedError as error:
            kept.append(replace(facts, refused=str(error)))
            continue
        room -= len(content)
        place = f"{len(kept):03}-{_plain(file.name)}"
        (folder / SENT).mkdir(parents=True, exist_ok=True)
        (folder / SENT / place).write_bytes(content)
        kept.append(replace(facts, place=place, size=len(content), digest=hashlib.sha256(content).hexdigest()))
    note = {
        "student": delivery.student,
        "name": delivery.name,
        "lab": delivery.lab,
        "timestamp": delivery.timestamp and delivery.timestamp.isoformat(),
        "stamped": delivery.stamped,
        "has_folder": delivery.folder is not None,
        "notes": [repair.to_json() for repair in delivery.notes],
        "files": [vars(one) for one in kept],
    }
    write_whole(folder / LIST, json.dumps(note, indent=1))
    return kept


def digest_of(kept: Sequence[Kept]) -> str:
    """The SHA-256 of a list of the files as `sha256sum` prints it, in the order of their names; nbgrader's own files
    beside them do not count.
    """
    lines = sorted(f"{one.digest or one.refused}  {one.path}\n" for one in kept if one.path not in BOOKKEEPING)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def read_kept(folder: Path) -> list[Kept]:
    """The files of an attempt.

    Raises:
        OSError, ValueError: the list is not there, or damaged.
    """
    return [Kept(**one) for one in _note(folder)["files"]]


def drafted(folder: Path, masters: Masters, zone: str, lab: str = "") -> list[Submission]:
    """The submissions in what is kept in an attempt's folder: of one lab, or one for each lab that it says it is of.

    Raises:
        OSError, ValueError: the list of files is not there, or damaged.
    """
    labs = (lab,) if lab else ()
    found = submissions_of(_delivery(folder), masters, labs, zone)
    return [one for one in found if not lab or one.lab == lab]


def _delivery(folder: Path) -> Delivery:
    note = _note(folder)
    kept = [Kept(**one) for one in note["files"]]
    time = None if note["timestamp"] is None else datetime.fromisoformat(note["timestamp"])
    return Delivery(
        Sender(login=note["student"]),
        student=note["student"],
        name=note["name"],
        lab=note["lab"],
        timestamp=time,
        stamped=note["stamped"],
        notes=tuple(Repair.from_json(one) for one in note["notes"]),
        folder=_tree(folder, kept) if note["has_folder"] else None,
        files=tuple(_file(folder, one) for one in kept if one.is_loose),
    )


def _note(folder: Path) -> Mapping[str, Any]:
    note: Mapping[str, Any] = json.loads((folder / LIST).read_bytes())
    return note


def _all_files(delivery: Delivery) -> Iterator[tuple[File, str, bool]]:
    """The files of a delivery, each with its path, and whether it was sent without a folder."""
    for file in delivery.files:
        yield file, file.name, True
    if delivery.folder is not None:
        for file, path in _in_folder(delivery.folder, ""):
            yield file, path, False


def _in_folder(folder: Folder, below: str, depth: int = 6) -> Iterator[tuple[File, str]]:
    folders, files = folder.entries()
    for file in files:
        yield file, f"{below}{file.name}"
    for inner in folders if depth else ():
        if not inner.problem:
            yield from _in_folder(inner, f"{below}{inner.name}/", depth - 1)


def _tree(folder: Path, kept: Sequence[Kept]) -> Folder:
    """The folder that was sent, made again from the list of its files."""
    return _branch(SENT, [(tuple(one.path.split("/")), _file(folder, one)) for one in kept if not one.is_loose])


def _branch(name: str, files: Sequence[tuple[tuple[str, ...], File]]) -> Folder:
    def entries() -> tuple[list[Folder], list[File]]:
        inner: dict[str, list[tuple[tuple[str, ...], File]]] = {}
        for parts, file in files:
            if len(parts) > 1:
                inner.setdefault(parts[0], []).append((parts[1:], file))
        folders = [_branch(one, inner[one]) for one in sorted(inner)]
        return folders, sorted((file for parts, file in files if len(parts) == 1), key=lambda file: file.name)

    return Folder(name, entries)


def _file(folder: Path, one: Kept) -> File:
    def read() -> bytes:
        if not one.place:
            raise RefusedError(one.refused)
        return read_file(folder / SENT / one.place)

    name = one.path.rpartition("/")[2]
    modified = datetime.fromisoformat(one.modified) if one.modified else None
    return File(name, read, one.dated, modified, one.upload, size=one.size)


def _plain(name: str) -> str:
    """A name that any file system takes."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "_" for letter in name)
    stem, ending = os.path.splitext(plain)  # noqa: PTH122  # a name, no path
    return f"{stem[: LONGEST_NAME - len(ending)]}{ending}" if len(ending) < 20 else plain[:LONGEST_NAME]
