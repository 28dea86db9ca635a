"""The tables of `docs/authoring/kinds.md`: for each graded exercise and kind of mistake a wrong answer of that kind."""

from __future__ import annotations

import re

import pytest

from autograder.course.model import Lab
from tests.corpus.matrix import ROOT, read_answers
from tests.support.course import our_labs

LABS = our_labs()
TEXT = (ROOT / "docs" / "authoring" / "kinds.md").read_text(encoding="utf-8")
CELL = re.compile(r"`(?P<concept>\w+)` `(?P<answer>\w+)`|– (?P<letter>[a-z])")

Table = dict[str, dict[str, str]]


def rows(text: str) -> list[list[str]]:
    """The cells of each line of a table, without the line below its head."""
    lines = [line for line in text.split("\n") if line.startswith("|") and not line.startswith("|---")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def section(number: int) -> str:
    """The text below `## Lab <number>`."""
    return re.split(r"^## ", TEXT, flags=re.MULTILINE)[number]


def table(number: int) -> Table:
    """The cells of a lab, by kind and exercise."""
    (_, *names), *lines = rows(section(number))
    return {kind: dict(zip((name.strip("`") for name in names), cells, strict=True)) for kind, *cells in lines}


KINDS = [kind for kind, _ in rows(TEXT.split("\n## ")[0])[1:]]


@pytest.mark.parametrize(("number", "lab"), [*enumerate(LABS, start=1)], ids=[lab.id for lab in LABS])
def test_each_exercise_has_a_wrong_answer_of_each_kind_or_a_reason(number: int, lab: Lab) -> None:
    assert list(table(number)) == KINDS
    reasons = dict(re.findall(r"^- \*\*([a-z])\*\* (.+)", section(number), flags=re.MULTILINE))
    used = set()
    for kind, cells in table(number).items():
        graded = [exercise for exercise in lab.exercises if exercise.tests]
        assert list(cells) == [exercise.name for exercise in graded]
        for exercise in graded:
            cell = CELL.fullmatch(cells[exercise.name])
            assert cell, f"{kind}, {exercise.name}: {cells[exercise.name]!r} is neither a wrong answer nor a dash"
            if cell["letter"]:
                assert reasons.get(cell["letter"]), f"{kind}, {exercise.name}: no reason for {cell['letter']}"
                used.add(cell["letter"])
                continue
            assert cell["concept"] in {test.concept for test in exercise.tests}
            wrong = {answer.name: answer for answer in read_answers(exercise.name) if answer.kind != "right"}
            assert cell["answer"] in wrong, f"tests/answers/{exercise.name} has no wrong answer {cell['answer']}"
            answer = wrong[cell["answer"]]
            assert answer.kind == "shortcut" or cell["concept"] in answer.fails, f"{answer.name} fails {answer.fails}"
    assert set(reasons) == used, "reasons that no cell points to"
