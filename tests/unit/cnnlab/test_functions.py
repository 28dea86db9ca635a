"""Functions that a test hands to an answer, as they are in one kernel."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch.nn import functional as F

from cnnlab import ShortcutError, from_scratch, given, train, training_time
from cnnlab.functions import absolute, conv_of, cubic, linear_map, max_pool_of, sine, square_sum
from cnnlab.guard import is_from_scratch, scratch
from cnnlab.guard.modes import ModeOperators
from cnnlab.training import is_training_time

X = torch.linspace(-2, 3, 40, dtype=torch.float64).reshape(1, 2, 4, 5)
W = torch.arange(24.0).reshape(2, 2, 2, 3)
IMAGE, KERNEL = torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2)


@pytest.mark.parametrize(
    ("function", "expected"),
    [
        (cubic, X**3),
        (sine, X.sin()),
        (square_sum, (X * X).sum()),
        (absolute, X.abs()),
        (linear_map(torch.ones(3, 40)), X.sum().repeat(3)),
        (
            conv_of(W, torch.ones(2), stride=2, padding=(1, 0)),
            F.conv2d(X, W.double(), torch.ones(2).double(), 2, (1, 0)),
        ),
        (max_pool_of((2, 3), stride=1), F.max_pool2d(X, (2, 3), 1)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_listed_function_computes_what_it_says(function: Callable[..., Any], expected: torch.Tensor) -> None:
    torch.testing.assert_close(function(X), expected)
    assert repr(function) == function.__name__


def test_a_given_function_gets_copies_with_their_strides_and_gives_memory_of_its_own() -> None:
    seen = []

    def keep(X: torch.Tensor) -> torch.Tensor:
        seen.append(X)
        return X

    turned = torch.ones(2, 3, requires_grad=True).t()
    result = given(keep)(turned)
    assert seen[0].stride() == turned.stride() and not seen[0].requires_grad
    assert len({tensor.untyped_storage().data_ptr() for tensor in (result, seen[0], turned)}) == 3


def test_a_given_function_may_use_a_library_and_the_answer_may_not() -> None:
    conv = given(F.conv2d)
    with from_scratch():
        hook = sys.getprofile()
        assert conv(IMAGE, KERNEL).sum() == 16
        assert is_from_scratch() and sys.getprofile() is hook
        with pytest.raises(ShortcutError):
            F.conv2d(IMAGE, KERNEL)


def test_the_guard_holds_again_after_a_given_function_that_raises() -> None:
    refuse = given(lambda X: F.conv2d(X, KERNEL[0]))
    with from_scratch():
        with pytest.raises(RuntimeError, match="stride"):
            refuse(IMAGE)
        with pytest.raises(ShortcutError):
            F.conv2d(IMAGE, KERNEL)


def test_the_guard_by_public_means_pauses_too(monkeypatch: pytest.MonkeyPatch) -> None:
    operators = ModeOperators()
    monkeypatch.setattr(scratch, "refused_operators", lambda: operators)
    conv = given(lambda X: torch.conv2d(X, KERNEL))
    with from_scratch():
        assert conv(IMAGE).sum() == 16
        with pytest.raises(ShortcutError):
            torch.conv2d(IMAGE, KERNEL)


@pytest.mark.parametrize("make", [lambda: given(F.conv2d), lambda: conv_of(KERNEL), lambda: max_pool_of(2)])
def test_an_answer_makes_none(make: Callable[[], Any]) -> None:
    with from_scratch(), pytest.raises(ShortcutError, match="made in a test, not in an answer"):
        make()


def test_a_block_of_training_time_says_so_and_changes_nothing_else() -> None:
    assert not is_training_time()
    with training_time():
        assert is_training_time()
        with training_time():
            pass
        assert is_training_time()
    assert not is_training_time()


def test_our_training_is_the_same_each_time_and_restores_the_mode() -> None:
    def trained() -> tuple[torch.nn.Linear, list[float]]:
        layer = torch.nn.Linear(3, 2).eval()
        torch.nn.init.zeros_(layer.weight)
        torch.nn.init.zeros_(layer.bias)
        images = torch.arange(60.0).reshape(20, 3).sin()
        return layer, train(layer, images, (images[:, 0] > 0).long(), epochs=4, batch_size=6, lr=0.1, seed=3)

    state = torch.get_rng_state()
    (layer, losses), (other, again) = trained(), trained()
    assert losses == again and torch.equal(layer.weight, other.weight)
    assert not layer.training and losses[-1] < losses[0] and len(losses) == 4
    torch.set_rng_state(state)


def test_our_training_restores_the_mode_of_each_part() -> None:
    frozen = torch.nn.BatchNorm1d(3).eval()
    model = torch.nn.Sequential(frozen, torch.nn.Linear(3, 2))
    train(model, torch.arange(12.0).reshape(4, 3).sin(), torch.tensor([0, 1, 0, 1]), epochs=1, batch_size=2, lr=0.1)
    assert model.training and model[1].training and not frozen.training
