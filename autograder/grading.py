"""The pipeline over plain data: plan → examine → record. Submissions are examined by any `concurrent.futures.Executor`."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import closing
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from traitlets.config import Config

from autograder.course import CourseError, Lab, read_course
from autograder.exam import Examined, examine
from autograder.gradebook import NEEDS_HUMAN, Row, needs_human, prepare, read_scores, record, write_scores
from autograder.intake import Submission, collect
from autograder.release import SOLUTIONS, load_config

MakeExecutor = Callable[[int], Executor]
Listener = Callable[[list[Row]], None]


@dataclass(frozen=True)
class Plan:
    """All that a run of `grade` is going to do."""

    gradebook: Path
    labs: dict[str, Lab]
    submissions: tuple[Submission, ...]
    settings: Config


def plan(course: Path, submitted: Path, gradebook: Path, labs: Sequence[str] = (), students: Sequence[str] = ()) -> Plan:
    """Read the course and what was submitted, and record the labs' cells in the gradebook.

    Raises:
        CourseError: the course or scores.csv is not in order, or an unknown lab or student was asked for.
        FileNotFoundError: there is no folder `submitted`.
    """
    if not submitted.is_dir():
        raise FileNotFoundError(f"{submitted}: no such folder; it should hold <student>/<lab>/<notebook>.ipynb")
    read_scores(gradebook)  # better now than when all is graded
    known = {lab.id: lab for lab in read_course(course / SOLUTIONS)}
    for lab in labs:
        if lab not in known:
            raise CourseError(f"--lab {lab}: no such lab; the labs are {', '.join(known)}")
    names = sorted(path.name for path in submitted.iterdir() if path.is_dir())
    for student in students:
        if student not in names:
            likely = get_close_matches(student, names, n=5) or names[:20]
            raise CourseError(f"--student {student}: no such folder in {submitted}, which has {len(names)}: {', '.join(likely)}, …")
    masters = prepare(course, tuple(known.values()), gradebook)
    return Plan(gradebook, known, tuple(collect(submitted, masters, labs, students)), load_config(course))


def local_processes(jobs: int) -> Executor:
    """The executor used unless another is given: fresh processes on this machine."""
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"))


def grade(work: Plan, jobs: int = 0, make_executor: MakeExecutor = local_processes, listen: Listener = lambda rows: None) -> list[Row]:
    """Examine and record every submission of the plan; a submission that fails to be graded never stops the others.

    Args:
        jobs: how many at a time; 0 for one a core.
        listen: told the rows of each submission as it is done.

    Returns:
        The rows written to scores.csv.
    """
    rows: list[Row] = []
    try:
        with closing(_examined(work, jobs or os.cpu_count() or 1, make_executor)) as all_examined:
            for examined in all_examined:
                fresh = _recorded(work, examined)
                rows += fresh
                listen(fresh)
    finally:  # stopped half-way: what is in the database is in scores.csv too
        write_scores(work.gradebook, rows)
    return rows


def _recorded(work: Plan, examined: Examined) -> list[Row]:
    sent = examined.submission
    if examined.problem:
        return [needs_human(sent.student, sent.lab, examined.problem)]
    try:
        return record(work.gradebook, work.labs[sent.lab], examined, work.settings)
    except Exception as error:  # ours: the submission is kept for a person, the others go on
        reason = f"its grades could not be recorded: {type(error).__name__}: {str(error)[:300]}"
        return [needs_human(sent.student, sent.lab, reason)]


def _examined(work: Plan, jobs: int, make_executor: MakeExecutor) -> Generator[Examined]:
    """Each submission of the plan once, as it is done. When a worker dies, what was lost with it is tried again, each alone."""
    yield from (Examined(sent, problem=sent.problem) for sent in work.submissions if sent.problem)
    lost: list[Submission] = []
    for sent, result in _run([sent for sent in work.submissions if not sent.problem], work.settings, jobs, make_executor):
        if isinstance(result, BrokenExecutor):
            lost.append(sent)
        else:
            yield _told(sent, result)
    for alone in lost:
        for sent, result in _run([alone], work.settings, 1, make_executor):
            yield _told(sent, result)


def _run(
    submissions: Sequence[Submission], settings: Config, jobs: int, make_executor: MakeExecutor
) -> Generator[tuple[Submission, Examined | Exception]]:
    executor = make_executor(jobs)
    futures: dict[Future[Examined], Submission] = {}
    try:
        for sent in submissions:
            try:
                futures[executor.submit(examine, sent, settings)] = sent
            except Exception as error:  # a worker died so early that the executor takes no more
                yield sent, error
        for future in as_completed(futures):
            result: Examined | Exception
            try:
                result = future.result()
            except Exception as error:
                result = error
            yield futures[future], result
    finally:
        executor.shutdown(cancel_futures=True)


def _told(sent: Submission, result: Examined | Exception) -> Examined:
    if isinstance(result, Examined):
        return result
    return Examined(sent, problem=f"the process that examined it ended early: {type(result).__name__}: {result}")


def grade_with_progress(work: Plan, jobs: int, console: Console, make_executor: MakeExecutor = local_processes) -> list[Row]:
    """`grade`, with a progress bar, the time left and the running tally."""
    tally: Counter[str] = Counter()
    columns = (
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[tally]}"),
    )
    with Progress(*columns, console=console) as progress:
        task = progress.add_task("grading", total=len(work.submissions), tally="")

        def listen(rows: list[Row]) -> None:
            tally.update(row.outcome for row in rows)
            progress.update(task, advance=1, tally=", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.items())))

        return grade(work, jobs, make_executor, listen)


def exit_code(rows: Sequence[Row]) -> int:
    """0 when every submission is in the gradebook, 3 when some need a person."""
    return 3 if any(row.outcome == NEEDS_HUMAN for row in rows) else 0
