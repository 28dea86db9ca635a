"""Runs named answers in forks of this process, in which the lab's set-up and solutions have run once."""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import os
import signal
import sys
import traceback
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from autograder.course.answers import Answer
from autograder.course.model import Exercise, Lab
from autograder.course.subject import Subject

Space = dict[str, Any]
Work = Callable[[Answer, Space], Any]


def run_answers(
    lab: Lab, exercise: Exercise, answers: Sequence[Answer], subject: Subject, work: Work, *, apart: bool = True
) -> list[Any]:
    """What `work(answer, space)` returns for each answer, as JSON carries it; None where the process ended before.

    `space` holds the names of the lab's set-up and solutions; `work` may change it, and prints nothing.

    Args:
        apart: each answer in a fork of its own; else one after the other in one fork, three times as fast. Then what
            an answer changes besides names stays changed for those behind it; only if that fork ends before its
            results, each has one of its own after all.
    """
    preload(subject)
    results = in_fork(lambda: _run_all(lab, exercise, answers, subject, work, apart))
    if results is None and not apart:
        return run_answers(lab, exercise, answers, subject, work)
    return results or [None] * len(answers)


def _run_all(
    lab: Lab, exercise: Exercise, answers: Sequence[Answer], subject: Subject, work: Work, apart: bool
) -> list[Any]:
    space = lay_out(lab, subject)
    names = dict(space)

    def run(answer: Answer) -> Any:
        space.clear()
        space.update(names)
        return work(answer, space)

    if not apart:
        return [run(answer) for answer in answers]
    # Our own solution goes first, here: what a library sets up at its first use is then there in every fork.
    run(Answer(exercise.name, "right", "solution", exercise.cell.source, "", ()))
    return [in_fork(partial(run, answer)) for answer in answers]


def preload(subject: Subject) -> None:
    """Import what a lab's set-up imports, before the forks."""
    for module in subject.preload:
        importlib.import_module(module)


def lay_out(lab: Lab, subject: Subject) -> Space:
    """Run the lab's set-up and solutions, in this process.

    Returns:
        Their names. The functions of the solutions look names up in this very dictionary: answers must run in it.
    """
    subject.start()
    names: Space = {"__name__": "__main__"}
    for cell in lab.cells:
        if cell.kind in ("setup", "solution"):
            run_source(cell.source, cell.name, names)
    return names


def run_source(source: str, name: str, space: Space) -> None:
    """Run one cell's source in `space`; tracebacks call it `name`."""
    exec(compile(source, name, "exec"), space)


@contextlib.contextmanager
def time_limit(seconds: int) -> Iterator[None]:
    """Raise TimeoutError in what runs longer. For the main thread of a process."""

    def stop(*_: object) -> None:
        raise TimeoutError(f"more than {seconds} s")

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def in_fork(work: Callable[[], Any]) -> Any:
    """What `work` returns in a fork of this process, which prints nothing; None when it ends without a result."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(reader)
            with silent():
                text = json.dumps(work())
            with os.fdopen(writer, "w", encoding="utf-8") as pipe:
                pipe.write(text)
        except BaseException:  # whatever it is, this process ends here, and says why
            traceback.print_exc(file=sys.__stderr__)
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(text) if text else None


@contextlib.contextmanager
def silent() -> Iterator[None]:
    with (
        contextlib.redirect_stdout(io.StringIO()),
        contextlib.redirect_stderr(io.StringIO()),
        warnings.catch_warnings(action="ignore"),
    ):
        yield
