"""What `--explain` says of a call: its inputs, with their values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch

from autograder.exam.examiner.inputs import call_in_full, in_full
from autograder.exam.examiner.proxy import remote


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (torch.tensor([[1.0, 2.0], [3.0, 4.0]]), "tensor([[1., 2.],\n             [3., 4.]])"),
        (np.arange(3), "array([0, 1, 2])"),
        ((2, 3), "(2, 3)"),
        ("a\x1bb", "'a\\x1bb'"),
        (torch.zeros(()), "tensor(0.)"),
    ],
)
def test_a_small_input_is_shown_whole(value: Any, text: str) -> None:
    assert in_full(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (
            torch.arange(100.0, requires_grad=True).reshape(4, 25),
            "4×25 float32 tensor, from 0 to 99, beginning 0, 1, 2, 3, 4, 5, 6, 7, …",
        ),
        (np.ones((3, 5, 5)), "3×5×5 float64 ndarray, from 1 to 1, beginning 1, 1, 1, 1, 1, 1, 1, 1, …"),
        (torch.ones(65, dtype=torch.complex64), "65 complex64 tensor, beginning 1+0j, "),
    ],
)
def test_a_large_input_is_summed_up_with_shape_and_type(value: Any, text: str) -> None:
    assert in_full(value).startswith(text)


def test_every_argument_of_a_call_is_told_and_no_address_in_memory() -> None:
    told = call_in_full("corr2d", (torch.ones(2),), {"act": call_in_full, "layer": torch.nn.ReLU()})
    assert told == "corr2d is called with\n  1: tensor([1., 1.])\n  act: <function call_in_full>\n  layer: ReLU()"
    assert call_in_full("", (), {}) == "the result is called with nothing"


def test_an_object_of_the_students_and_a_broken_one_are_named() -> None:
    class Broken:
        def __repr__(self) -> str:
            raise ValueError

    assert in_full(Broken()) == "a Broken that cannot be shown: ValueError"
    assert in_full(remote(None, 3, "Conv2D")) == "the student's Conv2D"  # type: ignore[arg-type]  # never called
