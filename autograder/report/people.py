"""What waits for an instructor: submissions not graded, test cells that could not be told, answers in words, grades to
look at again. And who handed in nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import mean

from autograder.course.model import Lab
from autograder.course.model import title as lab_title
from autograder.gradebook.scores import Row
from autograder.report.gathering import Result, rows_of, standing
from autograder.report.shown import (
    Cell,
    Link,
    Part,
    Section,
    Table,
    lab_in_words,
    number,
    parts,
    table,
    text,
    who,
    whose,
)

NO_ROSTER = "Who is in the class is not known: there is no roster.csv in the gradebook's folder."


def waiting(results: Sequence[Result]) -> list[tuple[Result, Row]]:
    """The rows without points: answers in words that nobody has read yet, and test cells that could not be told."""
    return [(result, row) for result, row in rows_of(results) if standing(row) in ("manual", "unknown")]


def people(
    labs: Sequence[Lab],
    results: Sequence[Result],
    stuck: Sequence[Row],
    called: Callable[[str], str] = str,
) -> Section:
    """Everything that an instructor has to do, for one lab or several. `called` says what a student is called."""
    unread = [(result, row) for result, row in waiting(results) if row.outcome == "manual"]
    anew = [(result, name) for result in results for name in sorted(result.anew)]
    unknown = [(result, row) for result, row in waiting(results) if row.outcome == "unknown"]
    untold = [(result, row) for result, row in unknown if row.test not in result.anew]
    again = [(result, name) for result in results for name in sorted(result.again)]
    found = parts(
        Part(_stuck(stuck, len(labs) > 1, called), title=f"Not graded ({len(stuck)})"),
        Part(_unknown(untold), title=f"Could not be told ({len(untold)})"),
        Part(_in_words(labs, results), title=f"Answers in words ({len(unread)} wait)"),
        Part(_anew(anew), title=f"Handed in anew after an instructor graded it ({len(anew)})"),
        Part(_again(again), title=f"Graded by an instructor before the last run ({len(again)})"),
    )
    note = "Nothing here is a zero. Answers in words are graded in formgrader; make the report again afterwards."
    return Section(
        "people",
        "Needs an instructor",
        found,
        note,
        "Nothing waits for an instructor.",
        str(len(stuck) + len(unread) + len(unknown)),
    )


def absent(labs: Sequence[Lab], found: Mapping[str, tuple[Link, ...]] | None) -> Section:
    """Who handed in nothing, lab by lab. `found` is None where it is not known who is in the class."""
    by_lab = {lab: (found or {}).get(lab.id, ()) for lab in labs}
    lines = ((text(lab_title(lab)), Cell(who=(who(links),))) for lab, links in by_lab.items() if links)
    count = len({link for links in by_lab.values() for link in links})
    return Section(
        "absent",
        "Nothing handed in",
        parts(Part(table("Who is in roster.csv and handed in nothing", ("lab", "students"), lines))),
        "They have no points and count in no mean.",
        NO_ROSTER if found is None else "Everybody in roster.csv handed something in.",
        "" if found is None else str(count),
    )


def _stuck(stuck: Sequence[Row], several: bool, called: Callable[[str], str]) -> Table:
    lines = (
        (text(called(row.student)), *([text(lab_in_words(row.lab) or "unknown")] if several else []), text(row.reason))
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
                (text(exercise.name, lab_in_words(lab.id) if len(labs) > 1 else ""), number(average), Cell(who=counts))
            )
    return table(
        "Answers that an instructor reads",
        ("exercise", "mean points", "students"),
        (line for line in lines if line[2].who),
    )


def _anew(anew: Iterable[tuple[Result, str]]) -> Table:
    lines = (
        (whose(result.link(name)), text(name), text(lab_in_words(result.lab)), text(result.anew[name]))
        for result, name in anew
    )
    return table(
        "New answers that wait for an instructor, who gave points to an earlier one",
        ("student", "cell", "lab", "what the earlier answer was given"),
        lines,
    )


def _again(again: Iterable[tuple[Result, str]]) -> Table:
    lines = ((whose(result.link(name)), text(name), text(lab_in_words(result.lab))) for result, name in again)
    return table(
        "The points that an instructor gave stand; formgrader asks to look again", ("student", "cell", "lab"), lines
    )
