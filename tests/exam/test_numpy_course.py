"""Another course on the same grader: arrays, two exercises, and neither PyTorch nor cnnlab nor d2l anywhere.

Its subject is `tests/support/numpy_subject.py`. The whole way from release to report runs in one process of its own, in
which (and in all that it starts) those packages cannot be imported, and whoever tries is written down.
"""

from __future__ import annotations

import ast
import csv
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tests.support.notebooks import ROOT, Page, find, make_cell, make_course, released_cells, write_lab

LAB = "01_arrays"
ABSENT = ("cnnlab", "cnngrading", "d2l", "torch", "torchvision")
FOREIGN_WORDS = re.compile(r"tensor|torch|convolution|cnnlab|cnngrading|kernel|d2l|pooling|gradient", re.IGNORECASE)
NO_SUCH_PACKAGES = f"""
import os, sys
class Absent:
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] in {ABSENT}:
            with open(os.environ["PYTHON_ASKED_FOR"], "a") as file: file.write(f"{{name}}\\n")
            raise ModuleNotFoundError(f"{{name}} is not part of this course", name=name)
sys.meta_path.insert(0, Absent)
"""
COMMANDS = """
import sys
from autograder.cli import main
course, submitted, gradebook = sys.argv[1:]
where = ["--course", course, "--gradebook", gradebook]
for command in (
    ["release", *where],
    ["grade", *where, "--submitted", submitted, "--jobs", "2"],
    ["feedback", *where],
    ["report", *where],
):
    assert main(command) == 0, command
"""
NOT_IMPORTED = f"assert not [name for name in {ABSENT} if name in sys.modules]"


def lab() -> list[nbformat.NotebookNode]:
    """Two exercises on arrays, 9 points."""
    return [
        make_cell("md", "about", "# Arrays"),
        make_cell("setup", "setup", "import sys\n\nimport numpy as np"),
        make_cell("md", "about_scaled", "## A multiple\n\nWrite `scaled(X, factor)`."),
        make_cell(
            "solution",
            "scaled",
            '''
def scaled(X, factor):
    """A new array: `factor` times X, with X's dtype. A factor of 0 is refused."""
    ### BEGIN SOLUTION
    if factor == 0:
        raise ValueError(f"the factor {factor} leaves nothing")
    return (X * factor).astype(X.dtype)
    ### END SOLUTION''',
        ),
        make_cell(
            "test",
            "test_scaled_values",
            '''
def test_scaled_values():
    """Every number is multiplied."""
    np.testing.assert_allclose(scaled(np.array([1.0, 2.0]), 3), [3.0, 6.0])
    ### BEGIN HIDDEN TESTS
    X = np.random.rand(3, 1, 2)
    np.testing.assert_allclose(scaled(X, 2.5), 2.5 * X)
    np.testing.assert_allclose(scaled(X.T[:, ::-1], -1), -X.T[:, ::-1])
    assert scaled(X, 2.5).shape == (3, 1, 2)
    '''
            + NOT_IMPORTED
            + """
    ### END HIDDEN TESTS


test_scaled_values()""",
            2,
        ),
        make_cell(
            "test",
            "test_scaled_dtype",
            '''
def test_scaled_dtype():
    """The dtype stays."""
    for dtype in ("float32", "int16", "complex128"):
        assert scaled(np.ones(2, dtype), 2).dtype == dtype, dtype
    assert type(scaled(np.float32(2), 2)) is np.float32


test_scaled_dtype()''',
            2,
        ),
        make_cell(
            "test",
            "test_scaled_errors",
            '''
def test_scaled_errors():
    """A factor of 0 is refused, with the factor in the message."""
    try:
        scaled(np.ones(2), 0)
    except ValueError as error:
        assert "0" in str(error)
    else:
        raise AssertionError("scaled(X, 0) should raise ValueError")


test_scaled_errors()''',
            1,
        ),
        make_cell("md", "about_cut", "## In place\n\nWrite `cut(X, highest)`."),
        make_cell(
            "solution",
            "cut",
            '''
def cut(X, highest):
    """Replace what is above `highest` in X itself; return how many numbers that were."""
    ### BEGIN SOLUTION
    above = X > highest
    X[above] = highest
    return int(above.sum())
    ### END SOLUTION''',
        ),
        make_cell(
            "test",
            "test_cut_in_place",
            '''
def test_cut_in_place():
    """X itself changes, wherever it lies in memory."""
    X = np.arange(12.0).reshape(3, 4)
    assert cut(X[:, 1:3], 5.0) == 3
    np.testing.assert_array_equal(X, [[0, 1, 2, 3], [4, 5, 5, 7], [8, 5, 5, 11]])


test_cut_in_place()''',
            2,
        ),
        make_cell(
            "test",
            "test_cut_nested",
            '''
def test_cut_nested():
    """Arrays of whole numbers, too."""
    X = np.arange(4)
    assert cut(X=X, highest=2) == 1
    assert X.tolist() == [0, 1, 2, 2]


test_cut_nested()''',
            2,
        ),
    ]


SCALED = """
def scaled(X, factor):
    if factor == 0:
        raise ValueError(f"not {factor}")
    return (X * factor).astype(X.dtype)"""
CUT = """
def cut(X, highest):
    count = int((X > highest).sum())
    np.minimum(X, highest, out=X)
    return count"""
ANSWERS = {
    "ada": {"scaled": SCALED, "cut": CUT},
    "bob": {
        "scaled": "def scaled(X, factor):\n    return X * 2.0",
        "cut": "def cut(X, highest):\n    X = np.minimum(X, highest)\n    return 3",
    },
    "cleo": {
        "scaled": "def scaled(X, factor):\n    return {float(number) for number in X.ravel()}",
        "cut": "def cut(X, highest):\n    raise KeyError('cut')",
    },
    "dan": {"scaled": "import os\ndef scaled(X, factor):\n    os._exit(0)"},
}
ALL, NONE = ("passed", 2.0), ("failed", 0.0)


class Graded:
    """What the run left behind."""

    def __init__(self, folder: Path) -> None:
        self.course, self.gradebook, self.asked_for = folder / "course", folder / "gradebook", folder / "asked_for.txt"
        with (self.gradebook / "scores.csv").open(encoding="utf-8", newline="") as file:
            self.rows = list(csv.DictReader(file))

    def of(self, student: str) -> dict[str, tuple[str, float]]:
        """Outcome and points of each test cell."""
        return {
            row["test"].removeprefix("test_"): (row["outcome"], float(row["points"]))
            for row in self.rows
            if row["student"] == student
        }

    def reasons(self, student: str) -> dict[str, str]:
        return {
            row["test"].removeprefix("test_"): row["reason"].removesuffix(" [repaired: 1 extra cell kept]")
            for row in self.rows
            if row["student"] == student
        }

    def page(self, student: str) -> Page:
        return Page(self.gradebook / "feedback" / student / LAB / "arrays.html")


def make_arrays_course(folder: Path) -> Path:
    """The course, with no more in its folder than it needs."""
    settings = 'c.Course.subject = "tests.support.numpy_subject"\nc.CourseDirectory.course_id = "arrays"'
    course = make_course(folder, {LAB: lab()}, settings)
    for path in course.iterdir():
        if path.name not in ("solutions", "nbgrader_config.py"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    return course


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Release, grade, feedback and report, once."""
    folder = tmp_path_factory.mktemp("numpy")
    course = make_arrays_course(folder / "course")
    for student, answers in ANSWERS.items():
        cells = released_cells(lab())
        for name, source in answers.items():
            find(cells, name).source = source
        # Behind a check, so that its output is in the graded notebook, but not on the page.
        looks = make_cell("code", "looks", "import sys\nsorted(sys.modules)")
        write_lab(folder / "submitted" / student / LAB, [*cells, looks])
    (folder / "site").mkdir()
    (folder / "site" / "sitecustomize.py").write_text(NO_SUCH_PACKAGES, encoding="utf-8")
    asked_for = folder / "asked_for.txt"
    asked_for.touch()
    asked_for.chmod(0o666)
    path = os.pathsep.join([str(folder / "site"), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-c", COMMANDS, str(course), str(folder / "submitted"), str(folder / "gradebook")],
        env={**os.environ, "PYTHONPATH": path, "PYTHON_ASKED_FOR": str(asked_for)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return Graded(folder)


def test_nothing_of_it_ever_asks_for_pytorch_cnnlab_or_d2l(graded: Graded) -> None:
    assert graded.asked_for.read_text() == ""


def test_that_a_package_is_asked_for_would_be_noticed(graded: Graded, tmp_path: Path) -> None:
    notes = tmp_path / "notes.txt"
    environment = {"PYTHONPATH": str(graded.course.parent / "site"), "PYTHON_ASKED_FOR": str(notes)}
    code = "try: import torch.nn\nexcept ImportError: pass"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True)
    assert notes.read_text() == "torch\n"


def test_no_candidate_has_them(graded: Graded) -> None:
    for student in ANSWERS:
        text = (graded.gradebook / "autograded" / student / LAB / "arrays.ipynb").read_text(encoding="utf-8")
        [cell] = [cell for cell in nbformat.reads(text, as_version=4).cells if "sorted(sys.modules)" in cell.source]
        names = ast.literal_eval(cell.outputs[0].data["text/plain"])
        assert "numpy" in names
        assert not {name.partition(".")[0] for name in names} & set(ABSENT)


def test_right_answers_earn_every_point_with_arrays_in_out_and_in_place(graded: Graded) -> None:
    assert set(graded.of("ada").values()) == {ALL, ("passed", 1.0)}
    assert sum(points for _, points in graded.of("ada").values()) == 9


def test_wrong_answers_lose_the_points_of_what_is_wrong(graded: Graded) -> None:
    assert graded.of("bob") == {
        "scaled_values": NONE,
        "scaled_dtype": NONE,
        "scaled_errors": NONE,
        "cut_in_place": NONE,
        "cut_nested": NONE,
    }
    assert graded.reasons("bob")["cut_in_place"].startswith("AssertionError: Arrays are not equal")
    assert graded.reasons("bob")["scaled_errors"] == "AssertionError: scaled(X, 0) should raise ValueError"


def test_an_exception_arrives_by_its_type_and_a_set_not_at_all(graded: Graded) -> None:
    assert graded.reasons("cleo")["cut_nested"] == "KeyError: \"'cut'\""
    assert graded.reasons("cleo")["scaled_dtype"].startswith("AttributeError")
    assert set(graded.of("cleo").values()) == {NONE}


def test_an_answer_that_ends_its_process_costs_its_own_points_alone(graded: Graded) -> None:
    reasons = graded.reasons("dan")
    assert reasons["scaled_values"] == "CandidateError: your code ended the process"
    assert reasons["cut_nested"].startswith("NotImplementedError")


@pytest.mark.parametrize("student", ANSWERS)
def test_a_feedback_page_speaks_of_nothing_that_the_course_has_not(graded: Graded, student: str) -> None:
    page = graded.page(student)
    assert FOREIGN_WORDS.findall(page.source) == []
    assert "script" not in page.tags
    assert "script-src 'none'" in page.source


def test_a_page_says_what_went_wrong_in_the_courses_words(graded: Graded) -> None:
    text = graded.page("dan").text
    assert "your code ended the program" in text
    assert "Your code ends the whole program: take out exit() and the like, and make nothing too" in text
    assert "your code raised KeyError" in graded.page("cleo").text
    assert "There is nothing to put right." in graded.page("ada").text


def test_the_report_speaks_of_nothing_that_the_course_has_not(graded: Graded) -> None:
    pages = [path for path in (graded.gradebook / "reports").rglob("*") if path.is_file()]
    assert [path for path in pages if path.suffix == ".html"]
    for path in pages:
        assert FOREIGN_WORDS.findall(path.read_text(encoding="utf-8")) == []


def test_the_students_zip_bears_the_courses_name_and_holds_its_notebook(graded: Graded) -> None:
    assert [path.name for path in (graded.course / "dist").iterdir()] == ["arrays-students.zip"]
    assert (graded.course / "notebooks" / LAB / "arrays.ipynb").is_file()


def test_the_subject_is_some_thirty_lines() -> None:
    lines = (ROOT / "tests" / "support" / "numpy_subject.py").read_text(encoding="utf-8").splitlines()
    assert len([line for line in lines if line.strip()]) < 45
