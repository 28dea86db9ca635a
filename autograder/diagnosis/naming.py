"""Which known misconception does an answer behave like: named from what came back from the public probes, and kept in
the notebook.

A fault is named when the answer gives, to every probe that the fault gets wrong and to all others about the same
concept, what the fault gives, and when one or two such faults explain all that the answer gets wrong: with good
arguments, or with those that it should refuse. What no fault explains is told by its form
(`autograder.diagnosis.symptoms`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from autograder.diagnosis.fingerprints import RIGHT, Fault, Fingerprints, by_heart
from autograder.diagnosis.symptoms import Symptom, symptom
from cnnlab.probes import probes_of
from cnnlab.probing.failing import Failing, failing_of
from cnnlab.probing.outcomes import Outcome
from cnnlab.probing.questions import Probe, Refusal
from cnnlab.probing.verdicts import verdict

PLACE = ("convolutions", "diagnosis")
MOST_FAULTS = 2
LONGEST_SAYS = 600

Block = tuple[str, bool]


@dataclass(frozen=True)
class Diagnosis:
    """What is known about one exercise that lost points.

    Attributes:
        kind: "misconception", "stub", "shortcut", "exception", "none", "shape", "dtype", "mutation", "died" or
            "unnamed".
        name: of the named wrong answer ("flipped_both"), or the kind.
        says: for the student, a sentence or two in our words; "" only for "unnamed".
        failing: the picture of one public probe that fails, if one can be drawn.
        also: the names of further faults, which `says` tells of too.
        quote: the message of the student's own exception. It may tell what a hidden call was given, so no student
            gets to see it.
    """

    exercise: str
    kind: str
    name: str
    says: str
    failing: Failing | None = None
    also: tuple[str, ...] = ()
    quote: str = ""

    @property
    def says_in_full(self) -> str:
        """For instructors, with the student's own message."""
        return f"{self.says} Its message: {self.quote}" if self.quote else self.says


def name(exercise: str, outcomes: Sequence[Outcome], fingerprints: Fingerprints | None) -> Diagnosis:
    """The diagnosis of an answer that gave these outcomes to the exercise's probes, in their order.

    Args:
        outcomes: one a probe; fewer when the answer's process ended before the last one.
        fingerprints: of the named wrong answers; None when there are none.
    """
    probes = probes_of(exercise)[: len(outcomes)]
    wrongs = [verdict(probe, outcome) for probe, outcome in zip(probes, outcomes, strict=True)]
    picture = _picture(probes, outcomes, wrongs)
    plain = symptom(exercise, probes, outcomes, wrongs)
    if plain is not None and plain.certain:
        return from_symptom(exercise, plain, picture)
    faults, rest = _faults(probes, outcomes, wrongs, fingerprints)
    if faults:
        main = faults[0]
        kind = "shortcut" if main.kind == "shortcut" else "misconception"
        mine = [bool(place) for place in main.seen]
        picture = (
            _picture(probes, outcomes, [wrong if own else "" for wrong, own in zip(wrongs, mine, strict=True)])
            or picture
        )
        says = " ".join(
            [*(fault.says for fault in faults), *(["Something else is not right yet, either."] if rest else [])]
        )
        return Diagnosis(exercise, kind, main.name, says, picture, tuple(fault.name for fault in faults[1:]))
    if plain is not None:
        return from_symptom(exercise, plain, picture)
    return Diagnosis(exercise, "unnamed", "unnamed", "", picture)


def unnamed(exercise: str) -> Diagnosis:
    """That nothing can be said."""
    return Diagnosis(exercise, "unnamed", "unnamed", "")


def from_symptom(exercise: str, said: Symptom, picture: Failing | None = None) -> Diagnosis:
    """The diagnosis that an answer's form gives."""
    return Diagnosis(exercise, said.kind, said.kind, said.says, picture, quote=said.quote)


def _faults(
    probes: Sequence[Probe], outcomes: Sequence[Outcome], wrongs: Sequence[str], fingerprints: Fingerprints | None
) -> tuple[list[Fault], bool]:
    """The faults that the outcomes show, the one that explains most first; and whether something is left that they do
    not explain.
    """
    if fingerprints is None or not fingerprints.fits([probe.concept for probe in probes]) or not any(wrongs):
        return [], False
    seen = [
        fingerprints.place(i, outcome) if wrong else RIGHT
        for i, (outcome, wrong) in enumerate(zip(outcomes, wrongs, strict=True))
    ]
    blocks: dict[Block, list[int]] = {}
    for i, probe in enumerate(probes):
        blocks.setdefault((probe.concept, isinstance(probe.expected, Refusal)), []).append(i)

    def broken(places: Sequence[int]) -> set[Block]:
        return {block for block, numbers in blocks.items() if any(places[i] != RIGHT for i in numbers)}

    def shows(fault: Fault) -> bool:
        return all(seen[i] == fault.seen[i] for block in broken(fault.seen) for i in blocks[block])

    left = broken(seen)
    found: list[Fault] = []
    for fault in sorted(
        filter(shows, fingerprints.faults), key=lambda fault: (-len(broken(fault.seen)), by_heart(fault.name))
    ):
        if broken(fault.seen) <= left and len(found) < MOST_FAULTS:
            found.append(fault)
            left -= broken(fault.seen)
    # What good arguments give has to be explained as a whole, and so has what bad ones give: half of it may be chance.
    unclear = {refuses for _, refuses in left}
    return [fault for fault in found if not unclear & {refuses for _, refuses in broken(fault.seen)}], bool(left)


def _picture(probes: Sequence[Probe], outcomes: Sequence[Outcome], wrongs: Iterable[str]) -> Failing | None:
    """The first wrong outcome that can be drawn."""
    drawn = (
        failing_of(probe, outcome) for probe, outcome, wrong in zip(probes, outcomes, wrongs, strict=False) if wrong
    )
    return next((picture for picture in drawn if picture is not None), None)


def to_json(diagnosis: Diagnosis) -> dict[str, Any]:
    """What a notebook keeps."""
    return {**asdict(diagnosis), "says": diagnosis.says[:LONGEST_SAYS]}


def write_diagnoses(notebook: Any, diagnoses: Sequence[Diagnosis]) -> None:
    """Put them into the notebook's metadata; nothing when there are none."""
    if diagnoses:
        notebook.metadata[PLACE[0]] = {PLACE[1]: {diagnosis.exercise: to_json(diagnosis) for diagnosis in diagnoses}}


def read_diagnoses(notebook: Any) -> dict[str, Diagnosis]:
    """The diagnoses in an autograded notebook, by exercise; none when it lost no points, or was graded before there
    were any.
    """
    held = notebook.metadata.get(PLACE[0], {}).get(PLACE[1], {})
    return {exercise: _from_json(data) for exercise, data in held.items()}


def _from_json(data: Any) -> Diagnosis:
    shown = data["failing"]
    fields = {key: data[key] for key in ("exercise", "kind", "name", "says")}
    return Diagnosis(
        **fields,
        failing=None if shown is None else Failing(**_paired(shown)),
        also=tuple(data["also"]),
        quote=data.get("quote", ""),
    )


def _paired(shown: Any) -> dict[str, Any]:
    """JSON has lists for tuples."""
    pairs = ("pool", "padding", "stride", "expected_shape", "actual_shape", "cell")
    return {key: tuple(value) if key in pairs and value is not None else value for key, value in shown.items()}
