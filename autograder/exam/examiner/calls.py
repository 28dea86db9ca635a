"""The examiner's end of the wire while a test cell runs: what it sends, and what it makes of the answers."""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from types import MappingProxyType
from typing import Any, Protocol

from autograder.course.codec import Codec
from autograder.course.subject import Guard, Subject
from autograder.exam.errors import LONGEST_MESSAGE, CandidateError, UnsupportedCall, cause_of, with_cause
from autograder.exam.examiner.arguments import pack_argument
from autograder.exam.examiner.callbacks import MOST_CALLBACKS, MOST_NESTED, HandedFunctions
from autograder.exam.examiner.proxy import remote
from autograder.exam.examiner.refilling import refill
from autograder.exam.results import Cause
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Unpacker

CALLED = re.compile(r"(?:[A-Za-z]\w{0,40}'s )?[A-Za-z_][\w.]{0,80}")  # what a refused function is called

NONE: Mapping[int | str, Any] = MappingProxyType({})

Answer = tuple[dict[str, Any], memoryview]
Watch = Callable[[str, tuple[Any, ...], dict[str, Any]], None]  # told what is called with what, before it is


class Connection(Protocol):
    """To the process that answers."""

    def ask(self, message: dict[str, Any], blobs: Blobs) -> Answer:
        """Send a message and return the answer.

        Raises:
            CandidateError: there is none in time.
        """

    def one_call(self, *, trains: bool) -> AbstractContextManager[None]:
        """A block whose messages have the time of one call, or of one that trains."""

    def give_up(self, cause: Cause) -> None:
        """End the process: it waits for something that will not come. Until the end of the test cell it has answered
        all further calls with `cause`.
        """


class RemoteCalls:
    """One test cell's side of the wire, through its `connection` to the candidate."""

    def __init__(self, connection: Connection, codec: Codec, subject: Subject) -> None:
        self.connection, self.codec, self.subject, self.guard = connection, codec, subject, subject.guard
        self.functions = HandedFunctions()
        self.depth, self.callbacks = 0, 0  # calls that are being answered, and what the outermost has called back
        self.watch: Watch | None = None
        self.fetched: list[tuple[str, Any, Any]] = []

    def call(
        self, name: str | int, path: list[str], args: tuple[Any, ...], kwargs: dict[str, Any], *, shared: bool = False
    ) -> Any:
        """Call what `path` leads to from the name or object `name`, or the shared function of that name."""
        given: list[Any] = []
        blobs: Blobs = []
        with _unwatched():
            if self.watch is not None:
                self.watch(".".join([*([name] if isinstance(name, str) else []), *path]), args, kwargs)
            message = {
                "op": "call_shared" if shared else "call",
                "name": name,
                "path": path,
                "args": [self._packed(arg, blobs, given) for arg in args],
                "kwargs": {key: self._packed(value, blobs, given) for key, value in kwargs.items()},
                "guard": self.guard.rules() if self.guard is not None else None,
            }
            places: list[tuple[int | str, Any]] = [*enumerate(args), *kwargs.items()]
            return self._answer(message, blobs, given, dict(places))

    def get(self, name: str | int, path: list[str]) -> Any:
        """Fetch an attribute."""
        with _unwatched():
            value = self._answer({"op": "get", "name": name, "path": path}, [], [])
            if isinstance(value, self.codec.changing):
                self.fetched.append((".".join(path), value, self._image(value)))
                self.codec.fetched(value)
            return value

    def close(self) -> None:
        """Complain if the test cell changed a fetched copy, which the student's object never sees.

        Raises:
            UnsupportedCall: it did.
        """
        for name, value, before in self.fetched:
            if self._image(value) != before:
                raise UnsupportedCall(
                    f"the test cell changes {name} in place, which reaches only a copy: call a method that does it, "
                    "such as load_state_dict"
                )

    def request(self, message: dict[str, Any], blobs: Blobs) -> Any:
        """Ask what a value may ask after its call (see `Codec.requests`); returns the value that comes back."""
        with _unwatched():
            return self._answer(message, blobs, [])

    def _packed(self, value: Any, blobs: Blobs, given: list[Any]) -> Any:
        return pack_argument(value, blobs, given, self.codec, self.functions)

    def _ask(self, message: dict[str, Any], blobs: Blobs) -> Answer:
        """The answer, after the functions that it calls first."""
        if self.depth:
            return self._exchange(message, blobs)
        self.callbacks = 0
        with self.connection.one_call(trains=self.subject.is_training_time()):
            return self._exchange(message, blobs)

    def _exchange(self, message: dict[str, Any], blobs: Blobs) -> Answer:
        self.depth += 1
        try:
            answer, body = self.connection.ask(message, blobs)
            while answer.get("op") == "callback":
                answer, body = self.connection.ask(*self._call_back(answer, body))
            return answer, body
        finally:
            self.depth -= 1

    def _call_back(self, message: dict[str, Any], body: memoryview) -> tuple[dict[str, Any], Blobs]:
        try:
            self.callbacks += 1
            if self.callbacks > MOST_CALLBACKS:
                raise CandidateError("timed_out", f"your code called functions of the test over {MOST_CALLBACKS} times")
            if self.depth > MOST_NESTED:
                raise CandidateError("raised", "your code and the test call each other without end", "RecursionError")
            return self.functions.call(message, body, self.codec)
        except BaseException as error:
            # The process is in the middle of a call, and this one takes no further part in it.
            self.connection.give_up(cause_of(error) or Cause("ours", "the test cell ended a call"))
            raise

    def _answer(
        self, message: dict[str, Any], blobs: Blobs, given: list[Any], args: Mapping[int | str, Any] = NONE
    ) -> Any:
        answer, body = self._ask(message, blobs)
        is_raised = answer.get("op") == "raised"
        try:
            reader = Unpacker(body, self.codec, lambda reader, tree: self._unpack(reader, tree, given))
            value = None if is_raised else reader.read(answer["value"])
            for number, tree in answer.get("changed", []) if is_raised else answer["changed"]:
                self.codec.read_change(reader, tree, given[number])
            for place, tree in answer.get("filled", []):
                refill(args[place], reader.read(tree))
        except CandidateError:
            raise
        except Exception as error:  # whatever a forged answer makes of it
            raise CandidateError("forged", f"the answer was no value that can be read: {str(error)[:200]}") from error
        if is_raised:
            raise _exception(answer, str(message.get("name", "")), self.guard)
        return value

    def _unpack(self, reader: Unpacker, tree: list[Any], given: list[Any]) -> Any:
        kind, *rest = tree
        if kind == "function":
            return self.functions[rest[0]]
        if kind == "object":
            return remote(self, int(rest[0]), str(rest[1])[:80])
        return self.codec.read_result(reader, kind, rest, given, self.request)

    def _image(self, value: Any) -> Any:
        # As bytes, so that what is not a number equals itself.
        blobs: Blobs = []
        return self.codec.pack(value, blobs), blobs


@contextmanager
def _unwatched() -> Iterator[None]:
    """Our own work on the wire is not the student's: the guard's profile hook need not look at it."""
    hook = sys.getprofile()
    sys.setprofile(None)
    try:
        yield
    finally:
        sys.setprofile(hook)


def _shown(text: Any, most: int) -> str:
    return text[:most] if isinstance(text, str) else ""


def _exception(answer: dict[str, Any], asked: str, guard: Guard | None) -> BaseException:
    """The exception to raise here: of the same built-in type, with the student's message and its cause. `asked` is what
    was called.
    """
    name, message = (_shown(answer.get(field), most) for field, most in (("name", 80), ("message", LONGEST_MESSAGE)))
    shortcut = answer.get("shortcut")
    if shortcut is not None and guard is not None:
        called = shortcut if isinstance(shortcut, str) and CALLED.fullmatch(shortcut) else ""
        return with_cause(guard.refused(message, called), Cause("shortcut", called))
    if answer.get("undefined") is True:
        return with_cause(NameError(message), Cause("undefined", asked))
    kind = getattr(builtins, str(answer.get("kind")), Exception)
    if not (isinstance(kind, type) and issubclass(kind, BaseException)):
        kind = BaseException
    # A library raises it, too, for what it cannot do.
    is_stub = issubclass(kind, NotImplementedError) and answer.get("own") is True
    cause = Cause("not_written") if is_stub else Cause("raised", kind.__name__)
    if not issubclass(kind, Exception):
        return CandidateError("raised", f"the call ended with {name}: {message}", cause.detail)
    if issubclass(kind, (StopIteration, StopAsyncIteration)):  # it would end our own loop over the calls in silence
        kind = RuntimeError
    text = message if name == kind.__name__ else f"{name}: {message}"
    try:
        return with_cause(kind(text), cause)
    except TypeError:  # UnicodeDecodeError and its like take more than a message
        return CandidateError("raised", f"{name}: {message}", cause.detail)
