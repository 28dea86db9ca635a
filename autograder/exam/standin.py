"""The examiner's stand-ins for what a student defines. Calling one sends plain values over the wire and brings plain values back.

What works is what `docs/authoring.md` lists: calls with positional and keyword arguments, classes, their instances and
attributes, `state_dict` and `load_state_dict`, exceptions by built-in type, gradients through a call, in-place changes to tensors that
were handed in, results that share memory with them, PyTorch's own layers as arguments. Anything else raises `Unsupported`, which is no
verdict on the student.
"""

from __future__ import annotations

import builtins
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch
from torch import nn

from autograder.exam import wire
from cnnlab.guard import ShortcutError, allowed_here, is_from_scratch

LAYERS: dict[type[nn.Module], tuple[str, ...]] = {
    nn.Conv2d: ("in_channels", "out_channels", "kernel_size", "stride", "padding", "dilation", "groups", "padding_mode"),
    nn.ConvTranspose2d: ("in_channels", "out_channels", "kernel_size", "stride", "padding", "output_padding", "groups", "dilation"),
    nn.Linear: ("in_features", "out_features"),
    nn.MaxPool2d: ("kernel_size", "stride", "padding", "dilation", "return_indices", "ceil_mode"),
    nn.AvgPool2d: ("kernel_size", "stride", "padding", "ceil_mode", "count_include_pad"),
    nn.Identity: (),
    nn.ReLU: (),
    nn.Flatten: ("start_dim", "end_dim"),
}
LONGEST_MESSAGE = 4000
REFUSED = ("__array__", "__iter__", "__len__", "__index__", "__float__", "__int__", "__await__")


class Unsupported(BaseException):
    """A test cell asked of a stand-in what it cannot do: a fault of ours, so the outcome is unknown."""


class CandidateError(Exception):
    """The student's code could not answer: it ended its process, ran too long, or sent what is no value. The cell fails."""


Ask = Callable[[dict[str, Any], wire.Blobs], tuple[dict[str, Any], memoryview]]


class Desk:
    """One test cell's side of the wire: `ask` sends a message to the candidate and returns its answer."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.fetched: list[tuple[str, torch.Tensor, Any]] = []

    def call(self, name: str | int, path: list[str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call what `path` leads to from the name or object `name`."""
        given: list[torch.Tensor] = []
        blobs: wire.Blobs = []

        def pack(value: Any, blobs: wire.Blobs) -> Any:
            return _pack(value, blobs, given)

        with _unwatched():
            message = {
                "op": "call",
                "name": name,
                "path": path,
                "args": [_checked(wire.pack(arg, blobs, pack)) for arg in args],
                "kwargs": {key: _checked(wire.pack(value, blobs, pack)) for key, value in kwargs.items()},
                "guard": sorted(allowed_here()) if is_from_scratch() else None,
            }
            return self._answer(message, blobs, given, path)

    def get(self, name: str | int, path: list[str]) -> Any:
        """Fetch an attribute."""
        with _unwatched():
            value = self._answer({"op": "get", "name": name, "path": path}, [], [], path)
            if isinstance(value, torch.Tensor):
                self.fetched.append((".".join(path), value, _image(value)))
                if value.requires_grad and value.is_leaf:
                    value.register_hook(_no_gradient_through_a_copy)
            return value

    def close(self) -> None:
        """Complain if the test cell changed a fetched copy, which the student's object never sees.

        Raises:
            Unsupported: it did.
        """
        for name, value, before in self.fetched:
            if _image(value) != before:
                raise Unsupported(f"the test cell changes {name} in place, which reaches only a copy: use load_state_dict")

    def backward(self, graph: int, grad: torch.Tensor) -> list[torch.Tensor | None]:
        """Send a gradient back through a call's result; returns the gradients of the tensors that were handed in."""
        blobs: wire.Blobs = []
        with _unwatched():
            message = {"op": "backward", "graph": graph, "grad": wire.pack_tensor(grad, blobs)}
            grads: list[torch.Tensor | None] = self._answer(message, blobs, [], [])
            return grads

    def _answer(self, message: dict[str, Any], blobs: wire.Blobs, given: list[torch.Tensor], path: list[str]) -> Any:
        answer, body = self.ask(message, blobs)
        if answer.get("op") == "raised":
            raise _exception(answer)
        try:
            reader = wire.Unpacker(body, lambda reader, tree: self._unpack(reader, tree, given))
            value = reader.read(answer["value"])
            for number, tree in answer["changed"]:
                _apply_change(given[number], reader.read(tree))
        except Exception as error:  # whatever a forged answer makes of it
            raise CandidateError(f"the answer was no value that can be read: {str(error)[:200]}") from error
        return value

    def _unpack(self, reader: wire.Unpacker, tree: list[Any], given: list[torch.Tensor]) -> Any:
        kind, *rest = tree
        if kind == "alias":
            number, shape, strides, offset = rest
            source = given[number]
            reader.claim(shape, strides, source.element_size())
            # No further than what was handed in: what lies around it in memory is ours.
            if not 0 <= offset <= offset + wire.extent(shape, strides) <= wire.extent(source.shape, source.stride()):
                raise wire.WireError("a view that reaches out of what was handed in")
            return torch.as_strided(source.detach(), shape, strides, source.storage_offset() + offset).requires_grad_(source.requires_grad)
        if kind == "leaf":
            value, grad = reader.read(rest[0]), reader.read(rest[1])
            if isinstance(value, torch.Tensor) and isinstance(grad, torch.Tensor) and value.shape == grad.shape:
                value.grad = grad.to(value.dtype)
            return value
        if kind == "graph":
            value = reader.read(rest[1])
            inputs = [tensor for tensor in given if tensor.requires_grad]
            return _Through.apply(self, int(rest[0]), value.detach(), torch.zeros((), requires_grad=True), *inputs)
        if kind == "object":
            return remote(self, int(rest[0]), str(rest[1])[:80])
        raise wire.WireError(f"a value of the unknown kind {kind[:20]!r}")


class StandIn:
    """Stands for a name of the student's, or for an object that one of its calls returned."""

    def __init__(self, desk: Callable[[], Desk], name: str | int, path: list[str], kind: str) -> None:
        self.__dict__.update(_desk=desk, _name=name, _path=path, __name__=path[-1] if path else kind, __doc__=None)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._desk().call(self._name, self._path, args, kwargs)

    def __getattr__(self, attribute: str) -> Any:
        if attribute in REFUSED or (attribute.startswith("_") and attribute.endswith("_")):
            raise AttributeError(attribute)
        path = [*self._path, attribute]
        value = self._desk().get(self._name, path)
        return StandIn(self._desk, self._name, path, attribute) if isinstance(value, StandIn) else value

    def __setattr__(self, attribute: str, value: Any) -> None:
        raise Unsupported(f"setting {attribute} on a student's object is not carried over the wire: use load_state_dict")

    def __instancecheck__(self, instance: Any) -> bool:
        raise Unsupported(f"isinstance(…, {self.__name__}) is not carried over the wire")

    def __reduce__(self) -> Any:
        raise Unsupported("a stand-in cannot be copied")


def remote(desk: Desk, key: int, kind: str) -> StandIn:
    """A stand-in for an object, whose type bears the name `kind`, as messages show it."""
    name = "".join(letter for letter in kind if letter.isidentifier() or letter.isdigit())[:40] or "object"
    made: StandIn = type(name, (StandIn,), {})(lambda: desk, key, [], name)
    return made


class _Through(torch.autograd.Function):
    """Carries gradients back through a call."""

    @staticmethod
    def forward(ctx: Any, desk: Desk, graph: int, value: torch.Tensor, anchor: torch.Tensor, *inputs: torch.Tensor) -> torch.Tensor:
        ctx.desk, ctx.graph, ctx.count = desk, graph, len(inputs)
        return value.clone()

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, grad: torch.Tensor) -> Any:
        grads = ctx.desk.backward(ctx.graph, grad.contiguous())
        if not isinstance(grads, list) or len(grads) != ctx.count:
            raise CandidateError("the gradients that came back do not fit the call")
        return (None, None, None, None, *grads)


@contextmanager
def _unwatched() -> Iterator[None]:
    """Our own work on the wire is not the student's: the guard's profile hook need not look at it."""
    hook = sys.getprofile()
    sys.setprofile(None)
    try:
        yield
    finally:
        sys.setprofile(hook)


def _pack(value: Any, blobs: wire.Blobs, given: list[torch.Tensor]) -> Any:
    if isinstance(value, torch.Tensor):
        if value.layout != torch.strided:
            raise Unsupported(f"a tensor of the layout {value.layout} cannot be handed to a student's function over the wire")
        given.append(value)
        return wire.pack_tensor(value, blobs)
    if isinstance(value, StandIn) and isinstance(value._name, int) and not value._path:
        return ["object", value._name]
    if isinstance(value, wire.Foreign) or (isinstance(value, StandIn) and value._path):
        raise CandidateError(f"a {type(value).__name__}, which your code returned, cannot be handed on: return numbers or tensors")
    if type(value) in LAYERS:
        settings = {name: getattr(value, name) for name in LAYERS[type(value)]}
        if hasattr(value, "bias"):
            settings["bias"] = value.bias is not None
        return ["layer", type(value).__name__, wire.pack(settings, blobs), wire.pack(value.state_dict(), blobs)]
    return None


def _image(value: torch.Tensor) -> Any:
    # As bytes, so that what is not a number equals itself.
    blobs: wire.Blobs = []
    return wire.pack_tensor(value, blobs), blobs


def _shown(text: Any, most: int) -> str:
    return text[:most] if isinstance(text, str) else ""


def _checked(tree: Any) -> Any:
    """A packed argument, refused where something in it could not pass: the student must get what the test cell hands in."""
    if isinstance(tree, list) and tree:
        if tree[0] == "foreign" and tree[1] in wire.TOO_MUCH:
            raise CandidateError(f"a {tree[1]}, which your code returned, cannot be handed on")
        if tree[0] == "foreign":
            raise Unsupported(f"a {tree[1]} cannot be handed to a student's function over the wire")
        if tree[0] in ("list", "tuple", "dict", "size"):
            for item in tree[1]:
                for part in item if tree[0] == "dict" else [item]:
                    _checked(part)
    return tree


def _apply_change(given: torch.Tensor, fresh: Any) -> None:
    if not isinstance(fresh, torch.Tensor) or fresh.dtype != given.dtype:
        raise wire.WireError("an argument came back as something else")
    with torch.no_grad():
        if fresh.shape == given.shape:
            given.detach().copy_(fresh)
        else:
            given.set_(fresh.detach())  # type: ignore[call-overload]  # torch's stubs leave out set_(Tensor)


def _exception(answer: dict[str, Any]) -> BaseException:
    """The exception to raise here: of the same built-in type, with the student's message."""
    name, message = (_shown(answer.get(field), most) for field, most in (("name", 80), ("message", LONGEST_MESSAGE)))
    if answer.get("shortcut"):
        return ShortcutError(message)
    kind = getattr(builtins, str(answer.get("kind")), Exception)
    if not (isinstance(kind, type) and issubclass(kind, Exception)):
        return CandidateError(f"the call ended with {name}: {message}")
    if issubclass(kind, (StopIteration, StopAsyncIteration)):  # it would end our own loop over the calls in silence
        kind = RuntimeError
    text = message if name == kind.__name__ else f"{name}: {message}"
    try:
        return kind(text)
    except TypeError:  # UnicodeDecodeError and its like take more than a message
        return CandidateError(f"{name}: {message}")


def _no_gradient_through_a_copy(grad: torch.Tensor) -> torch.Tensor:
    raise Unsupported("a gradient through a fetched attribute is not carried over the wire: send it through a call")
