"""`make`'s targets for instructors: what they pass on, and what becomes of a command's exit code; which build of
PyTorch `make env` installs.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.support.notebooks import ROOT

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="there is no make")  # nothing to test without it


def made(folder: Path, *words: str, code: int = 0, silent: bool = True) -> tuple[int, str]:
    """make's own exit code and all that it printed, with a python that prints its arguments and ends with `code`, and
    with everything installed already.
    """
    python = folder / "python"
    python.write_text(f'#!/bin/sh\necho "called:" "$@"\nexit {code}\n')
    python.chmod(0o755)
    (folder / "stamp").touch()
    return run_make(folder, *words, silent=silent)


def run_make(folder: Path, *words: str, silent: bool = True) -> tuple[int, str]:
    """The same with what is in `folder`."""
    quiet = ["--silent"] if silent else []
    command = ["make", *quiet, "-C", str(ROOT), f"BIN={folder}", f"STAMP={folder / 'stamp'}", *words]
    environment = {key: value for key, value in os.environ.items() if key != "TORCH" and not key.startswith("MAKE")}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
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


@pytest.mark.parametrize("target", ["gradescope", "vocareum"])
def test_make_packs_one_lab_for_another_system(tmp_path: Path, target: str) -> None:
    code, printed = made(tmp_path, target, "LAB=01_a", "GRADEBOOK=term")
    assert (code, printed.count(f"-m autograder {target} --lab 01_a --gradebook term\n")) == (0, 1)
    assert made(tmp_path, target, "LAB=01_a", code=1)[0] == 2


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


def calls(folder: Path, *words: str) -> list[str]:
    """What `make env` has python do; nothing is installed."""
    code, printed = run_make(folder, "env", f"PYTHON={folder / 'python'}", *words)
    assert code == 0
    return [line.removeprefix("called: ") for line in printed.splitlines() if line.startswith("called: ")]


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """As `make env` leaves it, without the file that says which build there is: nor has an older one."""
    assert made(tmp_path, "env")[0] == 0
    assert calls(tmp_path) == []
    return tmp_path


def outdate(folder: Path) -> None:
    os.utime(folder / "stamp", (0, 0))  # older than requirements.lock


def test_make_env_installs_the_whole_lock_unless_told_otherwise(installed: Path) -> None:
    outdate(installed)
    done = calls(installed)
    assert "-m venv .venv" in done
    halves = [f"{installed}/requirements-1.txt", f"{installed}/requirements-2.txt"]
    assert sorted(call for call in done if "pip install" in call and " -r " in call) == [
        f"-m pip install --quiet --no-deps --no-compile -r {half}" for half in halves
    ]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    assert sorted(lock) == sorted(line for half in halves for line in Path(half).read_text().splitlines())
    assert not [call for call in done if "requirements.py" in call]


def test_torch_cpu_makes_the_environment_anew_from_the_two_files(installed: Path) -> None:
    done = calls(installed, "TORCH=cpu")
    assert "-m venv --clear .venv" in done
    assert "-P autograder/release/requirements.py --into .venv" in done
    assert [call.split(" -r ")[1] for call in done if " -r " in call] == [
        ".venv/requirements-cpu-1.txt",
        ".venv/requirements-cpu-2.txt",
    ]


def test_the_build_stays_until_the_other_one_is_asked_for(installed: Path) -> None:
    assert calls(installed, "TORCH=cpu")
    assert calls(installed, "TORCH=cpu") == []
    assert calls(installed) == []
    outdate(installed)  # as after a change of the lock
    again = calls(installed)
    assert "-m venv .venv" in again
    assert [call for call in again if call.endswith("-r .venv/requirements-cpu-1.txt")]
    back = calls(installed, "TORCH=pypi")
    assert "-m venv --clear .venv" in back
    assert [call for call in back if call.endswith("/requirements-1.txt")]
    assert calls(installed) == []


def test_an_environment_that_was_not_finished_is_finished_with_its_build(installed: Path) -> None:
    assert calls(installed, "TORCH=cpu")
    (installed / "stamp").unlink()
    again = calls(installed)
    assert "-m venv .venv" in again
    assert [call for call in again if call.endswith("-r .venv/requirements-cpu-1.txt")]


def test_a_mirror_may_stand_for_the_index_of_builds(installed: Path) -> None:
    done = calls(installed, "TORCH=cpu", "TORCH_INDEX=https://mirror.example.org/cpu")
    assert "-P autograder/release/requirements.py --index https://mirror.example.org/cpu --into .venv" in done


def test_an_unknown_build_is_refused(installed: Path) -> None:
    code, printed = run_make(installed, "env", "TORCH=gpu")
    assert code == 2
    assert "TORCH=gpu: it can be cpu or pypi" in printed
