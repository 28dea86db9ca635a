"""`gradescope` and `vocareum`: what they write, and what they say about the other system."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from autograder.cli import main
from tests.support.doors import course_to_pack
from tests.support.notebooks import DOUBLING


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return course_to_pack(tmp_path_factory.mktemp("packages"))


def options(course: Path, lab: str = DOUBLING) -> list[str]:
    return ["--course", str(course), "--lab", lab, "--gradebook", str(course / "gradebook")]


def test_gradescope_writes_a_zip_and_says_what_to_set_there(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gradescope", *options(course), "--visibility", "after_due_date"]) == 0
    package = course / "dist" / f"gradescope-{DOUBLING}.zip"
    assert capsys.readouterr().err.splitlines() == [
        f"packed {DOUBLING}: {package}",
        "it holds the solutions and the hidden tests: give it to nobody",
        "not in it: in_words, 3 points, an answer in words that a person grades",
        "on Gradescope: 7 autograder points, at least 3 GB of memory and 1 CPU; docs/gradescope.md says where",
    ]
    with zipfile.ZipFile(package) as archive:
        assert json.loads(archive.read("manifest.json"))["visibility"] == "after_due_date"
        assert {"setup.sh", "run_autograder"} <= set(archive.namelist())  # at its root, where Gradescope looks


def test_vocareum_writes_a_folder_and_says_which_rubric_it_needs(
    course: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["vocareum", *options(course)]) == 0
    folder = course / "dist" / f"vocareum-{DOUBLING}"
    assert capsys.readouterr().err.splitlines()[-1] == (
        f"on Vocareum: a rubric with the 3 criteria of {folder}/rubric.csv, 7 points in all; "
        "docs/gradescope.md says where"
    )
    assert (folder / "grade.sh").stat().st_mode & 0o111


@pytest.mark.parametrize("door", ["gradescope", "vocareum"])
def test_without_a_lab_the_labs_are_named(course: Path, door: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([door, *options(course, "")]) == 1
    assert "no such lab; the labs are 01_doubling, 02_tripling" in capsys.readouterr().err
