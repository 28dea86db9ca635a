"""Answers the calls of test cells, and asks the examiner to call the functions that test cells hand over."""

from __future__ import annotations

import builtins
import contextlib
import os
import socket
from collections.abc import Callable, Iterator
from typing import Any

from autograder.course.subject import Sealed, Subject
from autograder.exam.candidate.containers import is_same, spread
from autograder.exam.candidate.interrupting import Interrupts
from autograder.exam.candidate.raising import UndefinedError, raised
from autograder.exam.candidate.running import run_cell, seeder
from autograder.exam.candidate.shell import Shell
from autograder.exam.wire import messages, values

BUILT_IN = {name: kind for name, kind in vars(builtins).items() if isinstance(kind, type)}
MOST_ITEMS = 10_000

Answer = Callable[[dict[str, Any], memoryview, messages.Blobs], dict[str, Any]]


class Responder:
    """Answers the calls of test cells: keeps the objects of one that the examiner may come back to."""

    def __init__(self, shell: Shell, subject: Subject, sealed: Sealed | None, interrupts: Interrupts) -> None:
        self.shell, self.space, self.interrupts = shell, shell.user_ns, interrupts
        self.from_scratch = contextlib.nullcontext if sealed is None else sealed.from_scratch
        self.codec, self.seed, guard = subject.answering(), seeder(subject), subject.guard
        self.around_call = subject.around_call
        with self.around_call():  # what it imports is imported before any student code runs
            pass
        self.refusals = (guard.refusal,) if guard is not None else ()
        self.requests, self.shared = self.codec.requests(), self.codec.shared()
        self.answers, self.reply = self.all_answers(), self._reply
        self.objects: dict[int, Any] = {}
        self.given: Any = []
        self.handed_back: list[Any] = []
        self.made: Any = None
        self.functions: dict[int, Any] = {}
        # Taken before any student code runs, which may put others in their place.
        self.receive, self.send, self.leave = messages.receive, messages.send, os._exit
        self.sock: Any = None

    def all_answers(self) -> dict[str, Answer]:
        """What answers each kind of message."""
        return {
            "call": self._call,
            "call_shared": self._call,
            "get": self._get,
            **dict.fromkeys(self.requests, self._request),
        }

    def serve(self, sock: socket.socket) -> None:
        """Answer until the examiner closes the connection."""
        self.sock = sock
        while True:
            try:
                message, body = self.receive(sock)
            except messages.WireError:
                return
            if message["op"] == "run":  # a cell that went well where nobody's calls came between
                run_cell(self.shell, self.seed, self.interrupts, message)
                continue
            if "begin" in message:
                self.objects, self.functions = {}, {}
                self.codec.begin()
                self.seed(message["begin"])
            self.reply(message, body)

    def _reply(self, message: dict[str, Any], body: memoryview) -> None:
        blobs: messages.Blobs = []
        try:
            answer = self.answers[message["op"]](message, body, blobs)
        except BaseException as error:
            blobs = []
            answer = raised(error, self.refusals)
        self.send(self.sock, answer, blobs)

    def _given_function(self, number: int, name: str) -> Any:
        """What stands for a function of the test cell."""
        if number not in self.functions:

            def call(*args: Any, **kwargs: Any) -> Any:
                return self._call_back(number, args, kwargs)

            self.functions[number] = self.codec.given_function(call, name)
        return self.functions[number]

    def _call_back(self, number: int, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Have the examiner call a function of the test cell. That may call the student's code in its turn."""
        blobs: messages.Blobs = []
        message = {
            "op": "callback",
            "function": number,
            "args": [values.pack(arg, blobs, self.codec) for arg in args],
            "kwargs": {name: values.pack(value, blobs, self.codec) for name, value in kwargs.items()},
        }
        before = self.given, self.handed_back, self.made
        try:
            self.send(self.sock, message, blobs)
            while (reply := self.receive(self.sock))[0]["op"] not in ("returned", "raised"):
                self.reply(*reply)
        except messages.WireClosedError:
            self.leave(0)
        finally:
            self.given, self.handed_back, self.made = before
        answer, body = reply
        if answer["op"] == "raised":
            raise _built_in(answer["kind"], answer["message"])
        return values.Unpacker(body, self.codec).read(answer["value"])

    def _call(self, message: dict[str, Any], body: memoryview, blobs: messages.Blobs) -> dict[str, Any]:
        reader = values.Unpacker(body, self.codec, self._unpack)
        self.given, self.handed_back = [], []
        target = self._target(message)
        args = [self._watched(reader.read(tree)) for tree in message["args"]]
        kwargs = {name: self._watched(reader.read(tree)) for name, tree in message["kwargs"].items()}
        containers = {
            place: value for place, value in (*enumerate(args), *kwargs.items()) if type(value) in (list, dict)
        }
        held = {place: spread(value) for place, value in containers.items()}
        given, image = self.given, self.codec.image
        self.given = self.codec.note(given)
        before = [image(value) for value in given]
        # To read what came back may run the student's code, too: an iterator's, or that of a class of its own.
        guard = contextlib.nullcontext() if message["guard"] is None else self.from_scratch(tuple(message["guard"]))
        try:
            with guard, self.around_call():  # the guard first: student code may have patched what the other one calls
                result = target(*args, **kwargs)
                # What a class makes is an object, whatever else it is.
                self.made = result if isinstance(target, type) else None
                if isinstance(result, Iterator) or type(result).__name__ in ("dict_keys", "dict_values", "dict_items"):
                    result = [item for item, _ in zip(result, range(MOST_ITEMS), strict=False)]
                answer = {"op": "value", "value": values.pack(result, blobs, self.codec, self._pack)}
        except BaseException as error:  # whoever catches it in the test cell finds the arguments as the call left them
            blobs.clear()
            answer = raised(error, self.refusals)
        changed = [
            [number, self.codec.pack_change(value, blobs)]
            for number, (value, old) in enumerate(zip(given, before, strict=True))
            if image(value) != old
        ]
        filled = [
            [place, values.pack(value, blobs, self.codec, self._pack)]
            for place, value in containers.items()
            if not is_same(held[place], spread(value))
        ]
        return {**answer, "changed": changed, "filled": filled}

    def _get(self, message: dict[str, Any], body: memoryview, blobs: messages.Blobs) -> dict[str, Any]:
        self.given, self.made = [], None
        value = values.pack(self._target(message), blobs, self.codec, self._pack)
        return {"op": "value", "value": value, "changed": []}

    def _request(self, message: dict[str, Any], body: memoryview, blobs: messages.Blobs) -> dict[str, Any]:
        value = self.requests[message["op"]](message, values.Unpacker(body, self.codec))
        return {"op": "value", "value": values.pack(value, blobs, self.codec), "changed": []}

    def _target(self, message: dict[str, Any]) -> Any:
        start = message["name"]
        if message.get("op") == "call_shared":
            return self.shared[start]
        if isinstance(start, int):
            found = self.objects[start]
        elif start in self.space:
            found = self.space[start]
        else:
            raise UndefinedError(f"name '{start}' is not defined")
        for name in message["path"]:
            found = getattr(found, name)
        return found

    def _watched(self, value: Any) -> Any:
        """Note what a call may change in place, in the order in which the examiner counted it."""
        if isinstance(value, self.codec.changing):
            if not any(value is own for own in self.handed_back):
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
            self.handed_back.append(self.objects[tree[1]])
            return self.handed_back[-1]
        if tree[0] == "name":
            if tree[1] not in self.space:
                raise NameError(f"name '{tree[1]}' is not defined")
            self.handed_back.append(self.space[tree[1]])
            return self.handed_back[-1]
        if tree[0] == "function":
            return self._given_function(tree[1], tree[2])
        return self.codec.read_argument(reader, tree[0], tree[1:])

    def _pack(self, value: Any, blobs: messages.Blobs) -> Any:
        tree = self.codec.pack_result(value, blobs, self.given)
        if tree is not None or (isinstance(value, self.codec.changing) and not callable(value)):
            return tree
        for number, function in self.functions.items():
            if value is function:
                return ["function", number]
        if callable(value) or (value is self.made is not None):
            key = len(self.objects)
            self.objects[key] = value
            return ["object", key, type(value).__name__, callable(value)]
        return None


def _built_in(kind: str, message: str) -> BaseException:
    """The exception of a function of the test, which is another one where its type takes more than a message."""
    try:
        error: BaseException = BUILT_IN[kind](message)
    except TypeError:
        error = RuntimeError(f"{kind}: {message}")
    return error
