"""The examiner's end of the wire while a test cell runs: what it sends, and what it makes of the answers."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch

from autograder.exam.errors import CandidateError, UnsupportedCall, with_cause
from autograder.exam.examiner.arguments import pack_argument
from autograder.exam.examiner.proxy import remote
from autograder.exam.results import Cause
from autograder.exam.wire.messages import Blobs, WireError
from autograder.exam.wire.tensors import extent, pack_tensor
from autograder.exam.wire.values import Unpacker
from cnnlab.guard import ShortcutError, allowed_here, is_from_scratch

LONGEST_MESSAGE = 4000
CALLED = re.compile(r"(?:[A-Za-z]\w{0,40}'s )?[A-Za-z_][\w.]{0,80}")  # what a refused function is called

Ask = Callable[[dict[str, Any], Blobs], tuple[dict[str, Any], memoryview]]


class RemoteCalls:
    """One test cell's side of the wire: `ask` sends a message to the candidate and returns its answer."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.fetched: list[tuple[str, torch.Tensor, Any]] = []

    def call(self, name: str | int, path: list[str], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call what `path` leads to from the name or object `name`."""
        given: list[torch.Tensor] = []
        blobs: Blobs = []
        with _unwatched():
            message = {
                "op": "call",
                "name": name,
                "path": path,
                "args": [pack_argument(arg, blobs, given) for arg in args],
                "kwargs": {key: pack_argument(value, blobs, given) for key, value in kwargs.items()},
                "guard": sorted(allowed_here()) if is_from_scratch() else None,
            }
            return self._answer(message, blobs, given)

    def get(self, name: str | int, path: list[str]) -> Any:
        """Fetch an attribute."""
        with _unwatched():
            value = self._answer({"op": "get", "name": name, "path": path}, [], [])
            if isinstance(value, torch.Tensor):
                self.fetched.append((".".join(path), value, _image(value)))
                if value.requires_grad and value.is_leaf:
                    value.register_hook(_no_gradient_through_a_copy)
            return value

    def close(self) -> None:
        """Complain if the test cell changed a fetched copy, which the student's object never sees.

        Raises:
            UnsupportedCall: it did.
        """
        for name, value, before in self.fetched:
            if _image(value) != before:
                raise UnsupportedCall(
                    f"the test cell changes {name} in place, which reaches only a copy: use load_state_dict"
                )

    def backward(self, graph: int, grad: torch.Tensor) -> list[torch.Tensor | None]:
        """Send a gradient back through a call's result; returns the gradients of the tensors that were handed in."""
        blobs: Blobs = []
        with _unwatched():
            message = {"op": "backward", "graph": graph, "grad": pack_tensor(grad, blobs)}
            grads: list[torch.Tensor | None] = self._answer(message, blobs, [])
            return grads

    def _answer(self, message: dict[str, Any], blobs: Blobs, given: list[torch.Tensor]) -> Any:
        answer, body = self.ask(message, blobs)
        if answer.get("op") == "raised":
            raise _exception(answer, str(message.get("name", "")))
        try:
            reader = Unpacker(body, lambda reader, tree: self._unpack(reader, tree, given))
            value = reader.read(answer["value"])
            for number, tree in answer["changed"]:
                _apply_change(given[number], reader.read(tree))
        except Exception as error:  # whatever a forged answer makes of it
            raise CandidateError("forged", f"the answer was no value that can be read: {str(error)[:200]}") from error
        return value

    def _unpack(self, reader: Unpacker, tree: list[Any], given: list[torch.Tensor]) -> Any:
        kind, *rest = tree
        if kind == "alias":
            number, shape, strides, offset = rest
            source = given[number]
            reader.claim(shape, strides, source.element_size())
            # No further than what was handed in: what lies around it in memory is ours.
            if not 0 <= offset <= offset + extent(shape, strides) <= extent(source.shape, source.stride()):
                raise WireError("a view that reaches out of what was handed in")
            return torch.as_strided(source.detach(), shape, strides, source.storage_offset() + offset).requires_grad_(
                source.requires_grad
            )
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
        raise WireError(f"a value of the unknown kind {kind[:20]!r}")


class _Through(torch.autograd.Function):
    """Carries gradients back through a call."""

    @staticmethod
    def forward(
        ctx: Any, calls: RemoteCalls, graph: int, value: torch.Tensor, anchor: torch.Tensor, *inputs: torch.Tensor
    ) -> torch.Tensor:
        ctx.calls, ctx.graph, ctx.count = calls, graph, len(inputs)
        return value.clone()

    @staticmethod
    @torch.autograd.function.once_differentiable
    def backward(ctx: Any, grad: torch.Tensor) -> Any:
        grads = ctx.calls.backward(ctx.graph, grad.contiguous())
        if not isinstance(grads, list) or len(grads) != ctx.count:
            raise CandidateError("unreadable", "the gradients that came back do not fit the call")
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


def _image(value: torch.Tensor) -> Any:
    # As bytes, so that what is not a number equals itself.
    blobs: Blobs = []
    return pack_tensor(value, blobs), blobs


def _shown(text: Any, most: int) -> str:
    return text[:most] if isinstance(text, str) else ""


def _apply_change(given: torch.Tensor, fresh: Any) -> None:
    if not isinstance(fresh, torch.Tensor) or fresh.dtype != given.dtype:
        raise WireError("an argument came back as something else")
    with torch.no_grad():
        if fresh.shape == given.shape:
            given.detach().copy_(fresh)
        else:
            given.set_(fresh.detach())  # type: ignore[call-overload]  # torch's stubs leave out set_(Tensor)


def _exception(answer: dict[str, Any], asked: str) -> BaseException:
    """The exception to raise here: of the same built-in type, with the student's message and its cause. `asked` is what
    was called.
    """
    name, message = (_shown(answer.get(field), most) for field, most in (("name", 80), ("message", LONGEST_MESSAGE)))
    shortcut = answer.get("shortcut")
    if shortcut is not None:
        called = shortcut if isinstance(shortcut, str) and CALLED.fullmatch(shortcut) else ""
        return with_cause(ShortcutError(message, called), Cause("shortcut", called))
    if answer.get("undefined") is True:
        return with_cause(NameError(message), Cause("undefined", asked))
    kind = getattr(builtins, str(answer.get("kind")), Exception)
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        kind = BaseException
    cause = Cause("not_written") if issubclass(kind, NotImplementedError) else Cause("raised", kind.__name__)
    if not issubclass(kind, Exception):
        return CandidateError("raised", f"the call ended with {name}: {message}", cause.detail)
    if issubclass(kind, (StopIteration, StopAsyncIteration)):  # it would end our own loop over the calls in silence
        kind = RuntimeError
    text = message if name == kind.__name__ else f"{name}: {message}"
    try:
        return with_cause(kind(text), cause)
    except TypeError:  # UnicodeDecodeError and its like take more than a message
        return CandidateError("raised", f"{name}: {message}", cause.detail)


def _no_gradient_through_a_copy(grad: torch.Tensor) -> torch.Tensor:
    raise UnsupportedCall("a gradient through a fetched attribute is not carried over the wire: send it through a call")
