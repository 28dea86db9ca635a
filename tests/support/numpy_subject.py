"""A subject with NumPy's arrays and nothing else: all that another course on this grader has to write."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograder.course.codec import Blobs, Codec
from autograder.course.subject import Subject
from autograder.exam.wire.arrays import pack_array, read_array


class Arrays(Codec):
    """Arrays pass in both directions, and what a call writes into one comes back."""

    values = "numbers or arrays"
    kinds = frozenset({"array"})
    changing = (np.ndarray,)

    def pack(self, value: Any, blobs: Blobs) -> Any:
        return pack_array(value, blobs)

    def read(self, reader: Any, kind: str, rest: list[Any]) -> Any:
        return read_array(reader, *rest)

    def image(self, value: Any) -> Any:
        return value.shape, value.tobytes()

    def change(self, given: Any, fresh: Any) -> None:
        if type(fresh) is not np.ndarray or (fresh.shape, fresh.dtype) != (given.shape, given.dtype):
            raise ValueError("an argument came back as something else")
        given[...] = fresh


class NumPy(Subject):
    """A course on arrays."""

    values = Arrays.values
    packages = ("numpy",)
    preload = ("numpy",)
    codec = Arrays

    def seed(self, number: int) -> None:
        np.random.seed(number % 2**32)


subject = NumPy()
