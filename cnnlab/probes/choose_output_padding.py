"""Probes for `choose_output_padding`."""

from __future__ import annotations

from collections.abc import Iterator

from cnnlab.probes._calls import Calls
from cnnlab.probing.questions import Probe

calls = Calls("choose_output_padding")


def probes() -> tuple[Probe, ...]:
    return (*stride(), *padding(), *errors())


def stride() -> Iterator[Probe]:
    for n, k, s, left in [(7, 3, 2, 0), (8, 3, 2, 1), (10, 3, 4, 3)]:
        yield calls.gives("stride", n, k, stride=s, returns=left)
    yield calls.gives("stride", 9, 4, returns=0)
    for n, k, s, left in [
        (11, 4, 3, 1),
        (12, 4, 3, 2),
        (13, 4, 3, 0),
        (11, 2, 5, 4),
        (13, 5, 6, 2),
        (14, 4, 4, 2),
        (9, 5, 2, 0),
    ]:
        yield calls.gives("stride", n, k, s, returns=left)
    for s, left in [(2, 1), (4, 1), (5, 4), (12, 9)]:  # the same row and kernel
        yield calls.gives("stride", 12, 3, s, returns=left)
    yield calls.gives("stride", stride=4, k=5, n=11, returns=2)


def padding() -> Iterator[Probe]:
    for n, left in [(16, 0), (17, 1), (18, 2)]:
        yield calls.gives("padding", n, 5, stride=3, padding=2, returns=left)
    for n, k, s, p, left in [
        (10, 4, 3, 1, 2),
        (11, 4, 3, 1, 0),
        (9, 3, 4, 1, 0),
        (12, 3, 4, 1, 3),
        (13, 6, 5, 2, 1),
        (14, 7, 5, 2, 1),
        (15, 5, 3, 2, 2),
    ]:
        yield calls.gives("padding", n, k, s, p, returns=left)
    for p, left in [(1, 2), (2, 4), (3, 1)]:  # the same row, kernel and stride
        yield calls.gives("padding", 9, 4, 5, p, returns=left)
    yield calls.gives("padding", padding=3, stride=4, k=5, n=8, returns=1)


def errors() -> Iterator[Probe]:
    yield calls.refuses("errors", 3, 5, naming=(3, 5))
    yield calls.refuses("errors", 2, 7, stride=3, padding=2, naming=(2, 7))
    yield calls.gives("errors", 3, 7, stride=3, padding=2, returns=0)
    for n, p, s in [(4, 2, 3), (6, 3, 4), (9, 4, 2)]:
        fits = n + 2 * p
        yield calls.refuses("errors", n, fits + 1, s, p, naming=(n, fits + 1))
        yield calls.gives("errors", n, fits, s, p, returns=0)
        yield calls.refuses("errors", n, n + 1, s, naming=(n, n + 1))
        yield calls.gives("errors", n, n, s, returns=0)
