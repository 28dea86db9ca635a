"""What one value of a result is made of, by a probe's `View`, as tensors and in words."""

from __future__ import annotations

from dataclasses import dataclass

import torch

from cnnlab.checks.explain import Explain, scalar_text, stamp_sum, window_pool, window_sum
from cnnlab.figures.arguments import padded_with
from cnnlab.probing.questions import View

MOST_TERMS = 9  # products of a channel that its line lists


@dataclass(frozen=True, eq=False)
class Made:
    """What one map of a result is made of.

    Attributes:
        channels: for each channel that is read its image (H, W), and its kernel (h, w) unless it is pooled.
        bias: None when the call has none.
    """

    channels: list[tuple[torch.Tensor, torch.Tensor | None]]
    bias: float | None


def made_of(view: View, where: tuple[int, ...]) -> Made:
    """What the map at `where` is made of: (), (map,) or (image, map), as the index of a result begins."""
    example, number = where[-2] if len(where) > 1 else 0, where[-1] if where else 0
    images = _four_axes(view.X)[example]
    bias = None if view.bias is None else float(view.bias[number])
    if view.kind == "pool":
        return Made([(images[number], None)], bias)
    if view.K is None:
        return Made([(images[0], None)], bias)
    kernels = _four_axes(view.K)
    of_map = kernels[:, number] if view.kind == "stamp" else kernels[number]
    return Made(list(zip(images, of_map, strict=True)), bias)


def explanation(view: View | None) -> Explain | None:
    """How a value of the right result comes about, for the messages: a line for each channel."""
    if view is None:
        return None

    def explain(index: tuple[int, ...]) -> str:
        made, place = made_of(view, index[:-2]), (index[-2], index[-1])
        if view.kind == "frame":
            return f"  {frame_text(tuple(view.X.shape), view.padding, place, scalar_text(torch.tensor(view.value)))}"
        if view.kind == "matrix" and view.K is not None:
            return f"  {matrix_text(tuple(view.X.shape), view.K, place)}"
        if view.kind == "pool" and view.pool is not None:
            return _pooled(view, made.channels[0][0], place)
        image, kernel = made.channels[0]
        assert kernel is not None
        if len(made.channels) == 1 and view.kind == "window":
            text = window_sum(image, kernel, view.padding, view.stride)(place)
            if view.turned:
                text += "\n  The kernel is turned by 180°, as a strict convolution has it."
            return "\n".join(
                [text, *_with_bias(made, float(sum(a * b for a, b in _pairs(view, image, kernel, place))))]
            )
        if len(made.channels) == 1 and view.padding == (0, 0):
            return stamp_sum(image, kernel, view.stride)(place)
        return _summed(view, made, place)

    return explain


def _summed(view: View, made: Made, place: tuple[int, int]) -> str:
    """A line for each channel, their sum, and the bias."""
    lines, values = [], []
    for number, (image, kernel) in enumerate(made.channels):
        assert kernel is not None
        pairs = _pairs(view, image, kernel, place)
        values.append(sum((pixel * weight for pixel, weight in pairs), 0.0))
        terms = " + ".join(f"{_term(pixel)}·{_term(weight)}" for pixel, weight in pairs) or "none"
        shown = f"{terms} = " if len(pairs) <= MOST_TERMS else ""
        name = f"channel {number}" if len(made.channels) > 1 else "the stamps that reach it"
        lines.append(f"  {name}: {shown}{_text(values[-1])}")
    if len(values) > 1:
        lines.append(f"  sum over the channels: {' + '.join(_term(value) for value in values)} = {_text(sum(values))}")
    return "\n".join([*lines, *_with_bias(made, sum(values))])


def _with_bias(made: Made, total: float) -> list[str]:
    if made.bias is None:
        return []
    return [f"  with the bias: {_term(total)} + {_term(made.bias)} = {_text(total + made.bias)}"]


def _pairs(view: View, image: torch.Tensor, kernel: torch.Tensor, place: tuple[int, int]) -> list[tuple[float, float]]:
    return products(view.kind, image, kernel, view.padding, view.stride, place)


def products(
    kind: str,
    image: torch.Tensor,
    kernel: torch.Tensor,
    padding: tuple[int, int],
    stride: tuple[int, int],
    place: tuple[int, int],
) -> list[tuple[float, float]]:
    """The (pixel, weight) pairs of one channel whose products add up to the value at `place`."""
    if kind == "stamp":
        return [(float(image[at]), float(kernel[by])) for at, by in stamps(image, kernel, padding, stride, place)]
    (h, w), top, left = kernel.shape, place[0] * stride[0], place[1] * stride[1]
    window = padded_with(image, padding, 0.0)[top : top + h, left : left + w]
    return [(float(a), float(b)) for a, b in zip(window.flatten(), kernel.flatten(), strict=True)]


def stamps(
    image: torch.Tensor,
    kernel: torch.Tensor,
    padding: tuple[int, int],
    stride: tuple[int, int],
    place: tuple[int, int],
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """The input values whose stamps reach `place`, each with the weight by which it is multiplied, as indices."""
    spans = []
    for axis in (0, 1):
        at, step, k = place[axis] + padding[axis], stride[axis], kernel.shape[axis]
        spans.append([(i, at - i * step) for i in range(image.shape[axis]) if 0 <= at - i * step < k])
    return [((i, j), (a, b)) for i, a in spans[0] for j, b in spans[1]]


def _pooled(view: View, image: torch.Tensor, place: tuple[int, int]) -> str:
    assert view.pool is not None
    text = window_pool(image, view.pool, view.mode or "max", view.padding, view.stride)(place)
    if view.counted:
        return text
    (h, w), top, left = view.pool, place[0] * view.stride[0], place[1] * view.stride[1]
    inside = padded_with(torch.ones_like(image, dtype=torch.float64), view.padding, 0.0)[top : top + h, left : left + w]
    pixels = padded_with(image.double(), view.padding, 0.0)[top : top + h, left : left + w][inside > 0]
    window = text.split("\n", maxsplit=1)[0]
    values = " + ".join(_term(float(pixel)) for pixel in pixels)
    mean = _text(float(pixels.mean()))
    return f"{window}\n  {_of_the_image(len(pixels))} count: ({values}) / {len(pixels)} = {mean}"


def _of_the_image(count: int) -> str:
    return "only the pixel of the image" if count == 1 else f"only the {count} pixels of the image"


def frame_text(shape: tuple[int, ...], padding: tuple[int, int], place: tuple[int, int], value: str) -> str:
    """Where a value of a padded image comes from."""
    row, column = place[0] - padding[0], place[1] - padding[1]
    name = f"Y[{place[0]}, {place[1]}]"
    if 0 <= row < shape[0] and 0 <= column < shape[1]:
        return f"{name} is the pixel X[{row}, {column}]."
    return f"{name} lies in the frame, where every value is {value}."


def matrix_places(
    shape: tuple[int, ...], kernel: torch.Tensor, place: tuple[int, int]
) -> tuple[tuple[int, int], tuple[int, int], tuple[int, int] | None]:
    """Of a value of the matrix: its window's first row and column, its pixel, and its weight, which may be none."""
    (h, w), width = kernel.shape, shape[1]
    window = divmod(place[0], width - w + 1)
    pixel = divmod(place[1], width)
    a, b = pixel[0] - window[0], pixel[1] - window[1]
    return window, pixel, (a, b) if 0 <= a < h and 0 <= b < w else None


def matrix_text(shape: tuple[int, ...], kernel: torch.Tensor, place: tuple[int, int]) -> str:
    """What stands in a value of a kernel's matrix: the row is a window, the column a pixel."""
    window, pixel, weight = matrix_places(shape, kernel, place)
    text = f"Row {place[0]} is the window that begins at {window}, column {place[1]} is the pixel {pixel}"
    if weight is None:
        return f"{text}. The window does not cover it: 0."
    return f"{text}. There the window has the weight K[{weight[0]}, {weight[1]}] = {scalar_text(kernel[weight])}."


def _four_axes(tensor: torch.Tensor) -> torch.Tensor:
    return tensor.reshape((1,) * (4 - tensor.dim()) + tuple(tensor.shape))


def _text(value: float) -> str:
    return scalar_text(torch.tensor(value, dtype=torch.float64))


def _term(value: float) -> str:
    """A number within a sum or a product: a negative one in brackets."""
    return f"({_text(value)})" if value < 0 else _text(value)
