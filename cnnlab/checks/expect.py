"""Checks that raise, with a message a beginner can use.

They compare shapes first, then values in float64, with a tolerance that an FFT in float32 stays within, and they run
the student's function under `from_scratch`. Test cells are written with these four and nothing else: `expect_call`,
`expect_close`, `expect_raises`, `expect_unchanged`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import torch

from cnnlab.checks.arguments import (
    are_equal,
    argument_name,
    changed_argument,
    copied,
    shares_memory,
    tensors_in,
)
from cnnlab.checks.drawing import one_drawing
from cnnlab.checks.errors import CheckError, fail
from cnnlab.checks.explain import Explain
from cnnlab.checks.places import place_of
from cnnlab.checks.results import compare
from cnnlab.checks.wording import (
    advice_on,
    built_in_name,
    call_text,
    error_advice,
    names_item,
    type_in_words,
    value_in_words,
    written_name,
)
from cnnlab.guard import ShortcutError, from_scratch

LEAVE_ARGUMENTS = (
    "A function leaves its arguments as they are: an in-place operation (`*=`, `+=`, `[...] =`) on a slice writes "
    "through to the original. Copy first."
)
LEAVE_SHAPES = (
    "A function leaves its arguments as they are: methods whose names end in `_`, such as `unsqueeze_`, work in place."
)
WRITTEN_INTO = (
    "It also changed its argument {}, so that whatever reads that again, here or in a later call, finds other numbers: "
    "copy it first (`.clone()`)."
)
FINE = "These arguments are fine: it should return a result."
RAISE = "Raise it, do not return it."
OWN_TENSOR = "Whoever changes the result then changes the argument: return a tensor of its own (`.clone()`)."


def expect_call(
    function: Callable[..., Any],
    *args: Any,
    returns: Any,
    explain: Explain | None = None,
    allow: tuple[str, ...] = (),
    refuse: tuple[str, ...] = (),
    **kwargs: Any,
) -> Any:
    """Call `function(*args, **kwargs)` on copies of its tensors, from scratch, and compare what it returns.

    Args:
        returns: a tensor or nested list of numbers (compared as a tensor), an int, or a tuple of ints.
        explain: takes the index of the first wrong value and says how the right one comes about (see
            `cnnlab.checks.explain`).
        allow: library names that this exercise may build on, as for `from_scratch`.
        refuse: what it may not use, as for `from_scratch`.

    Returns:
        What the function returned.

    Raises:
        CheckError: another type, shape or value.
        ShortcutError: the function let a library do the work.
    """
    __tracebackhide__ = True
    label = call_text(function, args, kwargs, written_name(function, sys._getframe(1)))
    own_args, own_kwargs = copied((args, kwargs))
    with _call(label, allow, refuse):
        actual = function(*own_args, **own_kwargs)
    changed = changed_argument(function, (args, kwargs), (own_args, own_kwargs))
    compare(actual, returns, label, explain, WRITTEN_INTO.format(changed) if changed else "")
    return actual


def expect_close(actual: Any, expected: Any, *, label: str = "Your result", explain: Explain | None = None) -> None:
    """Compare a result with what is expected: type, then shape, then values.

    Raises:
        CheckError: at the first of the three that differs.
    """
    __tracebackhide__ = True
    compare(actual, expected, label, explain)


def expect_raises(
    function: Callable[..., Any],
    *args: Any,
    error: type[Exception] = ValueError,
    naming: Sequence[Any] = (),
    allow: tuple[str, ...] = (),
    refuse: tuple[str, ...] = (),
    **kwargs: Any,
) -> None:
    """Call `function(*args, **kwargs)` and expect an `error` whose message names each shape or word in `naming`.

    A shape is named when the message contains its numbers in their order, in any notation.
    `allow` and `refuse` are as for `expect_call`.

    Raises:
        CheckError: nothing was raised, or another type, or a message that leaves something out.
        NotImplementedError, ShortcutError: the function raised it; these never count as the expected error.
    """
    __tracebackhide__ = True
    label = call_text(function, args, kwargs, written_name(function, sys._getframe(1)))
    try:
        with _call("", allow, refuse):
            result = function(*copied(args), **copied(kwargs))
    except (NotImplementedError, ShortcutError, CheckError):
        raise
    except error as raised:
        for item in naming:
            if not names_item(str(raised), item):
                fail(
                    f"{label} raises {error.__name__}, as it should, but its message {str(raised)!r} does not name "
                    f"{item}. Say what came in, so that the reader can mend it."
                )
        return
    except Exception as raised:  # student code may raise anything, and the message below names it
        said = f"{type(raised).__name__}: {raised}".rstrip(".: ")
        advice = advice_on(built_in_name(raised), error.__name__, str(raised), label, place_of(raised))
        fail(f"{label} should raise {error.__name__}, but it raised {said}. {advice}", raised)
    hint = f" {RAISE}" if isinstance(result, BaseException) else ""
    fail(f"{label} should raise {error.__name__}, but it returned {value_in_words(result)}.{hint}")


def expect_unchanged(
    function: Callable[..., Any],
    *args: Any,
    allow: tuple[str, ...] = (),
    refuse: tuple[str, ...] = (),
    **kwargs: Any,
) -> Any:
    """Call `function(*args, **kwargs)` and expect unchanged tensor arguments and a result in memory of its own.

    Returns:
        What the function returned.

    Raises:
        CheckError: an argument changed, or the result shares an argument's memory.
    """
    __tracebackhide__ = True
    label = call_text(function, args, kwargs, written_name(function, sys._getframe(1)))
    before = dict(tensors_in(copied((args, kwargs))))
    with _call(label, allow, refuse):
        result = function(*args, **kwargs)
    after = dict(tensors_in((args, kwargs)))
    for place, old in before.items():
        if not are_equal(old, after.get(place)):
            fail(f"{label} {changed_words(f'its argument {argument_name(function, place)}', old, after.get(place))}")
        if any(part.numel() and shares_memory(part, after[place]) for _, part in tensors_in(result)):
            name = argument_name(function, place)
            if not isinstance(result, torch.Tensor):
                fail(f"{label} returned {type_in_words(result)} of parts of its argument {name}. {OWN_TENSOR}")
            fail(f"{label} returned its argument {name}, or a view of it. {OWN_TENSOR}")
    return result


def changed_words(argument: str, before: torch.Tensor, after: Any) -> str:
    """That an argument, "its argument X", is no longer what it was, and what to do about it."""
    if isinstance(after, torch.Tensor) and after.shape != before.shape:
        return f"changed the shape of {argument} from {tuple(before.shape)} to {tuple(after.shape)}. {LEAVE_SHAPES}"
    return f"changed {argument}. {LEAVE_ARGUMENTS}"


@contextmanager
def _call(label: str, allow: tuple[str, ...], refuse: tuple[str, ...]) -> Iterator[None]:
    """Around a call of an answer. Of what it raises, some gets a note that says what to do about it."""
    try:
        with one_drawing(), from_scratch(allow, refuse):
            yield
    except (AttributeError, NameError, TypeError, ValueError) as error:
        name = built_in_name(error)
        advice = FINE if name == "ValueError" else error_advice(name, str(error), label)
        if label and advice:
            error.add_note(advice)
        raise
