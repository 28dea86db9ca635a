"""Probes for `same_padding`."""

from __future__ import annotations

from cnnlab.probes._calls import Calls
from cnnlab.probing.questions import Probe

calls = Calls("same_padding")


def probes() -> tuple[Probe, ...]:
    """Odd kernels with different sides; kernels with one or two even sides, and a square odd one."""
    odd = [
        ((3, 7), (1, 3)),
        ((9, 1), (4, 0)),
        ((1, 5), (0, 2)),
        ((11, 3), (5, 1)),
        ((3, 11), (1, 5)),
        ((11, 5), (5, 2)),
    ]
    even = [(2, 5), (5, 2), (6, 4), (4, 4), (1, 8), (10, 7), (2, 1)]
    square = [((3, 3), (1, 1)), ((1, 1), (0, 0)), ((9, 9), (4, 4))]
    return (
        *(calls.gives("odd", size, returns=padding) for size, padding in odd),
        calls.gives("odd", kernel_size=(5, 9), returns=(2, 4)),
        calls.gives("odd", (7, 13), returns=(3, 6)),
        *(calls.refuses("even", size, naming=(size,)) for size in even),
        *(calls.gives("even", size, returns=padding) for size, padding in square),
    )
