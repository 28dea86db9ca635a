"""One fork server, a fork a submission: it imports what the labs import, once, and waits.

    engine (in the grading process)  ──socket──  fork server: imports, then only forks
      worker (one a job at a time)     ──socket──  supervisor: forks an examiner a submission, which holds the tests
                                                   │ socket
                                                 spawner: walled in; forks a candidate when the examiner asks
                                                   └─ candidate: runs the student's code

The fork server and the spawners never see a submission or a test: what candidates are forked from holds no secret.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import shutil
import signal
import socket
import time
import traceback
from pathlib import Path
from typing import Any

from autograder.course.subject import Sealed, Subject, SubjectError, load_subject
from autograder.exam.candidate import serving as candidate
from autograder.exam.candidate.shell import Shell
from autograder.exam.errors import GraderError
from autograder.exam.examiner import notebook as examiner
from autograder.exam.examiner.spawner import SpawnerClient
from autograder.exam.forkserver import hugepages
from autograder.exam.forkserver.warmup import warm_up
from autograder.exam.limits import SUPERVISOR_SECONDS, Limits
from autograder.exam.sandbox import walls
from autograder.exam.sandbox.rlimits import go_first, limit_memory, remember_size
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.sandbox.walls import Kind
from autograder.exam.wire.trusted import receive_text, send_text
from autograder.files import folder_of

ENDING_SECONDS = 2.0
SWEEPING_SECONDS = 10.0  # many large processes take a busy machine seconds to end
EXAMINER_MEMORY = 2**30
PRELOADED = ("matplotlib.pyplot", "matplotlib_inline.backend_inline")


def serve(control: socket.socket, folder: str, subject_name: str, *, many: bool) -> None:
    """The fork server: for each worker that is asked for, fork its spawner and its supervisor. When `control` closes,
    all of them end.

    If it cannot start, it says why, and waits until `control` closes: each submission gets this reason, and no other
    fork server is started for it.

    Args:
        subject_name: the module of the course's subject.
        many: whether so many submissions are to come that making forks cheaper pays.
    """
    try:
        subject, shell, sealed = _start(subject_name, many)
        answer = {"op": "ready"}
    except Exception as error:  # ours, whatever it is: the reason why each submission needs review
        is_explained = isinstance(error, SubjectError)
        answer = {"op": "problem", "problem": str(error) if is_explained else f"{type(error).__name__}: {error}"}
        if not is_explained:
            traceback.print_exc()
    with contextlib.suppress(BrokenPipeError):  # the engine has gone meanwhile: the loop notices
        send_text(control, answer)
    while True:
        data, fds = b"", [0]
        with contextlib.suppress(ConnectionResetError):  # it closed with words of ours unread
            data, fds, _, _ = socket.recv_fds(control, 2**16, 1)
        if not data:
            _await_children(ENDING_SECONDS)
            shutil.rmtree(folder, ignore_errors=True)
            os.killpg(0, signal.SIGKILL)
        order = json.loads(data)
        worker = socket.socket(fileno=fds[0])
        clerk_end, porter_end = socket.socketpair()
        if os.fork() == 0:
            _close(control, worker, clerk_end)
            hidden = [Path(path) for path in order["hidden"]]
            limits = Limits(**order["limits"])
            _spawner(porter_end, order["sandbox"], hidden, limits, order["folder"], shell, subject, sealed)
        if os.fork() == 0:
            _close(control, porter_end)
            _supervisor(worker, SpawnerClient(clerk_end), subject)
        _close(worker, clerk_end, porter_end)


def _start(subject_name: str, many: bool) -> tuple[Subject, Shell, Sealed | None]:
    subject = load_subject(subject_name)
    preload(subject)
    shell, guard = Shell.instance(), subject.guard
    sealed = None if guard is None else guard.seal()
    warm_up(shell)
    subject.warm_up(sealed)
    gc.freeze()
    gc.enable()
    if many:
        hugepages.collapse()
    return subject, shell, sealed


def preload(subject: Subject) -> None:
    """Import what the labs import, and make ready to fork."""
    for name in (*PRELOADED, *subject.preload):
        with contextlib.suppress(ImportError):  # a course that does not use it need not have it
            importlib.import_module(name)
    subject.start()
    # Once here, so that forks have what these import: in the sandbox it may not be there.
    subject.seed(0)
    _ = subject.asking(), subject.answering(), subject.guard, subject.probes


def _await_children(seconds: float) -> None:
    """Wait for children that are about to end, so that what they used is counted."""
    end = time.monotonic() + seconds
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)


def _close(*sockets: socket.socket) -> None:
    for sock in sockets:
        sock.close()


def _supervisor(worker: socket.socket, spawner: SpawnerClient, subject: Subject) -> None:
    """Fork an examiner for each job, and report it if it ends without an answer."""
    is_open, prepared = True, set[str]()
    while is_open and (job := receive_text(worker)) is not None:
        if job.get("lab", "") not in {"", *prepared}:
            prepared.add(job["lab"])
            with contextlib.suppress(Exception):  # the examiner will report what is wrong with a cell
                examiner.prepare(job["text"], subject)
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
        _kill_after(pid, job["limits"]["submission_seconds"] + SUPERVISOR_SECONDS)
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


def _spawner(
    orders: socket.socket,
    kind: Kind,
    hidden: list[Path],
    limits: Limits,
    folder: str,
    shell: Shell,
    subject: Subject,
    sealed: Sealed | None,
) -> None:
    """Enter the sandbox, then fork a candidate on "spawn", and kill all that is left of it on "sweep"."""
    try:
        remember_size()
        go_first()
        walls.wall_in(kind, [folder_of(subject.student_package)] if subject.student_package else [], hidden)
        init = _start_init(kind)
    except (SandboxError, OSError) as error:
        orders.recv(64)
        orders.sendall(json.dumps({"problem": str(error)}).encode())
        os._exit(1)
    living: list[int] = []
    # RLIMIT_NPROC counts per user id on the whole machine: each spawner's pid gives it a user id of its own.
    number = os.getpid()
    while True:
        data, fds, _, _ = socket.recv_fds(orders, 64, 1)
        if not data:
            if init is not None:
                init.close()
            _await_children(ENDING_SECONDS)
            os._exit(0)
        if data == b"spawn":
            pid = os.fork()
            if pid == 0:
                try:
                    walls.give_up(kind, limits, number, fds[0], folder)
                    end, is_walled = socket.socket(fileno=fds[0]), kind != "none"
                    candidate.enter(end, shell, subject, sealed, limits.output, is_walled=is_walled)
                finally:
                    os._exit(0)
            os.close(fds[0])
            living.append(pid)
            orders.sendall(json.dumps({"pid": pid}).encode())
        elif data == b"sweep":
            orders.sendall(json.dumps(_sweep(init, living, folder)).encode())


def _start_init(kind: Kind) -> socket.socket | None:
    """The first process of the new process namespace: it adopts whoever loses its parent, and can kill all."""
    if kind == "none":
        return None
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        # Inside its namespace the first process gets no signal that it does not handle; Python handles this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        while theirs.recv(1):
            end = time.monotonic() + SWEEPING_SECONDS
            with contextlib.suppress(ProcessLookupError):
                # Until no process is left, not even a zombie: those count against the next candidate's limit.
                while True:
                    if time.monotonic() > end:
                        os._exit(1)  # which ends them all, and the worker
                    os.kill(-1, signal.SIGKILL)
                    with contextlib.suppress(ChildProcessError):
                        while os.waitpid(-1, os.WNOHANG)[0]:
                            pass
                    time.sleep(0.0005)
            theirs.sendall(b"k")
        os._exit(0)
    theirs.close()
    return ours


def _sweep(init: socket.socket | None, living: list[int], folder: str) -> dict[str, float]:
    """Kill all that is left of a candidate; returns CPU seconds, and the most memory of one process in bytes."""
    if init is not None:
        init.sendall(b"k")
    else:
        for pid in living:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(pid, signal.SIGKILL)
        for path in Path(folder).iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:  # rmtree would wait at a named pipe until somebody writes
                path.unlink(missing_ok=True)
    cpu, memory = 0.0, 0
    for pid in living:
        with contextlib.suppress(ChildProcessError):
            used = os.wait4(pid, 0)[2]
            cpu, memory = cpu + used.ru_utime + used.ru_stime, max(memory, used.ru_maxrss * 1024)
    living.clear()
    if init is not None and not init.recv(1):
        os._exit(1)  # it is gone, and nothing can be forked in its namespace any more: the next job gets another worker
    return {"cpu": cpu, "memory": memory}
