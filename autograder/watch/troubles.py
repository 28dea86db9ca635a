"""What goes wrong around the service, in words that name the cure."""

from __future__ import annotations

import errno
from pathlib import Path

from sqlalchemy.exc import DBAPIError

from autograder.text import one_line

LONGEST = 300
CURES = {
    errno.ENOSPC: "the disk is full: make room on it",
    errno.EDQUOT: "the account's share of the disk is used up: make room, or raise its quota",
    errno.EFBIG: "the file has reached the size that this process may write: raise the limit (ulimit -f)",
    errno.EACCES: "this account may not do that: change the rights of the file or folder, or run watch as its owner",
    errno.EPERM: "this account may not do that: change the rights of the file or folder, or run watch as its owner",
    errno.EROFS: "the file system is read-only: mount it for writing",
    errno.EMFILE: "too many files are open: raise the limit (ulimit -n)",
    errno.EIO: "the disk does not answer: look at the system's log",
}
LOCKED = (
    "another program is writing to the database: close it, or wait until it is done (formgrader and `nbgrader` "
    "commands hold it for moments only)"
)
SERVER = "look whether the database's server runs, and whether its address is right"
SQLITE = {
    "SQLITE_BUSY": LOCKED,
    "SQLITE_LOCKED": LOCKED,
    "SQLITE_FULL": CURES[errno.ENOSPC],
    "SQLITE_IOERR": CURES[errno.ENOSPC],
    "SQLITE_READONLY": CURES[errno.EACCES],
    "SQLITE_CANTOPEN": CURES[errno.EACCES],
}


class Told:
    """What was told of what goes wrong, so that a fault that lasts is told once, until the step that fails succeeds."""

    def __init__(self) -> None:
        self._failing: dict[tuple[str, str, str], set[Path]] = {}  # by step, file and reason, what it happened to

    def is_new(self, step: str, error: Exception, path: Path) -> bool:
        """Whether a fault is not known yet; from now on it is.

        Args:
            path: what was being done something with. A reason that is known of it is not new, whichever file the error
                names: some are of a moment.
        """
        reason, named, _ = in_words(error, path)
        if isinstance(error, OSError):
            reason = f"{type(error).__name__} {error.errno}"
        if isinstance(error, DBAPIError):
            named = ""  # it is the database's, whatever was to be written
        same = {key: paths for key, paths in self._failing.items() if (key[0], key[2]) == (step, reason)}
        is_new = all(key[1] != named and path not in paths for key, paths in same.items())
        self._failing.setdefault((step, named, reason), set()).add(path)
        return is_new

    def forget(self, step: str, path: Path) -> None:
        """A step succeeded: what fails from now on is new."""
        for key in [key for key in self._failing if key[0] == step]:
            self._failing[key].discard(path)
            if not self._failing[key]:
                del self._failing[key]


def in_words(error: Exception, path: Path) -> tuple[str, str, str]:
    """What is wrong, with which file, and what to do about it.

    Args:
        path: what was being done something with, where the error names no file.
    """
    if isinstance(error, DBAPIError):
        kind = getattr(error.orig, "sqlite_errorname", "")
        cure = next((cure for name, cure in SQLITE.items() if kind.startswith(name)), SERVER)
        return one_line(str(error.orig or error), LONGEST), str(path), cure
    if isinstance(error, OSError):
        named = str(error.filename or path)
        cure = CURES.get(error.errno or 0, "look at the file and its folder")
        return one_line(error.strerror or str(error), LONGEST), named, cure
    return one_line(f"{type(error).__name__}: {error}", LONGEST), str(path), "look at the file that is named"
