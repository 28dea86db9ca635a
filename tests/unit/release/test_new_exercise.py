"""`new-exercise`: what it writes, what it refuses, and that what it wrote can be released. Nothing is run here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course.answers import KINDS, LEAST, lacking, read_answers
from autograder.course.model import CourseError
from autograder.course.reading import read_course, read_lab
from autograder.release.new_exercise import new_exercise
from autograder.release.notebooks import release
from autograder.release.points import with_points
from autograder.release.reminders import reminders
from autograder.release.rules import rule_breaks
from cnngrading import subject
from tests.support.notebooks import DOUBLING, TRIPLING, doubling, find, make_course, tripling, write_lab

PLAIN = 'c.Course.subject = ""'


@pytest.fixture
def course(tmp_path: Path) -> Path:
    return make_course(tmp_path / "course", settings=PLAIN)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_its_cells_stand_behind_the_last_exercise_with_nbgraders_metadata(course: Path) -> None:
    made = new_exercise(course, "squared", DOUBLING, 2)
    lab = read_lab(course / "solutions" / DOUBLING)
    names = [cell.name for cell in lab.cells]
    assert made.cells == ("about_squared", "squared", "test_squared_values")
    place = names.index("about_squared")
    assert names[place - 1 : place + 4] == ["test_halve_value", *made.cells, "in_words"]
    assert [lab.cells[place + i].kind for i in range(3)] == ["markdown", "solution", "test"]
    assert lab.exercise("squared").points == 2
    about, test = lab.cells[place], lab.cells[place + 2]
    assert about.source.count("<details>") == 3
    assert "### BEGIN HIDDEN TESTS" in test.source
    assert test.visible.strip() != test.source.strip()
    assert rule_breaks(lab) == []


def test_its_first_answers_say_what_they_are(course: Path) -> None:
    new_exercise(course, "squared", DOUBLING, 2)
    answers = read_answers(course / "tests" / "answers", "squared")
    assert [answer.kind for answer in answers] == list(KINDS)
    assert all(len(answer.says) >= 20 for answer in answers)
    assert [answer.fails for answer in answers] == [(), ("values",), ()]


def test_what_it_needs_is_said_by_the_command_and_by_release(course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-exercise", "squared", "--lab", DOUBLING, "--course", str(course)]) == 0
    said = capsys.readouterr().err
    assert "named answers: 2 more right, 7 more wrong, 1 more shortcut" in said
    assert "three hints" in said
    assert "wrote tests/answers/squared/wrong/unchanged.py" in said
    [reminder] = reminders(course, read_course(course / "solutions"))
    assert reminder.startswith("squared still needs named answers: 2 more right, 7 more wrong, 1 more shortcut")


def test_an_exercise_with_enough_answers_and_hints_is_reminded_of_nothing(course: Path) -> None:
    new_exercise(course, "squared", DOUBLING, 2)
    for kind, least in LEAST.items():
        for number in range(least):
            (course / "tests" / "answers" / "squared" / kind / f"another_{number}.py").write_text(
                "# says: Something.\n"
            )
    assert lacking(course / "tests" / "answers", "squared") == ""
    assert list(reminders(course, read_course(course / "solutions"))) == []


def test_a_hint_that_is_missing_is_said(course: Path) -> None:
    new_exercise(course, "squared", DOUBLING, 2)
    path = course / "solutions" / DOUBLING / "doubling.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("<details><summary>Hint 2", "<summary>Hint 2"))
    said = list(reminders(course, read_course(course / "solutions")))
    assert said[1:] == ["squared has 2 hints of 3 (docs/authoring/cells.md)"]


def test_its_points_are_typed_once_and_filled_in_by_the_release(course: Path) -> None:
    new_exercise(course, "squared", DOUBLING, 2.5)
    release(course)
    text = (course / "notebooks" / DOUBLING / "doubling.ipynb").read_text(encoding="utf-8")
    assert "Points: 2.5*" in text
    assert "{points" not in text


def test_a_table_of_the_labs_exercises_gets_its_row(course: Path) -> None:
    cells = doubling()
    find(
        cells, "intro"
    ).source = "# Doubling\n\n| part | points | you write |\n|---|---|---|\n| 1 | 4 | `double` |\n\nOn."
    write_lab(course / "solutions" / DOUBLING, cells)
    new_exercise(course, "squared", DOUBLING, 2)
    rows = read_lab(course / "solutions" / DOUBLING).cells[0].source.split("\n")
    assert rows[4:7] == ["| 1 | 4 | `double` |", "| … | {points squared} | `squared` |", ""]
    release(course)
    text = (course / "notebooks" / DOUBLING / "doubling.ipynb").read_text(encoding="utf-8")
    assert "| … | 2 | `squared` |" in text


def test_a_course_that_does_not_fill_points_in_is_told_so(course: Path) -> None:
    new_exercise(course, "squared", DOUBLING, 2)
    config = course / "nbgrader_config.py"
    kept = [line for line in config.read_text(encoding="utf-8").split("\n") if "FillInPoints" not in line]
    config.write_text("\n".join(kept), encoding="utf-8")
    with pytest.raises(CourseError, match=r"a \{points\} in it was not filled in: append 'autograder.release.FillIn"):
        release(course)


@pytest.mark.parametrize(
    ("cell", "source", "text"),
    [
        ("about_double", "Points: {points}", "Points: 4"),
        ("intro", "{points} in all, {points halve} for halving", "7.5 in all, 3.5 for halving"),
        ("about_double", "{points halve} of {point}", "3.5 of {point}"),
    ],
)
def test_places_of_points_are_filled_in(cell: str, source: str, text: str) -> None:
    assert with_points(source, cell, {"double": 4, "halve": 3.5}) == text


def test_two_exercises_can_be_begun_one_after_the_other(course: Path) -> None:
    for name, lab in (("squared", DOUBLING), ("cubed", TRIPLING), ("rooted", DOUBLING)):
        new_exercise(course, name, lab, 1)
    release(course)
    names = [exercise.name for exercise in read_lab(course / "solutions" / DOUBLING).exercises]
    assert names == ["double", "halve", "squared", "rooted", "in_words"]


REFUSED = {
    "a name that is no name": (("2nd", DOUBLING, 1), "'2nd' cannot be the name of a function"),
    "a keyword": (("lambda", DOUBLING, 1), "'lambda' cannot be the name of a function"),
    "a function of Python's": (("sum", DOUBLING, 1), "'sum' cannot be the name of a function"),
    "an exercise that is there": (("halve", TRIPLING, 1), "cell 'halve' uses the name 'halve' already"),
    "a name that an exploration uses": (("curve", DOUBLING, 1), "cell 'picture_double' uses the name 'curve' already"),
    "a module of the set-up": (("math", DOUBLING, 1), "cell 'setup' uses the name 'math' already"),
    "a lab that is not there": (
        ("squared", "03_squares", 1),
        "03_squares: no such lab; the labs are 01_doubling, 02_t",
    ),
    "no points": (("squared", DOUBLING, 0), "an exercise gives points, not 0: name how many"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_it_refuses_it_says_and_writes_nothing(course: Path, name: str) -> None:
    arguments, message = REFUSED[name]
    before = files(course)
    with pytest.raises(CourseError) as refused:
        new_exercise(course, *arguments)
    assert message in str(refused.value)
    assert files(course) == before


def test_answers_that_are_there_already_are_not_written_over(course: Path) -> None:
    mine = course / "tests" / "answers" / "squared" / "right" / "mine.py"
    mine.parent.mkdir(parents=True)
    mine.write_text("# says: Mine.\n")
    before = files(course)
    with pytest.raises(CourseError, match="it is there already; remove it, or choose another name"):
        new_exercise(course, "squared", DOUBLING, 1)
    assert files(course) == before


def test_a_set_up_that_lacks_what_the_example_needs_is_said_before_anything_is_written(tmp_path: Path) -> None:
    course = make_course(tmp_path)  # a course on tensors, whose labs import none
    before = files(course)
    with pytest.raises(CourseError) as refused:
        new_exercise(course, "squared", DOUBLING, 1)
    assert str(refused.value).startswith("nothing was written, since with the new exercise\n")
    assert "uses 'expect_call', which no exercise, no import and no visible line of the cell defines" in str(
        refused.value
    )
    assert files(course) == before


def test_a_course_with_probes_gets_a_file_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    course = make_course(tmp_path, {TRIPLING: tripling()})
    path = course / "solutions" / TRIPLING / "tripling.ipynb"
    notebook = json.loads(path.read_text(encoding="utf-8"))
    notebook["cells"][0]["source"] = ["import math\n", "import torch\n", "from cnnlab import draw, expect_call"]
    path.write_text(json.dumps(notebook), encoding="utf-8")
    folder = course / "cnnlab" / "probes"
    monkeypatch.setattr(type(subject), "probes_file", lambda self, exercise: folder / f"{exercise}.py")
    made = new_exercise(course, "squared", TRIPLING, 1)
    assert made.files[-1] == folder / "squared.py"
    assert 'Calls("squared", ("X",))' in (folder / "squared.py").read_text(encoding="utf-8")
    compile((folder / "squared.py").read_text(encoding="utf-8"), "squared.py", "exec")


def test_probes_of_a_package_that_is_not_this_courses_are_not_written(tmp_path: Path) -> None:
    assert tmp_path not in subject.probes_file("squared").parents
    assert subject.probes_file("corr2d").is_file()
