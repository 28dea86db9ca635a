"""A class whose gradebook is in PostgreSQL, as `c.CourseDirectory.db_url` says, is graded as one in SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.apps.api import NbGraderAPI
from sqlalchemy import create_engine, text

from autograder.cli import main
from autograder.course.config import load_config
from autograder.gradebook.paths import BACKUPS, DATABASE, database
from autograder.gradebook.scores import SCORES
from autograder.report import write_reports
from tests.support.notebooks import DOUBLING, RIGHT, make_course, submit
from tests.support.postgresql import programs, server

pytestmark = pytest.mark.skipif(programs() is None, reason="no PostgreSQL server here: apt-get install postgresql")
DUE = "2026-03-01 12:00:00 UTC"
WRONG = "def halve(x):\n    return x / 3"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with server() as where:
        yield where


def run(course: Path, command: str, *arguments: str) -> int:
    return main([command, "--course", str(course), "--gradebook", str(course / "gradebook"), *arguments])


def grade(course: Path) -> int:
    return run(course, "grade", "--submitted", str(course / "gradebook/submitted"), "--jobs", "2")


def a_class(course: Path) -> list[str]:
    """Grade a small class, give a grade as formgrader does, set a due date, hand in anew, rename a cell, grade again,
    and export; returns scores.csv and the totals.
    """
    submitted = course / "gradebook" / "submitted"
    submit(submitted, "ada", answers=RIGHT)
    submit(submitted, "bob", answers={**RIGHT, "halve": WRONG})
    submit(submitted, "carol").with_name("timestamp.txt").write_text("2026-03-02 12:00:00 UTC")
    assert grade(course) == 0
    with Gradebook(database(course / "gradebook")) as book:
        for student, points in (("ada", 2.5), ("bob", 1)):
            given = book.find_grade("in_words", "doubling", DOUBLING, student)
            given.manual_score, given.needs_manual_grade = points, False
            book.find_comment("in_words", "doubling", DOUBLING, student).manual_comment = f"For {student}: ü."
        book.update_or_create_assignment(DOUBLING, duedate=DUE)
        book.db.commit()
    submit(submitted, "bob", answers={**RIGHT, "in_words": "Something else."})
    path = course / "solutions" / DOUBLING / "doubling.ipynb"
    path.write_text(path.read_text().replace('"in_words"', '"es1_in_words"'))
    assert grade(course) == 0
    assert run(course, "export", "--format", "csv") == 3  # bob's new answer waits
    assert run(course, "feedback") == 0
    assert write_reports(course, course / "gradebook")
    assert run(course, "rename-student", "carol", "caroline") == 0
    written = [course / "gradebook" / SCORES, course / "gradebook/exports/totals.csv"]
    return [file.read_text() for file in written]


@pytest.mark.timeout(300)  # two small classes are graded twice each
def test_a_gradebook_in_postgresql_has_the_scores_of_one_in_sqlite(address: str, tmp_path: Path) -> None:
    setting = f'c.CourseDirectory.db_url = "{address}"\nc.LateSubmissionPlugin.penalty_method = "zero"'
    far = make_course(tmp_path / "far", settings=setting)
    near = make_course(tmp_path / "near", settings='c.LateSubmissionPlugin.penalty_method = "zero"')
    scores, totals = a_class(far)
    assert [scores, totals] == a_class(near)
    assert f"ada,{DOUBLING},es1_in_words,es1_in_words,2.5,3,manual," in scores
    assert not list((far / "gradebook").glob("*.db"))
    assert (near / "gradebook" / DATABASE).is_file()
    copy = min((far / "gradebook" / BACKUPS).glob("*.json"))
    assert {row["manual_score"] for row in json.loads(copy.read_text())["grade"]} >= {2.5, 1}
    with create_engine(address).connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM grade WHERE manual_score = 2.5")).scalar() == 1
    shown = NbGraderAPI(config=load_config(far)).get_submission(DOUBLING, "ada")
    assert (shown["score"], shown["max_score"]) == (9.5, 10)


def test_a_server_that_is_not_there_is_named_with_the_cure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = f"postgresql+psycopg://grader@/postgres?host={tmp_path}"
    course = make_course(tmp_path / "course", settings=f'c.CourseDirectory.db_url = "{nowhere}"')
    submit(course / "gradebook/submitted", "ada")
    assert run(course, "export", "--format", "csv") == 1
    assert "is its server running" in " ".join(capsys.readouterr().err.split())
