"""What `release` says of test cells that cannot fail, or whose checks are never made; nothing is run for it."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbformat import NotebookNode

from autograder.release.rules import rule_breaks
from tests.support.course import our_labs
from tests.support.notebooks import doubling, find, make_cell, make_lab

Cells = list[NotebookNode]
CURE = ": "  # what follows it in each message


def test_cell(body: str, *, name: str = "test_halve_value", last: str | None = None, before: str = "") -> str:
    """A test of `halve` with this body."""
    lines = "\n".join(f"    {line}" if line else "" for line in body.strip("\n").split("\n"))
    end = f"{name}()" if last is None else last
    return f'{before}def {name}():\n    """Half."""\n{lines}\n\n\n{end}'


test_cell.__test__ = False  # type: ignore[attr-defined]  # a helper, whatever its name


def problems(folder: Path, source: str) -> list[str]:
    """What is said of the lab with this source in the one test cell of `halve`."""
    cells = doubling()
    find(cells, "test_halve_value").source = source
    return rule_breaks(make_lab(folder, cells))


HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
REFUSED = {
    "a test that nothing calls": (
        test_cell("assert halve(6) == 3", last=""),
        "defines 'test_halve_value', which nothing calls: call it",
    ),
    "a check in it that nothing calls": (
        test_cell("def check(n):\n    assert halve(n) == n / 2\n\nassert halve(6) == 3"),
        "defines 'check', which nothing calls: call it",
    ),
    "a test that is called in the hidden part alone": (
        test_cell("assert halve(6) == 3", last=HIDDEN.format("test_halve_value()")),
        "which nothing outside of its hidden region calls: call it",
    ),
    "a test with the name of another": (
        test_cell("assert halve(6) == 3", name="test_double_value"),
        "has a test function 'test_double_value': name it like the cell",
    ),
    "two tests of one name": (
        test_cell("assert halve(6) == 3", before="def test_halve_value():\n    assert halve(1) == 0.5\n\n\n"),
        "defines 'test_halve_value' more than once, and only the last one runs",
    ),
    "a call of the test that is not the last line": (
        test_cell("assert halve(6) == 3", last="test_halve_value()\ndone = True"),
        "does not end with the call of its test: write test_halve_value() in its last line",
    ),
    "a value in the last line": (
        test_cell("assert halve(6) == 3", last="test_halve_value()\n1 == 2"),
        "has the value `1 == 2` as a line of its own, in line 7, which checks nothing: write `assert` before it",
    ),
    "no function, and a comparison in the last line": ("halve(6) == 3", "has the value `halve(6) == 3`"),
    "no function, and a number in the last line": ("assert halve(6) == 3\n1", "has the value `1`"),
    "a comparison in the middle": (
        test_cell("halve(6) == 3\nassert halve(2) == 1"),
        "has the value `halve(6) == 3`",
    ),
    "a comparison in a loop": (
        test_cell("for n in (2, 4):\n    halve(n) == n / 2"),
        "has the value `halve(n) == n / 2`",
    ),
    "a predicate whose answer nobody reads": (
        test_cell("math.isclose(halve(1), 0.5)\nassert halve(6) == 3"),
        "has the value `math.isclose(halve(1), 0.5)`",
    ),
    "an isinstance whose answer nobody reads": (
        test_cell("isinstance(halve(6), float)\nassert halve(6) == 3"),
        "has the value `isinstance(halve(6), float)`",
    ),
    "a negation": (test_cell("not halve(0)\nassert halve(6) == 3"), "has the value `not halve(0)`"),
    "comparisons in a list": (
        test_cell("[halve(n) == n / 2 for n in (2, 4)]\nassert halve(6) == 3"),
        "has the value `[halve(n) == n / 2 for n in (2, 4)]`",
    ),
    "a generator that never runs": (
        test_cell("(expect(halve(n)) for n in (2, 4))\nassert halve(6) == 3", before="expect = print\n"),
        "has the value `(expect(halve(n)) for n in (2, 4))`",
    ),
    "a truth value that is returned": (
        test_cell("return halve(6) == 3"),
        "returns `halve(6) == 3`, in line 3, which gives all points whether it is true or not: write `assert` instead",
    ),
    "all(…) that is returned": (test_cell("return all(halve(n) == n / 2 for n in (2, 4))"), "which gives all points"),
    "a tuple": (
        test_cell('assert (halve(6) == 3, "half of six is three")'),
        "asserts a tuple, in line 3, which is always true: write `assert condition, message` without the brackets",
    ),
    "an assertion of a text": (test_cell('halve(6)\nassert "halve(6) == 3"'), "asserts what is always true, in line 4"),
    "an assertion of a generator": (
        test_cell("assert (halve(n) == n / 2 for n in (2, 4))"),
        "asserts what is always true, in line 3",
    ),
    "an `or` that always holds": (test_cell("assert halve(6) == 3 or 4"), "asserts what is always true, in line 3"),
    "a message in place of the condition": (
        test_cell('assert f"half of six is {halve(6)}"'),
        "asserts what is always true",
    ),
    "an assertion that the test catches": (
        test_cell("try:\n    assert halve(6) == 3\nexcept AssertionError:\n    pass"),
        "catches the failure of its own check, in line 5: name the exception that you expect",
    ),
    "a check that a bare except catches": (
        test_cell("try:\n    assert halve(6) == 3\nexcept:\n    pass"),
        "catches the failure of its own check",
    ),
    "a check that any exception excuses": (
        test_cell(
            "for n in (2, 4):\n    try:\n        assert halve(n) == n / 2\n"
            "    except (TypeError, Exception):\n        continue"
        ),
        "catches the failure of its own check",
    ),
    "a check that is suppressed": (
        test_cell("import contextlib\nwith contextlib.suppress(AssertionError):\n    assert halve(6) == 3"),
        "suppresses the failure of its own check, in line 4",
    ),
    "a call and no check": (test_cell("halve(6)"), "checks nothing: assert what the answer should give"),
    "a call of its own helper and no check": (
        test_cell("def check(n):\n    halve(n)\n\ncheck(6)"),
        "checks nothing: assert what the answer should give",
    ),
    "a pass": ("def test_halve_value():\n    halve\n    pass\n\n\ntest_halve_value()", "has the value `halve`"),
    "another exercise's answer": (
        test_cell("assert double(3) == 6"),
        "never uses 'halve', whose points it gives: call it by this name",
    ),
    "an answer of its own": (
        test_cell("def halve(x):\n    return x / 2\n\nassert halve(6) == 3"),
        "defines 'halve' itself, which then is not the student's",
    ),
    "a variable with the name of an answer": (
        test_cell("for double in (1, 2):\n    assert halve(2 * double) == double"),
        "defines 'double' itself",
    ),
    "a print": (
        test_cell("print(halve(6))\nassert halve(6) == 3"),
        "prints, in line 3, and nbgrader takes the first output for the score: say it in the message of an assert",
    ),
    "what the visible part asks already": (
        test_cell(f"assert halve(6) == 3\n{HIDDEN.format('assert halve(6) == 3')}"),
        "asks in its hidden part, in line 5, what its visible part asks already: ask it of other values",
    ),
    "numbers that start from nothing": (
        test_cell("import random\nn = random.Random().random()\nassert halve(n) == n / 2"),
        "calls random.Random() in line 4, whose numbers nobody can repeat: draw with what the grader seeds",
    ),
    "the system's randomness": (
        test_cell("import random\nn = random.SystemRandom().random()\nassert halve(n) == n / 2"),
        "calls random.SystemRandom() in line 4, whose numbers nobody can repeat",
    ),
    "a generator of NumPy's without a number": (
        test_cell("import numpy\nn = numpy.random.default_rng(None).random()\nassert halve(n) == n / 2"),
        "calls numpy.random.default_rng() in line 4",
    ),
    "a secret": (
        test_cell("import secrets\nn = secrets.randbelow(9)\nassert halve(n) == n / 2"),
        "calls secrets.randbelow() in line 4",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_test_cell_that_cannot_do_its_work_is_refused_with_file_cell_and_cure(tmp_path: Path, name: str) -> None:
    source, message = REFUSED[name]
    found = problems(tmp_path, source)
    path = tmp_path / "01_doubling" / "doubling.ipynb"
    assert [
        each for each in found if each.startswith(f"{path}: the test cell 'test_halve_value' ") and message in each
    ], found
    assert all(CURE in each.removeprefix(f"{path}: ") for each in found)


FINE = {
    "an exception that is expected": "try:\n    halve('a')\nexcept TypeError as error:\n    assert str(error)\nelse:\n"
    "    raise AssertionError('halve should refuse a text')",
    "any exception, which is passed on": "try:\n    assert halve(6) == 3\nexcept Exception as error:\n"
    "    raise AssertionError('no half') from error",
    "points that are counted": "points = 0\nfor n in (2, 4):\n    try:\n        assert halve(n) == n / 2\n"
    "        points += 1\n"
    "    except AssertionError:\n        pass\nreturn points",
    "a number of points": "return (halve(6) == 3) + (halve(4) == 2)",
    "a check of a library": "math.expect_half(halve(6), 3)",
    "a helper that checks": "def holds(n):\n    assert halve(n) == n / 2\n\nholds(6)",
    "a recursive helper": "def down(n):\n    assert halve(n) == n / 2\n    if n:\n        down(n - 1)\n\ndown(3)",
    "a helper that says yes or no": "def is_half(n):\n    return halve(n) == n / 2\n\nassert is_half(6)",
    "a seeded generator": "import random\nn = random.Random(7).random()\nassert halve(n) == n / 2",
    "what the grader seeds": "import random\nn = random.random()\nassert halve(n) == n / 2",
    "the visible check of another value": "n = 6\nassert halve(n) == n / 2\n"
    + HIDDEN.format("n = 7\nassert halve(n) == n / 2"),
    "a comparison in a message": "assert halve(6) == 3, f'{halve(6) == 3}'",
    "a docstring and dots": '"""More words."""\n...\nassert halve(6) == 3',
    "an or that calls": "halve(6) == 3 or math.fail('no half')",
    "an empty tuple for an answer": "assert halve(6) != ()",
}


@pytest.mark.parametrize("name", FINE)
def test_a_test_cell_that_does_its_work_is_not_refused(tmp_path: Path, name: str) -> None:
    assert problems(tmp_path, test_cell(FINE[name])) == []


def test_plain_assertions_without_a_function_are_tests_too(tmp_path: Path) -> None:
    assert problems(tmp_path, "n = 6\nassert halve(n) == 3") == []


def test_the_same_function_in_two_cells_is_refused(tmp_path: Path) -> None:
    cells = doubling()
    helper = "def same(a, b):\n    assert a == b\n\n\n"
    find(cells, "test_halve_value").source = helper + test_cell("same(halve(6), 3)")
    find(cells, "test_double_value").source = helper + test_cell("same(double(6), 12)", name="test_double_value")
    [problem] = rule_breaks(make_lab(tmp_path, cells))
    assert "the test cell 'test_halve_value' defines 'same', as 'test_double_value' does" in problem


def test_an_import_that_does_the_exercise_is_refused(tmp_path: Path) -> None:
    cells = doubling()
    find(cells, "setup").source = "import math\nfrom statistics import mean as halve"
    [problem] = rule_breaks(make_lab(tmp_path, cells))
    assert "the set-up imports 'halve', so that it is there before a student writes it" in problem


STATEMENT = "## Half\n\n*Minutes: 5 · Difficulty: 1/5 · Points: {}*"
TABLE = "| exercise | points | minutes |\n|---|---|---|\n| `halve` | {} | 5 |\n| `double` | 4 | 5 |"


@pytest.mark.parametrize(
    ("cell", "text", "message"),
    [
        ("about_halve", STATEMENT.format(7), "says 'Points: 7', but the test cells of 'halve' give 3: write {points}"),
        ("about_halve", STATEMENT.format("2.5"), "says 'Points: 2.5', but the test cells of 'halve' give 3"),
        ("intro", TABLE.format(5), "says '5 points in the row of halve', but the test cells of 'halve' give 3"),
        ("intro", "{points halved}", "asks for the points of 'halved', which is no exercise: correct the name"),
    ],
)
def test_points_that_the_test_cells_do_not_give_are_refused(tmp_path: Path, cell: str, text: str, message: str) -> None:
    cells = doubling()
    find(cells, cell).source = text
    [problem] = rule_breaks(make_lab(tmp_path, cells))
    assert f"cell {cell!r} {message}" in problem


@pytest.mark.parametrize(("cell", "text"), [("about_halve", STATEMENT.format(3)), ("intro", TABLE.format(3))])
def test_points_that_are_right_are_not_refused(tmp_path: Path, cell: str, text: str) -> None:
    cells = doubling()
    find(cells, cell).source = text
    assert rule_breaks(make_lab(tmp_path, cells)) == []


@pytest.mark.parametrize("number", ["0", "17"])
def test_ids_that_nbstripout_numbered_are_refused_with_the_cure(tmp_path: Path, number: str) -> None:
    cells = doubling()
    find(cells, "double").id = number
    [problem] = rule_breaks(make_lab(tmp_path, cells))
    assert (
        f"has the number '{number}' for its id, as nbstripout gives it without --keep-id: put the ids back" in problem
    )


def test_an_id_that_two_cells_have_is_refused(tmp_path: Path) -> None:
    cells = doubling()
    cells.append(make_cell("md", "intro", "# Again"))
    assert all("has the id 'intro', and so has another" in each for each in rule_breaks(make_lab(tmp_path, cells)))


def test_the_courses_own_labs_break_no_rule() -> None:
    assert [problem for lab in our_labs() for problem in rule_breaks(lab)] == []
