"""The pipeline over plain data: plan → examine → record. Any `concurrent.futures.Executor` examines submissions."""

from __future__ import annotations

import os
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.exam.engines import close_engines
from autograder.exam.results import Examined
from autograder.gradebook.database import points_in, record
from autograder.gradebook.late import try_penalties
from autograder.gradebook.paths import database
from autograder.gradebook.records import write_record
from autograder.gradebook.score_table import ScoreTable
from autograder.gradebook.scores import NEEDS_HUMAN, Row, in_scores, needs_human, places
from autograder.gradebook.senders import forget_gone
from autograder.grading.examining import MakeExecutor, examine_all
from autograder.grading.planning import Plan
from autograder.grading.queue import Listener, Queue
from autograder.intake import Submission


def local_threads(jobs: int) -> Executor:
    """The executor used unless another is given: threads, each of which waits for a worker of this process's engine."""
    return ThreadPoolExecutor(jobs)


@dataclass(frozen=True)
class Graded:
    """What came of a run; the rows themselves are in scores.csv.

    Attributes:
        sent: student and lab of all submissions, in scores.csv or waiting.
        needs_review: the rows of those that could not be graded.
        waiting: what is still being sent, by students who were graded before: their grades stay meanwhile.
        run: how many were examined.
        kept: how many were kept from the last run.
        unread: how many could not be read.
    """

    gradebook: Path
    sent: frozenset[tuple[str, str]]
    needs_review: tuple[Row, ...]
    waiting: tuple[Submission, ...]
    run: int
    kept: int
    unread: int

    def rows(self) -> list[Row]:
        """What scores.csv says of all that was sent, but what waits."""
        renewed = self.sent - {(one.student, one.lab) for one in self.waiting}
        return [row for row in in_scores(self.gradebook) if (row.student, row.lab) in renewed]


def grade(
    work: Plan,
    jobs: int = 0,
    make_executor: MakeExecutor = local_threads,
    listen: Listener = lambda rows: None,
) -> Graded:
    """Examine and record every submission of the plan; a submission that fails to be graded never stops the others.

    Args:
        jobs: how many at a time; 0 for one a core.
        listen: told the rows of each submission as it is done, or kept from the last run.
    """
    queue = Queue(work)
    stuck: list[Row] = []
    with ScoreTable(work.gradebook) as table:

        def done(rows: list[Row]) -> None:
            table.add(rows)
            stuck.extend(row for row in rows if row.outcome == NEEDS_HUMAN)
            listen(rows)

        try:
            examination = examine_all(work, queue.todo(done), jobs or os.cpu_count() or 1, make_executor)
            with closing(examination) as all_examined, Gradebook(database(work.gradebook)) as book:
                for examined in all_examined:
                    sent = examined.submission
                    key = "" if sent.problem else queue.keys.pop((sent.student, sent.lab))
                    done(record_examined(work, examined, key, book))
            for row in _failed_policies(work, queue.sent, stuck):
                table.replace(row.student, row.lab, row)
                stuck.append(row)
        finally:  # also when stopped half-way: scores.csv has what the database has
            close_engines()
            table.write(points_in(work.gradebook))
    if work.is_whole:
        forget_gone(work.gradebook, work.submitted, {student for student, _ in queue.sent})
    counts = queue.run, queue.kept, queue.unread
    return Graded(work.gradebook, frozenset(queue.sent), tuple(stuck), tuple(queue.waiting), *counts)


def exit_code(graded: Graded) -> int:
    """0 when every submission is in the gradebook, 3 when some need review."""
    return 3 if graded.needs_review else 0


def record_examined(
    work: Plan, examined: Examined, key: str, book: Gradebook, raising: tuple[type[Exception], ...] = ()
) -> list[Row]:
    """Write the grades of an examined submission, and note what it was graded from; one row when it needs review.

    Args:
        key: the submission's `content_key`.
        raising: what is passed on, after which the database can be written again, since it may work at another time.
    """
    submission = examined.submission
    if examined.problem:
        return [needs_human(submission.student, submission.lab, examined.problem)]
    try:
        rows = record(work.gradebook, work.labs[submission.lab], examined, work.settings, book)
    except raising:
        book.db.remove()
        raise
    except Exception as error:  # ours: this submission needs review, the others go on
        book.db.remove()
        reason = f"its grades could not be recorded: {type(error).__name__}: {str(error)[:300]}"
        return [needs_human(submission.student, submission.lab, reason)]
    write_record(work.gradebook, examined, key, rows)
    return rows


def _failed_policies(work: Plan, sent: AbstractSet[tuple[str, str]], stuck: Sequence[Row]) -> list[Row]:
    """A row for each of these submissions for which the course's late policy fails, after what lateness costs was
    decided again: it may be another due date since they were recorded. Those that are stuck already are left out.
    """
    concerned = sent - places(stuck)
    return [
        needs_human(penalty.student, penalty.lab, penalty.problem)
        for penalty in try_penalties(work.gradebook, work.settings)
        if penalty.problem and (penalty.student, penalty.lab) in concerned
    ]
