"""Why no scheduler answers is said in one line, by the grader and by a worker that waits."""

from __future__ import annotations

import signal
import socket
import ssl
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.cluster import serving
from autograder.cluster.certificates import make_certificates
from autograder.cluster.reaching import NotYetError, knock, wait_for
from autograder.cluster.security import Files
from autograder.course.model import CourseError

ENDS_ITS_PARENT = "import os, signal; os.kill(os.getppid(), signal.SIGTERM)"


@pytest.fixture
def ours(tmp_path: Path) -> Files:
    return Files(*make_certificates(tmp_path / "ours"))


@pytest.fixture
def address(ours: Files) -> Iterator[str]:
    """Where something listens that shows our certificate, and hangs up."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(ours.certificate, ours.key)
    listening = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                plain, _ = listening.accept()
            except OSError:  # closed
                return
            with plain:
                try:
                    context.wrap_socket(plain, server_side=True).close()
                except OSError:
                    continue  # whoever knocked did not like it

    thread = threading.Thread(target=serve)
    thread.start()
    yield f"tls://127.0.0.1:{listening.getsockname()[1]}"
    listening.shutdown(socket.SHUT_RDWR)
    listening.close()
    thread.join()


def test_a_scheduler_with_the_same_certificates_answers(ours: Files, address: str) -> None:
    knock(address, ours)
    wait_for(address, ours, 0.0)


def test_other_certificates_are_named(tmp_path: Path, address: str) -> None:
    theirs = Files(*make_certificates(tmp_path / "theirs"))
    with pytest.raises(CourseError, match=r"has other certificates than .*theirs/cert\.pem"):
        wait_for(address, theirs, 3600.0)


def test_a_port_at_which_nothing_listens_is_named(ours: Files) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        free = taken.getsockname()[1]
    with pytest.raises(
        NotYetError, match=rf"tls://127\.0\.0\.1:{free}: no scheduler answers there \(Connection refused"
    ):
        wait_for(f"tls://127.0.0.1:{free}", ours, 0.0)


def test_a_name_that_no_machine_has_is_not_waited_for(ours: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    with pytest.raises(CourseError, match="no machine has the name shceduler"):
        wait_for("tls://shceduler:8786", ours, 3600.0)


def test_a_worker_waits_for_its_scheduler_and_says_each_reason_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "AGAIN_SECONDS", 0.0)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    reasons, told = ["refused", "refused", "unknown"], list[str]()

    def knocking() -> None:
        if reasons:
            raise CourseError(reasons.pop(0))

    try:
        assert serving.run_worker([sys.executable, "-c", ENDS_ITS_PARENT], knocking, told.append) == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert told == ["waiting: refused", "waiting: unknown"]
