"""Signs of shortcuts and tampering. None is proof and none costs points: each says where to look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.diagnosis.fingerprints import is_hardcoded
from autograder.diagnosis.naming import Diagnosis
from autograder.exam.results import Cause
from autograder.report.gathering import Result
from autograder.report.shown import Link, Part, Section, Table, lab_in_words, parts, table, text, who, whose

LIBRARY = "a ready-made operation"
BY_HEART = "answers known by heart"
ENDED = "ended its own process"
FORGED = "sent what is no answer"
EDITED = "test or set-up cells changed or taken out"
SAID = {
    LIBRARY: "The answer called what the exercise asks to write. The test cells refuse it, so it has "
    "cost points already.",
    BY_HEART: "The answer returns what the printed examples expect, and something else for other inputs.",
    ENDED: "Code that calls an exit, crashes the interpreter or uses up its memory ends so; so does one "
    "that tries to get at the grader.",
    FORGED: "What came from the student's process was not what our side of it sends: an answer forged, "
    "or one far too large.",
    EDITED: "Our own cells were put back before grading, so this changed no points. Many a student does it by mistake.",
}
SHORT = 6  # signs that are shown unfolded


@dataclass(frozen=True)
class Sign:
    """One sign in one submission. `exercise` is "" where it is about the whole notebook."""

    kind: str
    result: Result
    exercise: str
    what: str


def signs(results: Iterable[Result]) -> list[Sign]:
    """All signs in these submissions, each once, those of one submission together."""
    return [
        sign
        for result in results
        for sign in {(sign.kind, sign.exercise, sign.what): sign for sign in _signs(result)}.values()
    ]


def _signs(result: Result) -> Iterator[Sign]:
    refused = set()
    for row in result.rows:
        cause = result.causes.get(row.test)
        if cause is not None and cause.kind == "shortcut":
            refused.add(row.exercise)
            yield Sign(LIBRARY, result, row.exercise, f"called {cause.detail or LIBRARY}")
        if cause is not None:
            yield from _of_process(cause, result, row.exercise, "while a test cell called it")
    for name, diagnosis in result.looked.diagnoses.items():
        if by_heart(diagnosis):
            yield Sign(BY_HEART, result, name, diagnosis.says)
        elif diagnosis.kind == "shortcut" and name not in refused:
            yield Sign(LIBRARY, result, name, diagnosis.says)
    for cell, cause in result.looked.deaths.items():
        exercise = cell if cell in result.looked.answers else ""
        yield from _of_process(cause, result, exercise, "when its cell was run")
    for repair in result.repairs:
        if repair.is_of_our_cells:
            yield Sign(EDITED, result, "", str(repair))


def _of_process(cause: Cause, result: Result, exercise: str, when: str) -> Iterator[Sign]:
    if cause.kind == "died":
        yield Sign(ENDED, result, exercise, when)
    if cause.kind == "forged":
        yield Sign(FORGED, result, exercise, cause.detail)


def worth_a_look(found: Iterable[Sign], *, several: bool = False) -> Section:
    """The signs, kind by kind."""
    kinds: dict[str, list[Sign]] = {kind: [] for kind in SAID}
    students: set[Link] = set()
    for sign in found:
        kinds[sign.kind].append(sign)
        students.add(Link(sign.result.student))
    note = (
        "Signs of shortcuts and of tampering. None is proof, and none has cost points by itself: read the answer first."
    )
    return Section(
        "signs",
        "Worth a look",
        parts(
            *(
                Part(
                    _table(kind, mine, several), title=f"{kind[0].upper()}{kind[1:]}", note=SAID[kind], fold=_fold(mine)
                )
                for kind, mine in kinds.items()
            )
        ),
        note,
        "No sign of a shortcut or of tampering.",
        str(len(students)),
    )


def _fold(found: list[Sign]) -> str:
    return who(Link(sign.result.student) for sign in found).label if len(found) > SHORT else ""


def _table(kind: str, found: list[Sign], several: bool) -> Table:
    ordered = sorted(found, key=lambda sign: (sign.result.shown, sign.result.lab, sign.exercise, sign.what))
    lines = (
        (
            whose(sign.result.link(sign.exercise)),
            text(sign.exercise or "the notebook", lab_in_words(sign.result.lab) if several else ""),
            text(sign.what),
        )
        for sign in ordered
    )
    return table(f"Signs: {kind}", ("student", "where", "what"), lines)


def by_heart(diagnosis: Diagnosis) -> bool:
    """Whether the answer behaves like one that knows the printed examples by heart."""
    return any(map(is_hardcoded, (diagnosis.name, *diagnosis.also)))
