"""What checks compare, for whoever listens: grading explains one test cell with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any


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


def tell(label: str, expected: Any, actual: Any) -> None:
    """Add a comparison to the list of the block around it, if there is one."""
    heard = _heard.get()
    if heard is not None:
        heard.append(Comparison(label, repr(expected), repr(actual)))
