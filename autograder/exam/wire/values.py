"""What may pass between examiner and candidate: plain values, tensors and arrays.

`pack` turns a value into JSON and bytes, an `Unpacker` turns it back; what is not on the list arrives as an `Opaque`,
which equals nothing and computes nothing, so that a check on it fails with the type's name.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import torch

from autograder.exam.wire.messages import MOST_BYTES, Blobs, WireError
from autograder.exam.wire.tensors import ARRAY_KINDS, DTYPES, check_sizes, extent, make_array, make_tensor, pack_tensor
from autograder.text import SHORT, identifier

MOST_DEPTH = 40
MOST_VALUES = 200_000
MOST_OBJECTS = 2_000
MOST_KEYS = 1_000
MOST_DIGITS = 1000
TOO_MUCH = ("deeply nested value", "int of over a thousand digits")

Special = Callable[[Any, Blobs], Any]


class Opaque:
    """Stands for a value that cannot pass; only the name of its type did."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"<{self.kind}>"

    def _refuse(self, *other: object) -> bool:
        raise TypeError(f"a {self.kind} cannot be checked here: return numbers, tensors, lists, tuples or dicts")

    # Whatever a test cell does with it, whichever way round it asks, the cell fails.
    __bool__ = __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = _refuse
    __hash__ = None  # type: ignore[assignment]


def opaque(kind: str) -> Opaque:
    """An `Opaque` whose type bears the name `kind`, as messages show it: without spaces, which `sent_as` keeps."""
    kind = identifier(kind, SHORT, also=" .")
    name = identifier(kind) or "object"
    made: Opaque = type(name, (Opaque,), {"sent_as": kind or name})(kind or name)
    return made


def pack(value: Any, blobs: Blobs, special: Special | None = None, depth: int = 0) -> Any:
    """`value` as JSON, its arrays' bytes appended to `blobs`. `special` is asked first about what is not a plain value.

    Strides of a tensor are kept, except for a view that uses little of its memory. Exact types only: a subclass of
    float, str or list passes as an `Opaque`, a tensor subclass as a tensor.
    """
    kind = type(value)
    if depth > MOST_DEPTH:
        return ["foreign", TOO_MUCH[0]]
    if value is None or kind in (bool, str):
        return value
    if kind is int:
        return value if abs(value) < 2**53 else _big(value)
    if kind is float:
        return ["float", value.hex()]
    if kind is complex:
        return ["complex", value.real.hex(), value.imag.hex()]
    if kind in (list, tuple, torch.Size):
        name = "list" if kind is list else "tuple" if kind is tuple else "size"
        return [name, [pack(item, blobs, special, depth + 1) for item in list(value)]]
    if kind is dict or kind.__name__ == "OrderedDict":
        pairs = list(value.items())
        return ["dict", [[pack(k, blobs, None, depth + 1), pack(v, blobs, special, depth + 1)] for k, v in pairs]]
    if kind is slice:
        return ["slice", *(pack(part, blobs, None, depth + 1) for part in (value.start, value.stop, value.step))]
    if special is not None and (tree := special(value, blobs)) is not None:
        return tree
    if isinstance(value, torch.Tensor):
        return pack_tensor(value, blobs)
    if isinstance(value, (np.ndarray, np.generic)) and value.dtype.kind in ARRAY_KINDS:
        blobs.append(np.ascontiguousarray(value).tobytes())
        return ["array", value.dtype.str, list(value.shape), len(blobs[-1]), isinstance(value, np.generic)]
    if isinstance(value, torch.dtype) and str(value).removeprefix("torch.") in DTYPES:
        return ["dtype", str(value).removeprefix("torch.")]
    return ["foreign", kind.__name__]


class Unpacker:
    """Reads the values of one message in the order in which they were packed. `special` reads further kinds."""

    def __init__(self, body: memoryview, special: Callable[[Unpacker, list[Any]], Any] | None = None) -> None:
        self.body, self.at, self.special = body, 0, special
        self.values, self.objects, self.claimed = 0, 0, 0

    def read(self, tree: Any, depth: int = 0) -> Any:
        """The value of `tree`.

        Raises:
            WireError: its kind is not on the list, or a size does not fit.
        """
        self.values += 1
        if depth > MOST_DEPTH or self.values > MOST_VALUES:
            raise WireError("a value that is nested too deeply, or too large")
        if tree is None or isinstance(tree, (bool, str, int)):
            return tree
        if not isinstance(tree, list) or not tree or not isinstance(tree[0], str):
            raise WireError("a value of an unknown kind")
        try:
            return self._read(tree[0], tree[1:], depth)
        except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RuntimeError, MemoryError) as error:
            raise WireError(f"a {tree[0][:20]} that makes no sense: {str(error)[:200]}") from error

    def _read(self, kind: str, rest: list[Any], depth: int) -> Any:
        if kind == "float":
            return float.fromhex(rest[0])
        if kind == "complex":
            return complex(float.fromhex(rest[0]), float.fromhex(rest[1]))
        if kind == "int":
            return int(_short(rest[0]), 16)
        if kind in ("list", "tuple", "size"):
            items = [self.read(item, depth + 1) for item in rest[0]]
            return items if kind == "list" else tuple(items) if kind == "tuple" else torch.Size(items)
        if kind == "dict":
            if len(rest[0]) > MOST_KEYS:
                raise ValueError("too many keys")  # which may all have one hash
            return {self.read(key, depth + 1): self.read(value, depth + 1) for key, value in rest[0]}
        if kind == "slice":
            return slice(*(self.read(part, depth + 1) for part in rest))
        self.objects += 1
        if self.objects > MOST_OBJECTS:
            raise ValueError("too many of them")
        if kind == "tensor":
            return self._tensor(*rest)
        if kind == "array":
            return self._array(*rest)
        if kind == "dtype":
            return DTYPES[rest[0]]
        if kind == "foreign":
            return opaque(str(rest[0])[:SHORT])
        if self.special is not None:
            return self.special(self, [kind, *rest])
        raise WireError(f"a value of the unknown kind {kind[:20]!r}")

    def _tensor(self, name: str, shape: list[int], strides: list[int], size: int, flags: int) -> torch.Tensor:
        dtype = DTYPES[name]
        self.claim(shape, strides, dtype.itemsize)
        count = extent(shape, strides)
        if count * dtype.itemsize != size:
            raise ValueError(f"{size} bytes for {count} values of {name}")
        return make_tensor(bytearray(self._take(size)), dtype, shape, strides, flags)

    def _array(self, name: str, shape: list[int], size: int, scalar: bool) -> Any:
        dtype = np.dtype(_short(name))
        check_sizes(shape)
        if dtype.kind not in ARRAY_KINDS or dtype.itemsize * int(np.prod(shape, dtype=object)) != size:
            raise ValueError("an array whose bytes do not fit its shape")
        return make_array(bytearray(self._take(size)), dtype, shape, scalar)

    def claim(self, shape: Any, strides: Any, itemsize: int) -> None:
        """Raise ValueError unless these are a shape and its strides, and all tensors of the message together could be
        copied.
        """
        check_sizes(shape, strides)
        if len(shape) != len(strides):
            raise ValueError("shape and strides of different length")
        # A stride of 0 makes a tensor of any size from four bytes.
        self.claimed += math.prod(shape) * itemsize
        if self.claimed > MOST_BYTES:
            raise ValueError("too large a tensor")

    def _take(self, size: int) -> memoryview:
        if not isinstance(size, int) or size < 0 or self.at + size > len(self.body):
            raise ValueError("more bytes announced than sent")
        self.at += size
        return self.body[self.at - size : self.at]


def _big(value: int) -> Any:
    text = hex(value)
    return ["int", text] if len(text) <= MOST_DIGITS else ["foreign", TOO_MUCH[1]]


def _short(text: Any) -> str:
    if not isinstance(text, str) or len(text) > MOST_DIGITS:
        raise ValueError("a text that is too long")
    return text
