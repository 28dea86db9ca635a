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
import traceback
from pathlib import Path

from autograder.course.subject import Sealed, Subject, SubjectError, load_subject
from autograder.exam.candidate.shell import Shell
from autograder.exam.examiner.spawner import SpawnerClient
from autograder.exam.forkserver import hugepages
from autograder.exam.forkserver.spawner import ENDING_SECONDS, await_children, spawn
from autograder.exam.forkserver.supervisor import supervise
from autograder.exam.forkserver.warmup import warm_up
from autograder.exam.limits import Limits
from autograder.exam.wire.trusted import send_text

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
            await_children(ENDING_SECONDS)
            shutil.rmtree(folder, ignore_errors=True)
            os.killpg(0, signal.SIGKILL)
        order = json.loads(data)
        worker = socket.socket(fileno=fds[0])
        clerk_end, porter_end = socket.socketpair()
        if os.fork() == 0:
            _close(control, worker, clerk_end)
            hidden = [Path(path) for path in order["hidden"]]
            limits = Limits(**order["limits"])
            spawn(porter_end, order["sandbox"], hidden, limits, order["folder"], shell, subject, sealed)
        if os.fork() == 0:
            _close(control, porter_end)
            supervise(worker, SpawnerClient(clerk_end), subject)
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


def _close(*sockets: socket.socket) -> None:
    for sock in sockets:
        sock.close()
