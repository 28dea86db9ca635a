"""Memory that nothing was written to holds the same thing each time, so that a wrong answer is wrong in the same way.

`torch.empty` and its like leave memory as it is, so an answer that does not fill it gives other numbers in each run.
In the block, PyTorch fills it: with nan, with an integer type's largest number, with True. An array of `numpy.empty`
is out of its reach.

PyTorch does that with its deterministic algorithms only. Of the operators that were tried on a CPU, that changes
`index_put_` with `accumulate=True`, which then adds up in order, and `put_`, which warns that it does not. It costs a
fifth of what `from_scratch` takes around a call, some microseconds.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch.utils import deterministic

# Bound here: a student's code may put others in their place.
_mode, _set_mode = torch.get_deterministic_debug_mode, torch.set_deterministic_debug_mode
_settings: Any = deterministic  # whose attributes are properties of the module, unknown to type checkers

LARGEST = (2**15 - 1, 2**31 - 1)  # of int16 and int32; that of int8 and uint8 may well be a result
DROPPED = "put_ does not have a deterministic implementation"  # nothing that the student has asked for
warnings.filterwarnings("ignore", DROPPED, UserWarning)


@contextmanager
def filled_memory() -> Iterator[None]:
    """Fill memory that nothing was written to; afterwards all is as it was."""
    mode, fill = _mode(), _settings.fill_uninitialized_memory
    _set_mode(mode or "warn")
    _settings.fill_uninitialized_memory = True
    try:
        yield
    finally:
        _settings.fill_uninitialized_memory = fill
        _set_mode(mode)


def unwritten(values: torch.Tensor) -> torch.Tensor:
    """Where a tensor has what `filled_memory` puts into memory, or what sums and products make of it; nan may also come
    from 0/0 or ∞ − ∞.
    """
    if values.is_floating_point() or values.is_complex():
        return values.isnan()
    if values.dtype is torch.bool:
        return torch.zeros_like(values)
    numbers = values.to(torch.int64)
    return torch.isin(numbers, torch.tensor(LARGEST)) | (numbers >= 2**62) | (numbers <= -(2**62))
