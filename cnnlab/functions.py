"""Functions that a test hands to an answer: `numeric_gradient(cubic, X, upstream)`.

A given function is the test's, not the answer's. It gets copies of the tensors that it is called with, what it returns
has memory of its own and no graph, so that nobody differentiates through it, and it may compute with a library's
convolution. In grading it runs in the process that holds the tests: what the answer gets there sends the arguments and
brings the result back. So a planted mistake stays hidden, and both mean the same.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch.nn import functional as F

from cnnlab.guard import ShortcutError, is_from_scratch, paused


class Given:
    """A function that a test hands to an answer; see `given`."""

    def __init__(self, function: Callable[..., Any], name: str = "") -> None:
        if is_from_scratch():
            raise ShortcutError("A function of the tests is made in a test, not in an answer.", "cnnlab.given")
        own = getattr(function, "__name__", "")
        self._function, self.__name__ = function, name or (own if own.isidentifier() else "f")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        own_args, own_kwargs = _plain((args, kwargs))
        with paused(), torch.enable_grad():
            return _plain(self._function(*own_args, **own_kwargs))

    def __repr__(self) -> str:
        return self.__name__


def given(function: Callable[..., Any], name: str = "") -> Given:
    """A function that a test may hand to an answer, alone or in a list, a tuple or a dict.

    Args:
        function: takes and returns numbers, tensors, and lists, tuples and dicts of them.
        name: what messages and the answer see as its name; its own, unless given. A name must not tell what a planted
            mistake is.

    Raises:
        ShortcutError: an answer makes one in a from-scratch exercise.
    """
    return Given(function, name)


def linear_map(matrix: torch.Tensor) -> Given:
    """X ↦ matrix · vec(X), (n, m) · (m,) → (n,)."""
    return given(lambda X: matrix.to(X.dtype) @ X.reshape(-1), "linear_map")


def conv_of(
    weight: torch.Tensor,
    bias: torch.Tensor | None = None,
    stride: int | tuple[int, int] = 1,
    padding: int | tuple[int, int] = 0,
) -> Given:
    """X (N,C,H,W) ↦ its cross-correlation with `weight` (F,C,h,w), plus `bias` (F,)."""

    def conv(X: torch.Tensor) -> torch.Tensor:
        own_bias = None if bias is None else bias.to(X.dtype)
        return F.conv2d(X, weight.to(X.dtype), own_bias, stride, padding)

    return given(conv)


def max_pool_of(
    pool_size: int | tuple[int, int],
    stride: int | tuple[int, int] | None = None,
    padding: int | tuple[int, int] = 0,
) -> Given:
    """X (N,C,H,W) ↦ the maxima of its windows. It has kinks where two values of a window are equal."""
    return given(lambda X: F.max_pool2d(X, pool_size, stride, padding), "max_pool")


cubic = given(lambda X: X**3, "cubic")  # gradient 3X²
sine = given(torch.sin, "sine")  # gradient cos X
square_sum = given(lambda X: (X * X).sum(), "square_sum")  # one number; gradient 2X
absolute = given(torch.abs, "absolute")  # a kink at 0


def _plain(value: Any) -> Any:
    """A copy of a tensor or an array, without a graph, or of all of them in lists, tuples and dicts."""
    if isinstance(value, torch.Tensor):
        return value.detach().clone(memory_format=torch.preserve_format)
    if isinstance(value, np.ndarray):
        return value.copy()
    if type(value) in (list, tuple):
        return type(value)(_plain(part) for part in value)
    if type(value) is dict:
        return {key: _plain(part) for key, part in value.items()}
    return value


class Shared:
    """A function that both sides own: it works where the model lives that it is called with.

    In one kernel that is a plain call. In grading the model of an answer lives in the student's process, and the test
    cell has a stand-in for it, which has the same function called there by its name. What comes back is the word of
    that process: judge the model, not what the function says of it.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function, self.__name__ = function, function.__name__
        self.__doc__, self.__module__ = function.__doc__, function.__module__

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        for value in (*args, *kwargs.values()):
            call_there = getattr(type(value), "__call_shared__", None)
            if call_there is not None:
                return call_there(value, self.__name__, args, kwargs)
        return self.function(*args, **kwargs)

    def __repr__(self) -> str:
        return self.__name__
