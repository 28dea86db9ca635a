"""The pipeline over plain data: plan → examine → record. Submissions are examined by any `concurrent.futures.Executor`."""

from __future__ import annotations

import multiprocessing
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from traitlets.config import Config

from autograder.course import CourseError, Lab, read_course
from autograder.exam import Examined, examine
from autograder.gradebook import NEEDS_HUMAN, Row, needs_human, prepare, record, write_scores
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
        CourseError: the course is not in order, or an unknown lab or student was asked for.
        FileNotFoundError: there is no folder `submitted`.
    """
    known = {lab.id: lab for lab in read_course(course / SOLUTIONS)}
    for lab in labs:
        if lab not in known:
            raise CourseError(f"--lab {lab}: no such lab; the labs are {', '.join(known)}")
    for student in students:
        if not (submitted / student).is_dir():
            raise CourseError(f"--student {student}: no such folder in {submitted}")
    if not submitted.is_dir():
        raise FileNotFoundError(f"{submitted}: no such folder; it should hold <student>/<lab>/<notebook>.ipynb")
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
    for examined in _examined(work, jobs or os.cpu_count() or 1, make_executor):
        sent = examined.submission
        try:
            if examined.problem:
                fresh = [needs_human(sent.student, sent.lab, examined.problem)]
            else:
                fresh = record(work.gradebook, work.labs[sent.lab], examined, work.settings)
        except Exception as error:  # ours: the submission is kept for a person, the others go on
            reason = f"its grades could not be recorded: {type(error).__name__}: {str(error)[:300]}"
            fresh = [needs_human(sent.student, sent.lab, reason)]
        rows += fresh
        listen(fresh)
    write_scores(work.gradebook, rows)
    return rows


def _examined(work: Plan, jobs: int, make_executor: MakeExecutor) -> Iterator[Examined]:
    ready = [sent for sent in work.submissions if not sent.problem]
    yield from (Examined(sent, problem=sent.problem) for sent in work.submissions if sent.problem)
    with make_executor(jobs) as executor:
        futures: dict[Future[Examined], Submission] = {executor.submit(examine, sent, work.settings): sent for sent in ready}
        for future in as_completed(futures):
            try:
                yield future.result()
            except Exception as error:  # a worker died: ours, so never a zero
                yield Examined(futures[future], problem=f"the process that examined it ended early: {type(error).__name__}: {error}")


def grade_with_progress(work: Plan, jobs: int, console: Console) -> list[Row]:
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

        return grade(work, jobs, listen=listen)


def exit_code(rows: Sequence[Row]) -> int:
    """0 when every submission is in the gradebook, 3 when some need a person."""
    return 3 if any(row.outcome == NEEDS_HUMAN for row in rows) else 0
