"""Public questions to answers, as a subject has them: by what comes back, a mistake gets its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol

Ending = Literal["timed_out", "ended", "unreadable"]  # how a call ended that gave no answer


class Probe(Protocol):
    """A public question to an answer."""

    @property
    def concept(self) -> str:
        """Of the test cell that asks the like."""


class Outcome(Protocol):
    """What came back: a value, an exception, or the end of the answer's process."""

    @property
    def kind(self) -> str:
        """ "value", "raised", "died" or "foreign"."""

    @property
    def name(self) -> str:
        """Of the exception, or of the foreign type, or an `Ending`."""

    @property
    def message(self) -> str:
        """Of the exception, in the student's words."""

    @property
    def called(self) -> str:
        """What was called, in a refusal of the guard's."""

    def to_json(self) -> dict[str, Any]:
        """As plain data with these and more fields."""


class Probes(Protocol):
    """The public questions of the exercises, by which a mistake gets its name."""

    @property
    def seed(self) -> int:
        """Of the random numbers that an answer draws while it is asked."""

    def exercises(self) -> Sequence[str]:
        """The names of all that have probes."""

    def of(self, exercise: str) -> Sequence[Any]:
        """The probes of one of them, in the order of its concepts."""

    def put(
        self,
        probe: Any,
        function: Any,
        *,
        through: tuple[type[BaseException], ...] = (),
        ending_of: Callable[[BaseException], Ending | None] = lambda error: None,
    ) -> Any:
        """Ask and return the outcome. Exceptions `through` are ours; `ending_of` tells those that ended the process."""

    def refuses(self, probe: Any) -> bool:
        """Whether a right answer raises an exception here."""

    def verdict(self, probe: Any, outcome: Any) -> str:
        """What is wrong with an outcome, in words; "" when nothing is."""

    def describe(self, probe: Any, outcome: Any) -> tuple[str, str] | None:
        """A kind ("exception", "none", "shape", "dtype", "mutation", …) and a sentence, without the student's words,
        for what the form of a wrong outcome says by itself; None when it says nothing.
        """

    def is_none(self, outcome: Any) -> bool:
        """Whether the answer gave None."""

    def alike(self, outcome: Any, other: Any) -> bool:
        """Whether two outcomes are the same as far as anybody can tell."""

    def from_json(self, data: Any) -> Any:
        """The outcome that `to_json` wrote down; ValueError for anything else."""

    def picture(self, probe: Any, outcome: Any) -> dict[str, Any] | None:
        """What `Figures.picture` draws of a wrong outcome, as plain data; None where nothing can be drawn."""

    def made_of(self, exercise: str) -> Sequence[str]:
        """The modules whose source decides what an answer gives to the probes of an exercise."""
