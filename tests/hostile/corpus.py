"""The whole corpus, in the order in which it is run."""

from __future__ import annotations

from tests.hostile import forgeries, processes, python, reads
from tests.hostile.case import CASES, Case

__all__ = ["CASES", "Case", "forgeries", "processes", "python", "reads"]
