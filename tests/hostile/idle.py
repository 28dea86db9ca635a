"""A fork server that does not do its work: `python -m tests.hostile.idle FD FAULT`. It imports next to nothing."""

from __future__ import annotations

import contextlib
import signal
import socket
import sys

from autograder.exam.wire.trusted import send_text

FAULTS = ("no_start", "no_answer", "half_an_answer", "no_end")


def serve(control: socket.socket, fault: str) -> None:
    """Take orders, and do with them as the fault has it."""
    if fault != "no_start":
        with contextlib.suppress(BrokenPipeError):
            send_text(control, {"op": "ready"})
    workers = []
    while (received := socket.recv_fds(control, 4096, 1))[0]:
        workers.append(socket.socket(fileno=received[1][0]))
        if fault == "half_an_answer":
            send_text(workers[-1], {"op": "examined"})
    while fault == "no_end":
        signal.pause()


if __name__ == "__main__":
    serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
