"""What an exam gave, kept with its attempt, so that it can be recorded again without another exam."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import asdict

from autograder.course.model import Lab
from autograder.exam.results import Examined, Verdict
from autograder.files import write_whole
from autograder.gradebook.scores import Row, cell_text
from autograder.intake import Submission
from autograder.watch.attempts import Attempt, read_result

EXAMINED = "examined.json.gz"


def write_examined(attempt: Attempt, examined: Examined, job: str) -> None:
    """Keep what the exam of an attempt gave.

    Args:
        job: the job's key, the same for the same answers and tests.
    """
    note = {
        "job": job,
        "text": examined.text,
        "verdicts": [verdict.to_json() for verdict in examined.verdicts],
        "seconds": examined.seconds,
        "cpu_seconds": examined.cpu_seconds,
        "memory": examined.memory,
    }
    write_whole(attempt.path / EXAMINED, gzip.compress(json.dumps(note).encode(), 1))


def read_examined(attempt: Attempt, submission: Submission, job: str) -> Examined | None:
    """What an exam gave that was kept with an attempt, as that of `submission`; None where it was of another job."""
    try:
        note = json.loads(gzip.decompress((attempt.path / EXAMINED).read_bytes()))
        if note["job"] != job:
            return None
        verdicts = tuple(map(Verdict.from_json, note["verdicts"]))
        took = float(note["seconds"]), float(note["cpu_seconds"]), int(note["memory"])
        return Examined(submission, str(note["text"]), verdicts, *took)
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None


def known_examined(
    attempts: Iterable[Attempt], own: Attempt, submission: Submission, job: str
) -> tuple[Examined, str] | None:
    """What the exam of the same answers by the same tests gave, of this attempt or another one of the student's, and
    the other one's name.
    """
    for attempt in attempts:
        if attempt.path != own.path:
            result = read_result(attempt)
            if result is None or result.job != job:
                continue
        examined = read_examined(attempt, submission, job)
        if examined is not None:
            return examined, "" if attempt.path == own.path else attempt.name
    return None


def rows_of(lab: Lab, examined: Examined) -> list[Row]:
    """The rows that an exam gave, without what people gave since."""
    exercises = {cell.name: cell.exercise for cell in lab.cells}
    student = examined.submission.student
    return [
        Row(
            student,
            lab.id,
            exercises[verdict.test],
            verdict.test,
            verdict.points,
            verdict.max_points,
            verdict.outcome,
            cell_text(verdict.reason),
        )
        for verdict in examined.verdicts
    ]


def as_notes(rows: Iterable[Row]) -> tuple[dict[str, object], ...]:
    """Rows as JSON."""
    return tuple(asdict(row) for row in rows)
