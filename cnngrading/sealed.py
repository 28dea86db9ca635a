"""The from-scratch guard as the candidate holds it: a copy that patching cnnlab does not reach, and that student code
cannot switch off by the ways that PyTorch and Python offer.

It shares a process with the student's code, so whoever digs deep enough can get round it; four lines of loops are less
work. It decides only what counts as from scratch, nothing else that the examiner decides rests on it.
"""

from __future__ import annotations

import importlib
import sys
import types
from collections.abc import Callable
from functools import partial
from typing import Any

import torch

import cnnlab
from cnnlab.guard import dispatcher
from cnnlab.guard.dispatcher import SEALED_KEY, UnsupportedTorchError
from cnnlab.guard.refused import REFUSED_REMOVALS, ShortcutError

PACKAGE = "cnnlab.guard"


def sealed_guard() -> types.ModuleType:
    """A copy of `cnnlab.guard` that no name in `sys.modules` leads to, and that refuses what would remove its nets.

    It changes PyTorch in this process, for good.

    Raises:
        UnsupportedTorchError: this PyTorch lacks a private name without which the guard could be got round.
    """
    if names := dispatcher.missing(sealed=True):
        raise UnsupportedTorchError(dispatcher.problem(names))
    guard: Any = _private_copy()
    # A refusal is recognised by its type, so it must be the one that student code sees as well.
    guard.refused.ShortcutError = ShortcutError
    guard.refused.REFUSED_MODULES.update(REFUSED_REMOVALS)
    # It must not refuse its own calls: its profile hook does not see those through a `partial`.
    functions = {name: partial(getattr(sys, name)) for name in ("getprofile", "setprofile", "gettrace", "settrace")}
    guard.hook.sys = guard.scratch.sys = types.SimpleNamespace(**functions)
    guard.dispatcher.DISPATCH_KEY = SEALED_KEY
    with guard.from_scratch():  # registers with PyTorch
        pass
    guard.scratch.refused_operators().learn = lambda: None  # student code may replace what it would call
    _keep_key(guard)
    _keep_net(guard)
    sealed: types.ModuleType = guard
    return sealed


def try_out() -> str:
    """Seal a guard and have it allow and refuse: why it does not work, "" if it does. Changes PyTorch for good."""
    image, kernel = torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2)
    try:
        guard = sealed_guard()
        with guard.from_scratch():
            torch.einsum("nchw,nchw->n", image, image)
    except (UnsupportedTorchError, ShortcutError) as error:
        return str(error)
    try:
        with guard.from_scratch():
            torch.nn.functional.conv2d(image, kernel)
    except ShortcutError:
        return ""
    return f"PyTorch {torch.__version__}: the guard lets conv2d through; extend cnnlab/guard/dispatcher.py"


def _private_copy() -> types.ModuleType:
    """Import the package once more, under its own names, and leave `sys.modules` as it was."""
    known = {name: module for name, module in sys.modules.items() if f"{name}.".startswith(f"{PACKAGE}.")}
    try:
        for name in known:
            del sys.modules[name]
        return importlib.import_module(PACKAGE)
    finally:
        for name in [name for name in sys.modules if f"{name}.".startswith(f"{PACKAGE}.")]:
            del sys.modules[name]
        sys.modules.update(known)
        cnnlab.guard = known[PACKAGE]  # the import has set this, too


def _keep_key(guard: Any) -> None:
    """PyTorch's ways to switch keys on and off leave the guard's key on inside `guard.from_scratch`."""
    operators = guard.scratch.refused_operators()

    def holding(act: Any) -> Any:
        def act_and_hold(*args: Any, **kwargs: Any) -> Any:
            try:
                return act(*args, **kwargs)
            finally:
                if guard.is_from_scratch():
                    operators.hold()

        return act_and_hold

    for name in dispatcher.existing(dispatcher.SWITCHING_CLASSES):
        kind = dispatcher.private(name)
        for method in ("__init__", "__enter__", "__exit__"):
            setattr(kind, method, holding(getattr(kind, method)))
    for name in dispatcher.existing(dispatcher.SWITCHES):
        dispatcher.replace(name, holding(dispatcher.private(name)))


def _keep_net(guard: Any) -> None:
    """Student code registers nothing for the guard's key, and calls no refused operator's kernel below that key."""
    own_key, schema = guard.scratch.refused_operators().key, dispatcher.private(dispatcher.SCHEMA)
    # The copy's own: student code can patch those of `cnnlab.guard`.
    is_refused: Callable[[str], bool] = guard.refused.is_refused_operator
    error: Callable[[str], ShortcutError] = guard.refused.refusal

    def has_own_key(*args: Any) -> bool:
        return any(
            str.__eq__(arg, SEALED_KEY) if isinstance(arg, str) else isinstance(arg, type(own_key)) and arg == own_key
            for arg in args
        )

    def names_refused(*args: Any) -> bool:
        return is_refused(str(args[0]))

    def handles_refused(*args: Any) -> bool:
        return guard.is_from_scratch() and is_refused(schema(args[0]).name)

    for name in dispatcher.existing(dispatcher.REGISTERING):
        _refuse_where(name, has_own_key, error)
    _refuse_where(dispatcher.FIND_KERNEL, names_refused, error)
    _refuse_where(dispatcher.REDISPATCH, handles_refused, error)

    def refuse_kernel(*args: Any, **kwargs: Any) -> Any:
        raise error("torch._C._op_dk")

    guard.dispatcher.refuse_kernels(refuse_kernel)


def _refuse_where(name: str, is_refused: Callable[..., bool], error: Callable[[str], ShortcutError]) -> None:
    """Refuse those calls of PyTorch's `name` whose arguments are refused."""
    function, called = dispatcher.private(name), f"torch._C.{name.rpartition('.')[2]}"

    def ask_first(*args: Any, **kwargs: Any) -> Any:
        if is_refused(*args, *kwargs.values()):
            raise error(called)
        return function(*args, **kwargs)

    dispatcher.replace(name, ask_first)
