"""What the labs' notebooks say: about `cnnlab.check`, in one spelling, and below the visible checks that fail."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
import torch

import cnnlab
from autograder.course.model import Lab
from tests.support.course import our_labs

LABS = {lab.id: lab for lab in our_labs()}
# Visible checks of windows, which explain the first wrong value of each call whose result is the whole one.
EXPLAINING = (
    "test_corr2d_multi_in_sizes",
    "test_corr2d_multi_in_out_sizes",
    "test_conv2d_batch_windows",
    "test_conv2d_batch_dtype",
    "test_pool2d_batch_planes",
)


def read_by_students(lab: Lab) -> Iterator[tuple[str, str]]:
    """The cells of prose, pictures and hints, with their ids."""
    return ((cell.name, cell.source) for cell in lab.cells if cell.kind not in ("test", "solution"))


@pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
def test_a_lab_says_once_how_to_check_an_answer_of_another_name(lab: Lab) -> None:
    said = [text for _, text in read_by_students(lab) if "exercise=" in text]
    assert len(said) == 1
    [(checked, name)] = re.findall(r"cnnlab\.check\((\w+), exercise=\"(\w+)\"\)", said[0])
    assert f"`cnnlab.check({name})`" in said[0], "where it is first shown"
    assert checked not in {exercise.name for exercise in lab.exercises}


@pytest.mark.parametrize("lab", LABS.values(), ids=LABS)
def test_sizes_and_labs_are_spelled_one_way(lab: Lab) -> None:
    for name, text in read_by_students(lab):
        assert not re.search(r"\b(\d+|[hwnk]) × (\d+|[hwnk])\b", text), f"{name}: sizes are 2×2"
        assert not re.search(r"\blab [1-9]\b", text), f"{name}: the name is Lab 1"


@pytest.mark.parametrize("name", EXPLAINING)
def test_a_visible_check_of_windows_explains_each_value_by_its_window(name: str) -> None:
    calls: list[tuple[torch.Tensor, Any]] = []

    def expect_call(function: Any, *args: Any, returns: Any, explain: Any = None, **settings: Any) -> None:
        calls.append((torch.as_tensor(returns), explain))

    [cell] = [cell for lab in LABS.values() for cell in lab.cells if cell.name == name]
    names = {part: getattr(cnnlab, part) for part in ("window_sum", "window_pool")}
    exec(cell.visible, names | {"torch": torch, "expect_call": expect_call, cell.exercise: None})
    assert calls
    for returns, explain in calls:
        for index in product(*map(range, returns.shape)):
            lines = explain(index).splitlines()
            assert lines
            if len(lines) > 1:  # a window, and not a sentence
                assert "window" in lines[0]
                assert float(lines[-1].split("= ")[-1]) == pytest.approx(float(returns[index]))
