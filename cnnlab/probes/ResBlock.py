"""Probes for the block `ResBlock`. It is made of PyTorch's layers, so nothing is asked from scratch."""  # noqa: N999  # the module has the exercise's name

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from cnnlab.figures.wording import size_text
from cnnlab.probes._calls import quarters
from cnnlab.probing.questions import Probe

STARTS = "its norms begin with weight 1, bias 0, mean 0 and variance 1"
PARTS = "its parts that hold numbers"
SAME = "X is afterwards what it was before"
CONNECTED = "the result is still connected to the parameters (no .data, .detach())"
COMPUTES = "conv, norm, ReLU, conv, norm, plus the way around, then ReLU, with the batch's mean and variance"
REACHED = "gradients reach all parts"
NORM = ("running_mean", "running_var", "weight", "bias")

State = dict[str, Tensor]


def probes() -> tuple[Probe, ...]:
    return (*parts(), *forward(), *training())


def parts() -> Iterator[Probe]:
    for a, b, stride in [
        (4, 4, 1),
        (4, 8, 1),
        (4, 4, 2),
        (3, 2, 1),
        (5, 5, 1),
        (2, 5, 3),
        (3, 3, 3),
        (1, 1, 2),
        (6, 6, 1),
    ]:
        wanted = {PARTS: _wanted(a, b, stride), STARTS: True}
        yield Probe("parts", _known(a, b, stride), wanted, f"ResBlock({a}, {b}, {stride})", allow=())
    default = _known(in_channels=3, out_channels=3)
    call = "ResBlock(in_channels=3, out_channels=3)"
    yield Probe("parts", default, {PARTS: _wanted(3, 3, 1), STARTS: True}, call, allow=())
    call = "ResBlock(stride=2, out_channels=3, in_channels=3)"
    strided = _known(stride=2, out_channels=3, in_channels=3)
    yield Probe("parts", strided, {PARTS: _wanted(3, 3, 2), STARTS: True}, call, allow=())


def forward() -> Iterator[Probe]:
    draw = quarters(seed=761)
    numbers = torch.tensor([[[[1.0, -2.0, 3.0], [-4.0, 5.0, -6.0]]]])
    for a, b, stride in [(1, 1, 1), (1, 2, 1), (1, 1, 2)]:
        yield _evaluated(numbers, a, b, stride, _simple(a, b, stride))
    for N, a, b, stride, height, width in [
        (2, 3, 3, 1, 4, 5),
        (3, 2, 4, 1, 4, 3),
        (2, 3, 3, 2, 5, 4),
        (1, 4, 2, 3, 8, 7),
        (2, 1, 1, 1, 1, 1),
        (2, 3, 3, 1, 3, 3),
    ]:
        state = {
            name: draw(*shape, low=2, high=6) if name.endswith("var") else draw(*shape)
            for name, shape in _shapes(a, b, stride).items()
        }
        yield _evaluated(draw(N, a, height, width), a, b, stride, state)
        yield _evaluated(draw(N, a, width, height).transpose(2, 3), a, b, stride, state)
    small = {name: values / 1024 if name.endswith("var") else values for name, values in state.items()}
    yield _evaluated(draw(1, a, 3, 4), a, b, stride, small)


def training() -> Iterator[Probe]:
    draw = quarters(seed=762)
    numbers = torch.tensor([1.0, -2.0, 3.0, -4.0, 5.0, -6.0, 7.0, 2.0]).reshape(2, 1, 2, 2)
    yield _trained(numbers, 1, 1, 1)
    yield _trained(numbers, 1, 2, 1)
    yield _trained(numbers / 1024, 1, 2, 1)
    for N, a, b, stride, height, width in [
        (3, 2, 2, 1, 4, 5),
        (2, 3, 4, 2, 5, 6),
        (4, 2, 2, 2, 5, 4),
        (1, 3, 3, 1, 3, 4),
    ]:
        yield _trained(draw(N, a, height, width), a, b, stride)


def _shapes(a: int, b: int, stride: int) -> dict[str, tuple[int, ...]]:
    shapes: dict[str, tuple[int, ...]] = {"conv1.weight": (b, a, 3, 3), "conv2.weight": (b, b, 3, 3)}
    norms = ["bn1", "bn2"]
    if a != b or stride != 1:
        shapes["shortcut.0.weight"] = (b, a, 1, 1)
        norms.append("shortcut.1")
    return shapes | {f"{part}.{name}": (b,) for part in norms for name in NORM}


def _wanted(a: int, b: int, stride: int) -> str:
    return ", ".join(f"{name} {shape}" for name, shape in sorted(_shapes(a, b, stride).items()))


def _known(*args: int, **settings: int) -> Any:
    def ask(Block: Any) -> Any:
        state = Block(*args, **settings).state_dict()
        names = sorted(name for name in state if "num_batches" not in name)
        begun = all(torch.equal(state[name], _start(name, state[name])) for name in names if state[name].dim() == 1)
        return {PARTS: ", ".join(f"{name} {tuple(state[name].shape)}" for name in names), STARTS: begun}

    return ask


def _start(name: str, values: Tensor) -> Tensor:
    return torch.ones_like(values) if name.endswith(("weight", "var")) else torch.zeros_like(values)


def _simple(a: int, b: int, stride: int) -> State:
    """Convolutions that pass a pixel on as it is, with another sign, or doubled; norms as they are made."""
    state = {}
    for name, shape in _shapes(a, b, stride).items():
        state[name] = torch.zeros(shape)
        if name.startswith("conv"):
            state[name][:, :, 1, 1] = 1.0 if name.startswith("conv1") else -1.0
        elif len(shape) == 4:
            state[name] += 2
        elif not name.endswith(("bias", "mean")):
            state[name] += 1
    return state


def _through(X: Tensor, state: State, stride: int, batch: bool, projected: bool) -> Tensor:
    """The block's result; with `batch`, the norms take the batch's mean and variance."""

    def norm(Y: Tensor, part: str) -> Tensor:
        mean, var, weight, bias = (state[f"{part}.{name}"].to(Y.dtype) for name in NORM)
        known = (None, None) if batch else (mean, var)
        return F.batch_norm(Y, known[0], known[1], weight, bias, training=batch)

    weights = {name: values.to(X.dtype) for name, values in state.items() if values.dim() == 4}
    Y = norm(F.conv2d(X, weights["conv1.weight"], stride=stride, padding=1), "bn1").relu()
    Y = norm(F.conv2d(Y, weights["conv2.weight"], padding=1), "bn2")
    if projected:
        X = norm(F.conv2d(X, weights["shortcut.0.weight"], stride=stride), "shortcut.1")
    return (Y + X).relu()


def _evaluated(X: Tensor, a: int, b: int, stride: int, state: State) -> Probe:
    def ask(Block: Any) -> Any:
        block = Block(a, b) if stride == 1 else Block(a, b, stride)
        block.load_state_dict({name: state.get(name, values).clone() for name, values in block.state_dict().items()})
        block.eval()
        return block(X.clone(memory_format=torch.preserve_format)).detach()

    call = f"ResBlock({a}, {b}, {stride}) in evaluation with loaded numbers, on X {size_text(X)},"
    return Probe(
        "forward",
        ask,
        _through(X.double(), state, stride, batch=False, projected=a != b or stride != 1),
        call,
        allow=None,
    )


def _trained(X: Tensor, a: int, b: int, stride: int) -> Probe:
    def ask(Block: Any) -> Any:
        block, given = Block(a, b, stride), X.clone()
        state = {name: values.clone() for name, values in block.state_dict().items()}
        state |= {name: _start(name, values) for name, values in state.items() if values.dim() == 1}
        result = block(given)
        facts = {SAME: torch.equal(given, X)}
        wanted = _through(X, state, stride, batch=True, projected=a != b or stride != 1)
        close = result.shape == wanted.shape and torch.allclose(result.detach().double(), wanted.double(), 1e-3, 1e-3)
        if not close or not result.requires_grad:
            return {**facts, COMPUTES: close, CONNECTED: result.requires_grad}
        (result * torch.linspace(-1.0, 2.0, result.numel()).reshape(result.shape)).sum().backward()
        names = [name for name in _shapes(a, b, stride) if name.endswith("weight")]
        grads = [reduce(getattr, name.split("."), block).grad for name in names]
        return {**facts, COMPUTES: True, CONNECTED: True, REACHED: all(grad is not None for grad in grads)}

    call = f"ResBlock({a}, {b}, {stride}) in training, on X {size_text(X)},"
    return Probe("training", ask, dict.fromkeys((SAME, COMPUTES, CONNECTED, REACHED), True), call, allow=None)
