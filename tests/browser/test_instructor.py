"""An instructor's clicks in formgrader, as `make instructor` opens it: the class, a submission with its figures, a
grade for Es 1.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder.cli import main
from tests.support.notebooks import ROOT
from tests.support.servers import jupyter, tab

LAB = "01_convolution"
NOTEBOOK = "convolution"
MANUAL = "es1_in_words"
WORDS = "A kernel slides over the image; each place is a sum of products."
COMMENT = "Well put; say where the window stops."
STUDENTS = ("ada", "ben")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The first exercise of lab 1 and Es 1, handed in by two students, and graded with its pictures."""
    course = tmp_path_factory.mktemp("class")
    write(part("solutions"), course / "solutions" / LAB)
    shutil.copy(ROOT / "nbgrader_config.py", course)
    for student in STUDENTS:
        notebook = part("notebooks")
        next(cell for cell in notebook.cells if cell.id == MANUAL).source = f"{WORDS} Signed: {student}"
        write(notebook, course / "gradebook" / "submitted" / student / LAB)
    places = [
        "--course",
        course,
        "--gradebook",
        course / "gradebook",
        "--submitted",
        course / "gradebook" / "submitted",
        "--jobs",
        1,
    ]
    assert main(["grade", "--run-all", *map(str, places)]) == 0
    return course


def part(folder: str) -> nbformat.NotebookNode:
    """Lab 1 without its exercises 2 to 6."""
    notebook = nbformat.read(ROOT / folder / LAB / f"{NOTEBOOK}.ipynb", as_version=4)
    ids = [cell.id for cell in notebook.cells]
    notebook.cells = (
        notebook.cells[: ids.index("test_corr2d_errors") + 1] + notebook.cells[ids.index(f"about_{MANUAL}") :]
    )
    return notebook


def write(notebook: nbformat.NotebookNode, folder: Path) -> None:
    folder.mkdir(parents=True)
    nbformat.write(notebook, folder / f"{NOTEBOOK}.ipynb")


@pytest.fixture(scope="module")
def address(chromium: Any, course: Path) -> Iterator[str]:
    with jupyter("instructor", course, course, course / "home") as address:
        yield address


def test_an_instructor_lists_the_class_opens_a_submission_and_grades_es_1(
    chromium: Any, address: str, course: Path
) -> None:
    with tab(chromium, "instructor") as opened:
        page = opened.page
        page.goto(address)
        page.get_by_role("link", name=LAB).first.wait_for()
        page.get_by_role("link", name="Manage Students").click()
        for student in STUDENTS:
            page.get_by_text(student, exact=True).wait_for()

        page.get_by_role("link", name="Manual Grading").click()
        page.get_by_role("link", name=LAB).click()
        page.get_by_role("link", name=NOTEBOOK, exact=True).click()
        page.get_by_role("link", name="Submission #2").wait_for()
        page.get_by_role("link", name="Submission #1").click()
        score = page.locator(f"#{MANUAL}")
        cell = page.locator(".nbgrader_cell", has=score)
        (student,) = [student for student in STUDENTS if f"{WORDS} Signed: {student}" in cell.inner_text()]
        drawn = page.locator("#notebook img[alt]")
        drawn.first.wait_for()
        assert drawn.evaluate_all("(images) => images.every((image) => image.complete && image.naturalWidth > 100)")
        # When the formulas are drawn, formgrader takes the focus to the first score and scrolls there.
        page.wait_for_function("() => window.MathJax && MathJax.loaded && !$('body, html').is(':animated')")
        figure = page.locator("figure.cnnlab").first
        figure.get_by_role("button", name="Next").click()
        figure.get_by_text("2 of 4").wait_for()

        score.fill("2.5")
        page.keyboard.press("Tab")
        cell.locator(".score-saved").wait_for()
        cell.locator("textarea").fill(COMMENT)
        page.keyboard.press("Tab")
        cell.locator(".comment-saved").wait_for()
        assert opened.strangers == []
        assert len(opened.requests) > 50
        assert opened.errors == []
    assert given(course, student) == (2.5, COMMENT)
    assert given(course, *({*STUDENTS} - {student})) == (None, None)


def test_a_submission_fetches_nothing_from_elsewhere(chromium: Any, address: str) -> None:
    """Whatever a student wrote into it: the page's own policy says so."""
    with tab(chromium, "policy") as opened:
        opened.page.goto(address)
        opened.page.get_by_role("link", name=LAB).first.wait_for()
        refused = opened.page.evaluate(
            """() => new Promise((done) => {
              document.addEventListener("securitypolicyviolation", (event) => done(event.blockedURI));
              document.body.append(Object.assign(new Image(), {src: "https://elsewhere.invalid/pixel.png"}));
            })"""
        )
        assert refused == "https://elsewhere.invalid/pixel.png"


def given(course: Path, student: str) -> tuple[float | None, str | None]:
    """The manual grade and the comment in the database."""
    with Gradebook(f"sqlite:///{course / 'gradebook' / 'gradebook.db'}") as gradebook:
        place = (MANUAL, NOTEBOOK, LAB, student)
        return gradebook.find_grade(*place).manual_score, gradebook.find_comment(*place).manual_comment
