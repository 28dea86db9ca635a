"""Probes for `numeric_gradient`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.functions import Given, absolute, conv_of, cubic, given, linear_map, sine, square_sum
from cnnlab.probes._calls import Calls, grid, quarters
from cnnlab.probing.questions import SEEN, Probe

calls = Calls("numeric_gradient", ("X", "upstream"), refuse=("autograd",))
linear = given(lambda X: 3 * X, "linear")
square = given(lambda X: X.sum() ** 2, "square")
outer = given(lambda X: X[:, None] * X, "outer")


def probes() -> tuple[Probe, ...]:
    return (*values(), *step(), *inputs())


def measures(concept: str, f: Given, X: Tensor, upstream: Tensor, *eps: float, returns: Any, **named: Any) -> Probe:
    """A call, expected to return this gradient."""
    return calls.gives(concept, f, X, upstream, *eps, returns=returns, **named)


def values() -> Iterator[Probe]:
    draw = quarters(seed=251)
    two = torch.tensor([1.0, 2.0]), torch.tensor([1.0, 10.0])
    yield measures("values", cubic, *two, returns=[3.0, 120.0])
    yield measures("values", square_sum, torch.tensor([[1.0, -2.0, 3.0]]), torch.tensor(2.0), returns=[[4.0, -8, 12]])
    kernel, upstream = grid(2, 2)[None, None], grid(2, 2)[None, None] + 1
    returns = F.conv_transpose2d(upstream, kernel)
    yield measures("values", conv_of(kernel), grid(3, 3)[None, None], upstream, returns=returns)
    for shape in [(3,), (2, 3), (3, 1, 2), (1, 2, 2, 2), ()]:
        X, upstream = draw(*shape), draw(*shape)
        yield measures("values", cubic, X, upstream, returns=3 * X**2 * upstream)
    X, A, upstream = draw(2, 3), draw(4, 6), draw(4)
    yield measures("values", linear_map(A), X, upstream, returns=(upstream @ A).reshape(2, 3))
    X, kernel, upstream = draw(2, 2, 2, 3), draw(3, 2, 2, 2), draw(2, 3, 1, 2)
    yield measures("values", conv_of(kernel), X, upstream, returns=F.conv_transpose2d(upstream, kernel))
    first, second = (draw(2, 2), draw(2, 2)), (draw(2, 2), draw(2, 2))
    yield measures("values", sine, *first, returns=first[0].cos() * first[1])
    both = first[0].cos() * first[1], second[0].cos() * second[1]
    yield calls.twice("values", (sine, *first), (sine, *second), returns=both)


def step() -> Iterator[Probe]:
    draw = quarters(seed=252)
    two = torch.tensor([1.0, 2.0]), torch.tensor([1.0, 10.0])
    yield measures("step", cubic, *two, eps=0.5, returns=[3.25, 122.5])
    yield measures("step", square, grid(2, 2) + 1, torch.tensor(1.0), 0.5, returns=torch.full((2, 2), 20.0))
    for part in (0.5, -0.5, 0.25):  # of the step that eps is without a word
        yield measures("step", absolute, torch.tensor([part * 1e-5]), torch.ones(1), returns=[part])
    for eps in (0.25, 0.75, 1.5):
        X, upstream = draw(2, 3), draw(2, 3)
        yield measures("step", cubic, X, upstream, eps, returns=(3 * X**2 + eps**2) * upstream)
        returns = 2 * X.sum() * torch.ones(2, 3)
        yield measures("step", square, X, torch.tensor(1.0), eps=eps, returns=returns)
    X, upstream = draw(3), draw(3, 3)
    yield measures("step", outer, X, upstream, 0.5, returns=(upstream + upstream.t()) @ X)
    yield measures("step", absolute, torch.tensor([0.001]), torch.ones(1), 0.01, returns=[0.1])
    yield measures("step", absolute, torch.tensor([-3.0]), torch.ones(1), 0.01, returns=[-1.0])


def inputs() -> Iterator[Probe]:
    draw = quarters(seed=253)
    large = torch.tensor([1000.0, 2000.0], dtype=torch.float32)
    yield measures("inputs", linear, large, torch.ones(2), returns=[3.0, 3.0])
    single = torch.tensor([[7]]), torch.tensor([[2]])
    yield calls.gives("inputs", f=linear, X=single[0], upstream=single[1], returns=[[6.0]])
    yield in_double(measures("inputs", linear, torch.tensor([5.0]), torch.ones(1), returns=[3.0]))
    for X in (
        draw(3, 2).t(),
        draw(2, 3, 4)[:, 1:, ::2].transpose(0, 2),
        4 * draw(2, 2).long() + 1,
        torch.tensor([200, 255, 210], dtype=torch.uint8),
        draw(2, 2).double(),
        torch.tensor([8999.123, 8765.432], dtype=torch.float32),
        draw(2, low=400, high=800).half(),
    ):
        upstream = draw(*X.shape).float()
        yield measures("inputs", linear, X, upstream, returns=3 * upstream)
        yield calls.leaves("inputs", linear, X, upstream)
    X = draw(3, 2).t()
    yield measures("inputs", cubic, X, torch.ones(2, 3), returns=3 * X**2)
    yield calls.leaves("inputs", linear, torch.tensor([5.0]), torch.ones(1))
    yield unmoved(torch.tensor([5.0]))


def unmoved(X: Tensor) -> Probe:
    """A call after which X is looked at to the last digit: it may have been left moved by eps."""
    probe, fact = measures("inputs", linear, X, torch.ones_like(X), returns=torch.full_like(X, 3.0)), "X is as it was"

    def ask(answer: Any) -> Any:
        own = X.clone()
        gradient = answer(linear, own, torch.ones_like(X))
        return {"the gradient": gradient, fact: torch.equal(own, X), SEEN: {fact: f"yours has left {own.tolist()}"}}

    return replace(probe, ask=ask, expected={"the gradient": probe.expected, fact: True})


def in_double(probe: Probe) -> Probe:
    """The same call, of whose result the dtype is looked at, too."""
    fact = "the gradient is float64"

    def ask(answer: Any) -> Any:
        gradient = probe.ask(answer)
        seen = {fact: f"yours is {getattr(gradient, 'dtype', 'no tensor')}"}
        return {"the gradient": gradient, fact: getattr(gradient, "dtype", None) == torch.float64, SEEN: seen}

    return replace(probe, ask=ask, expected={"the gradient": probe.expected, fact: True})
