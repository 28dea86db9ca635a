"""The scripts for Vocareum, run with the variables that Vocareum documents."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.support.doors import MARK, PARTLY, SECRETS, course_to_pack, no_namespaces, notebook, pack, vocareum
from tests.support.notebooks import RIGHT


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return pack(course_to_pack(tmp_path_factory.mktemp("vocareum")), "vocareum")


def test_vocareum_reads_a_line_for_each_criterion_of_the_rubric(scripts: Path, tmp_path: Path) -> None:
    sent = {"doubling.ipynb": notebook(PARTLY), "json.py": f"raise SystemExit('{MARK}')"}
    code, grades, report, printed = vocareum(scripts, tmp_path, {**sent, "autograder/__init__.py": "1 / 0"})
    assert (code, grades) == (0, "double: value,2\ndouble: kinds,1\nhalve: value,3\n"), printed
    rubric = [line.split(",") for line in (scripts / "rubric.csv").read_text().splitlines()]
    assert [name for name, _ in rubric] == [line.split(",")[0] for line in grades.splitlines()]
    assert [points for _, points in rubric] == ["2", "2", "3"]
    assert report.startswith("VOC_NO_REPORT_OUTPUT\nLab 1 · Doubling: 6 of 7 points from the checks.\n")
    assert "double: kinds: 1 of 2 points\nOne point for fractions, one for words.\n\nPartly right." in report
    assert not [secret for secret in (*SECRETS, MARK) if secret in report + printed]


def test_vocareum_gets_no_grade_where_it_could_not_be_graded(scripts: Path, tmp_path: Path) -> None:
    code, grades, report, _ = vocareum(scripts, tmp_path, {"doubling.ipynb": notebook(RIGHT)}, prepare=no_namespaces())
    assert (code, grades) == (3, "")
    assert "This is no zero" in report
    assert "Cure: " in report


def test_vocareum_gets_no_grade_where_the_grader_does_not_start(scripts: Path, tmp_path: Path) -> None:
    shutil.copytree(scripts, tmp_path / "scripts", copy_function=os.link)
    (tmp_path / "scripts" / "run.sh").unlink()
    code, grades, report, _ = vocareum(tmp_path / "scripts", tmp_path, {"doubling.ipynb": notebook(RIGHT)})
    assert (code, grades) == (127, "")
    assert "The grader did not start, or was ended before it was done." in report


def test_a_report_is_inert_where_it_is_shown_as_html(scripts: Path, tmp_path: Path) -> None:
    name = "<img src=x onerror=alert(1)>.ipynb"
    _, _, report, _ = vocareum(scripts, tmp_path, {name: "garbage"})
    assert "img src=x" in report
    assert "<" not in report
