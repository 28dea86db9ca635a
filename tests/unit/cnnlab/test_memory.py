"""Memory that nothing was written to holds the same in each run, and PyTorch is as it was afterwards."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import pytest
import torch
from torch.utils import deterministic

from cnnlab import from_scratch
from cnnlab.guard import filled_memory, unwritten

WAYS: dict[str, Callable[[], torch.Tensor]] = {
    "empty": lambda: torch.empty(3, 4),
    "empty_like": lambda: torch.empty_like(torch.ones(3, 4)),
    "new_empty": lambda: torch.ones(1).new_empty(3, 4),
    "empty_strided": lambda: torch.empty_strided((3, 4), (4, 1)),
    "the class": lambda: torch.Tensor(3, 4),
    "double": lambda: torch.empty(3, 4, dtype=torch.float64),
    "complex": lambda: torch.empty(3, 4, dtype=torch.complex64),
    "int16": lambda: torch.empty(3, 4, dtype=torch.int16),
    "int32": lambda: torch.empty(3, 4, dtype=torch.int32),
    "int64": lambda: torch.empty(3, 4, dtype=torch.int64),
    "an int64 that was added to": lambda: torch.empty(3, 4, dtype=torch.int64) + 5,
    "larger than before": lambda: torch.ones(0).resize_(3, 4),
}


def state() -> tuple[int, bool]:
    return torch.get_deterministic_debug_mode(), deterministic.fill_uninitialized_memory


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS.keys())
def test_memory_is_filled_however_it_was_asked_for_and_recognised(way: Callable[[], torch.Tensor]) -> None:
    with filled_memory():
        first, again = way(), way()
    assert unwritten(first).all()
    assert first.tolist() == again.tolist() or first.isnan().all()


def test_numbers_are_not_taken_for_memory_that_nothing_was_written_to() -> None:
    for values in (torch.tensor([1.0, float("inf")]), torch.tensor([-255, 70000]), torch.tensor([True, False])):
        assert not unwritten(values).any()
    assert not unwritten(torch.tensor([255], dtype=torch.uint8)).any()


def test_from_scratch_fills_memory() -> None:
    with from_scratch():
        assert torch.empty(2).isnan().all()


@pytest.mark.parametrize("mode", [0, 1, 2])
@pytest.mark.parametrize("fill", [True, False])
def test_afterwards_pytorch_is_as_it_was_also_after_an_error(mode: int, fill: bool) -> None:
    before = state()
    torch.set_deterministic_debug_mode(mode)
    deterministic.fill_uninitialized_memory = fill
    try:
        with pytest.raises(KeyError), filled_memory():
            assert state() == (mode or 1, True), "errors stay errors for who wants them"
            torch.set_deterministic_debug_mode("default")
            raise KeyError
        assert state() == (mode, fill)
    finally:
        torch.set_deterministic_debug_mode(before[0])
        deterministic.fill_uninitialized_memory = before[1]


def test_the_result_that_pytorch_cannot_promise_is_not_warned_about() -> None:
    from cnnlab.guard import memory

    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        warnings.filterwarnings("ignore", memory.DROPPED, UserWarning)
        with filled_memory():
            torch.zeros(3).put_(torch.tensor([0]), torch.tensor([1.0]))
    assert not heard
