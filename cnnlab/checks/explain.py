"""How one value of the right result comes about: the window, the kernel, the products and their sum, in plain text.

All is computed in float64, whatever the inputs' type: the product of two bytes would wrap, the sum of many float16
overflow.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.nn import functional as F

Explain = Callable[[tuple[int, ...]], str]


def scalar_text(value: torch.Tensor) -> str:
    """A one-element tensor as a short number; −0 is 0."""
    return f"{value.item() + 0:.6g}"


def window_sum(
    X: torch.Tensor,
    K: torch.Tensor,
    padding: tuple[int, int] = (0, 0),
    stride: tuple[int, int] = (1, 1),
    *,
    turned: bool = False,
) -> Explain:
    """Explains a value of the cross-correlation of X (H, W) with K (h, w).

    The last two numbers of the index count, so that it also explains a batch with one channel and one filter.

    Args:
        turned: K is the kernel of the call, turned by 180°, and is called so.
    """
    (h, w), (ph, pw), (sh, sw) = K.shape, padding, stride
    padded, kernel = F.pad(X.to(torch.float64), (pw, pw, ph, ph)), K.to(torch.float64)
    source = "X" if padding == (0, 0) else "padded X"

    def explain(index: tuple[int, ...]) -> str:
        top, left = index[-2] * sh, index[-1] * sw
        window = padded[top : top + h, left : left + w]
        products = window * kernel
        return _lines(
            (f"window {source}[{top}:{top + h}, {left}:{left + w}]", window),
            ("kernel, turned by 180°" if turned else "kernel", kernel),
            ("products", products),
            ("their sum", products.sum()),
        )

    return explain


def window_pool(
    X: torch.Tensor,
    pool_size: tuple[int, int],
    mode: str = "max",
    padding: tuple[int, int] = (0, 0),
    stride: tuple[int, int] = (1, 1),
    *,
    count_include_pad: bool = True,
) -> Explain:
    """Explains a value of max or average pooling of X (H, W).

    Padding is −∞ for "max" and 0 for "avg"; with `count_include_pad=False`, the mean is that of the values of X alone.
    """
    (h, w), (ph, pw), (sh, sw) = pool_size, padding, stride
    values = X.to(torch.float64)
    padded = F.pad(values, (pw, pw, ph, ph), value=float("-inf") if mode == "max" else 0.0)
    in_image = F.pad(torch.ones_like(values), (pw, pw, ph, ph)).bool()
    source = "X" if padding == (0, 0) else "padded X"
    leaves_out = mode != "max" and not count_include_pad and padding != (0, 0)

    def explain(index: tuple[int, ...]) -> str:
        top, left = index[-2] * sh, index[-1] * sw
        place = slice(top, top + h), slice(left, left + w)
        window = padded[place]
        first = (f"window {source}[{top}:{top + h}, {left}:{left + w}]", window)
        if leaves_out:
            counted = window[in_image[place]]
            return _lines(first, ("its values in the image", counted), ("their mean", counted.mean()))
        value = window.max() if mode == "max" else window.mean()
        return _lines(first, ("its largest value" if mode == "max" else "its mean", value))

    return explain


def stamp_sum(X: torch.Tensor, K: torch.Tensor, stride: tuple[int, int] = (1, 1)) -> Explain:
    """Explains a value of the transposed convolution of X (H, W) with K (h, w): which stamps reach it."""
    (h, w), (sh, sw) = K.shape, stride

    def explain(index: tuple[int, ...]) -> str:
        row, column = index
        terms, total = [], 0.0
        for i in range(X.shape[0]):
            for j in range(X.shape[1]):
                a, b = row - i * sh, column - j * sw
                if 0 <= a < h and 0 <= b < w:
                    terms.append(f"X[{i}, {j}]·K[{a}, {b}] = {scalar_text(X[i, j])}·{scalar_text(K[a, b])}")
                    total += float(X[i, j]) * float(K[a, b])
        if not terms:
            return "  no stamp reaches it: it stays 0"
        return "\n".join(
            ["  the stamps that reach it:", *(f"    {term}" for term in terms), f"  their sum: {total:.6g}"]
        )

    return explain


def _lines(*rows: tuple[str, torch.Tensor]) -> str:
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"  {name:<{width}} = {_nested_text(value)}" for name, value in rows)


def _nested_text(value: torch.Tensor) -> str:
    if value.dim() == 0:
        return scalar_text(value)
    return "[" + ", ".join(_nested_text(part) for part in value) + "]"
