"""What a probe is: a public question to a student's answer, and what a right answer returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

import torch

from cnnlab.checks.arguments import changed_argument, copied, shares_memory, tensors_in
from cnnlab.checks.explain import Explain

RESULT, OWN_MEMORY, AFTERWARDS = "the result", "the result has memory of its own", "afterwards"

# In what an `ask` returns: by the facts that its other keys state, what was seen of each, in words. It is no part of a
# comparison.
SEEN = "seen"

Ask = Callable[[Any], Any]


@dataclass(frozen=True)
class Refusal:
    """What a right answer does with a bad argument: it raises `kind`, a built-in exception.

    Its message names each item of `naming`.
    """

    kind: type[Exception] = ValueError
    naming: tuple[Any, ...] = ()


@dataclass(frozen=True, eq=False)
class View:
    """What the picture of a failing window shows, and what the message says of it.

    Attributes:
        kind: "window" (a kernel on X), "pool" (a pooling window), "stamp" (transposed convolution), "frame" (X with
            padding around it), or "matrix" (the matrix of a kernel on an image of X's shape).
        X: (H, W); with channels (C, H, W); of a batch (N, C, H, W).
        K: (h, w); with channels (C, h, w); of several filters (F, C, h, w); of stamps (C, F, h, w).
        mode: of pooling, "max" or "avg".
        bias: (F,), added to each map.
        turned: K is the kernel of the call, turned by 180°.
        counted: whether padding counts in a mean (count_include_pad).
        value: of a frame.
    """

    kind: Literal["window", "pool", "stamp", "frame", "matrix"]
    X: torch.Tensor
    K: torch.Tensor | None = None
    pool: tuple[int, int] | None = None
    mode: str = ""
    padding: tuple[int, int] = (0, 0)
    stride: tuple[int, int] = (1, 1)
    bias: torch.Tensor | None = None
    turned: bool = False
    counted: bool = True
    value: float = 0.0


@dataclass(frozen=True, eq=False)
class Probe:
    """One question.

    Attributes:
        concept: that of the test cell which asks something similar.
        ask: takes the student's function or class (or the exam's proxy of it) and returns plain values. It passes
            copies of its tensors (`calling`, `keeping`), so that it can be asked again.
        expected: what `ask` returns for a right answer, or a `Refusal`. Tensors are compared as `expect_close` does,
            tuples, lists and dicts part by part; in a dict, `True` is a fact that should hold, which its key, a
            clause, states; under a key of one word it is a value like any other.
        call: how a beginner would write the call: "corr2d(X, K) with X 3×4 and K 2×3".
        view: the picture, when a tensor of two to four dimensions is expected: one map, several, or those of a batch.
        allow: library names that the answer may build on, as for `from_scratch`; None asks without that guard.
        explain: how the first wrong value of a tensor should come about (see `cnnlab.checks.explain`), where there is
            no view that says so.
    """

    concept: str
    ask: Ask
    expected: Any
    call: str = ""
    view: View | None = None
    allow: tuple[str, ...] | None = ()
    explain: Explain | None = None


_changed: ContextVar[list[str] | None] = ContextVar("changed", default=None)


@contextmanager
def changed_arguments() -> Iterator[list[str]]:
    """A list to which each call by `calling` in the block adds the argument that the answer wrote into."""
    found: list[str] = []
    token = _changed.set(found)
    try:
        yield found
    finally:
        _changed.reset(token)


def calling(*args: Any, **kwargs: Any) -> Ask:
    """An `ask` that calls the answer with copies of these arguments."""

    def ask(function: Any) -> Any:
        own_args, own_kwargs = copied((args, kwargs))
        result = function(*own_args, **own_kwargs)
        found = _changed.get()
        name = "" if found is None else changed_argument(function, (args, kwargs), (own_args, own_kwargs))
        if found is not None and name:
            found.append(name)
        return result

    return ask


def keeping(*args: Any, **kwargs: Any) -> Ask:
    """An `ask` that calls the answer with copies of these arguments and returns the result with the tensors among them.

    See `kept` for the form.
    """

    def ask(function: Any) -> Any:
        own_args, own_kwargs = copied((args, kwargs))
        result = function(*own_args, **own_kwargs)
        tensors = [tensor for _, tensor in tensors_in((own_args, own_kwargs))]
        has_own_memory = not any(
            part.numel() and shares_memory(part, tensor) for _, part in tensors_in(result) for tensor in tensors
        )
        return _kept(result, tensors, has_own_memory)

    return ask


class Kept(dict[str, Any]):
    """What `keeping(…)` should return.

    Attributes:
        names: of the tensor arguments, in their order, as far as they are known.
    """

    names: tuple[str, ...] = ()


def kept(result: Any, *tensors: torch.Tensor, names: tuple[str, ...] = ()) -> Kept:
    """What `keeping(…)` should return: the result, in memory of its own, and unchanged tensor arguments."""
    expected = Kept(_kept(result, list(tensors), True))
    expected.names = names
    return expected


def argument_of(expected: dict[str, Any], key: str) -> str:
    """The argument that a part of `kept(…)` is about, by its name as far as that is known: "its argument X"."""
    before = key.removesuffix(AFTERWARDS).strip()
    number = before.removeprefix("argument ")
    names = expected.names if isinstance(expected, Kept) else ()
    if number.isdigit():
        return f"its argument {names[int(number) - 1] if int(number) <= len(names) else f'number {number}'}"
    return before


def _kept(result: Any, tensors: list[torch.Tensor], has_own_memory: bool) -> dict[str, Any]:
    after = {f"argument {number} {AFTERWARDS}": tensor for number, tensor in enumerate(tensors, start=1)}
    return {RESULT: result, **after, OWN_MEMORY: has_own_memory}
