"""The processes that a candidate starts: room for the fork that answers, however many a cell has left behind, and their
end.
"""

from __future__ import annotations

import contextlib
import os
import resource
import signal
import time

SECONDS = 8.0  # for killed processes to be gone: on a busy machine that takes its time


class Descendants:
    """Taken before any student code runs, which may put others in the place of these functions."""

    def __init__(self, *, is_walled: bool) -> None:
        self._fork, self._kill, self._wait = os.fork, os.kill, os.waitpid
        self._clock, self._sleep, self._none_left = time.monotonic, time.sleep, ChildProcessError
        self._set, self._what = resource.setrlimit, resource.RLIMIT_NPROC
        self._limits = resource.getrlimit(resource.RLIMIT_NPROC)
        self._suppress, self._signal, self._flags = contextlib.suppress, signal.SIGKILL, os.WNOHANG
        self._is_walled = is_walled

    def fork(self) -> int:
        """As `os.fork`, with the processes that are kept back for it."""
        soft, hard = self._limits
        self._set(self._what, (hard, hard))
        try:
            return self._fork()
        finally:
            self._set(self._what, (soft, hard))

    def end(self) -> None:
        """Kill all processes of this sandbox but this one and the first, and wait until they are gone. Without a
        sandbox nothing is killed: these are the user's own, too.
        """
        if not self._is_walled:
            return
        until = self._clock() + SECONDS
        with self._suppress(ProcessLookupError, PermissionError):
            self._kill(-1, self._signal)
        with self._suppress(self._none_left):
            while self._clock() < until:
                if self._wait(-1, self._flags)[0] == 0:
                    self._sleep(0.001)
