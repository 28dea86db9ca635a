"""Probes for `fold_batchnorm`. The folded layer is run, so the convolution is let through there; what folds is called
from scratch.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor, nn

from cnnlab.checks.arguments import copied
from cnnlab.guard import from_scratch
from cnnlab.probes._calls import quarters
from cnnlab.probing.questions import RESULT, Probe

PARTS = "what its state_dict() knows"
OWN = "the folded layer has numbers of its own"
KEPT = {
    "conv": "the convolution has its weights and bias after the call",
    "bn": "the batch norm has its numbers after the call",
    "mode": "both layers are in their mode after the call",
}
Statistics = tuple[Tensor, Tensor, Tensor, Tensor]  # weight, bias, running_mean, running_var


def probes() -> tuple[Probe, ...]:
    return (*output(), *unchanged())


def output() -> Iterator[Probe]:
    draw = quarters(seed=751)
    for has_bias in (True, False):
        two = _layer(torch.tensor([3.0, 5.0]).reshape(2, 1, 1, 1), torch.tensor([1.0, 0.0]) if has_bias else None)
        numbers = [2.0, 6.0], [0.5, -1.0], [4.0, 1.0], [3.0, 8.0]
        yield _folded(torch.tensor([[[[0.0, 2.0]]]]), two, 1.0, tuple(map(torch.tensor, numbers)))
    cases: list[tuple[int, int, tuple[int, int], bool, dict[str, Any]]] = [
        (3, 4, (3, 2), True, {"stride": 2, "padding": (1, 2)}),
        (4, 6, (2, 3), False, {"groups": 2}),
        (3, 3, (2, 2), True, {"dilation": 2, "stride": (1, 2)}),
        (2, 2, (3, 1), True, {"padding": 1, "groups": 2}),
        (2, 3, (1, 2), False, {"dilation": (1, 3)}),
    ]
    for C, count, (h, w), has_bias, settings in cases:
        weight = draw(count, C // settings.get("groups", 1), h, w)
        for dtype in (torch.float32, torch.float64):
            conv = _layer(weight.to(dtype), draw(count).to(dtype) if has_bias else None, **settings)
            statistics = tuple(
                values.to(dtype) for values in (draw(count), draw(count), draw(count), draw(count, low=1) / 4)
            )
            for eps in (1e-5, 0.5):
                yield _folded(draw(1, C, 5, 6).to(dtype), conv, eps, statistics)
    pair = [
        (draw(1, 2, 3, 3), _layer(draw(2, 2, 2, 2), draw(2)), (draw(2), draw(2), draw(2), draw(2, low=1)))
        for _ in range(2)
    ]
    first, second = (_folded(images, conv, 0.5, statistics) for images, conv, statistics in pair)
    yield Probe(
        "output",
        lambda fold: (first.ask(fold)[RESULT], second.ask(fold)[RESULT]),
        (first.expected[RESULT], second.expected[RESULT]),
        "fold_batchnorm(conv, bn), and a second call with other numbers",
        allow=None,
    )


def unchanged() -> Iterator[Probe]:
    draw = quarters(seed=752)
    for C, count in [(2, 3), (1, 4), (3, 2)]:
        for has_bias in (True, False):
            conv = _layer(draw(count, C, 3, 2), draw(count) if has_bias else None)
            statistics = draw(count), draw(count), draw(count), draw(count, low=1)
            for training in (True, False):
                yield _left(conv, statistics, training)
    plain = _layer(draw(2, 2, 1, 1), None)
    yield _left(plain, (torch.ones(2), torch.zeros(2), torch.zeros(2), torch.ones(2)), training=True)


def _layer(weight: Tensor, bias: Tensor | None, **settings: Any) -> nn.Conv2d:
    count, depth, h, w = weight.shape
    C = depth * settings.get("groups", 1)
    has_bias = bias is not None
    layer: nn.Conv2d = nn.utils.skip_init(nn.Conv2d, C, count, (h, w), bias=has_bias, dtype=weight.dtype, **settings)
    layer.load_state_dict({"weight": weight} if bias is None else {"weight": weight, "bias": bias})
    return layer


def _norm(statistics: Statistics, eps: float) -> nn.BatchNorm2d:
    bn = nn.BatchNorm2d(len(statistics[0]), eps=eps).to(statistics[0].dtype)
    names = "weight", "bias", "running_mean", "running_var"
    bn.load_state_dict({**bn.state_dict(), **dict(zip(names, statistics, strict=True))})
    return bn


def _folded(images: Tensor, conv: nn.Conv2d, eps: float, statistics: Any) -> Probe:
    bn = _norm(statistics, eps)
    expected = bn.eval()(conv(images)).detach()

    def ask(fold: Any) -> Any:
        with from_scratch():
            folded = fold(copied(conv), copied(bn))
        known = ", ".join(sorted(folded.state_dict()))
        return {PARTS: known, RESULT: folded(images.clone()).detach()} if known == "bias, weight" else {PARTS: known}

    call = f"fold_batchnorm(conv, bn) with conv a {conv} and eps={eps:g}, on a picture,"
    return Probe("output", ask, {PARTS: "bias, weight", RESULT: expected}, call, allow=None)


def _left(conv: nn.Conv2d, statistics: Any, training: bool) -> Probe:
    """What a call leaves of its two layers."""

    def ask(fold: Any) -> Any:
        layers = {"conv": copied(conv).train(training), "bn": _norm(statistics, 1e-5).train(training)}
        before = copied({name: dict(layer.state_dict()) for name, layer in layers.items()})
        with from_scratch():
            folded = fold(**layers)
        known = ", ".join(sorted(folded.state_dict()))
        facts = {KEPT[name]: _same(layer.state_dict(), before[name]) for name, layer in layers.items()}
        mode = all(layer.training is training for layer in layers.values())
        with torch.no_grad():
            for values in folded.parameters():
                values.add_(1.0)
        own = all(_same(layer.state_dict(), before[name]) for name, layer in layers.items())
        return {PARTS: known, **facts, KEPT["mode"]: mode, OWN: own or not all(facts.values())}

    call = f"fold_batchnorm(conv=conv, bn=bn) with conv a {conv}, in {'training' if training else 'evaluation'},"
    return Probe(
        "unchanged", ask, {PARTS: "bias, weight", **dict.fromkeys((*KEPT.values(), OWN), True)}, call, allow=None
    )


def _same(state: dict[str, Tensor], before: dict[str, Tensor]) -> bool:
    return state.keys() == before.keys() and all(torch.equal(values, before[name]) for name, values in state.items())
