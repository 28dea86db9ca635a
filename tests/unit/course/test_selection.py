"""Whom an instructor means who names students, the same for every command."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest

from autograder.cli import main
from autograder.course.model import CourseError
from autograder.course.roster import Person, Roster
from autograder.course.selection import asked_for
from autograder.course.student_ids import student_id
from autograder.gradebook.paths import AUTOGRADED
from autograder.gradebook.scores import read_scores
from autograder.grading import plan
from tests.support.gradebooks import graded_gradebook
from tests.support.notebooks import TRIPLING, make_course, make_notebook, released_cells, tripling
from tests.support.quick import QuickClass, quick

__all__ = ["quick"]  # the fixture

ADA, ZOE = student_id("Ada Lovelace"), student_id("Zoë Müller")
ROSTER = Roster(
    (
        Person("alan", "Alan", "Turing", "alan@example.org", "at1912", ("20104",)),
        Person("bo1", "Bo", "Li"),
        Person("bo2", "Bo", "Li"),
    )
)
KNOWN = [ADA, ZOE, "alan", "bo1", "bo2"]


def named(*asked: str, known: list[str] = KNOWN) -> list[str]:
    return asked_for(asked, known, ROSTER, "in submitted")


@pytest.mark.parametrize(
    "asked", ["alan", "ALAN", "Alan Turing", "Turing, Alan", "alan@example.org", "at1912", "20104", " 20104 "]
)
def test_a_student_is_found_by_whatever_the_roster_knows(asked: str) -> None:
    assert named(asked) == ["alan"]


def test_a_student_is_found_by_name_or_by_the_folders_name() -> None:
    assert named("Ada Lovelace") == named("Ada~20Lovelace") == [ADA]


def test_several_students_are_separated_by_commas() -> None:
    assert named("Ada Lovelace, Zoë Müller") == named("Ada Lovelace", "Zoë Müller") == [ADA, ZOE]
    assert named("20104,Ada~20Lovelace,alan,") == ["alan", ADA]


def test_a_name_of_several_people_names_nobody() -> None:
    with pytest.raises(CourseError, match="--student Bo Li: several are called so: bo1 and bo2; give an id"):
        named("Bo Li")


def test_a_comma_that_could_mean_two_things_is_refused() -> None:
    with pytest.raises(CourseError, match="this is alan, and it is several students"):
        named("Turing,Alan", known=["alan", "Turing"])


def test_who_is_not_there_is_refused_by_name_even_among_others() -> None:
    with pytest.raises(
        CourseError, match=r"--student Ivan: nothing of theirs in submitted, which has 1 student: alan$"
    ):
        named("alan, Ivan", known=["alan"])


@pytest.fixture
def graded(tmp_path: Path) -> tuple[Path, list[str]]:
    """A gradebook with a student whose id is made of their name, and where it is, as options."""
    course = make_course(tmp_path / "course")
    gradebook = graded_gradebook(
        tmp_path / "gradebook",
        {ADA: 2.0, "alan": 1.0},
        roster="id,name,login\nada,Ada Lovelace,al1815\nalan,Alan Turing,\n",
    )
    for student in (ADA, "alan"):
        target = gradebook / AUTOGRADED / student / TRIPLING / "tripling.ipynb"
        target.parent.mkdir(parents=True)
        nbformat.write(make_notebook(released_cells(tripling())), target)
    return gradebook, ["--course", str(course), "--gradebook", str(gradebook)]


def test_feedback_takes_a_name(graded: tuple[Path, list[str]]) -> None:
    gradebook, where = graded
    assert main(["feedback", *where, "--student", "Ada Lovelace, Alan Turing"]) == 0
    assert {path.parent.parent.name for path in gradebook.glob("feedback/*/*/*.html")} == {ADA, "alan"}


def test_grade_takes_names(quick: QuickClass) -> None:
    for student in ("Ada Lovelace", "bo", "cy"):
        quick.submit(student)
    quick.gradebook.mkdir()
    (quick.gradebook / "roster.csv").write_text("id,name\nbo,Bo Li\n", encoding="utf-8")
    work = plan(quick.course, quick.submitted, quick.gradebook, students=["Ada Lovelace, Bo Li"])
    assert {sent.student for sent in work.submissions} == {ADA, "bo"}


def test_rename_student_takes_names(graded: tuple[Path, list[str]]) -> None:
    gradebook, where = graded
    assert main(["rename-student", "Ada Lovelace", "al1815", *where]) == 0
    assert {row.student for row in read_scores(gradebook)} == {"ada", "alan"}
