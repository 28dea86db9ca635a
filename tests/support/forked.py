"""A process that has imported much and is then forked for each order, and what its parent has to do with a fork."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import traceback
from collections.abc import Callable
from typing import Any

from autograder.exam.forkserver import hugepages
from autograder.exam.wire.trusted import receive_text, send_text

START_SECONDS = 120.0
ENDING_SECONDS = 20.0
LONGEST_ORDER = 2**18


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


def fork_with(control: socket.socket, order: dict[str, Any], file: int) -> Forked:
    """Have the process at the other end fork, to carry out `order` with an open file of ours.

    Raises:
        OSError: it is gone, or does not answer.
    """
    socket.send_fds(control, [json.dumps(order).encode()], [file])
    answer = receive_text(control)
    if answer is None:
        raise ConnectionError("the process that is to fork has ended")
    return Forked(answer["pid"])


def fork_for_each_order(control: socket.socket, carry_out: Callable[[dict[str, Any], int], None]) -> None:
    """The other end: fork for each order, in a session of its own, until `control` closes; never returns.

    Args:
        carry_out: what a fork does with an order and the open file that came with it.
    """
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks; the system forgets them
    hugepages.collapse()
    while True:
        data, files, _, _ = socket.recv_fds(control, LONGEST_ORDER, 1)
        if not data:
            os._exit(0)
        pid = os.fork()
        if pid == 0:
            try:
                control.close()
                os.setsid()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                carry_out(json.loads(data), files[0])
            except BaseException:
                traceback.print_exc()
            finally:
                os._exit(0)
        os.close(files[0])
        send_text(control, {"pid": pid})
