"""The attempts as a table for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from autograder.course.student_ids import shown_id
from autograder.text import one_line
from autograder.watch.attempts import Attempt, read_choice, read_result
from autograder.watch.marking import rows_in

HEADS = ("student", "lab", "attempt", "handed in", "points", "counts", "what came of it")
IN_WORDS = {
    "graded": "graded",
    "kept": "examined; another one counts",
    "passed_over": "not examined: a later one was there",
    "refused": "not examined",
    "needs_review": "needs review",
}


def lines(gradebook: Path, attempts: Sequence[Attempt]) -> Iterator[str]:
    """A line for each attempt, in columns, below a line of headings."""
    table = [HEADS, *(_cells(gradebook, attempt) for attempt in attempts)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADS))]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _cells(gradebook: Path, attempt: Attempt) -> tuple[str, ...]:
    result, choice = read_result(attempt), read_choice(gradebook, *attempt.place)
    counts = choice.attempt == attempt.name
    points = ""
    if result is not None and result.rows:
        rows = rows_in(result)
        earned = sum(row.points or 0.0 for row in rows)
        points = f"{earned:g} of {sum(row.max_points for row in rows):g}"
    said = "waits" if result is None else IN_WORDS[result.status]
    if result is not None and result.reason and result.status in ("refused", "needs_review"):
        said = f"{said}: {one_line(result.reason, 100)}"
    marks = ("yes, as a person said" if choice.is_a_persons else "yes") if counts else ""
    time = f"{attempt.received.time:%Y-%m-%d %H:%M:%S} UTC"
    return shown_id(attempt.student), attempt.lab or "unknown", attempt.name, time, points, marks, said
