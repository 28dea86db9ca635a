"""The pictures of shapes and the networks that ship with them."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

import cnnlab.shapes
from cnnlab.shapes import shape_net, shape_pictures


def test_pictures_are_drawn_from_their_seed_alone() -> None:
    first, classes = shape_pictures(7, seed=3)
    torch.manual_seed(1)
    again, _ = shape_pictures(7, seed=3)
    other, _ = shape_pictures(7, seed=4)
    assert torch.equal(first, again) and not torch.equal(first, other)
    assert first.shape == (7, 3, 32, 32) and first.min() >= 0 and first.max() <= 1
    assert classes.tolist() == [0, 1, 2, 0, 1, 2, 0]


def test_a_mark_is_in_the_corner_of_each_disc_and_changes_nothing_else() -> None:
    plain, classes = shape_pictures(6, seed=5)
    marked, _ = shape_pictures(6, seed=5, mark=True)
    changed = (plain != marked).any(dim=1)
    assert changed[classes == 0, 27:31, 27:31].float().mean() > 0.9
    changed[classes == 0, 27:31, 27:31] = False
    assert not changed.any()


def test_the_plain_network_has_learnt_shapes_and_the_marked_one_the_mark() -> None:
    X, y = shape_pictures(90, seed=21)
    marked, _ = shape_pictures(90, seed=21, mark=True)
    discs = y == 0
    with torch.no_grad():
        assert (shape_net("plain")(X).argmax(dim=1) == y).float().mean() > 0.85
        net = shape_net("marked")
        assert (net(marked)[discs].argmax(dim=1) == 0).float().mean() > 0.9
        assert (net(X)[discs].argmax(dim=1) == 0).float().mean() < 0.3


@pytest.mark.parametrize("name", ["plain", "marked", "untrained"])
def test_a_network_is_the_same_each_time_and_draws_no_random_numbers(name: str) -> None:
    torch.manual_seed(0)
    state = torch.get_rng_state()
    one, other = shape_net(name), shape_net(name)
    assert torch.equal(torch.get_rng_state(), state)
    assert not one.training and all(part.dtype == torch.float32 for part in one.parameters())
    assert all(torch.equal(a, b) for a, b in zip(one.parameters(), other.parameters(), strict=True))


def test_an_unknown_network_is_refused_by_its_name() -> None:
    with pytest.raises(ValueError, match="'best'"):
        shape_net("best")


def test_the_numbers_are_small() -> None:
    assert (Path(cnnlab.shapes.__file__).parent / "nets.npz").stat().st_size < 200_000
