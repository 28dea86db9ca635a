"""What a student reads first: who, when, which hand-in, what was put right, what the instructor wrote. And how long the
page is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course.roster import ROSTER
from autograder.exam.results import Examined
from autograder.feedback import write_feedback
from autograder.feedback.model import Sent
from autograder.feedback.page import Job, write_page
from autograder.gradebook.paths import AUTOGRADED
from autograder.gradebook.records import write_record
from autograder.gradebook.scores import Row
from autograder.intake import Repair, RepairKind, Submission
from cnngrading import subject
from tests.support.gradebooks import graded_gradebook
from tests.support.notebooks import (
    TRIPLING,
    Page,
    doubling,
    find,
    make_cell,
    make_course,
    make_lab,
    make_notebook,
    released_cells,
    tripling,
)


def shown(tmp_path: Path, cells: list[nbformat.NotebookNode], rows: tuple[Row, ...] = (), **job: Any) -> Page:
    """The page of a graded notebook with these cells, for the tiny lab."""
    lab = make_lab(tmp_path, doubling())
    graded, target = tmp_path / "graded.ipynb", tmp_path / "page.html"
    nbformat.write(make_notebook(cells), graded)
    fields: dict[str, Any] = {"comments": {}, "manual": {}, "late": 0.0, **job}
    write_page(Job("ada", lab.id, rows, graded=graded, target=target, **fields), lab, subject)
    return Page(target)


def row(test: str, points: float, most: float, exercise: str = "double") -> Row:
    return Row("ada", "01_doubling", exercise, test, points, most, "passed" if points == most else "failed", "")


PASSED = (row("test_double_value", 2, 2), row("test_double_kinds", 2, 2), row("test_halve_value", 0, 3, "halve"))


def test_the_page_says_who_when_and_what_was_put_right(tmp_path: Path) -> None:
    sent = Sent("Ada Lovelace", "1 May 2026, 10:00 UTC", "2 May 2026, 11:30 UTC", ("The latest of 2 hand-ins counts.",))
    page = shown(tmp_path, released_cells(doubling()), sent=sent)
    head = page.source[: page.source.index("<main")]
    assert "Ada Lovelace: <strong>" in head
    assert "<title>Lab 1 · Doubling · Ada Lovelace</title>" in head
    for words in (
        "Handed in: 2 May 2026, 11:30 UTC.",
        "Due: 1 May 2026, 10:00 UTC.",
        "The latest of 2 hand-ins counts.",
    ):
        assert words in head


def test_what_a_student_called_a_file_is_text_on_their_page(tmp_path: Path) -> None:
    page = shown(tmp_path, released_cells(doubling()), sent=Sent(notes=("The file was named <script>x</script>.",)))
    assert "named &lt;script&gt;" in page.source


def test_an_instructors_comment_is_at_the_top_with_its_markdown_rendered(tmp_path: Path) -> None:
    comment = "**Well** said, but $a < b$:\n\n- see `corr2d`\n- if a<b then <img src=x onerror=alert(1)>"
    page = shown(tmp_path, released_cells(doubling()), comments={"in_words": comment})
    assert page.source.index("<strong>Well</strong>") < page.source.index('class="exercise"')
    assert page.source.count("<strong>Well</strong>") == 1
    assert "<code>corr2d</code>" in page.source
    assert "<math" in page.source
    assert "if a&lt;b then &lt;img src=x onerror=alert(1)&gt;" in page.source


def parts(page: Page) -> dict[str, bool]:
    """Whether the part of the notebook with an exercise's cells is open."""
    found = re.findall(r'<details class="part"( open)?><summary>The cells of (\w+)</summary>', page.source)
    return {name: bool(is_open) for is_open, name in found}


def test_the_cells_of_a_passed_exercise_are_folded_and_those_of_a_failed_one_open(tmp_path: Path) -> None:
    unread = Row("ada", "01_doubling", "in_words", "in_words", None, 3, "manual", "")
    page = shown(tmp_path, [*released_cells(doubling()), make_cell("code", "mine", "1")], (*PASSED, unread))
    assert parts(page) == {"double": False, "halve": True, "in_words": False}
    notebook = page.source[page.source.index('id="notebook"') :]
    assert notebook.count("<details") == notebook.count("</details>") == 3
    assert page.source.count("<summary>What was checked</summary>") == 1


def test_every_cell_is_still_on_the_page_in_its_order(tmp_path: Path) -> None:
    """A raw cell and a cell of the student's own at an exercise's end, and exercises that stand in another order."""
    cells = released_cells(doubling())
    raw = nbformat.v4.new_raw_cell("words of their own")
    page = shown(tmp_path, [make_cell("code", "first", "a = 'first'"), *cells[6:], raw, *cells[:6]], PASSED)
    places = [page.text.index(words) for words in ("first", "Half a number", "words of their own", "Twice a number")]
    assert places == sorted(places)
    assert page.source.count("<details") == page.source.count("</details>")


def test_a_cell_that_printed_and_showed_too_much_is_cut(tmp_path: Path) -> None:
    cells = released_cells(doubling())
    mine = make_cell("code", "mine", "loop()")
    mine.outputs = [nbformat.v4.new_output("stream", text="line\n" * 500)] + [
        nbformat.v4.new_output("display_data", {"text/plain": f"shown {number}"}) for number in range(100)
    ]
    page = shown(tmp_path, [mine, *cells])
    assert "… and 440 lines more" in page.text
    assert "shown 18" in page.text and "shown 19" not in page.text
    assert "… and 81 more outputs, which your notebook shows." in page.text


# From the gradebook


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, Path]:
    """A course and a gradebook with one late submission."""
    course, gradebook = make_course(tmp_path / "course"), tmp_path / "gradebook"
    target = gradebook / AUTOGRADED / "ada" / TRIPLING / "tripling.ipynb"
    target.parent.mkdir(parents=True)
    cells = released_cells(tripling())
    find(cells, "triple").source = "def triple(x):\n    return 3 * x"
    nbformat.write(make_notebook(cells), target)
    roster = "id,name\nada,Ada Lovelace\n"
    times = {"due": "2026-05-01 10:00:00", "sent": "2026-05-02 11:30:00"}
    graded_gradebook(gradebook, {"ada": 2.0}, roster=roster, **times)
    rows = [Row("ada", TRIPLING, "triple", "test_triple_value", 2, 2, "passed", "")]
    repairs = (Repair(RepairKind.LATEST_HAND_IN, count=2), Repair(RepairKind.ORDER))
    write_record(gradebook, Examined(Submission("ada", TRIPLING, repairs=repairs)), "key", rows)
    return course, gradebook


def test_times_and_notes_come_from_the_gradebook_and_the_name_from_the_roster(made: tuple[Path, Path]) -> None:
    course, gradebook = made
    (path,) = write_feedback(course, gradebook).pages
    page = Page(path)
    for words in (
        "Ada Lovelace: 2 of 2 points",
        "Handed in: 2 May 2026, 11:30 UTC. Due: 1 May 2026, 10:00 UTC.",
        "The latest of 2 hand-ins counts.",
        "Cells stood in another order.",
    ):
        assert words in page.text


def test_a_page_is_written_again_when_the_roster_has_another_name(made: tuple[Path, Path]) -> None:
    course, gradebook = made
    assert write_feedback(course, gradebook).fresh == 1
    assert write_feedback(course, gradebook).fresh == 0
    (gradebook / ROSTER).write_text("id,name\nada,Ada King\n")
    assert write_feedback(course, gradebook).fresh == 1
