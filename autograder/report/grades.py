"""How a lab went: the distribution of points, and the pass rate of each concept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import mean

from autograder.course.model import Cell as CourseCell
from autograder.course.model import Exercise, Lab, concept_in_words
from autograder.exam.results import Cause
from autograder.feedback import claim
from autograder.report.gathering import Result, rows_of, standing
from autograder.report.plots import Bar, bars, columns, histogram
from autograder.report.shown import Cell, Link, Part, Section, lab_in_words, number, parts, table, text, who, whose

MOST_COLUMNS = 14
WORDS = {"passed": "passed", "partial": "in part", "failed": "failed", "unknown": "not known"}


# The exception that a cause shows up as; of the others, the cause has its name.
ENDED_WITH = {
    "not_written": "NotImplementedError",
    "undefined": "NameError",
    "shortcut": "ShortcutError",
    "timed_out": "CandidateError",
    "died": "CandidateError",
    "forged": "CandidateError",
    "unreadable": "CandidateError",
}


@dataclass(frozen=True)
class Concept:
    """One test cell over a class: who stands how (`WORDS`)."""

    lab: Lab
    exercise: Exercise
    cell: CourseCell
    students: dict[str, tuple[Link, ...]]

    @property
    def label(self) -> str:
        return f"{self.exercise.name} · {concept_in_words(self.cell)}"

    @property
    def shares(self) -> dict[str, float]:
        """The part of the class that stands so."""
        everybody = sum(map(len, self.students.values())) or 1
        return {kind: len(links) / everybody for kind, links in self.students.items()}

    @property
    def known(self) -> int:
        return sum(len(links) for kind, links in self.students.items() if kind != "unknown")

    @property
    def rate(self) -> float:
        """The share that passed, of those of whom it is known."""
        return len(self.students["passed"]) / self.known if self.known else 0.0


def scores(
    title: str, results: Sequence[tuple[Link, float]], most: float, late: Sequence[Result] = (), note: str = ""
) -> Section:
    """The distribution of points out of `most`, and everybody's."""
    found = columns([points for _, points in results], 0.0, most, MOST_COLUMNS)
    counted = (
        (number(column.label), Cell(who=(who(results[index][0] for index in column.members),)))
        for column in found
        if column.members
    )
    ranked = sorted(results, key=lambda pair: (-pair[1], pair[0]))
    everybody = ((whose(link), number(f"{points:g}", link.address)) for link, points in ranked)
    lateness = (
        (whose(result.link()), number(f"{result.late:g}", result.link().address)) for result in late if result.late
    )
    taken = table("What lateness cost, which is off the points above", ("student", "points taken off"), lateness)
    return Section(
        "scores",
        title,
        parts(
            Part(
                table("Students by points", ("points", "students"), counted),
                histogram(f"Students by points out of {most:g}", found, f"points out of {most:g}"),
                "The numbers, and who",
            ),
            Part(
                table(f"Points out of {most:g}, best first", ("student", "points"), everybody),
                fold=f"All {len(ranked)} students",
            ),
            Part(taken, fold=f"{len(taken.rows)} came late"),
        ),
        empty="No submission was graded.",
        note=note,
        count=str(len(results)),
    )


def mean_in_words(results: Sequence[Result]) -> str:
    """What the mean of a lab's points is the mean of."""
    late = [result for result in results if result.late]
    unread = sum(any(row.points is None for row in result.rows) for result in results)
    said = ["Mean and median are of what was graded: who handed in nothing does not count."]
    if late:
        before = mean(sum(row.points or 0.0 for row in result.rows) for result in results)
        nothing = sum(not result.points for result in late)
        said.append(
            f"What lateness cost is off: {len(late)} came late, of whom {nothing} have 0 points; "
            f"without that the mean would be {before:.1f}."
        )
    if unread:
        said.append(f"Of {unread} some points wait for an instructor and count as 0 so far.")
    return " ".join(said)


def concepts_of(lab: Lab, results: Sequence[Result]) -> list[Concept]:
    """Each test cell of the lab, in order."""
    seen: dict[tuple[str, str], list[Link]] = {}
    for result, row in rows_of(results):
        seen.setdefault((row.test, standing(row)), []).append(result.link(row.exercise))
    return [
        Concept(lab, exercise, cell, {kind: tuple(seen.get((cell.name, kind), ())) for kind in WORDS})
        for exercise in lab.exercises
        for cell in exercise.tests
    ]


def concepts(title: str, all_concepts: Sequence[Concept], note: str, *, several: bool = False) -> Section:
    """The pass rate of each of these concepts, and who stands how."""
    drawn = [
        Bar(one.label, tuple((kind, share) for kind, share in one.shares.items()), _percent(one))
        for one in all_concepts
    ]
    lines = (
        (
            Cell(one.label, small=f"{lab_in_words(one.lab.id)}: {claim(one.cell)}" if several else claim(one.cell)),
            number(_percent(one)),
            Cell(who=tuple(who(links, WORDS[kind]) for kind, links in one.students.items() if links)),
        )
        for one in all_concepts
        if any(one.students.values())
    )
    shares = table("Pass rate by concept", ("exercise and concept", "passed", "students"), lines)
    plot = bars("Pass rate by concept", drawn, 1.0, WORDS)
    return Section(
        "concepts", title, parts(Part(shares, plot, "The numbers, and who")), note, "No test cell has been run."
    )


def failures(results: Sequence[Result]) -> Section:
    """With what the failing test cells ended."""
    seen: dict[tuple[str, str], list[Link]] = {}
    cells: Counter[tuple[str, str]] = Counter()
    for result, row in rows_of(results):
        if row.outcome == "failed":
            label = _ended_with(result.causes.get(row.test))
            seen.setdefault((row.exercise, label), []).append(result.link(row.exercise))
            cells[row.exercise, label] += 1
    lines = _failure_lines(cells, seen)
    ended = table(
        "Test cells that failed, by what ended them", ("exercise", "ended with", "test cells", "students"), lines
    )
    note = (
        "CheckError: a wrong result. CandidateError: the student's process gave no answer. The others are Python's own."
    )
    return Section(
        "failures", "How test cells failed", parts(Part(ended, fold=f"{sum(cells.values())} failures")), note
    )


def _ended_with(cause: Cause | None) -> str:
    """The exception that ended a test cell."""
    if cause is None:
        return "not noted: grade again"
    return ENDED_WITH.get(cause.kind, cause.detail or "too few points")


def _failure_lines(
    cells: Counter[tuple[str, str]], seen: dict[tuple[str, str], list[Link]]
) -> Iterable[tuple[Cell, ...]]:
    for (exercise, kind), count in cells.most_common():
        yield text(exercise), text(kind), number(str(count)), Cell(who=(who(seen[exercise, kind]),))


def _percent(concept: Concept) -> str:
    return f"{concept.rate:.0%}" if concept.known else "–"
