"""The from-scratch guard as the candidate holds it: a copy that patching cnnlab does not reach, and that is not taken
away in plain sight.

It shares a process with the student's code, so it can be got round by one who digs deep enough: for that work four
lines of loops are the cheaper answer. What the examiner decides does not rest on it, only what counts as from scratch
does.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import types
from collections.abc import Callable
from functools import partial
from typing import Any

from torch import _C, _ops

import cnnlab.guard

DISPATCH_KEY = (
    "TESTING_ONLY_GenericWrapper"  # not the one that `cnnlab.guard` has, whose operators the student's code can find
)
# What takes a net away, as modules and words in function names, in the form of `cnnlab.guard`.
REFUSED_TAKERS = {
    "sys": re.compile(r"setprofile|settrace"),
    "threading": re.compile(r"setprofile|settrace"),
}
KEY_GUARDS = (
    "ExcludeDispatchKeyGuard", "ForceDispatchKeyGuard", "IncludeDispatchKeyGuard", "PreserveDispatchKeyGuard", "RestorePythonTLSSnapshot",
    "SetExcludeDispatchKeyGuard",
)  # fmt: skip


def sealed_guard() -> types.ModuleType:
    """A copy of `cnnlab.guard` that no name in `sys.modules` leads to, and that refuses what would take its nets away."""
    spec = importlib.util.find_spec("cnnlab.guard")
    assert spec is not None and spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    # A refusal is told apart by its type, which has to be the one that student code may also see.
    module.ShortcutError = cnnlab.guard.ShortcutError
    module.REFUSED_MODULES = {**module.REFUSED_MODULES, **REFUSED_TAKERS}
    explain = module._refusal

    def refusal(called: str) -> cnnlab.guard.ShortcutError:
        if called.rpartition(".")[0] in {"torch._C", *REFUSED_TAKERS}:
            return cnnlab.guard.ShortcutError(
                f"Your code called {called}, which takes away what watches for shortcuts. Leave that out.", called
            )
        error: cnnlab.guard.ShortcutError = explain(called)
        return error

    module._refusal = refusal
    # Its own calls it must not refuse: those through a `partial` its profile hook does not see.
    own = types.SimpleNamespace(modules=sys.modules)
    for name in ("getprofile", "setprofile", "gettrace", "settrace"):
        setattr(own, name, partial(getattr(sys, name)))
    module.sys = own
    module.DISPATCH_KEY = DISPATCH_KEY
    with module.from_scratch():  # by now the net hangs
        pass
    module._operators().learn = lambda: None  # what it would call may be another's by then
    _keep_key(module)
    _keep_net(module)
    guard: types.ModuleType = module
    return guard


def _keep_key(guard: Any) -> None:
    """PyTorch's ways to switch keys on and off leave the key that holds the net as it is inside `guard.from_scratch`."""
    operators = guard._operators()

    def holding(act: Any) -> Any:
        def then_hold(*args: Any, **kwargs: Any) -> Any:
            try:
                return act(*args, **kwargs)
            finally:
                if guard.is_from_scratch():
                    operators.hold()

        return then_hold

    kinds = {getattr(_C, prefix + name, None) for name in KEY_GUARDS for prefix in ("_", "")}
    for kind in (kind for kind in kinds if isinstance(kind, type)):
        for name in ("__init__", "__enter__", "__exit__"):
            setattr(kind, name, holding(getattr(kind, name)))
    for name in ("_dispatch_tls_set_dispatch_key_included", "_dispatch_tls_set_dispatch_key_excluded"):
        setattr(_C, name, holding(getattr(_C, name)))


def _keep_net(guard: Any) -> None:
    """Nobody hangs anything else from that key, and nobody calls the kernels of refused operators that stand below it."""
    ours, module, operator = _C._dispatch_key_parse(DISPATCH_KEY), _C._DispatchModule, _C._DispatchOperatorHandle
    schema: Any = operator.schema

    def is_ours(*given: Any) -> bool:
        return any(
            str.__eq__(one, DISPATCH_KEY) if isinstance(one, str) else isinstance(one, type(ours)) and one == ours
            for one in given
        )

    def names_refused(*given: Any) -> bool:
        return guard.REFUSED_OPERATORS.search(str(given[0]).partition("::")[2]) is not None

    def handles_refused(*given: Any) -> bool:
        return guard.is_from_scratch() and guard.REFUSED_OPERATORS.search(schema(given[0]).name) is not None

    places: list[tuple[Any, str, Callable[..., bool]]] = [
        *((module, name, is_ours) for name in ("impl", "impl_t_t", "fallback", "fallback_fallthrough")),
        (_C, "_dispatch_library", is_ours),
        (_C, "_dispatch_get_computed_kernel_for_dispatch_key", names_refused),
        (operator, "redispatch_boxed", handles_refused),
    ]
    for place, name, is_refused in places:
        if hasattr(place, name):
            setattr(place, name, _refusing(getattr(place, name), f"torch._C.{name}", guard, is_refused))
    _keep_overloads(guard)


def _keep_overloads(guard: Any) -> None:
    """An overload of a refused operator is called as a whole, never its kernel for a key that stands below ours."""
    find = _C._get_operation_overload

    def refused(called: str) -> Any:
        def refuse(*args: Any, **kwargs: Any) -> Any:
            raise guard._refusal(called)

        return refuse

    def overload(name: str, overload_name: str) -> Any:
        found = find(name, overload_name)
        is_refused = found is not None and guard.REFUSED_OPERATORS.search(str(name).partition("::")[2])
        return (found[0], refused("torch._C._op_dk"), *found[2:]) if is_refused else found

    setattr(_C, "_get_operation_overload", overload)  # noqa: B010  # an assignment mypy would hold against the stub's type
    for space in (
        getattr(_ops.ops, name) for name in {name.partition("::")[0] for name in _C._dispatch_get_all_op_names()}
    ):
        for packet in list(vars(space).values()):
            for one in vars(packet).values() if isinstance(packet, _ops.OpOverloadPacket) else ():
                if isinstance(one, _ops.OpOverload) and guard.REFUSED_OPERATORS.search(
                    one._schema.name.partition("::")[2]
                ):
                    one._op_dk = refused("torch._C._op_dk")


def _refusing(function: Any, called: str, guard: Any, is_refused: Callable[..., bool]) -> Any:
    """`function`, but for calls that are refused by what they hand in."""

    def ask_first(*args: Any, **kwargs: Any) -> Any:
        if is_refused(*args, *kwargs.values()):
            raise guard._refusal(called)
        return function(*args, **kwargs)

    return ask_first
