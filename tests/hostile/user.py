"""Becoming an ordinary user: the same Python and the same course, at the same places, within that user's reach."""

from __future__ import annotations

import os
import shutil
import stat
import sys
from pathlib import Path

from autograder.exam.sandbox import mounts, syscalls

NOBODY = 65534
NO_SETPRIV, NO_VIEW, NO_NAMESPACES = 3, 4, 5
REASONS = {
    NO_SETPRIV: "setpriv (util-linux) is not installed",
    NO_VIEW: "root may not mount anything here, and an ordinary user cannot read this Python or this folder",
    NO_NAMESPACES: "an ordinary user gets no user namespace here",
}


def become_ordinary(arguments: list[str]) -> int:
    """As root: replace this process by `python -m tests.hostile` with these arguments, run by an ordinary user; returns
    only if it cannot.

    What that user may not read (a home folder of root's) this process mounts for itself alone. Nothing else changes.
    """
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        return NO_SETPRIV
    course = Path(__file__).resolve().parent.parent.parent
    try:
        show_to_all([course, Path(sys.prefix), Path(sys.base_prefix)])
    except syscalls.SandboxError:
        return NO_VIEW
    os.chdir(course)
    os.environ.update(HOME="/tmp", TMPDIR="/tmp", USER="nobody", LOGNAME="nobody", MPLCONFIGDIR="/tmp")
    to = (f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--inh-caps=-all")
    return os.execv(setpriv, [setpriv, *to, sys.executable, "-B", "-m", "tests.hostile", *arguments])


def show_to_all(needed: list[Path]) -> None:
    """Mount over each closed folder on the way to a needed one, so that every user can reach it; `/tmp` becomes empty.

    Raises:
        SandboxError: the kernel refuses.
    """
    os.umask(0o022)
    syscalls.unshare(syscalls.NEWNS)
    syscalls.mount("none", "/", "", mounts.MS_REC | mounts.MS_PRIVATE)
    hidden, shown = {Path("/tmp")}, {}
    for path in needed:
        parts = [path]
        if not _is_open(path, stat.S_IROTH | stat.S_IXOTH):
            hidden.add(path)
            parts = list(path.iterdir())
        hidden.update(parent for parent in path.parents if not _is_open(parent, stat.S_IXOTH))
        shown.update({part: os.open(part, os.O_PATH | os.O_NOFOLLOW) for part in parts})
    hidden = {path for path in hidden if not hidden & set(path.parents)}
    for path in hidden:
        syscalls.mount(
            "tmpfs",
            str(path),
            "tmpfs",
            mounts.MS_NOSUID | mounts.MS_NODEV,
            f"mode={'1777' if path == Path('/tmp') else '755'}",
        )
    for path, held in shown.items():
        if hidden & {path, *path.parents}:
            path.parent.mkdir(parents=True, exist_ok=True)
            if stat.S_ISLNK(os.fstat(held).st_mode):
                path.symlink_to(os.readlink("", dir_fd=held))
                continue
            path.mkdir(exist_ok=True) if stat.S_ISDIR(os.fstat(held).st_mode) else path.touch()
            syscalls.mount(f"/proc/self/fd/{held}", str(path), "", mounts.MS_BIND | mounts.MS_REC)
        os.close(held)


def _is_open(path: Path, wanted: int) -> bool:
    return path.stat().st_mode & wanted == wanted
