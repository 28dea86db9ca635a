"""Shared by the probes of labs 1, 2 and 4: PyTorch's own correlation, probes that ask for it, parts of tensors."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from torch import Tensor
from torch.nn import functional as F

from cnnlab.probes._calls import Calls
from cnnlab.probing.questions import Probe

Pair = tuple[int, int]


def mirrored(corner: Tensor) -> Tensor:
    """A tensor of the same shape that is symmetric along both axes."""
    return corner + corner.flip(0) + corner.flip(1) + corner.flip(0, 1)


def correlated(X: Tensor, K: Tensor, padding: Pair = (0, 0), stride: Pair = (1, 1)) -> Tensor:
    """PyTorch's cross-correlation of X (H, W) with K (h, w), in float64."""
    return F.conv2d(X.double()[None, None], K.double()[None, None], padding=padding, stride=stride)[0, 0]


def slides(calls: Calls, concept: str, X: Tensor, K: Tensor, *, kernel: Tensor | None = None, **settings: Any) -> Probe:
    """The call on X and K returns the correlation of X with `kernel` (by default K), with these settings."""
    kernel = K if kernel is None else kernel
    return calls.gives(concept, X, K, returns=correlated(X, kernel, **settings), **settings)


def inside_a_larger(X: Tensor) -> tuple[Tensor, tuple[slice, ...]]:
    """A larger tensor, and the part of it, every second row and column, that is X; all other values are −77."""
    larger = X.new_full([2 * size + 3 for size in X.shape], -77)
    part = tuple(slice(2, 2 + 2 * size, 2) for size in X.shape)
    larger[part] = X
    return larger, part


def second(probe: Probe, first: Probe) -> Probe:
    """The question `probe`, put after `first`: an answer that remembers `first` fails."""

    def ask(answer: Any) -> Any:
        first.ask(answer)
        return probe.ask(answer)

    return replace(probe, ask=ask, call=f"{probe.call}, called before with other values,")


def slides_on_part(calls: Calls, concept: str, larger: Tensor, K: Tensor, *, kernel: Tensor | None = None) -> Probe:
    """`slides` on every second row and the last columns of `larger`, which are no copy."""
    part = (slice(1, None, 2), slice(2, None))
    returns = correlated(larger[part], K if kernel is None else kernel)
    return calls.on_part(concept, larger, K, part=part, returns=returns)
