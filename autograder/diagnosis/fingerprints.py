"""What each named wrong answer gives to the public probes: derived from `tests/answers`, and shipped, so that naming
runs nothing.

One file an exercise, `<exercise>.json` in the subject's folder, written by `release` (`autograder.diagnosis.build`).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.course.probes import Outcome, Probes
from autograder.course.subject import Subject

RIGHT, STRANGE = 0, -1
HARDCODED = "hardcoded"  # the name of such a wrong answer, or `hardcoded_` and what else is wrong with it


@dataclass(frozen=True)
class Fault:
    """One named wrong answer: `seen` says for each probe which of the probe's outcomes it gives, `RIGHT` for a right
    one.
    """

    name: str
    kind: str
    says: str
    seen: tuple[int, ...]


@dataclass(frozen=True)
class Fingerprints:
    """All of an exercise. `outcomes` are for each probe the wrong ones that some named answer gives, counted from 1."""

    exercise: str
    concepts: tuple[str, ...]
    outcomes: tuple[tuple[Outcome, ...], ...]
    faults: tuple[Fault, ...]

    def fits(self, concepts: Sequence[str]) -> bool:
        """Whether they were made from probes of these concepts: others say nothing."""
        return tuple(concepts) == self.concepts

    def place(self, probe: int, outcome: Outcome, probes: Probes) -> int:
        """Which of a probe's wrong outcomes this is; `STRANGE` when no named answer gives it."""
        return next(
            (number for number, known in enumerate(self.outcomes[probe], start=1) if probes.alike(outcome, known)),
            STRANGE,
        )


def by_heart(name: str) -> bool:
    """Whether a wrong answer knows the printed examples and has its fault elsewhere: to probes it is as one that simply
    has the fault.
    """
    return name.startswith(f"{HARDCODED}_")


def is_hardcoded(name: str) -> bool:
    """Whether a wrong answer returns what the printed examples expect, whatever it does with other inputs."""
    return name == HARDCODED or by_heart(name)


def path_of(exercise: str, folder: Path) -> Path:
    """Where an exercise's fingerprints are."""
    return folder / f"{exercise}.json"


@cache
def read_fingerprints(exercise: str, subject: Subject) -> Fingerprints | None:
    """The fingerprints of an exercise; None when the subject has none for it.

    Raises:
        ValueError: the file is damaged.
    """
    probes, folder = subject.probes, subject.fingerprints
    if probes is None or folder is None or not path_of(exercise, folder).is_file():
        return None
    return load(exercise, path_of(exercise, folder).read_text(encoding="utf-8"), probes)


def load(exercise: str, text: str, probes: Probes) -> Fingerprints:
    """The fingerprints in a file's text.

    Raises:
        ValueError: it is none of ours.
    """
    try:
        data = json.loads(text)
        concepts = tuple(str(probe["concept"]) for probe in data["probes"])
        outcomes = tuple(tuple(_outcome(short, probes) for short in probe["outcomes"]) for probe in data["probes"])
        faults = tuple(
            Fault(fault["name"], fault["kind"], fault["says"], tuple(fault["seen"])) for fault in data["faults"]
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(
            f"the fingerprints of {exercise} are damaged: run `make release` ({type(error).__name__}: {error})"
        ) from error
    return Fingerprints(exercise, concepts, outcomes, faults)


def dump(fingerprints: Fingerprints, digest: str) -> str:
    """A file's text: JSON, one line a probe and one a fault. `digest` says what they were made from."""
    probes = [
        {"concept": concept, "outcomes": [_short(outcome) for outcome in outcomes]}
        for concept, outcomes in zip(fingerprints.concepts, fingerprints.outcomes, strict=True)
    ]
    faults = [
        {"name": fault.name, "kind": fault.kind, "says": fault.says, "seen": fault.seen}
        for fault in fingerprints.faults
    ]
    lines = {"probes": ",\n".join(map(_line, probes)), "faults": ",\n".join(map(_line, faults))}
    head = f'"digest": {json.dumps(digest)},'
    return f'{{\n{head}\n"probes": [\n{lines["probes"]}\n],\n"faults": [\n{lines["faults"]}\n]\n}}\n'


def digest_of(path: Path) -> str:
    """What the file at `path` was made from; "" when there is none, or a damaged one."""
    try:
        return str(json.loads(path.read_text(encoding="utf-8"))["digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _line(row: object) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def _short(outcome: Outcome) -> list[object]:
    data = outcome.to_json()
    return [data["kind"], data["name"], data["tree"], data["named"]]


def _outcome(short: list[object], probes: Probes) -> Outcome:
    kind, name, tree, named = short
    outcome: Outcome = probes.from_json({"kind": kind, "name": name, "tree": tree, "named": named, "message": ""})
    return outcome
