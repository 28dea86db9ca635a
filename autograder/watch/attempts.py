"""`attempts/<student>/<lab>/<time>-<digest>/`: every hand-in, with its receipt and what its exam gave.

A folder of an attempt is made elsewhere and put in its place in one step, so that there are no halves of one. In it are

sent/             the files that were sent
received.json     what was received; `receipt.json` and `receipt.html` say it to the student
result.json       what came of it, written when all that follows from it is done
examined.json.gz  what the exam gave, to record it again without another exam
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, get_args

from autograder.files import write_whole
from autograder.gradebook.paths import ATTEMPTS

UNKNOWN = "unknown-lab"  # for a hand-in of which nobody knows the lab
NEW = ".new"  # attempts that are being put together
COUNTS = "counts.json"  # beside a student's attempts at a lab: which of them counts
RECEIVED, RESULT = "received.json", "result.json"
FORMAT = "%Y-%m-%dT%H-%M-%S.%fZ"

Status = Literal["graded", "kept", "passed_over", "refused", "needs_review"]


@dataclass(frozen=True)
class Received:
    """What was received: what `received.json` says.

    Attributes:
        received: when it was found, in UTC.
        handed_in: when it was handed in, as nbgrader noted it, in UTC; None where that is not known.
        digest: the SHA-256 of the list of files, each with its own.
        unit: where it came from.
        refused: why it is not examined by the course's rules, "" if it is.
        problem: why it cannot be graded as it was sent, "" if it can.
        after: when all of an exchange was looked at and it did not lie there yet, in UTC; None where that is not known.
    """

    student: str
    lab: str
    received: datetime
    handed_in: datetime | None = None
    digest: str = ""
    unit: str = ""
    refused: str = ""
    problem: str = ""
    after: datetime | None = None

    @property
    def time(self) -> datetime:
        """When it was handed in, as far as that is known; in UTC."""
        return self.handed_in or self.received

    @property
    def cannot_count(self) -> bool:
        """Whether it is not to count in place of an earlier one: it is one too many, or cannot be graded."""
        return bool(self.refused or self.problem)


@dataclass(frozen=True)
class Attempt:
    """One hand-in of a student's for a lab."""

    path: Path
    received: Received

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def student(self) -> str:
        return self.received.student

    @property
    def lab(self) -> str:
        return self.received.lab

    @property
    def place(self) -> tuple[str, str]:
        return self.student, self.lab

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """Later hand-ins are greater."""
        return self.received.time, self.received.received, self.name


@dataclass(frozen=True)
class Result:
    """What came of an attempt.

    Attributes:
        status: "graded": it was examined and counts, or counted. "kept": it was examined, another one counts.
            "passed_over": it was not examined, since a later one was there already. "refused": it is one too many.
            "needs_review": a person has to look.
        rows: its rows of scores.csv, as JSON.
        job: a digest of all that its exam went by; the same for the same answers and tests.
        key: `records.content_key`.
    """

    status: Status
    reason: str = ""
    rows: tuple[Mapping[str, Any], ...] = ()
    job: str = ""
    key: str = ""
    copied_from: str = ""


def folder_of(gradebook: Path, student: str, lab: str) -> Path:
    """Where a student's attempts at a lab lie."""
    return gradebook / ATTEMPTS / student / (lab or UNKNOWN)


def make_room(gradebook: Path) -> Path:
    """The folder in which attempts are put together, which nobody but the course's people may read."""
    root = gradebook / ATTEMPTS
    if not root.is_dir():
        root.mkdir(parents=True)
        root.chmod(0o770)
    (root / NEW).mkdir(exist_ok=True)
    return root / NEW


def clear_room(gradebook: Path) -> None:
    """Remove what was being put together when the service ended."""
    shutil.rmtree(gradebook / ATTEMPTS / NEW, ignore_errors=True)


def put_in_place(gradebook: Path, folder: Path, received: Received) -> Attempt:
    """Make an attempt of a folder that was put together; its receipt's data is written first."""
    write_received(folder, received)
    target = folder_of(gradebook, received.student, received.lab)
    target.mkdir(parents=True, exist_ok=True)
    name = f"{received.received.astimezone(UTC).strftime(FORMAT)}-{received.digest[:8]}"
    folder.rename(target / name)
    return Attempt(target / name, received)


def write_received(folder: Path, received: Received) -> None:
    """Note what was received in an attempt's folder."""
    write_whole(folder / RECEIVED, json.dumps(_to_json(received), indent=1))


def attempts_of(gradebook: Path, student: str, lab: str) -> list[Attempt]:
    """A student's attempts at a lab, in the order in which they were handed in. A damaged one is left out."""
    folder = folder_of(gradebook, student, lab)
    names = sorted(os.listdir(folder)) if folder.is_dir() else []  # noqa: PTH208  # once for each hand-in
    found = [read_attempt(folder / name) for name in names if not name.startswith(".") and name != COUNTS]
    return sorted((one for one in found if one is not None), key=lambda one: one.order)


def all_attempts(gradebook: Path) -> Iterator[Attempt]:
    """All attempts, one student and lab after the other."""
    root = gradebook / ATTEMPTS
    for student in sorted(root.iterdir()) if root.is_dir() else ():
        if student.is_dir() and not student.name.startswith("."):
            for lab in sorted(path for path in student.iterdir() if path.is_dir()):
                yield from attempts_of(gradebook, student.name, "" if lab.name == UNKNOWN else lab.name)


def read_attempt(path: Path) -> Attempt | None:
    """The attempt in a folder, None where its receipt is not there or damaged."""
    try:
        return Attempt(path, _from_json(json.loads((path / RECEIVED).read_bytes())))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_result(attempt: Attempt, result: Result) -> None:
    """Note what came of an attempt."""
    write_whole(attempt.path / RESULT, json.dumps(asdict(result)))


def read_result(attempt: Attempt) -> Result | None:
    """What came of an attempt, None while nothing has, or where the note is damaged."""
    try:
        note = json.loads((attempt.path / RESULT).read_bytes())
        result = Result(**{**note, "rows": tuple(note["rows"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return result if result.status in get_args(Status) else None


def needs_review(attempt: Attempt) -> bool:
    """Whether it could not be graded, so that a person has to look."""
    result = read_result(attempt)
    return bool(attempt.received.problem) if result is None else result.status == "needs_review"


@dataclass(frozen=True)
class Choice:
    """Which attempt counts, and whether a person said so."""

    attempt: str = ""
    is_a_persons: bool = False


def read_choice(gradebook: Path, student: str, lab: str) -> Choice:
    """Which of a student's attempts at a lab counts; none where none was graded yet."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        note = json.loads((folder_of(gradebook, student, lab) / COUNTS).read_bytes())
        return Choice(str(note["attempt"]), bool(note["is_a_persons"]))
    return Choice()


def persons_choice(gradebook: Path, student: str, lab: str) -> str:
    """The attempt that a person wants to count, "" where nobody said so."""
    choice = read_choice(gradebook, student, lab)
    return choice.attempt if choice.is_a_persons else ""


def write_choice(gradebook: Path, student: str, lab: str, choice: Choice) -> None:
    """Note which attempt counts."""
    note = {"attempt": choice.attempt, "is_a_persons": choice.is_a_persons}
    write_whole(folder_of(gradebook, student, lab) / COUNTS, json.dumps(note))


def _to_json(received: Received) -> dict[str, Any]:
    times = {name: time and time.isoformat() for name, time in _times(received).items()}
    return {**asdict(received), **times}


def _from_json(note: Mapping[str, Any]) -> Received:
    received = datetime.fromisoformat(note["received"])
    handed_in = None if note["handed_in"] is None else datetime.fromisoformat(note["handed_in"])
    known = {name: str(note[name]) for name in ("student", "lab", "digest", "unit", "refused")}
    problem, after = str(note.get("problem", "")), note.get("after")  # which attempts of earlier versions do not say
    after = after and datetime.fromisoformat(after)
    return Received(**known, received=received, handed_in=handed_in, problem=problem, after=after)


def _times(received: Received) -> dict[str, datetime | None]:
    return {"received": received.received, "handed_in": received.handed_in, "after": received.after}
