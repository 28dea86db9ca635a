"""What a page says, in words, made from plain data: points an exercise and a concept, what was wrong, and what to do
next.

Failure messages are left out, since a hidden test's message holds its inputs; of an exception in the student's code
only the type is given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from autograder.course.model import Cell, Exercise, Lab, claim, concept_in_words, title
from autograder.course.subject import PLAIN, Subject
from autograder.exam.results import EXITS, Cause
from autograder.feedback.advice import explanation, hints_of, next_hint, steps
from autograder.feedback.model import Concept, ExercisePart, Hint, Page, Sent, Verdict
from autograder.feedback.relying import mend_first
from autograder.gradebook import NO_RESPONSE

if TYPE_CHECKING:
    from autograder.diagnosis.naming import Diagnosis
    from autograder.gradebook.scores import Row

Causes = Mapping[str, Cause]
NOT_KNOWN = Sent()

RESULTS = {
    "failed": "not yet right",
    "passed": "right",
    "partial": "partly right",
    "unknown": "not decided automatically; your instructor will check",
}


def make_page(
    student: str,
    lab: Lab,
    rows: Sequence[Row],
    comments: Mapping[str, str],
    manual: Mapping[str, float | None],
    late: float = 0.0,
    diagnoses: Mapping[str, Diagnosis] | None = None,
    causes: Causes | None = None,
    subject: Subject = PLAIN,
    sent: Sent = NOT_KNOWN,
    called: Mapping[str, Sequence[str]] | None = None,
) -> Page:
    """The page of one submission.

    Args:
        manual: the scores that an instructor gave, by cell.
        late: the points taken off for lateness.
        diagnoses: by exercise.
        causes: why test cells did not pass, by test cell.
        subject: the course's.
        sent: how the work came in.
        called: by exercise, the other exercises that its answer calls.
    """
    by_test = {row.test: row for row in rows}
    parts = []
    own = {
        exercise.name: [by_test[cell.name] for cell in exercise.tests or (exercise.cell,) if cell.name in by_test]
        for exercise in lab.exercises
    }
    lost = [name for name, of_exercise in own.items() if any(_is_lost(row, manual) for row in of_exercise)]
    for exercise in lab.exercises:
        own_rows = own[exercise.name]
        comment, hints = comments.get(exercise.name, ""), hints_of(lab, exercise.name)
        diagnosis = (diagnoses or {}).get(exercise.name)
        first = mend_first(exercise.name, (called or {}).get(exercise.name, ()), lost)
        parts.append(_part(exercise, own_rows, comment, manual, diagnosis, hints, causes or {}, subject, first))
    points = sum(_points(row, manual) or 0 for row in rows) - late
    waiting = sum(row.max_points for row in rows if _points(row, manual) is None)
    shown_late = f"{late:g}" if late else ""
    shown_waiting = f"{waiting:g}" if waiting else ""
    return Page(student, title(lab), f"{points:g}", f"{lab.points:g}", shown_waiting, shown_late, tuple(parts), sent)


def verdicts(page: Page, lab: Lab) -> dict[str, Verdict]:
    """The line below each test cell."""
    of_cells = {}
    for exercise, part in zip(lab.exercises, page.exercises, strict=True):
        for cell in exercise.tests:
            concept = next((concept for concept in part.concepts if concept.name == concept_in_words(cell)), None)
            if concept is not None:
                of = f"{concept.points} of {concept.max_points} points" if concept.points != "–" else "no points yet"
                of_cells[cell.name] = Verdict(f"{concept.result[0].upper()}{concept.result[1:]}: {of}.", concept.mark)
    return of_cells


def passed(page: Page) -> frozenset[str]:
    """The exercises with nothing to look at again: right, or answers in words."""
    return frozenset(
        part.name for part in page.exercises if part.mark == "right" or (part.mark != "wrong" and not part.concepts)
    )


def _part(
    exercise: Exercise,
    rows: Sequence[Row],
    comment: str,
    manual: Mapping[str, float | None],
    diagnosis: Diagnosis | None,
    hints: Sequence[Hint],
    causes: Causes,
    subject: Subject,
    first: tuple[str, ...],
) -> ExercisePart:
    cells = {cell.name: cell for cell in exercise.tests}
    tests = [row for row in rows if row.test in cells]
    concepts = tuple(_concept(cells[row.test], row, manual, causes, subject.values) for row in tests)
    points = sum(_points(row, manual) or 0 for row in rows)
    lost = [concept for concept in concepts if concept.mark == "wrong"]
    is_stub = bool(lost) and all(_kind(causes.get(row.test)) == "not_written" for row in rows)
    headline, mark = _headline(exercise, rows, concepts, manual, is_stub)
    return ExercisePart(
        exercise.name,
        f"{points:g}",
        f"{exercise.points:g}",
        headline,
        mark,
        explanation(diagnosis, concepts, is_stub) if lost else "",
        diagnosis.failing if diagnosis is not None and lost else None,
        concepts,
        (*(first if lost else ()), *steps(exercise.name, lost, is_stub, subject.own_check)),
        next_hint(concepts, lost, hints),
        "" if comment == NO_RESPONSE and (exercise.tests or mark == "wrong") else comment,  # the headline says so
    )


def _concept(cell: Cell, row: Row, manual: Mapping[str, float | None], causes: Causes, values: str) -> Concept:
    points = _points(row, manual)
    mark = "open" if points is None else "wrong" if _is_lost(row, manual) else "right"
    return Concept(
        concept_in_words(cell),
        claim(cell),
        _result(row, manual, causes.get(row.test), values),
        "–" if points is None else f"{points:g}",
        f"{row.max_points:g}",
        mark,
    )


def _headline(
    exercise: Exercise,
    rows: Sequence[Row],
    concepts: Sequence[Concept],
    manual: Mapping[str, float | None],
    is_stub: bool,
) -> tuple[str, str]:
    if not exercise.tests:
        is_waiting = any(_points(row, manual) is None for row in rows)
        if not is_waiting and all(manual.get(row.test) is None for row in rows):  # 0 points that no person gave
            return "Nothing was written here.", "wrong"
        return (
            ("Your instructor reads this answer; its points come later.", "open")
            if is_waiting
            else ("Your instructor has read this answer.", "read")
        )
    if is_stub:
        return "Not written yet: the cell still holds the line that says so.", "wrong"
    right, count = sum(concept.mark == "right" for concept in concepts), len(concepts)
    if any(concept.mark == "open" for concept in concepts):
        return "Not all of it could be checked; your instructor will look at it.", "open"
    if right == count:
        return "All of it is right.", "right"
    if right:
        return f"{right} of its {count} parts {'is' if right == 1 else 'are'} right.", "wrong"
    return ("Not right yet." if count == 1 else f"None of its {count} parts is right yet."), "wrong"


def _result(row: Row, manual: Mapping[str, float | None], cause: Cause | None, values: str) -> str:
    if manual.get(row.test) is not None:
        return "your instructor has set these points"
    if row.outcome == "failed" and cause is not None:
        return _failure(cause, values)
    return RESULTS[row.outcome]


def _failure(cause: Cause, values: str) -> str:
    """How a test cell failed, without any words of the student's code, which knows the inputs."""
    match cause.kind:
        case "not_written":
            return "not written yet"
        case "undefined":
            return f"your notebook does not define {cause.detail}; if its cell is there, the error below it stopped it"
        case "shortcut":
            return "a library did the work that this exercise is about"
        case "timed_out":
            return cause.detail
        case "died":
            return "your code ended the program"
        case "raised":
            return "your code ended the program" if cause.detail in EXITS else f"your code raised {cause.detail}"
        case "forged" | "unreadable":
            return f"your code gave back something other than {values}"
        case _:
            return RESULTS["failed"]


def _kind(cause: Cause | None) -> str:
    return "" if cause is None else cause.kind


def _is_lost(row: Row, manual: Mapping[str, float | None]) -> bool:
    points = _points(row, manual)
    return points is not None and points < row.max_points


def _points(row: Row, manual: Mapping[str, float | None]) -> float | None:
    given = manual.get(row.test)
    return row.points if given is None else given
