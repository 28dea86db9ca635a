"""`grade --explain STUDENT LAB TEST`: one test cell again, with its inputs, what was expected and what came. For
instructors.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.exam import engines
from autograder.gradebook.scores import SCORES
from autograder.gradebook.secret import course_secret, submission_seed
from autograder.intake import Submission
from tests.support.notebooks import find, make_cell, make_course, released_cells, tripling, write_lab

LAB = "02_tripling"
TEST = '''
def test_triple_value():
    """Three times each value."""
    expect_call(triple, torch.tensor([1.0, 2.0]), returns=[3, 6])
    ### BEGIN HIDDEN TESTS
    for size in (3, 4):
        X = draw(size)
        expect_call(triple, X, returns=3 * X)
    ### END HIDDEN TESTS


test_triple_value()'''


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course whose test draws inputs, a student whose answer is right for small inputs only, and one who is right."""
    folder = tmp_path_factory.mktemp("explain")
    cells = tripling()
    find(
        cells, "setup"
    ).source = (
        "import math\nimport torch\nfrom cnnlab.checks.expect import expect_call\nfrom cnnlab.checks.draws import draw"
    )
    find(cells, "test_triple_value").source = TEST.strip("\n")
    cells.append(
        make_cell(
            "test",
            "test_triple_other",
            "def test_triple_other():\n    assert triple(1) == 3\n\n\ntest_triple_other()",
            1,
        )
    )
    make_course(folder / "course", {LAB: cells})
    for student, source in (
        ("ada", "return 3 * x"),
        ("bob", "return 3 * x if not hasattr(x, 'shape') or len(x) < 4 else 2 * x"),
    ):
        sent = released_cells(cells)
        find(sent, "triple").source = f"def triple(x):\n    {source}"
        write_lab(folder / "submitted" / student / LAB, sent)
    return folder


def explained(
    course: Path, capsys: pytest.CaptureFixture[str], *asked: str, submitted: str = "submitted"
) -> tuple[int, str]:
    where = ("--course", course / "course", "--submitted", course / submitted, "--gradebook", course / "gradebook")
    code = main(["grade", *map(str, where), "--explain", *asked])
    printed = capsys.readouterr()
    assert printed.out == ""
    assert not engines._engines
    return code, printed.err.split("\n", 1)[1]


def test_it_shows_the_call_what_was_expected_and_what_came(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, told = explained(course, capsys, "bob", LAB, "test_triple_value")
    assert code == 0
    seed = submission_seed(course_secret(course / "gradebook"), Submission("bob", LAB))
    assert told.startswith(f"bob {LAB} test_triple_value: failed, 0.0 of 2 points (seed {seed})\n")
    assert "triple is called with\n  1: tensor([1., 2.])\ntriple(<tensor of shape (2,)>)\n" in told
    assert "expected [3, 6]" in told
    assert "actual   tensor([3., 6.])" in told
    last = told[told.index("triple(<tensor of shape (4,)>)") :]
    expected, actual = (numbers(line) for line in re.findall(r"(?:expected|actual) +(tensor\(.*\))", last))
    assert len(expected) == len(actual) == 4
    assert [2 * right for right in expected] == pytest.approx([3 * came for came in actual], abs=1e-3)  # 4 digits shown
    assert "CheckError: triple(<tensor of shape (4,)>) has the right shape (4,), but all 4 values are wrong." in last


def test_a_student_may_be_named_as_the_roster_does(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    roster = course / "gradebook" / "roster.csv"
    roster.parent.mkdir(exist_ok=True)
    roster.write_text("id,name\nbob,Bob Ross\n", encoding="utf-8")
    try:
        _, told = explained(course, capsys, "Bob Ross", LAB, "test_triple_value")
        assert told.startswith(f"bob {LAB} test_triple_value: failed")
        code, told = explained(course, capsys, "Bob Ross, ada", LAB, "test_triple_value")
    finally:
        roster.unlink()
    assert (code, told) == (1, "error: --explain Bob Ross, ada: name one student\n")


def numbers(text: str) -> list[float]:
    return [float(number) for number in re.findall(r"-?\d+\.\d*", text)]


def test_it_reproduces_the_same_inputs(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, first = explained(course, capsys, "ada", LAB, "test_triple_value")
    assert "passed, 2.0 of 2 points" in first
    assert explained(course, capsys, "ada", LAB, "test_triple_value")[1] == first
    (course / "gradebook" / ".secret").unlink()
    _, other = explained(course, capsys, "ada", LAB, "test_triple_value")
    assert numbers(other.split("triple(<tensor of shape (3,)>)")[1]) != numbers(
        first.split("triple(<tensor of shape (3,)>)")[1]
    )


def test_it_shows_one_test_cell_and_grades_nothing(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, told = explained(course, capsys, "ada", LAB, "test_triple_other")
    assert told.startswith(f"ada {LAB} test_triple_other: passed, 1.0 of 1 points")
    assert "tensor" not in told
    assert not (course / "gradebook" / SCORES).exists()


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (("zoe", LAB, "test_triple_value"), "--explain zoe: nothing of theirs in "),
        (("ada", "09_gone", "test_triple_value"), "no submission of 'ada' for '09_gone'"),
        (
            ("ada", LAB, "test_gone"),
            "02_tripling has no test cell 'test_gone'; its test cells are test_triple_value, test_triple_other",
        ),
    ],
)
def test_what_is_not_there_is_named(
    course: Path, capsys: pytest.CaptureFixture[str], asked: tuple[str, ...], message: str
) -> None:
    code, told = explained(course, capsys, *asked)
    assert code == 1
    assert message in told


def test_a_submission_that_cannot_be_read_is_told_as_such(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = course / "damaged" / "ada" / LAB
    folder.mkdir(parents=True)
    (folder / "tripling.ipynb").write_text("garbage")
    code, told = explained(course, capsys, "ada", LAB, "test_triple_value", submitted="damaged")
    assert code == 1
    assert f"error: ada {LAB}: tripling.ipynb" in told
