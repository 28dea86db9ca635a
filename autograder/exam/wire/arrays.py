"""NumPy's arrays as dtype, shape and raw bytes, and back: for the codecs of subjects that have them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Unpacker, check_bools, check_sizes, short_text

KINDS = "biufc"


def pack_array(value: Any, blobs: Blobs) -> Any:
    """`["array", …]` for an array or one number of NumPy's; None for any other value, and for arrays of objects."""
    if not isinstance(value, (np.ndarray, np.generic)) or value.dtype.kind not in KINDS:
        return None
    blobs.append(np.ascontiguousarray(value).tobytes())
    return ["array", value.dtype.str, list(value.shape), len(blobs[-1]), isinstance(value, np.generic)]


def read_array(reader: Unpacker, name: str, shape: list[int], size: int, scalar: bool) -> Any:
    """What `pack_array` wrote down.

    Raises:
        ValueError: its bytes cannot be what they are claimed to be.
    """
    dtype = np.dtype(short_text(name))
    check_sizes(shape)
    if dtype.kind not in KINDS or dtype.itemsize * int(np.prod(shape, dtype=object)) != size:
        raise ValueError("an array whose bytes do not fit its shape")
    data = reader.take(size)
    if dtype.kind == "b":
        check_bools(data)
    array = np.frombuffer(data, dtype=dtype).reshape(shape)
    return array[()] if scalar else array
