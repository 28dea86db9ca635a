"""A root folder with nothing of ours in it: the system's libraries, this Python and what is named, all read-only.

What must stay hidden may lie inside what is shown: a course in `/usr/src/app`, nbgrader's exchange in
`/usr/local/share`, a course's folder that is a virtual environment, too. So the root is made by rules for real paths,
and the inner one of two rules counts: `/usr` is shown, an empty folder covers the course inside it, and the course's
own `.venv` and the students' package are shown inside that again.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Collection, Iterator
from pathlib import Path

from autograder.exam.sandbox.syscalls import SandboxError, call, mount

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT = 1, 2, 4, 8, 32
MS_BIND, MS_REC, MS_PRIVATE = 4096, 16384, 1 << 18
MNT_DETACH = 2
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}  # glibc has no function for this system call
PLACE = "/exam"
# What Python and its installers put into a prefix. If a folder is both a prefix and a course, all else in it is the
# course.
OF_A_PREFIX = ("bin", "etc", "include", "lib", "lib64", "pyvenv.cfg", "share")


def change_root(readable: Collection[Path], hidden: Collection[Path]) -> None:
    """Leave the root folder for one that holds the system's libraries, this Python and `readable`, but nothing of
    `hidden`.

    Raises:
        SandboxError: the kernel refuses, or a hidden path cannot be hidden.
    """
    rules = shown_paths(readable, hidden)
    os.umask(0o022)  # the candidate, a user of its own, must be able to pass through the folders made here
    mount("none", "/", "", MS_REC | MS_PRIVATE)
    # Built over /proc, which every machine has and nothing needs any more: so no folder is left behind.
    root = Path("/proc")
    mount("tmpfs", str(root), "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    covers = []
    for path, is_shown in rules.items():
        target = root / path.relative_to("/")
        is_in_shown = next((rules[parent] for parent in path.parents if parent in rules), False)
        if is_shown and not is_in_shown:
            _show(path, target)
        elif is_in_shown and not is_shown and os.access(target, os.F_OK):
            _cover(target)
            covers.append(target)
    for link in [link for path in [*_needed(hidden), *readable] for link in _links(path)]:
        target = root / link.relative_to("/")
        if not os.path.lexists(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.symlink_to(link.readlink())
    for target in covers:
        _make_read_only(target)
    for name in ("null", "zero", "urandom", "random"):
        _show(Path("/dev") / name, root / "dev" / name, device=True)
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
    """Mount an empty file system of at most `size` bytes at `PLACE`, and change to it.

    Raises:
        SandboxError: the kernel refuses.
    """
    mount("tmpfs", PLACE, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, f"size={size},mode=777,nr_inodes=4096")
    os.chdir(PLACE)


def shown_paths(readable: Collection[Path], hidden: Collection[Path]) -> dict[Path, bool]:
    """Whether each of these real paths is shown (else it is covered), an outer one before those inside it.

    Raises:
        SandboxError: a path is to be shown and to be hidden.
    """
    concealed = {path.resolve() for path in hidden}
    shown = {path.resolve() for path in [*_needed(concealed), *readable]}
    for path in sorted(shown & concealed):
        raise SandboxError(
            f"{path}: student code needs what is in there to run, so it cannot be hidden from student code: move the "
            "course, what was handed in, the gradebook and nbgrader's exchange to folders of their own"
        )
    return {path: path in shown for path in sorted(shown | concealed, key=lambda path: len(path.parts))}


def _needed(hidden: Collection[Path]) -> list[Path]:
    """The system's libraries, this Python, and the environment's packages."""
    wanted = [
        Path(p)
        for p in ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts")
    ]
    concealed = {path.resolve() for path in hidden}
    for prefix in (Path(sys.base_prefix), Path(sys.prefix)):
        wanted += [prefix / name for name in OF_A_PREFIX] if prefix.resolve() in concealed else [prefix]
    return [path for path in wanted if path.exists()]


def _links(path: Path) -> Iterator[Path]:
    """The symbolic links on the way to `path`, each by its real path."""
    for step in [*reversed(path.parents), path]:
        if step.is_symlink():
            link = step.parent.resolve() / step.name
            yield link
            yield from _links(link.parent / link.readlink())


def _show(path: Path, target: Path, device: bool = False) -> None:
    """Bind `path` to `target`, read-only."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.exists():
        target.mkdir() if path.is_dir() else target.touch()
    mount(str(path), str(target), "", MS_BIND | MS_REC)
    _make_read_only(target, device)


def _cover(target: Path) -> None:
    """Hide a folder below an empty one, and a file below a device: nobody can open it where devices are not allowed."""
    if target.is_dir():
        mount("tmpfs", str(target), "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "size=64k,mode=755")
    else:
        mount("/dev/null", str(target), "", MS_BIND)


def _make_read_only(target: Path, device: bool = False) -> None:
    flags = os.statvfs(target).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC)
    kept = MS_NOSUID | flags if device else MS_NOSUID | MS_NODEV | MS_RDONLY | flags
    mount("none", str(target), "", MS_REMOUNT | MS_BIND | kept)
