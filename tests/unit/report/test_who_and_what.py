"""Reports call students by name, list who handed in nothing, and say what a mean is the mean of."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.course.model import CourseError
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import Row, needs_human
from autograder.report import write_reports
from tests.support.gradebooks import graded_gradebook
from tests.support.notebooks import DOUBLING, TRIPLING, Page, make_course

NAMES = {"a1": "Ada Lovelace", "b2": "Bo Diddley", "c3": "Cleo Laine", "d4": "Dora Maar", "e5": "Ève Curie"}


def made(
    folder: Path, points: Mapping[str, float], penalties: Mapping[str, float], roster: str = ""
) -> tuple[Path, Path]:
    """A course and a gradebook in which these students handed in the second lab."""
    course, gradebook = make_course(folder / "course"), folder / "gradebook"
    graded_gradebook(gradebook, points, penalties=penalties, roster=roster)
    return course, gradebook


def page(course: Path, gradebook: Path, name: str = TRIPLING) -> Page:
    write_reports(course, gradebook)
    return Page(gradebook / "reports" / f"{name}.html")


def roster_of(**groups: str) -> str:
    return "id,name,groups\n" + "".join(f"{key},{name},{groups.get(key, '')}\n" for key, name in NAMES.items())


def section(of: Page, start: str, end: str) -> str:
    return of.source[of.source.index(f'<h2 id="{start}"') : of.source.index(f'<h2 id="{end}"')]


def test_who_did_not_hand_in_is_listed_by_name(tmp_path: Path) -> None:
    """The hand-in of a group is its members'; what cannot be graded was handed in, too."""
    course, gradebook = made(tmp_path, {"a1": 2.0, "Team~201": 1.0}, {}, roster_of(b2="Team 1"))
    rows = [Row("a1", TRIPLING, "triple", "test_triple_value", 2, 2, "passed", "")]
    rows.append(Row("Team~201", TRIPLING, "triple", "test_triple_value", 1, 2, "partial", ""))
    write_scores(gradebook, [*rows, needs_human("c3", TRIPLING, "it cannot be read")])
    here = page(course, gradebook)
    listed = section(here, "absent", "scores")
    assert "Dora Maar (d4)" in listed and "Ève Curie (e5)" in listed
    assert not any(NAMES[there] in listed for there in ("a1", "b2", "c3"))
    assert '<dt>handed in nothing</dt><dd><a href="#absent">2</a></dd>' in here.source
    assert "Dora Maar (d4)" in section(page(course, gradebook, "course"), "absent", "scores")


def test_without_a_roster_it_is_said_that_this_is_not_known(tmp_path: Path) -> None:
    here = page(*made(tmp_path, {"a1": 2.0}, {}))
    assert "Who is in the class is not known: there is no roster.csv" in here.text
    assert "handed in nothing</dt>" not in here.source


def test_students_are_called_by_their_names(tmp_path: Path) -> None:
    course, gradebook = made(tmp_path, {"a1": 2.0, "b2": 1.0}, {"b2": 0.5}, roster_of())
    write_scores(gradebook, [needs_human("c3", TRIPLING, "it cannot be read")])
    for name in (TRIPLING, "course"):
        source = page(course, gradebook, name).source
        for student in ("a1", "b2", "c3"):
            assert f"{NAMES[student]} ({student})" in source
            assert f"<bdi>{student}</bdi>" not in source


def test_the_mean_says_what_it_is_the_mean_of(tmp_path: Path) -> None:
    course, gradebook = made(tmp_path, {"a1": 2.0, "b2": 2.0, "c3": 1.5}, {"b2": 2.0, "c3": 0.5}, roster_of())
    text = section(page(course, gradebook), "scores", "concepts")
    assert "Mean and median are of what was graded: who handed in nothing does not count." in text
    assert "2 came late, of whom 1 have 0 points; without that the mean would be 1.8." in text
    assert "came late" not in section(page(*made(tmp_path / "2", {"a1": 2.0}, {})), "scores", "concepts")


def test_reports_of_one_lab_can_be_asked_for(tmp_path: Path) -> None:
    course, gradebook = made(tmp_path, {"a1": 2.0}, {})
    assert [path.name for path in write_reports(course, gradebook, [TRIPLING])] == [f"{TRIPLING}.html", "course.html"]
    with pytest.raises(CourseError, match=f"--lab {DOUBLING}: nothing of it was graded"):
        write_reports(course, gradebook, [DOUBLING])


def test_the_way_of_a_student_names_each_concept_that_is_not_passed_in_order(tmp_path: Path) -> None:
    course, gradebook = made(tmp_path, {"a1": 0.0, "b2": 2.0}, {}, roster_of())
    lab = DOUBLING
    rows = [
        Row("a1", lab, "double", "test_double_value", 2, 2, "passed", ""),
        Row("a1", lab, "halve", "test_halve_value", 1, 3, "partial", "no halves"),
        Row("a1", TRIPLING, "triple", "test_triple_value", 0, 2, "failed", "2 is not 3"),
        Row("b2", lab, "double", "test_double_value", None, 2, "unknown", "the machine was full"),
        Row("b2", TRIPLING, "triple", "test_triple_value", 2, 2, "passed", ""),
    ]
    write_scores(gradebook, rows)
    here = section(page(course, gradebook, "course"), "ways", "concepts")
    ada, bo = (here[here.index(f'id="way-{place}"') :].partition("</tr>")[0] for place in range(2))
    assert "Ada Lovelace" in ada and "1/2" in ada and "0/1" in ada
    assert [word in ada for word in ("1 in part", "1 failed", "halve · value", "triple · value")] == [True] * 4
    assert "double · value" not in ada
    assert "Bo Diddley" in bo and "0/0" in bo and "1/1" in bo and "1 not known" in bo
    assert f'<a href="#way-0"><bdi>{NAMES["a1"]} (a1)</bdi></a>' in page(course, gradebook, "course").source
