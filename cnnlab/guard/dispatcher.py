"""PyTorch's dispatcher hands us each refused operator. The only module that touches PyTorch's private names.

A kernel of ours is registered for each refused operator under a dispatch key that is active inside the block only.
All other operators fall through it at no cost; a `TorchDispatchMode`, which sees every operator, makes a student's loop
eight times slower.

`PRIVATE` names all that we use and PyTorch does not promise to keep. When one is gone, nothing is skipped in silence:
`missing` says which, and `problem` what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, partial
from operator import attrgetter
from typing import Any

import torch
from torch.library import Library, fallthrough_kernel

from cnnlab.guard.refused import is_refused_operator, refusal, title_of

WRITTEN_FOR = ("2.14", "2.15")
VERSION = ".".join(torch.__version__.split(".")[:2])

# Dispatch keys that PyTorch reserves for its own tests. They rank above every backend, so a kernel registered for one
# sees each call first. The exam has a key of its own: a student's code can find the operators of this one.
DISPATCH_KEY, SEALED_KEY = "TESTING_ONLY_GenericMode", "TESTING_ONLY_GenericWrapper"
KEYS = "DispatchKey."


@dataclass(frozen=True)
class Private:
    """A private name of PyTorch, as it is reached from `torch`, and what it is for.

    Attributes:
        at_home: whether the guard needs it on a student's own machine; the exam needs all of them.
        not_in: versions of PyTorch (such as ``"2.16"``) that do not have it and need no guard there.
    """

    name: str
    why: str
    at_home: bool = False
    not_in: tuple[str, ...] = ()


SWITCHES = ("_C._dispatch_tls_set_dispatch_key_included", "_C._dispatch_tls_set_dispatch_key_excluded")
SWITCHING_CLASSES = (
    "_C.ExcludeDispatchKeyGuard",
    "_C._ExcludeDispatchKeyGuard",
    "_C._ForceDispatchKeyGuard",
    "_C._IncludeDispatchKeyGuard",
    "_C._PreserveDispatchKeyGuard",
    "_C._RestorePythonTLSSnapshot",
    "_C._SetExcludeDispatchKeyGuard",
)
REGISTERING = (
    "_C._dispatch_library",
    "_C._DispatchModule.impl",
    "_C._DispatchModule.impl_t_t",
    "_C._DispatchModule.fallback",
    "_C._DispatchModule.fallback_fallthrough",
)
FIND_KERNEL = "_C._dispatch_get_computed_kernel_for_dispatch_key"
REDISPATCH = "_C._DispatchOperatorHandle.redispatch_boxed"
SCHEMA = "_C._DispatchOperatorHandle.schema"
FIND_OVERLOAD = "_C._get_operation_overload"

PRIVATE = (
    Private("_C._dispatch_key_parse", "turns a dispatch key's name into the key", at_home=True),
    Private(KEYS + DISPATCH_KEY, "the key that refused operators are registered for", at_home=True),
    Private("_C._dispatch_get_all_op_names", "lists the operators, to find those that are refused", at_home=True),
    Private("ops.loaded_libraries", "says whether operators were added since", at_home=True),
    Private("_C._dispatch_tls_is_dispatch_key_included", "says whether the key is on in this thread", at_home=True),
    Private("_C._dispatch_tls_is_dispatch_key_excluded", "says whether the key is masked in this thread", at_home=True),
    *(Private(name, "switches the key in this thread", at_home=True) for name in SWITCHES),
    Private(KEYS + SEALED_KEY, "the exam's own key"),
    *(Private(name, "could switch the exam's key off") for name in SWITCHING_CLASSES),
    *(Private(name, "could register another kernel for the exam's key") for name in REGISTERING),
    Private(FIND_KERNEL, "could hand out a refused operator's kernel below the key"),
    Private(REDISPATCH, "could call a refused operator below the key"),
    Private(SCHEMA, "says which operator a handle belongs to"),
    Private(FIND_OVERLOAD, "makes an overload, with a way to its kernel for any key"),
    Private("_ops.OpOverloadPacket", "recognises the operators that Python knows by now"),
    Private("_ops.OpOverload", "recognises their overloads"),
    Private("ops.aten.conv2d.default._op_dk", "an overload's way to its kernel for any key"),
)


class UnsupportedTorchError(RuntimeError):
    """This PyTorch lacks a private name that the guard cannot do without."""


def missing(*, sealed: bool) -> list[str]:
    """The names of the table that are needed, in the exam (`sealed`) or at home, and that this PyTorch lacks."""
    needed = (entry for entry in PRIVATE if (sealed or entry.at_home) and VERSION not in entry.not_in)
    return [entry.name for entry in needed if not _exists(entry.name)]


def problem(names: Sequence[str]) -> str:
    """What is missing, in which version, and what to do."""
    listed = ", ".join(f"`{name}`" for name in names)
    return (
        f"PyTorch {VERSION} has no {listed}; the guard was written for {' and '.join(WRITTEN_FOR)}: "
        "pin torch or extend cnnlab/guard/dispatcher.py"
    )


def private(name: str) -> Any:
    """What PyTorch has under a name of the table.

    Raises:
        UnsupportedTorchError: it has no such name.
        KeyError: the table has no such name.
    """
    if all(entry.name != name for entry in PRIVATE):
        raise KeyError(name)
    try:
        return _look_up(name)
    except (AttributeError, RuntimeError) as error:
        raise UnsupportedTorchError(problem([name])) from error


def replace(name: str, value: Any) -> None:
    """Put `value` in the place of what PyTorch has under a name of the table. Raises as `private` does."""
    private(name)
    place, _, attribute = name.rpartition(".")
    setattr(attrgetter(place)(torch), attribute, value)


def existing(names: Sequence[str]) -> list[str]:
    """Those of these names of the table that this version has to have."""
    return [entry.name for entry in PRIVATE if entry.name in names and VERSION not in entry.not_in]


def _look_up(name: str) -> Any:
    if name.startswith(KEYS):
        return torch._C._dispatch_key_parse(name.removeprefix(KEYS))
    return attrgetter(name)(torch)


def _exists(name: str) -> bool:
    try:
        _look_up(name)
    except (AttributeError, RuntimeError):  # PyTorch raises the latter for a key that it does not know
        return False
    return True


class Operators:
    """PyTorch's refused operators, and whether they are refused right now; `refused` is the latest that was."""

    def __init__(self, key_name: str) -> None:
        self.key_name, self.key = key_name, private(KEYS + key_name)
        self.known, self.loaded, self.refused = frozenset[str](), -1, ""
        _library("_").fallback(fallthrough_kernel, key_name)
        self.libraries = private("ops.loaded_libraries")
        # Bind these now: student code may replace them in `torch._C`.
        self.is_included = private("_C._dispatch_tls_is_dispatch_key_included")
        self.is_excluded = private("_C._dispatch_tls_is_dispatch_key_excluded")
        self.include, self.exclude = map(private, SWITCHES)

    def learn(self) -> None:
        """Register for the operators that were added since, as torchvision's are when it is imported."""
        if self.loaded == len(self.libraries):
            return
        before, self.known, self.loaded = self.known, frozenset(_operator_names()), len(self.libraries)
        for operator in filter(is_refused_operator, self.known - before):
            kernel = partial(self._refuse, title_of(operator))
            _library(operator.partition("::")[0]).impl(operator, kernel, self.key_name)

    def _refuse(self, called: str, *args: Any, **kwargs: Any) -> Any:
        self.refused = called
        raise refusal(called)

    def hold(self) -> None:
        """Switch the key on again: PyTorch switches it off while it calls a `__torch_dispatch__`, for one."""
        self.include(self.key, True)
        self.exclude(self.key, False)

    @contextmanager
    def refuse(self) -> Iterator[None]:
        """Keep the key on in this thread during the block."""
        self.learn()
        self.refused, included, excluded = "", self.is_included(self.key), self.is_excluded(self.key)
        self.hold()
        try:
            yield
        finally:
            self.include(self.key, included)
            self.exclude(self.key, excluded)

    @contextmanager
    def pause(self) -> Iterator[None]:
        """Switch the key off in this thread during a block inside that of `refuse`."""
        self.include(self.key, False)
        try:
            yield
        finally:
            self.hold()


def refuse_kernels(refuse: Callable[..., Any]) -> None:
    """From now on an overload of a refused operator calls `refuse` where it would call its kernel for one given key."""
    find = private(FIND_OVERLOAD)

    def find_overload(name: str, overload_name: str) -> Any:
        parts = find(name, overload_name)
        return (parts[0], refuse, *parts[2:]) if parts is not None and is_refused_operator(str(name)) else parts

    replace(FIND_OVERLOAD, find_overload)
    for overload in _overloads():
        if is_refused_operator(overload.name()):
            overload._op_dk = refuse


def _overloads() -> Iterator[Any]:
    """The overloads that Python has looked up by now."""
    packet_type, overload_type = private("_ops.OpOverloadPacket"), private("_ops.OpOverload")
    for library in {name.partition("::")[0] for name in _operator_names()}:
        for packet in list(vars(getattr(torch.ops, library)).values()):
            if isinstance(packet, packet_type):
                yield from (value for value in vars(packet).values() if isinstance(value, overload_type))


def _operator_names() -> list[str]:
    names: list[str] = private("_C._dispatch_get_all_op_names")()
    return names


@cache
def _library(name: str) -> Library:  # kept: what it registered goes when it goes
    return Library(name, "IMPL")
