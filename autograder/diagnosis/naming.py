"""Names the known misconception that an answer behaves like, from what it gives to the public probes.

A block is the probes about one concept, with those that expect a refusal apart. A fault is named when, in every block
in which the fault gets something wrong, the answer gives to each probe what the fault gives, and when one or two such
faults explain all that the answer gets wrong (with valid arguments, or with those that it should refuse). Where no
fault explains it, the diagnosis goes by the outcomes' form (`autograder.diagnosis.symptoms`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from autograder.course.probes import Outcome, Probe, Probes
from autograder.course.subject import Subject
from autograder.diagnosis.fingerprints import RIGHT, Fault, Fingerprints, by_heart
from autograder.diagnosis.symptoms import Symptom, symptom

PLACE = ("autograder", "diagnosis")
FORMERLY = "convolutions"  # where notebooks that were graded with version 0.1.0 have it
MOST_FAULTS = 2
LONGEST_SAYS = 600

Block = tuple[str, bool]


@dataclass(frozen=True)
class Diagnosis:
    """What is known about one exercise that lost points.

    Attributes:
        kind: "misconception", "stub", "shortcut", "exception", "none", "shape", "dtype", "mutation", "memory",
            "died" or "unnamed".
        name: of the named wrong answer ("flipped_both"), or the kind.
        says: for the student, a sentence or two in our words; "" only for "unnamed".
        failing: one public probe that fails, as the subject's figures draw it, if one can be drawn.
        also: the names of further faults, which `says` tells of too.
        quote: the message of the student's own exception. It may tell what a hidden call was given, so no student
            gets to see it.
    """

    exercise: str
    kind: str
    name: str
    says: str
    failing: dict[str, Any] | None = None
    also: tuple[str, ...] = ()
    quote: str = ""

    @property
    def says_in_full(self) -> str:
        """For instructors, with the student's own message."""
        return f"{self.says} Its message: {self.quote}" if self.quote else self.says


def name(exercise: str, outcomes: Sequence[Outcome], fingerprints: Fingerprints | None, subject: Subject) -> Diagnosis:
    """The diagnosis of an answer that gave these outcomes to the exercise's probes, in their order.

    Args:
        outcomes: one a probe; fewer when the answer's process ended before the last one.
        fingerprints: of the named wrong answers; None when there are none.
        subject: whose probes they are.
    """
    probing = subject.probes
    if probing is None:
        return unnamed(exercise)
    probes = probing.of(exercise)[: len(outcomes)]
    wrongs = [probing.verdict(probe, outcome) for probe, outcome in zip(probes, outcomes, strict=True)]
    picture = _picture(probing, probes, outcomes, wrongs)
    form = symptom(exercise, subject, probes, outcomes, wrongs)
    if form is not None and form.certain:
        return from_symptom(exercise, form, picture)
    faults, rest = _faults(probing, probes, outcomes, wrongs, fingerprints)
    if faults:
        main = faults[0]
        kind = "shortcut" if main.kind == "shortcut" else "misconception"
        wrongs_of_main = [wrong if place else "" for wrong, place in zip(wrongs, main.seen, strict=True)]
        sentences = [fault.says for fault in faults]
        if rest:
            sentences.append("Something else is not right yet, either.")
        picture = _picture(probing, probes, outcomes, wrongs_of_main) or picture
        also = tuple(fault.name for fault in faults[1:])
        return Diagnosis(exercise, kind, main.name, " ".join(sentences), picture, also)
    if form is not None:
        return from_symptom(exercise, form, picture)
    return Diagnosis(exercise, "unnamed", "unnamed", "", picture)


def unnamed(exercise: str) -> Diagnosis:
    """The diagnosis of which nothing can be said."""
    return Diagnosis(exercise, "unnamed", "unnamed", "")


def from_symptom(exercise: str, form: Symptom, picture: dict[str, Any] | None = None) -> Diagnosis:
    """The diagnosis that goes by an answer's form."""
    return Diagnosis(exercise, form.kind, form.kind, form.says, picture, quote=form.quote)


@dataclass(frozen=True)
class _Blocks:
    """An exercise's probes by concept, with those that expect a refusal apart: the numbers of each block's probes."""

    numbers: dict[Block, list[int]]

    @staticmethod
    def of(probes: Sequence[Probe], probing: Probes) -> _Blocks:
        numbers: dict[Block, list[int]] = {}
        for number, probe in enumerate(probes):
            numbers.setdefault((probe.concept, probing.refuses(probe)), []).append(number)
        return _Blocks(numbers)

    def broken(self, places: Sequence[int]) -> set[Block]:
        """The blocks in which something is wrong; `places` as in `Fault.seen`."""
        return {block for block, numbers in self.numbers.items() if any(places[i] != RIGHT for i in numbers)}

    def agree(self, places: Sequence[int], fault: Fault) -> bool:
        """Whether an answer gives what the fault gives, in each block that the fault breaks."""
        return all(places[i] == fault.seen[i] for block in self.broken(fault.seen) for i in self.numbers[block])


def _faults(
    probing: Probes,
    probes: Sequence[Probe],
    outcomes: Sequence[Outcome],
    wrongs: Sequence[str],
    fingerprints: Fingerprints | None,
) -> tuple[list[Fault], bool]:
    """The faults that the outcomes show, the one that explains most first; and whether they leave something
    unexplained.
    """
    if fingerprints is None or not fingerprints.fits([probe.concept for probe in probes]) or not any(wrongs):
        return [], False
    places = [
        fingerprints.place(number, outcome, probing) if wrong else RIGHT
        for number, (outcome, wrong) in enumerate(zip(outcomes, wrongs, strict=True))
    ]
    blocks = _Blocks.of(probes, probing)
    candidates = [fault for fault in fingerprints.faults if blocks.agree(places, fault)]
    candidates.sort(key=lambda fault: (-len(blocks.broken(fault.seen)), by_heart(fault.name)))
    faults: list[Fault] = []
    unexplained = blocks.broken(places)
    for fault in candidates:
        explained = blocks.broken(fault.seen)
        if explained <= unexplained and len(faults) < MOST_FAULTS:
            faults.append(fault)
            unexplained -= explained
    # Name faults only if together they explain every wrong result for valid arguments (and, separately, for those to be
    # refused): a partial match may be chance.
    unclear = {is_refusal for _, is_refusal in unexplained}
    named = [fault for fault in faults if not unclear & {is_refusal for _, is_refusal in blocks.broken(fault.seen)}]
    return named, bool(unexplained)


def _picture(
    probing: Probes, probes: Sequence[Probe], outcomes: Sequence[Outcome], wrongs: Iterable[str]
) -> dict[str, Any] | None:
    """The first wrong outcome that can be drawn."""
    drawn = (
        probing.picture(probe, outcome)
        for probe, outcome, wrong in zip(probes, outcomes, wrongs, strict=False)
        if wrong
    )
    return next((picture for picture in drawn if picture is not None), None)


def to_json(diagnosis: Diagnosis) -> dict[str, Any]:
    """The diagnosis as JSON, as a notebook keeps it."""
    return {**asdict(diagnosis), "says": diagnosis.says[:LONGEST_SAYS]}


def write_diagnoses(notebook: Any, diagnoses: Sequence[Diagnosis]) -> None:
    """Put the diagnoses, if there are any, into the notebook's metadata."""
    if diagnoses:
        notes = notebook.metadata.setdefault(PLACE[0], {})
        notes[PLACE[1]] = {diagnosis.exercise: to_json(diagnosis) for diagnosis in diagnoses}


def read_diagnoses(notebook: Any) -> dict[str, Diagnosis]:
    """The diagnoses in an autograded notebook, by exercise; none for exercises that lost no points."""
    metadata = notebook.metadata
    held = metadata.get(PLACE[0], {}).get(PLACE[1]) or metadata.get(FORMERLY, {}).get(PLACE[1], {})
    return {exercise: _from_json(data) for exercise, data in held.items()}


def _from_json(data: Any) -> Diagnosis:
    fields = {key: data[key] for key in ("exercise", "kind", "name", "says", "failing")}
    return Diagnosis(**fields, also=tuple(data["also"]), quote=data.get("quote", ""))
