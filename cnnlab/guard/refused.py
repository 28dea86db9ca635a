"""What a from-scratch exercise may not call, and what the student is told."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

# In an operator's name. im2col (`F.unfold`) and col2im (`F.fold`) only move values: they are allowed unless a check
# refuses them (see `MORE_REFUSED`).
REFUSED_OPERATORS = re.compile(r"conv(?!ert)|pool|roi_align|(batch|instance|group|layer)_?norm")

# Modules, each with all modules below it, whose functions do the exercise's work if their lower-case name has one of
# these words.
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
    "torch.nn.utils.fusion": re.compile(r"^fuse"),
}
# What starts a thread or a process: neither net sees what is computed there.
REFUSED_STARTS = {
    "_posixsubprocess": re.compile(r"fork_exec"),
    "_thread": re.compile(r"start_\w*thread"),
    "concurrent.futures": re.compile(r"^submit$"),
    "multiprocessing.pool": re.compile(r"^_?(i|star)?map|^apply"),
}
# What `from_scratch(refuse=…)` refuses on top, by the word for it: modules and names, as above.
MORE_REFUSED = {
    "unfold": {
        "torch.nn.functional": re.compile(r"^(un)?fold$"),
        "torch._C._nn": re.compile(r"^(im2col|col2im)$"),
        "torch._ops.aten": re.compile(r"^(im2col|col2im)"),
    },
    "autograd": {
        "torch.autograd": re.compile(r"^(grad|(_engine_)?(run_)?backward|make_dual)$"),
    },
}
WITHOUT = "without "  # begins an item of `allow` that refuses more, the form in which rules cross the wire
# What removes the profile hook. Refused in the exam only: at home it may be the student's own profiler.
REFUSED_REMOVALS = {
    "sys": re.compile(r"setprofile|settrace"),
    "threading": re.compile(r"setprofile|settrace"),
}


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
    return called.rpartition(".")[0] in {"torch._C", *REFUSED_REMOVALS}


def is_gradient(called: str) -> bool:
    """Whether a refused function computes gradients."""
    return called.startswith(tuple(MORE_REFUSED["autograd"]))


def is_fold(called: str) -> bool:
    """Whether a refused function is a ready-made im2col or col2im."""
    return called.startswith(tuple(MORE_REFUSED["unfold"]))


def is_refused_operator(name: str) -> bool:
    """Whether PyTorch's operator `name`, such as ``aten::conv2d.padding``, is refused."""
    return REFUSED_OPERATORS.search(name.partition("::")[2].partition(".")[0]) is not None


def title_of(operator: str) -> str:
    """``PyTorch's conv2d`` for ``aten::conv2d.padding``."""
    library, _, name = operator.partition(".")[0].partition("::")
    return f"{'PyTorch' if library == 'aten' else library}'s {name.strip('_')}"


def refusing(words: Iterable[str]) -> tuple[str, ...]:
    """Items of `allow` that refuse more, for words of `MORE_REFUSED`.

    Raises:
        ValueError: a word that is not there.
    """
    for word in words:
        if word not in MORE_REFUSED:
            raise ValueError(f"from_scratch can refuse {' and '.join(MORE_REFUSED)}, but not {word!r}.")
    return tuple(WITHOUT + word for word in words)


def refused_builtin(function: Any, more: tuple[str, ...] = ()) -> str | None:
    """As `refused_name`, for a function written in C."""
    name, module = function.__name__, function.__module__
    if module is None and getattr(sys.modules.get("cv2"), name, None) is function:
        module = "cv2"  # its functions do not name their module
    if module is None and name == "run_backward":
        module = "torch.autograd"  # the engine's method, under all ways to a gradient
    return refused_name(module, name, more)


@lru_cache(maxsize=4096)
def refused_name(module: object, name: str, more: tuple[str, ...] = ()) -> str | None:
    """`scipy.signal.correlate2d` if that call is refused, None if it is allowed; `more` are words of `MORE_REFUSED`."""
    if not isinstance(module, str):
        return None
    tables = (REFUSED_MODULES, REFUSED_STARTS, *(MORE_REFUSED[word] for word in more))
    for refused, words in (item for table in tables for item in table.items()):
        if (module == refused or module.startswith(refused + ".")) and words.search(name.lower()):
            return f"{refused}.{name.strip('_').removesuffix('_dispatcher')}"
    return None


def refusal(called: str) -> ShortcutError:
    """The error for a call of `called`, a name as `refused_name` and `title_of` give it."""
    if is_start(called):
        message = "A from-scratch exercise starts no threads or processes: compute the answer in the function itself."
    elif is_removal(called):
        message = f"Your code called {called}, which takes away what watches for shortcuts. Leave that out."
    elif is_gradient(called):
        message = (
            f"Your code called {called}, which does this exercise for you. Compute the gradient yourself: loops, "
            "slices, einsum and your own functions are all welcome, autograd is not."
        )
    elif is_fold(called):
        message = (
            f"Your code called {called}, which does this exercise for you. Move the values yourself: loops, slices, "
            "as_strided and the method `unfold` of a tensor are all welcome, a ready-made im2col or col2im is not."
        )
    else:
        message = (
            f"Your code called {called}, which does this exercise for you. Write the operation yourself: loops, "
            "slices, unfold, einsum, as_strided and FFT are all welcome, a ready-made convolution, pooling or "
            "normalisation is not."
        )
    return ShortcutError(message, called)


def hook_removed() -> ShortcutError:
    """The error for an answer after which the profile hook is no longer set."""
    return ShortcutError(
        "Your code took away the hook that watches for shortcuts, as a profiler does. Leave that out.", "sys.setprofile"
    )
