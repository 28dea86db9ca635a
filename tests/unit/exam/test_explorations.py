"""Which exploration cells of a submission have to run, and which show what the course has stored."""

from __future__ import annotations

import pytest
from nbformat import NotebookNode

from autograder.exam.examiner.explorations import explorations
from tests.support.notebooks import make_cell, make_notebook

CELLS = [
    make_cell("setup", "setup", "import math"),
    make_cell("explore", "image", "image = [1, 2, 3]"),
    make_cell("explore", "larger", "larger = [2 * pixel for pixel in image]"),
    make_cell("explore", "picture", "print(larger, math.pi)"),
    make_cell("explore", "other", "print(math.pi)"),
    make_cell("solution", "double", "def double(x):\n    return x + x"),
    make_cell("test", "test_double", "assert double(larger[0]) == 4", 1),
]


def run(*cells: NotebookNode, changed: tuple[str, ...] = (), run_all: bool = False) -> tuple[set[str], set[str]]:
    """The names of the explorations that are needed, and of those that run only for what they show."""
    notebook = make_notebook(cells)
    found = explorations(notebook, changed, run_all=run_all)
    return {cells[place].id for place in found.needed}, {cells[place].id for place in found.shown}


def with_source(name: str, source: str) -> list[NotebookNode]:
    return [make_cell("explore", name, source) if cell.id == name else cell for cell in CELLS]


def test_nothing_runs_where_nothing_was_changed() -> None:
    assert run(*CELLS) == (set(), set())


def test_a_changed_cell_runs_with_what_it_needs_and_with_what_reads_its_names() -> None:
    cells = with_source("larger", "larger = [3 * pixel for pixel in image]")
    assert run(*cells, changed=("larger",)) == (set(), {"image", "larger", "picture"})


def test_a_cell_runs_that_reads_what_a_changed_cell_does_not_define_any_more() -> None:
    assert run(*with_source("image", "bild = 1"), changed=("image",)) == (set(), {"image", "larger", "picture"})


def test_a_changed_cell_that_python_cannot_read_runs() -> None:
    assert run(*with_source("other", "print("), changed=("other",)) == (set(), {"other"})


@pytest.mark.parametrize("source", ["larger = 7", "larger.append(7)", "larger[0] = 7"])
def test_a_cell_runs_that_reads_what_an_own_cell_may_have_changed(source: str) -> None:
    cells = [*CELLS[:3], make_cell("code", "mine", source), *CELLS[3:]]
    needed, shown = run(*cells)
    assert "picture" in shown and "other" not in shown
    assert (needed == set()) == source.startswith("larger =")


def test_importing_what_the_course_imports_changes_nothing() -> None:
    answer = make_cell("solution", "double", "import math\ndef double(x):\n    return x + x")
    assert run(*CELLS[:1], answer, *CELLS[1:5], CELLS[6]) == (set(), set())


@pytest.mark.parametrize(
    "source", ["import cmath as math", "from numpy import math", "import math\nmath = 3", "import math, cmath as math"]
)
def test_a_cell_runs_that_reads_a_name_under_which_something_else_was_imported(source: str) -> None:
    mine = make_cell("code", "mine", source)
    assert run(*CELLS[:1], mine, *CELLS[1:])[1] == {"image", "larger", "picture", "other"}


def test_an_own_cell_behind_it_changes_nothing() -> None:
    assert run(*CELLS, make_cell("code", "mine", "image = 0"))[1] == set()


def test_what_an_answer_leans_on_is_needed() -> None:
    cells = [*CELLS[:5], make_cell("solution", "double", "def double(x):\n    return larger[0] * x"), CELLS[6]]
    assert run(*cells) == ({"image", "larger"}, set())


def test_run_all_runs_all() -> None:
    assert run(*CELLS, run_all=True) == (set(), {"image", "larger", "picture", "other"})
