"""What a student reads: points a concept in words, what a person said, and nothing of a hidden test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course import CourseError, Lab, read_course, read_lab
from autograder.feedback import claim, make_page, write_feedback
from autograder.gradebook import AUTOGRADED, SCORES, needs_human, write_scores
from autograder.records import Row
from autograder.revision import database
from tests.notebooks import (
    DOUBLING,
    HIDDEN_INPUT,
    HIDDEN_MESSAGE,
    HIDDEN_SCHEME,
    TRIPLING,
    GradedClass,
    Page,
    doubling,
    find,
    graded_class,
    make_lab,
    write_lab,
)


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> GradedClass:
    return graded_class(tmp_path_factory)


@pytest.fixture(scope="module")
def gradebook(graded: GradedClass, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the gradebook with a manual grade and a comment, and its feedback."""
    folder = graded.copy(tmp_path_factory.mktemp("feedback"))
    with Gradebook(database(folder)) as book:
        book.find_grade("in_words", "doubling", DOUBLING, "carol").manual_score = 1.5
        book.find_grade("test_halve_value", "doubling", DOUBLING, "emil").manual_score = 2
        book.find_comment("in_words", "doubling", DOUBLING, "carol").manual_comment = "Why <b>bold</b>?"
        book.db.commit()
    write_feedback(graded.course, folder)
    return folder


def page_of(gradebook: Path, student: str, lab: str = DOUBLING) -> Page:
    return Page(gradebook / "feedback" / student / lab / f"{lab.split('_')[1]}.html")


def results(page: Page) -> dict[str, tuple[str, str]]:
    """Result and points by concept; the concepts of the tiny lab are told apart by what they ask for."""
    return {row[1]: (row[2], row[3]) for row in page.rows if row[0] != "concept"}


KINDS, TWICE, HALF = "One point for fractions, one for words.", "Twice the number, whichever it is.", "Half the number."


def test_there_is_a_page_for_each_graded_submission(graded: GradedClass, gradebook: Path) -> None:
    pages = {path.relative_to(gradebook / "feedback").as_posix() for path in (gradebook / "feedback").rglob("*.html")}
    assert pages == {f"{row.student}/{row.lab}/{row.lab.split('_')[1]}.html" for row in graded.rows if row.test}


def test_each_concept_is_told_in_words(gradebook: Path) -> None:
    assert results(page_of(gradebook, "ada")) == {TWICE: ("right", "2 / 2"), KINDS: ("right", "2 / 2"), HALF: ("right", "3 / 3")}
    assert results(page_of(gradebook, "carol"))[KINDS] == ("partly right", "1 / 2")
    assert results(page_of(gradebook, "bob"))[HALF] == ("not written yet", "0 / 3")
    assert results(page_of(gradebook, "lena"))[TWICE] == ("not yet right", "0 / 2")
    assert results(page_of(gradebook, "ivan"))[TWICE] == ("your code raised KeyError", "0 / 2")
    assert results(page_of(gradebook, "dora"))[TWICE] == ("your code raised NameError", "0 / 2")


def test_a_page_tells_the_sum_and_what_is_to_come(gradebook: Path) -> None:
    assert "ada: 7 of 10 points; 3 more wait for a person to read your answer." in page_of(gradebook, "ada").text
    assert "Lab 1 · Doubling" in page_of(gradebook, "ada").text


def test_a_stub_is_said_to_be_not_written_and_a_failure_how_to_go_on(gradebook: Path) -> None:
    assert "Not written yet: the cell still holds the line that says so." in page_of(gradebook, "bob").text
    assert "Run the checks below your answer in your notebook" in page_of(gradebook, "lena").text
    assert "Run the checks" not in page_of(gradebook, "ada").text


def test_no_page_holds_a_hidden_test_its_message_or_a_marking_scheme(graded: GradedClass, gradebook: Path) -> None:
    reasons = " ".join(row.reason for row in graded.rows)
    assert HIDDEN_MESSAGE in reasons
    assert HIDDEN_INPUT in reasons
    for path in (gradebook / "feedback").rglob("*.html"):
        for secret in (HIDDEN_MESSAGE, HIDDEN_INPUT, HIDDEN_SCHEME, "isclose", "halve(-5)", "Traceback"):
            assert secret not in path.read_text(encoding="utf-8"), path


def test_a_students_own_answer_is_shown_as_text(gradebook: Path) -> None:
    page = page_of(gradebook, "ivan")
    assert "def double(x):\n    '''</pre><script>alert(1)</script>'''" in page.text
    assert "script" not in page.tags
    assert "Half <b>bold</b>." in page_of(gradebook, "carol").text
    assert "b" not in page_of(gradebook, "carol").tags


def test_a_persons_grade_and_comment_are_shown(gradebook: Path) -> None:
    text = page_of(gradebook, "carol").text
    assert "in_words (1.5 of 3)" in text
    assert "A person has read this answer." in text
    assert "Comment: Why <b>bold</b>?" in text
    assert "carol: 7.5 of 10 points." in text
    assert "A person reads this answer." in page_of(gradebook, "ada").text
    assert "Comment: No response." in page_of(gradebook, "bob").text


def test_points_that_a_person_has_set_are_told_as_such(gradebook: Path) -> None:
    assert results(page_of(gradebook, "emil"))[HALF] == ("a person has set these points", "2 / 3")
    assert "emil: 6 of 10 points" in page_of(gradebook, "emil").text


def test_a_cell_that_was_stopped_is_told_as_such(graded: GradedClass, tmp_path: Path) -> None:
    folder = graded.copy(tmp_path)
    write_feedback(graded.course, folder)
    assert results(page_of(folder, "emil"))[HALF] == ("your code ran longer than 1 s", "0 / 3")


def test_what_lateness_cost_is_told(gradebook: Path) -> None:
    assert "kate: 0 of 2 points, with 2 taken off because it came late." in page_of(gradebook, "kate", TRIPLING).text
    assert "late" not in page_of(gradebook, "ada", TRIPLING).text


def test_a_page_loads_nothing_and_runs_nothing(gradebook: Path) -> None:
    page = page_of(gradebook, "ada")
    assert page.links == []
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert "default-src 'none'" in page.source


def test_a_heading_and_a_caption_name_each_exercise(gradebook: Path) -> None:
    page = page_of(gradebook, "ada")
    assert [page.tags.count(tag) for tag in ("h1", "h2", "table", "caption", "details")] == [1, 3, 2, 2, 3]


# One page in memory


def one_page(lab: Lab, *rows: tuple[str, str, str, str]) -> str:
    """The result of the first concept on the page of these rows: test, points, outcome, reason."""
    made = [Row("ada", lab.id, "double", test, points, "2", outcome, reason) for test, points, outcome, reason in rows]
    return make_page("ada", lab, made, {}, {}, {}).exercises[0].concepts[0].result


@pytest.mark.parametrize(
    ("reason", "result"),
    [
        ("NotImplementedError: not written yet", "not written yet"),
        ("ShortcutError: Your code called PyTorch's convolution", "a library did the work that this exercise is about"),
        ("CheckError: secret", "not yet right"),
        ("AssertionError", "not yet right"),
        ("RuntimeError: secret", "your code raised RuntimeError"),
        ("<script>: secret", "not yet right"),
        ("1 of 2 points", "not yet right"),
    ],
)
def test_a_failure_is_told_by_its_kind_alone(tmp_path: Path, reason: str, result: str) -> None:
    assert one_page(make_lab(tmp_path, doubling()), ("test_double_value", "0", "failed", reason)) == result


def test_what_we_could_not_tell_is_said_so_and_waits(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    row = Row("ada", lab.id, "double", "test_double_value", "", "2", "unknown", "the cell was not run")
    page = make_page("ada", lab, [row], {}, {}, {})
    assert page.exercises[0].concepts[0].result == "we could not tell; a person will look"
    assert (page.points, page.waiting, page.exercises[0].concepts[0].points) == ("0", "2", "–")


def test_a_lab_without_a_number_has_a_title_too(tmp_path: Path) -> None:
    write_lab(tmp_path / "extra_work", doubling())
    assert make_page("ada", read_lab(tmp_path / "extra_work"), [], {}, {}, {}).lab_title == "Work"


def test_a_claim_is_never_taken_from_a_hidden_part(tmp_path: Path) -> None:
    cells = doubling()
    find(
        cells, "test_halve_value"
    ).source = 'def test_halve_value():\n    ### BEGIN HIDDEN TESTS\n    """secret"""\n    ### END HIDDEN TESTS\n    assert True'
    test = next(cell for cell in make_lab(tmp_path, cells).cells if cell.name == "test_halve_value")
    assert claim(test) == "value"


# What stands in the way


def test_an_empty_gradebook_is_named_with_the_cure(graded: GradedClass, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"nothing was graded here yet; run `make grade SUBMITTED=… GRADEBOOK=.*` first"):
        write_feedback(graded.course, tmp_path)


@pytest.mark.parametrize("lost", ["notebook", "grades"])
def test_scores_without_their_gradebook_are_named(graded: GradedClass, tmp_path: Path, lost: str) -> None:
    folder = graded.copy(tmp_path)
    if lost == "notebook":
        shutil.rmtree(folder / AUTOGRADED / "ada")
    else:
        with Gradebook(database(folder)) as book:
            book.remove_submission(DOUBLING, "ada")
    with pytest.raises(CourseError, match=rf"ada, {DOUBLING}: in {SCORES} but not in the gradebook .*; grade it again"):
        write_feedback(graded.course, folder)


def test_a_lab_that_the_course_no_longer_has_and_who_needs_a_person_get_no_page(graded: GradedClass, tmp_path: Path) -> None:
    folder = graded.copy(tmp_path)
    gone = [Row("ada", "09_gone", "x", "test_x", "1", "1", "passed", ""), needs_human("zoe", DOUBLING, "no notebook")]
    write_scores(folder, gone)
    assert len(write_feedback(graded.course, folder)) == len({(row.student, row.lab) for row in graded.rows if row.test})


def test_the_course_of_the_class_is_in_order(graded: GradedClass) -> None:
    assert [lab.points for lab in read_course(graded.course / "solutions")] == [10, 2]
