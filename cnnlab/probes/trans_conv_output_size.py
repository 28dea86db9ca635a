"""Probes for `trans_conv_output_size`."""

from __future__ import annotations

from cnnlab.probes._calls import Calls
from cnnlab.probing.questions import Probe

calls = Calls("trans_conv_output_size")


def probes() -> tuple[Probe, ...]:
    return (
        calls.gives("formula", 2, 2, returns=3),
        calls.gives("formula", 2, 2, stride=2, returns=4),
        calls.gives("formula", 2, 2, padding=1, returns=1),
        calls.gives("formula", 6, 5, stride=3, padding=2, returns=16),
        calls.gives("formula", 9, 4, returns=12),
        calls.gives("formula", 7, 3, 5, returns=33),
        calls.gives("formula", 7, 3, 5, 1, returns=31),
        calls.gives("formula", 12, 6, 4, 2, returns=46),
        calls.gives("formula", 5, 8, 3, 3, returns=14),
        calls.gives("output_padding", 4, 5, stride=3, output_padding=1, returns=15),
        calls.gives("output_padding", 4, 5, stride=3, output_padding=2, returns=16),
        calls.gives("output_padding", 7, 6, 5, 0, 3, returns=39),
        calls.gives("output_padding", n=10, k=3, stride=4, output_padding=2, returns=41),
        calls.gives("output_padding", 13, 7, 2, 0, 1, returns=32),
    )
