"""The memory of a process tree, watched from outside.

A look takes a hundredth of a second for each process, so nothing is timed while it is watched.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import psutil


class Watch(threading.Thread):
    """Measures the memory of a process tree ten times a second; shared pages count once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.done, self.peak = pid, threading.Event(), 0

    def run(self) -> None:
        while not self.done.wait(0.1):
            with contextlib.suppress(psutil.Error):
                root = psutil.Process(self.pid)
                self.peak = max(self.peak, sum(map(share, [root, *root.children(recursive=True)])))


def share(process: psutil.Process) -> int:
    """The bytes of memory of a process, with its part of the shared pages; 0 when it has ended."""
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return 0
