"""The hostile corpus: each case earns the points of its honest part, the next student is graded in full, and nothing is left behind.

Each family also has a case that does succeed once its defence is switched off, so that the corpus is seen to bite.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from autograder.exam.sandbox import strongest
from tests.hostile.case import Case
from tests.hostile.corpus import CASES
from tests.hostile.run import Hall

pytestmark = [
    pytest.mark.skipif(strongest() == "none", reason="this machine has no sandbox to put hostile code into"),
    pytest.mark.xdist_group("hostile"),
]
BY_ID = {case.id: case for case in CASES}
FAMILIES = Counter(case.family for case in CASES)
ORDINARY = 65534


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    opened = Hall(strongest())
    yield opened
    opened.close()


def test_the_corpus_is_large_enough() -> None:
    assert len(CASES) >= 80 and len(FAMILIES) >= 25
    assert {family: count for family, count in FAMILIES.items() if count < 3} == {}


@pytest.mark.parametrize("case", CASES, ids=BY_ID)
def test_a_case_earns_what_its_honest_part_earns(hall: Hall, case: Case) -> None:
    wrong = hall.run(case)
    if wrong and hall.engine.is_alive():
        wrong = hall.run(case)  # a second chance for a machine that was busy
    assert wrong == []
