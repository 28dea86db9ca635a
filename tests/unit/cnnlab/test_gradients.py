"""The comparison that lab 6 gives: right gradients in either precision pass, all else fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch

from cnnlab.gradients import is_right, true_gradients
from cnnlab.guard import ShortcutError, from_scratch

DRAWN = torch.Generator().manual_seed(4)
X, W, UPSTREAM = (
    torch.randn(shape, generator=DRAWN, dtype=torch.float64) for shape in [(2, 3, 6, 7), (4, 3, 3, 2), (2, 4, 3, 6)]
)
SETTINGS = ((2, 1), (1, 0))


def in_single_precision(dY: torch.Tensor, X: torch.Tensor, W: torch.Tensor, *settings: Any) -> Any:
    return true_gradients(dY.float(), X.float(), W.float(), *settings)


def changed(change: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args: change(*true_gradients(*args))


def raises(*args: Any) -> Any:
    raise RuntimeError("a mistake")


def test_the_gradients_of_a_sum_of_products_are_those_by_hand() -> None:
    dX, dW, db = true_gradients(torch.ones(1, 1, 1, 1), torch.tensor([[[[2.0, 3.0]]]]), torch.tensor([[[[5.0, 7.0]]]]))
    assert (dX.flatten().tolist(), dW.flatten().tolist(), db.tolist()) == ([5, 7], [2, 3], [1])


@pytest.mark.parametrize("candidate", [true_gradients, in_single_precision])
def test_right_gradients_pass(candidate: Callable[..., Any]) -> None:
    assert is_right(candidate, UPSTREAM, X, W, *SETTINGS)


@pytest.mark.parametrize(
    "candidate",
    [
        changed(lambda dX, dW, db: (1.001 * dX, dW, db)),
        changed(lambda dX, dW, db: (dX, dW.flip(2), db)),
        changed(lambda dX, dW, db: (dX, dW, db.reshape(1, -1))),
        changed(lambda dX, dW, db: (dX, dW)),
        changed(lambda dX, dW, db: (dX * float("nan"), dW, db)),
        changed(lambda dX, dW, db: None),
        raises,
    ],
)
def test_wrong_gradients_fail_whatever_is_wrong(candidate: Callable[..., Any]) -> None:
    assert not is_right(candidate, UPSTREAM, X, W, *SETTINGS)


def test_it_is_no_way_round_the_guard() -> None:
    with pytest.raises(ShortcutError), from_scratch():
        true_gradients(UPSTREAM, X, W, *SETTINGS)
