"""The public questions of `cnnlab` as the diagnosis asks them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from autograder.files import folder_of
from cnngrading.describing import Description, describe, is_none
from cnnlab.probes import exercises, probes_of
from cnnlab.probing import asking, verdicts
from cnnlab.probing.failing import failing_of
from cnnlab.probing.outcomes import Ending, Outcome, alike
from cnnlab.probing.questions import Probe, Refusal

# What asks the probes and compares outcomes. What only draws is left out: to make all fingerprints takes minutes.
ASKING = (
    "cnnlab.capstone",
    "cnnlab.checks",
    "cnnlab.datasets",
    "cnnlab.functions",
    "cnnlab.gradients",
    "cnnlab.guard",
    "cnnlab.one_thread",
    "cnnlab.probing",
    "cnnlab.training",
    "cnnlab.windows",
)


class PublicProbes:
    """`cnnlab`'s probes, in the form of `autograder.course.subject.Probes`."""

    seed = asking.SEED

    def exercises(self) -> Sequence[str]:
        """The names of all that have probes."""
        return exercises()

    def of(self, exercise: str) -> Sequence[Probe]:
        """The probes of one exercise."""
        return probes_of(exercise)

    def put(
        self,
        probe: Probe,
        function: Any,
        *,
        through: tuple[type[BaseException], ...] = (),
        ending_of: Callable[[BaseException], Ending | None] = lambda error: None,
    ) -> Outcome:
        """Ask, from scratch."""
        return asking.put(probe, function, through=through, ending_of=ending_of)

    def refuses(self, probe: Probe) -> bool:
        """Whether a right answer raises an exception here."""
        return isinstance(probe.expected, Refusal)

    def verdict(self, probe: Probe, outcome: Outcome) -> str:
        """What is wrong, in a beginner's words."""
        return verdicts.verdict(probe, outcome)

    def describe(self, probe: Probe, outcome: Outcome) -> Description | None:
        """What the form of a wrong outcome says."""
        return describe(probe, outcome)

    def is_none(self, outcome: Outcome) -> bool:
        """Whether the answer gave None."""
        return is_none(outcome)

    def alike(self, outcome: Outcome, other: Outcome) -> bool:
        """Whether two outcomes are the same up to the checks' tolerance."""
        return alike(outcome, other)

    def from_json(self, data: Any) -> Outcome:
        """The outcome that `to_json` wrote down."""
        return Outcome.from_json(data)

    def picture(self, probe: Probe, outcome: Outcome) -> dict[str, Any] | None:
        """The numbers of the failing window, as JSON has them."""
        failing = failing_of(probe, outcome)
        if failing is None:
            return None
        return {key: list(value) if isinstance(value, tuple) else value for key, value in asdict(failing).items()}

    def made_of(self, exercise: str) -> Sequence[str]:
        """What asks, and the probes themselves with what they share."""
        shared = sorted(path.stem for path in (folder_of("cnnlab") / "probes").glob("_*.py"))
        return [*ASKING, *(f"cnnlab.probes.{name}" for name in [*shared, exercise])]


PROBES = PublicProbes()
