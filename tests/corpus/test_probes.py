"""The public questions: one for each concept that is graded, small enough to be shown, and put to right answers in the
exam as well.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import pytest
import torch

from autograder.course.model import Exercise, Lab
from autograder.exam.engines import close_engines, examine
from autograder.intake import Submission
from cnnlab.probes import exercises, probes_of
from cnnlab.probing.asking import put
from cnnlab.probing.outcomes import MOST_VALUES
from cnnlab.probing.questions import RESULT, Refusal
from cnnlab.probing.views import made_of
from tests.corpus.matrix import read_answers
from tests.support.course import our_labs
from tests.support.notebooks import make_cell, make_notebook, quick_settings

LABS = our_labs()
GRADED = [(lab, exercise) for lab in LABS for exercise in lab.exercises if exercise.tests]
EXERCISES = [pytest.param(lab, exercise, id=exercise.name) for lab, exercise in GRADED if exercise.name in exercises()]
ASKED_IN_THE_EXAM = """
from autograder.exam.errors import GraderError, UnsupportedCall
from cnnlab.probes import probes_of
from cnnlab.probing.asking import put
from cnnlab.probing.verdicts import verdict
said = [verdict(probe, put(probe, {0}, through=(GraderError, UnsupportedCall))) for probe in probes_of("{0}")]
assert not any(said), [text for text in said if text]
"""


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


def test_every_graded_exercise_has_probes() -> None:
    assert {exercise.name for _, exercise in GRADED} == set(exercises())


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_ask_for_each_concept_that_the_test_cells_grade(lab: Lab, exercise: Exercise) -> None:
    concepts = list(dict.fromkeys(probe.concept for probe in probes_of(exercise.name)))
    assert concepts == [test.concept for test in exercise.tests], "and in their order"


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_are_small_enough_to_be_compared_in_full(lab: Lab, exercise: Exercise) -> None:
    for probe in probes_of(exercise.name):
        parts = probe.expected.values() if isinstance(probe.expected, dict) else [probe.expected]
        assert all(part.numel() <= MOST_VALUES for part in parts if isinstance(part, torch.Tensor)), probe.call
        assert probe.call or isinstance(probe.expected, Refusal), "a message needs the call"


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_with_a_picture_expect_maps_of_their_views(lab: Lab, exercise: Exercise) -> None:
    for probe in probes_of(exercise.name):
        if probe.view is None:
            continue
        expected = probe.expected[RESULT] if isinstance(probe.expected, dict) else probe.expected
        assert isinstance(expected, torch.Tensor), probe.call
        assert 2 <= expected.dim() <= 4, f"{probe.call}: a map, or several, or those of a batch"
        for number in range(expected.shape[-3] if expected.dim() > 2 else 1):
            where = (expected.shape[0] - 1, number)[4 - expected.dim() :] if expected.dim() > 2 else ()
            assert made_of(probe.view, where).channels, probe.call


def outcomes_in_the_exam(lab: Lab, sources: dict[str, str]) -> dict[str, str]:
    """All probes of each exercise put to the exam's stand-in for it, with these answers in place of our own."""
    graded = [exercise for exercise in lab.exercises if exercise.tests]
    cells = [make_cell("setup", "setup", "\n".join(cell.source for cell in lab.setup))]
    cells += [
        make_cell("solution", exercise.name, sources.get(exercise.name, exercise.cell.source)) for exercise in graded
    ]
    cells += [
        make_cell("test", f"test_{exercise.name}_probes", ASKED_IN_THE_EXAM.format(exercise.name), 1)
        for exercise in graded
    ]
    examined = examine(
        Submission("ada", lab.id, lab.notebook, json.dumps(make_notebook(cells))), quick_settings(), "00" * 32, ()
    )
    assert examined.problem == ""
    return {
        exercise.name: f"{verdict.outcome} {verdict.reason}".strip()
        for exercise, verdict in zip(graded, examined.verdicts, strict=True)
    }


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_right_answers_are_right_through_the_exams_stand_in(lab: Lab) -> None:
    assert set(outcomes_in_the_exam(lab, {}).values()) == {"passed"}


def test_a_wrong_answer_is_wrong_through_the_exams_stand_in() -> None:
    lab = LABS[0]
    flipped = next(answer for answer in read_answers("corr2d") if answer.name == "flipped_both")
    outcomes = outcomes_in_the_exam(lab, {"corr2d": flipped.source})
    assert [name for name, outcome in outcomes.items() if outcome != "passed"] == ["corr2d"]


@pytest.mark.parametrize("noise", [1e-8, 1e-7, 3e-6])
def test_no_outcome_of_learn_kernel_hangs_on_what_rounding_leaves_of_a_loss(noise: float) -> None:
    """An exact solution has a loss of zero on one processor and of 1e-13 on the next."""

    def solved(off: float) -> Callable[..., tuple[torch.Tensor, list[float]]]:
        def learn_kernel(
            X: torch.Tensor, Y: torch.Tensor, kernel_size: tuple[int, int], lr: float = 3e-2, steps: int = 20
        ) -> tuple[torch.Tensor, list[float]]:
            windows = X.unfold(0, kernel_size[0], 1).unfold(1, kernel_size[1], 1)
            solution = torch.linalg.pinv(windows.flatten(2).flatten(0, 1).double()) @ Y.double().reshape(-1)
            K = solution.reshape(kernel_size).round(decimals=3).float() + off
            return K, [float(((windows * K).sum(dim=(2, 3)) - Y).square().sum())] * steps

        return learn_kernel

    for probe in probes_of("learn_kernel"):
        assert put(probe, solved(noise)) == put(probe, solved(0.0)), probe.call
