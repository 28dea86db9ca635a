"""A root folder with nothing of ours in it: the system's libraries, this Python and what is named, all read-only."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

from autograder.exam.sandbox.syscalls import call, mount

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = (
    1,
    2,
    4,
    8,
    32,
    4096,
    16384,
    1 << 18,
)
MNT_DETACH = 2
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}  # glibc has no function for this system call
PLACE = "/exam"


def change_root(readable: list[Path]) -> None:
    """Leave the root folder for one that holds the system's libraries, this Python and `readable`.

    Raises:
        SandboxError: the kernel refuses.
    """
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    # Built over /proc, which every machine has and nobody needs from now on: no folder is left behind.
    root = Path("/proc")
    mount("tmpfs", str(root), "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    for path in _needed() + readable:
        _show(path, root)
    for name in ("null", "zero", "urandom", "random"):
        _show(Path("/dev") / name, root, device=True)
    (root / PLACE.lstrip("/")).mkdir()
    if not (root / "tmp").exists():
        (root / "tmp").symlink_to(PLACE)
    (root / "old").mkdir()
    os.chdir(root)
    call("syscall", PIVOT_ROOT[platform.machine()], b".", b"old")
    os.chdir("/")
    call("umount2", b"/old", MNT_DETACH)
    Path("/old").rmdir()
    mount("none", "/", "", MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def own_folder(size: int) -> None:
    """Put an empty file system of at most `size` bytes at `PLACE`, and go there.

    Raises:
        SandboxError: the kernel refuses.
    """
    mount("tmpfs", PLACE, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, f"size={size},mode=777,nr_inodes=4096")
    os.chdir(PLACE)


def _needed() -> list[Path]:
    """The system's libraries, this Python, and the environment's packages."""
    wanted = [
        Path(p)
        for p in ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts")
    ]
    for prefix in (Path(sys.base_prefix), Path(sys.prefix)):
        wanted += [prefix, prefix.resolve()] if prefix.is_symlink() else [prefix]  # an environment may be a link to one
    return [path for path in wanted if path.exists()]


def _show(path: Path, root: Path, device: bool = False) -> None:
    """Bind `path` to the same place below `root`, read-only; a symbolic link is made anew."""
    target = root / str(path).lstrip("/")
    target.parent.mkdir(parents=True, exist_ok=True)
    if path.is_symlink():
        target.symlink_to(path.readlink())
        return
    if not target.exists():
        target.mkdir() if path.is_dir() else target.touch()
    mount(str(path), str(target), "", MS_BIND | MS_REC)
    flags = os.statvfs(target).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC)
    kept = MS_NOSUID | flags if device else MS_NOSUID | MS_NODEV | MS_RDONLY | flags
    mount("none", str(target), "", MS_REMOUNT | MS_BIND | kept)
