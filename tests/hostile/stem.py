"""One warm process that is forked: for an engine without a defence, for a case in one kernel, for a case overheard.

One import serves them all. It has one thread and has never run a test, whatever else pytest has done.
"""

from __future__ import annotations

import os
import select
import socket
import subprocess
import sys
import time
from typing import Any

from autograder.exam.engine import Engine
from autograder.exam.limits import Limits
from autograder.exam.sandbox.walls import Kind
from tests.hostile.lab import HOST_SECRET
from tests.support.forked import ENDING_SECONDS, START_SECONDS, Forked, fork_for_each_order, fork_with

SUBJECT = "cnngrading"


class Stem:
    """The warm process. It ends with the one that started it."""

    def __init__(self) -> None:
        self.control, theirs = socket.socketpair()
        self.control.settimeout(START_SECONDS)
        environment = {
            **os.environ,
            "EXAM_HOST_SECRET": HOST_SECRET,
            "OMP_NUM_THREADS": "1",
            "MKL_NUM_THREADS": "1",
            "PYTHONHASHSEED": "0",
        }
        with theirs:
            command = [sys.executable, "-B", "-m", "tests.hostile.stem", str(theirs.fileno())]
            self.process = subprocess.Popen(
                command, pass_fds=[theirs.fileno()], env=environment, stdin=subprocess.DEVNULL, start_new_session=True
            )

    def fork(self, order: dict[str, Any], file: int) -> Forked:
        """Have a fork carry out `order` with an open file of ours.

        Raises:
            OSError: the stem is gone, or does not answer.
        """
        return fork_with(self.control, order, file)

    def hear(self, order: dict[str, Any], seconds: float) -> bytes | None:
        """What a fork writes while it carries out `order`; None if it has not finished after `seconds`. It is gone then."""
        reader, writer = os.pipe()
        try:
            forked = self.fork(order, writer)
        finally:
            os.close(writer)
        try:
            return read_all(reader, seconds)
        finally:
            os.close(reader)
            forked.kill()
            forked.wait()

    def close(self) -> None:
        """End it."""
        self.control.close()
        try:
            self.process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


def read_all(reader: int, seconds: float) -> bytes | None:
    """All that comes before the other end is closed; None if that takes longer than `seconds`."""
    data, end = bytearray(), time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and select.select([reader], [], [], left)[0]:
        piece = os.read(reader, 2**16)
        if not piece:
            return bytes(data)
        data += piece
    return None


class WeakEngine(Engine):
    """An engine whose fork server is a fork of a stem, with a defence switched off."""

    def __init__(self, stem: Stem, switch: str, limits: Limits, kind: Kind) -> None:
        self.stem, self.switch = stem, switch
        super().__init__(limits, kind, (), SUBJECT)

    def _start(self, theirs: socket.socket, environment: dict[str, str], many: bool) -> Any:
        return self.stem.fork({"do": "serve", "switch": self.switch, "folder": self.folder}, theirs.fileno())


def main(control: socket.socket) -> None:
    """Import, then fork for each order."""
    from autograder.exam.candidate.shell import Shell
    from autograder.exam.forkserver import server
    from autograder.exam.forkserver.warmup import warm_up
    from cnngrading import subject
    from tests.hostile import corpus, kernel, overheard, weak

    server.preload(subject)
    warm_up(Shell.instance())
    cases = {case.id: case for case in (*corpus.CASES, corpus.NEIGHBOUR, corpus.ALL_HONEST)}

    def carry_out(order: dict[str, Any], file: int) -> None:
        if order["do"] == "serve":
            weak.serve(order["switch"], socket.socket(fileno=file), order["folder"])
        elif order["do"] == "kernel":
            kernel.tell(cases[order["case"]], order["folder"], file)
        else:
            overheard.tell(cases[order["case"]], order["kind"], file)

    fork_for_each_order(control, carry_out)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
