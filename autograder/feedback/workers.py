"""Feedback pages written in several processes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, as_completed

from autograder.course.model import Lab
from autograder.course.subject import Subject, load_subject
from autograder.feedback import page
from autograder.feedback.page import Job
from autograder.processes import processes

FEW = 24  # pages that take less time to write than a process takes to start

_labs: dict[str, Lab] = {}
_subjects: list[Subject] = []


def write_pages(todo: Sequence[Job], labs: dict[str, Lab], subject: str, jobs: int) -> Iterator[tuple[Job, str]]:
    """Each job with what went wrong, "" when nothing did. Pages lost with a worker are written here, one at a time."""
    if len(todo) <= FEW or jobs == 1:
        yield from ((job, _write(job, labs, load_subject(subject))) for job in todo)
        return
    lost = []
    with _workers(min(jobs, len(todo)), labs, subject) as pool:
        futures = {pool.submit(_work, job): job for job in todo}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenExecutor:
                lost.append(futures[future])
    yield from ((job, _write(job, labs, load_subject(subject))) for job in lost)


def _workers(count: int, labs: dict[str, Lab], subject: str) -> Executor:
    """Processes that have imported what a page needs."""
    return processes(count, needed_modules(load_subject(subject)), _learn, (labs, subject))


def needed_modules(subject: Subject) -> list[str]:
    """What is imported for a page; some of it takes seconds."""
    figures = subject.figures
    return ["autograder.feedback.page", *(figures.preload if figures else ())]


def _learn(labs: dict[str, Lab], subject: str) -> None:
    """Take over the labs and the subject, once for each worker: a lab is larger than a page's other parts."""
    _labs.update(labs)
    _subjects.append(load_subject(subject))


def _work(job: Job) -> str:
    return _write(job, _labs, _subjects[-1])


def _write(job: Job, labs: dict[str, Lab], subject: Subject) -> str:
    try:
        page.write_page(job, labs[job.lab], subject)
    except Exception as error:  # one page that cannot be written does not stop the others; the caller lists it
        return f"{type(error).__name__}: {error}"
    return ""
