"""One page from a notebook and rows that are made here: what is shown, what is cut out, and in which words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest

from autograder.course.model import Lab
from autograder.course.reading import read_lab
from autograder.course.regions import SCHEME
from autograder.diagnosis.naming import Diagnosis, write_diagnoses
from autograder.exam.results import Cause
from autograder.feedback import claim, make_page
from autograder.feedback.advice import hints_of
from autograder.feedback.model import Hint
from autograder.feedback.page import Job, write_page
from autograder.feedback.relying import called_exercises
from autograder.gradebook.scores import Row
from cnngrading import subject
from tests.support.course import our_labs
from tests.support.notebooks import (
    Page,
    doubling,
    find,
    make_cell,
    make_lab,
    make_notebook,
    released_cells,
    write_lab,
)

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


def shown(
    tmp_path: Path, cells: list[nbformat.NotebookNode], source: list[nbformat.NotebookNode] | None = None, **job: Any
) -> Page:
    """The page of a graded notebook with these cells, for the lab `source` (the tiny one)."""
    lab = make_lab(tmp_path, source or doubling())
    graded = tmp_path / "graded.ipynb"
    nbformat.write(make_notebook(cells), graded)
    target = tmp_path / "page.html"
    fields: dict[str, Any] = {"student": "ada", "rows": (), "comments": {}, "manual": {}, "late": 0.0, **job}
    write_page(Job(lab=lab.id, graded=graded, target=target, **fields), lab, subject)
    return Page(target)


def test_a_cells_figures_and_prints_are_shown(tmp_path: Path) -> None:
    cells = released_cells(doubling())
    mine = make_cell("code", "mine", "plot()")
    mine.outputs = [
        nbformat.v4.new_output("stream", text="printed \x1b[31mred\x1b[0m\n"),
        nbformat.v4.new_output("display_data", {"image/png": PNG, "text/plain": "<Figure>"}),
        nbformat.v4.new_output("display_data", {"text/html": "<table class='dataframe'><tr><td>4</td></tr></table>"}),
        nbformat.v4.new_output("display_data", {"text/latex": "$\\frac{1}{2}$"}),
        nbformat.v4.new_output("error", ename="KeyError", evalue="3", traceback=["\x1b[31mKeyError\x1b[0m: 3"]),
    ]
    page = shown(tmp_path, [mine, *cells])
    assert "printed red" in page.text
    assert f'src="data:image/png;base64,{PNG}"' in page.source
    assert "&lt;Figure&gt;" not in page.source
    assert ["4"] in page.rows
    assert "mfrac" in page.tags
    assert "KeyError: 3" in page.text


def test_what_a_students_cell_showed_after_a_check_is_left_out(tmp_path: Path) -> None:
    """A call of a hidden test can tell it what it was called with."""
    cells = released_cells(doubling())
    mine, changed, stopped = make_cell("code", "mine", "a"), find(cells, "halve"), make_cell("code", "stopped", "b")
    made_up = make_cell("code", "made_up", "c")
    for cell in (mine, changed, find(cells, "picture_double")):
        cell.outputs = [nbformat.v4.new_output("stream", text="secret")]
    stopped.outputs = [nbformat.v4.new_output("error", ename="KeyError", evalue="secret", traceback=["secret"])]
    made_up.outputs = [nbformat.v4.new_output("error", ename="Secret", evalue="", traceback=[])]
    source = doubling()
    find(source, "picture_double").outputs = [nbformat.v4.new_output("stream", text="the course's own output")]
    page = shown(tmp_path, [*cells, mine, stopped, made_up], source)
    assert "secret" not in page.source.lower()
    assert "the course's own output" in page.text
    assert (
        page.text.count("What this cell showed is left out here, since it ran after a check. Your notebook shows it.")
        == 3
    )
    assert "This cell stopped with KeyError. Run it in your notebook to see where." in page.text


@pytest.mark.parametrize("is_late", [False, True])
def test_our_cell_shows_what_became_of_it_if_it_ran_before_the_checks(tmp_path: Path, is_late: bool) -> None:
    source = doubling()
    find(source, "picture_double").outputs = [nbformat.v4.new_output("stream", text="the course's own output")]
    cells = released_cells(doubling())
    ran = find(cells, "picture_double")
    ran.update(execution_count=2, outputs=[nbformat.v4.new_output("stream", text="of a changed picture")])
    if is_late:
        cells.remove(ran)
        cells.append(ran)
    page = shown(tmp_path, cells, source)
    assert ("of a changed picture" in page.text) is not is_late
    assert "the course's own output" not in page.text


def test_what_needs_a_program_is_named_and_left_out(tmp_path: Path) -> None:
    mine = make_cell("code", "mine", "widget()")
    mine.outputs = [nbformat.v4.new_output("display_data", {"application/javascript": "evil()"})]
    page = shown(tmp_path, [mine])
    assert "evil" not in page.source
    assert "An output that this page does not show: it needs a program." in page.text


def test_a_test_cell_that_the_course_no_longer_has_is_left_out(tmp_path: Path) -> None:
    gone = make_cell("test", "test_double_gone", "### BEGIN HIDDEN TESTS\nsecret = 5\n### END HIDDEN TESTS", 2)
    disguised = make_cell("code", "test_double_value", "secret = 6")
    page = shown(tmp_path, [gone, disguised])
    assert "secret" not in page.source
    assert "double(3) should be 6" in page.text


def test_nothing_that_a_check_put_out_is_shown(tmp_path: Path) -> None:
    cells = released_cells(doubling())
    find(cells, "test_double_value").outputs = [nbformat.v4.new_output("stream", text="secret")]
    assert "secret" not in shown(tmp_path, cells).source


def test_a_solution_that_strayed_into_a_notebook_is_cut_out(tmp_path: Path) -> None:
    stray = make_cell("code", "mine", "a = 1\n### BEGIN SOLUTION\nsecret = 5\n### END SOLUTION")
    page = shown(tmp_path, [stray, make_cell("manual", "in_words", f"b\n{SCHEME[0]}\nsecret\n{SCHEME[1]}", 3)])
    assert "secret" not in page.source
    assert "a = 1" in page.text


def test_a_long_print_is_cut(tmp_path: Path) -> None:
    mine = make_cell("code", "mine", "print()")
    mine.outputs = [nbformat.v4.new_output("stream", text="x" * 100_000)]
    page = shown(tmp_path, [mine])
    assert "… and 80000 characters more" in page.text
    assert len(page.source) < 100_000


def test_headings_in_a_notebook_stand_below_the_pages_own(tmp_path: Path) -> None:
    page = shown(tmp_path, [make_cell("md", "a", "# One\n\n## Two\n\n###### Six\n\n<h1>raw</h1>")])
    assert page.tags.count("h1") == 1
    assert (page.tags.count("h3"), page.tags.count("h4"), page.tags.count("h6")) == (1, 1, 1)


# One page in memory


def rows_of(lab: Lab, *rows: tuple[str, str, str, str]) -> list[Row]:
    """Rows of the tiny lab: test, points, outcome, reason."""
    most = {cell.name: cell.points for cell in lab.cells}
    return [
        Row("ada", lab.id, "double", test, float(points) if points else None, most[test], outcome, reason)
        for test, points, outcome, reason in rows
    ]


def result_of(lab: Lab, cause: Cause | None, reason: str = "", outcome: str = "failed") -> str:
    """The result of the first concept on the page of an answer that failed its test cell for this cause."""
    causes = {} if cause is None else {"test_double_value": cause}
    rows = rows_of(lab, ("test_double_value", "0", outcome, reason))
    return make_page("ada", lab, rows, {}, {}, causes=causes, subject=subject).exercises[0].concepts[0].result


@pytest.mark.parametrize(
    ("cause", "result"),
    [
        (Cause("not_written"), "not written yet"),
        (
            Cause("undefined", "double"),
            "your notebook does not define double; if its cell is there, the error below it stopped it",
        ),
        (Cause("shortcut", "PyTorch's conv2d"), "a library did the work that this exercise is about"),
        (Cause("wrong", "CheckError"), "not yet right"),
        (Cause("wrong"), "not yet right"),
        (Cause("raised", "RuntimeError"), "your code raised RuntimeError"),
        (Cause("raised", "SystemExit"), "your code ended the program"),
        (Cause("timed_out", "your code ran longer than 0.5 s"), "your code ran longer than 0.5 s"),
        (Cause("died", "secret"), "your code ended the program"),
        (Cause("forged", "secret"), "your code gave back something other than numbers or tensors"),
        (Cause("unreadable", "secret"), "your code gave back something other than numbers or tensors"),
        (None, "not yet right"),
    ],
)
def test_a_failure_is_told_by_its_kind_alone(tmp_path: Path, cause: Cause | None, result: str) -> None:
    assert result_of(make_lab(tmp_path, doubling()), cause, "secret: secret") == result


@pytest.mark.parametrize(
    "reason", ["NotImplementedError: secret", "ShortcutError: secret", "CandidateError: your code ran longer than 1 s"]
)
def test_the_words_of_a_reason_choose_no_result(tmp_path: Path, reason: str) -> None:
    assert result_of(make_lab(tmp_path, doubling()), Cause("wrong", "CheckError"), reason) == "not yet right"


def test_what_we_could_not_tell_is_said_so_and_waits(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    page = make_page("ada", lab, rows_of(lab, ("test_double_value", "", "unknown", "the cell was not run")), {}, {})
    assert page.exercises[0].concepts[0].result == "not decided automatically; your instructor will check"
    assert (page.points, page.waiting, page.exercises[0].concepts[0].points) == ("0", "2", "–")
    assert page.exercises[0].headline == "Not all of it could be checked; your instructor will look at it."


def test_a_lab_without_a_number_has_a_title_too(tmp_path: Path) -> None:
    write_lab(tmp_path / "extra_work", doubling())
    assert make_page("ada", read_lab(tmp_path / "extra_work"), [], {}, {}).lab_title == "Work"


def test_a_claim_is_never_taken_from_a_hidden_part(tmp_path: Path) -> None:
    cells = doubling()
    hidden = '    ### BEGIN HIDDEN TESTS\n    """secret"""\n    ### END HIDDEN TESTS'
    find(cells, "test_halve_value").source = f"def test_halve_value():\n{hidden}\n    assert True"
    test = next(cell for cell in make_lab(tmp_path, cells).cells if cell.name == "test_halve_value")
    assert claim(test) == "value"


PASSED = ("test_double_kinds", "2", "passed", "")
FAILED = ("test_double_value", "0", "failed", "CheckError: secret")
MISCONCEPTION = Diagnosis("double", "misconception", "squared", "Your function squares `x` & more.", None)


def test_a_diagnosis_is_said_in_the_words_of_the_course(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    page = make_page("ada", lab, rows_of(lab, FAILED, PASSED), {}, {}, 0.0, {"double": MISCONCEPTION})
    assert page.exercises[0].explanation == MISCONCEPTION.says
    graded = released_cells(doubling())
    book = make_notebook(graded)
    write_diagnoses(book, [MISCONCEPTION])
    nbformat.write(book, tmp_path / "graded.ipynb")
    job = Job(
        "ada",
        lab.id,
        tuple(rows_of(lab, FAILED, PASSED)),
        {},
        {},
        0.0,
        tmp_path / "graded.ipynb",
        tmp_path / "page.html",
    )
    write_page(job, lab, subject)
    assert "Your function squares <code>x</code> &amp; more." in (tmp_path / "page.html").read_text(encoding="utf-8")


def test_of_an_exception_the_students_own_message_is_left_out(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    says = "double(3) stops with KeyError."
    diagnosis = Diagnosis("double", "exception", "exception", says, quote="a secret that a hidden call was given")
    page = make_page("ada", lab, rows_of(lab, FAILED, PASSED), {}, {}, 0.0, {"double": diagnosis})
    assert page.exercises[0].explanation == says
    assert "secret" in diagnosis.says_in_full


def test_an_exercise_that_lost_nothing_has_no_diagnosis(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    passed = ("test_double_value", "2", "passed", "")
    assert (
        make_page("ada", lab, rows_of(lab, passed, PASSED), {}, {}, 0.0, {"double": MISCONCEPTION})
        .exercises[0]
        .explanation
        == ""
    )
    made_good = make_page(
        "ada", lab, rows_of(lab, FAILED, PASSED), {}, {"test_double_value": 2.0}, 0.0, {"double": MISCONCEPTION}
    )
    assert made_good.exercises[0].explanation == ""


def test_a_mistake_without_a_name_is_told_by_its_concepts(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    said = make_page("ada", lab, rows_of(lab, FAILED, PASSED), {}, {}).exercises[0].explanation
    assert said == "We do not recognise this mistake. Still wrong: value."


# An exercise that calls another one

CALLING = {
    "directly": ("def halve(x):\n    return double(x) / 4", ""),
    "through a helper": ("def halve(x):\n    return helper(x) / 4", "def helper(x):\n    return double(x)"),
    "in a cell with magics": ("%time\ndef halve(x):\n    return double(x) / 4", ""),
    "from a lambda": ("halve = lambda x: double(x) / 4", ""),
}
NOT_CALLING = {
    "an attribute of that name": ("def halve(x):\n    return math.double(x) / 4", ""),
    "tried out beside it": ("def halve(x):\n    return x / 2\nprint(double(halve(2)))", ""),
    "in a helper that is not called": ("def halve(x):\n    return x / 2", "def helper(x):\n    return double(x)"),
    "no Python": ("def halve(x: double(", ""),
}
HALVE_FAILED = ("test_halve_value", "0", "failed", "CheckError: secret")


def steps_of_halve(tmp_path: Path, answer: str, helper: str, *rows: tuple[str, str, str, str]) -> list[str]:
    """What the page tells to do about `halve`, in a notebook with these cells."""
    lab = make_lab(tmp_path, doubling())
    cells = released_cells(doubling())
    find(cells, "halve").source = answer
    called = called_exercises(make_notebook([make_cell("code", "own", helper), *cells]), lab)
    page = make_page("ada", lab, rows_of(lab, *rows), {}, {}, called=called)
    return list(page.exercises[1].steps)


@pytest.mark.parametrize(("answer", "helper"), CALLING.values(), ids=CALLING.keys())
def test_an_earlier_exercise_that_lost_points_is_the_first_thing_to_do(
    tmp_path: Path, answer: str, helper: str
) -> None:
    first = steps_of_halve(tmp_path, answer, helper, FAILED, PASSED, HALVE_FAILED)[0]
    assert first == "`halve` calls your `double`, whose checks fail: put that right first."


@pytest.mark.parametrize(("answer", "helper"), NOT_CALLING.values(), ids=NOT_CALLING.keys())
def test_an_exercise_that_the_answer_does_not_call_is_not_named(tmp_path: Path, answer: str, helper: str) -> None:
    steps = steps_of_halve(tmp_path, answer, helper, FAILED, PASSED, HALVE_FAILED)
    assert steps and not any("calls your" in step for step in steps)


def test_an_earlier_exercise_that_is_right_is_not_named(tmp_path: Path) -> None:
    right = ("test_double_value", "2", "passed", "")
    steps = steps_of_halve(tmp_path, *CALLING["directly"], right, PASSED, HALVE_FAILED)
    assert steps and not any("calls your" in step for step in steps)
    done = ("test_halve_value", "3", "passed", "")
    assert steps_of_halve(tmp_path, *CALLING["directly"], FAILED, PASSED, done) == [], "nothing was lost here"


def test_the_page_of_a_graded_notebook_names_the_earlier_exercise(tmp_path: Path) -> None:
    cells = released_cells(doubling())
    find(cells, "halve").source = CALLING["directly"][0]
    lab = make_lab(tmp_path, doubling())
    shown(tmp_path, cells, rows=tuple(rows_of(lab, FAILED, PASSED, HALVE_FAILED)))
    assert "calls your <code>double</code>, whose checks fail" in (tmp_path / "page.html").read_text(encoding="utf-8")


# The hint ladder

LADDER = """## Twice a number

<details><summary>Hint 1 · a nudge</summary>

Think of *pairs*.

</details>

<details><summary>Hint 2 · a worked number</summary>

`double(4)` is 8.

</details>
"""


def with_ladder() -> list[nbformat.NotebookNode]:
    cells = doubling()
    find(cells, "about_double").source = LADDER
    return cells


def test_the_ladder_is_read_from_the_prose(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, with_ladder())
    assert hints_of(lab, "double") == (
        Hint("Hint 1 · a nudge", "Think of *pairs*."),
        Hint("Hint 2 · a worked number", "`double(4)` is 8."),
    )
    assert hints_of(lab, "halve") == ()


@pytest.mark.parametrize(
    ("rows", "hint"),
    [
        ([FAILED, ("test_double_kinds", "0", "failed", "")], "Hint 1 · a nudge"),
        ([FAILED, PASSED], "Hint 2 · a worked number"),
        ([("test_double_value", "2", "passed", ""), PASSED], None),
    ],
)
def test_the_next_step_of_the_ladder_is_shown(
    tmp_path: Path, rows: list[tuple[str, str, str, str]], hint: str | None
) -> None:
    lab = make_lab(tmp_path, with_ladder())
    found = make_page("ada", lab, rows_of(lab, *rows), {}, {}).exercises[0].hint
    assert (found and found.title) == hint


def test_a_hint_about_numbers_is_no_help_where_only_manners_are_missing(tmp_path: Path) -> None:
    cells = with_ladder()
    test = find(cells, "test_double_value")
    test.source, test.metadata.nbgrader.grade_id, test.id = (
        test.source.replace("_value", "_errors"),
        "test_double_errors",
        "test_double_errors",
    )
    lab = make_lab(tmp_path, cells)
    page = make_page("ada", lab, rows_of(lab, ("test_double_errors", "0", "failed", ""), PASSED), {}, {})
    assert page.exercises[0].hint is None
    assert page.exercises[0].steps


def test_every_exercise_of_the_course_has_a_ladder() -> None:
    for lab in our_labs():
        for exercise in lab.exercises:
            assert [hint.title[:6] for hint in hints_of(lab, exercise.name)] == ["Hint 1", "Hint 2", "Hint 3"], (
                exercise.name
            )
