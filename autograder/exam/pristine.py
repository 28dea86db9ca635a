"""The from-scratch guard as the candidate holds it: a copy that patching cnnlab does not reach, and that is not taken away in plain sight.

It shares a process with the student's code, so it can be got round by one who digs deep enough: for that work four lines of loops are the
cheaper answer. What the examiner decides does not rest on it, only what counts as from scratch does.
"""

from __future__ import annotations

import importlib.util
import re
import sys
import types
from collections.abc import Callable
from functools import partial
from typing import Any

from torch import _C

import cnnlab.guard

DISPATCH_KEY = "TESTING_ONLY_GenericWrapper"  # not the one that `cnnlab.guard` has, whose operators the student's code can find
# What takes a net away, as modules and words in function names, in the form of `cnnlab.guard`.
REFUSED_TAKERS = {
    "sys": re.compile(r"setprofile|settrace"),
    "threading": re.compile(r"setprofile|settrace"),
    "torch._C": re.compile(r"dispatch_tls_set"),
}
REFUSED_KEYS = (
    "ExcludeDispatchKeyGuard", "ForceDispatchKeyGuard", "IncludeDispatchKeyGuard", "PreserveDispatchKeyGuard", "RestorePythonTLSSnapshot",
    "SetExcludeDispatchKeyGuard",
)  # fmt: skip


def pristine_guard() -> types.ModuleType:
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
        if called.rpartition(".")[0] in REFUSED_TAKERS:
            return cnnlab.guard.ShortcutError(f"Your code called {called}, which takes away what watches for shortcuts. Leave that out.")
        error: cnnlab.guard.ShortcutError = explain(called)
        return error

    module._refusal = refusal
    # Its own calls it must not refuse: those through a `partial` its profile hook does not see.
    own = types.SimpleNamespace(modules=sys.modules)
    for name in ("getprofile", "setprofile", "gettrace", "settrace"):
        setattr(own, name, partial(getattr(sys, name)))
    module.sys = own
    for name in REFUSED_KEYS:
        for prefix in ("_", ""):
            if isinstance(kind := getattr(_C, prefix + name, None), type):
                _refuse_while_held(kind, module)
    module.DISPATCH_KEY = DISPATCH_KEY
    with module.from_scratch():  # by now the net hangs
        pass
    module._operators().learn = lambda: None  # what it would call may be another's by then
    _keep_net(module)
    guard: types.ModuleType = module
    return guard


def _refuse_while_held(kind: Any, guard: Any) -> None:
    """Have the type `kind` refuse to be made, entered or left inside `guard.from_scratch`."""
    for name in ("__init__", "__enter__", "__exit__"):
        setattr(kind, name, _refusing(getattr(kind, name), f"torch._C.{kind.__name__}", guard, lambda *_: guard.is_from_scratch()))


def _keep_net(guard: Any) -> None:
    """Nobody hangs anything else from the key that holds the net, goes past it, or switches a key on or off while it holds."""
    ours, module, operator = _C._dispatch_key_parse(DISPATCH_KEY), _C._DispatchModule, _C._DispatchOperatorHandle
    schema: Any = operator.schema

    def is_ours(*given: Any) -> bool:
        return any(str.__eq__(one, DISPATCH_KEY) if isinstance(one, str) else isinstance(one, type(ours)) and one == ours for one in given)

    def is_taken(*given: Any) -> bool:
        return guard.is_from_scratch() or is_ours(*given)

    def is_past(*given: Any) -> bool:
        return guard.is_from_scratch() and guard.REFUSED_OPERATORS.search(schema(given[0]).name) is not None

    places: list[tuple[Any, str, Callable[..., bool]]] = [
        *((module, name, is_ours) for name in ("impl", "impl_t_t", "fallback", "fallback_fallthrough")),
        (_C, "_dispatch_library", is_ours),
        (_C, "_dispatch_tls_set_dispatch_key_included", is_taken),
        (_C, "_dispatch_tls_set_dispatch_key_excluded", is_taken),
        (operator, "redispatch_boxed", is_past),
    ]
    for place, name, is_refused in places:
        setattr(place, name, _refusing(getattr(place, name), f"torch._C.{name}", guard, is_refused))


def _refusing(function: Any, called: str, guard: Any, is_refused: Callable[..., bool]) -> Any:
    """`function`, but for calls that are refused by what they hand in."""

    def ask_first(*args: Any, **kwargs: Any) -> Any:
        if is_refused(*args, *kwargs.values()):
            raise guard._refusal(called)
        return function(*args, **kwargs)

    return ask_first
