"""One process a worker, walled in before any student code exists: forks candidates, and kills what is left of them."""

from __future__ import annotations

import contextlib
import json
import os
import resource
import shutil
import signal
import socket
import time
from pathlib import Path

from autograder.course.subject import Sealed, Subject
from autograder.exam.candidate import serving as candidate
from autograder.exam.candidate.shell import Shell
from autograder.exam.limits import Limits
from autograder.exam.sandbox import walls
from autograder.exam.sandbox.rlimits import go_first, remember_size
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.sandbox.walls import Kind
from autograder.files import folder_of

ENDING_SECONDS = 2.0
SWEEPING_SECONDS = 10.0  # many large processes take a busy machine seconds to end


def spawn(
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
            await_children(ENDING_SECONDS)
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
    """The first process of the new process namespace: it adopts whoever loses its parent, and can kill all. It answers
    with the CPU seconds of those it adopted.
    """
    if kind == "none":
        return None
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        # Inside its namespace the first process gets no signal that it does not handle; Python handles this one.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        counted = 0.0
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
            adopted = _cpu_seconds(resource.getrusage(resource.RUSAGE_CHILDREN))
            theirs.sendall(json.dumps(adopted - counted).encode())
            counted = adopted
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
            cpu, memory = cpu + _cpu_seconds(used), max(memory, used.ru_maxrss * 1024)
    living.clear()
    if init is not None:
        adopted = init.recv(64)
        if not adopted:
            os._exit(1)  # it is gone, nothing can be forked in its namespace any more: the next job gets another worker
        cpu += json.loads(adopted)
    return {"cpu": cpu, "memory": memory}


def _cpu_seconds(used: resource.struct_rusage) -> float:
    return used.ru_utime + used.ru_stime


def await_children(seconds: float) -> None:
    """Wait for children that are about to end, so that what they used is counted."""
    end = time.monotonic() + seconds
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.01)
