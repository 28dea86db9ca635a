"""`feedback` says who got no page and why, and hands out no page of before."""

from __future__ import annotations

import zipfile
from pathlib import Path

import nbformat
import pytest

from autograder.cli import main
from autograder.gradebook.paths import AUTOGRADED
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import needs_human
from tests.support.gradebooks import graded_gradebook
from tests.support.notebooks import DOUBLING, TRIPLING, make_course, make_notebook, released_cells, tripling

CLASS = "id,name\nada,Ada Lovelace\nbo,Bo Li\nivan,Ivan Petrov\n"


@pytest.fixture
def gradebook(tmp_path: Path) -> Path:
    make_course(tmp_path / "course")
    gradebook = graded_gradebook(tmp_path / "gradebook", {"ada": 2.0, "bo": 1.0}, roster=CLASS)
    for student in ("ada", "bo"):
        target = gradebook / AUTOGRADED / student / TRIPLING / "tripling.ipynb"
        target.parent.mkdir(parents=True)
        nbformat.write(make_notebook(released_cells(tripling())), target)
    return gradebook


def told(gradebook: Path, capsys: pytest.CaptureFixture[str], *options: str, code: int = 0) -> list[str]:
    where = ["--course", str(gradebook.parent / "course"), "--gradebook", str(gradebook)]
    assert main(["feedback", *where, *options]) == code
    return capsys.readouterr().err.splitlines()


def test_who_got_no_page_is_listed_by_name_with_the_reason(gradebook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_scores(gradebook, [needs_human("bo", TRIPLING, "tripling.ipynb: it is not a notebook")])
    write_scores(gradebook, [needs_human("cy", "", "of which lab?")])
    nothing = f"no page: {TRIPLING}: in the roster, but nothing was handed in: Ivan Petrov (ivan)"
    assert told(gradebook, capsys) == [
        f"1 page in {gradebook / 'feedback'}",
        f"no page: Bo Li (bo), {TRIPLING}: tripling.ipynb: it is not a notebook",
        "no page: cy: of which lab?",
        nothing,
    ]
    assert told(gradebook, capsys, "--student", "Ada Lovelace") == [f"1 page in {gradebook / 'feedback'}, 1 unchanged"]
    assert not [line for line in told(gradebook, capsys, "--lab", DOUBLING) if TRIPLING in line]


def test_an_old_page_is_not_handed_out_when_the_work_needs_review_now(
    gradebook: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert told(gradebook, capsys)[0] == f"2 pages in {gradebook / 'feedback'}"
    page = gradebook / "feedback" / "bo" / TRIPLING / "tripling.html"
    before = page.read_bytes()
    write_scores(gradebook, [needs_human("bo", TRIPLING, "it is not a notebook")])
    lines = told(gradebook, capsys)
    aside = page.with_name("tripling.html.old")
    assert f"not to be handed out: Bo Li (bo), {TRIPLING}: no submission is graded any more; " in lines[-1]
    assert lines[-1].endswith(f"the page of before is now {aside}")
    assert not page.exists()
    assert aside.read_bytes() == before
    page.write_text("another page of before")
    told(gradebook, capsys)
    assert aside.read_bytes() == before
    with zipfile.ZipFile(tmp_path / "theirs.zip", "w") as archive:
        archive.writestr("Ada Lovelace_7_assignsubmission_file/a.ipynb", "{}")
        archive.writestr("Bo Li_8_assignsubmission_file/a.ipynb", "{}")
    output = tmp_path / "back.zip"
    packed = ("--zip", "moodle", "--for", str(tmp_path / "theirs.zip"), "--output", str(output))
    assert f"1 page in {output}" in told(gradebook, capsys, *packed)
    with zipfile.ZipFile(output) as archive:
        assert len(archive.namelist()) == 1
    assert gradebook.joinpath("feedback/ada", TRIPLING, "tripling.html").exists()


def test_a_page_of_before_is_only_set_aside_where_pages_were_asked_for(
    gradebook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told(gradebook, capsys)
    page = gradebook / "feedback" / "bo" / TRIPLING / "tripling.html"
    write_scores(gradebook, [needs_human("bo", TRIPLING, "it is not a notebook")])
    told(gradebook, capsys, "--student", "ada")
    assert page.exists()
    told(gradebook, capsys, "--lab", DOUBLING)
    assert page.exists()
