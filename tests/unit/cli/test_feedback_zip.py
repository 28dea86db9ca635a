"""`feedback --zip`: the pages of one lab, named as the platform knows them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.cli import main
from autograder.course.student_ids import student_id
from autograder.gradebook.paths import AUTOGRADED
from tests.support.gradebooks import graded_gradebook
from tests.support.notebooks import DOUBLING, TRIPLING, make_course, make_notebook, released_cells, tripling

ADA, BO = student_id("Ada Lovelace"), student_id("Bo O'Brien")


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Where a course and a gradebook with two students are, as options."""
    folder = tmp_path_factory.mktemp("zip")
    course = make_course(folder / "course")
    gradebook = graded_gradebook(folder / "gradebook", {ADA: 2.0, BO: 1.0})
    for student in (ADA, BO):
        target = gradebook / AUTOGRADED / student / TRIPLING / "tripling.ipynb"
        target.parent.mkdir(parents=True)
        nbformat.write(make_notebook(released_cells(tripling())), target)
    return ["--course", str(course), "--gradebook", str(gradebook)]


def downloaded(path: Path, *names: str) -> str:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    return str(path)


def test_the_zip_has_a_page_for_everybody_and_the_command_ends_with_0(
    graded: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = downloaded(
        tmp_path / "theirs.zip",
        *(f"{name}_assignsubmission_file/a.ipynb" for name in ("Ada Lovelace_7", "Bo OBrien_8")),
    )
    assert main(["feedback", *graded, "--zip", "moodle", "--for", theirs]) == 0
    path = Path(graded[3]) / "exports" / f"{TRIPLING}-feedback-for-moodle.zip"
    assert f"2 pages in {path}" in capsys.readouterr().err
    with zipfile.ZipFile(path) as archive:
        pages = {name.split("_")[1]: archive.read(name).decode() for name in archive.namelist()}
    assert "Ada Lovelace: <strong>2 of 2" in pages["7"]
    assert "Bo O&#39;Brien: <strong>1 of 2" in pages["8"]


def test_who_is_not_in_the_download_is_listed_and_the_command_ends_with_3(
    graded: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    theirs = downloaded(tmp_path / "theirs.zip", "lovelaceada_7_70_a.ipynb")
    output = tmp_path / "back.zip"
    code = main(["feedback", *graded, "--zip", "canvas", "--for", theirs, "--output", str(output)])
    printed = capsys.readouterr().err
    assert code == 3
    assert "left out: Bo O'Brien: no name in it has this id, e-mail address or name" in printed
    with zipfile.ZipFile(output) as archive:
        assert archive.namelist() == ["lovelaceada_7_70_a.html"]


def test_half_of_the_options_is_refused_with_the_other_half(
    graded: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for options in (["--zip", "moodle"], ["--for", "x.zip"], ["--output", "x.zip"]):
        assert main(["feedback", *graded, *options]) == 1
        assert "--zip, --for and --output belong together" in capsys.readouterr().err
    theirs = downloaded(tmp_path / "theirs.zip", "x_7_70_a.ipynb")
    assert main(["feedback", *graded, "--lab", DOUBLING, "--zip", "canvas", "--for", theirs]) == 1
    assert "error: " in capsys.readouterr().err
