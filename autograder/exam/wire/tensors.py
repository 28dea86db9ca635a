"""Tensors and arrays as kind, shape, strides and raw bytes, and back."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from autograder.exam.wire.messages import MOST_BYTES, Blobs

MOST_DIMENSIONS = 16
DTYPES = {
    str(dtype).removeprefix("torch."): dtype
    for dtype in (
        torch.bool,
        torch.uint8,
        torch.int8,
        torch.int16,
        torch.int32,
        torch.int64,
        torch.float16,
        torch.bfloat16,
        torch.float32,
        torch.float64,
        torch.complex64,
        torch.complex128,
    )
}
ARRAY_KINDS = "biufc"
SPARSE = (torch.sparse_coo, torch.sparse_csr, torch.sparse_csc, torch.sparse_bsr, torch.sparse_bsc)


def pack_tensor(value: torch.Tensor, blobs: Blobs) -> Any:
    """A CPU tensor with its strides, a sparse one as the dense one that it stands for; another kind as an `Opaque`."""
    plain = value.detach()
    if plain.layout in SPARSE:
        plain = plain.to_dense()
    plain = plain.as_subclass(torch.Tensor)
    name = str(plain.dtype).removeprefix("torch.")
    if plain.layout != torch.strided or plain.device.type != "cpu" or name not in DTYPES or plain.is_quantized:
        return ["foreign", f"{plain.device.type} {plain.layout} {name} tensor"]
    plain = plain.resolve_conj().resolve_neg()
    if plain.numel() and extent(plain.shape, plain.stride()) > 4 * plain.numel():
        plain = plain.contiguous()
    count = extent(plain.shape, plain.stride())
    flat = torch.as_strided(plain, (count,), (1,)).contiguous()
    blobs.append(flat.view(torch.uint8).numpy().tobytes() if count else b"")
    flags = (1 if value.requires_grad else 0) | (2 if isinstance(value, torch.nn.Parameter) else 0)
    return ["tensor", name, list(plain.shape), list(plain.stride()), len(blobs[-1]), flags]


def make_tensor(data: bytearray, dtype: torch.dtype, shape: list[int], strides: list[int], flags: int) -> torch.Tensor:
    """The tensor that `data` holds; `flags` as `pack_tensor` gave them.

    Raises:
        ValueError: its bytes cannot be what they are claimed to be.
    """
    if dtype == torch.bool:
        _check_bools(data)
    flat = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
    tensor = torch.as_strided(flat, shape, strides)
    floating = dtype.is_floating_point or dtype.is_complex
    if flags & 2 and floating:
        return torch.nn.Parameter(tensor, requires_grad=bool(flags & 1))
    return tensor.requires_grad_() if flags & 1 and floating else tensor


def make_array(data: bytearray, dtype: np.dtype[Any], shape: list[int], scalar: bool) -> Any:
    """The array, or the one number of NumPy's, that `data` holds.

    Raises:
        ValueError: its bytes cannot be what they are claimed to be.
    """
    if dtype.kind == "b":
        _check_bools(data)
    array = np.frombuffer(data, dtype=dtype).reshape(shape)
    return array[()] if scalar else array


def _check_bools(data: bytearray) -> None:
    if data.translate(None, b"\0\1"):
        raise ValueError("bools that are neither true nor false")


def check_sizes(*lists: Any) -> None:
    """Raise ValueError unless each is a short list of sizes."""
    for numbers in lists:
        if not isinstance(numbers, list) or len(numbers) > MOST_DIMENSIONS:
            raise ValueError("not a list of a few sizes")
        if not all(type(number) is int and 0 <= number <= MOST_BYTES for number in numbers):
            raise ValueError("a size that is no size")


def extent(shape: Any, strides: Any) -> int:
    """How many values from the first to the last one that the tensor reaches; 0 for an empty one."""
    if any(size == 0 for size in shape):
        return 0
    reached: int = 1 + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
    return reached
