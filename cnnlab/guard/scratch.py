"""The block `from_scratch()`, which puts up both nets, and what it says about itself."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from cnnlab.guard import dispatcher
from cnnlab.guard.dispatcher import Operators
from cnnlab.guard.hook import profile_hook, set_profile
from cnnlab.guard.memory import filled_memory
from cnnlab.guard.modes import ModeOperators
from cnnlab.guard.refused import WITHOUT, hook_removed, refusal, refusing

_allowed: ContextVar[frozenset[str] | None] = ContextVar("from_scratch", default=None)
_delegated = False


def is_from_scratch() -> bool:
    """Whether a library convolution or pooling is refused right now."""
    return _allowed.get() is not None


def allowed_here() -> frozenset[str]:
    """The names that the running `from_scratch` lets through, and what it refuses on top; empty outside one."""
    return _allowed.get() or frozenset()


def delegate() -> None:
    """From now on `from_scratch` refuses nothing here, it only says that it is on: for a process that has the calls
    answered elsewhere and the guard put up there, as the examiner does.
    """
    global _delegated
    _delegated = True


def is_delegated() -> bool:
    """Whether the calls of this process are answered elsewhere."""
    return _delegated


@contextmanager
def from_scratch(allow: tuple[str, ...] = (), refuse: tuple[str, ...] = ()) -> Iterator[None]:
    """Refuse library convolution and pooling inside the `with` block, and fill memory that nothing was written to
    (see `cnnlab.guard.memory`).

    Args:
        allow: dotted names to let through with all that they call, for instance ``("d2l.corr2d",)`` where an exercise
            builds on it. In a block inside another one, only what both allow.
        refuse: what to refuse as well, and all that an outer block does: "unfold" (`F.unfold` and `F.fold`),
            "autograd" (whatever computes gradients).

    Raises:
        ShortcutError: inside the block, at the call that is refused. It is an `AssertionError`. Or at the end of the
            block, if TorchScript swallowed the refusal, or the profile hook was removed.
    """
    outer = _allowed.get()
    given = frozenset((*allow, *refusing(refuse)))
    allowed = given if outer is None else _both(outer, given)
    token = _allowed.set(allowed)
    if _delegated:
        try:
            yield
        finally:
            _allowed.reset(token)
        return
    previous = sys.getprofile()
    operators = refused_operators()
    hook = profile_hook(allowed, operators, _words(allowed))
    try:
        with filled_memory(), operators.refuse():
            sys.setprofile(hook)
            try:
                yield
                if sys.getprofile() is not hook:
                    raise hook_removed()
            finally:
                set_profile(previous)
    except RuntimeError as error:
        if operators.refused and "TorchScript" in str(error):  # it reports an error in its own words only
            raise refusal(operators.refused) from error
        raise
    finally:
        _allowed.reset(token)


@contextmanager
def paused() -> Iterator[None]:
    """Inside `from_scratch`, a block of our own in which nothing is refused: a function that a test hands to an answer
    may compute with a library. It is the guard of this package alone that pauses, not the one that the exam holds.
    """
    if not is_from_scratch():
        yield
        return
    token = _allowed.set(None)
    if _delegated:
        try:
            yield
        finally:
            _allowed.reset(token)
        return
    hook = sys.getprofile()
    sys.setprofile(None)
    try:
        with refused_operators().pause():
            yield
    finally:
        sys.setprofile(hook)
        _allowed.reset(token)


def _both(outer: frozenset[str], inner: frozenset[str]) -> frozenset[str]:
    """What both blocks allow, with what either of them refuses on top."""
    return (outer & inner) | {item for item in outer | inner if item.startswith(WITHOUT)}


def _words(allowed: frozenset[str]) -> tuple[str, ...]:
    """What is refused on top."""
    return tuple(sorted(item.removeprefix(WITHOUT) for item in allowed if item.startswith(WITHOUT)))


@cache
def refused_operators() -> Operators | ModeOperators:
    """PyTorch's operators, refused through its dispatcher, or where this version lacks a name that this needs, through
    a mode, with one warning.
    """
    if names := dispatcher.missing(sealed=False):
        warnings.warn(
            f"{dispatcher.problem(names)}. from_scratch() uses TorchDispatchMode instead: your code runs more slowly.",
            RuntimeWarning,
            stacklevel=2,
        )
        return ModeOperators()
    return Operators(dispatcher.DISPATCH_KEY)
