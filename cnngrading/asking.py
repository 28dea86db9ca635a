"""The examiner's end of the tensor codec: layers as arguments, views of arguments, gradients through a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from types import BuiltinFunctionType, FunctionType
from typing import Any

import torch

from autograder.course.codec import Request
from autograder.exam.errors import CandidateError, UnsupportedCall
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Unpacker
from cnngrading.codec import DEFAULT_DTYPE, TensorCodec, sources_of
from cnngrading.layers import NotCarriedError, pack_layer
from cnngrading.returning import has_left_a_hook, hook_of_an_answer, take_over
from cnngrading.tensors import extent, pack_tensor


class AskingCodec(TensorCodec):
    """What the examiner packs and reads."""

    def pack_argument(self, value: Any, blobs: Blobs, given: Sequence[Any]) -> Any:
        if isinstance(value, torch.Tensor) and value.layout != torch.strided:
            raise UnsupportedCall(
                f"a tensor of the layout {value.layout} cannot be handed to a student's function over the wire"
            )
        if isinstance(value, torch.Tensor) and value.is_leaf and value.grad is not None:
            return ["with_grad", pack_tensor(value, blobs), pack_tensor(value.grad, blobs)]
        if isinstance(value, torch.Generator):
            if value.device.type != "cpu":
                raise UnsupportedCall(f"a generator on {value.device} cannot be handed to a student's function")
            return ["generator", pack_tensor(value.get_state(), blobs)]
        if isinstance(value, (FunctionType, BuiltinFunctionType)):
            raise UnsupportedCall(
                f"a {type(value).__name__} cannot be handed to a student's function over the wire: make it one with "
                "cnnlab.given"
            )
        if not isinstance(value, torch.nn.Module):
            return None
        if has_left_a_hook(value):
            hook_of_an_answer()
        if any(part is known for part in value.modules() for whole in _modules(given) for known in whole.modules()):
            raise UnsupportedCall("a layer that one call is given twice arrives as two: name it by a text, as '2'")
        try:
            return pack_layer(value, blobs, self)
        except NotCarriedError as error:
            raise UnsupportedCall(f"{error} cannot be handed to a student's function over the wire") from error

    def read_result(self, reader: Unpacker, kind: str, rest: list[Any], given: Sequence[Any], request: Request) -> Any:
        if kind == "alias" and isinstance(given[rest[0]], torch.Tensor):
            return _view(reader, given[rest[0]], *rest[1:])
        if kind == "leaf":
            value, grad = reader.read(rest[0]), reader.read(rest[1])
            if isinstance(value, torch.Tensor) and isinstance(grad, torch.Tensor) and value.shape == grad.shape:
                value.grad = grad.to(value.dtype)
            return value
        if kind == "part" and isinstance(given[rest[0]], torch.nn.Module):
            return given[rest[0]].get_submodule(rest[1])
        if kind == "graph":
            value = reader.read(rest[1])
            sources = sources_of(given)
            inputs = [sources[number] for number in rest[2]]
            return _Through.apply(request, int(rest[0]), value.detach(), torch.zeros((), requires_grad=True), *inputs)
        return super().read_result(reader, kind, rest, given, request)

    def read_change(self, reader: Unpacker, tree: Any, given: Any) -> None:
        if isinstance(given, torch.nn.Module):
            take_over(given, reader, tree)
        elif isinstance(given, torch.Generator):
            given.set_state(reader.read(tree).contiguous())
        else:
            kind, fresh, grad = tree[0], reader.read(tree[1]), reader.read(tree[2])
            if kind != "changed":
                raise ValueError("an argument came back as something else")
            self.change(given, fresh)
            if given.is_leaf:
                given.requires_grad_(fresh.requires_grad)
                given.grad = grad

    def change(self, given: torch.Tensor, fresh: Any) -> None:
        if not isinstance(fresh, torch.Tensor) or fresh.dtype != given.dtype:
            raise ValueError("an argument came back as something else")
        with torch.no_grad():
            if fresh.shape == given.shape:
                given.detach().copy_(fresh)
            else:
                given.set_(fresh.detach())  # type: ignore[call-overload]  # torch's stubs leave out set_(Tensor)

    def fetched(self, value: Any) -> None:
        if isinstance(value, torch.Tensor) and value.requires_grad and value.is_leaf:
            value.register_hook(_no_gradient_through_a_copy)


@contextmanager
def same_default_dtype(ask: Callable[[str], Any]) -> Iterator[None]:
    """What a test cell makes without a word about its dtype is of double precision where the student's notebook has
    made that the default, as it is in one kernel.
    """
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float64 if ask(DEFAULT_DTYPE) is torch.float64 else before)
    try:
        yield
    finally:
        torch.set_default_dtype(before)


def _modules(given: Sequence[Any]) -> list[torch.nn.Module]:
    return [value for value in given if isinstance(value, torch.nn.Module)]


def _view(reader: Unpacker, source: torch.Tensor, shape: Any, strides: Any, offset: Any) -> torch.Tensor:
    """A view of what was handed in."""
    reader.claim(shape, strides, source.element_size())
    # No further than what was handed in: what lies around it in memory is ours.
    if not 0 <= offset <= offset + extent(shape, strides) <= extent(source.shape, source.stride()):
        raise ValueError("a view that reaches out of what was handed in")
    view = torch.as_strided(source.detach(), shape, strides, source.storage_offset() + offset)
    return view.requires_grad_(source.requires_grad)


class _Through(torch.autograd.Function):
    """Carries gradients back through a call."""

    @staticmethod
    def forward(
        ctx: Any, request: Request, graph: int, value: torch.Tensor, anchor: torch.Tensor, *inputs: torch.Tensor
    ) -> torch.Tensor:
        ctx.request, ctx.graph, ctx.count = request, graph, len(inputs)
        return value.clone()

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, grad: torch.Tensor) -> Any:
        blobs: Blobs = []
        grads = ctx.request(
            {"op": "backward", "graph": ctx.graph, "grad": pack_tensor(grad.contiguous(), blobs)}, blobs
        )
        if not isinstance(grads, list) or len(grads) != ctx.count:
            raise CandidateError("unreadable", "the gradients that came back do not fit the call")
        return (None, None, None, None, *grads)


def _no_gradient_through_a_copy(grad: torch.Tensor) -> torch.Tensor:
    raise UnsupportedCall("a gradient through a fetched attribute is not carried over the wire: send it through a call")
