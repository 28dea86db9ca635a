"""Probes for `my_model`: one training for each step, on crops of other places than those of the visible checks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import torch
from torch.nn.parameter import is_lazy

from cnnlab.capstone import let_lazy_layers_find_their_sizes, texture_accuracy
from cnnlab.checks.errors import CheckError
from cnnlab.probes._data import Facts, facts
from cnnlab.probing.questions import SEEN, Probe
from cnnlab.training import training_time

FIT = "the network comes untrained, anew in each call, with at most 15,000 parameters and three scores"
SAME, KERNELS = "two calls give the same weights", "it has kernels"  # to tell one mistake from another
PLACES = 5  # the seed of the places of the crops
STEPS = {"seventy": (0.7, 450), "eighty": (0.8, 480), "ninety": (0.9, 510)}


def probes() -> tuple[Probe, ...]:
    return tuple(_all())


def _all() -> Iterator[Probe]:
    for number, (concept, (share, count)) in enumerate(STEPS.items()):
        yield _reached(concept, share, count, number)


def _reached(concept: str, share: float, count: int, seed: int) -> Probe:
    enough = f"it is right for {100 * share:.0f} % of the crops"

    def ask(build: Any) -> Facts:
        with training_time():
            try:
                right = texture_accuracy(build, count, (seed, seed) if seed == 0 else (seed,), PLACES)
            except CheckError as error:
                return {
                    FIT: False,
                    "why": str(error).split(",")[0],
                    SAME: _same(build),
                    SEEN: {FIT: str(error).rstrip(".")},
                }
        seen = {enough: f"it is right for {100 * right:.0f} %"}
        return {FIT: True, enough: right >= share, "in tenths": round(10 * right), KERNELS: _kernels(build), SEEN: seen}

    call = f"my_model(), trained by us and tried on {count} crops,"
    return facts(concept, ask, call, FIT, enough)


def _same(build: Any) -> bool:
    if isinstance(build, torch.nn.Module) or build() is None:
        return False
    one, two = (list(build().parameters()) for _ in range(2))
    if any(map(is_lazy, (*one, *two))):
        return False
    return all(a.shape == b.shape and bool((a == b).all()) for a, b in zip(one, two, strict=True))


def _kernels(build: Any) -> bool:
    model = build()
    let_lazy_layers_find_their_sizes(model)
    return any(part.dim() == 4 for part in model.parameters())
