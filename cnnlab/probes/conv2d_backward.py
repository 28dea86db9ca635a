"""Probes for `conv2d_backward`. Each of the first three concepts looks at one of the gradients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F
from torch.nn.grad import conv2d_input, conv2d_weight

from cnnlab.checks.wording import value_in_words
from cnnlab.probes._calls import Calls, grid, quarters
from cnnlab.probing.questions import SEEN, Probe

calls = Calls("conv2d_backward", ("dY", "X", "W"), refuse=("autograd",))
DX, DW, DB = 0, 1, 2
NAMES = ("dX", "dW", "db")
THREE = "the result is a tuple (dX, dW, db)"
CASES: list[tuple[Any, ...]] = [
    (2, 3, 4, 5, 6, 3, 2, 1, 0),
    (3, 2, 4, 6, 5, 2, 3, 1, 1),
    (2, 4, 3, 7, 6, 3, 2, 2, 1),
    (4, 2, 3, 6, 9, 2, 3, (3, 2), (1, 0)),
    (2, 3, 2, 8, 6, 3, 4, (2, 3), (0, 2)),
    (1, 2, 3, 5, 7, 4, 2, 3, 0),
    (2, 2, 2, 4, 4, 2, 2, 1, 0),
    (3, 3, 3, 5, 5, 3, 3, 2, 1),
    (3, 1, 1, 4, 5, 3, 2, 1, 0),
    (2, 3, 4, 3, 2, 3, 2, 1, 0),
]


def probes() -> tuple[Probe, ...]:
    return (*weights(), *images(), *bias(), *arguments())


def gradients(dY: Tensor, X: Tensor, W: Tensor, stride: Any = 1, padding: Any = 0) -> tuple[Tensor, Tensor, Tensor]:
    """PyTorch's own, in float64."""
    dY, X, W = dY.double(), X.double(), W.double()
    dX = conv2d_input(X.shape, W, dY, stride, padding)
    return dX, conv2d_weight(X, W.shape, dY, stride, padding), dY.sum(dim=(0, 2, 3))


def one_of_them(concept: str, which: int, *tensors: Tensor, settings: Any = (), **named: Any) -> Probe:
    """A call, of which one of the three gradients is looked at."""
    returns = gradients(*tensors, *settings, **named)[which]
    return named_parts(calls.gives(concept, *tensors, *settings, returns={NAMES[which]: returns}, **named))


def all_of_them(concept: str, *tensors: Tensor, **named: Any) -> Probe:
    """A call, of which all three gradients are looked at."""
    wanted = gradients(*(tensors or (named["dY"], named["X"], named["W"])))
    return named_parts(calls.gives(concept, *tensors, returns=dict(zip(NAMES, wanted, strict=True)), **named))


def named_parts(probe: Probe) -> Probe:
    """The same call: that there are three gradients comes first, then those that are expected, by their names."""

    def ask(answer: Any) -> Any:
        result = probe.ask(answer)
        if isinstance(result, (tuple, list)) and len(result) == len(NAMES):
            found = dict(zip(NAMES, result, strict=True))
            return {THREE: True, **{name: found[name] for name in probe.expected}}
        return {THREE: False, SEEN: {THREE: f"yours is {value_in_words(result)}"}}

    return replace(probe, ask=ask, expected={THREE: True, **probe.expected})


def example() -> tuple[Tensor, Tensor, Tensor]:
    """What the lab prints."""
    return grid(2, 2)[None, None] + 1, grid(3, 3)[None, None], grid(2, 2)[None, None]


def drawn(seed: int, plain: bool = False) -> Iterator[tuple[tuple[Tensor, Tensor, Tensor], Any, Any]]:
    """Tensors for each case, with its stride and padding; `plain`: images and weights of ones."""
    draw = quarters(seed=seed)
    for N, C, count, H, W, h, w, s, p in [*CASES, CASES[0]]:
        X, K = draw(N, C, H, W), draw(count, C, h, w)
        if plain:
            X, K = torch.ones_like(X), torch.ones_like(K)
        yield (draw(*F.conv2d(X, K, None, s, p).shape), X, K), s, p


def weights() -> Iterator[Probe]:
    yield one_of_them("weights", DW, *example())
    for tensors, s, p in drawn(231):
        yield one_of_them("weights", DW, *tensors, stride=s, padding=p)
    yield calls_twice("weights", DW, 232)


def images() -> Iterator[Probe]:
    yield one_of_them("images", DX, *example())
    for tensors, s, p in drawn(233):
        yield one_of_them("images", DX, *tensors, settings=(s, p))
    yield calls_twice("images", DX, 234)


def bias() -> Iterator[Probe]:
    draw = quarters(seed=235)
    for tensors, s, p in drawn(236, plain=True):
        yield one_of_them("bias", DB, *tensors, stride=s, padding=p)
    for N, C, count in [(3, 2, 3), (1, 2, 4), (4, 1, 4), (3, 2, 1), (2, 1, 3)]:
        X, K = torch.ones(N, C, 4, 4), torch.ones(count, C, 2, 2)
        yield one_of_them("bias", DB, draw(N, count, 3, 3), X, K)
    yield one_of_them("bias", DB, draw(4, 4, 1, 1), torch.ones(4, 1, 2, 2), torch.ones(4, 1, 2, 2))


def arguments() -> Iterator[Probe]:
    """Single pixels and weights of all dtypes; permuted tensors; shapes that do not go together."""
    draw = quarters(seed=237)
    dY: Any
    X: Any
    W: Any
    settings: Any
    byte, small = torch.full((1, 1, 1, 1), 200, dtype=torch.uint8), torch.full((1, 1, 1, 1), -100, dtype=torch.int8)
    whole, fraction = torch.full((1, 1, 1, 1), 7), torch.full((1, 1, 1, 1), -1.75)
    for tensors in [
        (2 * torch.ones_like(byte), byte, 3 * torch.ones_like(byte)),
        (whole, fraction, whole),
        (fraction, whole, whole),
        (whole, whole, fraction),
        (byte, byte, byte),
        (small, small, small),
        (small, byte, small),
        (byte, fraction.double(), fraction),
        (fraction, byte, byte),
    ]:
        yield all_of_them("arguments", *tensors)
    yield all_of_them("arguments", W=fraction, dY=whole, X=fraction)
    for dY, X, W, settings in [
        ((2, 4, 3, 3), (2, 3, 4, 5), (4, 3, 3, 2), {}),  # printed in the lab
        ((2, 3, 4, 4), (2, 2, 5, 6), (3, 2, 2, 2), {}),
        ((2, 3, 4, 6), (2, 2, 5, 6), (3, 2, 2, 2), {}),
        ((1, 3, 4, 5), (2, 2, 5, 6), (3, 2, 2, 2), {}),
        ((2, 1, 4, 5), (2, 2, 5, 6), (3, 2, 2, 2), {}),
        ((2, 3, 3, 3), (2, 2, 5, 6), (3, 2, 2, 2), {"stride": 2}),
        ((2, 3, 4, 5), (2, 2, 5, 6), (3, 2, 2, 2), {"padding": 1}),
        ((2, 3, 5, 4), (2, 2, 5, 6), (3, 2, 2, 2), {}),
    ]:
        right = tuple(F.conv2d(torch.zeros(X), torch.zeros(W), **settings).shape)
        yield calls.refuses("arguments", draw(*dY), draw(*X), draw(*W), naming=(dY, right), **settings)
    for X, W in [((2, 2, 3, 4), (5, 3, 2, 2)), ((2, 4, 3, 4), (5, 2, 2, 2)), ((2, 1, 3, 4), (5, 2, 2, 2))]:
        yield calls.refuses("arguments", draw(2, 5, 2, 3), draw(*X), draw(*W), naming=(X, W))
    for settings in ({}, {"stride": 2, "padding": 1}):
        X, K = draw(2, 2, 3, 3), draw(2, 2, 1, 1)
        dY = draw(*F.conv2d(X, K, **settings).shape)
        yield calls.leaves("arguments", dY, X, K, **settings)
        yield calls.leaves("arguments", dY.double(), X.double(), K.double(), **settings)
    yield calls.leaves("arguments", draw(1, 1, 1, 1), draw(1, 1, 1, 1), draw(1, 1, 1, 1))
    permuted = draw(2, 4, 4, 2).mT, draw(3, 2, 5, 4).permute(1, 0, 3, 2), draw(3, 4, 2, 3).permute(1, 0, 3, 2)
    yield all_of_them("arguments", *permuted)


def calls_twice(concept: str, which: int, seed: int) -> Probe:
    """Two calls with equal shapes and other values, and one gradient of each."""
    draw = quarters(seed=seed)
    first, second = ((draw(2, 4, 2, 3), draw(2, 3, 4, 4), draw(4, 3, 3, 2)) for _ in range(2))
    probe = calls.twice(concept, first, second, (gradients(*first)[which], gradients(*second)[which]))
    return replace(probe, ask=lambda answer: tuple(result[which] for result in probe.ask(answer)))
