"""What a candidate may touch: its own empty folder, a read-only Python, and one open socket.

Two steps. The spawner, the parent of all candidates of one worker, enters the sandbox once (`wall_in`: its own mounts,
network, IPC and process numbers, a root folder with nothing of ours in it). Each candidate, freshly forked, then gives
up the rest (`give_up`): a private folder of limited size, limits, another user, no capabilities, no system calls that
no notebook needs. `mounts`, `rlimits`, `seccomp` and `syscalls` hold one mechanism each.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
from functools import cache
from pathlib import Path
from typing import Literal

from autograder.exam.limits import Limits
from autograder.exam.sandbox import syscalls
from autograder.exam.sandbox.mounts import PLACE, change_root, own_folder
from autograder.exam.sandbox.rlimits import limit
from autograder.exam.sandbox.seccomp import call_filter, filter_calls

Kind = Literal["root", "user", "none"]

FIRST_USER = 2_000_000_000  # far above what a machine gives to people
INSIDE_USER = 1000


@cache
def strongest() -> Kind:
    """The strongest sandbox that this machine allows, found by trying."""
    for kind in ("root", "user") if os.geteuid() == 0 else ("user",):
        if works(kind):
            return kind
    return "none"


def works(kind: Kind) -> bool:
    """Whether the sandbox `kind` can be built here, found by trying it in a child."""
    if kind == "none":
        return True
    if not sys.platform.startswith("linux") or (kind == "root" and os.geteuid() != 0):
        return False
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            wall_in(kind, [], [])
            os._exit(0)
        os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def wall_in(kind: Kind, readable: list[Path], hidden: list[Path]) -> None:
    """Give this process namespaces of its own and a read-only root that holds the system's libraries, this Python and
    `readable`.

    Nothing of `hidden` can be read, wherever it lies: in the sandbox `user` the candidate has the user id of whoever
    grades. Without a sandbox nothing can be hidden. The next child is the first process of a new process namespace.

    Raises:
        SandboxError: the kernel refuses, or a hidden path is one that has to be shown.
    """
    if kind == "none":
        return
    uid, gid = os.getuid(), os.getgid()
    namespaces = syscalls.NEWNS | syscalls.NEWUTS | syscalls.NEWIPC | syscalls.NEWNET | syscalls.NEWPID
    syscalls.unshare(namespaces | (syscalls.NEWUSER if kind == "user" else 0))
    if kind == "user":
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{INSIDE_USER} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{INSIDE_USER} {gid} 1")
    change_root(readable, hidden)
    call_filter()


def give_up(kind: Kind, limits: Limits, number: int, keep: int, folder: str) -> None:
    """Make this process a candidate: its own folder, limits, no rights. `keep` is the one file descriptor that stays
    open.

    Args:
        number: one for each worker, so that candidates that run at the same time are different users.
        folder: where it may write when there is no sandbox; inside one it gets a file system of its own.

    Raises:
        SandboxError: the kernel refuses. The caller must end the process then.
    """
    _close_all_but(keep)
    os.setsid()  # signals to its process group reach nobody else
    os.environ.clear()
    os.environ.update(
        HOME=PLACE, TMPDIR=PLACE, LANG="C.UTF-8", PATH="/usr/bin:/bin", OMP_NUM_THREADS="1", MPLCONFIGDIR=PLACE
    )
    if kind == "none":
        os.environ.update(HOME=folder, TMPDIR=folder, MPLCONFIGDIR=folder)
        os.chdir(folder)
        limit(limits)
        die_with_parent()
        return
    syscalls.prctl(syscalls.PR_SET_CHILD_SUBREAPER, 1)  # whoever loses its parent is found below this process
    syscalls.unshare(syscalls.NEWNS | syscalls.NEWIPC)
    own_folder(limits.disk)
    os.umask(0o022)
    die_with_parent()
    syscalls.bound_capabilities()
    limit(limits)
    if kind == "root":
        user = FIRST_USER + number
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    syscalls.drop_capabilities()
    syscalls.prctl(syscalls.PR_SET_NO_NEW_PRIVS, 1)
    die_with_parent()
    filter_calls()


def die_with_parent() -> None:
    """Have this process killed when its parent ends, where the system can (a fork and a change of user undo it)."""
    if sys.platform.startswith("linux"):
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, signal.SIGKILL)


def _close_all_but(keep: int) -> None:
    nothing = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, keep)
    os.closerange(keep + 1, 4096)
