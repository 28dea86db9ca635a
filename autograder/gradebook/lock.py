"""One command at a time writes to a gradebook folder."""

from __future__ import annotations

import fcntl
import json
import os
import platform
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from pathlib import Path

from autograder.course.model import CourseError

LOCK = ".lock"
NOTE_BYTES = 4096  # of the note of who holds it


@contextmanager
def locked(gradebook: Path, command: str) -> Iterator[None]:
    """Hold the folder's lock; the system lets go of it when the process ends, however it ends. The folder is made if
    need be.

    Args:
        command: what is running, for whoever else wants the folder.

    Raises:
        CourseError: another process holds it; the message says which.
    """
    gradebook.mkdir(parents=True, exist_ok=True)
    path = gradebook / LOCK
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o660)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CourseError(_taken(gradebook, os.pread(descriptor, NOTE_BYTES, 0))) from error
        holder = {
            "command": command,
            "pid": os.getpid(),
            "host": platform.node(),
            "started": datetime.now().astimezone().isoformat(timespec="seconds"),
        }
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, json.dumps(holder).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def locked_if_there(gradebook: Path, command: str) -> AbstractContextManager[None]:
    """As `locked`, for a command that makes no gradebook: where there is no such folder, none is made."""
    return locked(gradebook, command) if gradebook.is_dir() else nullcontext()


def holder(gradebook: Path) -> str:
    """The command that works on a gradebook folder now, "" for none."""
    try:
        descriptor = os.open(gradebook / LOCK, os.O_RDONLY)
    except FileNotFoundError:
        return ""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return ""
    except BlockingIOError:
        note = os.pread(descriptor, NOTE_BYTES, 0)
    finally:
        os.close(descriptor)
    try:
        return str(json.loads(note)["command"])
    except (ValueError, KeyError, TypeError):  # it has just taken the lock and not yet said who it is
        return "another command"


def _taken(gradebook: Path, note: bytes) -> str:
    try:
        holder = json.loads(note)
        who = f"`{holder['command']}`, process {holder['pid']} on {holder['host']}, which began at {holder['started']}"
    except (ValueError, KeyError, TypeError):  # it has just taken the lock and not yet said who it is
        who = "another command"
    return f"{gradebook}: {who}, is working on this gradebook; wait until it is done, or stop it, and try again"
