"""What a check of a hub found, in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MOST_NAMES = 10  # of a list that are written out


@dataclass(frozen=True)
class Check:
    """What was looked at, what was seen, and what to do; no cure where all is well."""

    name: str
    seen: str
    cure: str = ""

    @property
    def good(self) -> bool:
        return not self.cure


def listed(names: Iterable[str]) -> str:
    """Names in a line, the first few of many."""
    ordered = sorted(names)
    more = f" and {len(ordered) - MOST_NAMES} more" if len(ordered) > MOST_NAMES else ""
    return ", ".join(ordered[:MOST_NAMES]) + more
