"""Checks that raise, with a message a beginner can use.

Each compares in float64 with a tolerance that an FFT answer in float32 passes, shapes strictly before values, and runs
the student's function under `from_scratch`. Test cells are written with these four and nothing else:
`expect_call`, `expect_close`, `expect_raises`, `expect_unchanged`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NoReturn

import torch

from cnnlab.checks.explain import Explain, number
from cnnlab.guard import ShortcutError, from_scratch

RTOL = 1e-4
ATOL = 2e-4  # an FFT in float32 on 9×11 inputs was off by 4e-5
# `__tracebackhide__` leaves a check's own frame out of the traceback, in Jupyter and in pytest: students read the call
# and their code. Jupyter shows the last frame in any case, so that is a short one, `_fail`.


class CheckError(AssertionError):
    """An answer that is not right; the message says what was expected and what came."""


@dataclass(frozen=True)
class Comparison:
    """What a check compared, as text: the call (or "Your result"), what was expected and what came."""

    label: str
    expected: str
    actual: str


_heard: ContextVar[list[Comparison] | None] = ContextVar("comparisons", default=None)


@contextmanager
def comparisons() -> Iterator[list[Comparison]]:
    """A list to which each check in the block adds what it compares, before it judges."""
    heard: list[Comparison] = []
    token = _heard.set(heard)
    try:
        yield heard
    finally:
        _heard.reset(token)


def expect_call(
    function: Callable[..., Any],
    *args: Any,
    returns: Any,
    explain: Explain | None = None,
    allow: tuple[str, ...] = (),
    **kwargs: Any,
) -> Any:
    """Call `function(*args, **kwargs)` on copies of its tensors, from scratch, and compare what it returns.

    Args:
        returns: a tensor or nested list of numbers (compared as a tensor), an int, or a tuple of ints.
        explain: given the index of the first wrong value, how the right one comes about (see `cnnlab.checks.explain`).
        allow: library names that this exercise may build on, as for `from_scratch`.

    Returns:
        What the function returned.

    Raises:
        CheckError: another type, shape or value. ShortcutError: the function let a library do the work.
    """
    __tracebackhide__ = True
    with from_scratch(allow):
        actual = function(*copied(args), **copied(kwargs))
    expect_close(actual, returns, label=_label(function, args, kwargs), explain=explain)
    return actual


def expect_close(actual: Any, expected: Any, *, label: str = "Your result", explain: Explain | None = None) -> None:
    """Compare a result with what is expected: type, then shape, then values.

    Raises:
        CheckError: at the first of the three that differs.
    """
    __tracebackhide__ = True
    heard = _heard.get()
    if heard is not None:
        heard.append(Comparison(label, repr(expected), repr(actual)))
    if isinstance(expected, (int, tuple)):
        _expect_numbers(actual, expected, label)
        return
    expected = torch.as_tensor(expected)
    if not isinstance(actual, torch.Tensor):
        hint = (
            " Is there a `return` at the end?"
            if actual is None
            else " `torch.as_tensor` makes one of numbers, `torch.stack` of tensors."
        )
        _fail(
            f"{label} should return a tensor of shape {tuple(expected.shape)}, but it returned {_kind(actual)}.{hint}"
        )
    if actual.shape != expected.shape:
        hint = (
            ""
            if actual.numel() or not expected.numel()
            else " Is there a slice that is empty, as one that ends at -0 is?"
        )
        _fail(f"{label} should have the shape {tuple(expected.shape)}, but it has {tuple(actual.shape)}.{hint}")
    if actual.is_complex():
        _fail(f"{label} should be real, but it is complex ({actual.dtype}): take `.real` at the end.")
    got = actual.detach().to_dense().to("cpu", torch.float64)
    wanted = expected.detach().to("cpu", torch.float64)
    wrong = ~torch.isclose(got, wanted, rtol=RTOL, atol=ATOL)
    if wrong.any():
        index = tuple(int(i) for i in wrong.nonzero()[0])
        message = (
            f"{label} has the right shape {tuple(expected.shape)}, but {int(wrong.sum())} of its {wrong.numel()} values "
            f"{'is' if int(wrong.sum()) == 1 else 'are'} wrong.\n"
            f"The first wrong one is at {list(index)}: expected {number(wanted[index])}, got {number(got[index])}."
        )
        if got[index].isnan():
            message += (
                " (Not a number: memory that nothing was written to, as `torch.empty` gives it, or 0/0, or ∞ − ∞.)"
            )
        _fail(message + (f"\n{explain(index)}" if explain else ""))


def expect_raises(
    function: Callable[..., Any],
    *args: Any,
    error: type[Exception] = ValueError,
    naming: Sequence[Any] = (),
    allow: tuple[str, ...] = (),
    **kwargs: Any,
) -> None:
    """Call `function(*args, **kwargs)` and expect an `error` whose message names each shape or word in `naming`.

    A shape counts as named when its numbers stand in the message in their order, however they are written.
    `allow` is as for `expect_call`.

    Raises:
        CheckError: nothing was raised, or another type, or a message that leaves something out.
        NotImplementedError, ShortcutError: the function raised it; never the error that is expected.
    """
    __tracebackhide__ = True
    label = _label(function, args, kwargs)
    try:
        with from_scratch(allow):
            result = function(*copied(args), **copied(kwargs))
    except (NotImplementedError, ShortcutError, CheckError):
        raise
    except error as raised:
        for item in naming:
            if not names_item(str(raised), item):
                _fail(
                    f"{label} raises {error.__name__}, as it should, but its message {str(raised)!r} does not name "
                    f"{item}. Say what came in, so that the reader can mend it."
                )
        return
    except Exception as raised:
        hint = (
            f"Write `raise {error.__name__}(…)`." if isinstance(raised, AssertionError) else "Test the arguments first."
        )
        _fail(
            f"{label} should raise {error.__name__}, but it raised {type(raised).__name__}: {str(raised).rstrip('.')}. {hint}",
            raised,
        )
    _fail(f"{label} should raise {error.__name__}, but it returned {_kind(result)}.")


def expect_unchanged(function: Callable[..., Any], *args: Any, allow: tuple[str, ...] = (), **kwargs: Any) -> Any:
    """Call `function(*args, **kwargs)` and expect its tensor arguments to be what they were, and the result to be new
    memory.

    Returns:
        What the function returned.

    Raises:
        CheckError: an argument changed, or the result shares an argument's memory.
    """
    __tracebackhide__ = True
    label = _label(function, args, kwargs)
    before = dict(tensors_in(copied((args, kwargs))))
    with from_scratch(allow):
        result = function(*args, **kwargs)
    after = dict(tensors_in((args, kwargs)))
    for place, old in before.items():
        if not _same(old, after.get(place)):
            _fail(
                f"{label} changed its argument {_place(place)}. A function leaves its arguments as they are: "
                "an in-place operation (`*=`, `+=`, `[...] =`) on a slice writes through to the original. Copy first."
            )
        if any(part.numel() and shares_memory(part, after[place]) for _, part in tensors_in(result)):
            _fail(
                f"{label} returned its argument {_place(place)}, or a view of it. Whoever changes the result then changes "
                "the argument: return a tensor of its own (`.clone()`)."
            )
    return result


def _fail(message: str, cause: Exception | None = None) -> NoReturn:
    raise CheckError(message) from cause


def copied(value: Any) -> Any:
    """A copy with the same strides, so that a check on a transposed input stays one; of tensors in lists, tuples, dicts
    too.
    """
    if isinstance(value, torch.Tensor):
        return value.detach().clone(memory_format=torch.preserve_format).requires_grad_(value.requires_grad)
    if type(value) in (list, tuple):
        return type(value)(copied(part) for part in value)
    if type(value) is dict:
        return {name: copied(part) for name, part in value.items()}
    return value


def tensors_in(value: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], torch.Tensor]]:
    """Each tensor in `value` with its place there: the indices and keys that lead to it."""
    if isinstance(value, torch.Tensor):
        yield place, value
    elif isinstance(value, (list, tuple)):
        for index, part in enumerate(value):
            yield from tensors_in(part, (*place, index))
    elif isinstance(value, dict):
        for name, part in value.items():
            yield from tensors_in(part, (*place, name))


def _place(place: tuple[Any, ...]) -> str:
    """`number 2`, or a keyword's name, of a place in (args, kwargs)."""
    return f"number {place[1] + 1}" if place[0] == 0 else str(place[1])


def _same(old: torch.Tensor, new: torch.Tensor | None) -> bool:
    """Whether two tensors are equal; what is not a number equals itself here."""
    if new is None or old.shape != new.shape:
        return False
    return bool(((old == new) | ((old != old) & (new != new))).all())


def shares_memory(a: torch.Tensor, b: torch.Tensor) -> bool:
    return a.untyped_storage().data_ptr() == b.untyped_storage().data_ptr()


def _expect_numbers(actual: Any, expected: int | tuple[Any, ...], label: str) -> None:
    __tracebackhide__ = True
    returned = _short(repr(actual))
    if type(actual) is not type(expected) and not (isinstance(actual, tuple) and isinstance(expected, tuple)):
        hint = " Between whole numbers, `//` divides to a whole number." if isinstance(actual, float) else ""
        _fail(
            f"{label} should return {expected!r} ({_kind(expected)}), but it returned {_kind(actual)}: {returned}.{hint}"
        )
    if (
        isinstance(expected, tuple)
        and isinstance(actual, tuple)
        and list(map(type, actual)) != list(map(type, expected))
    ):
        _fail(f"{label} should return {expected!r}, {len(expected)} whole numbers, but it returned {returned}.")
    if actual != expected:
        _fail(f"{label} should return {expected!r}, but it returned {returned}.")


def names_item(message: str, item: Any) -> bool:
    if isinstance(item, int):
        item = (item,)
    if isinstance(item, (tuple, list)):
        numbers = r"\D+".join(str(int(size)) for size in item)
        return re.search(rf"(?<!\d){numbers}(?!\d)" if numbers else r"\(\)|\[\]|\b0\b|scalar", message) is not None
    return str(item) in message


def _label(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> str:
    kind = type(function).__name__
    name = getattr(function, "__name__", None) or (
        f"the {kind} layer" if isinstance(function, torch.nn.Module) else kind
    )
    parts = [_brief(arg) for arg in args] + [f"{key}={_brief(value)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(parts)})"


def _brief(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        kind = "" if value.dtype == torch.float32 else f" {str(value.dtype).removeprefix('torch.')}"
        return f"<{'×'.join(str(size) for size in value.shape) or 'scalar'}{kind} tensor>"
    if isinstance(value, torch.nn.Module):
        return type(value).__name__
    return _short(repr(value))


def _short(text: str, limit: int = 200) -> str:
    return text if len(text) <= limit else f"{text[:limit]}…"


def _kind(value: Any) -> str:
    if value is None:
        return "None"
    if isinstance(value, torch.Tensor):
        return f"a tensor of shape {tuple(value.shape)}"
    name = type(value).__name__
    return f"{'an' if name[0] in 'aeiou' else 'a'} {name}"
