"""The examiner's stand-ins for what a student defines. Calling one sends plain values over the wire and brings plain
values back.

What works is what `docs/authoring/tests.md` lists: calls with positional and keyword arguments, classes, their
instances and attributes, exceptions by built-in type, and with the types of the subject's codec what that provides, as
in-place changes to arguments and gradients through a call. Anything else raises `UnsupportedCall`, which is no verdict
on the student.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from inspect import Parameter, Signature
from typing import Any, Protocol

from autograder.exam.errors import UnsupportedCall
from autograder.text import identifier

REFUSED = ("__array__", "__iter__", "__len__", "__index__", "__float__", "__int__", "__await__")


class Calls(Protocol):
    """Who carries a call or the fetching of an attribute over the wire: `RemoteCalls`."""

    def call(
        self, name: str | int, path: list[str], args: tuple[Any, ...], kwargs: dict[str, Any], *, shared: bool = False
    ) -> Any:
        """Call what `path` leads to from the name or object `name`, or the shared function of that name."""

    def get(self, name: str | int, path: list[str]) -> Any:
        """Fetch an attribute."""


class Proxy:
    """Stands for a name of the student's, or for an object that one of its calls returned.

    `parameters` are the names of a function's positional parameters, as far as they are known: messages use them.
    """

    def __init__(
        self,
        calls: Callable[[], Calls],
        name: str | int,
        path: list[str],
        kind: str,
        parameters: Sequence[str] = (),
    ) -> None:
        self.__dict__.update(_desk=calls, _name=name, _path=path, __name__=path[-1] if path else kind, __doc__=None)
        if parameters:
            named = [Parameter(name, Parameter.POSITIONAL_OR_KEYWORD) for name in parameters]
            self.__dict__["__signature__"] = Signature(named)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._desk().call(self._name, self._path, args, kwargs)

    def __call_shared__(self, name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """Call a function that both sides own where the student's objects among its arguments are."""
        return self._desk().call(name, [], args, kwargs, shared=True)

    def __getattr__(self, attribute: str) -> Any:
        if attribute in REFUSED or (attribute.startswith("_") and attribute.endswith("_")):
            raise AttributeError(attribute)
        path = [*self._path, attribute]
        value = self._desk().get(self._name, path)
        return Proxy(self._desk, self._name, path, attribute) if isinstance(value, Proxy) else value

    def __setattr__(self, attribute: str, value: Any) -> None:
        raise UnsupportedCall(
            f"setting {attribute} on a student's object is not carried over the wire: call a method that does it, "
            "such as load_state_dict"
        )

    def __instancecheck__(self, instance: Any) -> bool:
        raise UnsupportedCall(f"isinstance(…, {self.__name__}) is not carried over the wire")

    def __reduce__(self) -> Any:
        raise UnsupportedCall("a stand-in cannot be copied")


def remote(calls: Calls, key: int, kind: str) -> Proxy:
    """A stand-in for an object, whose type bears the name `kind`, as messages show it."""
    name = identifier(kind) or "object"
    made: Proxy = type(name, (Proxy,), {})(lambda: calls, key, [], name)
    return made
