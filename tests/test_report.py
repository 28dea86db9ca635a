"""What an instructor reads: a page a lab and one for the course, from scores.csv."""

from __future__ import annotations

import shutil
from pathlib import Path
from urllib.parse import unquote

import pytest
from nbgrader.api import Gradebook

from autograder.course import CourseError
from autograder.feedback import write_feedback
from autograder.gradebook import needs_human, write_scores
from autograder.records import Row
from autograder.report import totals, write_reports
from autograder.revision import database
from tests.notebooks import DOUBLING, TRIPLING, GradedClass, Page, graded_class, make_cell, make_course, tripling


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    return graded_class(tmp_path_factory)


@pytest.fixture(scope="module")
def reports(graded: GradedClass, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The reports on a copy of the gradebook that has feedback pages."""
    gradebook = graded.copy(tmp_path_factory.mktemp("report"))
    write_feedback(graded.course, gradebook)
    write_reports(graded.course, gradebook)
    return gradebook / "reports"


def table(page: Page, *heads: str) -> list[list[str]]:
    """The rows below these heads, up to the next table's heads."""
    start = page.rows.index(list(heads)) + 1
    after = [number for number in range(start, len(page.rows)) if page.rows[number] in HEADS]
    return page.rows[start : min([*after, len(page.rows)])]


HEADS = [
    ["student", "points"],
    ["exercise", "concept", "asked for", "passed"],
    ["exercise", "failure", "test cells"],
    ["student", "lab", "why"],
    ["lab", "graded", "mean points", "needs a person"],
]


def test_there_is_a_page_a_lab_and_one_for_the_course(reports: Path) -> None:
    assert sorted(path.name for path in reports.iterdir()) == [f"{DOUBLING}.html", f"{TRIPLING}.html", "course.html"]


def test_the_course_page_has_a_line_a_lab_and_who_needs_a_person(reports: Path) -> None:
    page = Page(reports / "course.html")
    assert "10 students." in page.text
    assert table(page, *HEADS[4]) == [[DOUBLING, "9", "4.0 / 10", "1"], [TRIPLING, "2", "2.0 / 2", "0"]]
    assert [row[:2] for row in table(page, *HEADS[3])] == [["gus", DOUBLING]]


def test_a_lab_page_has_the_points_of_all_best_first(reports: Path) -> None:
    points = [row[0] for row in table(Page(reports / f"{DOUBLING}.html"), *HEADS[0])]
    assert points == ["ada", "hana", "carol", "emil", "dora", "fred", "ivan", "lena", "bob"]


def test_a_lab_page_tells_mean_median_and_what_waits(reports: Path) -> None:
    text = Page(reports / f"{DOUBLING}.html").text
    assert "9 submissions, mean 4.0, median 3 of 10 points. 9 answers in words wait for a grade; 0 test cells could not be told." in text


def test_what_a_person_has_graded_since_counts(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    with Gradebook(database(gradebook)) as book:
        book.find_grade("in_words", "doubling", DOUBLING, "bob").manual_score = 3
        book.db.commit()
    write_reports(graded.course, gradebook)
    page = Page(gradebook / "reports" / f"{DOUBLING}.html")
    assert "8 answers in words wait for a grade" in page.text
    assert ["bob", "3"] in page.rows


def test_a_lab_page_has_the_pass_rate_of_each_concept(reports: Path) -> None:
    rates = [(row[0], row[1], row[3]) for row in table(Page(reports / f"{DOUBLING}.html"), *HEADS[1])]
    assert rates == [("double", "value", "44%"), ("double", "kinds", "33%"), ("halve", "value", "78%")]


def test_a_lab_page_tells_how_test_cells_failed(reports: Path) -> None:
    rows = table(Page(reports / f"{DOUBLING}.html"), *HEADS[2])
    assert ["halve", "CandidateError", "1"] in rows
    assert ["double", "NotImplementedError", "2"] in rows
    assert "NameError" in {row[1] for row in rows}


def test_all_links_lead_to_a_page(reports: Path) -> None:
    links = [(path, link) for path in reports.iterdir() for link in Page(path).links]
    assert len(links) == 2 + 9 + 2
    for path, link in links:
        assert (path.parent / unquote(link)).resolve().is_file(), (path, link)


def test_without_feedback_names_are_no_links(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    shutil.rmtree(gradebook / "feedback", ignore_errors=True)
    write_reports(graded.course, gradebook)
    assert Page(gradebook / "reports" / f"{DOUBLING}.html").links == []


def test_names_and_reasons_are_text_and_links_are_quoted(graded: GradedClass, tmp_path: Path) -> None:
    gradebook, name = graded.copy(tmp_path), "a&b#c?d<i>"
    page = gradebook / "feedback" / name / TRIPLING / "tripling.html"
    page.parent.mkdir(parents=True)
    page.write_text("a page")
    row = Row(name, TRIPLING, "triple", "test_triple_value", "1", "2", "failed", "<script>alert(1)</script>: no")
    write_scores(gradebook, [row, needs_human("<b>", TRIPLING, "<img src=x>")])
    write_reports(graded.course, gradebook)
    report = Page(gradebook / "reports" / f"{TRIPLING}.html")
    assert not {"script", "img", "i", "b"} & set(report.tags)
    assert [link for link in report.links if "%" in link] == [f"../feedback/a%26b%23c%3Fd%3Ci%3E/{TRIPLING}/tripling.html"]
    assert ["<b>", TRIPLING, "<img src=x>"] in report.rows


def test_a_lab_without_points_or_grades_has_a_page(graded: GradedClass, tmp_path: Path) -> None:
    course = make_course(tmp_path / "course", {"03_reading": [make_cell("md", "read", "Read.")], TRIPLING: tripling()})
    gradebook = graded.copy(tmp_path)
    write_scores(gradebook, [Row("ada", "03_reading", "", "x", "0", "0", "passed", "")])
    names = [path.name for path in write_reports(course, gradebook)]
    assert names == [f"{TRIPLING}.html", "03_reading.html", "course.html"]


def test_a_lab_where_all_need_a_person_says_so(graded: GradedClass, tmp_path: Path) -> None:
    gradebook = graded.copy(tmp_path)
    write_scores(gradebook, [needs_human(student, TRIPLING, "no notebook") for student in ("ada", "kate")])
    write_reports(graded.course, gradebook)
    assert "No submission was graded." in Page(gradebook / "reports" / f"{TRIPLING}.html").text


def test_an_empty_gradebook_is_named(graded: GradedClass, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="nothing was graded here yet"):
        write_reports(graded.course, tmp_path)


def test_totals_count_what_has_points() -> None:
    rows = [Row("ada", "l", "e", "a", "1.5", "2", "partial", ""), Row("ada", "l", "e", "b", "", "2", "manual", "")]
    assert totals(rows) == {"ada": 1.5}
