"""One notebook in one kernel: what each test cell gave, and that nothing is raised, whatever happens."""

from __future__ import annotations

import os

import nbformat
import pytest

from autograder.exam import Examined, Verdict, examine
from autograder.intake import Submission
from tests.notebooks import make_cell, make_notebook, quick_settings

pytestmark = pytest.mark.xdist_group("exam-kernel")


def run(*cells: nbformat.NotebookNode) -> Examined:
    return examine(Submission("ada", "lab", "notebook", nbformat.writes(make_notebook(cells))), quick_settings())


@pytest.fixture(scope="module")
def examined() -> Examined:
    """Every way in which a cell can end, in one kernel."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("OMP_NUM_THREADS", raising=False)
        return run(*every_ending())


def every_ending() -> list[nbformat.NotebookNode]:
    return [
        make_cell("code", "works", "import os, sys, warnings\nprint('printed')"),
        make_cell("code", "breaks", "1 / 0"),
        make_cell("test", "passes", "assert True", 2),
        make_cell("test", "shows_a_word", "'a word'", 2),
        make_cell("test", "fails", "assert False, 'two\\nlines'", 2),
        make_cell("test", "fails_without_a_word", "assert False", 2),
        make_cell("test", "is_no_python", "assert (", 2),
        make_cell("test", "exits", "sys.exit()", 2),
        make_cell("test", "gives_half", "0.5", 2),
        make_cell("test", "gives_nothing", "0", 2),
        make_cell("test", "gives_all", "2", 2),
        make_cell("test", "gives_too_much", "3", 2),
        make_cell("test", "is_loud", "print('out')\nprint('err', file=sys.stderr)\nwarnings.warn('careful')", 2),
        make_cell("test", "is_loud_and_gives_half", "print('err', file=sys.stderr)\n1", 2),
        make_cell("test", "asks", "input()", 2),
        make_cell("test", "never_ends", "while True: pass", 2),
        make_cell("test", "comes_after", "assert True", 2),
        make_cell("test", "knows_it_is_graded", "assert os.environ['NBGRADER_EXECUTION'] == 'autograde'", 2),
        make_cell("test", "has_one_thread", "assert os.environ['OMP_NUM_THREADS'] == '1'", 2),
        make_cell("test", "has_a_folder_of_its_own", "assert os.listdir() == []\nopen('file', 'w').close()", 2),
        make_cell("test", "is_empty", "", 2),
        make_cell("manual", "words", "My answer.", 3),
    ]


def verdicts(examined: Examined) -> dict[str, Verdict]:
    return {verdict.test: verdict for verdict in examined.verdicts}


@pytest.mark.parametrize(
    ("name", "outcome", "points", "reason"),
    [
        ("passes", "passed", 2, ""),
        ("shows_a_word", "passed", 2, ""),
        ("fails", "failed", 0, "AssertionError: two\nlines"),
        ("fails_without_a_word", "failed", 0, "AssertionError"),
        ("is_no_python", "failed", 0, "SyntaxError: "),
        ("exits", "failed", 0, "SystemExit"),
        ("gives_half", "partial", 0.5, "0.5 of 2 points"),
        ("gives_nothing", "failed", 0, "0 of 2 points"),
        ("gives_all", "passed", 2, ""),
        ("gives_too_much", "unknown", None, "the test cell's own score makes no sense: "),
        ("is_loud", "passed", 2, ""),
        ("is_loud_and_gives_half", "partial", 1, "1 of 2 points"),
        ("asks", "failed", 0, "StdinNotImplementedError: "),
        ("never_ends", "failed", 0, "CellTimeoutError: stopped, it took too long"),
        ("comes_after", "passed", 2, ""),
        ("knows_it_is_graded", "passed", 2, ""),
        ("has_one_thread", "passed", 2, ""),
        ("has_a_folder_of_its_own", "passed", 2, ""),
        ("is_empty", "unknown", None, "the cell was not run"),
        ("words", "manual", None, ""),
    ],
)
def test_each_graded_cell_has_its_verdict(examined: Examined, name: str, outcome: str, points: float | None, reason: str) -> None:
    verdict = verdicts(examined)[name]
    assert (verdict.outcome, verdict.points, verdict.max_points) == (outcome, points, 3 if name == "words" else 2)
    assert verdict.reason.startswith(reason) if reason else verdict.reason == ""


def test_only_graded_cells_have_verdicts(examined: Examined) -> None:
    assert len(examined.verdicts) == 20
    assert not {"works", "breaks"} & set(verdicts(examined))


def test_the_executed_notebook_holds_the_outputs(examined: Examined) -> None:
    assert examined.problem == ""
    notebook = nbformat.reads(examined.text, as_version=4)
    assert nbformat.validate(notebook) is None
    outputs = {cell.id: cell.outputs for cell in notebook.cells if cell.cell_type == "code"}
    assert outputs["works"][0].text == "printed\n"
    assert outputs["breaks"][0].ename == "ZeroDivisionError"
    assert not [cell for cell in notebook.cells if "execution" in cell.metadata]


def test_the_time_it_took_is_told(examined: Examined) -> None:
    assert 3 < examined.seconds < 60


def test_this_process_keeps_its_environment(examined: Examined) -> None:
    assert "NBGRADER_EXECUTION" not in os.environ


def test_a_dead_kernel_is_a_problem_and_no_zero() -> None:
    examined = run(make_cell("test", "first", "assert True", 1), make_cell("code", "dies", "import os\nos._exit(1)"))
    assert examined.problem == "the kernel died while the notebook ran (an exit, a crash, or too much memory)"
    assert examined.verdicts == ()


def test_a_kernel_that_does_not_exist_is_a_problem() -> None:
    notebook = make_notebook([make_cell("test", "first", "assert True", 1)])
    notebook.metadata["kernelspec"]["name"] = "no-such-kernel"
    examined = examine(Submission("ada", "lab", "notebook", nbformat.writes(notebook)), quick_settings())
    assert examined.problem.startswith("the notebook could not be run: NoSuchKernel")


@pytest.mark.parametrize("text", ["", "garbage", "{}"])
def test_a_text_that_is_no_notebook_is_a_problem(text: str) -> None:
    assert examine(Submission("ada", "lab", "notebook", text), quick_settings()).problem.startswith("the notebook could not be run: ")


def test_verdicts_that_cannot_be_read_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.exam.kernel._execute", lambda notebook, settings: notebook)
    cell = make_cell("test", "first", "assert True", 1)
    del cell.metadata["nbgrader"]["points"]
    assert run(cell).problem.startswith("the notebook could not be run: AttributeError")


def test_a_submission_with_a_problem_is_not_run() -> None:
    submission = Submission("ada", "lab", problem="no notebook")
    assert examine(submission, quick_settings()) == Examined(submission, problem="no notebook")
