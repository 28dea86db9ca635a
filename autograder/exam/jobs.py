"""The one door between whoever grades and whoever examines: a job goes in, an answer comes out, both JSON in bytes.

A job holds all that an exam needs, so a worker needs our packages and nothing of the course. What comes back is checked
here before it counts: it may come from a machine that runs other code, or tells lies.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, get_args

from autograder.exam.limits import MOST_CELLS_OUTPUT, Limits
from autograder.exam.results import Outcome, Verdict
from autograder.text import printable

SANDBOXES = ("root", "user")
ESCAPED = 6  # the most bytes that JSON writes for one character of a notebook, which is JSON already
ROOM = 2**20  # for all of an answer but the notebook
LONGEST_PROBLEM = 1000


class JobError(ValueError):
    """What came in is no job."""


class AnswerError(ValueError):
    """What came back is no answer to the job; the message says why, without words of whoever sent it."""


@dataclass(frozen=True)
class Job:
    """One submission to examine.

    Attributes:
        text: the notebook, our tests in it.
        answered, changed: the cells that the student wrote, and the exploration cells that they changed.
        seed: this submission's secret, in hexadecimal digits.
        subject: the module of the course's subject.
        sandbox: what the settings say: "auto" takes the strongest of the machine that examines, and never none.
        hidden: what no student code may read on the grader's machine. Where a path does not exist, nothing happens.
        course: a digest of the course's notebooks.
        print: `prints.engine_print` of the grader; a worker with another one has to refuse.
        key: the job's name, a digest of all this and of the student.
    """

    lab: str
    text: str
    answered: tuple[str, ...]
    changed: tuple[str, ...]
    seed: str
    limits: Limits
    run_all: bool
    diagnose: bool
    subject: str
    sandbox: str
    hidden: tuple[str, ...]
    course: str
    print: str
    key: str = ""

    def encode(self) -> bytes:
        """The job as JSON."""
        return json.dumps(vars(self) | {"limits": vars(self.limits)}).encode()

    @staticmethod
    def decode(data: bytes) -> Job:
        """The job that `encode` wrote.

        Raises:
            JobError: it is none.
        """
        try:
            read = json.loads(data)
            lists = {name: tuple(map(str, read[name])) for name in ("answered", "changed", "hidden")}
            return Job(**{**read, **lists, "limits": Limits(**read["limits"])})
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise JobError(f"not a job: {type(error).__name__}: {str(error)[:200]}") from error


@dataclass(frozen=True)
class Answer:
    """What came of a job: the executed notebook and a verdict a graded cell, or the problem that stopped it.

    `seconds` by the clock and `cpu` on all cores went into it; the candidate held `memory` bytes at the most.

    Attributes:
        key, course: those of the job.
        print: the engine's that examined it.
        sandbox: the one in which student code ran, "" where none did.
    """

    key: str
    course: str
    print: str
    sandbox: str = ""
    text: str = ""
    verdicts: tuple[Verdict, ...] = field(default=())
    seconds: float = 0.0
    cpu: float = 0.0
    memory: int = 0
    problem: str = ""

    def encode(self) -> bytes:
        """The answer as JSON."""
        verdicts = [{**vars(one), "cause": one.cause and vars(one.cause)} for one in self.verdicts]
        return json.dumps(vars(self) | {"verdicts": verdicts}).encode()


def named(job: Job, student: str) -> Job:
    """The job with its key: one for each student, lab and content, from which nobody can tell the student."""
    text = hashlib.sha256(job.text.encode("utf-8", "surrogatepass")).hexdigest()
    whole = student.encode("utf-8", "surrogatepass") + b"\0" + replace(job, key="", text=text).encode()
    return replace(job, key=hashlib.sha256(whole).hexdigest())


def most_bytes(job: Job) -> int:
    """How long an answer can be: the notebook, and the outputs that the limits allow."""
    return ESCAPED * (len(job.text) + MOST_CELLS_OUTPUT * job.limits.output) + ROOM


def read_answer(data: Any, job: Job) -> Answer:
    """The answer to this job.

    Raises:
        AnswerError: it is too long, no JSON, not to this job, from another engine, from student code that ran without a
            sandbox, or its notebook and verdicts are not those of the job's cells.
    """
    if not isinstance(data, bytes):
        raise AnswerError("it is not made of bytes")
    if len(data) > most_bytes(job):
        raise AnswerError(f"it is {len(data) / 2**20:.0f} MiB long")
    try:
        read = json.loads(data, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise AnswerError("it is no JSON") from error
    if not isinstance(read, dict) or set(read) != {one.name for one in fields(Answer)}:
        raise AnswerError("it has other parts than an answer has")
    for name in ("key", "course", "print", "sandbox", "text", "problem"):
        if not isinstance(read[name], str):
            raise AnswerError(f"its {name} is no text")
    for name in ("key", "course", "print"):
        if read[name] != getattr(job, name):
            raise AnswerError(OTHER[name])
    if read["problem"]:
        return Answer(job.key, job.course, job.print, problem=printable(read["problem"][:LONGEST_PROBLEM], keep="\n"))
    if read["sandbox"] not in (SANDBOXES if job.sandbox == "auto" else (job.sandbox,)):
        raise AnswerError("student code ran in no sandbox, or in another one than was asked for")
    if not all(_is_amount(read[name]) for name in ("seconds", "cpu", "memory")):
        raise AnswerError("what it took is not in numbers")
    return Answer(**{**read, "verdicts": _verdicts(read, job), "memory": int(read["memory"])})


OTHER = {
    "key": "it answers another job",
    "course": "it is from another state of the course",
    "print": "it is from another engine: other code, or other versions of Python or its libraries",
}


def difference(first: Answer, second: Answer) -> str:
    """How a second answer to a job differs from the first, "" if it gives the same points for the same reasons."""
    if bool(first.problem) != bool(second.problem):
        return f"once it could not be examined: {first.problem or second.problem}"
    pairs = zip(first.verdicts, second.verdicts, strict=True)
    cells = [f"{one.test} {one.outcome}, then {other.outcome}" for one, other in pairs if _sum(one) != _sum(other)]
    return "; ".join(cells)


def _sum(verdict: Verdict) -> tuple[str, float | None]:
    return verdict.outcome, verdict.points


def _verdicts(read: Mapping[str, Any], job: Job) -> tuple[Verdict, ...]:
    """The verdicts, one for each graded cell of the job's notebook, in order.

    Raises:
        AnswerError: they are not.
    """
    asked = json.loads(job.text)["cells"]
    try:
        same = [_identity(cell) for cell in json.loads(read["text"])["cells"]] == [_identity(cell) for cell in asked]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise AnswerError("its notebook is none") from error
    if not same:
        raise AnswerError("its notebook has other cells than the job's")
    try:
        verdicts = tuple(map(Verdict.from_json, read["verdicts"]))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise AnswerError("its verdicts are none") from error
    graded = [cell["metadata"]["nbgrader"] for cell in asked if cell["metadata"].get("nbgrader", {}).get("grade")]
    wanted = [(marks["grade_id"], float(marks["points"])) for marks in graded]
    if [(verdict.test, verdict.max_points) for verdict in verdicts] != wanted:
        raise AnswerError("its verdicts are on other cells than the job's")
    if not all(map(_is_possible, verdicts)):
        raise AnswerError("one of its verdicts is impossible")
    return verdicts


def _identity(cell: Mapping[str, Any]) -> tuple[Any, ...]:
    return cell["cell_type"], cell.get("id"), "".join(cell["source"]), cell["metadata"].get("nbgrader")


def _is_possible(verdict: Verdict) -> bool:
    points, most = verdict.points, verdict.max_points
    if verdict.outcome not in get_args(Outcome) or not isinstance(verdict.reason, str):
        return False
    if points is None:
        return verdict.outcome in ("unknown", "manual")
    if not _is_amount(points) or points > most:
        return False
    return {"passed": points == most, "failed": points == 0, "partial": 0 < points < most}.get(verdict.outcome, False)


def _is_amount(number: Any) -> bool:
    return type(number) in (int, float) and math.isfinite(number) and number >= 0


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")
