"""What was graded already, and from what: one small file a submission, so that a run goes on where the last one ended."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import json
import math
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import asdict, astuple, dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from traitlets.config import Config

from autograder.course import CourseError
from autograder.exam import engine
from autograder.exam.results import Examined
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


@dataclass(frozen=True)
class Cost:
    """What one submission's exam took: seconds by the clock, seconds on all cores, and the most bytes that the candidate held."""

    seconds: float
    cpu_seconds: float
    memory: int


@dataclass(frozen=True)
class Record:
    """What is noted of one graded submission. `cost` is None when it was graded before costs were noted."""

    key: str
    rows: tuple[Row, ...]
    repairs: tuple[str, ...] = ()
    cost: Cost | None = None


def content_key(sent: Submission, settings: Config) -> str:
    """The same for the same answers, tests, engine and settings; another one when any of them changes."""
    exam = exam_settings(settings)
    settings_used = [asdict(exam.limits()), exam.run_all, exam.diagnose]
    parts = [sent.text, sorted(sent.answered), str(sent.timestamp), sent.repairs, settings_used, _engine_print()]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def read_record(gradebook: Path, sent: Submission, key: str) -> list[Row] | None:
    """The rows that this submission was given when it was graded with the same `key`; None when it was not."""
    found = _read(_path(gradebook, sent))
    return list(found.rows) if found is not None and found.key == key else None


def read_records(gradebook: Path) -> dict[tuple[str, str], Record]:
    """All that is noted, by student and lab; a damaged note is left out."""
    found = {(path.parent.name, path.stem): _read(path) for path in sorted((gradebook / RECORDS).glob("*/*.json"))}
    return {submission: record for submission, record in found.items() if record is not None}


def write_record(gradebook: Path, examined: Examined, key: str, rows: Sequence[Row]) -> None:
    """Note that the submission is in the gradebook, in full, and what its exam took."""
    cost = Cost(examined.seconds, examined.cpu_seconds, examined.memory)
    note = {"key": key, "rows": [astuple(row) for row in rows], "repairs": examined.submission.repairs, "cost": asdict(cost)}
    write_whole(_path(gradebook, examined.submission), json.dumps(note))


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


def _read(path: Path) -> Record | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        rows = tuple(Row(*row) for row in found["rows"])
        return Record(str(found["key"]), rows, tuple(map(str, found.get("repairs", ()))), _cost(found.get("cost")))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):  # not there, or not whole
        return None


def _cost(found: Any) -> Cost | None:
    if found is None:
        return None
    cost = Cost(float(found["seconds"]), float(found["cpu_seconds"]), int(found["memory"]))
    if not all(math.isfinite(figure) and figure >= 0 for figure in (cost.seconds, cost.cpu_seconds)):
        raise ValueError("a cost that is none")
    return cost


@cache
def _engine_print() -> str:
    """A digest of the code that decides, and of what names what went wrong: the exam, the checks, the probes, the signatures."""
    package = Path(engine.__file__).parents[1]
    students = find_spec("cnnlab")  # to import it would bring PyTorch into a process that needs none
    folders = students.submodule_search_locations if students else None
    paths = [
        *(path for folder in folders or () for path in Path(folder).rglob("*.py")),
        *package.glob("exam/*.py"),
        *package.glob("signatures/*.json"),
    ]
    paths += [package / f"{name}.py" for name in ("diagnosis", "remarks", "signatures")]
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in sorted(paths))).hexdigest()
