"""An exercise that `new-exercise` began is released and graded as it stands; and its answers fit its test cell."""

from __future__ import annotations

import csv
from pathlib import Path

import nbformat
import pytest

from autograder.cli import main
from autograder.course.answers import KINDS, read_answers
from autograder.course.reading import read_lab
from autograder.release.new_exercise import new_exercise
from tests.corpus.matrix import cell_results, complaint, gaps
from tests.exam.test_numpy_course import LAB, lab, make_arrays_course
from tests.support.notebooks import TRIPLING, find, make_course, tripling


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """A class in the course on arrays, each student with one of the first answers in the new exercise, by kind: the
    outcome and the points of its test cell.
    """
    folder = tmp_path_factory.mktemp("new")
    course, gradebook = make_arrays_course(folder / "course"), folder / "gradebook"
    where = ["--course", str(course)]
    assert main(["new-exercise", "squared", "--lab", LAB, "--points", "3", *where]) == 0
    assert main(["release", "--gradebook", str(gradebook), *where]) == 0
    sources = {answer.kind: answer.source for answer in read_answers(course / "tests" / "answers", "squared")}
    assert list(sources) == list(KINDS)
    sources["solution"] = read_lab(course / "solutions" / LAB).exercise("squared").cell.source
    released = course / "notebooks" / LAB / "arrays.ipynb"
    for student in (*sources, "untouched"):
        notebook = nbformat.read(released, as_version=4)
        cell = find(notebook.cells, "squared")
        cell.source = sources.get(student, cell.source)
        path = folder / "submitted" / student / LAB / "arrays.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    submitted = str(folder / "submitted")
    assert main(["grade", "--submitted", submitted, "--gradebook", str(gradebook), "--jobs", "2", *where]) == 0
    with (gradebook / "scores.csv").open(encoding="utf-8", newline="") as file:
        return {
            row["student"]: (row["outcome"], row["points"])
            for row in csv.DictReader(file)
            if row["test"] == "test_squared_values"
        }


@pytest.mark.parametrize("student", ["solution", "right"])
def test_a_right_answer_to_it_earns_its_points(graded: dict[str, tuple[str, str]], student: str) -> None:
    outcome, points = graded[student]
    assert (outcome, float(points)) == ("passed", 3)


@pytest.mark.parametrize("student", ["wrong", "shortcut", "untouched"])
def test_another_one_earns_none(graded: dict[str, tuple[str, str]], student: str) -> None:
    outcome, points = graded[student]
    assert (outcome, float(points)) == ("failed", 0)


def test_the_old_exercises_of_the_lab_are_still_there(graded: dict[str, tuple[str, str]], tmp_path: Path) -> None:
    assert len(graded) == 5
    course = make_arrays_course(tmp_path / "course")
    new_exercise(course, "squared", LAB, 3)
    names = [cell.name for cell in read_lab(course / "solutions" / LAB).cells]
    assert [name for name in names if "squared" not in name] == [cell.id for cell in lab()]


def test_the_matrix_of_its_answers_holds(tmp_path: Path) -> None:
    """Every answer earns what it says, and no test cell and no hidden region can be spared."""
    cells = tripling()
    find(cells, "setup").source = "import math\n\nimport torch\n\nfrom cnnlab import draw, expect_call"
    course = make_course(tmp_path, {TRIPLING: cells})
    made = new_exercise(course, "squared", TRIPLING, 3)
    begun = read_lab(made.lab.path.parent)
    exercise = begun.exercise("squared")
    table = cell_results(begun, exercise, read_answers(course / "tests" / "answers", "squared"))
    assert [(result.answer.kind, complaint(exercise, result)) for result in table] == [(kind, "") for kind in KINDS]
    assert gaps(exercise, table) == []
