"""A page of feedback as other systems can show it: a check for each test cell, and plain text above them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from autograder.course.model import Cell, Exercise, Lab, concept_in_words
from autograder.doors.failures import NOT_GRADED, OURS, THEIRS
from autograder.doors.marking import Marked
from autograder.feedback.model import ExercisePart, Page
from autograder.text import as_sentence, listed, printable


@dataclass(frozen=True)
class Check:
    """One test cell.

    Attributes:
        name: as the other system calls it; no two of a lab have the same.
        number: `2.1` for the first test cell of the second exercise.
        points: None where it was not decided.
        words: what a student reads of it.
    """

    name: str
    exercise: str
    number: str
    points: float | None
    max_points: float
    words: str

    @property
    def is_right(self) -> bool:
        return self.points is not None and self.points >= self.max_points


def check_name(exercise: Exercise, cell: Cell) -> str:
    """`corr2d: orientation`; it has no comma, which Vocareum separates columns with."""
    return printable(f"{exercise.name}: {concept_in_words(cell)}").replace(",", " ")


def automatic_points(lab: Lab) -> float:
    """The points of all test cells."""
    return sum((cell.points for exercise in lab.exercises for cell in exercise.tests), start=0.0)


def in_words(lab: Lab) -> tuple[Exercise, ...]:
    """The exercises that a person grades."""
    return tuple(exercise for exercise in lab.exercises if not exercise.tests)


def checks(marked: Marked) -> list[Check]:
    """A check for each test cell of what was graded, in the lab's order."""
    assert marked.page is not None and marked.lab is not None
    rows = {row.test: row for row in marked.rows}
    found = []
    for place, (exercise, part) in enumerate(zip(marked.lab.exercises, marked.page.exercises, strict=True), start=1):
        concepts = {concept.name: concept for concept in part.concepts}
        for number, cell in enumerate(exercise.tests, start=1):
            row, concept = rows[cell.name], concepts[concept_in_words(cell)]
            words = f"{as_sentence(concept.claim.rstrip('.'))}\n\n{as_sentence(concept.result)}"
            name = check_name(exercise, cell)
            found.append(Check(name, exercise.name, f"{place}.{number}", row.points, row.max_points, words))
    return found


def summary(marked: Marked) -> str:
    """What a student reads above the checks, in plain text."""
    if marked.page is None or marked.lab is None:
        return "\n\n".join(filter(None, [NOT_GRADED, marked.problem, OURS if marked.reason else THEIRS]))
    found = checks(marked)
    blocks = [_headline(marked, found), *_waiting(marked.lab, marked.page)]
    blocks += filter(None, (_exercise(part) for part in marked.page.exercises if part.concepts))
    if marked.page.sent.notes:
        blocks.append(
            "\n".join(["About what you handed in; none of it costs points:", *_items(marked.page.sent.notes)])
        )
    return "\n\n".join(printable(block, keep="\n") for block in blocks)


def _headline(marked: Marked, found: list[Check]) -> str:
    assert marked.page is not None and marked.lab is not None
    if marked.is_decided:
        points = sum(check.points or 0 for check in found)
        return f"{marked.page.lab_title}: {points:g} of {automatic_points(marked.lab):g} points from the checks."
    undecided = listed([check.name for check in found if check.points is None])
    return "\n\n".join([f"{marked.page.lab_title}: {NOT_GRADED}", f"Not decided: {undecided}.", OURS])


def _waiting(lab: Lab, page: Page) -> Iterator[str]:
    """The exercises that a person grades, and how they stand."""
    parts = {part.name: part for part in page.exercises}
    exercises = in_words(lab)
    if exercises:
        points = sum(exercise.points for exercise in exercises)
        lines = [f"{exercise.name}: {parts[exercise.name].headline}" for exercise in exercises]
        yield "\n".join([f"Not in this score: {_points(points)} for answers in words.", *_items(lines)])


def _exercise(part: ExercisePart) -> str:
    """An exercise that lost points: what was wrong, and what to do next; "" for another one."""
    if not part.steps:
        return ""
    lines = [f"{part.name}: {part.headline}", *filter(None, [part.explanation])]
    lines += [f"{number}. {step}" for number, step in enumerate(part.steps, start=1)]
    if part.hint is not None:
        lines += [f"{part.hint.title}:", part.hint.text]
    return "\n".join(lines)


def _points(points: float) -> str:
    """`1 point`, `2.5 points`."""
    return f"{points:g} point{'' if points == 1 else 's'}"


def _items(lines: Iterable[str]) -> list[str]:
    return [f"- {line}" for line in lines]
