"""More time for a student: what stands in the roster's column `extension` becomes nbgrader's extension of a submission,
by which lateness is counted.

`48 h` and `2 days` are on top of a lab's due date; `2026-12-01T18:00+01:00` is another due date. What is for one lab
has its id before it, and several are separated by semicolons: `01_convolution: 48 h; 2 days`. What stands without a lab
is for all others. An empty cell leaves what nbgrader has; `0 h` takes it away.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

from nbgrader.api import Gradebook, SubmittedAssignment

from autograder.course.model import CourseError
from autograder.course.roster import ROSTER, Person, read_roster

SPAN = re.compile(r"(?P<number>[0-9]+(?:\.[0-9]+)?)\s*(?P<unit>h|hours?|d|days?)", re.I)
LONGEST_DAYS = 3660


def extension_of(person: Person, lab: str, due: datetime) -> timedelta | None:
    """How much later than `due` a student's hand-in of a lab is in time; None where the roster does not say.

    Args:
        due: in UTC, without saying so, as nbgrader keeps it.

    Raises:
        CourseError: what stands there can be neither a span nor a date.
    """
    for_all = None
    for part in filter(None, (part.strip() for part in person.extension.split(";"))):
        name, colon, rest = part.partition(":")
        is_for_lab = bool(colon) and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", part)
        text = rest.strip() if is_for_lab else part
        if is_for_lab and name.strip() == lab:
            return _later(person, text, due)
        later = _later(person, text, due)
        if not is_for_lab:
            for_all = later
    return for_all


def set_extension(submission: SubmittedAssignment, person: Person | None) -> bool:
    """Give a submission the extension that the roster gives its student; returns whether it had another one.

    Raises:
        CourseError: as `extension_of`.
    """
    due = submission.assignment.duedate
    if person is None or not person.extension or due is None:
        return False
    extension = extension_of(person, submission.assignment.name, due)
    if extension is None or extension == (submission.extension or timedelta()):
        return False
    submission.extension = extension or None
    return True


def set_extensions(gradebook: Path, book: Gradebook) -> None:
    """Give all submissions the extensions that the roster gives their students; the caller commits.

    Raises:
        CourseError: the roster cannot be read, or one of them makes no sense.
    """
    people = {person.student: person for person in read_roster(gradebook) if person.extension}
    for person in people.values():
        extension_of(person, "", datetime(2000, 1, 1))  # one that makes no sense is an error before a hand-in has it
    for student in people:
        theirs = book.db.query(SubmittedAssignment).filter(SubmittedAssignment.student_id == student)
        for submission in theirs.all():
            set_extension(submission, people[student])


def _later(person: Person, text: str, due: datetime) -> timedelta:
    span = SPAN.fullmatch(text)
    if span:
        days = float(span["number"]) / (24 if span["unit"].casefold().startswith("h") else 1)
        if days <= LONGEST_DAYS:
            return timedelta(days=days)
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        time = None
    if time is None or time.tzinfo is None:
        raise CourseError(
            f"{ROSTER}: {person.student} has the extension {text!r}; it can be 48 h, 2 days, or a date with its zone, "
            "as 2026-12-01T18:00+01:00, with a lab and a colon before it if it is for one lab only"
        )
    return max(timedelta(), time.astimezone(UTC).replace(tzinfo=None) - due)
