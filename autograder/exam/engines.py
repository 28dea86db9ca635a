"""The engines of this process, one for each course and its settings; any worker of any executor examines with them."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config import Config

from autograder.course.config import subject_name
from autograder.exam.engine import Engine
from autograder.exam.limits import Limits
from autograder.exam.results import Examined, Verdict
from autograder.exam.sandbox.mounts import shown_paths
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.sandbox.walls import Kind
from autograder.exam.settings import Exam, exam_settings

if TYPE_CHECKING:
    from autograder.intake import Submission

_engines: dict[tuple[Limits, Kind, tuple[Path, ...], str], Engine] = {}
_lock = threading.Lock()


def examine(submission: Submission, settings: Config, seed: str, hidden: tuple[Path, ...]) -> Examined:
    """Have one submission examined. Never raises: what goes wrong is the result's `problem`.

    Any worker of any executor may call it. The first call in a process starts that process's fork server.

    Args:
        seed: this submission's secret, in hexadecimal digits. The same one gives the same random numbers.
        hidden: what no student code may read (see `settings.hidden_paths`).
    """
    if submission.problem:
        return Examined(submission, problem=submission.problem)
    exam = exam_settings(settings)
    try:
        engine = engine_for(exam, hidden, subject_name(settings))
        names = {"answered": sorted(submission.answered), "changed": sorted(submission.changed)}
        options = {"run_all": exam.run_all, "diagnose": exam.diagnose}
        job = {"lab": submission.lab, "text": submission.text, **names, "seed": seed, **options}
        answer = engine.examine(job)
        if answer["op"] != "examined":
            return Examined(submission, problem=str(answer["problem"]))
        verdicts = tuple(map(Verdict.from_json, answer["verdicts"]))
        return Examined(submission, answer["text"], verdicts, answer["seconds"], answer["cpu"], int(answer["memory"]))
    except Exception as error:  # ours: never a zero, always on the list of what an instructor has to look at
        return Examined(submission, problem=f"the exam could not be held: {type(error).__name__}: {str(error)[:300]}")


def engine_for(exam: Exam, hidden: tuple[Path, ...], subject: str) -> Engine:
    """This process's engine for the course's settings, started if need be.

    Raises:
        SandboxError: a path cannot be hidden; or the settings say "auto" and this machine has no sandbox, since
            student code runs unguarded only where the settings say "none".
        CourseError: there is no such subject.
    """
    kind = exam.kind()
    if kind == "none" and exam.sandbox != "none":
        raise SandboxError("this machine has no sandbox for student code (`python -m autograder doctor` says why)")
    return start_engine(exam.limits(), kind, hidden, subject)


def start_engine(
    limits: Limits, sandbox: Kind, hidden: tuple[Path, ...], subject: str, *, many: bool = False
) -> Engine:
    """This process's engine for these settings, started if need be. The engine imports while other work goes on.

    Args:
        hidden: what no student code may read.
        subject: the module of the course's subject.
        many: whether to prepare for more than a handful of submissions.

    Raises:
        SandboxError: a path cannot be hidden; the message says what to do.
        CourseError: there is no such subject.
    """
    if sandbox != "none":
        shown_paths([], hidden)  # refuse now rather than at each submission
    with _lock:
        key = (limits, sandbox, hidden, subject)
        if key in _engines and not _engines[key].is_alive():
            _engines.pop(key).close()  # its supervisors and its folder have outlived the fork server
        if key not in _engines:
            _engines[key] = Engine(limits, sandbox, hidden, subject, many=many)
        return _engines[key]


def close_engines(*, now: bool = False) -> None:
    """End this process's fork servers and all their children, with `now` even in the middle of an exam."""
    with _lock:
        for engine in _engines.values():
            engine.close(now=now)
        _engines.clear()
