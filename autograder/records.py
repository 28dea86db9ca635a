"""What was graded already, and from what: one small file a submission, so that a run goes on where the last one ended."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from functools import cache
from pathlib import Path

from traitlets.config import Config

import cnnlab
from autograder.course import CourseError
from autograder.exam import engine
from autograder.exam.settings import exam_settings
from autograder.files import write_whole
from autograder.intake import Submission

RECORDS = ".records"
SECRET = ".secret"
SECRET_BYTES = 32


@dataclass(frozen=True)
class Row:
    """One line of scores.csv, as text."""

    student: str
    lab: str
    exercise: str
    test: str
    points: str
    max_points: str
    outcome: str
    reason: str


def content_key(sent: Submission, settings: Config) -> str:
    """The same for the same answers, tests, engine and settings; another one when any of them changes."""
    exam = exam_settings(settings)
    parts = [sent.text, sorted(sent.answered), str(sent.timestamp), sent.repairs, asdict(exam.limits()), exam.run_all, _engine_print()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_record(gradebook: Path, sent: Submission, key: str) -> list[Row] | None:
    """The rows that this submission was given when it was graded with the same `key`; None when it was not."""
    try:
        found = json.loads(_path(gradebook, sent).read_text(encoding="utf-8"))
        return [Row(*row) for row in found["rows"]] if found["key"] == key else None
    except (OSError, ValueError, KeyError, TypeError):  # not there, or not whole: grade it again
        return None


def write_record(gradebook: Path, sent: Submission, key: str, rows: Sequence[Row]) -> None:
    """Note that the submission is in the gradebook, in full."""
    write_whole(_path(gradebook, sent), json.dumps({"key": key, "rows": [astuple(row) for row in rows]}))


def course_secret(gradebook: Path) -> bytes:
    """The secret that all seeds come from; made at first use, there in full or not at all, readable by its owner only.

    Raises:
        CourseError: the file was damaged.
    """
    path = gradebook / SECRET
    if not path.exists():
        fresh = path.with_name(f"{SECRET}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_hex(SECRET_BYTES))
        with contextlib.suppress(FileExistsError):  # another run was quicker: its secret counts
            os.link(fresh, path)
        fresh.unlink()
    text = path.read_text(encoding="ascii", errors="replace")
    if not re.fullmatch(rf"[0-9a-f]{{{2 * SECRET_BYTES}}}", text):
        raise CourseError(f"{path}: it does not hold the course's secret any more; put it back, or remove it to draw other test inputs")
    return bytes.fromhex(text)


def submission_seed(secret: bytes, sent: Submission) -> str:
    """The seed of one student's one lab, in hexadecimal digits."""
    return hmac.new(secret, f"{sent.student}\0{sent.lab}".encode(), hashlib.sha256).hexdigest()


def _path(gradebook: Path, sent: Submission) -> Path:
    return gradebook / RECORDS / sent.student / f"{sent.lab}.json"


@cache
def _engine_print() -> str:
    """A digest of the code that decides: the exam and the checks."""
    folders = (Path(engine.__file__).parent, Path(cnnlab.__file__).parent)
    sources = [path.read_bytes() for folder in folders for path in sorted(folder.glob("*.py"))]
    return hashlib.sha256(b"\0".join(sources)).hexdigest()
