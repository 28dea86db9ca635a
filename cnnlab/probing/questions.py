"""What a probe is: a public question to a student's answer, and what a right one gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import torch

from cnnlab.checks.expect import copied, shares_memory, tensors_in

RESULT, OWN_MEMORY, AFTERWARDS = "the result", "the result has memory of its own", "afterwards"

Ask = Callable[[Any], Any]


@dataclass(frozen=True)
class Refusal:
    """What a right answer does with a bad argument: it raises `kind`, a built-in exception, whose message names each of
    `naming`.
    """

    kind: type[Exception] = ValueError
    naming: tuple[Any, ...] = ()


@dataclass(frozen=True, eq=False)
class View:
    """What the failing-window picture draws: X (H, W) with a kernel K (h, w), or with a pooling window."""

    kind: Literal["window", "pool", "stamp"]
    X: torch.Tensor
    K: torch.Tensor | None = None
    pool: tuple[int, int] | None = None
    mode: str = ""
    padding: tuple[int, int] = (0, 0)
    stride: tuple[int, int] = (1, 1)


@dataclass(frozen=True, eq=False)
class Probe:
    """One question.

    Attributes:
        concept: of the test cell that asks the like.
        ask: gets the student's function or class (or the exam's stand-in for it); returns plain values. It hands out
            copies of its
            tensors (`calling`, `keeping`), so that it can be put again.
        expected: what a right answer returns from `ask`, or a `Refusal`. Tensors are compared as `expect_close` does,
            tuples, lists and
            dicts part by part; in a dict, `True` is a fact that should hold, and its key says in words which.
        call: how a beginner would write the call: "corr2d(X, K) with X 3×4 and K 2×3".
        view: the picture, when what is expected is one 2-D tensor (a batch of one image with one channel counts as
            one). allow: library names that the answer may build on, as for `from_scratch`; None asks without that
            guard.
    """

    concept: str
    ask: Ask
    expected: Any
    call: str = ""
    view: View | None = None
    allow: tuple[str, ...] | None = ()


def calling(*args: Any, **kwargs: Any) -> Ask:
    """An `ask` that calls the answer with copies of these."""
    return lambda function: function(*copied(args), **copied(kwargs))


def keeping(*args: Any, **kwargs: Any) -> Ask:
    """An `ask` that calls the answer with copies of these, and reports what the tensors among them are afterwards; see
    `kept`.
    """

    def ask(function: Any) -> Any:
        given = copied((args, kwargs))
        result = function(*given[0], **given[1])
        tensors = [tensor for _, tensor in tensors_in(given)]
        own = not any(
            part.numel() and shares_memory(part, tensor) for _, part in tensors_in(result) for tensor in tensors
        )
        return _kept(result, tensors, own)

    return ask


def kept(result: Any, *tensors: torch.Tensor) -> dict[str, Any]:
    """What is expected of `keeping(…)`: the result, in new memory, and the tensor arguments as they were."""
    return _kept(result, list(tensors), True)


def _kept(result: Any, tensors: list[torch.Tensor], own: bool) -> dict[str, Any]:
    after = {f"argument {number} {AFTERWARDS}": tensor for number, tensor in enumerate(tensors, start=1)}
    return {RESULT: result, **after, OWN_MEMORY: own}
