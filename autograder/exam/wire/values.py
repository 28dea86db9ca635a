"""What may pass between examiner and candidate: Python's plain values, and those of the subject's `Codec`.

`pack` turns a value into JSON and bytes, an `Unpacker` turns it back; what is not on the list arrives as an `Opaque`,
which equals nothing and computes nothing, so that a check on it fails with the type's name.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Protocol

from autograder.exam.wire.messages import MOST_BYTES, Blobs, WireError
from autograder.text import SHORT, identifier

MOST_DEPTH = 40
MOST_VALUES = 200_000
MOST_OBJECTS = 2_000
MOST_KEYS = 1_000
MOST_DIGITS = 1000
MOST_DIMENSIONS = 16
TOO_MUCH = ("deeply nested value", "int of over a thousand digits")

Special = Callable[[Any, Blobs], Any]


class Codec(Protocol):
    """The types that a subject adds, on both sides alike (see `autograder.course.codec`)."""

    @property
    def values(self) -> str:
        """What answers give back, in words."""

    @property
    def kinds(self) -> frozenset[str]:
        """The first words of the trees that `read` reads."""

    def pack(self, value: Any, blobs: Blobs) -> Any:
        """The tree of a value of one of these types; None for any other."""

    def read(self, reader: Any, kind: str, rest: list[Any]) -> Any:
        """The value of such a tree."""


class Opaque:
    """Stands for a value that cannot pass; only the name of its type did. `values` says what can."""

    values = "numbers"

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def __repr__(self) -> str:
        return f"<{self.kind}>"

    def _refuse(self, *other: object) -> bool:
        raise TypeError(f"a {self.kind} cannot be checked here: return {self.values}, also in lists, tuples or dicts")

    # Whatever a test cell does with it, whichever way round it asks, the cell fails.
    __bool__ = __eq__ = __ne__ = __lt__ = __gt__ = __le__ = __ge__ = _refuse
    __hash__ = None  # type: ignore[assignment]


def opaque(kind: str, values: str) -> Opaque:
    """An `Opaque` whose type bears the name `kind`, as messages show it: without spaces, which `sent_as` keeps."""
    kind = identifier(kind, SHORT, also=" .")
    name = identifier(kind) or "object"
    made: Opaque = type(name, (Opaque,), {"sent_as": kind or name, "values": values})(kind or name)
    return made


def pack(value: Any, blobs: Blobs, codec: Codec, special: Special | None = None, depth: int = 0) -> Any:
    """`value` as JSON, the bytes of its arrays appended to `blobs`. `special` is asked about what is not a plain value
    before `codec` is.

    Exact types only: a subclass of float, str or list passes as an `Opaque`.
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
    if kind is Fraction:
        return _fraction([value.numerator, value.denominator], blobs, codec)
    if kind in (list, tuple):
        return [kind.__name__, [pack(item, blobs, codec, special, depth + 1) for item in list(value)]]
    if kind is dict or kind.__name__ == "OrderedDict":
        pairs = list(value.items())
        return [
            "dict",
            [[pack(k, blobs, codec, None, depth + 1), pack(v, blobs, codec, special, depth + 1)] for k, v in pairs],
        ]
    if kind is slice:
        return ["slice", *(pack(part, blobs, codec, None, depth + 1) for part in (value.start, value.stop, value.step))]
    if special is not None and (tree := special(value, blobs)) is not None:
        return tree
    tree = codec.pack(value, blobs)
    return ["foreign", kind.__name__] if tree is None else tree


class Unpacker:
    """Reads the values of one message in the order in which they were packed. `special` reads further kinds."""

    def __init__(
        self, body: memoryview, codec: Codec, special: Callable[[Unpacker, list[Any]], Any] | None = None
    ) -> None:
        self.body, self.at, self.codec, self.special = body, 0, codec, special
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
            return int(short_text(rest[0]), 16)
        if kind == "fraction":
            return _ratio(*(self.read(part, depth + 1) for part in rest))
        if kind in ("list", "tuple"):
            items = [self.read(item, depth + 1) for item in rest[0]]
            return items if kind == "list" else tuple(items)
        if kind == "dict":
            if len(rest[0]) > MOST_KEYS:
                raise ValueError("too many keys")  # which may all have one hash
            return {self.read(key, depth + 1): self.read(value, depth + 1) for key, value in rest[0]}
        if kind == "slice":
            return slice(*(self.read(part, depth + 1) for part in rest))
        self.objects += 1
        if self.objects > MOST_OBJECTS:
            raise ValueError("too many of them")
        if kind == "foreign":
            return opaque(str(rest[0])[:SHORT], self.codec.values)
        if kind in self.codec.kinds:
            return self.codec.read(self, kind, rest)
        if self.special is not None:
            return self.special(self, [kind, *rest])
        raise WireError(f"a value of the unknown kind {kind[:20]!r}")

    def claim(self, shape: Any, strides: Any, itemsize: int) -> None:
        """Raise ValueError unless these are a shape and its strides, and all arrays of the message together could be
        copied.
        """
        check_sizes(shape, strides)
        if len(shape) != len(strides):
            raise ValueError("shape and strides of different length")
        # A stride of 0 makes an array of any size from four bytes.
        self.claimed += math.prod(shape) * itemsize
        if self.claimed > MOST_BYTES:
            raise ValueError("too large an array")

    def take(self, size: int) -> bytearray:
        """The next `size` bytes of the message; ValueError where it has not as many."""
        if not isinstance(size, int) or size < 0 or self.at + size > len(self.body):
            raise ValueError("more bytes announced than sent")
        self.at += size
        return bytearray(self.body[self.at - size : self.at])


def check_sizes(*lists: Any) -> None:
    """Raise ValueError unless each is a short list of sizes."""
    for numbers in lists:
        if not isinstance(numbers, list) or len(numbers) > MOST_DIMENSIONS:
            raise ValueError("not a list of a few sizes")
        if not all(type(number) is int and 0 <= number <= MOST_BYTES for number in numbers):
            raise ValueError("a size that is no size")


def check_bools(data: bytearray) -> None:
    """Raise ValueError unless each byte is a bool."""
    if data.translate(None, b"\0\1"):
        raise ValueError("bools that are neither true nor false")


def short_text(text: Any) -> str:
    """`text`, if it is a short one; else ValueError."""
    if not isinstance(text, str) or len(text) > MOST_DIGITS:
        raise ValueError("a text that is too long")
    return text


def _big(value: int) -> Any:
    text = hex(value)
    return ["int", text] if len(text) <= MOST_DIGITS else ["foreign", TOO_MUCH[1]]


def _fraction(parts: list[int], blobs: Blobs, codec: Codec) -> Any:
    trees = [pack(part, blobs, codec) for part in parts]
    return next((tree for tree in trees if type(tree) is list and tree[0] == "foreign"), ["fraction", *trees])


def _ratio(numerator: Any, denominator: Any) -> Fraction:
    if type(numerator) is not int or type(denominator) is not int or denominator < 1:
        raise ValueError("a fraction that is none")
    return Fraction(numerator, denominator)
