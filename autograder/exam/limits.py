"""What one submission may use, and the kernel's limits that hold it to that."""

from __future__ import annotations

import contextlib
import resource
from dataclasses import dataclass
from pathlib import Path

CLERK_SECONDS = 60.0  # so much longer than the submission's own seconds its clerk waits for the examiner

_mapped = [16 * 2**30]


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


def limit(limits: Limits) -> None:
    """Hold this process and its children to `limits`."""
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
