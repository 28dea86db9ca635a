"""Run a notebook as *Restart & Run All* does, and print what it took: `python -P kernel_run.py NOTEBOOK`.

A script that needs nothing of this course, so that `bench.wait` can run it under another checkout's Python.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from typing import Any

import nbformat
import psutil
from nbclient import NotebookClient

FIRST = "setup"


class TimedClient(NotebookClient):  # type: ignore[misc]  # nbclient says nothing of its types
    """Prints [seconds, CPU seconds] of: kernel start to the end of the first cell, this cell alone, and Restart &
    Run All, which is the old kernel's end, here after the run, the new one's start and all cells.
    """

    def run(self) -> None:
        self.begun, self.first = (0.0, 0.0), {}
        start, used = time.perf_counter(), children()
        self.on_cell_execute, self.on_cell_executed = self.before, self.after
        self.execute()
        seconds, cpu = time.perf_counter() - start, children() - used
        first, before = self.first["after"], self.first["before"]
        alone = [first[0] - before[0], first[1] - before[1]]
        print(json.dumps({"started": [first[0] - start, first[1]], "alone": alone, "all": [seconds, cpu]}))

    def before(self, cell: Any, cell_index: int) -> None:
        if cell.get("id") == FIRST:
            self.first["before"] = self.now()

    def after(self, cell: Any, cell_index: int, execute_reply: Any) -> None:
        if cell.get("id") == FIRST:
            self.first["after"] = self.now()

    def now(self) -> tuple[float, float]:
        """The clock, and the CPU seconds of the kernel so far."""
        used = psutil.Process(self.km.provisioner.pid).cpu_times()
        return time.perf_counter(), used.user + used.system


def children() -> float:
    """CPU seconds of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


if __name__ == "__main__":
    TimedClient(nbformat.read(sys.argv[1], as_version=4), timeout=300, kernel_name="python3").run()
