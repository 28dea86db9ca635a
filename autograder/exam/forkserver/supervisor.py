"""One process a worker: forks an examiner for each job, which holds the tests, and kills one that is overdue."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import socket
from typing import Any

from autograder.course.subject import Subject
from autograder.exam.errors import GraderError
from autograder.exam.examiner import notebook as examiner
from autograder.exam.examiner.spawner import SpawnerClient
from autograder.exam.limits import SUPERVISOR_SECONDS, Limits
from autograder.exam.sandbox.rlimits import limit_memory
from autograder.exam.wire.trusted import receive_text, send_text

EXAMINER_MEMORY = 2**30


def supervise(worker: socket.socket, spawner: SpawnerClient, subject: Subject) -> None:
    """Fork an examiner for each job, and report it if it ends without an answer."""
    is_open, prepared = True, set[str]()
    while is_open and (job := receive_text(worker)) is not None:
        if job.get("lab", "") not in {"", *prepared}:
            prepared.add(job["lab"])
            with contextlib.suppress(Exception):  # the examiner will report what is wrong with a cell
                examiner.prepare(job["text"], job.get("changed", ()), subject)
            gc.freeze()
        pid = os.fork()
        if pid == 0:
            answer: dict[str, Any]
            try:
                limit_memory(job["limits"]["memory"] + EXAMINER_MEMORY)
                answer = examiner.examine(job, spawner, subject)
            except BaseException as error:
                answer = {"op": "problem", "problem": f"the examiner failed: {type(error).__name__}: {error}"}
            send_text(worker, answer)
            os._exit(0)
        _kill_after(pid, Limits(**job["limits"]).all_seconds + SUPERVISOR_SECONDS)
        _, status, used = os.wait4(pid, 0)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if status:
            send_text(
                worker, {"op": "problem", "problem": f"the examiner ended early ({os.waitstatus_to_exitcode(status)})"}
            )
        swept: dict[str, Any] = {}
        try:
            swept = spawner.sweep()
        except GraderError:  # the next job gets another worker
            is_open = False
        cpu = used.ru_utime + used.ru_stime + swept.get("cpu", 0.0)
        send_text(worker, {"op": "swept", "cpu": cpu, "memory": swept.get("memory", 0)})
    os._exit(0)


def _kill_after(pid: int, seconds: float) -> None:
    """The examiner keeps its own time limits; this one is for when it cannot."""
    signal.signal(signal.SIGALRM, lambda *_: os.kill(pid, signal.SIGKILL))
    signal.setitimer(signal.ITIMER_REAL, seconds)
