"""Every byte that examiner and candidate say to each other."""

from __future__ import annotations

import os
import socket
import threading
from typing import Any

from autograder.exam import examiner, pristine, warm
from autograder.exam.porter import Porter
from autograder.exam.sandbox import Kind
from autograder.exam.shell import Shell
from tests.hostile.case import Case
from tests.hostile.run import LIMITS, SEED, received_notebook
from tests.hostile.stem import Stem

PATIENCE = 90.0


def overheard(stem: Stem, kind: Kind, case: Case) -> bytes:
    """What is said while `case` is examined, in both directions.

    Raises:
        TimeoutError: the exam did not end.
    """
    said = stem.hear({"do": "overhear", "case": case.id, "kind": kind}, PATIENCE)
    if said is None:
        raise TimeoutError(f"{case.id} was not examined within {PATIENCE:g} s")
    return said


def tell(case: Case, kind: Kind, writer: int) -> None:
    """Examine the case in this process, and write all that was said."""
    said = bytearray()
    ours, theirs = socket.socketpair()
    if os.fork() == 0:
        ours.close()
        os.close(writer)
        warm._porter(theirs, kind, LIMITS, "/nowhere", Shell.instance(), pristine.pristine_guard())
    theirs.close()

    class Overhearing(Porter):
        def spawn(self) -> tuple[socket.socket, int]:
            far, pid = super().spawn()
            near, end = socket.socketpair()
            for source, target in ((far, end), (end, far)):
                threading.Thread(target=carry, args=(source, target), daemon=True).start()
            return near, pid

    def carry(source: socket.socket, target: socket.socket) -> None:
        while data := source.recv(2**16):
            said.extend(data)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)

    porter = Overhearing(ours)
    job: dict[str, Any] = {"text": received_notebook(case), "seed": SEED, "run_all": False, "limits": vars(LIMITS)}
    if examiner.examine(job, porter)["op"] == "examined":
        porter.sweep()
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(said)
