"""What was graded already, and from what: a file a submission, so that a run resumes where the last one ended."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from traitlets.config import Config

from autograder.course.config import subject_name
from autograder.course.subject import load_subject
from autograder.exam.prints import engine_print
from autograder.exam.results import Cause, Examined
from autograder.exam.settings import exam_settings
from autograder.files import write_whole
from autograder.gradebook.paths import AUTOGRADED, RECORDS, notes_in
from autograder.gradebook.scores import Row
from autograder.gradebook.seen import note_of
from autograder.intake import Repair, Submission


@dataclass(frozen=True)
class Cost:
    """What one submission's exam took: seconds by the clock, seconds on all cores, and the most bytes that the
    candidate held.
    """

    seconds: float
    cpu_seconds: float
    memory: int


@dataclass(frozen=True)
class Record:
    """What is noted of one graded submission.

    Attributes:
        cost: None when it was graded before costs were noted.
        causes: by test cell, why it did not pass; none when it was graded before causes were noted. Such a submission
            has another `key`, since the engine is another, so the next run grades it again.
        seen: what the notebook tells, for `autograder.gradebook.seen.look`; None when that was not noted.
    """

    key: str
    rows: tuple[Row, ...]
    repairs: tuple[Repair, ...] = ()
    cost: Cost | None = None
    causes: Mapping[str, Cause] = field(default_factory=dict)
    seen: Any = None


def content_key(submission: Submission, settings: Config) -> str:
    """The same for the same answers, tests, settings, code and versions; another one when any of them changes."""
    exam, subject = exam_settings(settings), load_subject(subject_name(settings))
    settings_used = [asdict(exam.limits()), exam.run_all, exam.diagnose]
    repairs = [repair.to_json() for repair in submission.repairs]
    parts = [
        submission.text,
        sorted(submission.answered),
        str(submission.timestamp),
        repairs,
        settings_used,
        engine_print(subject),
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_record(gradebook: Path, submission: Submission, key: str) -> list[Row] | None:
    """The rows that this submission was given when it was graded with the same `key`; None when it was not."""
    record = _read(_path(gradebook, submission))
    return list(record.rows) if record is not None and record.key == key else None


def read_records(gradebook: Path) -> dict[tuple[str, str], Record]:
    """All that is noted, by student and lab; a damaged note is left out."""
    records = {(student, lab): _record(note) for student, lab, note in notes_in(gradebook / RECORDS)}
    return {submission: record for submission, record in records.items() if record is not None}


def read_one(gradebook: Path, student: str, lab: str) -> Record | None:
    """What is noted of one submission; None where nothing is, or the note is damaged."""
    return _read(gradebook / RECORDS / student / f"{lab}.json")


def read_causes(gradebook: Path, student: str, lab: str) -> Mapping[str, Cause]:
    """Why test cells of one submission did not pass, by test cell; none where nothing is noted."""
    record = read_one(gradebook, student, lab)
    return {} if record is None else record.causes


def write_record(gradebook: Path, examined: Examined, key: str, rows: Sequence[Row]) -> None:
    """Note that the submission is in the gradebook, in full, what its exam took, and what its notebook tells."""
    sent = examined.submission
    notebook = gradebook / AUTOGRADED / sent.student / sent.lab / f"{sent.notebook}.ipynb"
    cost = Cost(examined.seconds, examined.cpu_seconds, examined.memory)
    note = {
        "key": key,
        "rows": [asdict(row) for row in rows],
        "repairs": [repair.to_json() for repair in examined.submission.repairs],
        "cost": asdict(cost),
        "causes": {verdict.test: asdict(verdict.cause) for verdict in examined.verdicts if verdict.cause is not None},
        "seen": note_of(notebook, examined.text),
    }
    write_whole(_path(gradebook, examined.submission), json.dumps(note))


def _path(gradebook: Path, submission: Submission) -> Path:
    return gradebook / RECORDS / submission.student / f"{submission.lab}.json"


def _read(path: Path) -> Record | None:
    try:
        return _record(path.read_bytes())
    except OSError:
        return None


def _record(content: bytes) -> Record | None:
    """A note, None where it is not whole. Notes in which numbers and repairs are text, as they were once, are none:
    their keys name the code of then, so that no grade could be taken over from them.
    """
    try:
        note = json.loads(content.decode("utf-8"))
        rows = tuple(_row(row) for row in note["rows"])
        repairs = tuple(Repair.from_json(repair) for repair in note.get("repairs", ()))
        causes = {str(test): Cause.from_json(cause) for test, cause in note.get("causes", {}).items()}
        return Record(str(note["key"]), rows, repairs, _cost(note.get("cost")), causes, note.get("seen"))
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError):
        return None


def _row(note: Any) -> Row:
    row = Row(**note)
    numbers = [row.max_points, *([] if row.points is None else [row.points])]
    if not all(type(number) in (int, float) and math.isfinite(number) for number in numbers):
        raise ValueError("points that are no number")
    return row


def _cost(note: Any) -> Cost | None:
    if note is None:
        return None
    cost = Cost(float(note["seconds"]), float(note["cpu_seconds"]), int(note["memory"]))
    if not all(math.isfinite(figure) and figure >= 0 for figure in (cost.seconds, cost.cpu_seconds)):
        raise ValueError("a time that is negative or not finite")
    return cost
