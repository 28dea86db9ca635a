"""Probes for `trans_conv_output_size`."""

from __future__ import annotations

from cnnlab.probes._calls import Calls
from cnnlab.probing.questions import Ask, Probe

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
        calls.gives("formula", k=6, n=1, padding=2, stride=3, returns=2),
        calls.gives("formula", k=1, n=7, stride=4, returns=25),
        calls.gives("formula", 1, 1, 2, returns=1),
        calls.gives("formula", 4, 9, padding=4, returns=4),
        calls.gives("formula", 1, 8, 2, 3, returns=2),
        calls.gives("output_padding", 4, 5, stride=3, output_padding=1, returns=15),
        calls.gives("output_padding", 4, 5, stride=3, output_padding=2, returns=16),
        calls.gives("output_padding", 7, 6, 5, 0, 3, returns=39),
        calls.gives("output_padding", n=10, k=3, stride=4, output_padding=2, returns=41),
        calls.gives("output_padding", 13, 7, 2, 0, 1, returns=32),
        adds(7, 6, 5, 1, 3),
        adds(4, 5, 3, 2, 1),
    )


def adds(n: int, k: int, stride: int, padding: int, output_padding: int) -> Probe:
    """What an output padding adds to the size: only itself, with padding too."""
    ask = longer_by(n, k, stride, padding, output_padding)
    text = f"the output padding in trans_conv_output_size({n}, {k}, {stride}, {padding}, {output_padding})"
    return Probe("output_padding", ask, output_padding, text)


def longer_by(n: int, k: int, stride: int, padding: int, output_padding: int) -> Ask:
    return lambda function: function(n, k, stride, padding, output_padding) - function(n, k, stride, padding, 0)
