"""The words below the picture of a failing window: where the right value comes from, line by line, and what came.

Numbers have the minus sign of code, as in the message beside the picture, which a student may copy.
"""

from __future__ import annotations

import math

import torch

from cnnlab.checks.wording import wrong_values
from cnnlab.figures.arguments import padded_with
from cnnlab.figures.grids import ink_for
from cnnlab.figures.values import number_text
from cnnlab.figures.wording import bracketed, dot_text, plural, settings_text, span_text
from cnnlab.probing.failing import Failing
from cnnlab.probing.views import frame_text, matrix_text, products, stamps

MOST_LISTED = 16  # values of a pooling window that its text lists


def words_of(
    failing: Failing, images: list[torch.Tensor], kernels: list[torch.Tensor], crossed: bool, in_this_map: int
) -> list[str]:
    """Where the first wrong value comes from, line by line, then what was expected and what came.

    Args:
        crossed: whether there are cells that no window covers.
        in_this_map: how many values of the map that is shown are wrong.
    """
    lines = [*_explained(failing, images, kernels, crossed), *_comparison(failing, in_this_map)]
    return [line.replace("−", "-") for line in lines]


def _explained(failing: Failing, images: list[torch.Tensor], kernels: list[torch.Tensor], crossed: bool) -> list[str]:
    """Where the first wrong value comes from: a sentence, or a line for each channel and their sum."""
    lines = []
    if failing.turned:
        lines.append("The kernel lies on the image turned by 180°, as a strict convolution has it.")
    if crossed:
        lines.append("No window covers the crossed cells.")
    if failing.cell is None:
        return lines
    if failing.kind == "pool":
        return [*lines, _pooled(failing, images[0])]
    if failing.kind == "frame":
        shape = tuple(images[0].shape)
        return [*lines, frame_text(shape, failing.padding, failing.cell, number_text(failing.value))]
    if failing.kind == "matrix":
        return [*lines, matrix_text(tuple(images[0].shape), kernels[0], failing.cell)]
    if failing.kind == "window":
        return [*lines, *_window_lines(failing, images, kernels)]
    return [*lines, *_stamp_lines(failing, images, kernels)]


def value_name(failing: Failing) -> str:
    """The first wrong value as an index of the result, and in words where there are several images or maps."""
    assert failing.cell is not None
    index = ", ".join(str(part) for part in (*failing.where, *failing.cell))
    names = ["map"] if len(failing.where) == 1 else ["image", "map"]
    if failing.kind == "pool":
        names[-1] = "channel"
    parts = [
        f"{name} {number}"
        for name, number, length in zip(names, failing.where, failing.expected_shape, strict=False)
        if length > 1
    ]
    return f"Y[{index}]" + (f" ({', '.join(parts)})" if parts else "")


def _window_lines(failing: Failing, images: list[torch.Tensor], kernels: list[torch.Tensor]) -> list[str]:
    assert failing.cell is not None
    (h, w), (row, column) = kernels[0].shape, failing.cell
    top, left = row * failing.stride[0], column * failing.stride[1]
    covers = f"For {value_name(failing)} the window covers {span_text(top, h, left, w)}"
    out_ink = ink_for(torch.tensor(failing.expected, dtype=torch.float64))
    texts, values = [], []
    for image, kernel in zip(images, kernels, strict=True):
        window = padded_with(image, failing.padding, 0.0)[top : top + h, left : left + w]
        values.append(float((window * kernel).sum()))
        total_ink = out_ink if len(images) == 1 and failing.bias is None else ink_for(torch.tensor([values[-1]]))
        texts.append(dot_text(window, ink_for(image), kernel, ink_for(kernel), total_ink))
    if len(images) == 1:
        return [f"{covers}: {texts[0]}.", *_bias(failing, values[0])]
    lines = [f"Channel {number}: {text}." for number, text in enumerate(texts)]
    return [f"{covers} of each channel.", *lines, _sum_of_channels(values), *_bias(failing, sum(values))]


def _sum_of_channels(values: list[float]) -> str:
    terms = " + ".join(bracketed(number_text(value, 6)) for value in values)
    return f"Sum over the channels: {terms} = {number_text(sum(values), 6)}."


def _bias(failing: Failing, total: float) -> list[str]:
    if failing.bias is None:
        return []
    terms = f"{number_text(total, 6)} + {bracketed(number_text(failing.bias, 6))}"
    return [f"With the bias: {terms} = {number_text(total + failing.bias, 6)}."]


def _stamp_lines(failing: Failing, images: list[torch.Tensor], kernels: list[torch.Tensor]) -> list[str]:
    """The input values whose stamps reach the cell, each with the weight by which it is multiplied."""
    assert failing.cell is not None
    name, setting = value_name(failing), (failing.padding, failing.stride, failing.cell)
    texts, values = [], []
    for image, kernel in zip(images, kernels, strict=True):
        pairs = products("stamp", image, kernel, *setting)
        values.append(sum((value * weight for value, weight in pairs), 0.0))
        terms = [f"{bracketed(number_text(value))}·{bracketed(number_text(weight))}" for value, weight in pairs]
        texts.append(f"{' + '.join(terms)} = {number_text(values[-1], 6)}")
    count = len(stamps(images[0], kernels[0], *setting))
    reach = f"{plural(count, 'stamp')} reach{'es' if count == 1 else ''} {name}"
    if not count:
        return [f"No stamp reaches {name}: it stays 0.", *_bias(failing, 0.0)]
    if len(images) == 1:
        return [f"{reach}: {texts[0]}.", *_bias(failing, values[0])]
    lines = [f"Channel {number}: {text}." for number, text in enumerate(texts)]
    return [f"{reach} from each channel.", *lines, _sum_of_channels(values), *_bias(failing, sum(values))]


def _pooled(failing: Failing, image: torch.Tensor) -> str:
    assert failing.cell is not None and failing.pool is not None
    (h, w), (row, column), average = failing.pool, failing.cell, failing.mode == "avg"
    top, left = row * failing.stride[0], column * failing.stride[1]
    window = padded_with(image, failing.padding, 0.0 if average else -math.inf)[top : top + h, left : left + w]
    inside = padded_with(torch.ones_like(image), failing.padding, 0.0)[top : top + h, left : left + w] > 0
    counted = window.flatten() if failing.counted else window[inside]
    text = _pooling_text([number_text(float(value)) for value in counted], average)
    value = number_text(float(counted.mean() if average else counted.max()))
    covers = f"For {value_name(failing)} the window covers {span_text(top, h, left, w)}: {text} is {value}."
    pixels = int(inside.sum())
    if not average or pixels == inside.numel():
        return covers
    if failing.counted:
        return f"{covers} The zeros of the padding count as well: it is divided by {inside.numel()}."
    only = "only the pixel of the image counts" if pixels == 1 else f"only the {pixels} pixels of the image count"
    return f"{covers} With count_include_pad=False {only}."


def _pooling_text(texts: list[str], average: bool) -> str:
    """How the value of a window comes about, with its numbers when they are few."""
    if len(texts) > MOST_LISTED:
        return "its mean" if average else "its largest value"
    if average:
        return f"({' + '.join(bracketed(text) for text in texts)}) / {len(texts)}"
    return f"max({', '.join(texts)})"


def _comparison(failing: Failing, in_this_map: int) -> list[str]:
    """Expected and actual in words; `in_this_map` values of the map that is shown are wrong."""
    if failing.cell is None:
        result = "nothing that can be drawn" if failing.actual_shape is None else f"one of shape {failing.actual_shape}"
        settings = settings_text(failing.padding, failing.stride).removeprefix(", ")
        shape = f"{failing.expected_shape} ({settings})" if settings else f"{failing.expected_shape}"
        return [f"The result should have the shape {shape}, but yours is {result}."]
    row, column = failing.cell
    expected, value = failing.expected[row][column], failing.actual[row][column] if failing.actual else None
    text = "not a finite number" if value is None else number_text(value, 6)
    lines = [f"Expected is {number_text(expected, 6)}, yours is {text}."]
    count, total = failing.wrong or in_this_map, math.prod(failing.expected_shape)
    if total > 1:
        here = f", {in_this_map} of them in this map" if in_this_map < count else ""
        are, who = f"{wrong_values(count, total, 'the')}{here}", "it" if count == 1 else "each"
        lines.append(f"{are[0].upper()}{are[1:]}: {who} has a dashed frame with a small cross.")
    return lines
