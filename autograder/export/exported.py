"""What an export comes to."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Exported:
    """What was written where, how many totals or pages are in it, line by line what was left out and why, and what else
    is worth knowing.
    """

    path: Path
    count: int
    left: tuple[str, ...]
    notes: tuple[str, ...] = ()
