"""What one submission may use."""

from __future__ import annotations

from dataclasses import dataclass

MOST_CELLS_OUTPUT = 32  # a notebook keeps as much output as this many cells may have
MOST_TRAININGS = 5  # a submission's calls that train have as much time together as this many of them may take
SUPERVISOR_SECONDS = 60.0  # how long a supervisor waits for the examiner beyond the submission's own seconds


@dataclass(frozen=True)
class Limits:
    """What one submission may use. Seconds, bytes, counts."""

    cell_seconds: float = 30.0
    call_seconds: float = 10.0
    submission_seconds: float = 180.0
    exploration_seconds: float = 30.0
    memory: int = 2 * 2**30
    output: int = 2**20
    processes: int = 64
    disk: int = 64 * 2**20
    training_seconds: float = 60.0

    @property
    def all_training_seconds(self) -> float:
        """What the calls of a submission that train may take together."""
        return MOST_TRAININGS * self.training_seconds

    @property
    def all_seconds(self) -> float:
        """The most that a submission may take. The probes that are asked afterwards have the time of one training."""
        return self.submission_seconds + self.exploration_seconds + self.all_training_seconds + self.training_seconds
