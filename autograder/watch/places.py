"""Where everything lies, and the course as it is now."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config

from autograder.course.config import SOLUTIONS, exchange_zone, subject_name
from autograder.course.reading import read_course
from autograder.course.roster import ROSTER, read_roster
from autograder.course.subject import load_subject
from autograder.gradebook.secret import course_secret
from autograder.grading import Plan, prepare
from autograder.watch.receiving import Desk
from autograder.watch.settings import Watch
from autograder.watch.source import Source


@dataclass(frozen=True)
class Places:
    """Where everything lies, and how it is set."""

    course: Path
    gradebook: Path
    source: Source
    settings: Config
    watch: Watch


def files_print(places: Places) -> str:
    """Another one when a file of the course's or the roster changes."""
    files = sorted((places.course / SOLUTIONS).glob("*/*.ipynb"))
    seen = hashlib.sha256()
    for path in [*files, places.gradebook / ROSTER]:
        with suppress(OSError):
            facts = path.stat()
            seen.update(f"{path.name}\0{facts.st_size}\0{facts.st_mtime_ns}\0".encode())
    return seen.hexdigest()


def read_desk(places: Places) -> Desk:
    """What hand-ins are read and graded with, by the course's files as they are now. The labs' cells are recorded in
    the gradebook.

    Raises:
        CourseError: the course or the roster is not in order.
    """
    course, gradebook, settings = places.course, places.gradebook, places.settings
    labs = {lab.id: lab for lab in read_course(course / SOLUTIONS)}
    roster = read_roster(gradebook)
    masters = prepare(course, tuple(labs.values()), gradebook)
    work = Plan(course, places.source.hidden, gradebook, labs, (), settings, course_secret(gradebook))
    zone = exchange_zone(settings)
    return Desk(work, masters, roster, places.watch.policy(zone), zone, load_subject(subject_name(settings)))
