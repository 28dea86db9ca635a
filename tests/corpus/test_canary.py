"""What is planted in every hidden test, as source, input, expected value and exception text, is on no feedback page.

A sample of the answers, and every curious one, which is after what it is called with; `python -m tests.corpus.canary`
takes all answers and the hostile corpus. With ALL_ANSWERS=1 the sample is twice as large.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.model import Lab
from autograder.exam.engines import close_engines
from tests.corpus.canary import CURIOUS, SOURCE, TEXT, WORDS, Case, cases, curious, hold_exam, leaks, page_text, planted
from tests.corpus.matrix import read_answers
from tests.support.course import our_labs
from tests.support.sampling import ALL_ANSWERS

EVERY = 50 if ALL_ANSWERS else 100


@pytest.fixture(scope="module")
def labs() -> Iterator[tuple[Lab, ...]]:
    yield tuple(planted(lab) for lab in our_labs())
    close_engines()


def test_every_test_cell_has_a_canary_in_a_hidden_region(labs: tuple[Lab, ...]) -> None:
    for lab in labs:
        for cell in (cell for cell in lab.cells if cell.kind == "test"):
            compile(cell.source, cell.name, "exec")
            assert SOURCE in cell.source and TEXT in cell.source, cell.name
            assert not [word for word in WORDS if word in cell.visible], cell.name


def test_no_canary_reaches_a_page(
    labs: tuple[Lab, ...], tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    """One answer in EVERY, and each curious one."""
    sample = [case for case in cases(labs, EVERY) if case.answer.kind != "curious"]
    sample += [Case(labs[0], labs[0].exercises[0], answer) for answer in curious(labs[0].exercises[0])]
    assert len(sample) >= 15 + len(CURIOUS)
    every = sum(len(read_answers(exercise.name)) for lab in labs for exercise in lab.exercises if exercise.tests)
    taken = f"{len(sample) - len(CURIOUS)} of {every} answers, one in {EVERY}, and {len(CURIOUS)} curious ones"
    record_property("figure", f"canaries: pages of {taken} (ALL_ANSWERS=1: one in 50)")
    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda case: leaks(case, tmp_path), sample))
    assert {case.answer.name: words for case, (words, _) in zip(sample, found, strict=True) if words} == {}
    assert [case.answer.name for case, (_, there) in zip(sample, found, strict=True) if not there] == [], (
        "the canary was not met"
    )


def test_the_search_finds_a_canary(labs: tuple[Lab, ...], tmp_path: Path) -> None:
    """A page of a lab whose tests hide nothing."""
    case = Case(labs[0], labs[0].exercises[0], next(curious(labs[0].exercises[0])))
    open_cells = tuple(replace(cell, source=cell.source.replace("HIDDEN", "OPEN")) for cell in case.lab.cells)
    text = page_text(replace(case, lab=replace(case.lab, cells=open_cells)), hold_exam(case), tmp_path)
    assert {word for word in WORDS if word in text} >= {SOURCE, TEXT, "418418", "827827"}
