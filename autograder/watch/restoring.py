"""An attempt that a person wants to count: asked for in a small file, which whoever holds the gradebook acts on."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.course.model import CourseError
from autograder.files import write_whole
from autograder.gradebook.database import rows_now
from autograder.gradebook.late import late_points
from autograder.gradebook.paths import ATTEMPTS, database
from autograder.gradebook.records import read_one
from autograder.watch.attempts import (
    RESULT,
    Attempt,
    Choice,
    attempts_of,
    make_room,
    needs_review,
    read_choice,
    read_result,
    write_choice,
)
from autograder.watch.events import Events
from autograder.watch.line import Line
from autograder.watch.marking import rows_in, total
from autograder.watch.places import Places, read_desk
from autograder.watch.policy import Total, is_better
from autograder.watch.settings import Policy, watch_settings
from autograder.watch.source import configured_exchange

REQUESTS = ".requests"
BY_POLICY = "by-policy"


def requests_folder(gradebook: Path) -> Path:
    """Where requests lie."""
    return gradebook / ATTEMPTS / REQUESTS


def make_requests_folder(gradebook: Path) -> Path:
    """The folder in which requests lie, made if need be.

    Raises:
        OSError: it cannot be made.
    """
    make_room(gradebook)
    folder = requests_folder(gradebook)
    folder.mkdir(exist_ok=True)
    return folder


def ask(gradebook: Path, attempt: Attempt, is_a_persons: bool | None) -> Path:
    """Ask for an attempt to count.

    Args:
        is_a_persons: whether later hand-ins leave it so; None to have it graded once more, and count by the rules.
    """
    path = make_requests_folder(gradebook) / f"{secrets.token_hex(8)}.json"
    note = {"student": attempt.student, "lab": attempt.lab, "attempt": attempt.name, "is_a_persons": is_a_persons}
    write_whole(path, json.dumps(note))
    return path


def requests(gradebook: Path) -> list[Path]:
    """The requests that are open, the first ones first.

    Raises:
        OSError: they cannot be looked at now.
    """
    found = []
    for path in requests_folder(gradebook).glob("*.json"):
        with suppress(FileNotFoundError):  # it has gone meanwhile
            found.append((path.stat().st_mtime_ns, path))
    return [path for _, path in sorted(found)]


def take_request(gradebook: Path, path: Path) -> Attempt | None:
    """The attempt that is asked for, which is not done from now on, and counts if that is asked for; None where the
    request makes no sense.

    Raises:
        OSError: it cannot be noted now; the request stays.
    """
    try:
        note = json.loads(path.read_bytes())
        theirs = attempts_of(gradebook, str(note["student"]), str(note["lab"]))
        attempt = next((one for one in theirs if one.name == note["attempt"]), None)
        if attempt is not None:
            if note["is_a_persons"] is not None:
                write_choice(gradebook, *attempt.place, Choice(attempt.name, bool(note["is_a_persons"])))
            (attempt.path / RESULT).unlink(missing_ok=True)  # until it is recorded, it is not done
    except (ValueError, KeyError, TypeError):
        attempt = None
    path.unlink(missing_ok=True)
    return attempt


def named(gradebook: Path, student: str, lab: str, name: str, policy: Policy, settings: Config) -> Attempt:
    """The attempt of this name, or the beginning of one; or the one that counts by the course's rules.

    Args:
        settings: the course's, which say what lateness costs.

    Raises:
        CourseError: there is none, or several begin so; the message names those there are.
    """
    theirs = attempts_of(gradebook, student, lab)
    if not theirs:
        raise CourseError(f"{gradebook / ATTEMPTS}: no attempt of {student} at {lab}")
    if name == BY_POLICY:
        return by_policy(gradebook, theirs, policy, settings)
    found = [one for one in theirs if one.name == name] or [one for one in theirs if one.name.startswith(name)]
    if len(found) != 1:
        names = ", ".join(one.name for one in theirs)
        raise CourseError(f"{name}: {'several attempts begin so' if found else 'no such attempt'}; there are {names}")
    return found[0]


def by_policy(gradebook: Path, attempts: Sequence[Attempt], policy: Policy, settings: Config) -> Attempt:
    """The attempt that counts by the course's rules, of those that may."""
    counting = [one for one in attempts if not (one.received.refused or needs_review(one))]
    if not counting:
        return attempts[-1]
    best: tuple[Attempt, Total] | None = None
    for attempt, total_of in _totals(gradebook, counting, settings) if policy.counts == "best" else ():
        if best is None or is_better(total_of, best[1]):
            best = attempt, total_of
    return counting[-1] if best is None else best[0]


def _totals(gradebook: Path, attempts: Sequence[Attempt], settings: Config) -> Iterator[tuple[Attempt, Total]]:
    """What each attempt that was examined comes to: the one that counts with what people gave, and all of them with
    what lateness takes off.
    """
    place = attempts[0].place
    recorded, now = read_one(gradebook, *place), read_choice(gradebook, *place).attempt
    for attempt in attempts:
        result = read_result(attempt)
        rows, late = rows_in(result) if result is not None else [], 0.0
        if rows and recorded is not None:
            points = sum(row.points or 0.0 for row in rows)
            with Gradebook(database(gradebook)) as book:
                before, late = late_points(attempt.lab, attempt.student, attempt.received.time, points, settings, book)
                if attempt.name == now:
                    rows, late = rows_now(gradebook, recorded.rows, book), before
        if rows:
            yield attempt, total(rows, late)


def apply_requests(course: Path, gradebook: Path, settings: Config, events: Events, jobs: int) -> int:
    """Do what is asked for, where no service runs; returns an exit code, 3 when a person has to look.

    Raises:
        CourseError: the course is not in order.
    """
    source = configured_exchange(settings, gradebook)
    places = Places(course, gradebook, source, settings, watch_settings(settings))
    line = Line(read_desk(places), source, events, jobs, lambda: None)
    try:
        for request in requests(gradebook):
            attempt = take_request(gradebook, request)
            if attempt is not None:
                line.put(attempt, is_a_persons=True)
        while not line.is_idle:
            line.step(0.0 if line.can_begin else 0.5)
    finally:
        line.close()
    return 3 if line.stuck or events.counts["needs_review"] else 0
