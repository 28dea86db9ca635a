"""install.sh, with programs in the place of the system's that write down how they are called."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from autograder.doors.package import TEMPLATES

CALLED = 'echo "$(basename "$0") $*" >>"$CALLS"\n'
# `-c` is the question whether this Python will do, `-m venv` makes an environment with the same programs in it.
PYTHON = (
    CALLED
    + 'case "$1 $2" in "-c "*) exit {};; "-m venv") for last; do :; done; cp -R "$(dirname "$0")" "$last/bin";; esac\n'
)
UV = CALLED + 'case "$2" in find) echo "$(dirname "$0")/python";; esac\n'


def installed(folder: Path, *, is_new_enough: bool) -> list[str]:
    """What was called, in order: by their names, without the places of files."""
    programs, source, calls = folder / "programs", folder / "source", folder / "calls"
    no = 0 if is_new_enough else 1
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        _program(programs / name, "exit 1\n")
    _program(programs / "python3", PYTHON.format(no))
    _program(programs / "python", PYTHON.format(no))
    _program(programs / "uv", UV)
    _program(programs / "apt-get", CALLED)
    _program(programs / "ldconfig", "echo libseccomp.so.2\n")
    _program(programs / "id", "echo 0\n")
    for name in ("course/a.py", "requirements-1.txt", "requirements-2.txt", "requirements-uv.txt"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).touch()
    (folder / "venv").mkdir()
    (folder / "venv.uv").mkdir()
    subprocess.run(
        ["bash", TEMPLATES / "install.sh", source, folder / "venv"],
        env={"PATH": f"{programs}{os.pathsep}{os.environ['PATH']}", "CALLS": str(calls)},
        check=True,
    )
    return [
        line.replace(f"{folder}/", "").split(" --quiet")[0] + (line.rpartition("/")[2] if "--quiet" in line else "")
        for line in calls.read_text().splitlines()
        if line.split(" ")[1] != "-c"
    ]


def _program(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}")
    path.chmod(0o755)


REQUIREMENTS = ["python -m pip installrequirements-1.txt", "python -m pip installrequirements-2.txt"]
COMPILED = "python -m compileall -qq -j 0 venv/lib source/course"


def test_a_python_that_is_new_enough_is_taken_and_nothing_else_is_fetched(tmp_path: Path) -> None:
    assert installed(tmp_path, is_new_enough=True) == ["python3 -m venv --clear venv", *REQUIREMENTS, COMPILED]


def test_where_python_is_too_old_the_systems_packages_are_asked_and_then_uv(tmp_path: Path) -> None:
    assert installed(tmp_path, is_new_enough=False) == [
        "apt-get update",
        "apt-get install -y --no-install-recommends python3 python3-venv ca-certificates",
        "python3 -m venv venv.uv",
        "python -m pip installrequirements-uv.txt",
        "uv python install 3.12",
        "uv python find --managed-python 3.12",
        "python -m venv --clear venv",
        *REQUIREMENTS,
        COMPILED,
    ]
