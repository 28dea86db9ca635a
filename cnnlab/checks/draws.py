"""Fresh random inputs for the checks: different sizes, values with fractions and both signs.

One seed reproduces them all.
"""

from __future__ import annotations

import math
import os
import random
import secrets
import struct

import torch

import cnnlab.one_thread  # noqa: F401 - all that it does is done by importing it

SEED_VARIABLE = "CNNLAB_SEED"

_random = random.Random()


def seed_draws(seed: int | None = None) -> int:
    """Start the draws from `seed`; without one, from $CNNLAB_SEED or the system's randomness. Returns the seed.

    Raises:
        ValueError: $CNNLAB_SEED is not a whole number.
    """
    if seed is None:
        text = os.environ.get(SEED_VARIABLE, "").strip() or str(secrets.randbelow(2**32))
        try:
            seed = int(text)
        except ValueError:
            raise ValueError(f"${SEED_VARIABLE} should be a whole number, but it is {text!r}.") from None
    _random.seed(seed)
    return seed


def draw(*shape: int, low: float = -2.0, high: float = 2.0, dtype: torch.dtype | None = None) -> torch.Tensor:
    """A tensor of `shape` with values between `low` and `high`, none of them repeated or within 0.05 of zero.

    Like the numbers that a check writes out, they are of PyTorch's default dtype unless `dtype` says otherwise.

    Its strides are the usual ones; use `.t()` or a slice where a check wants others.

    Raises:
        ValueError: `dtype` holds no fractions (that is `draw_int`), or `low` and `high` leave no values between them.
    """
    dtype = torch.get_default_dtype() if dtype is None else dtype
    if not dtype.is_floating_point:
        raise ValueError(f"draw makes values with fractions, which {dtype} does not hold: use draw_int.")
    if not (low < high and (low < -0.1 or high > 0.1)):
        raise ValueError(f"draw wants room between low and high, away from zero, but has {low} to {high}.")
    values: dict[bytes, float] = {}  # by the bytes of the value as a float32
    while len(values) < math.prod(shape):
        value = _random.uniform(low, high)
        if abs(value) > 0.05:
            values.setdefault(struct.pack("f", value), value)
    return torch.tensor(list(values.values()), dtype=dtype).reshape(shape)


def draw_int(*shape: int, low: int = -9, high: int = 9) -> torch.Tensor:
    """An int64 tensor of `shape` with values from `low` to `high`, both included, zero left out."""
    values = [value for value in range(low, high + 1) if value != 0]
    return torch.tensor(_random.choices(values, k=math.prod(shape)), dtype=torch.int64).reshape(shape)


def draw_sizes(count: int, low: int, high: int) -> list[int]:
    """`count` different sizes from `low` to `high`, both included, in random order."""
    return _random.sample(range(low, high + 1), count)


seed_draws()
