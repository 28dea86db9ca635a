"""A fixed choice among mutants, which the machine and the order do not change."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from tests.mutants.mutating import Mutant


def sample(mutants: Sequence[Mutant], every: int) -> list[Mutant]:
    """About one of `every` mutants."""
    return [mutant for mutant in mutants if _number(mutant) % every == 0]


def _number(mutant: Mutant) -> int:
    return int.from_bytes(hashlib.sha256(mutant.source.encode()).digest()[:8], "big")
