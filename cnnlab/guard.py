"""`from_scratch()`: while it holds, a library's own convolution or pooling is refused.

Two nets, each hung where every path meets. A `TorchDispatchMode` sees each aten operator however it was reached
(`F.conv2d`, `nn.Conv2d`, `torch.conv2d`, a scripted function). A profile hook sees each Python and C call by the object
that is called, so an alias that was imported before the check (`from scipy.signal import correlate2d as c`) is seen too.

A refusal that the student's code swallows (`except Exception: pass`) costs nothing, and gains nothing: both nets still hang.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from types import FrameType
from typing import Any

from torch.utils._python_dispatch import TorchDispatchMode

# In an aten operator's name. im2col (`F.unfold`) and col2im (`F.fold`) only move values about: they are allowed.
REFUSED_OPERATORS = re.compile(r"conv(?!ert)|pool|roi_align")

# PyTorch's own families of operators. What an operator of another family calls cannot be seen from here.
OWN_OPERATORS = ("aten", "prim", "prims", "profiler", "torchvision")

# Modules (and what is below them) whose functions with one of these words in their lower-case name do the work of the exercise.
REFUSED_MODULES = {
    "PIL": re.compile(r"filter|blur|reduce|resize"),
    "cv2": re.compile(r"filter2d|boxfilter|bilateral|blur|dilate|erode|morpholog|sobel|scharr|laplac|pyr(down|up)|matchtempl|^resize$"),
    "d2l": re.compile(r"corr2d|trans_conv|pool2d"),
    "numpy": re.compile(r"convolve|correlate"),
    "pandas": re.compile(r"rolling"),
    "scipy.linalg": re.compile(r"convolution_matrix"),
    "scipy.ndimage": re.compile(r"convolve|correlate|filter|dilation|erosion"),
    "scipy.signal": re.compile(r"convol|correl|filt|sepfir|upfirdn"),
    "skimage": re.compile(r"convol|correl|block_reduce"),
}
# What a thread or a process of its own computes, neither net sees.
REFUSED_STARTS = {
    "_posixsubprocess": re.compile(r"fork_exec"),
    "_thread": re.compile(r"start_\w*thread"),
    "concurrent.futures": re.compile(r"^submit$"),
    "multiprocessing.pool": re.compile(r"^_?(i|star)?map|^apply"),
}

_allowed: ContextVar[frozenset[str] | None] = ContextVar("from_scratch", default=None)
_carried = False

Hook = Callable[[FrameType, str, Any], None]


class ShortcutError(AssertionError):
    """A from-scratch exercise called a library function that does the exercise's work."""


def is_from_scratch() -> bool:
    """Whether a library convolution or pooling is refused right now."""
    return _allowed.get() is not None


def allowed_here() -> frozenset[str]:
    """The names that the running `from_scratch(allow=…)` lets through; empty outside one."""
    return _allowed.get() or frozenset()


def carry() -> None:
    """From now on `from_scratch` only says that it holds: whoever carries the calls elsewhere, as an examiner does, holds it there."""
    global _carried
    _carried = True


@contextmanager
def from_scratch(allow: tuple[str, ...] = ()) -> Iterator[None]:
    """Refuse library convolution and pooling inside the `with` block.

    Args:
        allow: dotted names to let through with all that they call, for instance ``("d2l.corr2d",)`` where an exercise
            builds on it. In a block inside another one, only what both allow.

    Raises:
        ShortcutError: inside the block, at the call that is refused. It is an `AssertionError`. Or at the end of the block, when
            TorchScript swallowed the refusal, or the profile hook was taken away.
    """
    outer = _allowed.get()
    allowed = frozenset(allow) if outer is None else outer.intersection(allow)
    token = _allowed.set(allowed)
    if _carried:
        try:
            yield
        finally:
            _allowed.reset(token)
        return
    previous = sys.getprofile()
    operators = _RefuseOperators()
    hook = _hook(allowed)
    try:
        with operators:
            sys.setprofile(hook)
            try:
                yield
                if sys.getprofile() is not hook:
                    raise ShortcutError("Your code took away the hook that watches for shortcuts, as a profiler does. Leave that out.")
            finally:
                _set_profile(previous)
    except RuntimeError as error:
        if operators.refused and "TorchScript" in str(error):  # it tells what failed in its own words only
            raise _refusal(operators.refused) from error
        raise
    finally:
        _allowed.reset(token)


class _RefuseOperators(TorchDispatchMode):
    """Refuses an operator by its name; `refused` is the latest one."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
        self.refused = ""
        self._free: set[Any] = set()

    @classmethod
    def _should_skip_dynamo(cls) -> bool:
        """False keeps torch from wrapping the method below in one that first imports its compiler, for five seconds."""
        return False

    def __torch_dispatch__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        operator = func._op  # what calling `func` comes to, by a way that the profile hook hears less of
        if operator not in self._free:
            library, _, name = func._schema.name.partition("::")
            if REFUSED_OPERATORS.search(name) or library not in OWN_OPERATORS:
                self.refused = f"{'PyTorch' if library == 'aten' else library}'s {name.strip('_')}"
                raise _refusal(self.refused)
            self._free.add(operator)
        return operator(*args, **(kwargs or {}))


def _hook(allow: frozenset[str]) -> Hook:
    inside: FrameType | None = None  # of an allowed function: what it calls is its own business

    def watch(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal inside
        if event == "c_return" or (event == "c_call" and arg.__module__ is None and arg.__self__ is not None):
            return  # most of all calls are methods of tensors, numbers, lists
        if inside is not None:
            if event == "return" and frame is inside:
                inside = None
            return
        if event == "call":
            called = _refused_name(frame.f_globals.get("__name__"), frame.f_code.co_name)
            if called is None or not frame.f_code.co_flags & inspect.CO_OPTIMIZED:
                return  # free, or the body of a class or a module on its import
        elif event == "c_call":
            called = _refused_builtin(arg)
            if called is None:
                return
        else:
            return
        if called not in allow:
            _hook_again(watch, frame)
            raise _refusal(called)
        if event == "call":
            inside = frame

    return watch


def _hook_again(hook: Hook, frame: FrameType) -> None:
    """Have `hook` set again at once: Python takes a profile hook away that raises, and a student may swallow what it raised.

    The next thing that happens in `frame` is the exception. A trace function sees it before any `except` does.
    """
    tracer, local = sys.gettrace(), frame.f_trace

    def on_exception(*_: object) -> None:
        frame.f_trace = local
        sys.settrace(tracer)
        sys.setprofile(hook)

    frame.f_trace = on_exception
    sys.settrace(on_exception)


def _set_profile(profile: Any) -> None:
    if profile is None or callable(profile):
        sys.setprofile(profile)
    else:  # cProfile's own object, up to Python 3.11
        sys.setprofile(None)
        profile.enable()


def _refused_builtin(function: Any) -> str | None:
    name, module = function.__name__, function.__module__
    if module is None and getattr(sys.modules.get("cv2"), name, None) is function:
        module = "cv2"  # its functions do not say where they are from
    return _refused_name(module, name)


@lru_cache(maxsize=4096)
def _refused_name(module: object, name: str) -> str | None:
    """`scipy.signal.correlate2d` if that call is refused, and None if it is free."""
    if not isinstance(module, str):
        return None
    for refused, words in (REFUSED_MODULES | REFUSED_STARTS).items():
        if (module == refused or module.startswith(refused + ".")) and words.search(name.lower()):
            return f"{refused}.{name.strip('_').removesuffix('_dispatcher')}"
    return None


def _refusal(called: str) -> ShortcutError:
    if called.rpartition(".")[0] in REFUSED_STARTS:
        return ShortcutError("A from-scratch exercise starts no threads or processes: compute the answer in the function itself.")
    return ShortcutError(
        f"Your code called {called}, which does this exercise for you. Write the operation yourself: loops, slices, "
        "unfold, einsum, as_strided and FFT are all welcome, a ready-made convolution or pooling is not."
    )
