"""What a test cell hands to a student's function: packed for the wire, or refused if it could not arrive whole."""

from __future__ import annotations

from typing import Any

from autograder.course.codec import Codec
from autograder.exam.errors import CandidateError, UnsupportedCall
from autograder.exam.examiner.callbacks import HandedFunctions
from autograder.exam.examiner.proxy import Proxy
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import TOO_MUCH, Opaque, pack


def pack_argument(value: Any, blobs: Blobs, given: list[Any], codec: Codec, functions: HandedFunctions) -> Any:
    """`value` as `values.pack` writes it down; what a call may change in place is appended to `given`, and a function
    gets a number in `functions`.

    Raises:
        UnsupportedCall: the wire cannot carry it. CandidateError: it cannot either, but it is the student's own.
    """
    return _checked(pack(value, blobs, codec, lambda part, blobs: _special(part, blobs, given, codec, functions)))


def _special(value: Any, blobs: Blobs, given: list[Any], codec: Codec, functions: HandedFunctions) -> Any:
    if isinstance(value, Proxy) and not value._path:
        return ["object" if isinstance(value._name, int) else "name", value._name]
    if type(value) in codec.functions:
        return ["function", functions.number_of(value), str(getattr(value, "__name__", "f"))]
    if isinstance(value, (Opaque, Proxy)):
        raise CandidateError(
            "unreadable",
            f"a {type(value).__name__}, which your code returned, cannot be handed on: return {codec.values}",
        )
    tree = codec.pack_argument(value, blobs, given)
    if isinstance(value, codec.changing):
        given.append(value)
    return tree


def _checked(tree: Any) -> Any:
    """A packed argument, refused where something in it could not pass: the student must get what the test cell hands
    in.
    """
    if isinstance(tree, list) and tree:
        if tree[0] == "foreign" and tree[1] in TOO_MUCH:
            raise CandidateError("unreadable", f"a {tree[1]}, which your code returned, cannot be handed on")
        if tree[0] == "foreign":
            raise UnsupportedCall(f"a {tree[1]} cannot be handed to a student's function over the wire")
        if tree[0] in ("list", "tuple", "dict"):
            for item in tree[1]:
                for part in item if tree[0] == "dict" else [item]:
                    _checked(part)
    return tree
