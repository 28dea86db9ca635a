"""Probes for `conv_cost`: each of its two numbers by itself, then what has to be refused."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cnnlab.probes._calls import Calls
from cnnlab.probing.questions import Probe

calls = Calls("conv_cost")
SETTINGS = [(1, 0, 1, 1), (2, 1, 1, 2), (3, 2, 2, 3), (1, 0, 3, 1), (2, 3, 2, 2)]
SIZES = [((4, 6), (3, 2), (12, 15)), ((3, 5), (1, 4), (14, 11)), ((2, 2), (2, 3), (13, 19))]


def probes() -> tuple[Probe, ...]:
    return (*parameters(), *multiplications(), *errors())


def counts(number: int, expected: int, *args: Any, **settings: Any) -> Probe:
    """A call of which one number alone is looked at: 0 for the parameters, 1 for the multiplications."""
    probe = calls.gives(("parameters", "multiplications")[number], *args, returns=expected, **settings)

    def ask(answer: Any) -> Any:
        result = probe.ask(answer)
        return result[number] if isinstance(result, tuple) and len(result) == 2 else result

    return replace(probe, ask=ask, call=f"The {probe.concept} of {probe.call}")


def places(n: int, k: int, stride: int, padding: int, dilation: int) -> int:
    return (n + 2 * padding - dilation * (k - 1) - 1) // stride + 1


def parameters() -> Iterator[Probe]:
    yield counts(0, 224, 3, 8, (3, 3), (32, 32), padding=1)
    yield counts(0, 216, 3, 8, (3, 3), (32, 32), padding=1, bias=False)
    yield counts(0, 72, 8, 12, (3, 1), (5, 7), groups=4, bias=False)
    yield counts(0, 84, 8, 12, (3, 1), (5, 7), groups=4)
    for (a, b), (h, w), size in SIZES:
        for g in (1, 2, 3):
            yield counts(0, g * a * b * h * w + g * b, g * a, g * b, (h, w), size, 2, 1, 2, g, True)
            yield counts(0, g * a * b * h * w, g * a, g * b, (h, w), size, 2, 1, 2, g, False)
    yield counts(0, 60, 6, 6, (3, 3), (9, 9), groups=6)
    yield counts(0, 215, 3, 5, (7, 2), (9, 10), stride=3)
    yield counts(0, 380, 3, 5, (5, 5), (9, 9), 2, 1, 2)


def multiplications() -> Iterator[Probe]:
    yield counts(1, 221184, 3, 8, (3, 3), (32, 32), padding=1)
    yield counts(1, 55296, 3, 8, (3, 3), (32, 32), padding=1, stride=2)
    yield counts(1, 1512, 8, 12, (3, 1), (5, 7), groups=4)
    yield counts(1, 24, 1, 1, (2, 2), (4, 5), dilation=2)
    for stride, padding, dilation, g in SETTINGS:
        for (a, b), (h, w), size in SIZES:
            area = places(size[0], h, stride, padding, dilation) * places(size[1], w, stride, padding, dilation)
            args = g * a, g * b, (h, w), size, stride, padding, dilation, g
            yield counts(1, g * a * b * h * w * area, *args, True)
            yield counts(1, g * a * b * h * w * area, *args, False)
    yield counts(1, 720, 3, 2, (1, 5), (9, 7), 2, 3, 2)


def errors() -> Iterator[Probe]:
    for a, b, groups in [(6, 8, 3), (8, 6, 4), (4, 6, 4), (6, 4, 4), (5, 7, 2), (3, 3, 6), (5, 10, 10), (10, 5, 10)]:
        yield calls.refuses("errors", a, b, (3, 3), (9, 9), groups=groups, naming=(groups, a, b))
    for kernel_size, size, settings in [
        ((3, 4), (9, 3), {}),
        ((3, 1), (4, 9), {"dilation": 2}),
        ((1, 2), (9, 5), {"dilation": 5}),
        ((2, 1), (5, 9), {"dilation": 5}),
        ((7, 1), (4, 9), {"padding": 1, "stride": 2}),
        ((1, 9), (9, 4), {"padding": 2, "stride": 3}),
    ]:
        yield calls.refuses("errors", 1, 1, kernel_size, size, naming=(kernel_size, size), **settings)
    yield calls.gives("errors", 1, 1, (3, 4), (3, 4), returns=(13, 12))
    yield calls.gives("errors", 1, 1, (4, 2), (2, 3), padding=1, returns=(9, 32))
    yield calls.gives("errors", 1, 1, (2, 2), (6, 6), dilation=5, returns=(5, 4))
    yield calls.gives("errors", 1, 1, (4, 5), (4, 5), stride=2, returns=(21, 20))
    yield calls.gives(
        "errors", size=(3, 2), kernel_size=(2, 4), out_channels=1, in_channels=1, padding=1, returns=(9, 32)
    )
