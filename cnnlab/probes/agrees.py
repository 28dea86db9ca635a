"""Probes for `agrees`."""

from __future__ import annotations

from collections.abc import Iterator
from numbers import Real
from typing import Any

import torch
from torch import Tensor

from cnnlab.probes._calls import Calls, quarters
from cnnlab.probing.questions import RESULT, Probe

calls = Calls("agrees", ("map_a", "map_b"))
LEFT, IS_FLOAT = "the maps are as they were", "the result is a float"


def probes() -> tuple[Probe, ...]:
    return (*ranks(), *constant())


def correlation(map_a: Tensor, map_b: Tensor) -> float:
    """What a right answer returns."""
    centred = []
    for values in (map_a.double().reshape(-1), map_b.double().reshape(-1)):
        _, place, count = values.unique(return_inverse=True, return_counts=True)
        rank = (count.cumsum(0) - (count - 1) / 2)[place]
        centred.append(rank - rank.mean())
    size = float(centred[0].norm() * centred[1].norm())
    return float((centred[0] * centred[1]).sum()) / size if size > 0 else 0.0


def asked(concept: str, map_a: Tensor, map_b: Tensor, named: bool = False, typed: bool = True) -> Probe:
    """A call by position or by names. A number comes back as a tensor; `typed` asks whether it is a float, too."""

    def ask(function: Any) -> dict[str, Any]:
        a, b = map_a.clone(), map_b.clone()
        if not map_b.is_contiguous():
            b = map_b.mT.clone().mT
        result = function(map_b=b, map_a=a) if named else function(a, b)
        same = torch.equal(a, map_a) and torch.equal(b, map_b)
        value = torch.tensor(result) if isinstance(result, Real) else result
        return {RESULT: value, LEFT: same, **({IS_FLOAT: isinstance(result, float)} if typed else {})}

    expected = {RESULT: torch.tensor(correlation(map_a, map_b)), LEFT: True, **({IS_FLOAT: True} if typed else {})}
    text = "agrees(map_b=map_b, map_a=map_a)" if named else "agrees(map_a, map_b)"
    if map_a.numel() < 5:
        text = f"agrees({map_a.tolist()}, {map_b.tolist()})"
    return Probe(concept, ask, expected, text)


def ranks() -> Iterator[Probe]:
    draw = quarters(seed=971)
    one = torch.tensor([[10.0, 30.0], [20.0, 20.0]])
    yield asked("ranks", one, torch.tensor([[0.0, 9.0], [1.0, 1.0]]))
    yield asked("ranks", one, torch.tensor([[1.0, 2.0], [3.0, 4.0]]))
    yield asked("ranks", torch.tensor([1.0, 2.0, 30.0]), torch.tensor([0.3, 0.2, -5.0]))
    for shape, most in [((7, 4), 2), ((2, 5), 40), ((2, 3, 2), 3), ((5, 4), 1), ((7, 4), 2)]:
        a = draw(*shape, low=-most, high=most)
        b = draw(*shape[:-2], shape[-1], shape[-2], low=-most, high=most).mT + a / 4
        yield asked("ranks", a, b, named=True)
    for other in ([[3.0, 5.0]], [[5.0, 3.0]]):
        yield asked("ranks", torch.tensor([[1.0, 2.0]]), torch.tensor(other))


def constant() -> Iterator[Probe]:
    draw = quarters(seed=972)
    ramp = torch.tensor([[1.0, 2.0], [3.0, 5.0]])
    yield asked("constant", torch.full((2, 2), 7.0), ramp)
    yield asked("constant", ramp, ramp, typed=False)
    yield calls.refuses("constant", ramp, torch.ones(2, 3), naming=((2, 2), (2, 3)))
    ramp = draw(3, 5) + torch.arange(15.0).reshape(3, 5) / 64
    yield asked("constant", ramp, torch.full((3, 5), 0.3))
    yield asked("constant", torch.zeros(3, 5), torch.zeros(3, 5))
    yield asked("constant", ramp[:1, :1], ramp[1:2, 1:2])
    for shape in [(5, 3, 1), (15,), (1, 3, 5)]:
        yield calls.refuses("constant", ramp, torch.ones(shape), naming=((3, 5), shape))
        yield calls.refuses("constant", torch.ones(shape), ramp, naming=((3, 5), shape))
    yield asked("constant", ramp, -ramp, typed=False)
