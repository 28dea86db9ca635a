"""Hold a process to what a submission may use, by the kernel's limits."""

from __future__ import annotations

import contextlib
import resource
from pathlib import Path

from autograder.exam.limits import Limits

# Processes above the limit, for our own side of a candidate: it can answer whatever a cell has started.
KEPT_BACK = 8

_mapped = [16 * 2**30]


def limit(limits: Limits) -> None:
    """Hold this process and its children to `limits`."""
    seconds = int(limits.all_seconds) + 5
    resource.setrlimit(resource.RLIMIT_NPROC, (limits.processes, limits.processes + KEPT_BACK))
    for what, most in (
        # The limit of address space counts what the libraries have mapped already, so `memory` is added to that.
        (resource.RLIMIT_AS, _mapped[0] + limits.memory),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_FSIZE, limits.disk),
        (resource.RLIMIT_NOFILE, 256),
    ):
        resource.setrlimit(what, (most, most))


def remember_size() -> None:
    """Note how much address space is mapped, while /proc can still be read."""
    size = Path("/proc/self/statm")
    if size.exists():
        _mapped[0] = int(size.read_text().split()[0]) * resource.getpagesize()


def limit_memory(most: int) -> None:
    """Let this process map `most` bytes on top of what it has mapped."""
    remember_size()
    resource.setrlimit(resource.RLIMIT_AS, (_mapped[0] + most, resource.getrlimit(resource.RLIMIT_AS)[1]))


def go_first() -> None:
    """When the machine runs out of memory, the kernel kills this process or one of its children first."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")
