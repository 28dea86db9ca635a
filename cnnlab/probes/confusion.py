"""Probes for `confusion`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch import Tensor

from cnnlab.probes._calls import Calls
from cnnlab.probes._data import labels
from cnnlab.probing.questions import RESULT, Probe, calling

CALLS = Calls("confusion", ("y", "predicted"))


def probes() -> tuple[Probe, ...]:
    return (*counts(), *absent())


def counted(y: Tensor, predicted: Tensor, classes: int) -> Tensor:
    """What a right answer returns."""
    return torch.bincount(y * classes + predicted, minlength=classes**2).reshape(classes, classes)


def counts() -> Iterator[Probe]:
    y, predicted = torch.tensor([0, 0, 1]), torch.tensor([1, 1, 1])
    yield CALLS.gives("counts", y, predicted, 2, returns=counted(y, predicted, 2))
    yield _table(torch.tensor([0, 0, 1, 1, 1]), torch.tensor([0, 1, 1, 1, 0]), 2)
    for N, classes, seed in [(30, 3, 1), (50, 4, 2), (30, 3, 3), (1200, 2, 4)]:
        yield _table(labels(N, classes, seed), labels(N, classes, seed + 50), classes)
    y, predicted = labels(9, 3, 5), labels(9, 3, 6)
    yield CALLS.leaves("counts", y, predicted, 3)
    yield CALLS.refuses("counts", y, predicted[:7], 3, naming=(9, 7))
    yield CALLS.refuses("counts", y[:4], predicted, 3, naming=(4, 9))


def _table(y: Tensor, predicted: Tensor, classes: int) -> Probe:
    def ask(answer: Any) -> Any:
        table = answer(classes=classes, predicted=predicted.clone(), y=y.clone())
        return {"dtype": str(getattr(table, "dtype", type(table).__name__)), RESULT: table}

    call = f"confusion(y, predicted, {classes}) with {len(y)} images"
    expected = {"dtype": "torch.int64", RESULT: counted(y, predicted, classes)}
    return Probe("counts", ask, expected, call)


def absent() -> Iterator[Probe]:
    yield _shown(torch.tensor([0, 0, 2, 2, 2]), torch.tensor([0, 1, 2, 2, 0]), 3)
    yield _shown(torch.tensor([1, 1]), torch.tensor([1, 1]), 3)
    nothing = torch.zeros(0, dtype=torch.int64)
    yield _shown(nothing, nothing, 3)
    for classes, present in [(5, [1, 3]), (6, [0, 2, 4]), (4, [3])]:
        of = torch.tensor(present)
        yield _shown(of[labels(12, len(present), 7)], of[labels(12, len(present), 8)], classes)


def _shown(y: Tensor, predicted: Tensor, classes: int) -> Probe:
    call = f"confusion({y.tolist()}, {predicted.tolist()}, {classes})"
    return Probe("absent", calling(y, predicted, classes), counted(y, predicted, classes), call)
