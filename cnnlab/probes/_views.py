"""The picture of a failing window, from the arguments of a call: for each form of exercise a function with its
parameters, for `Calls.picture`.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from cnnlab.probing.questions import View


def pair(value: Any) -> tuple[int, int]:
    """One number for both directions, or a pair."""
    return tuple(value) if isinstance(value, (tuple, list)) else (value, value)


def correlation(X: Tensor, K: Tensor, padding: Any = 0, stride: Any = 1) -> View:
    """A kernel on an image; with channels and filters, too."""
    return View("window", X, K, padding=pair(padding), stride=pair(stride))


def turned(X: Tensor, K: Tensor) -> View:
    """A strict convolution."""
    return View("window", X, K.flip(-2, -1), turned=True)


def batch(X: Tensor, W: Tensor, b: Tensor | None = None, stride: Any = 1, padding: Any = 0) -> View:
    """A convolutional layer."""
    return View("window", X, W, padding=pair(padding), stride=pair(stride), bias=b)


def pooling(X: Tensor, pool_size: tuple[int, int], mode: str = "max") -> View:
    """Pooling with a stride of 1."""
    return View("pool", X, pool=pool_size, mode=mode)


def pooled_batch(
    X: Tensor, pool_size: Any, stride: Any = None, padding: Any = 0, mode: str = "max", count_include_pad: bool = True
) -> View:
    """A pooling layer."""
    step = pair(pool_size if stride is None else stride)
    size, frame = pair(pool_size), pair(padding)
    return View("pool", X, pool=size, mode=mode, padding=frame, stride=step, counted=count_include_pad)


def stamping(X: Tensor, W: Tensor, stride: Any = 1, padding: Any = 0, output_padding: Any = 0) -> View:
    """Transposed convolution."""
    return View("stamp", X, W, padding=pair(padding), stride=pair(stride))


def stamping_once(X: Tensor, K: Tensor) -> View:
    """Transposed convolution of one channel."""
    return View("stamp", X, K)


def frame(X: Tensor, padding: Any, value: float = 0.0) -> View:
    """Padding around an image."""
    return View("frame", X, padding=pair(padding), value=float(value))


def matrix(K: Tensor, input_shape: tuple[int, int]) -> View:
    """The matrix of a kernel on images of this shape."""
    return View("matrix", torch.zeros(input_shape), K)
