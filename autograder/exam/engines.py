"""The engines of this process, one for each course and its settings; any worker of any executor examines with them."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config import Config

from autograder.course.config import subject_name
from autograder.course.model import CourseError
from autograder.course.subject import load_subject
from autograder.exam.engine import Engine
from autograder.exam.jobs import Answer, AnswerError, Job, JobError, named, read_answer
from autograder.exam.limits import Limits
from autograder.exam.prints import engine_print
from autograder.exam.results import Examined, Verdict
from autograder.exam.sandbox.mounts import shown_paths
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.sandbox.walls import Kind
from autograder.exam.settings import Exam, exam_settings, kind_here

if TYPE_CHECKING:
    from autograder.intake import Submission

_engines: dict[tuple[Limits, Kind, tuple[Path, ...], str], Engine] = {}
_lock = threading.Lock()
_own: set[Path] = set()
NO_ANSWER = "what came back from its exam does not count: {}"
NOT_HELD = "the exam could not be held: {}"


def job_of(submission: Submission, settings: Config, seed: str, hidden: tuple[Path, ...], course: str = "") -> Job:
    """The job to examine this submission.

    Args:
        seed: this submission's secret, in hexadecimal digits. The same one gives the same random numbers.
        hidden: what no student code may read (see `settings.hidden_paths`).
        course: a digest of the course's notebooks.

    Raises:
        CourseError: a setting makes no sense, or there is no such subject.
    """
    exam, subject = exam_settings(settings), subject_name(settings)
    job = Job(
        submission.lab,
        submission.text,
        tuple(sorted(submission.answered)),
        tuple(sorted(submission.changed)),
        seed,
        exam.limits(),
        exam.run_all,
        exam.diagnose,
        subject,
        exam.sandbox,
        tuple(map(str, hidden)),
        course,
        engine_print(load_subject(subject)),
    )
    return named(job, submission.student)


def work(job: bytes) -> bytes:
    """Have one job examined in this process: what any worker of any executor does. The first call in a process starts
    that process's fork server.

    Returns:
        The answer as JSON. It never raises: what goes wrong is the answer's `problem`.
    """
    try:
        return _answer(Job.decode(job)).encode()
    except JobError as error:
        return Answer("", "", "", problem=str(error)).encode()


def examine(submission: Submission, settings: Config, seed: str, hidden: tuple[Path, ...]) -> Examined:
    """Have one submission examined here; the arguments are those of `job_of`. Never raises."""
    if submission.problem:
        return Examined(submission, problem=submission.problem)
    try:
        job = job_of(submission, settings, seed, hidden)
    except CourseError as error:
        return Examined(submission, problem=NOT_HELD.format(f"{type(error).__name__}: {str(error)[:300]}"))
    return as_examined(submission, job, work(job.encode()))


def as_examined(submission: Submission, job: Job, data: bytes) -> Examined:
    """What came of a submission, by the answer to its job. One that is no answer is the submission's problem."""
    try:
        answer = read_answer(data, job)
    except AnswerError as error:
        return Examined(submission, problem=NO_ANSWER.format(error))
    took = answer.seconds, answer.cpu, answer.memory
    return Examined(submission, answer.text, answer.verdicts, *took, problem=answer.problem)


def hide_too(paths: Iterable[Path]) -> None:
    """From now on no student code in this process's exams may read these either: what a worker has that no grader
    knows of.
    """
    _own.update(path.resolve() for path in paths)


def _answer(job: Job) -> Answer:
    deciding = ""
    try:
        deciding = engine_print(load_subject(job.subject))
        if deciding != job.print:
            return Answer(job.key, job.course, deciding, problem="this worker has another engine")
        kind = settled(job.sandbox)
        engine = start_engine(job.limits, kind, _all_hidden(map(Path, job.hidden)), job.subject)
        options = {"run_all": job.run_all, "diagnose": job.diagnose}
        names = {"answered": job.answered, "changed": job.changed}
        found = engine.examine({"lab": job.lab, "text": job.text, **names, "seed": job.seed, **options})
        if found["op"] != "examined":
            return Answer(job.key, job.course, deciding, problem=str(found["problem"]))
        verdicts = tuple(map(Verdict.from_json, found["verdicts"]))
        took = found["seconds"], found["cpu"], int(found["memory"])
        return Answer(job.key, job.course, deciding, kind, found["text"], verdicts, *took)
    except Exception as error:  # ours: never a zero, always on the list of what an instructor has to look at
        problem = NOT_HELD.format(f"{type(error).__name__}: {str(error)[:300]}")
        return Answer(job.key, job.course, deciding or job.print, problem=problem)


def settled(sandbox: str) -> Kind:
    """The sandbox that this machine takes where the settings say `sandbox`.

    Raises:
        SandboxError: they say "auto" and this machine has none, since student code runs unguarded only where the
            settings say "none".
    """
    kind = kind_here(sandbox)
    if kind == "none" and sandbox != "none":
        raise SandboxError("this machine has no sandbox for student code (`python -m autograder doctor` says why)")
    return kind


def _all_hidden(hidden: Iterable[Path]) -> tuple[Path, ...]:
    return tuple(sorted({*hidden, *_own}))


def engine_for(exam: Exam, hidden: tuple[Path, ...], subject: str) -> Engine:
    """This process's engine for the course's settings, started if need be.

    Raises:
        SandboxError: a path cannot be hidden; or the settings say "auto" and this machine has no sandbox, since
            student code runs unguarded only where the settings say "none".
        CourseError: there is no such subject.
    """
    return start_engine(exam.limits(), settled(exam.sandbox), hidden, subject)


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


def warm(limits: Limits, sandbox: Kind, hidden: Iterable[str], subject: str) -> None:
    """Start the engine that jobs with these settings will ask for; it is ready somewhat later.

    Raises:
        SandboxError: a path cannot be hidden.
        CourseError: there is no such subject.
    """
    start_engine(limits, sandbox, _all_hidden(map(Path, hidden)), subject, many=True)


def close_engine(limits: Limits, hidden: Iterable[str], subject: str) -> None:
    """End what `warm` started, even in the middle of an exam."""
    with _lock:
        for key in [
            key for key in _engines if (key[0], key[2], key[3]) == (limits, _all_hidden(map(Path, hidden)), subject)
        ]:
            _engines.pop(key).close(now=True)


def close_engines(*, now: bool = False) -> None:
    """End this process's fork servers and all their children, with `now` even in the middle of an exam."""
    with _lock:
        for engine in _engines.values():
            engine.close(now=now)
        _engines.clear()
