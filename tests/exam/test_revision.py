"""Tests and points that change after submissions were graded."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.course.reading import read_lab
from autograder.gradebook.paths import database
from autograder.gradebook.revision import changes
from autograder.gradebook.scores import Row
from autograder.grading import grade, plan
from tests.support.notebooks import DOUBLING, RIGHT, doubling, find, make_cell, make_course, submit, write_lab


def revised() -> list[NotebookNode]:
    """The lab with one test cell gone, one new, one changed, and other points for another."""
    cells = [cell for cell in doubling() if cell.get("id") != "test_double_kinds"]
    find(cells, "test_double_value").metadata["nbgrader"]["points"] = 5
    halve = find(cells, "test_halve_value")
    halve.source += "\n# stricter now"
    negative = "def test_halve_negative():\n    assert halve(-2) == -1\n"
    negative += "    ### BEGIN HIDDEN TESTS\n    assert halve(-9) == -4.5\n    ### END HIDDEN TESTS\n\n\n"
    negative += "test_halve_negative()"
    cells.insert(cells.index(halve) + 1, make_cell("test", "test_halve_negative", negative, 2))
    return cells


def graded(tmp_path: Path) -> tuple[Path, Path, Path]:
    course, submitted, gradebook = make_course(tmp_path / "course"), tmp_path / "submitted", tmp_path / "gradebook"
    submit(submitted, "ada", answers=RIGHT)
    submit(submitted, "bob")
    grade(plan(course, submitted, gradebook), jobs=2)
    return course, submitted, gradebook


def of(rows: list[Row], student: str) -> dict[str, float | None]:
    return {row.test: row.points for row in rows if row.student == student}


def test_a_changed_lab_says_what_changes_for_whom_and_is_graded_again_with_manual_grades_kept(tmp_path: Path) -> None:
    course, submitted, gradebook = graded(tmp_path)
    with Gradebook(database(gradebook)) as book:
        words = book.find_grade("in_words", "doubling", DOUBLING, "ada")
        words.manual_score = 1.5
        book.db.commit()
    folder = course / "solutions" / DOUBLING
    assert changes(read_lab(folder), gradebook) == []

    write_lab(folder, revised())
    told = {change.cell: (change.what, change.submissions) for change in changes(read_lab(folder), gradebook)}
    assert told["test_double_kinds"][0].startswith("removed")
    assert told["test_halve_negative"] == ("new, for 2 points", 2)
    assert told["test_double_value"][0].endswith("points became 5")
    assert told["test_halve_value"] == ("its test changed", 2)

    rows = grade(plan(course, submitted, gradebook), jobs=2).rows()
    ada, bob = of(rows, "ada"), of(rows, "bob")
    assert (ada["test_double_value"], ada["test_halve_negative"]) == (5, 2)
    assert (bob["test_double_value"], bob["test_halve_negative"]) == (0, 0)
    assert "test_double_kinds" not in ada
    with Gradebook(database(gradebook)) as book:
        assert book.find_grade("in_words", "doubling", DOUBLING, "ada").manual_score == 1.5
        names = {grade.name for grade in book.find_submission_notebook("doubling", DOUBLING, "ada").grades}
        assert names == set(ada)
        assert all(
            grade.auto_score is not None
            for grade in book.find_submission_notebook("doubling", DOUBLING, "bob").grades
            if "test" in grade.name
        )
    assert changes(read_lab(folder), gradebook) == []


def test_a_lab_that_nobody_handed_in_changes_in_silence(tmp_path: Path) -> None:
    course = make_course(tmp_path / "course")
    lab = read_lab(course / "solutions" / DOUBLING)
    assert changes(lab, tmp_path / "nowhere") == []
    assert nbformat.read(lab.path, as_version=4).cells
