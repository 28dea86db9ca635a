"""One attempt: its submission read, its exam's result recorded, its feedback written and released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Gradebook
from sqlalchemy.exc import DBAPIError

from autograder.exam.engines import job_of
from autograder.exam.results import Examined
from autograder.feedback import write_one
from autograder.feedback.submitted import read_submitted
from autograder.gradebook.database import rows_now
from autograder.gradebook.late import late_points
from autograder.gradebook.paths import AUTOGRADED, FEEDBACK
from autograder.gradebook.receipts import SUBMISSION_SECRET, copy_receipt, write_receipt
from autograder.gradebook.records import content_key, read_one, read_record
from autograder.gradebook.scores import NEEDS_HUMAN, Row, needs_human
from autograder.gradebook.secret import submission_seed
from autograder.grading import Plan, record_examined
from autograder.intake import Submission
from autograder.watch.attempts import Attempt, Choice, Result, attempts_of, read_choice, write_choice
from autograder.watch.keeping import drafted
from autograder.watch.policy import Total, is_better
from autograder.watch.receipt import PAGE
from autograder.watch.receiving import Desk
from autograder.watch.releasing import release_page
from autograder.watch.results import as_notes, known_examined, rows_of, write_examined
from autograder.watch.source import Source
from autograder.watch.totals import write_totals

GONE = "what was sent cannot be read from {}: {}"


@dataclass(frozen=True)
class Ready:
    """An attempt that is to be examined.

    Attributes:
        key: what it is graded from (`records.content_key`).
        job: a digest of all that its exam goes by.
    """

    attempt: Attempt
    submission: Submission
    key: str
    job: str


@dataclass(frozen=True)
class Marked:
    """What came of an attempt.

    Attributes:
        rows: those of scores.csv; none where another attempt counts.
    """

    attempt: Attempt
    result: Result
    rows: tuple[Row, ...] = ()


def read_again(attempt: Attempt, desk: Desk) -> Submission:
    """The submission of an attempt, from what was kept of it; one with a problem where that is damaged.

    Raises:
        OSError: it cannot be read now.
    """
    if attempt.lab and attempt.lab not in desk.masters:
        return Submission(attempt.student, attempt.lab, problem=f"there is no lab {attempt.lab} any more")
    try:
        found = drafted(attempt.path, desk.masters, desk.zone, attempt.lab)
    except (FileNotFoundError, ValueError, KeyError, TypeError) as error:
        return Submission(attempt.student, attempt.lab, problem=GONE.format(attempt.path, error))
    if not found:
        return Submission(attempt.student, attempt.lab, problem=GONE.format(attempt.path, "no notebook of this lab"))
    return found[0]


def ready(attempt: Attempt, submission: Submission, desk: Desk, hidden: tuple[Path, ...], course: str) -> Ready:
    """What is to be known of an attempt before its exam."""
    settings = desk.work.settings
    seed = submission_seed(desk.work.secret, submission)
    job = job_of(submission, settings, seed, hidden, course).key
    return Ready(attempt, submission, content_key(submission, settings), job)


def known(one: Ready, work: Plan) -> tuple[Examined | None, str, list[Row] | None]:
    """What is known of an attempt without an exam: what the exam of the same answers gave, and of which attempt that
    was; and its rows, where the gradebook has just this submission.
    """
    rows = None if work.force else read_record(work.gradebook, one.submission, one.key)
    found = known_examined(attempts_of(work.gradebook, *one.attempt.place), one.attempt, one.submission, one.job)
    examined, copied_from = found if found is not None else (None, "")
    return examined, copied_from, rows


def counts(attempt: Attempt, rows: Sequence[Row], choice: Choice, desk: Desk, book: Gradebook) -> bool:
    """Whether an attempt that was examined counts, in place of the one that counts now."""
    work = desk.work
    if not choice.attempt or choice.attempt == attempt.name:
        return True
    if choice.is_a_persons:
        return False
    now = next((one for one in attempts_of(work.gradebook, *attempt.place) if one.name == choice.attempt), None)
    if now is None:
        return True
    if desk.policy.counts != "best":
        return attempt.order > now.order
    recorded = read_one(work.gradebook, *attempt.place)
    if recorded is None:
        return True
    try:
        time, points = attempt.received.time, sum(row.points or 0.0 for row in rows)
        before, after = late_points(attempt.lab, attempt.student, time, points, work.settings, book)
        old = rows_now(work.gradebook, recorded.rows, book)
        return is_better(total(rows, after), total(old, before))
    finally:
        book.db.remove()


def rows_in(result: Result) -> list[Row]:
    """The rows that an attempt's exam gave; none where they are damaged."""
    try:
        return [Row(**row) for row in result.rows]
    except TypeError:
        return []


def total(rows: Sequence[Row], late: float = 0.0) -> Total:
    """What rows come to, without the points that lateness takes off."""
    return Total({row.test: row.points for row in rows}, {row.test: row.max_points for row in rows}, late)


def mark(one: Ready, examined: Examined, desk: Desk, book: Gradebook, copied_from: str = "") -> Marked:
    """Keep what the exam of an attempt gave and, if the attempt counts, write it to the gradebook.

    Raises:
        OSError, DBAPIError: it cannot be written now; nothing is lost, and it can be tried again.
    """
    attempt, work = one.attempt, desk.work
    if examined.problem:
        return Marked(
            attempt, Result("needs_review", examined.problem), (needs_human(*attempt.place, examined.problem),)
        )
    write_examined(attempt, examined, one.job)
    rows = rows_of(work.labs[attempt.lab], examined)
    choice = read_choice(work.gradebook, *attempt.place)
    if not counts(attempt, rows, choice, desk, book):
        result = Result("kept", "another attempt counts", as_notes(rows), one.job, one.key, copied_from)
        return Marked(attempt, result)
    rows = record_examined(work, examined, one.key, book, raising=(OSError, DBAPIError))
    stuck = next((row for row in rows if row.outcome == NEEDS_HUMAN), None)
    if stuck is not None:
        return Marked(attempt, Result("needs_review", stuck.reason), (stuck,))
    is_a_persons = choice.is_a_persons and choice.attempt == attempt.name
    write_choice(work.gradebook, *attempt.place, Choice(attempt.name, is_a_persons))
    return Marked(attempt, Result("graded", "", as_notes(rows), one.job, one.key, copied_from), tuple(rows))


def mark_as_recorded(one: Ready, rows: Sequence[Row], work: Plan) -> Marked:
    """Note of an attempt that the gradebook has it already."""
    sent = one.submission
    write_receipt(work.gradebook / AUTOGRADED / sent.student / sent.lab, sent.timestamp, sent.secret)
    choice = read_choice(work.gradebook, *one.attempt.place)
    if choice.attempt != one.attempt.name and not choice.is_a_persons:
        write_choice(work.gradebook, *one.attempt.place, Choice(one.attempt.name))
    result = Result("graded", "", as_notes(rows), one.job, one.key)
    return Marked(one.attempt, result, tuple(rows))


@dataclass(frozen=True)
class Given:
    """The feedback of a student's lab.

    Attributes:
        page: where it is; None while students get none.
        is_fresh: whether it was written, or released, just now.
    """

    page: Path | None = None
    is_fresh: bool = False


def give_feedback(student: str, lab: str, desk: Desk, source: Source, book: Gradebook) -> Given:
    """Write a student's page and put it into the exchange, unless it is there.

    Raises:
        CourseError: what the gradebook has of it is not whole.
        OSError, DBAPIError: it cannot be written now.
    """
    work, policy = desk.work, desk.policy
    record_of = read_one(work.gradebook, student, lab)
    if record_of is None or lab not in work.labs:
        return Given()
    if policy.feedback_from is not None and datetime.now(UTC) < policy.feedback_from:
        return Given()
    try:
        rows = rows_now(work.gradebook, record_of.rows, book)
        if policy.totals:
            page, is_fresh = _totals(work, lab, rows, book)
        else:
            page, is_fresh = write_one(work.gradebook, work.labs[lab], rows, desk.subject, book)
    finally:
        book.db.remove()  # ends the session, so that formgrader is not locked out meanwhile
    if source.exchange is not None:
        secret = secret_of(work.gradebook / AUTOGRADED / student / lab)
        if secret:
            is_fresh |= release_page(source.exchange, page, work.labs[lab].notebook, secret)
    return Given(page, is_fresh)


def _totals(work: Plan, lab: str, rows: Sequence[Row], book: Gradebook) -> tuple[Path, bool]:
    """Write a page with the points alone."""
    student, notebook = rows[0].student, work.labs[lab].notebook
    submitted = read_submitted(book, [work.labs[lab]], student).get((student, lab))
    page = work.gradebook / FEEDBACK / student / lab / f"{notebook}.html"
    is_fresh = write_totals(page, work.labs[lab], rows, submitted.late if submitted else 0.0)
    copy_receipt(work.gradebook, work.gradebook / AUTOGRADED / student / lab / f"{notebook}.ipynb", page)
    return page, is_fresh


def give_receipt(attempt: Attempt, submission: Submission, work: Plan, source: Source) -> None:
    """Put the receipt of an attempt that gets no feedback into the exchange, in its place."""
    if source.exchange is not None and submission.secret and attempt.lab in work.labs:
        release_page(source.exchange, attempt.path / PAGE, work.labs[attempt.lab].notebook, submission.secret)


def secret_of(folder: Path) -> str:
    """The secret that lies beside a graded notebook, "" without one."""
    path = folder / SUBMISSION_SECRET
    return path.read_text(encoding="utf-8") if path.is_file() else ""
