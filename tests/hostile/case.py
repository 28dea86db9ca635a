"""One case of the corpus as data, and the list that the modules with cases add to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.hostile.lab import HONEST, tests_of


@dataclass(frozen=True)
class Case:
    """What a student sends: answers in place of honest ones, extra cells; and what has to come of it.

    Attributes:
        fails: the test cells that must fail with no points; every other one must pass in full.
        sent: what the student made of the test cells' tags, sources, outputs and points in the file that was sent.
        either: test cells that may do the one or the other, as the clock has it.
        reason: words of which the reason of each failure must hold some.
        without: the defence, a switch of `tests.hostile.weak`, without which the points of `fails` are earned as well;
            "" is not tried.
        shows: words that some output of the student's own cells must hold: the attack did run.
        hides: words that no output of the student's cells may hold.
        hangs: the time limit has to end it, so it is run with a short one.
    """

    family: str
    name: str
    answers: dict[str, str]
    extras: dict[str, list[str]]
    fails: frozenset[str]
    reason: tuple[str, ...] = ()
    without: str = ""
    shows: str = ""
    hides: tuple[str, ...] = ()
    either: frozenset[str] = frozenset()
    hangs: bool = False
    sent: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def id(self) -> str:
        return f"{self.family}/{self.name}"

    @property
    def exercises(self) -> list[str]:
        """The notebook's exercises: `add`, which others call, and those that this case changes."""
        touched = {"add", *self.answers, *self.extras}
        return [name for name in HONEST if name in touched or tests_of(name) & (self.fails | self.either)]


CASES: list[Case] = []


def case(
    family: str,
    name: str,
    *,
    fails: str = "",
    reason: str | tuple[str, ...] = (),
    without: str = "",
    shows: str = "",
    hides: tuple[str, ...] = (),
    either: str = "",
    hangs: bool = False,
    sent: dict[str, dict[str, Any]] | None = None,
    **sources: str | Sequence[str],
) -> None:
    """Add a case. `sources` names answer cells (`add="…"`), or extra cells: `start`, `end`, `after_<exercise>`."""
    answers = {key: str(source) for key, source in sources.items() if key in HONEST}
    extras = {}
    for key, value in sources.items():
        if key not in HONEST:
            assert key in ("start", "end") or key.removeprefix("after_") in HONEST, key
            extras[key.removeprefix("after_")] = [value] if isinstance(value, str) else list(value)
    assert not any(f"{family}/{name}" == other.id for other in CASES), f"{family}/{name} is there twice"
    CASES.append(
        Case(
            family,
            name,
            answers,
            extras,
            tests_of(*fails.split()),
            (reason,) if isinstance(reason, str) else reason,
            without,
            shows,
            hides,
            tests_of(*either.split()),
            hangs,
            sent or {},
        )
    )
