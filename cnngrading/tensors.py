"""Tensors as dtype, shape, strides and raw bytes, and back."""

from __future__ import annotations

from typing import Any

import torch

from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Unpacker, check_bools

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
REQUIRES_GRAD, PARAMETER, LATER = 1, 2, 4  # LATER: it does not begin where its memory does
SPARSE = (torch.sparse_coo, torch.sparse_csr, torch.sparse_csc, torch.sparse_bsr, torch.sparse_bsc)


def pack_tensor(value: torch.Tensor, blobs: Blobs) -> Any:
    """A CPU tensor with its strides, and whether it begins where its memory does, but for a view that uses little of
    its memory; a sparse one as the dense one that it stands for, one of a class of its own as a plain one; another kind
    as an `Opaque`.
    """
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
    flags = (
        (REQUIRES_GRAD if value.requires_grad else 0)
        | (PARAMETER if isinstance(value, torch.nn.Parameter) else 0)
        | (LATER if count and plain.storage_offset() else 0)
    )
    return ["tensor", name, list(plain.shape), list(plain.stride()), len(blobs[-1]), flags]


def read_tensor(
    reader: Unpacker, name: str, shape: list[int], strides: list[int], size: int, flags: int
) -> torch.Tensor:
    """What `pack_tensor` wrote down.

    Raises:
        ValueError: its bytes cannot be what they are claimed to be. LookupError: an unknown dtype.
    """
    dtype = DTYPES[name]
    reader.claim(shape, strides, dtype.itemsize)
    count = extent(shape, strides)
    if count * dtype.itemsize != size:
        raise ValueError(f"{size} bytes for {count} values of {name}")
    data = reader.take(size)
    if dtype == torch.bool:
        check_bools(data)
    later = 1 if flags & LATER and data else 0
    if later:  # before it, something that is no value of its own: NaN, or all bits of a whole number
        data = bytearray((b"\1" if dtype == torch.bool else b"\xff") * dtype.itemsize) + data
    flat = torch.frombuffer(data, dtype=dtype) if data else torch.empty(0, dtype=dtype)
    tensor = torch.as_strided(flat, shape, strides, later)
    floating = dtype.is_floating_point or dtype.is_complex
    if flags & PARAMETER and floating:
        return torch.nn.Parameter(tensor, requires_grad=bool(flags & REQUIRES_GRAD))
    return tensor.requires_grad_() if flags & REQUIRES_GRAD and floating else tensor


def extent(shape: Any, strides: Any) -> int:
    """How many values from the first to the last one that the tensor reaches; 0 for an empty one."""
    if any(size == 0 for size in shape):
        return 0
    reached: int = 1 + sum((size - 1) * stride for size, stride in zip(shape, strides, strict=True))
    return reached
