"""One warm process that is forked: for an engine without a defence, for a case in one kernel, for a case overheard.

One import serves them all. It has one thread and has never run a test, whatever else pytest has done.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
from typing import Any

from autograder.exam.engine import Engine
from autograder.exam.limits import Limits
from autograder.exam.sandbox.walls import Kind
from autograder.exam.wire.trusted import receive_text, send_text
from tests.hostile.lab import HOST_SECRET

SUBJECT = "cnngrading"

START_SECONDS = 120.0
ENDING_SECONDS = 20.0


class Forked:
    """A process that is not our child, with as much of `subprocess.Popen` as an engine needs."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        try:
            self.file: int | None = os.pidfd_open(pid)
        except ProcessLookupError:  # it has ended already
            self.file = None

    def poll(self) -> int | None:
        """None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            return self.wait(0.0)
        return None

    def wait(self, timeout: float = ENDING_SECONDS) -> int:
        """Return when it has ended.

        Raises:
            TimeoutExpired: it has not within `timeout` seconds.
        """
        if self.file is not None:
            if not select.select([self.file], [], [], timeout)[0]:
                raise subprocess.TimeoutExpired(f"process {self.pid}", timeout)
            os.close(self.file)
            self.file = None
        return 0

    def kill(self) -> None:
        """Kill it and its session, if it still runs."""
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(ProcessLookupError):
                if self.poll() is None:
                    kill(self.pid, signal.SIGKILL)


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
        socket.send_fds(self.control, [json.dumps(order).encode()], [file])
        answer = receive_text(self.control)
        if answer is None:
            raise ConnectionError("the stem has ended")
        return Forked(answer["pid"])

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
    from cnngrading import subject
    from tests.hostile import corpus, kernel, overheard, weak

    server.preload(subject)
    Shell.instance().run("%matplotlib inline", 0)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks; the system forgets them
    cases = {case.id: case for case in (*corpus.CASES, corpus.NEIGHBOUR, corpus.ALL_HONEST)}
    while True:
        data, files, _, _ = socket.recv_fds(control, 2**16, 1)
        if not data:
            os._exit(0)
        order = json.loads(data)
        pid = os.fork()
        if pid == 0:
            try:
                control.close()
                os.setsid()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                if order["do"] == "serve":
                    weak.serve(order["switch"], socket.socket(fileno=files[0]), order["folder"])
                elif order["do"] == "kernel":
                    kernel.tell(cases[order["case"]], order["folder"], files[0])
                else:
                    overheard.tell(cases[order["case"]], order["kind"], files[0])
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        os.close(files[0])
        send_text(control, {"pid": pid})


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])))
