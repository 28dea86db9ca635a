"""`release` on the command line, and what every command says of a misuse. What it runs is in
`tests/exam/test_release_trial.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.cli import main
from tests.support.notebooks import (
    DOUBLING,
    doubling,
    find,
    make_course,
    write_lab,
)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """The exit code, and what was printed to stderr (where all but the demo's table goes)."""
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert printed.out == ""
    return code, printed.err


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_what_is_refused_is_told_line_by_line_with_exit_code_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], check: tuple[str, ...]
) -> None:
    course, cells = make_course(tmp_path / "[course]"), doubling()
    find(cells, "test_halve_value").metadata["nbgrader"]["points"] = 0
    find(cells, "picture_double").source = "math = 3"
    path = write_lab(course / "solutions" / DOUBLING, cells)
    code, printed = run(capsys, "release", "--course", course, *check)
    assert code == 1
    assert [line.startswith(f"error: {path}: ") for line in printed.splitlines()] == [True, True]
    assert not (course / "notebooks").exists()
    assert not (course / "dist").exists()


def test_a_folder_that_is_no_course_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, printed = run(capsys, "release", "--course", tmp_path)
    assert (code, printed) == (
        1,
        f"error: {tmp_path}/solutions: no lab folder there; a lab is solutions/<id>/<notebook>.ipynb\n",
    )


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("grades",),
        ("grade",),
        ("grade", "--submitted", "s"),
        ("grade", "--submitted", "s", "--gradebook", "g", "--jobs", "many"),
        ("demo", "--gradebook", "g", "--jobs", "-1"),
    ],
)
def test_a_misuse_ends_with_2(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(list(arguments))
    assert stopped.value.code == 2
    assert "usage: autograder" in capsys.readouterr().err
