"""A filter for system calls, where libseccomp is installed."""

from __future__ import annotations

import contextlib
from functools import cache
from typing import Any

from autograder.exam.sandbox.syscalls import NEWIPC, NEWNET, NEWNS, NEWPID, NEWUSER, NEWUTS

try:
    import pyseccomp
except (ImportError, RuntimeError, OSError):  # libseccomp is not installed; `doctor` says so
    pyseccomp = None

# Ways out of the sandbox, to other processes, or into the kernel, that no notebook needs.
DENIED = (
    "socket", "connect", "bind", "listen", "accept", "accept4", "ptrace", "process_vm_readv",
    "process_vm_writev", "kcmp", "pidfd_open", "pidfd_getfd", "pidfd_send_signal", "mount", "umount2",
    "pivot_root", "chroot", "unshare", "setns", "clone3", "bpf", "perf_event_open", "userfaultfd",
    "io_uring_setup", "io_uring_enter", "io_uring_register", "keyctl", "add_key", "request_key", "shmget",
    "shmat", "msgget", "semget", "mq_open", "open_by_handle_at", "name_to_handle_at", "init_module",
    "finit_module", "delete_module", "kexec_load", "kexec_file_load", "reboot", "swapon", "swapoff",
    "personality", "quotactl", "acct", "settimeofday", "clock_settime", "adjtimex", "iopl", "ioperm", "syslog",
    "sethostname", "setdomainname", "vhangup", "fsopen", "fsmount", "move_mount", "open_tree", "mount_setattr",
    "memfd_secret", "memfd_create", "fanotify_init", "lookup_dcookie",
)  # fmt: skip


def has_filter() -> bool:
    """Whether system calls can be filtered here."""
    return pyseccomp is not None


@cache
def call_filter() -> Any:
    """The filter. Making it takes longer than a fork: the parent of all candidates does it once."""
    if pyseccomp is None:
        return None
    refuse = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
    for name in DENIED:
        with contextlib.suppress(OSError, ValueError):  # a call that this kernel's libseccomp does not know
            refuse.add_rule(pyseccomp.ERRNO(1 if name != "clone3" else 38), name)
    for flag in (NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET):
        refuse.add_rule(pyseccomp.ERRNO(1), "clone", pyseccomp.Arg(0, pyseccomp.MASKED_EQ, flag, flag))
    refuse.add_rule(pyseccomp.ERRNO(1), "prlimit64", pyseccomp.Arg(0, pyseccomp.NE, 0))  # another process's limits
    return refuse


def filter_calls() -> None:
    """From now on the kernel refuses these calls to this process and its children."""
    if (refuse := call_filter()) is not None:
        refuse.load()
