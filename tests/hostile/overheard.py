"""Every byte that examiner and candidate send to each other."""

from __future__ import annotations

import os
import socket
from typing import Any

from autograder.exam.candidate.shell import Shell
from autograder.exam.examiner import notebook as examiner
from autograder.exam.examiner import session
from autograder.exam.examiner.spawner import SpawnerClient
from autograder.exam.forkserver.spawner import spawn
from autograder.exam.sandbox.walls import Kind
from cnngrading import sealed, subject
from tests.hostile.case import Case
from tests.hostile.run import LIMITS, SEED, received_notebook
from tests.hostile.stem import Stem

PATIENCE = 90.0


def overheard(stem: Stem, kind: Kind, case: Case) -> bytes:
    """All that is sent while `case` is examined, in both directions.

    Raises:
        TimeoutError: the exam did not end.
    """
    traffic = stem.hear({"do": "overhear", "case": case.id, "kind": kind}, PATIENCE)
    if traffic is None:
        raise TimeoutError(f"{case.id} was not examined within {PATIENCE:g} s")
    return traffic


def tell(case: Case, kind: Kind, writer: int) -> None:
    """Examine the case in this process, and write all that was sent."""
    traffic = bytearray()
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        os.close(writer)
        spawn(theirs, kind, [], LIMITS, "/nowhere", Shell.instance(), subject, sealed.sealed_guard())
    theirs.close()

    class Heard(socket.socket):
        """One of the examiner's ends, which records all that passes."""

        def sendall(self, data: Any, *flags: int) -> None:
            traffic.extend(data)
            super().sendall(data, *flags)

        def recv(self, *sizes: int) -> bytes:
            data = super().recv(*sizes)
            traffic.extend(data)
            return data

    class Overhearing(SpawnerClient):
        def spawn(self) -> tuple[socket.socket, int]:
            far, pid = super().spawn()
            return Heard(fileno=far.detach()), pid

    open_fork = session.CandidateSession._open_answering_fork

    def heard_fork(self: session.CandidateSession) -> socket.socket:
        return Heard(fileno=open_fork(self).detach())

    session.CandidateSession._open_answering_fork = heard_fork  # type: ignore[method-assign]
    spawner = Overhearing(ours)
    job: dict[str, Any] = {"text": received_notebook(case), "seed": SEED, "run_all": False, "limits": vars(LIMITS)}
    if examiner.examine(job, spawner, subject)["op"] == "examined":
        spawner.sweep()
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(traffic)
