"""`from_scratch()`: while it holds, a library's own convolution or pooling is refused.

Two nets, each hung where every path meets. A `TorchDispatchMode` sees each aten operator however it was reached
(`F.conv2d`, `nn.Conv2d`, `torch.conv2d`, a scripted function). A profile hook sees each Python and C call by the object
that is called, so an alias that was imported before the check (`from scipy.signal import correlate2d as c`) is seen too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from types import CodeType, FrameType
from typing import Any

from torch.utils._python_dispatch import TorchDispatchMode

# In an aten operator's name. im2col (`F.unfold`) and col2im (`F.fold`) only move values about: they are allowed.
REFUSED_OPERATORS = re.compile(r"conv(?!ert)|pool")

# Modules (and what is below them) whose functions with one of these words in their name do the work of the exercise.
REFUSED_MODULES = {
    "cv2": ("filter2d", "sepfilter", "boxfilter", "blur", "dilate", "erode"),
    "d2l": ("corr2d", "trans_conv", "pool2d"),
    "numpy": ("convolve", "correlate"),
    "scipy.ndimage": ("convolve", "correlate", "filter", "dilation", "erosion"),
    "scipy.signal": ("convolve", "correlate", "convolution_matrix", "lfilter", "medfilt", "order_filter"),
    "scipy.linalg": ("convolution_matrix",),
    "skimage": ("correlate", "convolve", "block_reduce"),
    "torchvision": ("conv2d", "pool"),
}
REFUSED_THREADS = ("start_new_thread", "start_joinable_thread")

_allowed: ContextVar[frozenset[str] | None] = ContextVar("from_scratch", default=None)


class ShortcutError(AssertionError):
    """A from-scratch exercise called a library function that does the exercise's work."""


def is_from_scratch() -> bool:
    """Whether a library convolution or pooling is refused right now."""
    return _allowed.get() is not None


def allowed_here() -> frozenset[str]:
    """The names that the running `from_scratch(allow=…)` lets through; empty outside one."""
    return _allowed.get() or frozenset()


@contextmanager
def from_scratch(allow: tuple[str, ...] = ()) -> Iterator[None]:
    """Refuse library convolution and pooling inside the `with` block.

    Args:
        allow: dotted names to let through, for instance ``("d2l.corr2d",)`` where an exercise builds on it.

    Raises:
        ShortcutError: inside the block, at the call that is refused. It is an `AssertionError`.
    """
    token = _allowed.set(frozenset(allow))
    previous = sys.getprofile()
    try:
        with _RefuseOperators():  # type: ignore[no-untyped-call]  # torch leaves its __init__ unannotated
            sys.setprofile(_hook(frozenset(allow)))
            try:
                yield
            finally:
                sys.setprofile(previous)
    finally:
        _allowed.reset(token)


class _RefuseOperators(TorchDispatchMode):
    def __torch_dispatch__(
        self,
        func: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        name = func._schema.name
        if REFUSED_OPERATORS.search(name):
            raise _refusal(f"PyTorch's {name.removeprefix('aten::')}")
        return func(*args, **(kwargs or {}))


def _hook(allow: frozenset[str]) -> Callable[[FrameType, str, Any], None]:
    verdicts: dict[CodeType, str | None] = {}

    def watch(frame: FrameType, event: str, arg: Any) -> None:
        if event == "call":
            code = frame.f_code
            if code not in verdicts:
                verdicts[code] = _refused_name(frame.f_globals.get("__name__"), code.co_name)
            called = verdicts[code]
        elif event == "c_call":
            name = getattr(arg, "__name__", "")
            if name in REFUSED_THREADS:
                raise ShortcutError("A from-scratch exercise starts no threads: compute the answer in the function itself.")
            called = _refused_name(getattr(arg, "__module__", None), name)
        else:
            return
        if called is not None and called not in allow:
            raise _refusal(called)

    return watch


def _refused_name(module: object, name: object) -> str | None:
    """`scipy.signal.correlate2d` if that call is refused, and None if it is free."""
    if not isinstance(module, str) or not isinstance(name, str):
        return None
    for refused, words in REFUSED_MODULES.items():
        inside = module == refused or module.startswith(refused + ".")
        if inside and any(word in name.lower() for word in words):
            return f"{refused}.{name}"
    return None


def _refusal(called: str) -> ShortcutError:
    return ShortcutError(
        f"Your code called {called}, which does this exercise for you. Write the operation yourself: loops, slices, "
        "unfold, einsum, as_strided and FFT are all welcome, a ready-made convolution or pooling is not."
    )
