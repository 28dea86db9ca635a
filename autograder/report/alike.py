"""Groups of near-identical submissions (`autograder.report.similarity`), as a section of the report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.course.model import Lab
from autograder.report.gathering import Result, by_student
from autograder.report.shown import Cell, Link, Part, Section, lab_in_words, number, parts, table, text, who
from autograder.report.similarity import Group

NOTE = (
    "Answers with names, comments and white space ignored and the released cells taken out, in which "
    "students share what hardly two would "
    "write alike by chance. Students may have worked together as they were allowed to: read both before "
    "you speak to anybody."
)


@dataclass(frozen=True)
class Alike:
    """One group of one lab, with its students' pages."""

    lab: str
    group: Group
    students: tuple[Link, ...]


def answers_of(results: Iterable[Result]) -> dict[str, dict[str, str]]:
    """The sources of the answers of one lab, by student and exercise."""
    return {result.student: result.looked.answers for result in results if result.looked.answers}


def alike_in(lab: Lab, results: Sequence[Result], found: Iterable[Group]) -> list[Alike]:
    """The near-identical submissions of one lab, from the groups that were found in it."""
    pages = by_student(results)
    return [Alike(lab.id, group, tuple(pages[name].link() for name in group.students)) for group in found]


def alike(found: Iterable[Alike], *, several: bool = False) -> Section:
    """The groups, the largest first."""
    ordered = sorted(found, key=lambda one: (-len(one.students), -one.group.share, one.lab, one.students))
    lines = (
        (
            Cell(who=(who(one.students),)),
            number(f"{one.group.share:.0%}"),
            text(", ".join(one.group.exercises) or "in parts", lab_in_words(one.lab) if several else ""),
        )
        for one in ordered
    )
    likest = table("Near-identical submissions", ("students", "shared", "the same in"), lines)
    count = str(len(ordered))
    return Section(
        "alike",
        "Near-identical submissions",
        parts(Part(likest)),
        NOTE,
        "No two submissions are near-identical.",
        count,
    )
