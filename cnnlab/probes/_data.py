"""What the probes of lab 8 share: generators, batches of labels, facts that hold of any right answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from cnnlab.probing.questions import Probe

Facts = dict[str, Any]


def seeded(seed: int) -> torch.Generator:
    """A generator that begins with this seed."""
    return torch.Generator().manual_seed(seed)


def labels(count: int, classes: int, seed: int) -> Tensor:
    """Classes by chance, each of the first ones at least once, int64."""
    drawn = torch.randint(classes, (count,), generator=seeded(seed))
    drawn[: min(classes, count)] = torch.arange(min(classes, count))
    return drawn


def facts(concept: str, ask: Callable[[Any], Facts], call: str, *true: str, **more: Any) -> Probe:
    """A probe that states facts which should hold, and may tell more to tell one mistake from another.

    Args:
        true: the facts.
        more: what else is compared, by key, with spaces for underscores.
    """
    expected = dict.fromkeys(true, True) | {key.replace("_", " "): value for key, value in more.items()}
    return Probe(concept, ask, expected, call, allow=None)


def listed(value: Any) -> Any:
    """A tensor as nested lists of rounded numbers; a list or tuple of tensors part by part; else the value's type."""
    if isinstance(value, Tensor):
        return [round(float(number), 4) for number in value.detach().reshape(-1)[:200]]
    if isinstance(value, (list, tuple)):
        return [listed(part) for part in value[:8]]
    return round(value, 4) if isinstance(value, float) else type(value).__name__
