"""A student whose id changes keeps what was graded, and nobody is there twice."""

from __future__ import annotations

import pytest
from nbgrader.api import Gradebook

from autograder.cli.gone import gone_from
from autograder.course.model import CourseError
from autograder.gradebook.paths import database
from autograder.gradebook.scores import read_scores
from autograder.gradebook.students import rename_student
from tests.support.notebooks import DOUBLING
from tests.support.quick import QuickClass, quick

__all__ = ["quick"]  # the fixture


def students(quick: QuickClass) -> set[str]:
    with Gradebook(database(quick.gradebook)) as book:
        in_database = {student.id for student in book.students}
    assert in_database == {row.student for row in read_scores(quick.gradebook)}
    return in_database


def under_another_id(quick: QuickClass) -> None:
    """`ada` was graded and hands in as `al1815` from now on."""
    quick.submit()
    quick.grade()
    (quick.submitted / "ada").rename(quick.submitted / "al1815")


def test_a_student_who_is_gone_is_named_with_the_cure(quick: QuickClass) -> None:
    under_another_id(quick)
    (line,) = gone_from(quick.submitted, quick.graded())
    assert "ada" in line
    assert "rename-student" in line
    (quick.gradebook / "roster.csv").write_text("id,name\nal1815,Ada King\n")
    (line,) = gone_from(quick.submitted, quick.graded())
    assert line.startswith("graded, but not in the roster: ada;")


def test_a_student_with_a_new_id_keeps_what_people_gave(quick: QuickClass) -> None:
    under_another_id(quick)
    quick.give("ada", "in_words", 2.5, "Well put.")
    rename_student(quick.gradebook, "ada", "al1815")
    assert students(quick) == {"al1815"}
    assert quick.grade()["al1815", "in_words"].points == 2.5
    assert students(quick) == {"al1815"}
    assert gone_from(quick.submitted, quick.graded()) == []


def test_a_student_graded_under_both_ids_becomes_one(quick: QuickClass) -> None:
    under_another_id(quick)
    quick.give("ada", "in_words", 2.5)
    quick.grade()
    assert students(quick) == {"ada", "al1815"}
    rename_student(quick.gradebook, "ada", "al1815")
    quick.grade()
    assert students(quick) == {"al1815"}
    assert {row.test: row.points for row in read_scores(quick.gradebook)}["in_words"] == 2.5


def test_what_people_gave_to_both_ids_is_not_thrown_away(quick: QuickClass) -> None:
    under_another_id(quick)
    quick.grade()
    quick.give("ada", "in_words", 2.5)
    quick.give("al1815", "in_words", 1)
    with pytest.raises(CourseError, match=f"{DOUBLING}: a person graded a hand-in of ada and one of al1815"):
        rename_student(quick.gradebook, "ada", "al1815")
    assert (quick.manual("ada", "in_words"), quick.manual("al1815", "in_words")) == (2.5, 1)


def test_an_id_that_is_nobodys_is_refused(quick: QuickClass) -> None:
    under_another_id(quick)
    for old, new, why in (
        ("eve", "ada", "nothing of theirs in "),
        ("ada", "", "cannot be an id"),
        ("ada", "ada", "already"),
    ):
        with pytest.raises(CourseError, match=why):
            rename_student(quick.gradebook, old, new)
