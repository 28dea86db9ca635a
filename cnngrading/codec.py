"""The codec of tensors: what of PyTorch may pass between a test cell and an answer.

Here is what both processes share. `asking` adds the examiner's end, `answering` the candidate's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch

from autograder.course.codec import Codec
from autograder.exam.wire.arrays import pack_array, read_array
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Unpacker
from cnngrading.tensors import DTYPES, pack_tensor, read_tensor
from cnngrading.words import VALUES
from cnnlab.functions import Given

DEFAULT_DTYPE = "default_dtype"  # the request for PyTorch's default dtype in the student's process


class TensorCodec(Codec):
    """Tensors, `torch.Size`, `torch.dtype`, and NumPy's arrays."""

    values = VALUES
    kinds = frozenset({"tensor", "array", "dtype", "size"})
    changing = (torch.Tensor, torch.nn.Module, torch.Generator)
    functions = (Given,)

    def pack(self, value: Any, blobs: Blobs) -> Any:
        if isinstance(value, torch.Tensor):
            return pack_tensor(value, blobs)
        if type(value) is torch.Size:
            return ["size", [int(size) for size in value]]
        if isinstance(value, torch.dtype) and str(value).removeprefix("torch.") in DTYPES:
            return ["dtype", str(value).removeprefix("torch.")]
        return pack_array(value, blobs)

    def read(self, reader: Unpacker, kind: str, rest: list[Any]) -> Any:
        if kind == "tensor":
            return read_tensor(reader, *rest)
        if kind == "array":
            return read_array(reader, *rest)
        if kind == "dtype":
            return DTYPES[rest[0]]
        return torch.Size([reader.read(size) for size in rest[0]])


def sources_of(given: Sequence[Any]) -> list[torch.Tensor]:
    """The tensors of a call to which gradients may go, in an order that both processes know: those that were handed in,
    and the parameters of layers.
    """
    found: list[torch.Tensor] = []
    for value in given:
        if isinstance(value, torch.nn.Module):
            found += value.parameters()
        elif isinstance(value, torch.Tensor):
            found.append(value)
    return found
