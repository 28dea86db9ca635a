"""What an exam gives: plain data that may cross processes and machines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from autograder.intake import Submission

Outcome = Literal["passed", "partial", "failed", "unknown", "manual"]


@dataclass(frozen=True)
class Verdict:
    """What one graded cell gave. `points` is None until a person has graded a manual cell, and where we could not tell."""

    test: str
    outcome: Outcome
    points: float | None
    max_points: float
    reason: str = ""


@dataclass(frozen=True)
class Examined:
    """One submission after its exam: the executed notebook, a verdict a graded cell, or the problem that stopped it.

    `seconds` by the clock and `cpu_seconds` on all cores went into it; the candidate held `memory` bytes at the most.
    """

    submission: Submission
    text: str = ""
    verdicts: tuple[Verdict, ...] = ()
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory: int = 0
    problem: str = ""
