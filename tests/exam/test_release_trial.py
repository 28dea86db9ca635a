"""`release` runs each lab's solution and stub against its tests, and remembers those that passed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.cli import main
from autograder.course.model import CourseError
from autograder.course.reading import read_course
from autograder.release.trial import CACHE, try_labs
from tests.support.notebooks import DOUBLING, TRIPLING, doubling, find, make_course, tripling, write_lab

PLAIN = 'c.Course.subject = ""'  # its engine starts in a moment


def course_with(folder: Path, *changes: Callable[[list[NotebookNode]], None]) -> Path:
    """The course with its first lab changed."""
    cells = doubling()
    for change in changes:
        change(cells)
    return make_course(folder, {DOUBLING: cells, TRIPLING: tripling()}, PLAIN)


def put(name: str, old: str, new: str) -> Callable[[list[NotebookNode]], None]:
    def change(cells: list[NotebookNode]) -> None:
        cell = find(cells, name)
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return change


def tried(course: Path) -> list[str]:
    return try_labs(course, read_course(course / "solutions"))


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str]]:
    code = main([str(argument) for argument in arguments])
    return code, capsys.readouterr().err.splitlines()


REFUSED = {
    "a solution that fails its own test": (
        [put("halve", "return x / 2", "return x // 2")],
        "cell 'test_halve_value' gives the solution of 'halve' 0 of 3 points: AssertionError",
    ),
    "a solution that earns a part": (
        [put("double", "return x + x", "return x + x if x != 'a' else ''")],
        "cell 'test_double_kinds' gives the solution of 'double' 1 of 2 points: 1 of 2 points: correct the solution",
    ),
    "a solution that ends its process": (
        [put("halve", "return x / 2", "raise SystemExit")],
        "cell 'test_halve_value' gives the solution of 'halve' 0 of 3 points",
    ),
    "a test that a stub passes": (
        [
            put("test_halve_value", "    assert halve(6) == 3\n", "    assert callable(halve)\n"),
            put("test_halve_value", "assert halve(-5) == -2.5", "assert halve.__name__ == 'halve'"),
        ],
        "cell 'test_halve_value' gives 3 of 3 points to the stub of 'halve', on which nobody has written a line",
    ),
    "a test that every exception satisfies": (
        [
            put(
                "test_halve_value",
                "    assert halve(6) == 3\n",
                "    try:\n        halve('a')\n    except Exception:\n        return\n"
                "    raise AssertionError('halve should refuse a text')\n",
            )
        ],
        "cell 'test_halve_value' gives 3 of 3 points to the stub of 'halve'",
    ),
    "a helper that prints": (
        [
            put(
                "test_halve_value",
                "    assert halve(6) == 3\n",
                "    say = __builtins__['print']\n    say('so far')\n    assert halve(6) == 3\n",
            )
        ],
        "cell 'test_halve_value' prints 'so far\\n', and nbgrader takes the first output for the score: print nothing",
    ),
    "a test that cannot be graded": (
        [
            put(
                "test_halve_value",
                "    assert halve(6) == 3\n",
                "    halve.__doc__ = 'mine'\n    assert halve(6) == 3\n",
            )
        ],
        "cell 'test_halve_value' asks of 'halve' what cannot be graded: ",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_only_a_run_shows_is_refused_with_notebook_cell_and_cure(tmp_path: Path, name: str) -> None:
    changes, message = REFUSED[name]
    course = course_with(tmp_path, *changes)
    with pytest.raises(CourseError) as refused:
        tried(course)
    path = course / "solutions" / DOUBLING / "doubling.ipynb"
    assert [line for line in str(refused.value).split("\n") if line.startswith(f"{path}: {message}")], refused.value


def test_a_lab_that_passed_runs_again_only_when_it_changes(tmp_path: Path) -> None:
    course = course_with(tmp_path)
    assert tried(course) == [DOUBLING, TRIPLING]
    assert tried(course) == []
    cells = doubling()
    find(cells, "intro").source = "# In other words"
    write_lab(course / "solutions" / DOUBLING, cells)
    assert tried(course) == []
    put("test_halve_value", "halve(6) == 3", "halve(8) == 4")(cells)
    write_lab(course / "solutions" / DOUBLING, cells)
    assert tried(course) == [DOUBLING]
    (course / CACHE).write_text("[half a fi")
    assert tried(course) == [DOUBLING, TRIPLING]


def test_a_lab_that_was_refused_is_refused_again_and_the_other_is_remembered(tmp_path: Path) -> None:
    course = course_with(tmp_path, *REFUSED["a solution that fails its own test"][0])
    for _ in range(2):
        with pytest.raises(CourseError):
            tried(course)
    write_lab(course / "solutions" / DOUBLING, doubling())
    assert tried(course) == [DOUBLING]


def test_release_runs_them_and_writes_notebooks_and_the_zip(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = course_with(tmp_path)
    assert run(capsys, "release", "--course", course, "--check") == (
        1,
        [
            f"notebooks/{DOUBLING}/doubling.ipynb is not what solutions/ gives: run `make release` and commit it",
            f"notebooks/{TRIPLING}/tripling.ipynb is not what solutions/ gives: run `make release` and commit it",
        ],
    )
    assert not (course / "notebooks").exists()
    assert run(capsys, "release", "--course", course) == (
        0,
        [
            f"released notebooks/{DOUBLING}/doubling.ipynb",
            f"released notebooks/{TRIPLING}/tripling.ipynb",
            "bundled dist/convolutions-from-scratch-students.zip",
        ],
    )
    assert run(capsys, "release", "--course", course, "--check") == (0, ["notebooks/ is current"])


@pytest.mark.parametrize("check", [(), ("--check",)])
def test_nothing_is_written_when_a_solution_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], check: tuple[str, ...]
) -> None:
    course = course_with(tmp_path, *REFUSED["a solution that fails its own test"][0])
    code, lines = run(capsys, "release", "--course", course, *check)
    assert code == 1
    assert [line.startswith("error: ") for line in lines] == [True]
    assert not (course / "notebooks").exists()
    assert not (course / "dist").exists()
