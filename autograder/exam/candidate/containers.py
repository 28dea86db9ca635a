"""Whether a call has changed a list or a dict that it was handed."""

from __future__ import annotations

from typing import Any


def spread(value: Any) -> list[Any]:
    """All that a list or a dict holds, in order, with the number of parts of each container in it."""
    seen: set[int] = set()
    found: list[Any] = []
    todo = [value]
    while todo:
        one = todo.pop()
        found.append(one)
        if type(one) not in (list, tuple, dict) or id(one) in seen:
            continue
        seen.add(id(one))
        parts = [part for pair in one.items() for part in pair] if type(one) is dict else list(one)
        found.append(len(parts))
        todo.extend(reversed(parts))
    return found


def is_same(before: list[Any], after: list[Any]) -> bool:
    """Whether both hold the very same objects in the same order; numbers of parts are compared as numbers."""
    return len(before) == len(after) and all(
        a is b or (type(a) is int is type(b) and a == b) for a, b in zip(before, after, strict=True)
    )
