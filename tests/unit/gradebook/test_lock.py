"""One command at a time writes to a gradebook."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from autograder import cli
from autograder.cli import main
from autograder.course.model import CourseError
from autograder.gradebook.lock import LOCK, locked
from tests.support.notebooks import ROOT

HOLD = """
import sys, time
from pathlib import Path
from autograder.gradebook.lock import locked
with locked(Path(sys.argv[1]), "grade"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def holder(tmp_path: Path) -> subprocess.Popen[str]:
    """Another process that grades."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    yield process  # type: ignore[misc]
    process.kill()
    process.communicate()


def test_a_second_grading_is_told_who_has_the_gradebook(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    told = rf"`grade`, process {holder.pid} on .*, which began at 20.*wait until"
    with pytest.raises(CourseError, match=told), locked(tmp_path, "grade"):
        pytest.fail("both have it")


@pytest.mark.parametrize(
    "command",
    [
        ["feedback"],
        ["report"],
        ["export", "--format", "csv"],
        ["rename-student", "ada", "ada.l"],
        ["grade", "--submitted", "."],
    ],
)
def test_every_command_that_writes_waits_its_turn_and_ends_with_1(
    holder: subprocess.Popen[str], tmp_path: Path, command: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    said = io.StringIO()
    monkeypatch.setattr(cli, "Console", lambda **options: Console(file=said, width=500))
    assert main([*command, "--course", str(ROOT), "--gradebook", str(tmp_path)]) == 1
    assert f"process {holder.pid}" in said.getvalue()


def test_a_run_that_was_killed_leaves_no_lock_behind(holder: subprocess.Popen[str], tmp_path: Path) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with locked(tmp_path, "report"):
        assert json.loads((tmp_path / LOCK).read_text())["command"] == "report"
    with locked(tmp_path, "grade"):
        pass


def test_a_command_that_only_reads_makes_no_folder(tmp_path: Path) -> None:
    for command in (["feedback"], ["report"], ["export", "--format", "csv"]):
        assert main([*command, "--course", str(ROOT), "--gradebook", str(tmp_path / "none")]) == 1
    assert not (tmp_path / "none").exists()
