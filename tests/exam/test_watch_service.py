"""The service as a process: it grades what arrives, ends cleanly, and goes on after a kill or a full disk."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from autograder.gradebook.scores import read_scores
from autograder.watch.attempts import all_attempts, read_result
from tests.support.notebooks import DOUBLING, RIGHT, ROOT, make_course, submit
from tests.support.watching import WatchedClass, quickly, told

SECONDS = 90.0


class Running:
    """`python -m autograder watch` over a small course."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.course = make_course(folder / "course") if not (folder / "course").exists() else folder / "course"
        self.submitted, self.gradebook = folder / "submitted", folder / "gradebook"
        self.submitted.mkdir(exist_ok=True)
        self.events: list[dict[str, Any]] = []
        folders = ["--course", "course", "--submitted", "submitted", "--gradebook", "gradebook"]
        command = ["watch", *folders, "--port", "0", "--jobs", "1"]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "autograder", *command],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=(folder / "stderr.txt").open("ab"),
            text=True,
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait_for(lambda: self.told("started"))

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.events.append(json.loads(line))

    def told(self, kind: str, **fields: Any) -> list[dict[str, Any]]:
        found = [event for event in list(self.events) if event["event"] == kind]
        return [event for event in found if all(event.get(name) == value for name, value in fields.items())]

    def wait_for(self, holds: Callable[[], object]) -> None:
        end = time.monotonic() + SECONDS
        while not holds():
            said = (self.folder / "stderr.txt").read_text()
            assert self.process.poll() is None, said
            assert time.monotonic() < end, (self.events, said)
            time.sleep(0.02)  # reason: between two looks, until a deadline

    def hand_in(self, student: str, **answers: str) -> None:
        submit(self.submitted, student, answers={**RIGHT, **answers})

    def page(self, student: str) -> Path:
        return self.gradebook / "feedback" / student / DOUBLING / "doubling.html"

    def end(self, number: int) -> tuple[int, list[psutil.Process]]:
        """Send a signal; the exit code, and the processes that are left."""
        children = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(number)
        code = self.process.wait(30)
        self._reader.join(10)
        _, alive = psutil.wait_procs(children, timeout=20)
        return code, alive


@contextmanager
def running(folder: Path) -> Iterator[Running]:
    service = Running(folder)
    try:
        yield service
    finally:
        if service.process.poll() is None:
            service.end(signal.SIGKILL)


@pytest.mark.timeout(300)  # two starts of an engine, with whatever else the machine does
def test_the_service_grades_what_arrives_and_goes_on_after_a_kill(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        first.hand_in("ada")
        first.wait_for(first.page("ada").is_file)
        address = first.told("started")[0]["status"]
        first.wait_for(lambda: httpx.get(f"{address}status.json").json()["graded"] == 1)
        for page in (httpx.get(address), httpx.get(f"{address}status.json")):
            assert "ada" not in page.text
            assert DOUBLING not in page.text
        assert httpx.get(address, headers={"Host": "evil.example"}).status_code == 403
        slow = "import time\ndef double(x):\n    time.sleep(0.5)\n    return 2 * x"  # reason: the kill meets its exam
        first.hand_in("bob", double=slow)
        first.wait_for(lambda: first.told("received", student="bob"))
        code, alive = first.end(signal.SIGKILL)
        assert (code, alive) == (-signal.SIGKILL, [])
    submit(tmp_path / "submitted", "carol", answers=RIGHT)  # while nobody watches
    with running(tmp_path) as second:
        second.wait_for(lambda: second.page("bob").is_file() and second.page("carol").is_file())
        second.wait_for(lambda: len(second.told("feedback")) == 2)
        assert second.told("graded", student="ada") == []
        code, alive = second.end(signal.SIGTERM)
        assert (code, alive) == (0, [])
        assert second.events[-1]["event"] == "stopped"
    rows = [(row.student, row.test) for row in read_scores(tmp_path / "gradebook")]
    assert {student for student, _ in rows} == {"ada", "bob", "carol"}
    assert len(rows) == len(set(rows)) == 12
    results = [read_result(attempt) for attempt in all_attempts(tmp_path / "gradebook")]
    assert [result and result.status for result in results] == ["graded"] * 3


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for a gradebook and little more."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
    )
    if not mounted:
        pytest.skip(reason="no file system can be mounted here: only root may, and not in every container")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_fills_is_told_and_nothing_is_lost(small_disk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quickly(monkeypatch)
    watched = WatchedClass(small_disk)
    watched.submit("ada")
    watched.work()
    watched.submit("bob")
    filler = small_disk / "filler"
    with pytest.raises(OSError, match="No space left"), filler.open("wb") as file:
        while True:
            os.write(file.fileno(), bytes(4096))
    errors = told(watched.work(), "error")
    assert errors
    assert all(event["cure"] == "the disk is full: make room on it" for event in errors)
    filler.unlink()
    watched.work()
    watched.work()
    assert watched.page("bob").is_file()
    assert watched.points("bob") == 7
    assert [read_result(one) is not None for one in watched.attempts("bob")] == [True]
    assert watched.scores().count("bob,01_doubling,double,test_double_value,2,2,passed") == 1
