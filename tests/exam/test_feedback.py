"""What a student reads: points a concept in words, what was wrong, what to do next, and nothing of a hidden test."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder import files
from autograder.course.model import CourseError
from autograder.course.reading import read_course
from autograder.feedback import run, write_feedback
from autograder.feedback.page import script_source
from autograder.files import folder_of
from autograder.gradebook.paths import AUTOGRADED, database
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import SCORES, Row, needs_human
from cnngrading.figures import FIGURES, script
from cnnlab.probing.failing_picture import draw_failing
from tests.support.notebooks import (
    DOUBLING,
    HIDDEN_INPUT,
    HIDDEN_MESSAGE,
    HIDDEN_SCHEME,
    TRIPLING,
    GradedClass,
    Page,
    graded_class,
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
    found = {claim: row for row in page.rows for claim in (KINDS, TWICE, HALF) if row[0].endswith(claim)}
    return {claim: (row[1], row[2]) for claim, row in found.items()}


KINDS, TWICE, HALF = "One point for fractions, one for words.", "Twice the number, whichever it is.", "Half the number."


def test_there_is_a_page_for_each_graded_submission(graded: GradedClass, gradebook: Path) -> None:
    pages = {path.relative_to(gradebook / "feedback").as_posix() for path in (gradebook / "feedback").rglob("*.html")}
    assert pages == {f"{row.student}/{row.lab}/{row.lab.split('_')[1]}.html" for row in graded.rows if row.test}


def test_each_concept_is_told_in_words(gradebook: Path) -> None:
    assert results(page_of(gradebook, "ada")) == {
        TWICE: ("right", "2 / 2"),
        KINDS: ("right", "2 / 2"),
        HALF: ("right", "3 / 3"),
    }
    assert results(page_of(gradebook, "carol"))[KINDS] == ("partly right", "1 / 2")
    assert results(page_of(gradebook, "bob"))[HALF] == ("not written yet", "0 / 3")
    assert results(page_of(gradebook, "lena"))[TWICE] == ("not yet right", "0 / 2")
    assert results(page_of(gradebook, "ivan"))[TWICE] == ("your code raised KeyError", "0 / 2")
    assert results(page_of(gradebook, "dora"))[TWICE] == (
        "your notebook does not define double; if its cell is there, the error below it stopped it",
        "0 / 2",
    )


def test_a_page_tells_the_sum_and_what_is_to_come(gradebook: Path) -> None:
    assert "ada: 7 of 10 points; 3 more wait for your instructor to read your answer." in page_of(gradebook, "ada").text
    assert "Lab 1 · Doubling" in page_of(gradebook, "ada").text


def test_an_exercise_is_told_in_a_sentence_and_linked(gradebook: Path) -> None:
    page = page_of(gradebook, "lena")
    lines = {row[0]: row[1:] for row in page.rows if row[0] in ("double", "halve", "in_words")}
    assert lines["double"] == ["None of its 2 parts is right yet.", "0 / 4"]
    assert lines["halve"] == ["All of it is right.", "3 / 3"]
    assert lines["in_words"] == ["Your instructor reads this answer; its points come later.", "0 / 3"]
    assert {"#double", "#halve", "#answer-double", "#answer-halve", "#answer-in_words"} <= set(page.links)
    for link in page.links:
        assert f'id="{link.removeprefix("#")}"' in page.source


def test_the_page_says_where_to_begin(gradebook: Path) -> None:
    assert "Begin with double: what to do next is below its table." in page_of(gradebook, "lena").text
    assert "Begin with halve" in page_of(gradebook, "emil").text
    assert "Begin with" not in page_of(gradebook, "ada").text


def test_a_stub_is_said_to_be_not_written_and_a_failure_how_to_go_on(gradebook: Path) -> None:
    stub, wrong, right = page_of(gradebook, "bob").text, page_of(gradebook, "lena").text, page_of(gradebook, "ada").text
    assert "Not written yet: the cell still holds the line that says so." in stub
    assert "Write double in your notebook, in place of the line that raises NotImplementedError." in stub
    assert "In your notebook, run the checks test_double_value and test_double_kinds below your answer." in wrong
    assert "What to do next" not in right
    assert "There is nothing to put right" in page_of(gradebook, "ada", TRIPLING).text


def test_no_page_holds_a_hidden_test_its_message_or_a_marking_scheme(graded: GradedClass, gradebook: Path) -> None:
    reasons = " ".join(row.reason for row in graded.rows)
    assert HIDDEN_MESSAGE in reasons
    assert HIDDEN_INPUT in reasons
    for path in (gradebook / "feedback").rglob("*.html"):
        for secret in (
            HIDDEN_MESSAGE,
            HIDDEN_INPUT,
            HIDDEN_SCHEME,
            "isclose",
            "halve(-5)",
            "HIDDEN TESTS",
            "Traceback",
        ):
            assert secret not in path.read_text(encoding="utf-8"), path


def test_a_students_own_answer_is_shown_as_text(gradebook: Path) -> None:
    page = page_of(gradebook, "ivan")
    assert "def double(x):\n    '''</pre><script>alert(1)</script>'''" in page.text
    assert page.tags.count("script") == 1
    assert "Half bold." in page_of(gradebook, "carol").text


def test_a_persons_grade_and_comment_are_shown(gradebook: Path) -> None:
    page = page_of(gradebook, "carol")
    assert "in_words 1.5 of 3 points" in page.text
    assert "Your instructor has read this answer." in page.text
    assert "Comment on your answer: in_words\nWhy <b>bold</b>?" in page.text
    assert "carol: 7.5 of 10 points." in page.text
    assert "Your instructor reads this answer" in page_of(gradebook, "ada").text
    left_empty = page_of(gradebook, "bob").text
    assert "Nothing was written here." in left_empty
    assert "No response." not in left_empty


def test_points_that_a_person_has_set_are_told_as_such(gradebook: Path) -> None:
    assert results(page_of(gradebook, "emil"))[HALF] == ("your instructor has set these points", "2 / 3")
    assert "emil: 6 of 10 points" in page_of(gradebook, "emil").text


def test_a_cell_that_was_stopped_is_told_as_such(graded: GradedClass, tmp_path: Path) -> None:
    folder = graded.copy(tmp_path)
    write_feedback(graded.course, folder)
    assert results(page_of(folder, "emil"))[HALF] == ("your code ran longer than 1 s", "0 / 3")


def test_what_lateness_cost_is_told(gradebook: Path) -> None:
    assert "kate: 0 of 2 points, with 2 taken off because it came late." in page_of(gradebook, "kate", TRIPLING).text
    assert "late" not in page_of(gradebook, "ada", TRIPLING).text


def test_a_page_loads_nothing_and_runs_one_script_of_ours(gradebook: Path) -> None:
    page = page_of(gradebook, "ada")
    assert not {"link", "iframe", "object", "embed", "form"} & set(page.tags)
    assert page.source.count("<base") == page.source.count('<base target="_self">') == 1
    policy = page.source.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert policy == (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        f"script-src {script_source(FIGURES)}; base-uri 'none'; form-action 'none'"
    )
    assert page.source.count(f"<script>{script()}</script>") == page.source.count("<script") == 1


def test_a_heading_and_a_caption_name_each_exercise(gradebook: Path) -> None:
    page = page_of(gradebook, "ada")
    assert [page.tags.count(tag) for tag in ("h1", "h2", "table", "caption")] == [1, 5, 3, 3]
    assert '<html lang="en">' in page.source


# The notebook on the page


def test_the_whole_notebook_is_there_in_order(gradebook: Path) -> None:
    text = page_of(gradebook, "ada").text
    text = text[text.index("Your notebook\n") :]
    parts = [
        "Doubling",
        "import math",
        "Twice a number",
        "curve = [2 * n",
        "return 2 * x",
        "def test_double_value():",
        "Right: 2 of 2 points.",
    ]
    assert [text.index(part) for part in parts] == sorted(text.index(part) for part in parts)


def test_a_check_is_shown_as_released_with_its_verdict_and_nothing_it_printed(gradebook: Path) -> None:
    text = page_of(gradebook, "lena").text
    assert 'assert double(3) == 6, "double(3) should be 6"' in text
    assert "Not yet right: 0 of 2 points." in text
    assert "AssertionError" not in text


# Again


def times(gradebook: Path) -> dict[str, int]:
    return {str(path): path.stat().st_ino for path in (gradebook / "feedback").rglob("*.html")}


def test_a_page_that_is_current_is_not_written_again(graded: GradedClass, tmp_path: Path) -> None:
    folder = graded.copy(tmp_path)
    first = write_feedback(graded.course, folder)
    before = times(folder)
    assert (first.fresh, len(first.pages)) == (11, 11)
    assert write_feedback(graded.course, folder).fresh == 0
    assert times(folder) == before
    assert write_feedback(graded.course, folder, force=True).fresh == 11


def test_a_page_is_written_again_when_what_it_is_made_from_changes(graded: GradedClass, tmp_path: Path) -> None:
    folder = graded.copy(tmp_path)
    write_feedback(graded.course, folder)
    with Gradebook(database(folder)) as book:
        book.find_comment("in_words", "doubling", DOUBLING, "carol").manual_comment = "Look again."
        book.find_grade("in_words", "doubling", DOUBLING, "ada").manual_score = 3
        book.db.commit()
    path = folder / AUTOGRADED / "bob" / DOUBLING / "doubling.ipynb"
    path.write_text(path.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    (folder / "feedback" / "dora" / DOUBLING / "doubling.html").unlink()
    assert write_feedback(graded.course, folder).fresh == 4
    assert "Look again." in page_of(folder, "carol").text


def test_all_pages_are_written_again_when_what_draws_their_pictures_changes(
    graded: GradedClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, cnnlab = graded.copy(tmp_path), folder_of("cnnlab")
    write_feedback(graded.course, folder)
    copy = shutil.copytree(cnnlab, tmp_path / "cnnlab")
    monkeypatch.setattr(files, "folder_of", lambda package: copy if package == "cnnlab" else folder_of(package))
    monkeypatch.setattr(run, "_code", inspect.unwrap(run._code))
    assert write_feedback(graded.course, folder).fresh == 0
    path = copy / Path(inspect.getfile(draw_failing)).relative_to(cnnlab)
    path.write_text(path.read_text(encoding="utf-8") + "\n# Draws something else.\n", encoding="utf-8")
    assert write_feedback(graded.course, folder).fresh == 11


def test_labs_and_students_can_be_chosen(graded: GradedClass, tmp_path: Path) -> None:
    folder = graded.copy(tmp_path)
    written = write_feedback(graded.course, folder, labs=[DOUBLING], students=["ada", "bob"])
    assert {path.relative_to(folder).as_posix() for path in written.pages} == {
        f"feedback/{name}/{DOUBLING}/doubling.html" for name in ("ada", "bob")
    }
    with pytest.raises(CourseError, match=r"--student nobody: nothing of theirs was graded in .*: ada, bob"):
        write_feedback(graded.course, folder, students=["nobody"])
    with pytest.raises(CourseError, match=r"--lab 03_x: no such lab"):
        write_feedback(graded.course, folder, labs=["03_x"])


def test_processes_write_the_same_pages(graded: GradedClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.feedback.workers.FEW", 0)
    alone, together = graded.copy(tmp_path / "a"), graded.copy(tmp_path / "b")
    write_feedback(graded.course, alone, jobs=1)
    told: list[tuple[int, int]] = []
    written = write_feedback(graded.course, together, jobs=2, listen=lambda done, of: told.append((done, of)))
    assert told == [(number, 11) for number in range(1, 12)]
    for path in written.pages:
        assert path.read_text(encoding="utf-8") == (alone / path.relative_to(together)).read_text(encoding="utf-8")


def test_a_notebook_that_cannot_be_read_costs_its_own_page_only(graded: GradedClass, tmp_path: Path) -> None:
    folder = graded.copy(tmp_path)
    (folder / AUTOGRADED / "bob" / DOUBLING / "doubling.ipynb").write_text("garbage", encoding="utf-8")
    written = write_feedback(graded.course, folder)
    assert written.fresh == 10
    assert len(written.problems) == 1
    assert written.problems[0].startswith(f"bob {DOUBLING}: its page could not be written: NotJSONError")


# What stands in the way


def test_an_empty_gradebook_is_named_with_the_cure(graded: GradedClass, tmp_path: Path) -> None:
    with pytest.raises(
        CourseError, match=r"nothing was graded here yet; run `make grade SUBMITTED=… GRADEBOOK=.*` first"
    ):
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


def test_a_lab_that_the_course_no_longer_has_and_who_needs_a_person_get_no_page(
    graded: GradedClass, tmp_path: Path
) -> None:
    folder = graded.copy(tmp_path)
    gone = [Row("ada", "09_gone", "x", "test_x", 1, 1, "passed", ""), needs_human("zoe", DOUBLING, "no notebook")]
    write_scores(folder, gone)
    assert len(write_feedback(graded.course, folder).pages) == len(
        {(row.student, row.lab) for row in graded.rows if row.test}
    )


def test_the_course_of_the_class_is_in_order(graded: GradedClass) -> None:
    assert [lab.points for lab in read_course(graded.course / "solutions")] == [10, 2]
