"""The student's side of the exam. Runs the student's cells; the calls of test cells are answered by a throw-away fork
of itself.

This process has never held a test cell, an expected value, a seed of the examiner's, or another student's file. What it
answers are plain values: whatever the student's code did to this process, it can only answer, and the examiner judges
the answers.
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import os
import random
import socket
import tempfile
import time
import types
from collections.abc import Iterator
from typing import Any

import numpy as np
import torch

import cnnlab.guard
from autograder.exam.candidate.shell import Shell
from autograder.exam.sandbox import walls
from autograder.exam.wire import messages, values
from autograder.exam.wire.tensors import pack_tensor

LONGEST_MESSAGE = 4000
MOST_ITEMS = 10_000


def enter(sock: socket.socket, shell: Shell, guard: types.ModuleType, output: int) -> None:
    """Say that the sandbox holds, then serve. `output` is how many bytes a cell may print."""
    tempfile.tempdir = None  # cached before the sandbox existed
    shell.outputs.limit = output
    messages.send(sock, {"op": "ready"}, [])
    serve(sock, shell, guard)


def serve(sock: socket.socket, shell: Shell, guard: types.ModuleType) -> None:
    """Answer the examiner until it closes the connection."""
    # Taken before any student code runs, which may put others in their place.
    receive, send, receive_end, fork, wait, leave = (
        messages.receive,
        messages.send,
        messages.receive_end,
        os.fork,
        os.waitpid,
        os._exit,
    )
    answer = Responder(shell, guard).serve
    gc.freeze()  # now `gc` shows it to nobody
    close, copy, clock, die, no_child, answering_fork = (
        os.close,
        os.dup,
        time.process_time,
        walls.die_with_parent,
        ChildProcessError,
        0,
    )
    # Reserve a descriptor, so that we can receive a socket even if student code uses up the limit.
    place = copy(sock.fileno())
    while True:
        try:
            message, _ = receive(sock)
            if message["op"] == "run":
                start = clock()
                outputs, success = _run_cell(shell, message)
                send(sock, {"op": "done", "outputs": outputs, "success": success, "cpu": clock() - start}, [])
                continue
            close(place)
            end = receive_end(sock)
        except messages.WireError:
            return
        if answering_fork:
            with contextlib.suppress(no_child):  # the examiner has let go of it
                wait(answering_fork, 0)
        answering_fork = fork()
        if answering_fork == 0:
            try:
                die()
                sock.close()
                answer(end)
            finally:
                leave(0)
        end.close()
        place = copy(sock.fileno())


def _run_cell(shell: Shell, message: dict[str, Any]) -> tuple[list[dict[str, Any]], bool]:
    _seed(message["seed"])
    try:
        return shell.run(message["source"], message["count"])
    except BaseException as error:  # what IPython itself lets through: the cell failed, the process goes on
        text = f"{type(error).__name__}: {str(error)[:LONGEST_MESSAGE]}"
        return [
            {
                "output_type": "error",
                "ename": type(error).__name__,
                "evalue": str(error)[:LONGEST_MESSAGE],
                "traceback": [text],
            }
        ], False


def _seed(seed: int) -> None:
    random.seed(seed)
    np.random.seed(seed % 2**32)
    torch.default_generator.manual_seed(seed)  # torch.manual_seed asks each kind of accelerator, too


class Responder:
    """Answers the calls of test cells: keeps the objects and the graphs of one that the examiner may come back to."""

    def __init__(self, shell: Shell, guard: types.ModuleType) -> None:
        self.shell, self.space, self.guard = shell, shell.user_ns, guard
        self.answers = {"call": self._call, "get": self._get, "backward": self._backward}
        self.objects: dict[int, Any] = {}
        self.graphs: dict[int, tuple[torch.Tensor, list[torch.Tensor]]] = {}
        self.given: list[torch.Tensor] = []
        self.made: Any = None

    def serve(self, sock: socket.socket) -> None:
        """Answer until the examiner closes the connection."""
        receive, send = messages.receive, messages.send
        while True:
            try:
                message, body = receive(sock)
            except messages.WireError:
                return
            if message["op"] == "run":  # a cell that went well where nobody's calls came between
                _run_cell(self.shell, message)
                continue
            if "begin" in message:
                self.objects, self.graphs = {}, {}
                _seed(message["begin"])
            blobs: messages.Blobs = []
            try:
                answer = self.answers[message["op"]](message, body, blobs)
            except BaseException as error:
                blobs = []
                answer = _raised(error)
            send(sock, answer, blobs)

    def _call(self, message: dict[str, Any], body: memoryview, blobs: messages.Blobs) -> dict[str, Any]:
        reader = values.Unpacker(body, self._unpack)
        self.given = []
        target = self._target(message)
        args = [self._watched(reader.read(tree)) for tree in message["args"]]
        kwargs = {name: self._watched(reader.read(tree)) for name, tree in message["kwargs"].items()}
        given = list(self.given)
        before = [_image(tensor) for tensor in given]
        # To read what came back may run the student's code, too: an iterator's, or that of a tensor of a class of its
        # own.
        with contextlib.nullcontext() if message["guard"] is None else self.guard.from_scratch(tuple(message["guard"])):
            result = target(*args, **kwargs)
            self.made = (
                result if isinstance(target, type) else None
            )  # what a class makes is an object, whatever else it is
            if isinstance(result, Iterator) or type(result).__name__ in ("dict_keys", "dict_values", "dict_items"):
                result = [item for item, _ in zip(result, range(MOST_ITEMS), strict=False)]
            tree = values.pack(result, blobs, self._pack)
        changed = [
            [k, pack_tensor(t, blobs)] for k, (t, old) in enumerate(zip(given, before, strict=True)) if _image(t) != old
        ]
        return {"op": "value", "value": tree, "changed": changed}

    def _get(self, message: dict[str, Any], body: memoryview, blobs: messages.Blobs) -> dict[str, Any]:
        self.given, self.made = [], None
        return {"op": "value", "value": values.pack(self._target(message), blobs, self._pack), "changed": []}

    def _backward(self, message: dict[str, Any], body: memoryview, blobs: messages.Blobs) -> dict[str, Any]:
        result, given = self.graphs[message["graph"]]
        for tensor in given:
            tensor.grad = None
        torch.autograd.backward(result, values.Unpacker(body).read(message["grad"]), retain_graph=True)
        return {"op": "value", "value": values.pack([tensor.grad for tensor in given], blobs), "changed": []}

    def _target(self, message: dict[str, Any]) -> Any:
        start = message["name"]
        if isinstance(start, int):
            found = self.objects[start]
        elif start in self.space:
            found = self.space[start]
        else:
            raise _UndefinedError(f"name '{start}' is not defined")
        for name in message["path"]:
            found = getattr(found, name)
        return found

    def _watched(self, value: Any) -> Any:
        """Note the tensors that were handed in, in the order in which the examiner counted them."""
        if isinstance(value, torch.Tensor):
            self.given.append(value)
        elif isinstance(value, (list, tuple)):
            for item in value:
                self._watched(item)
        elif isinstance(value, dict):
            for item in value.values():
                self._watched(item)
        return value

    def _unpack(self, reader: values.Unpacker, tree: list[Any]) -> Any:
        if tree[0] == "object":
            return self.objects[tree[1]]
        if tree[0] == "layer":
            layer: torch.nn.Module = getattr(torch.nn, tree[1])(**reader.read(tree[2]))
            layer.load_state_dict(reader.read(tree[3]))
            return layer
        raise messages.WireError(f"a value of the unknown kind {tree[0]!r}")

    def _pack(self, value: Any, blobs: messages.Blobs) -> Any:
        if isinstance(value, torch.Tensor):
            return self._pack_tensor(value, blobs)
        if isinstance(value, (torch.nn.Module, type)) or callable(value) or (value is self.made is not None):
            key = len(self.objects)
            self.objects[key] = value
            return ["object", key, type(value).__name__, callable(value)]
        return None

    def _pack_tensor(self, value: torch.Tensor, blobs: messages.Blobs) -> Any:
        for number, given in enumerate(self.given):
            shared = (
                value.layout == torch.strided
                and value.numel()
                and value.untyped_storage().data_ptr() == given.untyped_storage().data_ptr()
            )
            if shared and value.dtype == given.dtype and value.grad_fn is None:
                return [
                    "alias",
                    number,
                    list(value.shape),
                    list(value.stride()),
                    value.storage_offset() - given.storage_offset(),
                ]
        if value.grad_fn is not None:
            key = len(self.graphs)
            self.graphs[key] = (value, [given for given in self.given if given.requires_grad])
            return ["graph", key, pack_tensor(value, blobs)]
        if value.grad is not None:
            return ["leaf", pack_tensor(value, blobs), pack_tensor(value.grad, blobs)]
        return None


def _image(tensor: torch.Tensor) -> tuple[Any, ...]:
    """What an in-place change would change: shape and bytes."""
    plain = tensor.detach()
    return tuple(plain.shape), plain.contiguous().view(-1).view(torch.uint8).numpy().tobytes() if plain.numel() else b""


class _UndefinedError(NameError):
    """The student's cells have not defined what a test cell asks for."""


def _raised(error: BaseException) -> dict[str, Any]:
    """An exception by the name of its nearest built-in type, with its own name and message."""
    kinds = [kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
    shortcut = None
    try:
        if isinstance(error, cnnlab.guard.ShortcutError):
            shortcut = str(error.called)[:200]
        message = str(error)[:LONGEST_MESSAGE]
    except BaseException:  # an exception that cannot be shown
        message = ""
    undefined = isinstance(error, _UndefinedError)
    return {
        "op": "raised",
        "kind": kinds[0] if kinds else "Exception",
        "name": "NameError" if undefined else type(error).__name__[:80],
        "message": message,
        "shortcut": shortcut,
        "undefined": undefined,
    }
