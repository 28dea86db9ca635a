"""`from_scratch()`: while it holds, a library's own convolution or pooling is refused.

Two nets, each hung where every path meets. PyTorch's dispatcher hands each refused operator to us however it was
reached (`F.conv2d`, `nn.Conv2d`, `torch.conv2d`, a scripted function, another operator's inside), by a dispatch key of
our own that holds inside the block only, and that all other operators fall through at no cost: a `TorchDispatchMode`,
which sees them all, makes a student's loop eight times slower. A profile hook sees each Python and C call by the object
that is called, so an alias that was imported before the check (`from scipy.signal import correlate2d as c`) is seen
too.

A refusal that the student's code swallows (`except Exception: pass`) costs nothing, and gains nothing: both nets still
hang.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache, partial
from types import FrameType
from typing import Any

import torch
from torch import _C
from torch.library import Library, fallthrough_kernel

# In an operator's name. im2col (`F.unfold`) and col2im (`F.fold`) only move values about: they are allowed.
REFUSED_OPERATORS = re.compile(r"conv(?!ert)|pool|roi_align")
# PyTorch keeps this dispatch key for what hangs itself above all operators, and uses it in tests of its own only.
DISPATCH_KEY = "TESTING_ONLY_GenericMode"

# Modules (and what is below them) whose functions with one of these words in their lower-case name do the work of the
# exercise.
REFUSED_MODULES = {
    "PIL": re.compile(r"filter|blur|reduce|resize"),
    "cv2": re.compile(
        r"filter2d|boxfilter|bilateral|blur|dilate|erode|morpholog|sobel|scharr|laplac|pyr(down|up)|matchtempl|^resize$"
    ),
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
# Whose functions can switch the guard off; the exam refuses them (`autograder.exam.candidate.guard`).
REMOVERS = ("sys", "threading", "torch._C")

_allowed: ContextVar[frozenset[str] | None] = ContextVar("from_scratch", default=None)
_delegated = False

Hook = Callable[[FrameType, str, Any], None]


class ShortcutError(AssertionError):
    """A from-scratch exercise called a library function that does the exercise's work.

    Attributes:
        called: the function: "PyTorch's conv2d", "scipy.signal.correlate2d", "" where it is not known.
    """

    def __init__(self, message: str = "", called: str = "") -> None:
        super().__init__(message)
        self.called = called


def is_start(called: str) -> bool:
    """Whether a refused function was refused for starting a thread or a process."""
    return called.rpartition(".")[0] in REFUSED_STARTS


def is_removal(called: str) -> bool:
    """Whether a refused function was refused for switching the guard off."""
    return called.rpartition(".")[0] in REMOVERS


def is_from_scratch() -> bool:
    """Whether a library convolution or pooling is refused right now."""
    return _allowed.get() is not None


def allowed_here() -> frozenset[str]:
    """The names that the running `from_scratch(allow=…)` lets through; empty outside one."""
    return _allowed.get() or frozenset()


def delegate() -> None:
    """From now on `from_scratch` only says that it holds: whoever carries the calls elsewhere, as an examiner does,
    holds it there.
    """
    global _delegated
    _delegated = True


@contextmanager
def from_scratch(allow: tuple[str, ...] = ()) -> Iterator[None]:
    """Refuse library convolution and pooling inside the `with` block.

    Args:
        allow: dotted names to let through with all that they call, for instance ``("d2l.corr2d",)`` where an exercise
            builds on it. In a block inside another one, only what both allow.

    Raises:
        ShortcutError: inside the block, at the call that is refused. It is an `AssertionError`. Or at the end of the
            block, when
            TorchScript swallowed the refusal, or the profile hook was taken away.
    """
    outer = _allowed.get()
    allowed = frozenset(allow) if outer is None else outer.intersection(allow)
    token = _allowed.set(allowed)
    if _delegated:
        try:
            yield
        finally:
            _allowed.reset(token)
        return
    previous = sys.getprofile()
    operators = _operators()
    hook = _hook(allowed, operators)
    try:
        with operators.refuse():
            sys.setprofile(hook)
            try:
                yield
                if sys.getprofile() is not hook:
                    raise ShortcutError(
                        "Your code took away the hook that watches for shortcuts, as a profiler does. Leave that out.",
                        "sys.setprofile",
                    )
            finally:
                _set_profile(previous)
    except RuntimeError as error:
        if operators.refused and "TorchScript" in str(error):  # it tells what failed in its own words only
            raise _refusal(operators.refused) from error
        raise
    finally:
        _allowed.reset(token)


class _Operators:
    """PyTorch's refused operators, and whether they are refused right now; `refused` is the latest one that was."""

    def __init__(self) -> None:
        self.key, self.known, self.loaded, self.refused = _C._dispatch_key_parse(DISPATCH_KEY), frozenset[str](), -1, ""
        _library("_").fallback(fallthrough_kernel, DISPATCH_KEY)
        # Ours: what stands under these names in `torch._C` may be another's by now.
        self.is_included, self.is_excluded = (
            _C._dispatch_tls_is_dispatch_key_included,
            _C._dispatch_tls_is_dispatch_key_excluded,
        )
        self.include, self.exclude = (
            _C._dispatch_tls_set_dispatch_key_included,
            _C._dispatch_tls_set_dispatch_key_excluded,
        )

    def learn(self) -> None:
        """Take up the operators that came since, as torchvision's do with its import."""
        if self.loaded == len(torch.ops.loaded_libraries):
            return
        self.loaded, before, self.known = (
            len(torch.ops.loaded_libraries),
            self.known,
            frozenset(_C._dispatch_get_all_op_names()),
        )
        for operator in self.known - before:
            library, _, name = operator.partition(".")[0].partition("::")
            if REFUSED_OPERATORS.search(name):
                called = f"{'PyTorch' if library == 'aten' else library}'s {name.strip('_')}"
                _library(library).impl(operator, partial(self._refuse, called), DISPATCH_KEY)

    def _refuse(self, called: str, *args: Any, **kwargs: Any) -> Any:
        self.refused = called
        raise _refusal(called)

    def hold(self) -> None:
        """Let the key hold again, which PyTorch takes away while it calls a `__torch_dispatch__`, for one."""
        self.include(self.key, True)
        self.exclude(self.key, False)

    @contextmanager
    def refuse(self) -> Iterator[None]:
        """Let the key hold in this thread during the block."""
        self.learn()
        self.refused, included, excluded = "", self.is_included(self.key), self.is_excluded(self.key)
        self.hold()
        try:
            yield
        finally:
            self.include(self.key, included)
            self.exclude(self.key, excluded)


@cache
def _library(name: str) -> Library:  # kept, for with it goes what was hung into it
    return Library(name, "IMPL")


@cache
def _operators() -> _Operators:
    return _Operators()


def _hook(allow: frozenset[str], operators: _Operators) -> Hook:
    inside: FrameType | None = None  # of an allowed function: what it calls is its own business
    key, is_included, is_excluded = operators.key, operators.is_included, operators.is_excluded

    def watch(frame: FrameType, event: str, arg: Any) -> None:
        nonlocal inside
        if event == "c_return" or (event == "c_call" and arg.__module__ is None and arg.__self__ is not None):
            return  # most of all calls are methods of tensors, numbers, lists
        if inside is not None:
            if event == "return" and frame is inside:
                inside = None
            return
        if event == "call":
            if is_excluded(key) or not is_included(key):
                operators.hold()
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
    """Have `hook` set again at once: Python takes a profile hook away that raises, and a student may swallow what it
    raised.

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
    if is_start(called):
        return ShortcutError(
            "A from-scratch exercise starts no threads or processes: compute the answer in the function itself.", called
        )
    return ShortcutError(
        f"Your code called {called}, which does this exercise for you. Write the operation yourself: loops, slices, "
        "unfold, einsum, as_strided and FFT are all welcome, a ready-made convolution or pooling is not.",
        called,
    )
