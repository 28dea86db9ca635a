"""Probes for `receptive_field`: each of its three numbers by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from cnnlab.probes._calls import Calls
from cnnlab.probing.questions import SEEN, Probe

Layer = tuple[str, int, int, int, int]

calls = Calls("receptive_field")
PARTS = ("size", "jump", "centre")
UNCHANGED = "the list is afterwards what it was before"
CHAINS: tuple[list[Layer], ...] = (
    [("conv", 5, 2, 1, 2), ("pool", 3, 3, 1, 1), ("conv", 2, 1, 0, 3), ("conv", 4, 2, 2, 1)],
    [("conv", 2, 3, 0, 3), ("pool", 4, 2, 2, 1), ("conv", 3, 1, 1, 2), ("conv", 1, 3, 1, 1)],
    [("conv", 4, 1, 2, 1), ("pool", 2, 2, 0, 3), ("conv", 5, 3, 1, 1), ("conv", 3, 2, 0, 2)],
)


def probes() -> tuple[Probe, ...]:
    return (*size(), *jump(), *centre())


def says(part: int, expected: float, *layers: Layer) -> Probe:
    """A call of which one number alone is looked at; for the centre, the list that was given as well."""
    probe = calls.gives(PARTS[part], list(layers), returns=expected)

    def ask(answer: Any) -> Any:
        given = list(layers)
        result = answer(given)
        value = result[part] if isinstance(result, tuple) and len(result) == 3 else result
        if part < 2:
            return value
        value = float(value) if type(value) is int else value
        return {"the centre": value, UNCHANGED: given == list(layers), SEEN: {UNCHANGED: f"it is now {given}"}}

    wanted = expected if part < 2 else {"the centre": expected, UNCHANGED: True}
    return replace(probe, ask=ask, expected=wanted, call=f"The {PARTS[part]} of {probe.call}")


def numbers(layers: list[Layer]) -> tuple[int, int, float]:
    """What is expected, from the first and the last pixel that the first value sees."""
    first = last = 0
    for _, kernel, stride, padding, dilation in reversed(layers):
        first, last = first * stride - padding, last * stride - padding + (kernel - 1) * dilation
    steps = 1
    for _, _, stride, _, _ in layers:
        steps *= stride
    return last - first + 1, steps, (first + last) / 2


def size() -> Iterator[Probe]:
    yield says(0, 1)
    yield says(0, 3, ("conv", 3, 1, 0, 1))
    yield says(0, 7, *[("conv", 3, 1, 1, 1)] * 3)
    yield says(0, 4, ("conv", 3, 1, 0, 1), ("pool", 2, 2, 0, 1))
    yield says(0, 8, ("conv", 3, 1, 0, 1), ("pool", 2, 2, 0, 1), ("conv", 3, 1, 0, 1))
    yield says(0, 11, ("conv", 3, 2, 0, 1), ("conv", 3, 1, 0, 2))
    yield says(0, 1, ("conv", 1, 1, 0, 3), ("conv", 1, 4, 0, 1))
    for chain in CHAINS:
        yield says(0, numbers(chain)[0], *chain)


def jump() -> Iterator[Probe]:
    yield says(1, 1)
    yield says(1, 1, ("conv", 3, 1, 1, 1), ("conv", 5, 1, 0, 2))
    yield says(1, 6, ("conv", 3, 2, 0, 1), ("pool", 3, 3, 0, 1))
    yield says(1, 2, ("conv", 3, 1, 0, 1), ("pool", 2, 2, 0, 1), ("conv", 3, 1, 0, 1))
    yield says(1, 8, ("conv", 3, 2, 1, 1), ("pool", 3, 2, 1, 1), ("pool", 3, 2, 1, 1))
    yield says(1, 6, ("conv", 2, 1, 0, 3), ("pool", 2, 3, 0, 3), ("pool", 2, 1, 0, 3), ("conv", 2, 2, 0, 3))
    yield says(1, 4, ("conv", 2, 4, 0, 3))


def centre() -> Iterator[Probe]:
    yield says(2, 0.0)
    yield says(2, 1.0, ("conv", 3, 1, 0, 1))
    yield says(2, 0.0, ("conv", 3, 1, 1, 1), ("conv", 5, 1, 2, 1))
    yield says(2, 0.5, ("conv", 2, 2, 0, 1))
    yield says(2, 3.5, ("conv", 3, 1, 0, 1), ("pool", 2, 2, 0, 1), ("conv", 3, 1, 0, 1))
    yield says(2, -4.5, ("pool", 2, 2, 1, 1), ("conv", 3, 1, 3, 1))
    yield says(2, 6.0, ("conv", 3, 2, 1, 1), ("conv", 3, 3, 0, 3))
    for chain in CHAINS:
        yield says(2, numbers(chain)[2], *chain)
    named = says(2, 0.5, ("pool", 4, 3, 1, 1))
    yield replace(
        named,
        ask=lambda answer: float(answer(layers=[("pool", 4, 3, 1, 1)])[2]),
        expected=0.5,
        call="The centre of receptive_field(layers=[('pool', 4, 3, 1, 1)])",
    )
