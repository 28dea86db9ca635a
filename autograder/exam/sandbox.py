"""What a candidate may touch: its own empty folder, a read-only Python, and one open socket. Linux namespaces, limits, seccomp.

Two steps. The parent of all candidates of one desk walls itself in once (`wall_in`: its own mounts, network, IPC and process numbers, a
root folder with nothing of ours in it). Each candidate, freshly forked, then gives up the rest (`give_up`): a private folder of limited
size, limits, another user, no capabilities, no system calls it has no use for.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import resource
import signal
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

try:
    import pyseccomp
except (ImportError, RuntimeError, OSError):  # libseccomp is not installed; `doctor` says so
    pyseccomp = None

Kind = Literal["root", "user", "none"]

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 1, 2, 4, 8, 32, 4096, 16384, 1 << 18
MNT_DETACH = 2
PIVOT_ROOT = {"x86_64": 155, "aarch64": 41}  # glibc has no function for this system call
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_NO_NEW_PRIVS, PR_SET_DUMPABLE = 1, 24, 38, 4
CAPABILITIES = 64
FIRST_USER = 2_000_000_000  # far above what a machine gives to people
INSIDE_USER = 1000
PLACE = "/exam"

# Ways out of the box, to other processes, or into the kernel, that no notebook needs.
DENIED = (
    "socket", "connect", "bind", "listen", "accept", "accept4", "ptrace", "process_vm_readv", "process_vm_writev", "kcmp", "pidfd_open",
    "pidfd_getfd", "pidfd_send_signal", "mount", "umount2", "pivot_root", "chroot", "unshare", "setns", "clone3", "bpf", "perf_event_open",
    "userfaultfd", "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key", "shmget", "shmat", "msgget",
    "semget", "mq_open", "open_by_handle_at", "name_to_handle_at", "init_module", "finit_module", "delete_module", "kexec_load",
    "kexec_file_load", "reboot", "swapon", "swapoff", "personality", "quotactl", "acct", "settimeofday", "clock_settime", "adjtimex",
    "iopl", "ioperm", "syslog", "sethostname", "setdomainname", "vhangup", "fsopen", "fsmount", "move_mount", "open_tree", "mount_setattr",
    "memfd_secret", "memfd_create", "fanotify_init", "lookup_dcookie",
)  # fmt: skip


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Seconds, bytes, counts."""

    cell_seconds: float = 30.0
    call_seconds: float = 10.0
    submission_seconds: float = 180.0
    memory: int = 2 * 2**30
    output: int = 2**20
    processes: int = 64
    disk: int = 64 * 2**20


class SandboxError(Exception):
    """A wall could not be put up; the text says which and why. Nothing of a student's runs then."""


_libc = ctypes.CDLL(None, use_errno=True)


@cache
def strongest() -> Kind:
    """The strongest sandbox that this machine lets us have, found by trying it in a child."""
    for kind in ("root", "user") if os.geteuid() == 0 else ("user",):
        if works(kind):
            return kind
    return "none"


def works(kind: Kind) -> bool:
    """Whether the walls of `kind` can be put up here."""
    if kind == "none":
        return True
    if not sys.platform.startswith("linux") or (kind == "root" and os.geteuid() != 0):
        return False
    pid = os.fork()
    if pid == 0:
        with contextlib.suppress(BaseException):
            wall_in(kind, [])
            os._exit(0)
        os._exit(1)
    return os.waitpid(pid, 0)[1] == 0


def has_filter() -> bool:
    """Whether system calls can be filtered here."""
    return pyseccomp is not None


def wall_in(kind: Kind, readable: list[Path]) -> None:
    """Give this process namespaces of its own and a read-only root that holds the system's libraries, this Python and `readable`.

    Its next child is the first of a new set of process numbers.

    Raises:
        SandboxError: the kernel refuses.
    """
    if kind == "none":
        return
    uid, gid = os.getuid(), os.getgid()
    _unshare((NEWUSER if kind == "user" else 0) | NEWNS | NEWUTS | NEWIPC | NEWNET | NEWPID)
    if kind == "user":
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{INSIDE_USER} {uid} 1")
        Path("/proc/self/gid_map").write_text(f"{INSIDE_USER} {gid} 1")
    _mount("none", "/", "", MS_REC | MS_PRIVATE)
    # Built over /proc, which every machine has and nobody needs from now on: no folder is left behind.
    root = Path("/proc")
    _mount("tmpfs", str(root), "tmpfs", MS_NOSUID | MS_NODEV, "size=1m,mode=755")
    for path in _needed() + readable:
        _show(path, root)
    for name in ("null", "zero", "urandom", "random"):
        _show(Path("/dev") / name, root, device=True)
    (root / PLACE.lstrip("/")).mkdir()
    if not (root / "tmp").exists():
        (root / "tmp").symlink_to(PLACE)
    (root / "old").mkdir()
    os.chdir(root)
    _libc_call("syscall", PIVOT_ROOT[platform.machine()], b".", b"old")
    os.chdir("/")
    _libc_call("umount2", b"/old", MNT_DETACH)
    Path("/old").rmdir()
    _mount("none", "/", "", MS_REMOUNT | MS_BIND | MS_RDONLY | MS_NOSUID | MS_NODEV)


def give_up(kind: Kind, limits: Limits, number: int, keep: int, folder: str) -> None:
    """Make this process a candidate: its own folder, limits, no rights. `keep` is the one file descriptor that stays open.

    Args:
        number: sets apart the users of candidates that run at the same time.
        folder: where it may write when there is no sandbox; inside one it gets a file system of its own.

    Raises:
        SandboxError: the kernel refuses. The caller must end the process then.
    """
    _close_all_but(keep)
    os.setsid()  # signals to its process group reach nobody else
    os.environ.clear()
    os.environ.update(HOME=PLACE, TMPDIR=PLACE, LANG="C.UTF-8", PATH="/usr/bin:/bin", OMP_NUM_THREADS="1", MPLCONFIGDIR=PLACE)
    if kind == "none":
        os.environ.update(HOME=folder, TMPDIR=folder, MPLCONFIGDIR=folder)
        os.chdir(folder)
        _limit(limits)
        die_with_parent()
        return
    _unshare(NEWNS | NEWIPC)
    _mount("tmpfs", PLACE, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, f"size={limits.disk},mode=777,nr_inodes=4096")
    os.chdir(PLACE)
    os.umask(0o022)
    die_with_parent()
    for capability in range(CAPABILITIES):
        _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    _limit(limits)
    if kind == "root":
        user = FIRST_USER + number
        os.setgroups([])
        os.setresgid(user, user, user)
        os.setresuid(user, user, user)
    _drop_capabilities()
    _prctl(PR_SET_NO_NEW_PRIVS, 1)
    die_with_parent()
    _filter_calls()


def die_with_parent() -> None:
    """Have this process killed when its parent ends, where the system can (a fork and a change of user undo it)."""
    if sys.platform.startswith("linux"):
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _needed() -> list[Path]:
    """The system's libraries, this Python, and the environment's packages."""
    wanted = [Path(p) for p in ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache", "/etc/localtime", "/etc/fonts")]
    wanted += [Path(sys.base_prefix), Path(sys.prefix)]
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
    _mount(str(path), str(target), "", MS_BIND | MS_REC)
    flags = os.statvfs(target).f_flag & (MS_NOSUID | MS_NODEV | MS_NOEXEC)
    kept = MS_NOSUID | flags if device else MS_NOSUID | MS_NODEV | MS_RDONLY | flags
    _mount("none", str(target), "", MS_REMOUNT | MS_BIND | kept)


def _limit(limits: Limits) -> None:
    seconds = int(limits.submission_seconds) + 5
    for what, most in (
        # Address space counts what torch has mapped already: the limit is on what comes on top.
        (resource.RLIMIT_AS, _mapped[0] + limits.memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_NOFILE, 256),
        (resource.RLIMIT_NPROC, limits.processes),
    ):
        resource.setrlimit(what, (most, most))


_mapped = [16 * 2**30]


def remember_size() -> None:
    """Note how much address space is mapped, while /proc is still in sight."""
    size = Path("/proc/self/statm")
    if size.exists():
        _mapped[0] = int(size.read_text().split()[0]) * resource.getpagesize()


def limit_memory(most: int) -> None:
    """Let this process map `most` bytes on top of what it has mapped."""
    remember_size()
    resource.setrlimit(resource.RLIMIT_AS, (_mapped[0] + most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def go_first() -> None:
    """When the machine runs out of memory, this process and its children are the first to go."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _drop_capabilities() -> None:
    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    nothing = (ctypes.c_uint32 * 6)()
    if _libc.capset(ctypes.byref(Header(0x20080522, 0)), nothing) != 0:
        raise _refused("capset")


def _filter_calls() -> None:
    if pyseccomp is None:
        return
    refuse = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in DENIED:
        with contextlib.suppress(OSError, ValueError):  # a call that this kernel's libseccomp does not know
            refuse.add_rule(pyseccomp.ERRNO(1 if name != "clone3" else 38), name)
    for flag in (NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET):
        refuse.add_rule(pyseccomp.ERRNO(1), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    refuse.add_rule(pyseccomp.ERRNO(1), "prlimit64", pyseccomp.Arg(0, pyseccomp.NE, 0))  # another process's limits
    refuse.load()


def _close_all_but(keep: int) -> None:
    nothing = os.open("/dev/null", os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nothing, standard)
    os.closerange(3, keep)
    os.closerange(keep + 1, 4096)


def _unshare(flags: int) -> None:
    if _libc.unshare(flags) != 0:
        raise _refused(f"unshare({flags:#x})")


def _mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    arguments = (source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), data.encode() or None)
    if _libc.mount(*arguments) != 0:
        raise _refused(f"mount {target}")


def _prctl(option: int, value: int) -> None:
    if _libc.prctl(option, value, 0, 0, 0) != 0:
        raise _refused(f"prctl({option})")


def _libc_call(name: str, *arguments: bytes | int) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        raise _refused(name)


def _refused(what: str) -> SandboxError:
    return SandboxError(f"{what}: {os.strerror(ctypes.get_errno())}")
