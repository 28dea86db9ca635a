"""What a feedback page says, as data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Concept:
    """One line of an exercise's table; `mark` is "right", "wrong" or "open"."""

    name: str
    claim: str
    result: str
    points: str
    max_points: str
    mark: str


@dataclass(frozen=True)
class ExercisePart:
    """One exercise on the page.

    Attributes:
        headline: how it went, in a sentence.
        explanation: what was wrong, for a beginner; "" when nothing was.
        failing: a public example that it gets wrong, as the subject's figures draw it.
        steps: what to do next.
    """

    name: str
    points: str
    max_points: str
    headline: str
    mark: str
    explanation: str
    failing: dict[str, Any] | None
    concepts: tuple[Concept, ...]
    steps: tuple[str, ...]
    hint: Hint | None
    comment: str


@dataclass(frozen=True)
class Sent:
    """How the work came in.

    Attributes:
        name: what the student is called, "" where only the id is known.
        due, handed_in: when, in UTC, in words; "" where it is not known.
        notes: which hand-in counted and what had to be put right, a sentence each.
    """

    name: str = ""
    due: str = ""
    handed_in: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Page:
    """All that one page says above the notebook."""

    student: str
    lab_title: str
    points: str
    max_points: str
    waiting: str
    late: str
    exercises: tuple[ExercisePart, ...]
    sent: Sent = Sent()  # frozen

    @property
    def comments(self) -> tuple[ExercisePart, ...]:
        """The exercises on which the instructor wrote something."""
        return tuple(exercise for exercise in self.exercises if exercise.comment)

    @property
    def first(self) -> ExercisePart | None:
        """Where to begin: the first exercise with something to put right."""
        return next((exercise for exercise in self.exercises if exercise.steps), None)


@dataclass(frozen=True)
class Hint:
    """A step of the hint ladder: "Hint 2 · a worked number", and its markdown."""

    title: str
    text: str


@dataclass(frozen=True)
class Verdict:
    """The line below a test cell: a sentence, and "right", "wrong" or "open"."""

    text: str
    mark: str
