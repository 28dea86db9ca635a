"""`from_scratch(refuse=…)`: what a check refuses beside convolutions and pooling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
from torch import nn
from torch.nn import functional as F

from cnnlab import ShortcutError, expect_call, from_scratch
from cnnlab.guard import allowed_here, refusing

X = torch.rand(1, 1, 3, 4, requires_grad=True)
engine = torch.autograd.Variable._execution_engine
FOLDS: dict[str, Callable[[], Any]] = {
    "F.unfold": lambda: F.unfold(X, 2),
    "F.fold": lambda: F.fold(torch.ones(1, 4, 4), 3, 2),
    "nn.Unfold": lambda: nn.Unfold(2)(X),
    "torch.ops": lambda: torch.ops.aten.im2col(X, [2, 2], [1, 1], [0, 0], [1, 1]),
    "torch._C": lambda: torch._C._nn.im2col(X, [2, 2], [1, 1], [0, 0], [1, 1]),
}
GRADIENTS: dict[str, Callable[[], Any]] = {
    "backward": lambda: X.sum().backward(),
    "torch.autograd.grad": lambda: torch.autograd.grad(X.sum(), X),
    "torch.func.vjp": lambda: torch.func.vjp(torch.sin, X.detach())[1](X.detach()),
    "torch.func.jvp": lambda: torch.func.jvp(torch.sin, (X.detach(),), (X.detach(),)),
    "torch.func.jacrev": lambda: torch.func.jacrev(torch.sum)(X.detach()),
    "the engine": lambda: engine.run_backward((X.sum(),), (torch.tensor(1.0),), False, False, (X,), True),
}
CALLS = [("unfold", name, call) for name, call in FOLDS.items()] + [
    ("autograd", name, call) for name, call in GRADIENTS.items()
]


@pytest.mark.filterwarnings("ignore::FutureWarning")
@pytest.mark.parametrize(("word", "name", "call"), CALLS, ids=[name for _, name, _ in CALLS])
def test_what_a_check_refuses_is_refused_there_alone(word: str, name: str, call: Callable[[], Any]) -> None:
    with from_scratch():
        call()
    with pytest.raises(ShortcutError, match="does this exercise for you"), from_scratch(refuse=(word,)):
        call()
    with from_scratch(refuse=tuple({"unfold", "autograd"} - {word})):
        call()


def test_the_method_unfold_of_a_tensor_stays_free() -> None:
    with from_scratch(refuse=("unfold", "autograd")):
        assert X.detach().unfold(2, 2, 1).shape == (1, 1, 2, 4, 2)


def test_an_inner_block_refuses_what_the_outer_one_does() -> None:
    with from_scratch(refuse=("unfold",)), pytest.raises(ShortcutError), from_scratch(refuse=("autograd",)):
        F.unfold(X, 2)


def test_the_rules_of_a_block_hold_again_where_they_are_handed_on() -> None:
    """As the exam hands them from the examiner to the candidate."""
    with from_scratch(("d2l.corr2d",), refuse=("autograd",)):
        rules = tuple(sorted(allowed_here()))
    assert rules == ("d2l.corr2d", "without autograd") == ("d2l.corr2d", *refusing(("autograd",)))
    with pytest.raises(ShortcutError, match=r"torch\.autograd\.backward"), from_scratch(rules):
        X.sum().backward()


def test_a_word_that_nothing_is_refused_for_is_an_error() -> None:
    with (
        pytest.raises(ValueError, match="unfold and autograd, but not 'gradients'"),
        from_scratch(refuse=("gradients",)),
    ):
        pass


def test_the_refusal_says_what_to_do_instead() -> None:
    with pytest.raises(ShortcutError, match="the method `unfold` of a tensor are all welcome"):
        expect_call(lambda images: F.unfold(images, 2), X.detach(), returns=0, refuse=("unfold",))
    with pytest.raises(ShortcutError, match="Compute the gradient yourself"):
        expect_call(lambda images: images.sum().backward(), X, returns=0, refuse=("autograd",))
