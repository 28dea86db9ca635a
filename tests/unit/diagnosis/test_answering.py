"""Answers are run in forks, on a lab that has run once: each finds the lab's names, and no name of another answer."""

from __future__ import annotations

import os
from typing import Any

import pytest

from autograder.course.answers import Answer
from autograder.course.model import Exercise, Lab
from autograder.course.reading import read_lab
from autograder.course.subject import PLAIN
from autograder.diagnosis.answering import Space, run_answers, run_source, time_limit
from tests.support.notebooks import DOUBLING, doubling, write_lab

HALF = "seen = globals().get('mark')\nmark = 1\ndef double(x):\n    return x"
ENDS = "import os\nos._exit(0)"
RAISES = "raise ValueError('no')"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Lab:
    return read_lab(write_lab(tmp_path_factory.mktemp("lab") / DOUBLING, doubling()).parent)


def values(answer: Answer, space: Space) -> list[Any]:
    run_source(answer.source, answer.name, space)
    return [space["double"](4), space["halve"](4), space.get("seen")]


def run(lab: Lab, *sources: str, apart: bool) -> list[Any]:
    exercise: Exercise = lab.exercise("double")
    answers = [Answer("double", "wrong", f"answer_{number}", source, "", ()) for number, source in enumerate(sources)]
    return run_answers(lab, exercise, answers, PLAIN, values, apart=apart)


@pytest.mark.parametrize("apart", [True, False])
def test_an_answer_stands_beside_the_labs_solutions_and_finds_no_name_of_another(lab: Lab, apart: bool) -> None:
    assert run(lab, HALF, HALF, apart=apart) == [[4, 2, None], [4, 2, None]]


@pytest.mark.parametrize("apart", [True, False])
@pytest.mark.parametrize("bad", [ENDS, RAISES])
def test_an_answer_that_ends_its_process_or_cannot_be_run_costs_itself_alone(lab: Lab, bad: str, apart: bool) -> None:
    assert run(lab, HALF, bad, HALF, apart=apart) == [[4, 2, None], None, [4, 2, None]]


def test_nothing_of_it_happens_in_this_process(lab: Lab) -> None:
    run(lab, "import os\nos.environ['LEFT_BEHIND'] = '1'\n" + HALF, apart=False)
    assert "LEFT_BEHIND" not in os.environ


def test_what_runs_too_long_is_stopped() -> None:
    with pytest.raises(TimeoutError, match="more than 1 s"), time_limit(1):
        while True:
            pass
