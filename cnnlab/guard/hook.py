"""A profile hook that refuses calls of Python and C functions by the module and name of the object that is called."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

from cnnlab.guard.dispatcher import Operators
from cnnlab.guard.modes import ModeOperators
from cnnlab.guard.refused import refusal, refused_builtin, refused_name

Hook = Callable[[FrameType, str, Any], None]


def profile_hook(allow: frozenset[str], operators: Operators | ModeOperators, more: tuple[str, ...] = ()) -> Hook:
    """The hook for one block, which also refuses the words `more`. With each function that is called it also keeps the
    operators' dispatch key on.
    """
    inside: FrameType | None = None  # the frame of an allowed function: all that it calls is allowed, too
    engine = "run_backward" if "autograd" in more else None  # the method that computes gradients
    key, is_included, is_excluded = operators.key, operators.is_included, operators.is_excluded

    def watch(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal inside
        if event == "c_return":
            return
        if event == "c_call" and arg.__module__ is None and arg.__self__ is not None and arg.__name__ != engine:
            return  # most calls are methods of tensors, numbers, lists
        if inside is not None:
            if event == "return" and frame is inside:
                inside = None
            return
        if event == "call":
            if is_excluded(key) or not is_included(key):
                operators.hold()
            called = refused_name(frame.f_globals.get("__name__"), frame.f_code.co_name, more)
            if called is None or not frame.f_code.co_flags & inspect.CO_OPTIMIZED:
                return  # allowed, or the body of a class or of a module that is being imported
        elif event == "c_call":
            called = refused_builtin(arg, more)
            if called is None:
                return
        else:
            return
        if called not in allow:
            _set_again(watch, frame)
            raise refusal(called)
        if event == "call":
            inside = frame

    return watch


def _set_again(hook: Hook, frame: FrameType) -> None:
    """Have `hook` set again at once: Python removes a profile hook that raises, and a student may swallow the error.

    What happens next in `frame` is the exception, and a trace function sees it before any `except` does.
    """
    tracer, local = sys.gettrace(), frame.f_trace

    def on_exception(*_: object) -> None:
        frame.f_trace = local
        sys.settrace(tracer)
        sys.setprofile(hook)

    frame.f_trace = on_exception
    sys.settrace(on_exception)


def set_profile(profile: Any) -> None:
    """Set again what `sys.getprofile()` gave: a function, None, or a profiler of cProfile's."""
    if profile is None or callable(profile):
        sys.setprofile(profile)
    else:  # cProfile's own object, up to Python 3.11
        sys.setprofile(None)
        profile.enable()
