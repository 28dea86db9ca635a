"""The sample class: who is in it, what they hand in, and the table of what came of it."""

from __future__ import annotations

import ast
import io
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from rich.console import Console

from autograder.cli import sample_class as demo
from autograder.cli.sample_class import MADE_BY_DEMO, Student, class_table, run_demo, sample_students, write_submission
from autograder.course.model import CourseError, Lab
from autograder.course.reading import read_course
from autograder.gradebook.lock import LOCK
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import SCORES, Row, needs_human
from autograder.grading import Graded
from autograder.release.notebooks import release
from tests.support.notebooks import DOUBLING, HIDDEN_SCHEME, STUB, TRIPLING, find, make_course

ANSWERS = {
    "double/right/times.py": "def double(x):\n    return 2 * x",
    "double/right/shift.py": "def double(x):\n    return x << 1",
    "double/wrong/square.py": "def double(x):\n    return x**2",
    "double/wrong/triple.py": "def double(x):\n    return 3 * x",
    "double/shortcut/library.py": "import numpy\ndef double(x):\n    return numpy.multiply(2, x)",
    "halve/right/times.py": "def halve(x):\n    return 0.5 * x",
    "halve/wrong/whole.py": "def halve(x):\n    return x // 2",
    "halve/shortcut/library.py": "import numpy\ndef halve(x):\n    return numpy.divide(x, 2)",
    "triple/right/times.py": "def triple(x):\n    return 3 * x",
    "triple/wrong/twice.py": "def triple(x):\n    return 2 * x",
    "triple/shortcut/library.py": "import numpy\ndef triple(x):\n    return numpy.multiply(3, x)",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_course(tmp_path_factory.mktemp("demo") / "course")
    for name, source in ANSWERS.items():
        path = folder / "tests" / "answers" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source)
    release(folder)
    return folder


@pytest.fixture(scope="module")
def labs(course: Path) -> tuple[Lab, ...]:
    return read_course(course / "solutions")


@pytest.fixture(scope="module")
def students(course: Path) -> dict[str, Student]:
    return {student.name: student for student in sample_students(course / "tests" / "answers")}


def answers(student: Student, labs: tuple[Lab, ...]) -> dict[str, str | None]:
    return {exercise.name: student.answer(exercise) for lab in labs for exercise in lab.exercises}


def kinds(student: Student, labs: tuple[Lab, ...]) -> set[str]:
    """The folders that the student's answers are from."""
    known = {(name.split("/")[0], source): name.split("/")[1] for name, source in ANSWERS.items()}
    return {
        known.get((name, source or ""), "none") for name, source in answers(student, labs).items() if name != "in_words"
    }


# The students


def test_the_class_has_twelve_students_with_names_of_their_own(students: dict[str, Student]) -> None:
    assert len(students) == 12
    assert all(student.what for student in students.values())


def test_each_kind_of_student_answers_with_its_kind(students: dict[str, Student], labs: tuple[Lab, ...]) -> None:
    assert kinds(students["alan"], labs) == kinds(students["barbara"], labs) == {"right"}
    assert (
        kinds(students["grace"], labs) == kinds(students["hedy"], labs) == kinds(students["linus"], labs) == {"wrong"}
    )
    assert kinds(students["katherine"], labs) == {"shortcut"}
    assert kinds(students["john"], labs) <= {"wrong", "none"}


def test_the_flawless_student_hands_in_the_solutions(students: dict[str, Student], labs: tuple[Lab, ...]) -> None:
    assert answers(students["ada"], labs)["double"] == labs[0].exercise("double").cell.source


def test_who_is_partly_done_leaves_stubs(students: dict[str, Student], labs: tuple[Lab, ...]) -> None:
    done = {
        name: {key for key, source in answers(students[name], labs).items() if source}
        for name in ("claude", "dorothy", "edsger")
    }
    assert done == {"claude": {"double", "halve", "triple"}, "dorothy": {"double", "triple"}, "edsger": set()}


def test_the_syntax_error_is_one_and_only_in_the_first_exercise(
    students: dict[str, Student], labs: tuple[Lab, ...]
) -> None:
    written = answers(students["frances"], labs)
    for name in ("double", "triple"):
        with pytest.raises(SyntaxError):
            ast.parse(written[name] or "")
    ast.parse(written["halve"] or "")


@pytest.mark.parametrize(
    "signature",
    [
        "def f(x) -> int:",
        "def f(\n    x,\n):",
        "class F(Base):",
        "class F:",
        "def f(x: int, y={1: 2}):",
        "import a\n\n\ndef f(x):",
    ],
)
def test_any_signature_is_broken(students: dict[str, Student], labs: tuple[Lab, ...], signature: str) -> None:
    exercise = labs[0].exercises[0]
    source = f"{signature}\n    pass"
    ast.parse(source)
    with pytest.raises(SyntaxError):
        ast.parse(students["frances"].answer(replace(exercise, cell=replace(exercise.cell, source=source))) or "")


def test_no_student_hands_in_a_marking_scheme(students: dict[str, Student], labs: tuple[Lab, ...]) -> None:
    words = replace(labs[0].exercise("in_words"), index=0)  # even if it were the first of its lab
    handed_in = [student.answer(words) for student in students.values()]
    assert not [text for text in handed_in if text and HIDDEN_SCHEME in text]
    assert "My answer, in my own words." in handed_in


def test_two_demos_are_the_same_class(course: Path, students: dict[str, Student], labs: tuple[Lab, ...]) -> None:
    again = {student.name: student for student in sample_students(course / "tests" / "answers")}
    assert {name: answers(student, labs) for name, student in again.items()} == {
        name: answers(student, labs) for name, student in students.items()
    }


def test_an_exercise_without_answers_is_named(tmp_path: Path, labs: tuple[Lab, ...]) -> None:
    grace = next(student for student in sample_students(tmp_path) if student.name == "grace")
    with pytest.raises(CourseError, match=r"double/wrong: no answers there"):
        grace.answer(labs[0].exercise("double"))


# What they hand in


def test_a_submission_is_the_release_with_answers_in_it(course: Path, tmp_path: Path, labs: tuple[Lab, ...]) -> None:
    student = Student(
        "x", "the first", lambda exercise: "def double(x):\n    return 2 * x" if exercise.name == "double" else None
    )
    write_submission(course, student, labs[0], tmp_path / "x")
    cells = nbformat.read(tmp_path / "x" / "doubling.ipynb", as_version=4).cells
    released = nbformat.read(course / "notebooks" / DOUBLING / "doubling.ipynb", as_version=4).cells
    assert find(cells, "double").source == "def double(x):\n    return 2 * x"
    assert STUB in find(cells, "halve").source
    others = [(cell.id, cell.source) for cell in cells if cell.id != "double"]
    assert others == [(cell.id, cell.source) for cell in released if cell.id != "double"]


def test_without_a_release_the_cure_is_told(
    tmp_path: Path, labs: tuple[Lab, ...], students: dict[str, Student]
) -> None:
    with pytest.raises(CourseError, match=r"doubling.ipynb: not there; run `make release` first"):
        write_submission(tmp_path, students["ada"], labs[0], tmp_path / "x")


# The table


def shown(*arguments: object) -> list[str]:
    console = Console(record=True, width=200, file=io.StringIO())
    console.print(class_table(*arguments))  # type: ignore[arg-type]
    return [" ".join(line.replace("│", " ").replace("┃", " ").split()) for line in console.export_text().split("\n")]


def test_the_table_has_students_labs_and_the_class_mean(students: dict[str, Student], labs: tuple[Lab, ...]) -> None:
    pair = [students["ada"], students["edsger"]]
    rows = [
        Row("ada", DOUBLING, "double", "test_double_value", 2, 2, "passed", ""),
        Row("ada", DOUBLING, "halve", "test_halve_value", 1.5, 3, "partial", ""),
        Row("ada", DOUBLING, "in_words", "in_words", None, 3, "manual", ""),
        Row("ada", TRIPLING, "triple", "test_triple_value", 2, 2, "passed", ""),
        Row("edsger", DOUBLING, "double", "test_double_value", 0, 2, "failed", ""),
        Row("edsger", TRIPLING, "triple", "test_triple_value", 0, 2, "failed", ""),
    ]
    lines = shown(pair, labs, rows)
    assert any(line.endswith("(10) (2) (12)") for line in lines)
    assert "ada everything right 3.5 2 5.5" in lines
    assert "edsger nothing written yet 0 0 0" in lines
    assert "class mean 1.8 1.0 2.8" in lines


def test_who_needs_a_person_is_a_question_mark_and_not_in_the_mean(
    students: dict[str, Student], labs: tuple[Lab, ...]
) -> None:
    rows = [
        Row("ada", DOUBLING, "double", "test_double_value", 2, 2, "passed", ""),
        needs_human("edsger", DOUBLING, "no notebook"),
        needs_human("ada", TRIPLING, "no notebook"),
        needs_human("edsger", TRIPLING, "no notebook"),
    ]
    lines = shown([students["ada"], students["edsger"]], labs, rows)
    assert "ada everything right 2 ? 2" in lines
    assert "edsger nothing written yet ? ? 0" in lines
    assert "class mean 2.0 0.0 2.0" in lines


# The whole, without kernels


@pytest.fixture
def no_kernels(monkeypatch: pytest.MonkeyPatch) -> None:
    def graded(gradebook: Path, jobs: int, console: Console) -> Graded:
        write_scores(gradebook, [Row("ada", DOUBLING, "double", "test_double_value", 2, 2, "passed", "")])
        return Graded(gradebook, frozenset({("ada", DOUBLING)}), (), (), 1, 0, 0)

    monkeypatch.setattr(demo, "plan", lambda course, submitted, gradebook, settings: gradebook)
    monkeypatch.setattr(demo, "choose_sandbox", lambda settings, course, submitted, gradebook: "none")
    monkeypatch.setattr(demo, "grade_with_progress", graded)


def test_the_demo_hands_in_grades_and_prints(
    course: Path, tmp_path: Path, no_kernels: None, capsys: pytest.CaptureFixture[str]
) -> None:
    console = Console(record=True, width=200, file=io.StringIO())
    assert run_demo(course, tmp_path / "demo", 1, console) == 0
    assert len(list((tmp_path / "demo" / "submitted").glob("*/*/*.ipynb"))) == 12 * 2
    assert "a class of 12 students × 2 labs" in console.export_text()
    assert "The sample class" in capsys.readouterr().out


def test_the_demo_empties_a_folder_that_it_made(course: Path, tmp_path: Path, no_kernels: None) -> None:
    console = Console(file=io.StringIO())
    run_demo(course, tmp_path, 1, console)
    (tmp_path / "gradebook.db").write_text("of another course")
    run_demo(course, tmp_path, 1, console)
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != LOCK) == [MADE_BY_DEMO, SCORES, "submitted"]


@pytest.mark.parametrize("made_by_demo", [False, True])
def test_the_demo_never_empties_a_folder_with_submissions_of_people(
    course: Path, tmp_path: Path, no_kernels: None, made_by_demo: bool
) -> None:
    if made_by_demo:
        run_demo(course, tmp_path, 1, Console(file=io.StringIO()))
    precious = tmp_path / "submitted" / "a_real_student" / DOUBLING / "doubling.ipynb"
    precious.parent.mkdir(parents=True)
    precious.write_text("precious")
    with pytest.raises(
        CourseError,
        match=r"it holds what the demo, which empties its folder, did not make: name another with --gradebook",
    ):
        run_demo(course, tmp_path, 1, Console(file=io.StringIO()))
    assert precious.read_text() == "precious"
