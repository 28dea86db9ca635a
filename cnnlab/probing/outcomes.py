"""What came back when a student's answer was asked a question, as plain data: small, comparable, storable as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Any, Literal

import torch

from cnnlab.checks.results import ATOL, RTOL
from cnnlab.checks.wording import built_in_name
from cnnlab.guard import ShortcutError

MOST_VALUES = 2000  # of a tensor, and of everything in lists and the like together
KEPT_VALUES = 200  # of a tensor that is larger
MOST_DEPTH = 8
LONGEST_TEXT = 300

Tree = tuple[Any, ...]
# Why there was no answer: it took too long, the process ended, or what came cannot be read.
Ending = Literal["timed_out", "ended", "unreadable"]


@dataclass(frozen=True)
class Outcome:
    """What came back.

    Attributes:
        kind: "value", "raised" (an exception), "died" (there was no answer) or "foreign" (a type that cannot be
            compared).
        name: of the exception's nearest built-in type ("ValueError"), "ShortcutError", or the opaque type's name; of
            one that died its `Ending`.
        tree: the value, see `read`.
        named: for each thing that a refusal's message should name, whether it does.
        message: of the exception, cut short; no part of a comparison.
        called: what a ShortcutError says was called; no part of a comparison.
        seen: by the facts that a question asks for, what was seen of each, in words; no part of a comparison, and not
            stored.
        place: of the exception, in words: the line of the answer that it comes from; "" where that is not known. No
            part of a comparison, and not stored, as `changed` is not.
        changed: the argument that the answer wrote into, by its name; "" where it left all as they were, or where the
            question itself asks for that.
    """

    kind: Literal["value", "raised", "died", "foreign"]
    name: str = ""
    tree: Tree = ()
    named: tuple[bool, ...] = ()
    message: str = field(default="", compare=False)
    called: str = field(default="", compare=False)
    seen: Mapping[str, str] = field(default_factory=dict, compare=False)
    place: str = field(default="", compare=False)
    changed: str = field(default="", compare=False)

    def to_json(self) -> dict[str, Any]:
        """Plain dicts, lists, strings and finite numbers."""
        return {
            "kind": self.kind,
            "name": self.name,
            "tree": _lists(self.tree),
            "named": list(self.named),
            "message": self.message,
            "called": self.called,
        }

    @staticmethod
    def from_json(data: Any) -> Outcome:
        """The outcome that `to_json` wrote.

        Raises:
            ValueError: `to_json` writes no such data.
        """
        try:
            kind, name, tree, named, message = (data[key] for key in ("kind", "name", "tree", "named", "message"))
            called = str(data.get("called", ""))
            rebuild(_tuples(tree)) if kind == "value" else None
        except (TypeError, KeyError, IndexError, ValueError, RuntimeError, AttributeError) as error:
            raise ValueError(f"not the JSON of an outcome: {str(data)[:80]}") from error
        if kind not in ("value", "raised", "died", "foreign"):
            raise ValueError(f"an outcome of the unknown kind {str(kind)[:80]!r}")
        return Outcome(kind, str(name), _tuples(tree), tuple(bool(part) for part in named), str(message), called)


class Opaque:
    """Stands for a value of a type that cannot be compared; its text is the type's name."""

    def __repr__(self) -> str:
        return type(self).__name__


def read(value: Any) -> Tree:
    """A value as nested tuples that begin with its kind:

        ("none",)  ("bool", v)  ("int", v)  ("float", v)  ("complex", re, im)  ("str", v)
        ("tuple" | "list", length, parts)  ("dict", length, pairs)  ("foreign", type name)
        ("tensor", "bool" | "int" | "float" | "complex", shape, values)

    Numbers have seven digits; one that is not finite is the string "nan", "inf" or "-inf". Of a tensor with more than
    2,000 values, the shape and the first 200 values are kept.
    """
    return _read(value, [MOST_VALUES], 0)


def _read(value: Any, room: list[int], depth: int) -> Tree:
    room[0] -= 1
    if room[0] < 0 or depth > MOST_DEPTH:
        return ("foreign", "a value too large to compare")
    if value is None:
        return ("none",)
    if isinstance(value, torch.Tensor):
        return _read_tensor(value)
    kind = type(value)
    if kind is bool:
        return ("bool", value)
    if kind is int and value.bit_length() <= 128:
        return ("int", value)
    if isinstance(value, float):
        return ("float", _rounded(float(value)))
    if kind is complex:
        return ("complex", _rounded(value.real), _rounded(value.imag))
    if kind is str:
        return ("str", value[:LONGEST_TEXT])
    if isinstance(value, (list, tuple)):
        name = "tuple" if isinstance(value, tuple) else "list"
        return (name, len(value), tuple(_read(part, room, depth + 1) for part in value[:MOST_VALUES]))
    if isinstance(value, dict):
        pairs = islice(value.items(), MOST_VALUES)
        return (
            "dict",
            len(value),
            tuple((_read(key, room, depth + 1), _read(part, room, depth + 1)) for key, part in pairs),
        )
    # A value that the exam's wire could not carry arrives as an object whose class has the name of its type.
    return ("foreign", str(getattr(kind, "sent_as", kind.__name__))[:80])


def _read_tensor(value: torch.Tensor) -> Tree:
    value = value.detach()
    if value.layout != torch.strided:
        value = value.to_dense()
    kind = _number_kind(value)
    shape = tuple(int(size) for size in value.shape)
    if value.numel() <= MOST_VALUES:
        numbers = value.cpu().reshape(-1).tolist()
    else:  # one by one: it may be an expanded view that would not fit into memory
        numbers = [value[index].item() for index in islice(product(*(range(size) for size in shape)), KEPT_VALUES)]
    if kind == "complex":
        return ("tensor", kind, shape, tuple((_rounded(number.real), _rounded(number.imag)) for number in numbers))
    return ("tensor", kind, shape, tuple(_rounded(number) if kind == "float" else number for number in numbers))


def _number_kind(tensor: torch.Tensor) -> str:
    if tensor.dtype == torch.bool:
        return "bool"
    if tensor.is_complex():
        return "complex"
    return "float" if tensor.is_floating_point() else "int"


def rebuild(tree: Tree) -> Any:
    """The value that a tree was read from, as far as the tree holds it; a large tensor is one on the device "meta".

    Raises:
        ValueError: `read` makes no such tree.
    """
    kind, *rest = tree
    if kind == "none":
        return None
    if kind in ("bool", "int", "str"):
        return rest[0]
    if kind == "float":
        return float(rest[0])
    if kind == "complex":
        return complex(float(rest[0]), float(rest[1]))
    if kind in ("tuple", "list"):
        return (tuple if kind == "tuple" else list)(rebuild(part) for part in rest[1])
    if kind == "dict":
        return {key[1]: rebuild(part) for key, part in rest[1] if key[0] in ("str", "int", "bool", "float")}
    if kind == "foreign":
        return type(str(rest[0]) or "object", (Opaque,), {})()
    if kind == "tensor":
        dtype = {"bool": torch.bool, "int": torch.int64, "float": torch.float64, "complex": torch.complex128}[rest[0]]
        shape, values = rest[1], rest[2]
        if math.prod(shape) != len(values):
            return torch.empty(shape, dtype=dtype, device="meta")
        if dtype is torch.int64:
            return torch.tensor([min(max(int(value), -(2**63)), 2**63 - 1) for value in values]).long().reshape(shape)
        numbers = (
            [complex(float(a), float(b)) for a, b in values] if dtype.is_complex else [float(value) for value in values]
        )
        return (
            torch.tensor(numbers, dtype=torch.complex128 if dtype.is_complex else torch.float64)
            .to(dtype)
            .reshape(shape)
        )
    raise ValueError(f"a tree of the unknown kind {str(kind)[:80]!r}")


def raised(error: BaseException, named: tuple[bool, ...] = (), place: str = "") -> Outcome:
    """The outcome of a call that ended with `error`, at this place."""
    try:
        message = str(error)[:LONGEST_TEXT]
    except Exception:  # the student's own exception class may have a faulty __str__
        message = ""
    if isinstance(error, SystemExit):
        return died("ended", f"it ended the program ({type(error).__name__})")
    if isinstance(error, ShortcutError):
        called = str(error.called)[:LONGEST_TEXT]
        return Outcome("raised", "ShortcutError", named=named, message=message, called=called, place=place)
    return Outcome("raised", built_in_name(error), named=named, message=message, place=place)


def died(ending: Ending, message: str) -> Outcome:
    """The outcome of a call that gave no answer; `message` says why, in our words."""
    return Outcome("died", ending, message=message)


def alike(first: Outcome, second: Outcome, *, dtype: bool = True) -> bool:
    """Whether two outcomes are the same up to the checks' tolerance; nan equals nan.

    With `dtype=False`, tensors of integers, of fractions and of True and False count as the same type.
    """
    if (first.kind, first.name, first.named) != (second.kind, second.name, second.named):
        return False
    return first.kind != "value" or _are_alike(first.tree, second.tree, dtype)


def _are_alike(first: Any, second: Any, dtype: bool) -> bool:
    if isinstance(first, tuple) and isinstance(second, tuple):
        if not dtype and first[:1] == second[:1] == ("tensor",) and "complex" not in (first[1], second[1]):
            first, second = first[2:], second[2:]
        return len(first) == len(second) and all(_are_alike(a, b, dtype) for a, b in zip(first, second, strict=True))
    if _is_number(first) and _is_number(second):
        return bool(first == second or abs(first - second) <= ATOL + RTOL * abs(second))
    return bool(first == second)


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float))


def _rounded(value: float) -> float | str:
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return float(f"{value:.7g}") + 0.0  # + 0.0: minus zero is zero


def _lists(tree: Any) -> Any:
    return [_lists(part) for part in tree] if isinstance(tree, tuple) else tree


def _tuples(tree: Any) -> Any:
    return tuple(_tuples(part) for part in tree) if isinstance(tree, list) else tree
