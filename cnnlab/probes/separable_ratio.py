"""Probes for `separable_ratio`: its value up to rounding, and whether it is an exact fraction."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from cnnlab.probing.questions import Probe


def probes() -> tuple[Probe, ...]:
    return (*value(), *exact())


def value() -> Iterator[Probe]:
    for C, count, h, w in [
        (16, 32, 3, 3),
        (2, 3, 1, 2),
        (5, 1, 3, 1),
        (3, 7, 5, 2),
        (7, 3, 2, 5),
        (4, 4, 3, 3),
        (6, 1, 2, 3),
        (3, 5, 1, 1),
        (2, 29, 1, 4),
        (8, 11, 3, 3),
        (1, 6, 3, 2),
    ]:
        yield _about(C, count, (h, w))


def exact() -> Iterator[Probe]:
    for h, w in [(3, 1), (1, 1), (5, 5), (7, 7), (3, 7), (11, 1), (1, 13), (12, 9)]:
        yield _exactly(1 + Fraction(1, h * w), 1, 1, (h, w))
    yield _exactly(Fraction(10, 9), 1, 1, kernel_size=(3, 3))
    yield _exactly(Fraction(7, 6), in_channels=1, out_channels=1, kernel_size=(2, 3))


def _about(C: int, count: int, kernel_size: tuple[int, int]) -> Probe:
    def ask(ratio: Any) -> Any:
        result = ratio(C, count, kernel_size)
        if isinstance(result, (int, float)) or not hasattr(result, "numerator"):
            return result
        return result.numerator / result.denominator

    expected = 1 / count + 1 / (kernel_size[0] * kernel_size[1])
    return Probe("value", ask, expected, f"separable_ratio({C}, {count}, {kernel_size}), as a float,", allow=())


def _exactly(expected: Fraction, *args: Any, **settings: Any) -> Probe:
    def ask(ratio: Any) -> Any:
        result = ratio(*args, **settings)
        if isinstance(result, (int, float)) or not hasattr(result, "numerator"):
            return result
        return {"numerator": result.numerator, "denominator": result.denominator}

    said = ", ".join([*map(str, args), *(f"{name}={value}" for name, value in settings.items())])
    parts = {"numerator": expected.numerator, "denominator": expected.denominator}
    return Probe("exact", ask, parts, f"separable_ratio({said}), which is {expected}", allow=())
