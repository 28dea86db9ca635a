"""`python -m autograder feedback`: finds the pages that are not current, and has them written.

They are made from scores.csv, the records, the gradebook's manual grades and comments, and the graded notebooks.
Nothing is run again.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass, field, replace
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.course.config import SOLUTIONS, load_config, subject_name
from autograder.course.model import CourseError, Lab
from autograder.course.reading import read_course
from autograder.course.roster import Person, read_roster
from autograder.course.selection import asked_for
from autograder.course.student_ids import shown_id
from autograder.course.subject import Subject, load_subject, sources
from autograder.feedback.model import Sent
from autograder.feedback.page import Job, write_page
from autograder.feedback.submitted import Submitted, read_submitted
from autograder.feedback.without import Without, set_aside_old, without_page
from autograder.feedback.workers import write_pages
from autograder.files import PYTHON, digest
from autograder.gradebook.database import graded_rows
from autograder.gradebook.late import refresh_penalties
from autograder.gradebook.paths import AUTOGRADED, FEEDBACK, database
from autograder.gradebook.people import class_of, person_of
from autograder.gradebook.receipts import copy_receipt
from autograder.gradebook.records import read_one
from autograder.gradebook.scores import SCORES, Row, read_scores
from autograder.intake import Repair
from autograder.text import as_sentence

HEAD = 2000  # bytes at the start of a page that contain its key
RENDERING_VERSIONS = (
    PYTHON,
    "jinja2",
    "latex2mathml",
    "markupsafe",
    "mistune",
    "nbconvert",
    "nbformat",
    "nh3",
    "pygments",
)


@dataclass(frozen=True)
class Written:
    """What a run did.

    Attributes:
        pages: all pages there are now, written or current.
        fresh: how many of them were written.
        problems: the pages that could not be written, each with the reason.
        lost: those pages; there may be an older one of the same name.
        without: who has no page, and the pages of before that are not to be handed out.
    """

    pages: tuple[Path, ...]
    fresh: int
    problems: tuple[str, ...] = ()
    lost: frozenset[Path] = frozenset()
    without: Without = field(default_factory=Without)

    def of_lab(self, lab: str) -> dict[str, Path]:
        """The current pages of a lab, by student."""
        return {
            page.parent.parent.name: page for page in self.pages if page.parent.name == lab and page not in self.lost
        }


def write_feedback(
    course: Path,
    gradebook: Path,
    labs: Sequence[str] = (),
    students: Sequence[str] = (),
    jobs: int = 0,
    force: bool = False,
    listen: Callable[[int, int], None] = lambda done, of: None,
) -> Written:
    """Write `feedback/<student>/<lab>/<notebook>.html` for each graded submission, or for those of these labs and
    students. A page of before whose submission is not graded any more is renamed, so that nobody hands it out.

    Args:
        jobs: how many at a time; 0 for one a core.
        force: write the pages again that are current.
        listen: told how many pages of how many are written.

    Raises:
        CourseError: there is no nbgrader_config.py, nothing was graded into this folder yet, scores.csv and the
            gradebook are not of the same grading, or an unknown lab or student was asked for.
    """
    known = {lab.id: lab for lab in read_course(course / SOLUTIONS)}
    settings = load_config(course)
    subject = subject_name(settings)
    refresh_penalties(gradebook, settings)
    rows, roster = graded_rows(gradebook), read_roster(gradebook)
    for lab in labs:
        if lab not in known:
            raise CourseError(f"--lab {lab}: no such lab; the labs are {', '.join(known)}")
    students = asked_for(students, {row.student for row in rows}, roster, f"was graded in {gradebook}")
    chosen_rows = [
        row
        for row in rows
        if row.lab in known and (not labs or row.lab in labs) and (not students or row.student in students)
    ]
    all_jobs = page_jobs(known, chosen_rows, gradebook, load_subject(subject))
    todo = [job for job in all_jobs if force or not _is_current(job)]
    problems, lost = [], set()
    for done, (job, problem) in enumerate(write_pages(todo, known, subject, jobs or os.cpu_count() or 1), start=1):
        if problem:
            problems.append(f"{job.student} {job.lab}: its page could not be written: {problem}")
            lost.add(job.target)
        listen(done, len(todo))
    for job in all_jobs:
        if job.target.is_file():
            copy_receipt(gradebook, job.graded, job.target)
    chosen_labs = [lab for lab in known.values() if not labs or lab.id in labs]
    pages = tuple(job.target for job in all_jobs)
    set_aside = set_aside_old(gradebook / FEEDBACK, chosen_labs, students, set(pages))
    without = without_page(read_scores(gradebook), roster, [lab.id for lab in chosen_labs], students, set_aside)
    return Written(pages, len(todo) - len(problems), tuple(problems), frozenset(lost), without)


def page_jobs(labs: Mapping[str, Lab], rows: Sequence[Row], gradebook: Path, subject: Subject) -> list[Job]:
    """What the page of each graded submission in these rows of scores.csv is made from, read from the database.

    Raises:
        CourseError: scores.csv and the gradebook are not of the same grading.
    """
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.student, row.lab), []).append(row)
    people = class_of(gradebook)
    with Gradebook(database(gradebook)) as book:
        all_submitted = read_submitted(book, [labs[lab] for lab in {lab for _, lab in groups}])
    return [
        _job(labs[lab], own_rows, gradebook, subject, all_submitted, people.get(student, Person(student)))
        for (student, lab), own_rows in groups.items()
    ]


def _job(
    lab: Lab,
    rows: Sequence[Row],
    gradebook: Path,
    subject: Subject,
    all_submitted: Mapping[tuple[str, str], Submitted],
    person: Person,
) -> Job:
    """What the page of one submission, which has these rows, is made from."""
    student = rows[0].student
    graded = gradebook / AUTOGRADED / student / lab.id / f"{lab.notebook}.ipynb"
    try:
        submitted = all_submitted[student, lab.id]
        content = graded.read_bytes()
    except (KeyError, FileNotFoundError) as error:
        raise CourseError(
            f"{student}, {lab.id}: in {SCORES} but not in the gradebook ({error}); grade it again"
        ) from error
    record = read_one(gradebook, student, lab.id)
    job = Job(
        student,
        lab.id,
        tuple(rows),
        submitted.comments,
        submitted.manual,
        submitted.late,
        graded,
        gradebook / FEEDBACK / student / lab.id / f"{lab.notebook}.html",
        record.causes if record else {},
        _sent(submitted, person, record.repairs if record else ()),
    )
    return replace(job, key=_key(job, lab, content, subject))


def write_one(gradebook: Path, lab: Lab, rows: Sequence[Row], subject: Subject, book: Gradebook) -> tuple[Path, bool]:
    """Write the page of one graded submission, which has these rows, unless it is current; the rest of the class is not
    looked at.

    Returns:
        The page, and whether it was written.

    Raises:
        CourseError: it is not in the gradebook.
        OSError: the page cannot be written.
    """
    student = rows[0].student
    job = _job(lab, rows, gradebook, subject, read_submitted(book, [lab], student), person_of(gradebook, student, book))
    is_fresh = not _is_current(job)
    if is_fresh:
        write_page(job, lab, subject)
    copy_receipt(gradebook, job.graded, job.target)
    return job.target, is_fresh


def _sent(submitted: Submitted, person: Person, repairs: Sequence[Repair]) -> Sent:
    """How the work came in, in the page's words."""
    return Sent(
        person.full_name or shown_id(person.student),
        _time(submitted.due),
        _time(submitted.handed_in),
        tuple(as_sentence(str(repair)) for repair in repairs),
    )


def _time(time: datetime | None) -> str:
    """`2 November 2026, 23:14 UTC`; nbgrader keeps times in UTC, without saying so."""
    return f"{time.day} {time:%B %Y, %H:%M} UTC" if time else ""


def _key(job: Job, lab: Lab, content: bytes, subject: Subject) -> str:
    """Another one whenever the page would be another one."""
    values = json.dumps(
        [
            job.student,
            list(map(astuple, job.rows)),
            sorted(job.comments.items()),
            sorted(job.manual.items()),
            job.late,
            sorted((test, asdict(cause)) for test, cause in job.causes.items()),
            astuple(job.sent),
        ]
    )
    facts = lab.path.stat()
    parts = (values.encode(), content, _digest(lab.path, facts.st_mtime_ns, facts.st_size), _code(subject))
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


@lru_cache(maxsize=64)
def _digest(path: Path, time: int, size: int) -> bytes:
    """Of what the file held at that time and with that size."""
    return hashlib.sha256(path.read_bytes()).digest()


@cache
def _code(subject: Subject) -> bytes:
    """A digest of all that makes the pages: whole packages, since a page written again for nothing costs little."""
    packages, texts = sources(subject)
    versions = (*RENDERING_VERSIONS, *subject.packages)
    return bytes.fromhex(digest(("autograder", *packages), versions=versions, texts=texts))


def _is_current(job: Job) -> bool:
    try:
        with job.target.open("rb") as file:
            return f'<meta name="made-from" content="{job.key}">'.encode() in file.read(HEAD)
    except OSError:
        return False
