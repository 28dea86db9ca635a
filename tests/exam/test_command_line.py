"""`python -m autograder …`: what it prints, and its exit codes."""

from __future__ import annotations

import itertools
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder import grading
from autograder.cli import main
from autograder.exam import engines
from autograder.gradebook.scores import SCORES, read_scores
from autograder.grading import plan
from tests.support.notebooks import (
    DOUBLING,
    TRIPLE,
    TRIPLING,
    GradedClass,
    graded_class,
    submit,
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    return graded_class(tmp_path_factory)


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str]:
    """The exit code, and what was printed to stderr (where all but the demo's table goes)."""
    code = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    assert printed.out == ""
    return code, printed.err


# grade


def test_grade_ends_with_0_when_all_are_in_the_gradebook(
    graded: GradedClass, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submitted, gradebook = tmp_path / "submitted", graded.copy(tmp_path)
    (gradebook / SCORES).unlink()
    submit(submitted, "zoe", TRIPLING, TRIPLE)  # a real exam in a process of its own
    code, printed = run(
        capsys, "grade", "--course", graded.course, "--submitted", submitted, "--gradebook", gradebook, "--jobs", 1
    )
    assert code == 0
    assert [(row.student, row.outcome, row.points) for row in read_scores(gradebook)] == [("zoe", "passed", 2)]
    assert f"scores: {gradebook / SCORES}\n" in printed
    assert " 1/1 " in printed


def test_grade_ends_with_3_when_some_need_a_person(
    graded: GradedClass, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    submit(tmp_path / "submitted", "zoe").write_text("[bold]garbage")
    where = ("--submitted", tmp_path / "submitted", "--gradebook", graded.copy(tmp_path))
    code, printed = run(capsys, "grade", "--course", graded.course, *where)
    assert code == 3
    assert f"needs review: zoe {DOUBLING}: doubling.ipynb cannot be read as a notebook" in printed


def test_grade_ends_with_1_when_there_is_nothing_to_grade(
    graded: GradedClass, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "submitted").mkdir()
    where = ("--submitted", tmp_path / "submitted", "--gradebook", graded.copy(tmp_path))
    code, printed = run(capsys, "grade", "--course", graded.course, *where)
    assert code == 1
    assert printed.splitlines()[1:] == [
        f"{tmp_path}/submitted: nothing to grade; it should hold <student>/<lab>/<notebook>.ipynb"
    ]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("--lab", "1"), f"error: --lab 1: no such lab; the labs are {DOUBLING}, {TRIPLING}"),
        (("--student", "adda"), "error: --student adda: nothing of theirs in "),
        (
            ("--submitted", "gone"),
            "error: gone: no such folder or zip; it should hold <student>/<lab>/<notebook>.ipynb",
        ),
        (
            ("--course", "gone"),
            "error: gone: no nbgrader_config.py here; run this from the course's folder or name it with --course",
        ),
    ],
)
def test_what_does_not_exist_ends_with_1(
    graded: GradedClass, tmp_path: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], message: str
) -> None:
    where = ("--course", graded.course, "--submitted", graded.submitted, "--gradebook", tmp_path)
    code, printed = run(capsys, "grade", *where, *asked)
    assert code == 1
    assert printed.splitlines()[-1].startswith(message)


def test_lab_and_student_may_be_given_again_and_again(
    graded: GradedClass, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked: list[Any] = []

    def planned(*arguments: Any) -> grading.Plan:
        asked.extend(arguments)
        return replace(graded.work, expected=0)

    monkeypatch.setattr(grading, "plan", planned)
    narrowed = ("--lab", "a", "--lab", "b", "--student", "ada", "--student", "bob")
    where = [graded.course, graded.submitted, tmp_path / "g"]
    folders = zip(("--course", "--submitted", "--gradebook"), map(str, where), strict=True)
    assert main(["grade", *itertools.chain(*folders), *narrowed, "--force", "--run-all"]) == 1
    assert asked[:5] == [*where, ["a", "b"], ["ada", "bob"]]
    assert asked[5].Exam.run_all is True
    assert asked[6] is True


def test_a_stop_by_hand_ends_with_130_and_no_engine(
    graded: GradedClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(grading, "plan", stop)
    code, printed = run(
        capsys, "grade", "--course", graded.course, "--submitted", graded.submitted, "--gradebook", tmp_path
    )
    assert code == 130
    assert printed.splitlines()[1:] == [
        "stopped; what is not graded yet can be graded by running the same command again"
    ]
    assert not engines._engines


# feedback and report


def test_feedback_and_report_tell_where_their_pages_are(
    graded: GradedClass, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    gradebook = graded.copy(tmp_path)
    code, printed = run(capsys, "feedback", "--course", graded.course, "--gradebook", gradebook)
    assert code == 0
    summary, *none = printed.splitlines()
    assert summary == f"11 pages in {gradebook}/feedback"
    assert [line.split(": ")[:2] for line in none] == [["no page", f"gus, {DOUBLING}"]]
    code, printed = run(capsys, "report", "--course", graded.course, "--gradebook", gradebook)
    assert code == 0
    assert printed.splitlines() == [
        f"report: {gradebook}/reports/{name}.html" for name in (DOUBLING, TRIPLING, "course")
    ]


@pytest.mark.parametrize("command", ["feedback", "report"])
def test_an_empty_gradebook_ends_with_1(
    graded: GradedClass, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    code, printed = run(capsys, command, "--course", graded.course, "--gradebook", tmp_path)
    assert code == 1
    assert printed.startswith(f"error: {tmp_path}: nothing was graded here yet; run `make grade")


# The command as it is typed


def test_paths_may_be_relative_to_the_working_folder(graded: GradedClass, tmp_path: Path) -> None:
    shutil.copytree(graded.course, tmp_path / "course")
    graded.copy(tmp_path)
    submit(tmp_path / "submitted", "gus").write_text("garbage")
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        "--submitted",
        "../submitted",
        "--gradebook",
        "../gradebook",
    ]
    done = subprocess.run(command, cwd=tmp_path / "course", capture_output=True, text=True, check=False)
    assert done.returncode == 3, done.stderr
    assert "needs review: gus" in done.stderr
    assert (tmp_path / "gradebook" / SCORES).is_file()
    assert not (tmp_path / "course" / "gradebook" / "gradebook.db").exists()


def test_the_plan_of_the_class_is_the_whole_folder(graded: GradedClass, tmp_path: Path) -> None:
    assert len(list(plan(graded.course, graded.submitted, graded.copy(tmp_path)).submissions)) == 12
