"""System calls of Linux that Python's library has no function for."""

from __future__ import annotations

import ctypes
import os

NEWNS, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET = 0x20000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000
PR_SET_PDEATHSIG, PR_CAPBSET_DROP, PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS = 1, 24, 36, 38
CAPABILITIES = 64

_libc = ctypes.CDLL(None, use_errno=True)


class SandboxError(Exception):
    """The sandbox could not be built; the text says why. No student code runs then."""


def unshare(flags: int) -> None:
    """Leave the namespaces that `flags` name for new ones, or raise SandboxError."""
    if _libc.unshare(flags) != 0:
        raise refused(f"unshare({flags:#x})")


def mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    """Mount a file system, or raise SandboxError."""
    arguments = (source.encode(), target.encode(), kind.encode() or None, ctypes.c_ulong(flags), data.encode() or None)
    if _libc.mount(*arguments) != 0:
        raise refused(f"mount {target}")


def prctl(option: int, value: int) -> None:
    """Set something of this process, or raise SandboxError."""
    if _libc.prctl(option, value, 0, 0, 0) != 0:
        raise refused(f"prctl({option})")


def call(name: str, *arguments: bytes | int) -> None:
    """Call the function `name` of the C library, or raise SandboxError."""
    if getattr(_libc, name)(*arguments) != 0:
        raise refused(name)


def drop_capabilities() -> None:
    """Give up all rights of root that this process holds, or raise SandboxError."""

    class Header(ctypes.Structure):
        _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))

    nothing = (ctypes.c_uint32 * 6)()
    if _libc.capset(ctypes.byref(Header(0x20080522, 0)), nothing) != 0:
        raise refused("capset")


def bound_capabilities() -> None:
    """No program that this process starts can gain a right of root. Without effect where it cannot gain any."""
    for capability in range(CAPABILITIES):
        _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)


def refused(what: str) -> SandboxError:
    """The error to raise when the kernel said no to `what` just now."""
    return SandboxError(f"{what}: {os.strerror(ctypes.get_errno())}")
