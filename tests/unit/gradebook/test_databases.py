"""Which database a gradebook folder has, and what is said when it cannot be opened."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course.config import load_config
from autograder.course.model import CourseError
from autograder.export import export
from autograder.gradebook.databases import has_database
from autograder.gradebook.paths import DATABASE, database
from tests.support.notebooks import DOUBLING, make_course
from tests.support.quick import QuickClass, no_exam, quick

__all__ = ["quick"]  # the fixture

FAR = "postgresql+psycopg://grader@db.example.org/grades"


def test_the_demo_never_touches_the_classs_database(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", settings=f'c.CourseDirectory.db_url = "{FAR}"')
    load_config(course)
    assert database(course / "gradebook") == FAR
    assert database(course / "gradebook" / "demo") == f"sqlite:///{course / 'gradebook' / 'demo' / DATABASE}"
    assert database(tmp_path / "elsewhere") == f"sqlite:///{tmp_path / 'elsewhere' / DATABASE}"


def test_a_course_that_goes_back_to_sqlite_has_its_own_file_again(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", settings=f'c.CourseDirectory.db_url = "{FAR}"')
    load_config(course)
    make_course(course)
    load_config(course)
    assert database(course / "gradebook") == f"sqlite:///{course / 'gradebook' / DATABASE}"


def test_a_database_that_the_configuration_names_is_the_one_that_is_graded_into(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    no_exam(monkeypatch)
    elsewhere = tmp_path / "shared" / "grades.sqlite"
    elsewhere.parent.mkdir()
    quick = QuickClass(tmp_path, f'c.CourseDirectory.db_url = "sqlite:///{elsewhere}"', "course/gradebook")
    quick.submit()
    quick.grade()
    quick.give("ada", "in_words", 2)
    assert not (quick.gradebook / DATABASE).exists()
    with Gradebook(f"sqlite:///{elsewhere}") as book:
        assert book.find_submission(DOUBLING, "ada").score == 9
    assert ",9,10,0,9,graded" in export(quick.course, quick.gradebook, "csv").path.read_text()


@pytest.mark.parametrize("key", ["grade.notebook_id", "comment.notebook_id", "submitted_notebook.assignment_id"])
def test_to_look_at_one_submission_no_other_one_is_read(quick: QuickClass, key: str) -> None:
    quick.submit()
    quick.grade()
    quick.grade(force=True)  # the indexes are there already
    table, _, column = key.partition(".")
    with closing(sqlite3.connect(quick.gradebook / DATABASE)) as book:
        plan = book.execute(f"explain query plan select * from {table} where {column} = 'x'").fetchall()
    assert all("SEARCH" in step[-1] for step in plan)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (FAR, r"needs the Python package psycopg: .*pip install --editable \.\[postgres\]"),
        ("no url at all", "cannot be opened: Could not parse"),
        ("oracl://somewhere/grades", "cannot be opened: Can't load plugin"),
    ],
)
def test_a_database_that_cannot_be_opened_is_told_with_the_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, told: str
) -> None:
    course = make_course(tmp_path / "course", settings=f'c.CourseDirectory.db_url = "{url}"')
    load_config(course)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(CourseError, match=told):
        has_database(course / "gradebook")
