"""The candidate's end of the tensor codec: it keeps the graphs of one test cell, which may ask for their gradients."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch

from autograder.course.codec import Reader
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Unpacker
from cnngrading.codec import DEFAULT_DTYPE, TensorCodec, sources_of
from cnngrading.layers import make_layer, pack_layer
from cnngrading.tensors import pack_tensor
from cnnlab.functions import Given
from cnnlab.training import SHARED


class Handed(list[Any]):
    """The tensors and layers that a call was given.

    Attributes:
        sources: the tensors to which gradients may go: those among them, and the layers' parameters.
    """

    def __init__(self, values: Sequence[Any]) -> None:
        super().__init__(values)
        self.sources = sources_of(values)


class AnsweringCodec(TensorCodec):
    """What a candidate packs and reads."""

    def __init__(self) -> None:
        self.graphs: dict[int, tuple[torch.Tensor, list[torch.Tensor]]] = {}

    def begin(self) -> None:
        self.graphs = {}

    def given_function(self, call: Callable[..., Any], name: str) -> Given:
        return Given(call, name)

    def shared(self) -> dict[str, Callable[..., Any]]:
        return dict(SHARED)

    def note(self, given: Sequence[Any]) -> Handed:
        return Handed(given)

    def image(self, value: Any) -> Any:
        """Of a tensor, its shape and bytes, whether it requires a gradient, and that; of a layer, all that is carried;
        of a generator, its state.
        """
        if isinstance(value, torch.nn.Module):
            blobs: Blobs = []
            return pack_layer(value, blobs, self, after=True), blobs
        if isinstance(value, torch.Generator):
            return _bytes(value.get_state())
        grad = value.grad if value.is_leaf else None
        return tuple(value.shape), _bytes(value), value.requires_grad, None if grad is None else _bytes(grad)

    def read_argument(self, reader: Unpacker, kind: str, rest: list[Any]) -> Any:
        if kind == "layer":
            return make_layer(reader, rest)
        if kind == "generator":
            generator = torch.Generator()
            generator.set_state(reader.read(rest[0]))
            return generator
        if kind == "with_grad":
            tensor = reader.read(rest[0])
            tensor.grad = reader.read(rest[1])
            return tensor
        return super().read_argument(reader, kind, rest)

    def pack_change(self, value: Any, blobs: Blobs) -> Any:
        if isinstance(value, torch.nn.Module):
            return pack_layer(value, blobs, self, after=True)
        if isinstance(value, torch.Generator):
            return pack_tensor(value.get_state(), blobs)
        grad = value.grad if value.is_leaf else None
        return ["changed", pack_tensor(value, blobs), None if grad is None else pack_tensor(grad, blobs)]

    def pack_result(self, value: Any, blobs: Blobs, given: Sequence[Any]) -> Any:
        if isinstance(value, torch.nn.Module):
            return _part_of(value, given)
        if not isinstance(value, torch.Tensor):
            return None
        for number, tensor in enumerate(given):
            if not isinstance(tensor, torch.Tensor):
                continue
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
            sources = given.sources if isinstance(given, Handed) else []
            numbers = [number for number, source in enumerate(sources) if source.requires_grad]
            self.graphs[key] = (value, [sources[number] for number in numbers])
            return ["graph", key, pack_tensor(value, blobs), numbers]
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


def _part_of(layer: torch.nn.Module, given: Sequence[Any]) -> Any:
    """A layer that was handed in, or one in it: where it stands."""
    for number, whole in enumerate(given):
        if isinstance(whole, torch.nn.Module):
            for name, part in whole.named_modules():
                if part is layer:
                    return ["part", number, name]
    return None


def _bytes(tensor: torch.Tensor) -> bytes:
    plain = tensor.detach()
    return plain.contiguous().view(-1).view(torch.uint8).numpy().tobytes() if plain.numel() else b""
