"""Fork servers that are forks of a warm process, which has imported PyTorch once for all tests of a worker: a pytest
plugin that `tests/conftest.py` loads.

Starting a real one takes some four seconds of a core, and two without PyTorch. All engines of the course's own subject
and of the plain one start so, but for those of tests that are marked `cold`.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

import autograder.light_jsonschema  # noqa: F401  # before anything imports nbformat
from autograder.exam.engine import Engine
from tests.support.forked import ENDING_SECONDS, START_SECONDS, Forked, fork_for_each_order, fork_with

SUBJECTS = ("cnngrading", "")


COLD = {"now": False}


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before the test's fixtures, some of which start an engine."""
    COLD["now"] = item.get_closest_marker("cold") is not None


@pytest.fixture(scope="session", autouse=True)
def engines_start_warm() -> Iterator[None]:
    """Replaces the start of engines."""
    start_cold, processes = Engine._start, {subject: Warm(subject) for subject in SUBJECTS}

    def start(engine: Engine, theirs: socket.socket, environment: dict[str, str], many: bool) -> Any:
        if COLD["now"] or engine.subject not in processes:
            return start_cold(engine, theirs, environment, many)
        return processes[engine.subject].start(engine, theirs, environment, many)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "_start", start)
        yield
    for process in processes.values():
        process.close()


class Warm:
    """A warm process. It starts when it is first needed, and ends with the one that started it."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self.control: socket.socket | None = None
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, engine: Engine, theirs: socket.socket, environment: dict[str, str], many: bool) -> Forked:
        """In the place of `Engine._start`, for engines of its subject."""
        order = {"folder": engine.folder, "environment": environment, "many": many}
        return fork_with(self._connected(environment), order, theirs.fileno())

    def _connected(self, environment: dict[str, str]) -> socket.socket:
        if self.control is None:
            self.control, theirs = socket.socketpair()
            self.control.settimeout(START_SECONDS)
            with theirs:
                self.process = subprocess.Popen(
                    [sys.executable, "-m", "tests.support.warm", str(theirs.fileno()), self.subject],
                    pass_fds=[theirs.fileno()],
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )
        return self.control

    def close(self) -> None:
        """End it."""
        if self.control is not None and self.process is not None:
            self.control.close()
            self.process.wait(ENDING_SECONDS)


def main(control: socket.socket, subject: str) -> None:
    """Import, then fork a fork server for each order."""
    from autograder.course.subject import load_subject
    from autograder.exam.candidate.shell import Shell
    from autograder.exam.forkserver import server
    from autograder.exam.forkserver.warmup import warm_up

    def serve(order: dict[str, Any], file: int) -> None:
        os.environ.clear()
        os.environ.update(order["environment"])
        server.serve(socket.socket(fileno=file), order["folder"], subject, many=order["many"])

    server.preload(load_subject(subject))
    warm_up(Shell.instance())
    fork_for_each_order(control, serve)


if __name__ == "__main__":
    main(socket.socket(fileno=int(sys.argv[1])), sys.argv[2])
