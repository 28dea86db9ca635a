"""The course as data: what a notebook's cells are, whose test is whose, and which names a cell gives and takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.model import CourseError
from autograder.course.names import defined_names, free_names, parameter_names, plain_python
from autograder.course.reading import read_course, read_lab
from autograder.course.regions import HIDDEN, SOLUTION, within, without
from tests.support.notebooks import DOUBLING, TRIPLING, doubling, find, make_cell, make_lab, tripling, write_lab


def test_labs_come_in_the_order_of_their_folders(tmp_path: Path) -> None:
    write_lab(tmp_path / TRIPLING, tripling())
    write_lab(tmp_path / DOUBLING, doubling())
    (tmp_path / ".ipynb_checkpoints").mkdir()
    (tmp_path / "notes.txt").write_text("not a lab")
    assert [(lab.id, lab.notebook, lab.points) for lab in read_course(tmp_path)] == [
        (DOUBLING, "doubling", 10),
        (TRIPLING, "tripling", 2),
    ]


def test_each_cell_has_its_kind(tmp_path: Path) -> None:
    cells = [*doubling(), make_cell("code", "loose", "1 + 1")]
    assert [cell.kind for cell in make_lab(tmp_path, cells).cells] == [
        *(
            "markdown",
            "setup",
            "markdown",
            "explore",
            "solution",
            "test",
            "test",
            "markdown",
            "solution",
            "test",
            "manual",
            "code",
        )
    ]


def test_an_exercise_has_its_own_tests_and_points(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    assert [(e.name, e.index, e.points, [t.concept for t in e.tests]) for e in lab.exercises] == [
        ("double", 0, 4, ["value", "kinds"]),
        ("halve", 1, 3, ["value"]),
        ("in_words", 2, 3, []),
    ]


def test_a_test_belongs_to_the_exercise_with_the_longest_name(tmp_path: Path) -> None:
    solution = make_cell(
        "solution",
        "double_twice",
        "def double_twice(x):\n    ### BEGIN SOLUTION\n    return 4 * x\n    ### END SOLUTION",
    )
    lab = make_lab(tmp_path, [*doubling(), solution, make_cell("test", "test_double_twice_value", "assert True", 1)])
    assert [test.name for test in lab.exercise("double_twice").tests] == ["test_double_twice_value"]
    assert len(lab.exercise("double").tests) == 2


def test_visible_leaves_out_the_hidden_tests(tmp_path: Path) -> None:
    test = next(cell for cell in make_lab(tmp_path, doubling()).cells if cell.name == "test_halve_value")
    assert "halve(-5)" in test.source
    assert "halve(-5)" not in test.visible
    assert "HIDDEN" not in test.visible
    assert "halve(6)" in test.visible


def test_without_and_within_share_out_a_source() -> None:
    source = "a\n### BEGIN SOLUTION\nb\n### END SOLUTION\nc\n### BEGIN HIDDEN TESTS\nd\n### END HIDDEN TESTS\ne"
    assert without(source, SOLUTION, HIDDEN) == "a\nc\ne"
    assert within(source, SOLUTION, HIDDEN) == "b\nd"
    assert within(source, HIDDEN) == "d"


def test_an_unclosed_region_hides_all_that_follows() -> None:
    assert without("a\n### BEGIN SOLUTION\nb", SOLUTION) == "a"


@pytest.mark.parametrize("make", [lambda folder: None, Path.mkdir, lambda folder: folder.write_text("a file")])
def test_a_folder_without_labs_is_named(tmp_path: Path, make) -> None:
    make(tmp_path / "solutions")
    with pytest.raises(CourseError, match=r"solutions: no lab folder there; a lab is solutions/<id>/<notebook>.ipynb"):
        read_course(tmp_path / "solutions")


@pytest.mark.parametrize("count", [0, 2])
def test_a_lab_is_one_notebook(tmp_path: Path, count: int) -> None:
    for number in range(count):
        (tmp_path / f"{number}.ipynb").write_text("{}")
    with pytest.raises(CourseError, match=f"{count} notebooks in it"):
        read_lab(tmp_path)


@pytest.mark.parametrize(
    "text", ["garbage", "{}", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}']
)
def test_a_damaged_source_notebook_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "lab.ipynb").write_text(text)
    with pytest.raises(CourseError, match=r"lab.ipynb: it cannot be read as a notebook"):
        read_lab(tmp_path)


def test_a_test_cell_of_no_exercise_is_named_with_file_and_cure(tmp_path: Path) -> None:
    with pytest.raises(
        CourseError, match=r"doubling.ipynb: the test cell 'test_square_value' .*; name it test_<exercise>_<concept>"
    ):
        make_lab(tmp_path, [*doubling(), make_cell("test", "test_square_value", "assert True", 1)])


def test_an_nbgrader_cell_without_an_id_is_read_by_its_cell_id(tmp_path: Path) -> None:
    cells = doubling()
    del find(cells, "double").metadata["nbgrader"]["grade_id"]
    assert make_lab(tmp_path, cells).exercise("double").points == 4


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("import a.b", {"a"}),
        ("import a.b as c\nfrom d import e as f", {"c", "f"}),
        ("def f(x):\n    y = x", {"f"}),
        ("class A:\n    b = 1", {"A"}),
        ("x = y = 1\nz += x", {"x", "y", "z"}),
        ("for i, (j, k) in pairs:\n    pass", {"i", "j", "k"}),
        ("with opened as file:\n    pass", {"file"}),
        ("[n for n in range(3)]", set()),
        ("print(kept := 3)", {"kept"}),
        ("try:\n    pass\nexcept ValueError as error:\n    pass", {"error"}),
        ("match 3:\n    case number:\n        pass", {"number"}),
        ("def f():\n    global g\n    g = 1", {"f", "g"}),
        ("%matplotlib inline\n!ls\nx = 1", {"x"}),
    ],
)
def test_defined_names(source: str, names: set[str]) -> None:
    assert defined_names(source) == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("x = y", {"y"}),
        ("def f(a):\n    return a + b", {"b"}),
        ("def f():\n    x = 1\n    def g():\n        return x + y\n    return g", {"y"}),
        ("class A:\n    def f(self):\n        return z", {"z"}),
        ("[n * k for n in range(3)]", {"k", "range"}),
        ("lambda q: q + r", {"r"}),
        ("import math\nmath.pi", set()),
    ],
)
def test_free_names(source: str, names: set[str]) -> None:
    assert free_names(source) == names


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("def f(X, K, *, step=1): pass", ["X", "K"]),
        ("def f(X, /, K=2, *rest): pass", ["X", "K"]),
        ("%matplotlib inline\ndef g(a): pass\n\ndef f(X): pass", ["X"]),
        ("def f(X): pass\ndef f(image): pass", ["image"]),
        ("def f(*images): pass", []),
        ("@wrapped\ndef f(X): pass", []),
        ("f = lambda X: X", []),
        ("class f:\n    def __init__(self, X): pass", []),
        ("def f(X, X): pass", []),
        ("def f(X:", []),
        ("\0", []),
        ("(" * 100_000, []),
    ],
)
def test_parameter_names_are_those_of_a_plain_function(source: str, names: list[str]) -> None:
    assert parameter_names(source, "f") == names


def test_plain_python_keeps_line_numbers() -> None:
    assert plain_python("%magic\nx = 1\n  !ls").split("\n") == ["", "x = 1", ""]
