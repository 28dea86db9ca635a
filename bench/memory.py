"""The memory of a tree of processes, watched from outside. That takes a hundredth of a second a process: nothing is
timed meanwhile.
"""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import psutil


class Watch(threading.Thread):
    """Looks at a tree of processes ten times a second: its memory, pages that several share counted once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.done, self.peak = pid, threading.Event(), 0

    def run(self) -> None:
        while not self.done.wait(0.1):
            with contextlib.suppress(psutil.Error):
                root = psutil.Process(self.pid)
                self.peak = max(self.peak, sum(map(share, [root, *root.children(recursive=True)])))


def share(process: psutil.Process) -> int:
    """The bytes of memory that are a process's, with its share of those that it has in common with others; 0 when it is
    gone.
    """
    with contextlib.suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process.pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
    return 0
