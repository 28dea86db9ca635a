"""What a student sees at home in a notebook whose numbers are double by default."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from torch.nn import functional as F

import cnnlab
from cnnlab.probes import exercises, probes_of
from tests.support.notebooks import ROOT

# Without the ones that need the book's package, which takes seconds to import.
ANSWERS = {
    path.parent.parent.name: path
    for path in sorted((ROOT / "tests" / "answers").glob("*/right/double_by_default.py"))
    if "d2l" not in path.read_text(encoding="utf-8")
}


@pytest.fixture
def double() -> Iterator[None]:
    torch.set_default_dtype(torch.float64)
    yield
    torch.set_default_dtype(torch.float32)


@pytest.fixture
def single_first() -> None:
    """The probes are made before the notebook changes its default."""
    for exercise in exercises():
        probes_of(exercise)


@pytest.mark.usefixtures("single_first", "double")
@pytest.mark.parametrize("exercise", ANSWERS)
def test_a_right_answer_in_double_precision_passes_its_own_check(exercise: str) -> None:
    space: dict[str, object] = {}
    source = ANSWERS[exercise].read_text(encoding="utf-8")
    for other, path in ANSWERS.items():
        if other != exercise and f" {other}(" in source:  # an answer may build on that of another exercise
            exec(path.read_text(encoding="utf-8"), space)
    exec(source, space)
    check = cnnlab.check(space[exercise])
    assert check.passed, check


@pytest.mark.usefixtures("double")
def test_fresh_inputs_fit_the_numbers_that_a_check_writes_out() -> None:
    image = cnnlab.draw(3, 4)
    assert image.dtype == torch.float64
    F.conv2d(image[None, None], torch.tensor([[[[1.0, -1.0]]]]))


def test_fresh_inputs_are_of_single_precision_otherwise_and_of_what_is_asked_for() -> None:
    assert cnnlab.draw(2).dtype == torch.float32
    assert cnnlab.draw(2, dtype=torch.float64).dtype == torch.float64


@pytest.mark.usefixtures("double")
def test_the_same_numbers_are_drawn_in_either_precision() -> None:
    cnnlab.seed_draws(7)
    in_double = cnnlab.draw(3, 4)
    cnnlab.seed_draws(7)
    assert torch.equal(in_double.float(), cnnlab.draw(3, 4, dtype=torch.float32))
