"""Who is in the roster and handed in nothing is named, and nobody else is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.cli.gone import nothing_from
from autograder.course.roster import Person, Roster
from autograder.gradebook.people import absent, absent_line
from autograder.gradebook.scores import needs_human, places
from tests.support.gradebooks import graded_gradebook
from tests.support.notebooks import DOUBLING, TRIPLING, make_course
from tests.support.quick import QuickClass, quick

__all__ = ["quick"]  # the fixture

CLASS = "id,name,groups\nada,Ada Lovelace,\nivan,Ivan Petrov,\nbo,Bo Li,Team 1\ncy,Cy Ma,Team 1\n"


def test_who_sent_something_unreadable_or_in_a_group_is_not_said_to_have_sent_nothing() -> None:
    roster = Roster((Person("ada"), Person("bo", groups=("Team 1",)), Person("dan"), Person("ivan", "Ivan", "Petrov")))
    rows = [
        needs_human("ada", TRIPLING, "it cannot be read"),
        needs_human("Team~201", TRIPLING, "who are they?"),
        needs_human("dan", "", "of which lab?"),
    ]
    assert [person.student for person in absent(TRIPLING, roster, places(rows))] == ["ivan"]
    assert absent(TRIPLING, Roster(), places(rows)) == ()


def test_a_long_list_of_names_is_counted_at_its_end() -> None:
    line = absent_line(TRIPLING, [Person(f"s{number}") for number in range(300)])
    assert line.endswith("s18 and 281 more")


def test_grade_names_who_is_in_the_roster_and_handed_in_nothing(quick: QuickClass) -> None:
    quick.submit("ada")
    quick.submit("bo")
    quick.grade()
    (quick.gradebook / "roster.csv").write_text(CLASS)
    assert nothing_from([DOUBLING, TRIPLING], quick.graded()) == [
        f"{DOUBLING}: in the roster, but nothing was handed in: Ivan Petrov (ivan) and Cy Ma (cy)"
    ]


def test_export_names_them_and_gives_them_a_line_without_points(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = make_course(tmp_path / "course")
    gradebook = graded_gradebook(tmp_path / "gradebook", {"ada": 2.0, "bo": 1.0, "cy": 1.0}, roster=CLASS)
    where = ["--course", str(course), "--gradebook", str(gradebook)]
    assert main(["export", *where, "--format", "csv"]) == 0
    printed = capsys.readouterr().err
    assert f"{TRIPLING}: in the roster, but nothing was handed in: Ivan Petrov (ivan)" in printed
    assert f"3 totals in {gradebook}" in printed
    with (gradebook / "exports" / "totals.csv").open(newline="", encoding="utf-8") as file:
        lines = {line["student"]: line for line in csv.DictReader(file)}
    assert [*lines] == ["ada", "bo", "cy", "ivan"]
    assert (lines["ivan"]["status"], lines["ivan"]["name"]) == ("nothing handed in", "Ivan Petrov")
    assert lines["ivan"]["points"] == lines["ivan"]["total"] == ""
    assert main(["export", *where, "--format", "canvas"]) == 0
    assert "ivan" not in (gradebook / "exports" / "canvas.csv").read_text(encoding="utf-8")
