"""What lateness costs: nbgrader's plugin decides it anew when points, due dates, extensions or the policy change."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from nbgrader.api import Assignment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy import func
from sqlalchemy.orm import contains_eager
from traitlets.config import Config

from autograder.course.model import CourseError
from autograder.gradebook.databases import has_database
from autograder.gradebook.extensions import set_extensions
from autograder.gradebook.paths import database


@dataclass(frozen=True)
class Penalty:
    """A late penalty that is not what it was, in points; or what the plugin raised, "" when it did not."""

    student: str
    lab: str
    before: float
    after: float
    problem: str = ""

    def __str__(self) -> str:
        if self.problem:
            return f"{self.student} {self.lab}: {self.problem}"
        return f"{self.student} {self.lab}: {self.before:g} points were taken off for lateness, now {self.after:g} are"


def refresh_penalties(gradebook: Path, settings: Config) -> list[Penalty]:
    """Have nbgrader's plugin decide again what lateness costs each submission with the points that it has now, and
    write that to the database; returns what changed.

    Raises:
        CourseError: the course's own plugin failed; the penalties of the other submissions are written.
    """
    changed = try_penalties(gradebook, settings)
    failed = [str(penalty) for penalty in changed if penalty.problem]
    if failed:
        raise CourseError("\n".join(failed))
    return changed


def try_penalties(gradebook: Path, settings: Config) -> list[Penalty]:
    """As `refresh_penalties`; a failure of the plugin is among what it returns. The roster's extensions count.

    Raises:
        CourseError: the roster is not in order.
    """
    if not has_database(gradebook):
        return []
    changed = []
    with Gradebook(database(gradebook)) as book:
        set_extensions(gradebook, book)
        book.db.flush()
        submitted = (
            book.db.query(SubmittedNotebook)
            .join(SubmittedNotebook.assignment)
            .join(SubmittedAssignment.assignment)
            .options(contains_eager(SubmittedNotebook.assignment).contains_eager(SubmittedAssignment.assignment))
            # Where no time of hand-in is known, a penalty is somebody's own.
            .filter(SubmittedAssignment.timestamp.is_not(None))
            # Of the others, nothing is late and nothing was taken off.
            .filter(
                SubmittedNotebook.late_submission_penalty.is_not(None)
                | (SubmittedAssignment.timestamp > Assignment.duedate)
                | (SubmittedAssignment.extension.is_not(None) & Assignment.duedate.is_not(None))
            )
        )
        notebooks = submitted.all()
        points = _points(book) if notebooks else {}
        for notebook in notebooks:
            penalty = set_penalty(notebook, settings, points.get(notebook.id, 0.0))
            if penalty is not None:
                changed.append(penalty)
        book.db.commit()
    return sorted(changed, key=lambda penalty: (penalty.student, penalty.lab))


def _points(book: Gradebook) -> dict[str, float]:
    """The points of each submitted notebook, by its number. To ask a notebook for its `score` reads all grades of the
    class, for each of them.
    """
    found = book.db.query(Grade.notebook_id, func.coalesce(func.sum(Grade.score), 0.0)).group_by(Grade.notebook_id)
    return {number: float(points) for number, points in found}


def set_penalty(notebook: SubmittedNotebook, settings: Config, points: float | None = None) -> Penalty | None:
    """Set one submission's penalty, as nbgrader's step does it: between 0 and its points, None when it is in time.
    Returns what changed, or what the plugin raised.

    Args:
        points: the submission's; None to ask the database.
    """
    submission = notebook.assignment
    before, seconds = notebook.late_submission_penalty, submission.total_seconds_late
    penalty = None
    if seconds > 0:
        try:
            score = float(notebook.score) if points is None else points
            penalty = _decided(settings, submission.student_id, score, seconds)
        except Exception as error:  # a course's own plugin may raise anything
            problem = f"the late policy could not be applied: {type(error).__name__}: {error}; mend the plugin"
            return Penalty(submission.student_id, submission.assignment.name, before or 0.0, before or 0.0, problem)
    if penalty == before:
        return None
    notebook.late_submission_penalty = penalty
    if (penalty or 0.0) == (before or 0.0):
        return None
    return Penalty(submission.student_id, submission.assignment.name, before or 0.0, penalty or 0.0)


def late_points(
    lab: str, student: str, time: datetime, points: float, settings: Config, book: Gradebook
) -> tuple[float, float]:
    """What lateness takes off the submission that the database has, and what it would take off another one with these
    points that was handed in at `time`, in UTC. Nothing where there is no due date; where the course's own plugin
    fails, that is said when the submission is recorded.
    """
    notebook = next(iter(book.find_submission(lab, student).notebooks))
    due, before = notebook.assignment.duedate, float(notebook.late_submission_penalty or 0.0)
    seconds = 0.0 if due is None else (time.astimezone(UTC).replace(tzinfo=None) - due).total_seconds()
    if seconds <= 0:
        return before, 0.0
    try:
        return before, _decided(settings, student, points, seconds) or 0.0
    except Exception:  # a course's own plugin may raise anything
        return before, 0.0


def _decided(settings: Config, student: str, points: float, seconds: float) -> float | None:
    """What the course's plugin takes off, between 0 and the points; None for nothing. It may raise anything."""
    step = AssignLatePenalties(config=settings, log=_quiet_log())
    step.init_plugin()
    penalty = step.plugin_inst.late_submission_penalty(student, points, seconds)
    return None if penalty is None else min(max(0.0, float(penalty)), points)


def _quiet_log() -> logging.Logger:
    """A logger for errors only: nbgrader's warning of each late submission would break the progress bar."""
    return logging.Logger("nbgrader", logging.ERROR)
