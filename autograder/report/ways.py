"""Each student's way through the concepts, lab by lab in the order of the course."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from autograder.course.model import Lab, concept_in_words
from autograder.report.gathering import Gathered, Result, standing
from autograder.report.grades import WORDS
from autograder.report.shown import Cell, Link, Part, Section, Who, number, parts, table

NOTE = (
    "A lab's figure is how many of its concepts, which are its test cells, a student passes, of those of which it is "
    "known; a dash: nothing graded. Behind the last number are the others, in the order of the course; each leads to "
    "the student's feedback."
)

Labels = Mapping[str, tuple[str, str]]


@dataclass(frozen=True)
class Stage:
    """What a student has of a lab: how many concepts passed, of how many it is known, and the others by standing."""

    passed: int
    known: int
    missed: Mapping[str, tuple[Link, ...]]


def stage_of(labels: Labels, result: Result) -> Stage:
    """What one submission has of a lab's concepts, in the lab's order."""
    seen = {row.test: standing(row) for row in result.rows if row.test in labels}
    missed: dict[str, list[Link]] = {}
    for test, (exercise, label) in labels.items():
        if seen.get(test, "passed") != "passed":
            missed.setdefault(seen[test], []).append(Link(label, result.link(exercise).address))
    known = sum(kind != "unknown" for kind in seen.values())
    return Stage(
        sum(kind == "passed" for kind in seen.values()), known, {kind: tuple(links) for kind, links in missed.items()}
    )


def ways(found: Gathered) -> Section:
    """One line a student, with a column for each lab."""
    by_lab = []
    for lab in found.labs:
        labels = labels_of(lab)
        by_lab.append({result.student: stage_of(labels, result) for result in found.results[lab.id]})
    students, rows = found.students, []
    for student in students:
        stages = [stages.get(student) for stages in by_lab]
        rows.append((Cell(found.called(student)), *map(_figure, stages), Cell(who=_missed(stages))))
    heads = ("student", *(lab.id.split("_")[0] for lab in found.labs), "not passed")
    lines = table("Concepts passed by student and lab", heads, rows)
    lines = replace(lines, anchors=tuple(anchor(place) for place in range(len(students))))
    return Section(
        "ways",
        "Ways through the concepts",
        parts(Part(lines, fold=f"All {len(students)} students")),
        NOTE,
        count=str(len(students)),
    )


def anchor(place: int) -> str:
    """The id of a student's row, by their place in the alphabet."""
    return f"way-{place}"


def labels_of(lab: Lab) -> Labels:
    """The exercise and the label of each test cell, in order."""
    return {
        cell.name: (exercise.name, f"{exercise.name} · {concept_in_words(cell)}")
        for exercise in lab.exercises
        for cell in exercise.tests
    }


def _figure(stage: Stage | None) -> Cell:
    return number("–") if stage is None else number(f"{stage.passed}/{stage.known}")


def _missed(stages: Sequence[Stage | None]) -> tuple[Who, ...]:
    """The concepts that are not passed, by standing, in the order of the course."""
    found = []
    for kind, word in WORDS.items():
        links = [link for stage in stages if stage is not None for link in stage.missed.get(kind, ())]
        if links:
            found.append(Who(f"{len(links)} {word}", tuple(links)))
    return tuple(found)
