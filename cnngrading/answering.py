"""The candidate's end of the tensor codec: it keeps the graphs of one test cell, which may ask for their gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from autograder.course.codec import Reader
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Unpacker
from cnngrading.codec import DEFAULT_DTYPE, TensorCodec
from cnngrading.layers import make_layer
from cnngrading.tensors import pack_tensor


class AnsweringCodec(TensorCodec):
    """What a candidate packs and reads."""

    def __init__(self) -> None:
        self.graphs: dict[int, tuple[torch.Tensor, list[torch.Tensor]]] = {}

    def begin(self) -> None:
        self.graphs = {}

    def image(self, value: torch.Tensor) -> Any:
        """Shape and bytes."""
        plain = value.detach()
        if not plain.numel():
            return tuple(plain.shape), b""
        return tuple(plain.shape), plain.contiguous().view(-1).view(torch.uint8).numpy().tobytes()

    def read_argument(self, reader: Unpacker, kind: str, rest: list[Any]) -> Any:
        if kind == "layer":
            return make_layer(rest[0], reader.read(rest[1]), reader.read(rest[2]))
        return super().read_argument(reader, kind, rest)

    def pack_result(self, value: Any, blobs: Blobs, given: Sequence[Any]) -> Any:
        if not isinstance(value, torch.Tensor):
            return None
        for number, tensor in enumerate(given):
            shared = (
                value.layout == torch.strided
                and value.numel()
                and value.untyped_storage().data_ptr() == tensor.untyped_storage().data_ptr()
            )
            if shared and value.dtype == tensor.dtype and value.grad_fn is None:
                offset = value.storage_offset() - tensor.storage_offset()
                return ["alias", number, list(value.shape), list(value.stride()), offset]
        if value.grad_fn is not None:
            key = len(self.graphs)
            self.graphs[key] = (value, [tensor for tensor in given if tensor.requires_grad])
            return ["graph", key, pack_tensor(value, blobs)]
        if value.grad is not None:
            return ["leaf", pack_tensor(value, blobs), pack_tensor(value.grad, blobs)]
        return None

    def requests(self) -> dict[str, Callable[[dict[str, Any], Reader], Any]]:
        default = torch.get_default_dtype  # taken before the student's code can put another in its place
        return {"backward": self._backward, DEFAULT_DTYPE: lambda message, reader: default()}

    def _backward(self, message: dict[str, Any], reader: Reader) -> list[torch.Tensor | None]:
        result, given = self.graphs[message["graph"]]
        for tensor in given:
            tensor.grad = None
        torch.autograd.backward(result, reader.read(message["grad"]), retain_graph=True)
        return [tensor.grad for tensor in given]
