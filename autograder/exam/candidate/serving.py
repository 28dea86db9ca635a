"""The student's side of the exam. Runs the student's cells; the calls of test cells are answered by a throw-away fork
of itself.

This process has never held a test cell, an expected value, a seed of the examiner's, or another student's file. What it
answers are plain values: whatever the student's code did to this process, it can only answer, and the examiner judges
the answers.
"""

from __future__ import annotations

import contextlib
import gc
import os
import socket
import tempfile
import time

from autograder.course.subject import Sealed, Subject
from autograder.exam.candidate.descendants import Descendants
from autograder.exam.candidate.interrupting import Interrupts
from autograder.exam.candidate.responding import Responder
from autograder.exam.candidate.running import run_cell, seeder
from autograder.exam.candidate.shell import Shell
from autograder.exam.sandbox import walls
from autograder.exam.wire import messages


def enter(
    sock: socket.socket, shell: Shell, subject: Subject, sealed: Sealed | None, output: int, *, is_walled: bool
) -> None:
    """Say that the sandbox holds, then serve. `output` is how many bytes a cell may print; without walls there is no
    sandbox.
    """
    tempfile.tempdir = None  # cached before the sandbox existed
    shell.outputs.limit = output
    messages.send(sock, {"op": "ready"}, [])
    serve(sock, shell, subject, sealed, Descendants(is_walled=is_walled))


def serve(sock: socket.socket, shell: Shell, subject: Subject, sealed: Sealed | None, descendants: Descendants) -> None:
    """Answer the examiner until it closes the connection."""
    # Taken before any student code runs, which may put others in their place.
    receive, send, receive_end, fork, end_others, wait, leave = (
        messages.receive,
        messages.send,
        messages.receive_end,
        descendants.fork,
        descendants.end,
        os.waitpid,
        os._exit,
    )
    seed, interrupts = seeder(subject), Interrupts()
    answer = Responder(shell, subject, sealed, interrupts).serve
    gc.freeze()  # now `gc` shows it to nobody
    close, copy, own_number, number, clock, die, no_child, answering_fork = (
        os.close,
        os.dup,
        os.getpid,
        os.getpid(),
        time.process_time,
        walls.die_with_parent,
        ChildProcessError,
        0,
    )
    # Reserve a descriptor, so that we can receive a socket even if student code uses up the limit.
    place = copy(sock.fileno())
    while True:
        try:
            message, _ = receive(sock)
            if message["op"] == "run":
                start = clock()
                outputs, success = run_cell(shell, seed, interrupts, message)
                if own_number() != number:  # a fork that the cell made, and that has come to the cell's end as well
                    leave(0)
                send(sock, {"op": "done", "outputs": outputs, "success": success, "cpu": clock() - start}, [])
                continue
            if message["op"] == "end_others":
                end_others()
                answering_fork = 0
                send(sock, {"op": "ended"}, [])
                continue
            close(place)
            end = receive_end(sock)
        except messages.WireError:
            return
        if answering_fork:
            with contextlib.suppress(no_child):  # the examiner has let go of it
                wait(answering_fork, 0)
        answering_fork = fork()
        if answering_fork == 0:
            try:
                die()
                sock.close()
                answer(end)
            finally:
                leave(0)
        end.close()
        place = copy(sock.fileno())
