"""The processes that student code has started, as the system lists them."""

from __future__ import annotations

import contextlib
from pathlib import Path


def children(pid: int) -> list[int]:
    """The processes that a process or one of its threads has started and that are not gone; none where the system does
    not tell.
    """
    found: list[int] = []
    with contextlib.suppress(OSError, ValueError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def count_descendants(pid: int, most: int) -> int:
    """How many processes descend from this one; more than `most` are not counted."""
    level, count = [pid], 0
    while level and count <= most:
        level = [child for parent in level[: most + 1] for child in children(parent)]
        count += len(level)
    return count
