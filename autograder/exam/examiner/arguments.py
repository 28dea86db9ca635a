"""What a test cell hands to a student's function: packed for the wire, or refused if it could not arrive whole."""

from __future__ import annotations

from typing import Any

from autograder.course.codec import Codec
from autograder.exam.errors import CandidateError, UnsupportedCall
from autograder.exam.examiner.proxy import Proxy
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import TOO_MUCH, Opaque, pack


def pack_argument(value: Any, blobs: Blobs, given: list[Any], codec: Codec) -> Any:
    """`value` as `values.pack` writes it down; what a call may change in place is appended to `given`.

    Raises:
        UnsupportedCall: the wire cannot carry it. CandidateError: it cannot either, but it is the student's own.
    """
    return _checked(pack(value, blobs, codec, lambda part, blobs: _special(part, blobs, given, codec)))


def _special(value: Any, blobs: Blobs, given: list[Any], codec: Codec) -> Any:
    if isinstance(value, Proxy) and isinstance(value._name, int) and not value._path:
        return ["object", value._name]
    if isinstance(value, Opaque) or (isinstance(value, Proxy) and value._path):
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
