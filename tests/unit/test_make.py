"""`make`'s targets for instructors: what they pass on, and what becomes of a command's exit code."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.notebooks import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")  # nothing to test without it


def made(folder: Path, *words: str, code: int = 0, silent: bool = True) -> tuple[int, str]:
    """make's own exit code and all that it printed, with a python that prints its arguments and ends with `code`."""
    python = folder / "python"
    python.write_text(f'#!/bin/sh\necho "called:" "$@"\nexit {code}\n')
    python.chmod(0o755)
    (folder / "stamp").touch()
    quiet = ["--silent"] if silent else []
    command = ["make", *quiet, "-C", str(ROOT), f"BIN={folder}", f"STAMP={folder / 'stamp'}", *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("target", ["grade", "export", "feedback"])
def test_make_goes_on_when_somebody_is_listed_and_says_so_aloud(tmp_path: Path, target: str) -> None:
    code, printed = made(tmp_path, target, code=3)
    assert code == 0
    assert "exit code 3: done, but look at the lines above" in printed


@pytest.mark.parametrize("target", ["grade", "export", "feedback", "report"])
def test_make_stops_when_a_command_failed_and_is_silent_when_all_went_well(tmp_path: Path, target: str) -> None:
    assert made(tmp_path, target, code=1)[0] == 2
    code, printed = made(tmp_path, target)
    assert code == 0
    assert "exit code" not in printed


@pytest.mark.parametrize("target", ["grade", "feedback", "report", "export"])
def test_make_takes_labs(tmp_path: Path, target: str) -> None:
    printed = made(tmp_path, target, "LAB=01_a 02_b")[1]
    assert "--lab 01_a --lab 02_b" in printed
    assert "--lab" not in made(tmp_path, target)[1]


@pytest.mark.parametrize("target", ["grade", "feedback"])
def test_make_takes_students(tmp_path: Path, target: str) -> None:
    printed = made(tmp_path, target, "STUDENT=Ada Lovelace, Zoë O'Brien")[1]
    assert "--student Ada Lovelace, Zoë O'Brien" in printed.split("called:")[1]
    assert "--student" not in made(tmp_path, target)[1]


@pytest.mark.parametrize("target", ["grade", "export", "feedback", "report"])
def test_make_prints_the_command_and_nothing_of_the_shell(tmp_path: Path, target: str) -> None:
    printed = made(tmp_path, target, silent=False)[1]
    assert f"{tmp_path}/python -m autograder {target} " in printed
    assert "code=" not in printed


def test_make_feedback_packs_a_zip(tmp_path: Path) -> None:
    assert "--zip moodle --for a b.zip" in made(tmp_path, "feedback", "ZIP=moodle", "FOR=a b.zip")[1]
