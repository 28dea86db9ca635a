"""Copies are found under other names, comments and spaces; right answers that people found alone are not."""

from __future__ import annotations

import random
import re
import textwrap
from functools import cache
from pathlib import Path

import nbformat
import pytest

from autograder.report.similarity import Group, groups

ROOT = Path(__file__).parents[3]
LABS = sorted(path.name for path in (ROOT / "notebooks").iterdir() if path.is_dir())
LAB = "01_convolution"
OWN_NAMES = ["alpha", "beta", "gamma", "delta", "omega", "zeta"]


@cache
def stubs(lab: str) -> dict[str, str]:
    """What a student's answer cells hold at first, by exercise."""
    (path,) = (ROOT / "notebooks" / lab).glob("*.ipynb")
    notebook = nbformat.read(path, as_version=4)
    return {cell.id: cell.source for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")}


@cache
def right(exercise: str) -> tuple[str, ...]:
    """The right answers, without those that only say an answer of another file in double precision."""
    return tuple(
        path.read_text(encoding="utf-8")
        for path in sorted((ROOT / "tests" / "answers" / exercise / "right").glob("*.py"))
        if not path.name.startswith("double_")
    )


def exercises(lab: str) -> list[str]:
    return [name for name in stubs(lab) if right(name)]


def drawn(draw: random.Random, lab: str = LAB) -> dict[str, str]:
    """A submission of right answers, each drawn alone and with lines of one's own, as everybody has some."""
    return in_own_words({name: draw.choice(right(name)) for name in exercises(lab)}, draw)


def in_own_words(sent: dict[str, str], draw: random.Random) -> dict[str, str]:
    """The same with two lines of one's own in each answer."""
    lines = [
        "shape = tuple({0}.shape)",
        "assert {0} is not None, 'nothing there'",
        "first, last = 0, len({0}.shape) - {1}",
        "size = {1} * 2 + {1}",
    ]
    own = {}
    for name, source in sent.items():
        added = [draw.choice(lines).format(draw.choice(OWN_NAMES), draw.randrange(2, 90)) for _ in range(2)]
        head, _, body = source.partition(":\n")
        indent = re.match(r"\s*", body)
        own[name] = f"{head}:\n{textwrap.indent(chr(10).join(added), indent.group() if indent else '    ')}\n{body}"
    return own


def renamed(sent: dict[str, str]) -> dict[str, str]:
    """The same under other names, with other comments and docstrings, and other white space."""
    out = {}
    for name, source in sent.items():
        other = re.sub(r"(?<!\.)\b(X|K|Y|i|j|h|w|n|shape|first|last|size|out|alpha|beta|gamma)\b", r"the_\1", source)
        other = re.sub(r"( [-+*=] )", r" \1 ", other).replace("(", "( ").replace("\n", "  # clever\n\n")
        out[name] = re.sub(r"(def [^\n]*:)  # clever\n", r'\1\n    """My own function."""\n', other, count=1)
    return out


@pytest.mark.parametrize("change", [dict, renamed], ids=["as it is", "renamed"])
@pytest.mark.parametrize("lab", LABS)
def test_a_copy_is_found_in_a_class_of_thirty(lab: str, change: type[dict[str, str]]) -> None:
    draw = random.Random(3)
    sent = {f"student{number:02}": drawn(draw, lab) for number in range(28)}
    sent["ada"] = drawn(draw, lab)
    sent["bob"] = change(sent["ada"])
    (group,) = groups(sent, stubs(lab))
    assert group.students == ("ada", "bob")
    assert group.share > 0.9
    assert group.exercises == tuple(sorted(exercises(lab)))


@pytest.mark.parametrize("lab", LABS)
def test_a_copy_is_found_in_a_class_of_two(lab: str) -> None:
    ada = drawn(random.Random(5), lab)
    (group,) = groups({"ada": ada, "bob": renamed(ada)}, stubs(lab))
    assert group.students == ("ada", "bob")


@pytest.mark.parametrize("lab", LABS)
def test_right_answers_that_were_found_alone_are_not_alike(lab: str) -> None:
    most = max(len(right(name)) for name in exercises(lab))
    sent = {
        f"way{way}": {name: right(name)[way] for name in exercises(lab) if way < len(right(name))}
        for way in range(most)
    }
    assert groups(sent, stubs(lab)) == []


def test_a_class_of_sixty_has_its_true_copies_and_no_others() -> None:
    for seed in range(10):
        draw = random.Random(seed)
        sent = {f"student{number:02}": drawn(draw) for number in range(55)}
        sent["ada"] = drawn(draw)
        sent["bob"] = renamed(sent["ada"])
        sent["carol"] = drawn(draw)
        sent["dora"], sent["emil"] = renamed(sent["carol"]), sent["carol"]
        found = groups(sent, stubs(LAB))
        assert [group.students for group in found] == [("carol", "dora", "emil"), ("ada", "bob")]


@pytest.mark.parametrize("lab", LABS)
def test_a_class_of_honest_students_has_no_group(lab: str) -> None:
    for seed in range(4):
        draw = random.Random(seed)
        assert groups({f"student{number:02}": drawn(draw, lab) for number in range(40)}, stubs(lab)) == []


def test_a_part_that_was_copied_and_handed_in_alone_is_shared_in_full() -> None:
    draw = random.Random(2)
    sent = {f"student{number:02}": drawn(draw) for number in range(20)}
    sent["ada"] = drawn(draw)
    sent["bob"] = dict(list(sent["ada"].items())[:4])
    (group,) = groups(sent, stubs(LAB))
    assert (group.students, group.share, group.exercises) == (("ada", "bob"), 1.0, tuple(sorted(sent["bob"])))


def test_an_answer_that_most_of_the_class_has_proves_nothing() -> None:
    book = {name: right(name)[0] for name in exercises(LAB)}
    sent = {f"student{number:02}": book for number in range(30)}
    assert groups(sent, stubs(LAB)) == []
    draw = random.Random(1)
    few = {f"other{number:02}": drawn(draw) for number in range(57)}
    few |= {name: in_own_words(book, random.Random(2)) for name in ("ada", "bob")}
    assert [group.students for group in groups(few, stubs(LAB))] == [("ada", "bob")]


def test_untouched_and_empty_cells_are_nobodys_copies() -> None:
    sent = {"ada": stubs(LAB), "bob": dict(stubs(LAB)), "carol": {}, "dora": dict.fromkeys(stubs(LAB), "")}
    assert groups(sent, stubs(LAB)) == []
    assert groups({}, {}) == groups({"ada": drawn(random.Random(1))}, stubs(LAB)) == []


def test_one_short_answer_alike_is_no_group() -> None:
    short = {"conv_output_size": "def conv_output_size(n, k, p, s):\n    return (n + 2 * p - k) // s + 1"}
    sent = {name: dict(short) for name in ("ada", "bob")}
    assert groups(sent, stubs("02_padding_and_stride")) == []


def test_what_only_part_of_the_lab_shares_names_the_exercises() -> None:
    draw = random.Random(8)
    sent = {f"student{number:02}": drawn(draw) for number in range(30)}
    sent["ada"] = drawn(draw)
    sent["bob"] = renamed(sent["ada"]) | {"edge_map": "def edge_map(X, direction):\n    return None"}
    (group,) = groups(sent, stubs(LAB))
    assert group.students == ("ada", "bob")
    assert group.exercises == tuple(sorted(set(exercises(LAB)) - {"edge_map"}))


def test_answers_in_words_are_compared_as_words() -> None:
    draw = random.Random(4)
    words = [
        "kernel",
        "image",
        "sum",
        "window",
        "turn",
        "edge",
        "flip",
        "slide",
        "pixel",
        "value",
        "small",
        "large",
        "first",
        "last",
    ]
    questions = {"es1": "*Replace this line with your answer.*", "es2": "*Replace this line with your answer.*"}
    sent = {
        name: {question: " ".join(draw.choices(words, k=60)) for question in questions}
        for name in ("ada", "bob", "carol")
    }
    sent["dora"] = {question: text.upper().replace(" ", "\n") for question, text in sent["ada"].items()}
    (group,) = groups(sent, questions)
    assert group == Group(("ada", "dora"), 1.0, ("es1", "es2"))


@pytest.mark.parametrize(
    "source",
    [
        "def f(:\n  '''never closed",
        '"' * 10_001,
        "\0\x1b[31m" * 50,
        "(" * 5000,
        "\ud800" * 20,
        "x = 1\n" * 20_000,
        "'\\",
        "é" * 9,
        "1_0e_" * 99,
    ],
    ids=str.__len__,
)
def test_whatever_is_written_in_a_cell_can_be_compared(source: str) -> None:
    sent = {"ada": {"corr2d": source}, "bob": {"corr2d": source + " 1"}}
    assert all(isinstance(group, Group) for group in groups(sent, stubs(LAB)))


def test_the_order_of_the_class_does_not_matter() -> None:
    draw = random.Random(9)
    sent = {f"student{number:02}": drawn(draw) for number in range(20)}
    sent["ada"] = drawn(draw)
    sent["bob"] = renamed(sent["ada"])
    assert groups(dict(reversed(sent.items())), stubs(LAB)) == groups(sent, stubs(LAB)) != []
