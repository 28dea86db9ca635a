"""The whole corpus, in the order in which it is run, and two honest submissions."""

from __future__ import annotations

from tests.hostile import forgeries, guard, handed, processes, python, reads
from tests.hostile.case import CASES, Case
from tests.hostile.lab import HONEST

__all__ = ["ALL_HONEST", "CASES", "NEIGHBOUR", "Case", "forgeries", "guard", "handed", "processes", "python", "reads"]

NEIGHBOUR = Case("honest", "neighbour", {}, {}, frozenset())
ALL_HONEST = Case("honest", "all", {}, {name: [] for name in HONEST}, frozenset())
