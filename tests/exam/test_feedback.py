"""What a student reads: points a concept in words, what was wrong, what to do next, and nothing of a hidden test."""

from __future__ import annotations

import inspect
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbgrader.api import Gradebook

from autograder import files
from autograder.course.model import CourseError, Lab
from autograder.course.reading import read_course, read_lab
from autograder.course.regions import SCHEME
from autograder.diagnosis.naming import Diagnosis, write_diagnoses
from autograder.feedback import claim, make_page, run, write_feedback
from autograder.feedback.advice import hints_of
from autograder.feedback.figures import script, script_hash
from autograder.feedback.model import Hint
from autograder.feedback.page import Job, write_page
from autograder.files import folder_of
from autograder.gradebook.paths import AUTOGRADED, database
from autograder.gradebook.scores import SCORES, Row, needs_human, write_scores
from cnnlab.probing.failing import draw_failing
from tests.support.notebooks import (
    DOUBLING,
    HIDDEN_INPUT,
    HIDDEN_MESSAGE,
    HIDDEN_SCHEME,
    ROOT,
    TRIPLING,
    GradedClass,
    Page,
    doubling,
    find,
    graded_class,
    make_cell,
    make_lab,
    make_notebook,
    released_cells,
    write_lab,
)

PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="


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
    assert results(page_of(gradebook, "dora"))[TWICE] == ("your code raised NameError", "0 / 2")


def test_a_page_tells_the_sum_and_what_is_to_come(gradebook: Path) -> None:
    assert "ada: 7 of 10 points; 3 more wait for a person to read your answer." in page_of(gradebook, "ada").text
    assert "Lab 1 · Doubling" in page_of(gradebook, "ada").text


def test_an_exercise_is_told_in_a_sentence_and_linked(gradebook: Path) -> None:
    page = page_of(gradebook, "lena")
    lines = {row[0]: row[1:] for row in page.rows if row[0] in ("double", "halve", "in_words")}
    assert lines["double"] == ["None of its 2 parts is right yet.", "0 / 4"]
    assert lines["halve"] == ["All of it is right.", "3 / 3"]
    assert lines["in_words"] == ["A person reads this answer; its points come later.", "0 / 3"]
    assert {"#double", "#halve", "#answer-double", "#answer-halve", "#answer-in_words"} <= set(page.links)
    for link in page.links:
        assert f'id="{link.removeprefix("#")}"' in page.source


def test_the_page_says_where_to_begin(gradebook: Path) -> None:
    assert "Begin with double: below its table stands what to do next." in page_of(gradebook, "lena").text
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
    assert "A person has read this answer." in page.text
    assert "Comment on your answer\nWhy <b>bold</b>?" in page.text
    assert "carol: 7.5 of 10 points." in page.text
    assert "A person reads this answer" in page_of(gradebook, "ada").text
    assert "Comment on your answer\nNo response." in page_of(gradebook, "bob").text


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


def test_a_page_loads_nothing_and_runs_one_script_of_ours(gradebook: Path) -> None:
    page = page_of(gradebook, "ada")
    assert not {"link", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    policy = page.source.split('http-equiv="Content-Security-Policy" content="')[1].split('"')[0]
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src '{script_hash()}'; base-uri 'none'; form-action 'none'"
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


def shown(
    tmp_path: Path, cells: list[nbformat.NotebookNode], source: list[nbformat.NotebookNode] | None = None, **job: Any
) -> Page:
    """The page of a graded notebook with these cells, for the lab `source` (the tiny one)."""
    lab = make_lab(tmp_path, source or doubling())
    graded = tmp_path / "graded.ipynb"
    nbformat.write(make_notebook(cells), graded)
    target = tmp_path / "page.html"
    fields: dict[str, Any] = {"student": "ada", "rows": (), "comments": {}, "manual": {}, "late": 0.0, **job}
    write_page(Job(lab=lab.id, graded=graded, target=target, **fields), lab)
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
    most = {cell.name: f"{cell.points:g}" for cell in lab.cells}
    return [
        Row("ada", lab.id, "double", test, points, most[test], outcome, reason)
        for test, points, outcome, reason in rows
    ]


def one_page(lab: Lab, *rows: tuple[str, str, str, str]) -> str:
    """The result of the first concept on the page of these rows."""
    return make_page("ada", lab, rows_of(lab, *rows), {}, {}).exercises[0].concepts[0].result


@pytest.mark.parametrize(
    ("reason", "result"),
    [
        ("NotImplementedError: not written yet", "not written yet"),
        ("ShortcutError: Your code called PyTorch's conv2d", "a library did the work that this exercise is about"),
        ("CheckError: secret", "not yet right"),
        ("AssertionError", "not yet right"),
        ("RuntimeError: secret", "your code raised RuntimeError"),
        ("<script>: secret", "not yet right"),
        ("1 of 2 points", "not yet right"),
        ("CandidateError: your code ran longer than 0.5 s [repaired: secret]", "your code ran longer than 0.5 s"),
        ("CandidateError: the submission ran longer than 60 s", "the submission ran longer than 60 s"),
        ("CandidateError: your code ended the process", "your code ended the program"),
        ("CandidateError: the call ended with SystemExit: secret", "your code ended the program"),
        (
            "CandidateError: UnicodeDecodeError: secret",
            "your code gave back something that is neither number nor tensor",
        ),
        (
            "CandidateError: a secret, which your code returned, cannot be handed on",
            "your code gave back something that is neither number nor tensor",
        ),
    ],
)
def test_a_failure_is_told_by_its_kind_alone(tmp_path: Path, reason: str, result: str) -> None:
    assert one_page(make_lab(tmp_path, doubling()), ("test_double_value", "0", "failed", reason)) == result


def test_what_we_could_not_tell_is_said_so_and_waits(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    page = make_page("ada", lab, rows_of(lab, ("test_double_value", "", "unknown", "the cell was not run")), {}, {})
    assert page.exercises[0].concepts[0].result == "we could not tell; a person will look"
    assert (page.points, page.waiting, page.exercises[0].concepts[0].points) == ("0", "2", "–")
    assert page.exercises[0].headline == "Not all of it could be checked; a person will look."


def test_a_lab_without_a_number_has_a_title_too(tmp_path: Path) -> None:
    write_lab(tmp_path / "extra_work", doubling())
    assert make_page("ada", read_lab(tmp_path / "extra_work"), [], {}, {}).lab_title == "Work"


def test_a_claim_is_never_taken_from_a_hidden_part(tmp_path: Path) -> None:
    cells = doubling()
    find(
        cells, "test_halve_value"
    ).source = 'def test_halve_value():\n    ### BEGIN HIDDEN TESTS\n    """secret"""\n    ### END HIDDEN TESTS\n    assert True'
    test = next(cell for cell in make_lab(tmp_path, cells).cells if cell.name == "test_halve_value")
    assert claim(test) == "value"


PASSED = ("test_double_kinds", "2", "passed", "")
FAILED = ("test_double_value", "0", "failed", "CheckError: secret")
MISCONCEPTION = Diagnosis("double", "misconception", "squared", "Your function squares `x` & more.", None)


def test_a_diagnosis_is_said_in_the_words_of_the_course(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    page = make_page("ada", lab, rows_of(lab, FAILED, PASSED), {}, {}, 0.0, {"double": MISCONCEPTION})
    assert page.exercises[0].said == MISCONCEPTION.says
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
    write_page(job, lab)
    assert "Your function squares <code>x</code> &amp; more." in (tmp_path / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("says", "said"),
    [
        ("double(3) stops with KeyError: secret\nstops with", "double(3) stops with KeyError."),
        ("double(3) stops with Secret: secret", "double(3) stops with an exception of your own."),
        ("There is no double when the notebook has run: its cell stops with NameError before it gets that far.", None),
        ("There is no double when the notebook has run: its cell does not come to an end.", None),
    ],
)
def test_of_an_exception_the_type_alone_is_told(tmp_path: Path, says: str, said: str | None) -> None:
    lab = make_lab(tmp_path, doubling())
    diagnosis = Diagnosis("double", "exception", "exception", says, None)
    page = make_page("ada", lab, rows_of(lab, FAILED, PASSED), {}, {}, 0.0, {"double": diagnosis})
    assert page.exercises[0].said == (said or says)


def test_an_exercise_that_lost_nothing_has_no_diagnosis(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    passed = ("test_double_value", "2", "passed", "")
    assert (
        make_page("ada", lab, rows_of(lab, passed, PASSED), {}, {}, 0.0, {"double": MISCONCEPTION}).exercises[0].said
        == ""
    )
    made_good = make_page(
        "ada", lab, rows_of(lab, FAILED, PASSED), {}, {"test_double_value": 2.0}, 0.0, {"double": MISCONCEPTION}
    )
    assert made_good.exercises[0].said == ""


def test_a_mistake_without_a_name_is_told_by_its_concepts(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    said = make_page("ada", lab, rows_of(lab, FAILED, PASSED), {}, {}).exercises[0].said
    assert said == "This is none of the mistakes that we know by name. What is not right yet: value."


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
    for lab in read_course(ROOT / "solutions"):
        for exercise in lab.exercises:
            assert [hint.title[:6] for hint in hints_of(lab, exercise.name)] == ["Hint 1", "Hint 2", "Hint 3"], (
                exercise.name
            )


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
    with pytest.raises(CourseError, match=r"--student nobody: nothing of it was graded in .*, which has ada, bob"):
        write_feedback(graded.course, folder, students=["nobody"])
    with pytest.raises(CourseError, match=r"--lab 03_x: nothing of it was graded"):
        write_feedback(graded.course, folder, labs=["03_x"])


def test_processes_write_the_same_pages(graded: GradedClass, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.feedback.run.FEW", 0)
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
    gone = [Row("ada", "09_gone", "x", "test_x", "1", "1", "passed", ""), needs_human("zoe", DOUBLING, "no notebook")]
    write_scores(folder, gone)
    assert len(write_feedback(graded.course, folder).pages) == len(
        {(row.student, row.lab) for row in graded.rows if row.test}
    )


def test_the_course_of_the_class_is_in_order(graded: GradedClass) -> None:
    assert [lab.points for lab in read_course(graded.course / "solutions")] == [10, 2]
