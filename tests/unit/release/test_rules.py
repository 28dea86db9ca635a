"""What keeps a lab from being released, each time with the file, the cell and the cure; and what counts as a leak."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.release.leaks import leaks
from autograder.release.rules import name_clashes, rule_breaks
from tests.support.notebooks import (
    DOUBLING,
    HIDDEN_INPUT,
    HIDDEN_MESSAGE,
    HIDDEN_SCHEME,
    doubling,
    find,
    make_cell,
    make_lab,
    make_notebook,
    released_cells,
    write_lab,
)

Cells = list[NotebookNode]
HIDDEN_LINE = f'assert math.isclose(double({HIDDEN_INPUT}), 2 * {HIDDEN_INPUT}), "{HIDDEN_MESSAGE}"'


def put(name: str, old: str, new: str) -> Callable[[Cells], None]:
    """A change of one cell's source."""

    def change(cells: Cells) -> None:
        cell = find(cells, name)
        assert old in cell.source
        cell.source = cell.source.replace(old, new)

    return change


def set_metadata(name: str, **values: object) -> Callable[[Cells], None]:
    return lambda cells: find(cells, name).metadata["nbgrader"].update(values)


def rename(name: str, new: str) -> Callable[[Cells], None]:
    return lambda cells: find(cells, name).update(id=new)


def add(kind: str, name: str, source: str, points: float | None = None) -> Callable[[Cells], None]:
    return lambda cells: cells.append(make_cell(kind, name, source, points))


def drop(*names: str) -> Callable[[Cells], None]:
    return lambda cells: [cells.remove(find(cells, name)) for name in names]


SQUARE = "def square(x):\n    ### BEGIN SOLUTION\n    return x * x\n    ### END SOLUTION"

BREAKS = {
    "an exercise without a test": (
        add("solution", "square", SQUARE),
        "the exercise 'square' has no test cell: name one test_square_<concept>",
    ),
    "a test without a point": (
        set_metadata("test_halve_value", points=0),
        "the test cell 'test_halve_value' gives no points: give it some",
    ),
    "a test with less than no points": (
        set_metadata("test_halve_value", points=-1),
        "the test cell 'test_halve_value' gives no points",
    ),
    "a manual cell without a point": (
        set_metadata("in_words", points=0),
        "the manually graded cell 'in_words' gives no points: give it some",
    ),
    "a test that students may change": (
        set_metadata("test_halve_value", locked=False),
        "the test cell 'test_halve_value' is not locked, so stock nbgrader would run the student's version",
    ),
    "an exercise without a marked solution": (
        put("double", "    ### BEGIN SOLUTION\n    return x + x\n    ### END SOLUTION", "    return x + x"),
        "the exercise 'double' marks no solution: put it between",
    ),
    "an empty solution": (put("double", "    return x + x\n", ""), "the exercise 'double' marks no solution"),
    "a solution cell that defines something else": (
        put("double", "def double", "def twice"),
        "does not define 'double': give both the same name",
    ),
    "a plain code cell": (
        add("code", "loose", "1 + 1"),
        "cell 'loose' is no set-up, exploration or answer: tag it `explore`, or lock it",
    ),
    "an open region": (
        put("double", "    ### END SOLUTION", ""),
        "cell 'double' has an open region: '### BEGIN SOLUTION' and '### END SOLUTION'",
    ),
    "an open hidden region": (
        put("test_halve_value", "    ### BEGIN HIDDEN TESTS\n", ""),
        "cell 'test_halve_value' has an open region",
    ),
    "regions the wrong way round": (
        put(
            "double",
            "### BEGIN SOLUTION\n    return x + x\n    ### END",
            "### END SOLUTION\n    return x + x\n    ### BEGIN",
        ),
        "cell 'double' has an open region",
    ),
    "a region in a region": (
        put("double", "    return x + x", "    ### BEGIN SOLUTION\n    return x + x\n    ### END SOLUTION"),
        "cell 'double' has an open region",
    ),
    "an open marking scheme": (
        put("in_words", "=== END MARK SCHEME ===", ""),
        "cell 'in_words' has an open region: '=== BEGIN MARK SCHEME ==='",
    ),
    "a misspelt marker": (
        lambda cells: [
            put("test_halve_value", word, word[:-1])(cells) for word in ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
        ],
        "cell 'test_halve_value': '### BEGIN HIDDEN TEST' looks like a marker but is not one: write one of",
    ),
    "a marker in small letters": (
        lambda cells: [
            put("test_halve_value", word, word.lower())(cells) for word in ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
        ],
        "'### begin hidden tests' looks like a marker but is not one",
    ),
    "a marker at the end of a word": (
        put("test_halve_value", "    ### END", "    xEND HIDDEN TESTS\n    secret()\n    ### END"),
        "cell 'test_halve_value': 'xEND HIDDEN TESTS' looks like a marker but is not one",
    ),
    "a solution in a test cell": (
        put(
            "test_halve_value",
            "    assert halve(6) == 3",
            "    ### BEGIN SOLUTION\n    assert halve(6) == 3\n    ### END SOLUTION",
        ),
        "cell 'test_halve_value': '### BEGIN SOLUTION' has no meaning in a test cell: remove it",
    ),
    "a marking scheme in prose": (
        add("md", "about_words", "=== BEGIN MARK SCHEME ===\nsecret\n=== END MARK SCHEME ==="),
        "cell 'about_words': '=== BEGIN MARK SCHEME ===' has no meaning in a markdown cell",
    ),
    "a cell without an id": (
        lambda cells: find(cells, "picture_double").pop("id"),
        "cell 4 ('curve = [2 * n for n in range(5)]') has no id",
    ),
    "an id that JupyterLab made up": (
        rename("intro", "0f5c7a58-11cd-4a9e-93b3-6b1d2f6b7a10"),
        "cell 1 ('# Doubling') has the random id '0f5c7a58-11cd-4a9e-93b3-6b1d2f6b7a10': give it a descriptive one",
    ),
    "an id that nbformat made up": (rename("intro", "dd1bdc2c"), "cell 1 ('# Doubling') has the random id 'dd1bdc2c'"),
    "two cells with one id": (
        rename("about_halve", "intro"),
        "cell 8 ('## Half a number') has the id 'intro', and so has another: give it",
    ),
    "two ids of one cell": (
        rename("test_halve_value", "halving"),
        "has the id 'halving' and the nbgrader id 'test_halve_value': make them the same",
    ),
    "an nbgrader task": (
        lambda cells: (
            cells.append(make_cell("md", "task", "Do it."))
            or cells[-1].metadata.update(nbgrader={"task": True, "grade_id": "task"})
        ),
        "cell 12 ('Do it.') is an nbgrader task, which this course does not use: make it a manually graded answer",
    ),
    "a set-up cell that does more than import": (
        put("setup", "import math", "import math\n\nimage = math.pi"),
        "the set-up cell 'setup' does more than import, in line 3: move that to an exploration cell",
    ),
    "a set-up cell that imports *": (
        put("setup", "import math", "from math import *"),
        "imports *, in line 1: import each name",
    ),
    "a magic in the set-up cell": (
        put("setup", "import math", "!pip install x"),
        "cell 'setup' has a line that starts with % or !",
    ),
    "a source that is no Python": (put("picture_double", "curve\n", "?"), ""),
    "a test that uses a name from nowhere": (
        put("test_halve_value", "halve(6) == 3", "halve(6) == third"),
        "the test cell 'test_halve_value' uses 'third', which no exercise, no import and no visible line of the cell "
        "defines: define",
    ),
    "a test that leans on an exploration": (
        put("test_halve_value", "halve(6)", "halve(curve[3])"),
        "'test_halve_value' uses 'curve'",
    ),
    "a test that leans on another test cell": (
        put("test_halve_value", "    assert halve(6) == 3", "    test_double_value()\n    assert halve(6) == 3"),
        "'test_halve_value' uses 'test_double_value'",
    ),
    "a test whose hidden part imports what its visible part uses": (
        put(
            "test_halve_value",
            "    assert halve(6) == 3\n    ### BEGIN HIDDEN TESTS\n",
            "    ### BEGIN HIDDEN TESTS\n    import cmath\n",
        ),
        "",
    ),
    "a test that is empty without its hidden part": (
        put("test_halve_value", '    """Half the number."""\n    assert halve(6) == 3\n', ""),
        "cell 'test_halve_value', without its hidden tests, is not Python, in line 4: expected an indented block",
    ),
    "an exploration that defines a test's name": (
        put("picture_double", "curve = ", "math = curve = "),
        "the exploration cell 'picture_double' defines 'math', which the graded cell 'setup' needs: "
        "call it something else",
    ),
    "an exploration that defines an exercise": (
        put("picture_double", "curve = ", "halve = curve = "),
        "the exploration cell 'picture_double' defines 'halve', which the graded cell 'halve' needs",
    ),
    "an exploration that defines what a solution reads": (
        lambda cells: [
            put("double", "x + x", "FACTOR * x")(cells),
            put("picture_double", "curve = ", "FACTOR = 2\ncurve = ")(cells),
        ],
        "the exploration cell 'picture_double' defines 'FACTOR', which the graded cell 'double' needs",
    ),
    "an exploration that hides a builtin": (
        lambda cells: [
            put("double", "x + x", "sum([x, x])")(cells),
            put("picture_double", "curve = ", "sum = curve = ")(cells),
        ],
        "defines 'sum', which the graded cell 'double' needs",
    ),
}
BREAKS["a source that is no Python"] = (
    put("picture_double", "curve = [", "curve = (["),
    "cell 'picture_double' is not Python, in line 1: '(' was never closed: fix it",
)
BREAKS["a test whose hidden part imports what its visible part uses"] = (
    put(
        "test_halve_value",
        "    assert halve(-5) == -2.5\n    ### END HIDDEN TESTS\n",
        "    import cmath\n    ### END HIDDEN TESTS\n    assert halve(2 * cmath.pi)\n",
    ),
    "the test cell 'test_halve_value' uses 'cmath'",
)


@pytest.mark.parametrize("name", BREAKS)
def test_a_lab_is_refused_with_file_cell_and_cure(tmp_path: Path, name: str) -> None:
    change, message = BREAKS[name]
    cells = doubling()
    change(cells)
    problems = rule_breaks(make_lab(tmp_path, cells))
    assert [problem for problem in problems if message in problem], problems
    assert all(problem.startswith(f"{tmp_path / DOUBLING / 'doubling.ipynb'}: ") for problem in problems)


def test_a_lab_in_order_breaks_no_rule(tmp_path: Path) -> None:
    assert rule_breaks(make_lab(tmp_path, doubling())) == []


@pytest.mark.parametrize(
    "change",
    [
        put(
            "setup",
            "import math",
            '"""What we use."""\n\nimport math\nfrom collections import (\n    Counter,\n    deque,\n)',
        ),
        put("about_double", "Write", "To begin, test your mark. The END of the hidden path: BEGIN again. Write"),
        put("picture_double", "curve = ", "%matplotlib inline\n!true\ncurve = "),
        put(
            "test_halve_value",
            "    assert halve(6) == 3",
            "    cases = [n for n in range(3)]\n    assert [halve(double(n)) for n in cases] == cases",
        ),
        add("explore", "more", "import collections\nsquares = [n * n for n in range(3)]\nfor n in squares:\n    pass"),
        drop("about_double", "intro"),
    ],
)
def test_what_is_in_order_is_let_through(tmp_path: Path, change: Callable[[Cells], None]) -> None:
    cells = doubling()
    change(cells)
    assert rule_breaks(make_lab(tmp_path, cells)) == []


def test_an_old_notebook_format_is_refused_once(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    lab.path.write_text(lab.path.read_text().replace('"nbformat_minor": 5', '"nbformat_minor": 4'))
    (problem,) = rule_breaks(lab)
    assert problem.startswith(
        f"{lab.path}: its format is older than 4.5 and has no cell ids: save it with a current JupyterLab"
    )


def test_a_kernel_that_students_lack_is_refused(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    lab.path.write_text(lab.path.read_text().replace('"name": "python3"', '"name": "my-venv"'))
    assert rule_breaks(lab) == [
        f"{lab.path}: it asks for a kernel 'my-venv', which students may not have: choose python3"
    ]


def test_all_problems_are_told_at_once(tmp_path: Path) -> None:
    cells = doubling()
    for name in (
        "a plain code cell",
        "a test without a point",
        "two cells with one id",
        "a test that uses a name from nowhere",
    ):
        BREAKS[name][0](cells)
    assert len(rule_breaks(make_lab(tmp_path, cells))) == 5  # both cells of the one id are named


def test_two_exercises_of_one_name_clash_across_labs(tmp_path: Path) -> None:
    labs = [make_lab(tmp_path / folder, doubling()) for folder in ("a", "b")]
    clashes = name_clashes(labs)
    assert len(clashes) == 6
    assert (
        f"{labs[0].path}: the exercise 'double' has the name of another; each name may be used once in the course"
        in clashes
    )
    assert name_clashes(labs[:1]) == []


LONG = """
def halve(x):
    \"\"\"Half of x, a number; ValueError if x is a string.\"\"\"
    ### BEGIN SOLUTION
    numerator, denominator = x, 2
    if x == "":
        raise ValueError
    return numerator / denominator if denominator else x
    ### END SOLUTION"""


def leaked(tmp_path: Path, change: Callable[[Cells], object], source: Cells | None = None) -> list[str]:
    """What `leaks` says when the release of the lab `source` is changed by `change`."""
    cells = source or doubling()
    lab = make_lab(tmp_path / "solutions", cells)
    released = released_cells(cells)
    change(released)
    return leaks(lab, write_lab(tmp_path / "notebooks" / DOUBLING, released))


def nothing(cells: Cells) -> None:
    pass


def long_lab() -> Cells:
    cells = doubling()
    find(cells, "halve").source = LONG.strip()
    return cells


def test_a_clean_release_leaks_nothing(tmp_path: Path) -> None:
    assert leaked(tmp_path, nothing) == []
    assert leaked(tmp_path / "long", nothing, long_lab()) == []


LEAKS = {
    "a solution in a hint": (
        put("about_double", "Write", "Hint: `return x + x`. Write"),
        "cell 'about_double' shows 'return x + x'",
        "'double'",
    ),
    "a solution in a hint, spaced another way": (
        put("about_double", "Write", "    return  x+x\n\nWrite"),
        "shows 'return x + x'",
        "'double'",
    ),
    "a solution in a comment": (
        put("picture_double", "curve", "# return x + x\ncurve"),
        "cell 'picture_double' shows",
        "'double'",
    ),
    "a solution in its own cell": (
        put("double", "raise", "return x + x\n    raise"),
        "cell 'double' shows",
        "the solution cell 'double'",
    ),
    "a solution in another lab's cell": (add("md", "more", "<pre>return x + x</pre>"), "cell 'more' shows", "'double'"),
    "a solution in metadata": (
        lambda cells: find(cells, "intro").metadata.update(hint=["use return x + x"]),
        "cell 'intro' shows",
        "'double'",
    ),
    "a hidden test": (
        put("test_double_value", "\n\ntest_double_value()", f"\n    {HIDDEN_LINE}\n"),
        "cell 'test_double_value' shows",
        "the test cell 'test_double_value'",
    ),
    "a short hidden test": (
        put("about_halve", "## Half", "assert halve(-5) == -2.5\n## Half"),
        "shows 'assert halve(-5) == -2.5'",
        "'test_halve_value'",
    ),
    "a marking scheme": (
        put("in_words", "*Replace", f"Three points for {HIDDEN_SCHEME}.\n*Replace"),
        "cell 'in_words' shows",
        "the manual cell",
    ),
    "an open marker": (
        put("double", "raise", "### BEGIN SOLUTION\n    raise"),
        "cell 'double' holds the marker of a region: close",
        "",
    ),
    "an output": (
        lambda cells: find(cells, "picture_double").update(outputs=[nbformat.v4.new_output("stream", text="6")]),
        "cell 'picture_double' still has outputs; they are the solution's: clear them",
        "",
    ),
}


@pytest.mark.parametrize("name", LEAKS)
def test_a_leak_is_found_with_file_cell_and_cure(tmp_path: Path, name: str) -> None:
    change, message, owner = LEAKS[name]
    problems = leaked(tmp_path, change)
    assert [problem for problem in problems if message in problem and owner in problem], problems
    assert all(str(tmp_path / "notebooks" / DOUBLING / "doubling.ipynb") in problem for problem in problems)


@pytest.mark.parametrize(
    "pasted",
    [
        "numerator, denominator = x, 2\n\nif x == 0:",
        "    return numerator / denominator if denominator else x",
        "<pre>numerator,&nbsp;denominator&nbsp;=&nbsp;x,&nbsp;2</pre>",
        'if x == "":\nraise ValueError\nreturn numerator',
        "<code>if x == &quot;&quot;: raise ValueError</code>",
    ],
)
def test_part_of_a_long_solution_is_found_in_a_hint(tmp_path: Path, pasted: str) -> None:
    assert leaked(tmp_path, put("about_halve", "## Half a number", pasted), long_lab())


@pytest.mark.parametrize(
    "shown",
    [
        "raise ValueError",
        "if x is '', raise a ValueError",
        "return numerator",
        "Half of x, a number; ValueError if x is a string.",
    ],
)
def test_a_common_line_or_a_docstring_is_no_leak(tmp_path: Path, shown: str) -> None:
    assert leaked(tmp_path, put("about_halve", "## Half a number", shown), long_lab()) == []


@pytest.mark.parametrize(("cell", "leaks"), [("about_halve", True), ("picture_double", False)])
def test_a_short_line_gives_more_away_in_a_hint_than_in_an_exploration(tmp_path: Path, cell: str, leaks: bool) -> None:
    def show(cells: Cells) -> None:
        find(cells, cell).source += "\nnumerator, denominator = x, 2"

    assert bool(leaked(tmp_path, show, long_lab())) == leaks


def test_a_solution_in_a_hint_of_the_source_is_a_leak_though_the_source_shows_it(tmp_path: Path) -> None:
    cells = long_lab()
    find(cells, "about_halve").source += "\n\n<details>return numerator / denominator if denominator else x</details>"
    assert leaked(tmp_path, nothing, cells)


def test_a_solution_in_a_visible_test_is_a_leak(tmp_path: Path) -> None:
    cells = long_lab()
    put(
        "test_double_value",
        "    assert double(3)",
        "    return numerator / denominator if denominator else x\n    assert double(3)",
    )(cells)
    assert leaked(tmp_path, nothing, cells)


def test_a_hidden_line_that_another_visible_test_of_the_source_shows_is_no_leak(tmp_path: Path) -> None:
    cells, line = doubling(), "    assert [halve(n) for n in range(3)] == [0, 0.5, 1]\n"
    put("test_halve_value", "    assert halve(-5) == -2.5\n", f"{line}    assert halve(-5) == -2.5\n")(cells)
    more = f'def test_halve_list():\n    """Several."""\n{line}\n\ntest_halve_list()'
    cells.append(make_cell("test", "test_halve_list", more, 1))
    assert leaked(tmp_path, nothing, cells) == []


def test_a_hidden_line_that_only_the_release_shows_is_a_leak(tmp_path: Path) -> None:
    cells, line = doubling(), "    assert [halve(n) for n in range(3)] == [0, 0.5, 1]\n"
    put("test_halve_value", "    assert halve(-5) == -2.5\n", f"{line}    assert halve(-5) == -2.5\n")(cells)
    assert leaked(tmp_path, put("test_double_kinds", "\n\n", f"\n{line}\n"), cells)


def test_a_file_beside_the_notebook_is_searched_too(tmp_path: Path) -> None:
    folder = tmp_path / "notebooks" / DOUBLING
    folder.mkdir(parents=True)
    (folder / "solution.py").write_text("def double(x):\n    return x + x\n")
    (folder / "picture.bin").write_bytes(bytes(range(256)))
    problems = leaked(tmp_path, nothing)
    assert len(problems) == 1
    assert f"{folder / 'solution.py'} shows 'return x + x', of the solution cell 'double': remove it" in problems


def test_the_notebooks_own_metadata_are_searched_too(tmp_path: Path) -> None:
    lab = make_lab(tmp_path / "solutions", doubling())
    notebook = make_notebook(released_cells(doubling()))
    notebook.metadata["widgets"] = {"state": {"value": "return x + x"}}
    path = tmp_path / "doubling.ipynb"
    path.write_text(json.dumps(notebook))
    assert [problem for problem in leaks(lab, path) if "the metadata shows" in problem]
