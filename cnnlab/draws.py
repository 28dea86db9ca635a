"""Fresh random inputs for the checks: unequal sizes, values with fractions and both signs, one seed that reproduces them."""

from __future__ import annotations

import os
import random
import secrets

import torch

SEED_VARIABLE = "CNNLAB_SEED"

_random = random.Random()


def seed_draws(seed: int | None = None) -> int:
    """Start the draws from `seed`; without one, from $CNNLAB_SEED or the system's randomness. Returns the seed used."""
    if seed is None:
        seed = int(os.environ.get(SEED_VARIABLE) or secrets.randbelow(2**32))
    _random.seed(seed)
    return seed


def draw(*shape: int, low: float = -2.0, high: float = 2.0, dtype: torch.dtype = torch.float32) -> torch.Tensor:
    """A tensor of `shape` with values between `low` and `high`, none of them repeated or within 0.05 of zero.

    Its strides are the usual ones; use `.t()` or a slice where a check wants others.
    """
    count = 1
    for size in shape:
        count *= size
    values: list[float] = []
    while len(values) < count:
        value = _random.uniform(low, high)
        if abs(value) > 0.05:
            values.append(value)
    return torch.tensor(values, dtype=dtype).reshape(shape)


def draw_int(*shape: int, low: int = -9, high: int = 9) -> torch.Tensor:
    """An int64 tensor of `shape` with values from `low` to `high`, both included, zero left out."""
    values = [value for value in range(low, high + 1) if value != 0]
    count = 1
    for size in shape:
        count *= size
    return torch.tensor(_random.choices(values, k=count)).reshape(shape)


def draw_sizes(count: int, low: int, high: int) -> list[int]:
    """`count` different sizes from `low` to `high`, both included, in random order."""
    return _random.sample(range(low, high + 1), count)


seed_draws()
