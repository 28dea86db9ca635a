"""Numbers for pictures: read from any tensor, and written as short as possible."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from typing import Any

import torch

import cnnlab.one_thread  # noqa: F401 - all that it does is done by importing it


def real_values(values: Any, who: str) -> torch.Tensor:
    """Any real tensor, array or nested list as float64 on the CPU, without its gradient graph.

    Raises:
        ValueError: complex values, or none at all; `who` is the function that the message names.
    """
    tensor = torch.as_tensor(values).detach()
    if tensor.is_complex():
        raise ValueError(
            f"{who} draws real numbers, but the values of shape {tuple(tensor.shape)} are complex: "
            "take .real or .abs()."
        )
    if tensor.numel() == 0:
        raise ValueError(f"{who} has nothing to draw: the shape is {tuple(tensor.shape)}.")
    return tensor.to("cpu", torch.float64)


def loss_values(values: Any, name: str) -> list[float]:
    """Losses as floats, one a step; they may be infinite or nan.

    Raises:
        ValueError: not a list of numbers, or an empty one.
    """
    try:
        losses = [float(value.detach() if isinstance(value, torch.Tensor) else value) for value in values]
    except (TypeError, ValueError) as error:
        raise ValueError(
            f"The losses of {name} should be a list of numbers, one a step, but are a {type(values).__name__}."
        ) from error
    if not losses:
        raise ValueError(f"The losses of {name} are empty: there should be one a step.")
    return losses


def number_text(value: float, digits: int = 3) -> str:
    """A number with so many significant digits, as people write it: 0.25, −1, 3.2e8, ∞."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    if value == int(value) and abs(value) < 10 ** (digits + 2):
        return str(int(value)).replace("-", "−")
    text = f"{value:.{digits}g}"
    if "e" in text:
        base, power = text.split("e")
        text = f"{base}e{int(power)}"
    return text.replace("-", "−")


def number_of(text: str) -> float:
    """The number that `number_text` or a cell writer wrote."""
    return float(text.replace("−", "-").replace("∞", "inf"))


def cell_writer(values: Iterable[float]) -> Callable[[float], str]:
    """A function that writes numbers such as `values` for narrow cells, all with the same number of decimals.

    A rounded value keeps its trailing zeros: 0.00 is close to zero, 0 is zero.
    """
    finite = [value for value in values if math.isfinite(value)]
    largest = max((abs(value) for value in finite), default=0.0)
    if all(value == int(value) for value in finite) and largest < 10_000:
        decimals = 0
    elif 0.05 <= largest < 1000:
        decimals = 2 if largest < 10 else 1 if largest < 100 else 0
    else:
        return lambda value: number_text(value, 2)

    def write(value: float) -> str:
        if not math.isfinite(value):
            return number_text(value)
        text = f"{value:.{decimals}f}"
        if decimals and abs(float(text) - value) <= 1e-6 * max(1.0, abs(value)):
            text = text.rstrip("0").rstrip(".")
        return ("0" if text == "-0" else text).replace("-", "−")

    return write


def luminance(red: float, green: float, blue: float) -> float:
    """Relative luminance of an sRGB colour (each part 0 to 1), as WCAG defines it."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def dark_ink(red: float, green: float, blue: float) -> bool:
    """Whether black reads better than white on this colour."""
    return luminance(red, green, blue) > 0.18
