"""Grades and comments that people gave: they outlive changed labs, and belong to the answer that they were given to."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course.model import CourseError
from autograder.export import export
from autograder.feedback.run import write_feedback
from autograder.gradebook.database import refreshed_scores
from autograder.gradebook.paths import BACKUPS, database
from autograder.gradebook.revision import changes
from autograder.report import write_reports
from tests.support.notebooks import DOUBLING, Page
from tests.support.quick import QuickClass, quick

__all__ = ["quick"]  # the fixture

OLD, NEW = "in_words", "es1_in_words"


def graded(quick: QuickClass, *others: str) -> QuickClass:
    for student in ("ada", *others):
        quick.submit(student)
    quick.grade()
    return quick


# Cells that change


def test_renaming_a_cell_that_people_graded_keeps_their_grades(quick: QuickClass) -> None:
    graded(quick, "bob")
    quick.give("ada", OLD, 2.5, "Well put.")
    quick.change(lambda text: text.replace(f'"{OLD}"', f'"{NEW}"'))
    (change,) = changes(quick.labs[0], quick.gradebook)
    assert (change.cell, change.what, change.refusal) == (NEW, f"it was called {OLD}", "")
    rows = quick.grade()
    assert rows["ada", NEW].points == 2.5
    assert rows["bob", NEW].points is None
    with Gradebook(database(quick.gradebook)) as book:
        assert book.find_comment(NEW, "doubling", DOUBLING, "ada").comment == "Well put."
        assert OLD not in {grade.name for grade in book.find_submission_notebook("doubling", DOUBLING, "ada").grades}


def test_renaming_back_and_forth_loses_nothing(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5)
    for old, new in ((OLD, NEW), (NEW, OLD)):
        quick.change(lambda text, old=old, new=new: text.replace(f'"{old}"', f'"{new}"'))  # type: ignore[misc]
        assert quick.grade()["ada", new].points == 2.5
    assert changes(quick.labs[0], quick.gradebook) == []


def test_a_renamed_test_keeps_the_points_that_a_person_gave(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", "test_halve_value", 1)
    quick.change(lambda text: text.replace("test_halve_value", "test_halve_number"))
    rows = quick.grade()
    assert quick.manual("ada", "test_halve_number") == rows["ada", "test_halve_number"].points == 1
    assert ("ada", "test_halve_value") not in rows


def test_a_comment_goes_with_an_exercise_that_was_renamed(quick: QuickClass) -> None:
    graded(quick)
    quick.comment("ada", "halve", "Look at odd numbers.")
    quick.change(lambda text: text.replace("halve", "half_of"))
    (change,) = (change for change in changes(quick.labs[0], quick.gradebook) if change.cell == "half_of")
    assert (change.what, change.refusal) == ("it was called halve", "")


@pytest.mark.parametrize("given", ["points", "comment"])
def test_a_cell_that_people_graded_cannot_just_go(quick: QuickClass, given: str) -> None:
    graded(quick, "bob")
    if given == "points":
        quick.give("ada", OLD, 2.5)
    else:
        quick.comment("ada", OLD, "Come and see me.")
    quick.change(without_words)
    (change,) = [change for change in changes(quick.labs[0], quick.gradebook) if change.refusal]
    assert "removed" in str(change)
    assert "1 submission" in change.refusal
    before = dump(quick.gradebook)
    with pytest.raises(CourseError, match=rf"doubling.ipynb: {OLD}: removed.*would be lost.*Put the cell back"):
        quick.grade()
    assert dump(quick.gradebook) == before


def without_words(text: str) -> str:
    """The notebook without its last cell, the answer in words."""
    notebook = json.loads(text)
    notebook["cells"] = notebook["cells"][:-1]
    return json.dumps(notebook)


def dump(gradebook: Path) -> list[str]:
    with sqlite3.connect(gradebook / "gradebook.db") as connection:
        return list(connection.iterdump())


def test_a_cell_that_nobody_graded_goes_and_a_copy_of_the_database_stays(quick: QuickClass) -> None:
    graded(quick)
    quick.change(without_words)
    assert ("ada", OLD) not in quick.grade()
    (copy,) = (quick.gradebook / BACKUPS).iterdir()
    with Gradebook(f"sqlite:///{copy}") as book:
        assert OLD in {grade.name for grade in book.find_submission_notebook("doubling", DOUBLING, "ada").grades}


def test_nothing_is_copied_while_no_cell_changes(quick: QuickClass) -> None:
    graded(quick)
    quick.grade(force=True)
    assert not (quick.gradebook / BACKUPS).exists()


def test_another_question_under_another_name_is_no_renaming(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5)

    def other(text: str) -> str:
        moved = without_words(text)
        return moved.replace('"cells": [', '"cells": [' + essay(text, "in_other_words") + ", ", 1)

    quick.change(other)
    with pytest.raises(CourseError, match="would be lost"):
        quick.grade()


def essay(text: str, name: str) -> str:
    return json.dumps(json.loads(text)["cells"][-1]).replace(OLD, name)


def test_points_cannot_fall_below_what_a_person_gave(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5)
    quick.change(lambda text: '"points": 2'.join(text.rsplit('"points": 3', 1)))
    with pytest.raises(CourseError, match=r"3 points became 2; a person gave 1 submission more than 2 points there"):
        quick.grade()
    quick.give("ada", OLD, 2)
    assert quick.grade()["ada", OLD].points == 2


def test_an_answer_in_words_that_becomes_code_keeps_what_people_gave(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5)

    def as_code(text: str) -> str:
        notebook = json.loads(text)
        cell = notebook["cells"][-1]
        cell["metadata"]["nbgrader"]["grade"] = False
        del cell["metadata"]["nbgrader"]["points"]
        cell |= {"cell_type": "code", "source": "def in_words():\n    return 1", "outputs": [], "execution_count": None}
        return json.dumps(notebook)

    quick.change(as_code)
    with pytest.raises(CourseError, match="it was an answer that a person grades and is an answer that tests grade"):
        quick.grade()
    assert quick.manual("ada", OLD) == 2.5


def test_an_exercise_that_moved_to_another_lab_is_named(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5)
    essay_cell = essay((quick.course / "solutions" / DOUBLING / "doubling.ipynb").read_text(), OLD)
    other = quick.course / "solutions/02_tripling/tripling.ipynb"
    other.write_text(other.read_text().replace('"cells": [', '"cells": [' + essay_cell + ", ", 1))
    quick.change(without_words)
    with pytest.raises(CourseError, match="it is in 02_tripling now, where grades cannot follow"):
        quick.grade()


def test_a_notebook_under_another_name_does_not_hide_what_was_graded(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5)
    path = quick.course / "solutions" / DOUBLING / "doubling.ipynb"
    path.rename(path.with_name("twofold.ipynb"))
    with pytest.raises(CourseError, match=r"the notebook was called doubling.*call it doubling again"):
        quick.grade()


# Answers that change


def page(quick: QuickClass, student: str = "ada") -> Page:
    write_feedback(quick.course, quick.gradebook, students=[student], jobs=1)
    return Page(quick.gradebook / "feedback" / student / DOUBLING / "doubling.html")


def test_an_essay_handed_in_anew_waits_for_a_person_who_sees_the_old_mark(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5, "Say why.")
    assert quick.grade()["ada", OLD].points == 2.5
    quick.submit(in_words="Something else.")
    row = quick.grade()["ada", OLD]
    assert (row.points, row.outcome) == (None, "manual")
    assert "2.5 points" in row.reason
    left = export(quick.course, quick.gradebook, "csv").left
    assert left == (f"ada, {DOUBLING}: {OLD} waits for an instructor",)
    with Gradebook(database(quick.gradebook)) as book:
        grade = book.find_grade(OLD, "doubling", DOUBLING, "ada")
        assert (grade.manual_score, grade.needs_manual_grade) == (None, True)
        shown = book.find_comment(OLD, "doubling", DOUBLING, "ada")
        assert shown.manual_comment is None
        assert "2.5 points" in shown.auto_comment
        assert "Say why." in shown.auto_comment
    (lab_page, *_) = write_reports(quick.course, quick.gradebook)
    assert [
        cell
        for row in Page(lab_page).rows
        if row[:1] == ["ada"]
        for cell in row
        if cell.startswith((OLD, "2.5 points"))
    ] == [OLD, "2.5 points and the comment “Say why.” (in_words)"]
    text = page(quick).text
    assert "Say why." not in text
    assert "2.5" not in text
    assert "has read this answer" not in text


def test_an_essay_that_comes_back_gets_its_mark_back(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5, "Say why.")
    quick.submit(in_words="Something else.")
    quick.grade()
    quick.submit()
    assert quick.grade()["ada", OLD].points == 2.5
    assert "Say why." in page(quick).text


def test_an_essay_that_did_not_change_keeps_its_mark(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5, "Say why.")
    quick.submit(in_words="One undoes the other.  \n", double="def double(x):\n    return x * 2")
    assert quick.grade()["ada", OLD].points == 2.5
    assert "Say why." in page(quick).text


def test_points_given_for_code_wait_when_the_code_is_new_until_a_person_has_looked(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", "test_halve_value", 1)
    quick.comment("ada", "halve", "Copied from Bob.")
    quick.submit(halve="def halve(x):\n    return 0.5 * x")
    row = quick.grade()["ada", "test_halve_value"]
    assert (row.points, row.outcome) == (None, "unknown")
    assert "1 points" in row.reason
    assert "Copied" not in page(quick).text
    assert quick.grade(force=True)["ada", "test_halve_value"].points is None
    quick.give("ada", "test_halve_value", None)  # formgrader saves the field: the automatic points stand
    assert {row.test: row.points for row in refreshed_scores(quick.gradebook)}["test_halve_value"] == 3
    assert quick.grade(force=True)["ada", "test_halve_value"].points == 3


def test_what_was_given_before_there_were_notes_is_set_aside_too(quick: QuickClass) -> None:
    graded(quick)
    quick.give("ada", OLD, 2.5)
    (quick.gradebook / ".marks/ada" / f"{DOUBLING}.json").unlink()
    quick.submit(in_words="Something else.")
    assert quick.grade()["ada", OLD].points is None


def test_a_run_that_is_cut_off_loses_no_mark(quick: QuickClass, monkeypatch: pytest.MonkeyPatch) -> None:
    """The note of the old mark is written before it leaves the database."""
    from autograder.gradebook import database as module

    graded(quick)
    quick.give("ada", OLD, 2.5)
    quick.submit(in_words="Something else.")
    with monkeypatch.context() as patch:
        patch.setattr(module, "set_penalty", lambda *arguments: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            quick.grade()
    assert quick.grade()["ada", OLD].points is None
    quick.submit()
    assert quick.grade()["ada", OLD].points == 2.5


def test_a_blank_answer_in_words_has_no_points_and_nobody_has_to_read_it(quick: QuickClass) -> None:
    quick.submit(in_words="*Replace this line with your answer.*")
    quick.submit("bob", in_words=" \n")
    rows = quick.grade()
    for student in ("ada", "bob"):
        assert rows[student, OLD].points == 0
        assert "as it was handed out" in rows[student, OLD].reason
    assert export(quick.course, quick.gradebook, "csv").left == ()
    with Gradebook(database(quick.gradebook)) as book:
        assert not book.find_grade(OLD, "doubling", DOUBLING, "ada").needs_manual_grade
    assert "has read this answer" not in page(quick).text
    quick.give("ada", OLD, 1)
    quick.grade(force=True)
    assert quick.manual("ada", OLD) == 1
