"""The gradients of a convolution by autograd, and whether a function that should compute them does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from torch import Tensor
from torch.nn import functional as F

from cnnlab.windows import Setting

ROUNDING = 1e-4  # of the largest value: more than float32 rounds


def true_gradients(
    dY: Tensor, X: Tensor, W: Tensor, stride: Setting = 1, padding: Setting = 0
) -> tuple[Tensor, Tensor, Tensor]:
    """The gradients of a convolutional layer, by autograd.

    Args:
        dY: the upstream, of shape (N, F, H', W'), floats.
        X: the layer's images, (N, C, H, W).
        W: its weights, (F, C, kh, kw).

    Returns:
        dX, dW and db, with the shapes of X and of W, and of shape (F,).
    """
    pixels, weights = X.clone().requires_grad_(), W.clone().requires_grad_()
    F.conv2d(pixels, weights, None, stride, padding).backward(dY)
    assert pixels.grad is not None and weights.grad is not None
    return pixels.grad, weights.grad, dY.sum(dim=(0, 2, 3))


def is_right(
    candidate: Callable[..., Any], dY: Tensor, X: Tensor, W: Tensor, stride: Setting = 1, padding: Setting = 0
) -> bool:
    """Whether `candidate(dY, X, W, stride, padding)` gives the true gradients, up to the rounding of float32.

    An error, another number of gradients or another shape is wrong.
    """
    right = true_gradients(dY, X, W, stride, padding)
    try:
        pairs = list(zip(candidate(dY, X, W, stride, padding), right, strict=True))
        return all(a.shape == b.shape and bool((a - b).abs().max() <= ROUNDING * b.abs().max()) for a, b in pairs)
    except Exception:  # whatever a wrong function does
        return False
