"""Fresh inputs: one seed gives them again, no two values or sizes coincide, and nobody else's randomness is touched."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
import torch

from cnnlab import draw, draw_int, draw_sizes, seed_draws
from cnnlab.checks.draws import SEED_VARIABLE


@pytest.fixture(autouse=True)
def fresh_again() -> Iterator[None]:
    yield
    seed_draws()


def everything() -> list[Any]:
    return [draw(2, 3).tolist(), draw_int(4).tolist(), draw_sizes(3, 2, 9), draw(2, low=1.0, high=9.0).tolist()]


def test_the_same_seed_gives_the_same_inputs_and_another_one_others() -> None:
    assert seed_draws(11) == 11
    first = everything()
    going_on = everything()
    seed_draws(11)
    assert everything() == first
    assert going_on != first
    seed_draws(12)
    assert everything() != first


def test_the_environment_gives_the_seed_where_the_call_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SEED_VARIABLE, "77")
    assert seed_draws() == 77
    first = everything()
    assert seed_draws(5) == 5
    assert everything() != first
    seed_draws(77)
    assert everything() == first


@pytest.mark.parametrize("value", [None, "", " "])
def test_without_a_seed_each_start_is_another(monkeypatch: pytest.MonkeyPatch, value: str | None) -> None:
    monkeypatch.delenv(SEED_VARIABLE, raising=False)
    if value is not None:
        monkeypatch.setenv(SEED_VARIABLE, value)
    seeds = {seed_draws() for _ in range(5)}
    assert len(seeds) == 5
    assert all(0 <= seed < 2**32 for seed in seeds)


def test_a_chosen_seed_reproduces_what_it_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SEED_VARIABLE, raising=False)
    seed = seed_draws()
    first = everything()
    seed_draws(seed)
    assert everything() == first


def test_a_seed_that_is_no_number_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SEED_VARIABLE, "monday")
    with pytest.raises(ValueError, match=r"\$CNNLAB_SEED should be a whole number, but it is 'monday'"):
        seed_draws()


@pytest.mark.parametrize("seed", range(5))
def test_no_drawn_value_is_zero_repeated_or_out_of_range(seed: int) -> None:
    seed_draws(seed)
    values = draw(70, 80)
    assert values.dtype == torch.float32
    assert values.shape == (70, 80)
    assert values.is_contiguous()
    assert values.abs().min() > 0.05 - 1e-6
    assert values.abs().max() <= 2
    assert values.unique().numel() == values.numel()
    assert (values > 0).any()
    assert (values < 0).any()
    assert (values != values.round()).all()


@pytest.mark.parametrize(("shape", "count"), [((), 1), ((3,), 3), ((0, 4), 0), ((2, 3, 4, 5), 120)])
def test_any_shape_can_be_drawn(shape: tuple[int, ...], count: int) -> None:
    for values in (draw(*shape), draw_int(*shape)):
        assert values.shape == shape
        assert values.numel() == count


def test_range_and_dtype_are_as_asked_for() -> None:
    values = draw(50, low=3.0, high=4.0, dtype=torch.float64)
    assert values.dtype == torch.float64
    assert values.min() >= 3
    assert values.max() <= 4
    assert draw(5, low=-9.0, high=-8.0).max() <= -8


@pytest.mark.parametrize(("low", "high"), [(-0.05, 0.05), (0.0, 0.05), (2.0, 1.0), (1.0, 1.0)])
def test_a_range_without_room_is_refused_instead_of_searched_for_ever(low: float, high: float) -> None:
    with pytest.raises(ValueError, match="room between low and high"):
        draw(2, low=low, high=high)


@pytest.mark.parametrize("dtype", [torch.int64, torch.bool, torch.complex64])
def test_fractions_are_not_squeezed_into_whole_numbers(dtype: torch.dtype) -> None:
    with pytest.raises(ValueError, match="use draw_int"):
        draw(2, dtype=dtype)


@pytest.mark.parametrize("seed", range(5))
def test_whole_numbers_are_int64_both_signs_and_never_zero(seed: int) -> None:
    seed_draws(seed)
    values = draw_int(30, 40)
    assert values.dtype == torch.int64
    assert set(values.unique().tolist()) == set(range(-9, 10)) - {0}
    assert set(draw_int(200, low=0, high=2).tolist()) == {1, 2}


@pytest.mark.parametrize("seed", range(20))
def test_sizes_differ_from_each_other_and_stay_in_their_range(seed: int) -> None:
    seed_draws(seed)
    sizes = draw_sizes(4, 3, 7)
    assert len(set(sizes)) == 4
    assert set(sizes) <= {3, 4, 5, 6, 7}


def test_sizes_come_in_any_order() -> None:
    seed_draws(1)
    assert len({tuple(draw_sizes(2, 1, 2)) for _ in range(30)}) == 2


def test_more_sizes_than_there_are_cannot_be_drawn() -> None:
    with pytest.raises(ValueError, match="larger than population"):
        draw_sizes(4, 1, 3)


def test_nobody_elses_randomness_is_touched() -> None:
    before = random.getstate(), torch.get_rng_state(), np.random.get_state()[1].tolist()
    seed_draws(3)
    everything()
    seed_draws()
    assert random.getstate() == before[0]
    assert torch.equal(torch.get_rng_state(), before[1])
    assert np.random.get_state()[1].tolist() == before[2]


def test_nobody_elses_seed_makes_the_draws_repeat() -> None:
    draws = []
    for _ in range(2):
        random.seed(0)
        torch.manual_seed(0)
        draws.append(everything())
    assert draws[0] != draws[1]
