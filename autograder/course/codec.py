"""What a subject adds to the values that pass between a test cell and an answer (see `autograder.course.subject`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import FunctionType
from typing import Any, Protocol

Tree = Any  # JSON: a value as it goes over the wire
Blobs = list[bytes]  # the bytes that belong to it
Request = Callable[[dict[str, Any], Blobs], Any]


class Reader(Protocol):
    """Reads one message; every method raises ValueError where a size does not fit."""

    def read(self, tree: Tree) -> Any:
        """The value of `tree`."""

    def take(self, size: int) -> bytearray:
        """The next `size` bytes of the message."""

    def claim(self, shape: Any, strides: Any, itemsize: int) -> None:
        """Count an array against what a message may hold, before memory is taken for it."""


class Codec:
    """The types beyond Python's own that may pass between a test cell and an answer.

    Exact types only, and never by pickle: what is not listed arrives as an object that equals nothing. A subject with
    such types derives from this class; `read…` raises ValueError for whatever makes no sense. Its methods run in the
    examiner, in the candidate, or in both, as they say.
    """

    values = "numbers"  # what answers give back, in words: "a set cannot be handed on: return numbers"
    kinds: frozenset[str] = frozenset()  # the first words of the trees that `read` reads
    changing: tuple[type, ...] = ()  # types of arguments whose in-place changes the caller sees
    # Types of functions of a test cell that an answer may be handed; they stay, and are called, in the examiner.
    functions: tuple[type, ...] = (FunctionType,)

    def pack(self, value: Any, blobs: Blobs) -> Tree | None:
        """Both: `[kind, …]` for a value of one of these types, its bytes appended to `blobs`; None for any other."""
        return None

    def read(self, reader: Any, kind: str, rest: list[Any]) -> Any:
        """Both: the value of a tree that `pack` made."""
        raise ValueError(f"a value of the unknown kind {kind[:20]!r}")

    def image(self, value: Any) -> Any:
        """Candidate: what an in-place change of an argument would change; compared before and after a call."""
        raise NotImplementedError

    def change(self, given: Any, fresh: Any) -> None:
        """Examiner: change the argument `given` in place to `fresh`, which the call made of it."""
        raise NotImplementedError

    def pack_argument(self, value: Any, blobs: Blobs, given: Sequence[Any]) -> Tree | None:
        """Examiner: what a test cell may hand in besides; None for what it may not. `given` are the changeable values
        that this call hands in before it.
        """
        return None

    def read_argument(self, reader: Any, kind: str, rest: list[Any]) -> Any:
        """Candidate: the value of a tree that `pack_argument` made."""
        raise ValueError(f"a value of the unknown kind {kind[:20]!r}")

    def shared(self) -> dict[str, Callable[..., Any]]:
        """Candidate: the functions that both sides own, by their names: those that a test cell calls with an object of
        the student's work where that is.
        """
        return {}

    def given_function(self, call: Callable[..., Any], name: str) -> Callable[..., Any]:
        """Candidate: what an answer gets for a function that it is handed. `call` has the examiner call it."""
        call.__name__ = call.__qualname__ = name
        return call

    def note(self, given: Sequence[Any]) -> Sequence[Any]:
        """Candidate: the changeable arguments of a call that begins, as `pack_result` wants to know them."""
        return given

    def pack_change(self, value: Any, blobs: Blobs) -> Tree:
        """Candidate: what a call has made of the argument `value`, whose `image` is another one now."""
        return self.pack(value, blobs)

    def read_change(self, reader: Any, tree: Tree, given: Any) -> None:
        """Examiner: change the argument `given` in place to what `pack_change` wrote down."""
        self.change(given, reader.read(tree))

    def pack_result(self, value: Any, blobs: Blobs, given: Sequence[Any]) -> Tree | None:
        """Candidate: a result that belongs to the arguments `given`, as a view of one does; None for any other."""
        return None

    def read_result(self, reader: Any, kind: str, rest: list[Any], given: Sequence[Any], request: Request) -> Any:
        """Examiner: the value of a tree that `pack_result` made. `request` sends one of `requests` later on."""
        raise ValueError(f"a value of the unknown kind {kind[:20]!r}")

    def requests(self) -> dict[str, Callable[[dict[str, Any], Reader], Any]]:
        """Candidate: what a value may ask after the call that returned it, by name; each returns a value."""
        return {}

    def begin(self) -> None:
        """Candidate: forget what the last test cell left behind."""

    def fetched(self, value: Any) -> None:
        """Examiner: make a copy of an attribute complain of what a copy cannot carry."""
