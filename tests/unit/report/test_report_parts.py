"""The rooms of the report, each alone: columns and bars, standing, signs, mistakes, near-identical submissions."""

from __future__ import annotations

import os
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.diagnosis.naming import Diagnosis
from autograder.exam.results import Cause
from autograder.gradebook.records import Cost
from autograder.gradebook.scores import Row
from autograder.gradebook.seen import Seen, look
from autograder.intake import Repair, RepairKind, realign
from autograder.report import comparing
from autograder.report.alike import alike, alike_in, answers_of
from autograder.report.gathering import Result, standing
from autograder.report.grades import failures
from autograder.report.mistakes import known_sentences, mistakes_of
from autograder.report.plots import Bar, bars, columns, histogram
from autograder.report.shown import Link, who
from autograder.report.signs import BY_HEART, EDITED, ENDED, FORGED, LIBRARY, signs
from autograder.report.similarity import groups
from autograder.report.work import costs
from tests.support.notebooks import doubling, find, make_lab, make_master, make_notebook, released_cells


def result(student: str = "ada", *rows: Row, **looked: object) -> Result:
    return Result(student, "01_doubling", rows, looked=Seen(**looked), page=f"../feedback/{student}/p.html")  # type: ignore[arg-type]


def failed(reason: str = "", exercise: str = "double") -> Row:
    return Row("ada", "01_doubling", exercise, f"test_{exercise}_value", 0, 2, "failed", reason)


def with_cause(cause: Cause, reason: str = "") -> Result:
    """A submission with one test cell that failed for this cause, two rows of it."""
    row = failed(reason)
    return replace(result("ada", row, row), causes={row.test: cause})


# Columns and bars


@pytest.mark.parametrize("seed", range(20))
def test_each_value_is_in_one_column_that_holds_it(seed: int) -> None:
    draw = random.Random(seed)
    most = draw.choice([1, 2, 10, 18, 28, 102, 0.3])
    values = [
        draw.choice([0, most, draw.uniform(0, most), round(draw.uniform(0, most))]) for _ in range(draw.randrange(60))
    ]
    values = [min(value, most) for value in values]
    found = columns(values, 0.0, most, 14)
    assert len(found) <= 14
    assert sorted(index for column in found for index in column.members) == list(range(len(values)))
    for column in found:
        assert all(column.low - 1e-6 <= values[index] <= column.high + 1e-6 for index in column.members)
    assert found[0].low == 0
    assert found[-1].high >= most


@pytest.mark.parametrize(
    ("most", "first"), [(28, "0 to 2"), (18, "0 to 2"), (10, "0 to 1"), (2, "0 to 0.2"), (102, "0 to 10")]
)
def test_columns_have_a_round_width(most: float, first: str) -> None:
    assert columns([], 0.0, most, 14)[0].label == first


def test_full_points_are_in_the_last_column_and_a_limit_belongs_to_the_next_one() -> None:
    found = columns([10.0, 1.0, 0.0], 0.0, 10.0, 10)
    assert [column.members for column in found if column.members] == [(2,), (1,), (0,)]
    assert (found[0].members, found[1].members, found[-1].members) == ((2,), (1,), (0,))


def test_values_that_are_all_the_same_have_a_column() -> None:
    assert [column.members for column in columns([0.0, 0.0], 0.0, 0.0)] == [(0, 1)]
    assert sum(len(column.members) for column in columns([3.0, 3.0], 0.0, 0.0)) == 2


def test_a_histogram_tells_each_count() -> None:
    drawn = histogram("Points", columns([1.0, 1.0, 9.0], 0.0, 10.0), "points")
    counts = re.findall(r'<text x="[\d.]+" y="[\d.]+" text-anchor="middle">(\d+)</text>', drawn)
    assert {"2", "1"} <= set(counts)
    assert drawn.count('<rect class="bar"') == 2


def test_bars_are_as_long_as_their_numbers() -> None:
    drawn = bars(
        "Rates", [Bar("a", (("passed", 3), ("failed", 1)), "75%"), Bar("b", (("passed", 2), ("failed", 0)), "100%")], 4
    )
    widths = [float(width) for width in re.findall(r'<rect class="(?:passed|failed)"[^>]*? width="([\d.]+)"', drawn)]
    assert widths == [240, 80, 160]


def test_no_bars_are_a_drawing_of_nothing() -> None:
    assert "<rect" not in bars("None", [])


def test_what_stands_in_a_plot_is_text() -> None:
    drawn = bars("<b>", [Bar('"><script>', (('x"y', 1.0),), "<i>\u202e")])
    assert [piece for piece in ("<b>", "<script>", "<i>", 'x"y', "\u202e") if piece in drawn] == []


# Words and names


def test_students_behind_a_number_are_sorted_and_there_once() -> None:
    behind = who([Link("bob"), Link("ada"), Link("bob")], "failed")
    assert (behind.label, [link.text for link in behind.students]) == ("2 failed", ["ada", "bob"])


def test_an_address_leads_to_the_exercise() -> None:
    assert result("ada").link("corr2d") == Link("ada", "../feedback/ada/p.html#corr2d")
    assert replace(result("ada"), page="").link("corr2d") == Link("ada", "")


# How a test cell stands


@pytest.mark.parametrize(
    ("points", "outcome", "expected"),
    [
        (2, "passed", "passed"),
        (1, "partial", "partial"),
        (0, "failed", "failed"),
        (2, "failed", "passed"),
        (1, "failed", "partial"),
        (0, "passed", "failed"),
        (None, "unknown", "unknown"),
        (None, "manual", "manual"),
        (2, "unknown", "passed"),
    ],
)
def test_points_decide_how_a_test_cell_stands(points: float | None, outcome: str, expected: str) -> None:
    assert standing(Row("ada", "l", "e", "t", points, 2, outcome, "")) == expected


def test_points_less_lateness_are_never_below_zero() -> None:
    row = Row("ada", "l", "e", "t", 1.5, 2, "partial", "")
    assert replace(result("ada", row, row), late=1.0).points == 2.0
    assert replace(result("ada", row), late=2.0).points == 0.0


# Signs


def kinds(of: Result) -> list[tuple[str, str]]:
    return [(sign.kind, sign.what) for sign in signs([of])]


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (Cause("shortcut", "PyTorch's conv2d"), [(LIBRARY, "called PyTorch's conv2d")]),
        (Cause("shortcut"), [(LIBRARY, "called a ready-made operation")]),
        (Cause("died", "your code ended the process"), [(ENDED, "while a test cell called it")]),
        (Cause("forged", "your code sent what is no answer"), [(FORGED, "your code sent what is no answer")]),
        (Cause("unreadable", "a generator cannot be handed on"), []),
        (Cause("timed_out", "your code ran longer than 10 s"), []),
        (Cause("wrong", "CheckError"), []),
        (Cause("raised", "ValueError"), []),
        (Cause("not_written"), []),
    ],
)
def test_a_cause_is_a_sign_or_none(cause: Cause, expected: list[tuple[str, str]]) -> None:
    assert kinds(with_cause(cause)) == expected


@pytest.mark.parametrize(
    "reason",
    [
        "ShortcutError: Your code called PyTorch's conv2d, which does this exercise for you. Write …",
        "CandidateError: your code ended the process",
        "CandidateError: your code sent what is no answer: too large",
    ],
)
def test_the_words_of_a_reason_are_no_sign(reason: str) -> None:
    assert kinds(with_cause(Cause("raised", "ValueError"), reason)) == []
    assert kinds(result("ada", failed(reason))) == []


@pytest.mark.parametrize(
    ("cause", "expected"),
    [
        (Cause("died", "your code ended the process"), [(ENDED, "when its cell was run")]),
        (Cause("forged", "your code sent what is no answer"), [(FORGED, "your code sent what is no answer")]),
        (Cause("timed_out", "your code ran longer than 10 s"), []),
    ],
)
def test_a_cell_that_ended_its_process_is_a_sign_or_none(cause: Cause, expected: list[tuple[str, str]]) -> None:
    assert kinds(result("ada", deaths={"cell": cause})) == expected


@pytest.mark.parametrize(
    ("cause", "label"),
    [
        (Cause("wrong", "CheckError"), "CheckError"),
        (Cause("wrong"), "too few points"),
        (Cause("raised", "KeyError"), "KeyError"),
        (Cause("undefined", "double"), "NameError"),
        (Cause("not_written"), "NotImplementedError"),
        (Cause("timed_out", "your code ran longer than 10 s"), "CandidateError"),
    ],
)
def test_failures_are_counted_by_the_exception_that_ended_them(cause: Cause, label: str) -> None:
    [part] = failures([with_cause(cause, "MadeUp: by the student")]).parts
    assert [[cell.text for cell in row[:3]] for row in part.table.rows] == [["double", label, "2"]]


def test_a_failure_from_before_causes_were_noted_is_told_apart() -> None:
    [part] = failures([result("ada", failed("CheckError: wrong"))]).parts
    assert [cell.text for cell in part.table.rows[0][:2]] == ["double", "not noted: grade again"]


def test_an_answer_known_by_heart_is_a_sign_and_another_mistake_is_none() -> None:
    by_heart = Diagnosis("double", "misconception", "hardcoded_value", "It knows them.")
    second = Diagnosis("double", "misconception", "adds_two", "It adds two.", also=("hardcoded",))
    other = Diagnosis("double", "misconception", "hard_coded_strides", "It takes strides for granted.")
    found = [kinds(result("ada", diagnoses={"double": one})) for one in (by_heart, second, other)]
    assert found == [[(BY_HEART, "It knows them.")], [(BY_HEART, "It adds two.")], []]


def test_a_shortcut_is_told_once() -> None:
    named = Diagnosis("double", "shortcut", "shortcut", "A library did it.")
    refused = result("ada", failed(), diagnoses={"double": named})
    refused = replace(refused, causes={failed().test: Cause("shortcut", "numpy.add")})
    assert kinds(refused) == [(LIBRARY, "called numpy.add")]
    assert kinds(result("ada", diagnoses={"double": named})) == [(LIBRARY, "A library did it.")]


def test_changed_cells_of_ours_are_a_sign_and_no_other_repair_is() -> None:
    def repaired(*changes: str) -> tuple[Repair, ...]:
        cells = released_cells(doubling())
        for change in changes:
            name, _, what = change.partition(" ")
            if what == "gone":
                cells.remove(find(cells, name))
            else:
                find(cells, name).source = "pass"
        cells.append(find(released_cells(doubling()), "picture_double"))
        return realign(make_master(doubling()), make_notebook(cells)).repairs

    for changes in (
        ["setup changed"],
        ["setup gone"],
        ["test_double_value changed"],
        ["test_double_value gone"],
        ["test_double_value gone", "test_double_kinds gone"],
        ["test_double_value changed", "test_double_kinds changed"],
    ):
        assert [kind for kind, _ in kinds(replace(result("ada"), repairs=repaired(*changes)))] == [EDITED], changes
    assert repaired()
    others = (*repaired(), Repair(RepairKind.STUB_PUT_BACK, ("double",)))
    assert kinds(replace(result("ada"), repairs=others)) == []


def test_a_name_that_a_student_chose_is_no_sign() -> None:
    words = "the test cell test_double_value had been changed: ours counts"
    named = (Repair(kind, details=(words, words)) for kind in (RepairKind.FILE_NAME, RepairKind.PASSED_OVER))
    assert kinds(replace(result("ada"), repairs=tuple(named))) == []


# Mistakes


def test_mistakes_are_counted_by_name_the_most_frequent_first() -> None:
    seen = [
        result("ada", diagnoses={"double": Diagnosis("double", "misconception", "adds_two", "It adds two.")}),
        result("bob", diagnoses={"double": Diagnosis("double", "misconception", "adds_two", "It adds two.")}),
        result(
            "eve",
            diagnoses={"double": Diagnosis("double", "misconception", "negates", "It negates.", also=("adds_two",))},
        ),
    ]
    found = mistakes_of(seen, {("double", "adds_two"): "It adds two."})
    assert [(mistake.name, [link.text for link in mistake.students]) for mistake in found] == [
        ("adds_two", ["ada", "bob", "eve"]),
        ("negates", ["eve"]),
    ]


def test_the_sentences_are_those_of_the_named_answers(tmp_path: Path) -> None:
    wrong = tmp_path / "tests" / "answers" / "double" / "wrong"
    wrong.mkdir(parents=True)
    (wrong / "adds_two.py").write_text("# says: It adds two.\n# fails: value\ndef double(x):\n    return x + 2\n")
    seen = [result("ada", diagnoses={"double": Diagnosis("double", "misconception", "adds_two", "")})]
    assert known_sentences(tmp_path, seen) == {("double", "adds_two"): "It adds two."}
    assert known_sentences(tmp_path / "elsewhere", seen) == {}


# Near-identical submissions


def long_answer(name: str, sign: str) -> str:
    lines = [
        f"    {name}_{number} = {name} {sign} {number} * {number + 1} // (3 {sign} {number})" for number in range(40)
    ]
    return "\n".join([f"def double({name}):", *lines, f"    return {name}_39"])


def test_near_identical_submissions_are_a_group_with_links(tmp_path: Path) -> None:
    lab = make_lab(tmp_path, doubling())
    sources = {
        "ada": long_answer("x", "+"),
        "bob": long_answer("value", "+"),
        **{f"s{i}": f"def double(x):\n    return x * {i}" for i in range(6)},
    }
    sent = [result(student, answers={"double": source, "halve": source}) for student, source in sources.items()]
    found = alike_in(lab, sent, groups(answers_of(sent), {}))
    assert [[link.text for link in one.students] for one in found] == [["ada", "bob"]]
    section = alike(found)
    assert section.count == "1"
    assert section.parts[0].table.rows[0][0].who[0].students[0] == Link("ada", "../feedback/ada/p.html")


def test_a_class_without_answers_has_no_group(tmp_path: Path) -> None:
    sent = [result("ada"), result("bob")]
    assert answers_of(sent) == {}
    assert alike_in(make_lab(tmp_path, doubling()), sent, groups({}, {})) == []


def test_processes_find_the_groups_that_one_process_finds(monkeypatch: pytest.MonkeyPatch) -> None:
    others = {f"s{i}": f"def double(x):\n    return x * {i}" for i in range(6)}
    sources = {"ada": long_answer("x", "+"), "bob": long_answer("value", "+"), **others}
    both = {student: {"double": source, "halve": source} for student, source in sources.items()}
    answers = {"01_doubling": both, "02_tripling": {student: both[student] for student in others}}
    with comparing.comparing(answers, {lab: {} for lab in answers}) as alone:
        expected = {lab: alone(lab) for lab in answers}
    monkeypatch.setattr(comparing, "FEW", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    with comparing.comparing(answers, {lab: {} for lab in answers}) as of:
        assert {lab: of(lab) for lab in answers} == expected
    assert [group.students for group in expected["01_doubling"]] == [("ada", "bob")]


# Time and memory


def test_time_and_memory_are_summed_up() -> None:
    spent = [
        replace(result(name), cost=Cost(seconds, seconds / 2, 2**28))
        for name, seconds in (("ada", 0.5), ("bob", 11.5), ("eve", 1.0))
    ]
    section = costs([*spent, result("zoe")])
    assert (
        "3 exams took 13 s one after the other: 1.00 s each (median), 12 s the longest; at most 256 MiB."
        in section.note
    )
    assert "Of 1 submissions it is not known" in section.note
    assert [row[0].text for row in section.parts[-1].table.rows] == ["bob", "eve", "ada"]


# Notebooks


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"cells": 1, "metadata": {}}', '{"cells": [1], "metadata": {}}', "\x00"]
)
def test_a_damaged_notebook_tells_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.ipynb").write_text(text)
    assert look(tmp_path / "a.ipynb") == Seen()
    assert look(tmp_path / "none.ipynb") == Seen()
