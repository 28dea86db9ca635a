"""The grading process's end of the exam: one fork server a process, one worker a thread."""

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
from typing import TYPE_CHECKING, Any

from traitlets.config import Config

from autograder.course.config import subject_name
from autograder.course.subject import load_subject
from autograder.exam.limits import SUPERVISOR_SECONDS, Limits
from autograder.exam.results import Examined, Verdict
from autograder.exam.sandbox.mounts import shown_paths
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.sandbox.walls import Kind
from autograder.exam.settings import Exam, exam_settings
from autograder.exam.wire.trusted import receive_text, send_text

if TYPE_CHECKING:
    from autograder.intake import Submission

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

_engines: dict[tuple[Limits, Kind, tuple[Path, ...], str], Engine] = {}
_lock = threading.Lock()


def examine(submission: Submission, settings: Config, seed: str, hidden: tuple[Path, ...]) -> Examined:
    """Have one submission examined. Never raises: what goes wrong is the result's `problem`.

    Any worker of any executor may call it. The first call in a process starts that process's fork server.

    Args:
        seed: this submission's secret, in hexadecimal digits. The same one gives the same random numbers.
        hidden: what no student code may read (see `settings.hidden_paths`).
    """
    if submission.problem:
        return Examined(submission, problem=submission.problem)
    exam = exam_settings(settings)
    try:
        engine = engine_for(exam, hidden, subject_name(settings))
        answered = sorted(submission.answered)
        options = {"run_all": exam.run_all, "diagnose": exam.diagnose}
        job = {"lab": submission.lab, "text": submission.text, "answered": answered, "seed": seed, **options}
        answer = engine.examine(job)
        if answer["op"] != "examined":
            return Examined(submission, problem=str(answer["problem"]))
        verdicts = tuple(map(Verdict.from_json, answer["verdicts"]))
        return Examined(submission, answer["text"], verdicts, answer["seconds"], answer["cpu"], int(answer["memory"]))
    except Exception as error:  # ours: never a zero, always on the list of what an instructor has to look at
        return Examined(submission, problem=f"the exam could not be held: {type(error).__name__}: {str(error)[:300]}")


def engine_for(exam: Exam, hidden: tuple[Path, ...], subject: str) -> Engine:
    """This process's engine for the course's settings, started if need be.

    Raises:
        SandboxError: a path cannot be hidden; or the settings say "auto" and this machine has no sandbox, since
            student code runs unguarded only where the settings say "none".
        CourseError: there is no such subject.
    """
    kind = exam.kind()
    if kind == "none" and exam.sandbox != "none":
        raise SandboxError("this machine has no sandbox for student code (`python -m autograder doctor` says why)")
    return start_engine(exam.limits(), kind, hidden, subject)


def start_engine(
    limits: Limits, sandbox: Kind, hidden: tuple[Path, ...], subject: str, *, many: bool = False
) -> Engine:
    """This process's engine for these settings, started if need be. The engine imports while other work goes on.

    Args:
        hidden: what no student code may read.
        subject: the module of the course's subject.
        many: whether to prepare for more than a handful of submissions.

    Raises:
        SandboxError: a path cannot be hidden; the message says what to do.
        CourseError: there is no such subject.
    """
    if sandbox != "none":
        shown_paths([], hidden)  # refuse now rather than at each submission
    with _lock:
        key = (limits, sandbox, hidden, subject)
        if key in _engines and not _engines[key].is_alive():
            _engines.pop(key).close()  # its supervisors and its folder have outlived the fork server
        if key not in _engines:
            _engines[key] = Engine(limits, sandbox, hidden, subject, many=many)
        return _engines[key]


def close_engines(*, now: bool = False) -> None:
    """End this process's fork servers and all their children, with `now` even in the middle of an exam."""
    with _lock:
        for engine in _engines.values():
            engine.close(now=now)
        _engines.clear()


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
            seconds = self.limits.submission_seconds + self.patience
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
