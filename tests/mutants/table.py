"""What came of the mutants of each exercise, as a table and as lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tests.mutants.equivalent import equivalents
from tests.mutants.mutating import Mutant
from tests.mutants.running import Verdict

HEAD = ("exercise", "made", "by cells", "by probes", "no end", "by luck", "equivalent", "survivors", "disagree")


@dataclass(frozen=True)
class Outcome:
    """The mutants of one exercise that were run."""

    exercise: str
    verdicts: Sequence[Verdict]

    def reason(self, verdict: Verdict) -> str:
        """Why a mutant is equivalent; "" if it is not listed."""
        mutant = verdict.mutant
        return equivalents().get((mutant.exercise, mutant.base, mutant.change), "")

    @property
    def survivors(self) -> list[Verdict]:
        """Those that no test cell kills, with any seed, and that are not listed as equivalent."""
        return [verdict for verdict in self.verdicts if verdict.survives and not self.reason(verdict)]

    @property
    def lucky(self) -> list[Verdict]:
        """Those that are killed with some seeds only."""
        return [verdict for verdict in self.verdicts if not verdict.killed and verdict.seeds]

    @property
    def disagreements(self) -> list[Verdict]:
        """Those of which the probes say something else than the test cells."""
        return [verdict for verdict in self.verdicts if verdict.disagrees and verdict not in self.lucky]

    @property
    def wrongly_listed(self) -> list[Verdict]:
        """Those that are listed as equivalent, and killed."""
        return [verdict for verdict in self.verdicts if not verdict.survives and self.reason(verdict)]

    @property
    def row(self) -> tuple[int, ...]:
        return (
            len(self.verdicts),
            sum(bool(verdict.cells) for verdict in self.verdicts),
            sum(bool(verdict.probes) for verdict in self.verdicts),
            sum(bool(verdict.ending) for verdict in self.verdicts),
            len(self.lucky),
            sum(verdict.survives and bool(self.reason(verdict)) for verdict in self.verdicts),
            len(self.survivors),
            len(self.disagreements),
        )


def unknown(outcomes: Sequence[Outcome]) -> list[str]:
    """What is listed as equivalent for these exercises, and is no mutant."""
    made = {
        (verdict.mutant.exercise, verdict.mutant.base, verdict.mutant.change)
        for outcome in outcomes
        for verdict in outcome.verdicts
    }
    exercises = {outcome.exercise for outcome in outcomes}
    return [" · ".join(key) for key in equivalents() if key[0] in exercises and key not in made]


def table(outcomes: Sequence[Outcome]) -> str:
    rows = [(outcome.exercise, *outcome.row) for outcome in outcomes]
    total = ("all", *(sum(column) for column in list(zip(*rows, strict=True))[1:])) if rows else ("all",)
    lines = [f"{row[0]:<24}" + "".join(f"{cell!s:>12}" for cell in row[1:]) for row in (HEAD, *rows, total)]
    return "\n".join(lines)


def named(mutant: Mutant) -> str:
    return f"{mutant.exercise} · {mutant.base} · line {mutant.line}: {mutant.change}"


def listing(outcome: Outcome, *, why: bool = False) -> Iterator[str]:
    """The lines below the table: what is to be done for one exercise."""
    for title, verdicts in (
        ("survivor", outcome.survivors),
        ("by luck", outcome.lucky),
        ("listed as equivalent, but killed", outcome.wrongly_listed),
        ("disagreement", [verdict for verdict in outcome.disagreements if verdict not in outcome.survivors]),
    ):
        for verdict in verdicts:
            yield f"{title}: {named(verdict.mutant)}"
            if verdict.cells or verdict.probes:
                yield f"    cells {sorted(verdict.cells)}, probes {sorted(verdict.probes)}"
            if why:
                for concept, message in [*verdict.cells.items(), *verdict.probes.items()]:
                    yield f"    {concept}: {message}"
