"""What waits for a person: submissions not graded, test cells that could not be told, answers in words, grades to look
at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import mean

from autograder.course.model import Lab
from autograder.gradebook.scores import Row
from autograder.report.gathering import Result, rows_of, standing
from autograder.report.shown import Cell, Part, Section, Table, number, parts, spoken, table, text, who, whose


def waiting(results: Sequence[Result]) -> list[tuple[Result, Row]]:
    """The rows without points: answers in words that nobody has read yet, and test cells that could not be told."""
    return [(result, row) for result, row in rows_of(results) if standing(row) in ("manual", "unknown")]


def people(labs: Sequence[Lab], results: Sequence[Result], stuck: Sequence[Row]) -> Section:
    """Everything that a person has to do, for one lab or several."""
    unread = [(result, row) for result, row in waiting(results) if row.outcome == "manual"]
    anew = [(result, name) for result in results for name in sorted(result.anew)]
    unknown = [(result, row) for result, row in waiting(results) if row.outcome == "unknown"]
    untold = [(result, row) for result, row in unknown if row.test not in result.anew]
    again = [(result, name) for result in results for name in sorted(result.again)]
    found = parts(
        Part(_stuck(stuck, several=len(labs) > 1), title=f"Not graded ({len(stuck)})"),
        Part(_unknown(untold), title=f"Could not be told ({len(untold)})"),
        Part(_in_words(labs, results), title=f"Answers in words ({len(unread)} wait)"),
        Part(_anew(anew), title=f"Handed in anew after a person graded it ({len(anew)})"),
        Part(_again(again), title=f"Graded by a person before the last run ({len(again)})"),
    )
    note = "Nothing here is a zero. Answers in words are graded in formgrader; make the report again afterwards."
    return Section(
        "people",
        "Needs a person",
        found,
        note,
        "Nothing waits for a person.",
        str(len(stuck) + len(unread) + len(unknown)),
    )


def _stuck(stuck: Sequence[Row], several: bool) -> Table:
    lines = (
        (text(row.student), *([text(spoken(row.lab) or "unknown")] if several else []), text(row.reason))
        for row in sorted(stuck, key=_place)
    )
    return table("Submissions that could not be graded", ("student", *(["lab"] if several else []), "why"), lines)


def _place(row: Row) -> tuple[str, str]:
    return row.student, row.lab


def _unknown(unknown: Iterable[tuple[Result, Row]]) -> Table:
    lines = ((whose(result.link(row.exercise)), text(row.test), text(row.reason)) for result, row in unknown)
    return table("Test cells that failed for a reason of ours", ("student", "test cell", "why"), lines)


def _in_words(labs: Sequence[Lab], results: Sequence[Result]) -> Table:
    lines = []
    for lab in labs:
        for exercise in (exercise for exercise in lab.exercises if not exercise.tests):
            rows = [
                (result, row) for result, row in rows_of(results) if result.lab == lab.id and row.test == exercise.name
            ]
            unread = [result.link(exercise.name) for result, row in rows if row.points is None]
            points = [row.points for _, row in rows if row.points is not None]
            read = [result.link(exercise.name) for result, row in rows if row.points is not None]
            counts = tuple(who(links, word) for links, word in ((unread, "waiting"), (read, "graded")) if links)
            average = f"{mean(points):.1f} of {exercise.points:g}" if points else "–"
            lines.append(
                (text(exercise.name, spoken(lab.id) if len(labs) > 1 else ""), number(average), Cell(who=counts))
            )
    return table(
        "Answers that a person reads", ("exercise", "mean points", "students"), (line for line in lines if line[2].who)
    )


def _anew(anew: Iterable[tuple[Result, str]]) -> Table:
    lines = (
        (whose(result.link(name)), text(name), text(spoken(result.lab)), text(result.anew[name]))
        for result, name in anew
    )
    return table(
        "New answers that wait for a person, who gave points to an earlier one",
        ("student", "cell", "lab", "what the earlier answer was given"),
        lines,
    )


def _again(again: Iterable[tuple[Result, str]]) -> Table:
    lines = ((whose(result.link(name)), text(name), text(spoken(result.lab))) for result, name in again)
    return table(
        "The points that a person gave stand; formgrader asks to look again", ("student", "cell", "lab"), lines
    )
