"""Functions that a test cell hands to an answer. They run here: the answer's process gets a number, sends the arguments
of each call, and gets the result, so that what they compute with stays here.

What it sends may be forged. A call of one is part of the call of the answer: its time counts as that one's, and
whatever is wrong with it is an exception in the answer.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

from autograder.course.codec import Codec
from autograder.exam.errors import LONGEST_MESSAGE, CandidateError, nearest_built_in
from autograder.exam.wire.messages import Blobs, WireError
from autograder.exam.wire.values import Unpacker, pack

MOST_CALLBACKS = 50_000  # in one call of an answer
MOST_NESTED = 20  # calls of an answer by functions that it calls
MOST_BYTES = 8 * 2**20  # of arrays, in the arguments of one

_numbers = itertools.count()  # another one for each function: none of an earlier test cell is taken for a later one


class HandedFunctions:
    """The functions that one test cell has handed to the answer, by their numbers."""

    def __init__(self) -> None:
        self._functions: dict[int, Callable[..., Any]] = {}

    def number_of(self, function: Callable[..., Any]) -> int:
        """The number of a function, the same one whenever it is handed over."""
        for number, known in self._functions.items():
            if known is function:
                return number
        number = next(_numbers)
        self._functions[number] = function
        return number

    def __getitem__(self, number: Any) -> Callable[..., Any]:
        """Raises LookupError for a number of none of them."""
        if type(number) is not int or number not in self._functions:
            raise LookupError("a function that this test cell has not handed over")
        return self._functions[number]

    def call(self, message: dict[str, Any], body: memoryview, codec: Codec) -> tuple[dict[str, Any], Blobs]:
        """Call one as the answer asks; returns what to reply.

        Raises:
            CandidateError, BaseException: a call of the answer in it failed, or something of ours. All else that a
                function raises is in the reply.
        """
        blobs: Blobs = []
        try:
            function, args, kwargs = self._read(message, body, codec)
            return {"op": "returned", "value": pack(function(*args, **kwargs), blobs, codec)}, blobs
        except CandidateError:
            raise
        except Exception as error:  # the test's function may raise anything: the answer sees it, as in one kernel
            return {"op": "raised", "kind": nearest_built_in(error), "message": str(error)[:LONGEST_MESSAGE]}, []

    def _read(
        self, message: dict[str, Any], body: memoryview, codec: Codec
    ) -> tuple[Callable[..., Any], list[Any], dict[str, Any]]:
        if len(body) > MOST_BYTES:
            raise ValueError("arguments that are too large for a function of the test")
        try:
            function, reader = self[message["function"]], Unpacker(body, codec)
            args = [reader.read(tree) for tree in list(message["args"])]
            kwargs = {str(name): reader.read(tree) for name, tree in dict(message["kwargs"]).items()}
        except LookupError as error:
            raise RuntimeError(f"no such function: {error}") from error
        except WireError as error:
            raise TypeError(str(error)) from error
        return function, args, kwargs
