"""The pipeline over plain data: plan → examine → record. Any `concurrent.futures.Executor` examines submissions."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing

from nbgrader.api import Gradebook

from autograder.exam.engines import close_engines
from autograder.exam.results import Examined
from autograder.gradebook.database import record, refreshed_scores
from autograder.gradebook.late import try_penalties
from autograder.gradebook.paths import AUTOGRADED, database
from autograder.gradebook.receipts import write_receipt
from autograder.gradebook.records import content_key, read_record, write_record
from autograder.gradebook.scores import NEEDS_HUMAN, Row, needs_human, write_scores
from autograder.gradebook.senders import forget_gone
from autograder.grading.examining import MakeExecutor, examine_all
from autograder.grading.planning import Plan

Listener = Callable[[list[Row]], None]


def local_threads(jobs: int) -> Executor:
    """The executor used unless another is given: threads, each of which waits for a worker of this process's engine."""
    return ThreadPoolExecutor(jobs)


def grade(
    work: Plan,
    jobs: int = 0,
    make_executor: MakeExecutor = local_threads,
    listen: Listener = lambda rows: None,
    listen_kept: Listener | None = None,
) -> list[Row]:
    """Examine and record every submission of the plan; a submission that fails to be graded never stops the others.

    Args:
        jobs: how many at a time; 0 for one a core.
        listen: told the rows of each submission as it is done.
        listen_kept: told instead the rows of each submission that are kept from the last run.

    Returns:
        The rows written to scores.csv.
    """
    rows: list[Row] = []
    try:
        todo, keys = [], {}
        for submission in work.submissions:
            key = content_key(submission, work.settings)
            keys[submission.student, submission.lab] = key
            is_fresh = work.force or submission.problem
            recorded_rows = None if is_fresh else read_record(work.gradebook, submission, key)
            if recorded_rows is None:
                todo.append(submission)
            else:
                # As it is now: a gradebook of before had no secrets.
                graded = work.gradebook / AUTOGRADED / submission.student / submission.lab
                write_receipt(graded, submission.timestamp, submission.secret)
                rows += recorded_rows
                (listen_kept or listen)(recorded_rows)
        examination = examine_all(work, todo, jobs or os.cpu_count() or 1, make_executor)
        with closing(examination) as all_examined, Gradebook(database(work.gradebook)) as book:
            for examined in all_examined:
                submission = examined.submission
                fresh_rows = _recorded(work, examined, book)
                if fresh_rows[0].outcome != NEEDS_HUMAN:
                    write_record(work.gradebook, examined, keys[submission.student, submission.lab], fresh_rows)
                rows += fresh_rows
                listen(fresh_rows)
        rows = _with_failed_policies(work, rows)
    finally:  # also when stopped half-way: scores.csv has what the database has
        close_engines()
        write_scores(work.gradebook, rows)
        refreshed_scores(work.gradebook)
    if work.senders is not None:
        forget_gone(work.gradebook, work.submitted, work.senders)
    return rows


def exit_code(rows: Sequence[Row]) -> int:
    """0 when every submission is in the gradebook, 3 when some need review."""
    return 3 if any(row.outcome == NEEDS_HUMAN for row in rows) else 0


def _recorded(work: Plan, examined: Examined, book: Gradebook) -> list[Row]:
    """The rows of an examined submission, whose grades are written; one row when it needs review."""
    submission = examined.submission
    if examined.problem:
        return [needs_human(submission.student, submission.lab, examined.problem)]
    try:
        return record(work.gradebook, work.labs[submission.lab], examined, work.settings, book)
    except Exception as error:  # ours: this submission needs review, the others go on
        book.db.remove()
        reason = f"its grades could not be recorded: {type(error).__name__}: {str(error)[:300]}"
        return [needs_human(submission.student, submission.lab, reason)]


def _with_failed_policies(work: Plan, rows: list[Row]) -> list[Row]:
    """These rows, after what lateness costs was decided again: it may be another due date since they were recorded. A
    submission for which the course's late policy fails needs review.
    """
    failed = {
        (penalty.student, penalty.lab): penalty.problem
        for penalty in try_penalties(work.gradebook, work.settings)
        if penalty.problem
    }
    stuck = {(row.student, row.lab) for row in rows if row.outcome == NEEDS_HUMAN}
    concerned = {(row.student, row.lab) for row in rows} & set(failed) - stuck
    return [row for row in rows if (row.student, row.lab) not in concerned] + [
        needs_human(student, lab, failed[student, lab]) for student, lab in sorted(concerned)
    ]
