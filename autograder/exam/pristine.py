"""The from-scratch guard as the candidate holds it: a copy that patching cnnlab does not reach, and that is not taken away in plain sight.

It shares a process with the student's code, so it can be got round by one who digs deep enough: for that work four lines of loops are the
cheaper answer. What the examiner decides does not rest on it, only what counts as from scratch does.
"""

from __future__ import annotations

import contextlib
import importlib.util
import re
import sys
import types
from functools import partial
from typing import Any

import torch
from torch.utils import _python_dispatch

import cnnlab.guard

# What takes a profile hook or a dispatch mode away, as modules and words in function names, in the form of `cnnlab.guard`.
REFUSED_TAKERS = {
    "sys": re.compile(r"setprofile|settrace"),
    "threading": re.compile(r"setprofile|settrace"),
    "torch._C": re.compile(r"(pop|push).*dispatch_stack|set_dispatch_mode"),
    "torch.utils._python_dispatch": re.compile(r"disable_\w+_mode|(pop|push|unset)_\w*mode"),
}
REFUSED_KEYS = ("ExcludeDispatchKeyGuard", "ForceDispatchKeyGuard", "SetExcludeDispatchKeyGuard", "DisableTorchDispatch")


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
            if isinstance(kind := getattr(torch._C, prefix + name, None), type):
                _refuse_while_held(kind, module)
    _keep_modes(module)
    guard: types.ModuleType = module
    return guard


def _keep_modes(guard: Any) -> None:
    """To print a tensor takes the dispatch modes away for a moment. Inside `guard.from_scratch` they stay, and it is printed as well."""
    take_away: Any = _python_dispatch._disable_current_modes

    def keep() -> Any:
        return contextlib.nullcontext([]) if guard.is_from_scratch() else take_away()

    vars(_python_dispatch)["_disable_current_modes"] = keep


def _refuse_while_held(kind: Any, guard: Any) -> None:
    """Have the type `kind` refuse to be made inside `guard.from_scratch`."""
    make = kind.__init__

    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        if guard.is_from_scratch():
            raise guard._refusal(f"torch._C.{kind.__name__}")
        make(self, *args, **kwargs)

    kind.__init__ = init
