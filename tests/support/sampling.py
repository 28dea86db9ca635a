"""What a run leaves out to be short, and the nightly run, with ALL_ANSWERS=1, does not: see CONTRIBUTING.md."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

ALL_ANSWERS = bool(os.environ.get("ALL_ANSWERS"))
Item = TypeVar("Item")


def one_in(every: int, items: Sequence[Item], first: int = 0, *, everything: bool = ALL_ANSWERS) -> list[Item]:
    """One item in `every`, beginning with number `first`; all of them with ALL_ANSWERS=1."""
    return list(items if everything else items[first::every])
