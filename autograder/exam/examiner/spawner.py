"""The examiner's client of the spawner (`forkserver.spawner`), the process that forks candidates and kills them."""

from __future__ import annotations

import json
import signal
import socket
from collections.abc import Iterator
from contextlib import contextmanager

from autograder.exam.errors import GraderError
from autograder.exam.wire import messages

READY_SECONDS = 30.0


class SpawnerClient:
    """Orders candidates from the spawner. `cpu` seconds and `memory` bytes are what they have used so far."""

    def __init__(self, orders: socket.socket) -> None:
        self.orders = orders
        self.cpu, self.memory = 0.0, 0.0

    def spawn(self) -> tuple[socket.socket, int]:
        """A fresh candidate: the socket to it and its process number.

        Raises:
            GraderError: the sandbox could not be set up.
        """
        our_end, their_end = socket.socketpair()
        with their_end, _undisturbed():
            try:
                socket.send_fds(self.orders, [b"spawn"], [their_end.fileno()])
                answer = json.loads(self.orders.recv(4096) or b"{}")
            except OSError:
                answer = {}
            answer.setdefault("problem", "its parent is gone")
        if "pid" not in answer:
            raise GraderError(f"no candidate could be started: {answer['problem']}")
        try:
            messages.receive(our_end, READY_SECONDS)
        except messages.WireError as error:
            raise GraderError(f"the sandbox could not be set up: {error}") from error
        return our_end, answer["pid"]

    def sweep(self) -> dict[str, float]:
        """Kill what is left of the last candidate; returns the CPU seconds and bytes of memory that it used.

        Raises:
            GraderError: the spawner is gone, and all of its children with it.
        """
        with _undisturbed():
            try:
                self.orders.sendall(b"sweep")
                used: dict[str, float] = json.loads(self.orders.recv(4096))
            except (OSError, ValueError) as error:
                raise GraderError("the sandbox is gone") from error
        self.cpu += used.get("cpu", 0.0)
        self.memory = max(self.memory, used.get("memory", 0))
        return used


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Hold back the alarm during an order to the spawner: its answer would be read as that to the next order."""
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGALRM])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGALRM])
