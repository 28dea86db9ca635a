"""The grading process's end of the exam: a fork server, and a worker of it for each thread."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

from autograder.course.subject import load_subject
from autograder.exam.limits import SUPERVISOR_SECONDS, Limits
from autograder.exam.sandbox.walls import Kind
from autograder.exam.wire.trusted import receive_text, send_text

VARIABLES = (
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "LANG",
    "TZ",
    "TMPDIR",
    "VIRTUAL_ENV",
    "MPLCONFIGDIR",
    "MPLBACKEND",
    "SSL_CERT_FILE",
)
VARIABLE_FAMILIES = ("LC_", "LD_", "DYLD_", "PYTHON", "CONDA_", "XDG_", "COV")

START_SECONDS = 300.0
PATIENCE_SECONDS = SUPERVISOR_SECONDS + 30  # on top of a submission's own time; the supervisor gives up first
CLOSING_SECONDS = 10.0


def _needed_environment() -> dict[str, str]:
    """The variables that Python and its libraries read, and no others: a candidate clears its environment, but could
    still find the variables in its memory.
    """
    return {
        name: value for name, value in os.environ.items() if name in VARIABLES or name.startswith(VARIABLE_FAMILIES)
    }


class EngineError(Exception):
    """The fork server, or a supervisor, is gone: ours."""


class EngineTimeoutError(EngineError):
    """The fork server, or a supervisor, does not answer: ours."""


class Engine:
    """A fork server and its workers. `examine` may be called from several threads."""

    def __init__(
        self, limits: Limits, sandbox: Kind, hidden: tuple[Path, ...], subject: str, *, many: bool = False
    ) -> None:
        self.limits, self.sandbox, self.hidden, self.patience = limits, sandbox, hidden, PATIENCE_SECONDS
        self.subject = subject
        needed = load_subject(subject).environment
        self.lock = threading.Lock()
        self.thread = threading.local()
        self.workers: list[socket.socket] = []
        self.folder = tempfile.mkdtemp(prefix="exam-")
        self.control, their_end = socket.socketpair()
        environment = {**_needed_environment(), "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
        environment["GLIBC_TUNABLES"] = "glibc.malloc.hugetlb=1"  # large pages make forks faster (see `hugepages`)
        environment.update(needed(self.folder))
        with their_end:
            self.parent = self._start(their_end, environment, many)
        self.started: dict[str, Any] | None = None  # what the fork server says once it has tried to start

    def _start(self, their_end: socket.socket, environment: dict[str, str], many: bool) -> subprocess.Popen[bytes]:
        command = [
            sys.executable,
            "-m",
            "autograder.exam.forkserver",
            str(their_end.fileno()),
            self.folder,
            self.subject,
            *(["many"] if many else []),
        ]
        # In a session of its own: Ctrl-C does not reach these processes, and one signal ends all of them.
        return subprocess.Popen(
            command, pass_fds=[their_end.fileno()], env=environment, stdin=subprocess.DEVNULL, start_new_session=True
        )

    def is_alive(self) -> bool:
        """Whether the fork server still runs."""
        return self.parent.poll() is None

    def examine(self, job: dict[str, Any]) -> dict[str, Any]:
        """Have one job examined at this thread's worker; returns the examiner's answer.

        Raises:
            EngineError: the worker is gone, or has not answered within the submission's seconds and `patience`.
        """
        is_used = hasattr(self.thread, "worker")
        try:
            answer, swept = self._ask(job)
        except EngineError as error:
            vars(self.thread).pop("worker", None)
            if not is_used or isinstance(error, EngineTimeoutError):
                raise
            # An earlier submission may have ended the worker.
            return self.examine(job)
        cpu, memory = answer.get("cpu", 0.0) + swept["cpu"], max(answer.get("memory", 0), swept["memory"])
        return {**answer, "cpu": cpu, "memory": memory}

    def _ask(self, job: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        try:
            worker = self._worker()
            seconds = self.limits.all_seconds + self.patience
            end = time.monotonic() + seconds
            worker.settimeout(seconds)
            send_text(worker, {**job, "limits": asdict(self.limits)})
            answer = receive_text(worker)
            worker.settimeout(max(0.1, end - time.monotonic()))
            swept = receive_text(worker)
        except TimeoutError as error:
            raise EngineTimeoutError("the exam's processes do not answer") from error
        except OSError as error:
            raise EngineError(f"the examiner's worker is gone: {error}") from error
        if answer is None or swept is None:
            raise EngineError("the examiner's worker closed")
        return answer, swept

    def _worker(self) -> socket.socket:
        if not hasattr(self.thread, "worker"):
            with self.lock:
                self.control.settimeout(START_SECONDS)
                if self.started is None:
                    self.started = receive_text(self.control)
                if self.started is None or self.started["op"] != "ready":
                    reason = f": {self.started['problem']}" if self.started else ""
                    raise EngineError(f"the fork server could not start{reason}")
                our_end, their_end = socket.socketpair()
                folder = tempfile.mkdtemp(dir=self.folder)
                with their_end:
                    hidden = [str(path) for path in self.hidden]
                    order = {"sandbox": self.sandbox, "hidden": hidden, "limits": asdict(self.limits), "folder": folder}
                    socket.send_fds(self.control, [json.dumps(order).encode()], [their_end.fileno()])
                self.thread.worker = our_end
                self.workers.append(our_end)
        worker: socket.socket = self.thread.worker
        return worker

    def close(self, *, now: bool = False) -> None:
        """End the fork server; its supervisors, spawners, examiners and candidates end with it.

        With `now`, they end even in the middle of an exam.
        """
        if now:
            self._kill()
        for sock in (*self.workers, self.control):
            # While a fork of this process holds the socket open, closing it would tell the other side nothing.
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        try:
            self.parent.wait(CLOSING_SECONDS)
        except subprocess.TimeoutExpired:
            self._kill()
            self.parent.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _kill(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.parent.pid, signal.SIGKILL)
