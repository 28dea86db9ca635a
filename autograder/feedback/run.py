"""`python -m autograder feedback`: which pages there are to write, and writing them in several processes. A page that
is current stays.

Made from scores.csv, the gradebook's manual grades and comments, and the graded notebooks; nothing is run again.
"""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, ProcessPoolExecutor, as_completed
from dataclasses import asdict, astuple, dataclass, replace
from functools import cache
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry

from autograder.course.config import SOLUTIONS
from autograder.course.model import CourseError, Lab
from autograder.course.reading import read_course
from autograder.feedback import page
from autograder.feedback.page import Job
from autograder.files import PYTHON, digest
from autograder.gradebook.database import graded_rows
from autograder.gradebook.paths import AUTOGRADED, database
from autograder.gradebook.records import read_causes
from autograder.gradebook.scores import SCORES, Row

FEEDBACK = "feedback"
FEW = 24  # pages that are written sooner than a process is started
HEAD = 2000  # bytes of a page among which its key is found
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
    "torch",
)

_labs: dict[str, Lab] = {}


@dataclass(frozen=True)
class Written:
    """What a run did.

    Attributes:
        pages: all that there are now, written or current.
        fresh: how many of them were written.
        problems: the pages that could not be written, each with the reason.
    """

    pages: tuple[Path, ...]
    fresh: int
    problems: tuple[str, ...] = ()


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
    students.

    Args:
        jobs: how many at a time; 0 for one a core.
        force: write the pages again that are current.
        listen: told how many pages of how many are written.

    Raises:
        CourseError: nothing was graded into this folder yet, scores.csv and the gradebook are not of the same grading,
            or an unknown
            lab or student was asked for.
    """
    known = {lab.id: lab for lab in read_course(course / SOLUTIONS)}
    rows = graded_rows(gradebook)
    for name, asked, there in (("lab", labs, set(known)), ("student", students, {row.student for row in rows})):
        for one in asked:
            if one not in there:
                raise CourseError(
                    f"--{name} {one}: nothing of it was graded in {gradebook}, which has {', '.join(sorted(there)[:20])}"
                )
    mine = [
        row
        for row in rows
        if row.lab in known and (not labs or row.lab in labs) and (not students or row.student in students)
    ]
    all_jobs = _jobs(known, mine, gradebook)
    todo = [job for job in all_jobs if force or not _is_current(job)]
    problems = []
    for done, (job, problem) in enumerate(_written(todo, known, jobs or os.cpu_count() or 1), start=1):
        if problem:
            problems.append(f"{job.student} {job.lab}: its page could not be written: {problem}")
        listen(done, len(todo))
    return Written(tuple(job.target for job in all_jobs), len(todo) - len(problems), tuple(problems))


def _jobs(labs: dict[str, Lab], rows: Sequence[Row], gradebook: Path) -> list[Job]:
    """What each page is made from, read from the database."""
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row.student, row.lab), []).append(row)
    made = []
    with Gradebook(database(gradebook)) as book:
        for (student, lab_id), mine in groups.items():
            lab = labs[lab_id]
            graded = gradebook / AUTOGRADED / student / lab_id / f"{lab.notebook}.ipynb"
            try:
                submitted = book.find_submission_notebook(lab.notebook, lab_id, student)
                content = graded.read_bytes()
            except (MissingEntry, FileNotFoundError) as error:
                raise CourseError(
                    f"{student}, {lab_id}: in {SCORES} but not in the gradebook ({error}); grade it again"
                ) from error
            job = Job(
                student,
                lab_id,
                tuple(mine),
                {comment.name: comment.comment or "" for comment in submitted.comments},
                {grade.name: grade.manual_score for grade in submitted.grades},
                submitted.late_submission_penalty or 0.0,
                graded,
                gradebook / FEEDBACK / student / lab_id / f"{lab.notebook}.html",
                read_causes(gradebook, student, lab_id),
            )
            made.append(replace(job, key=_key(job, lab, content)))
    return made


def _key(job: Job, lab: Lab, content: bytes) -> str:
    """Another one whenever the page would be."""
    said = json.dumps(
        [
            job.student,
            list(map(astuple, job.rows)),
            sorted(job.comments.items()),
            sorted(job.manual.items()),
            job.late,
            sorted((test, asdict(cause)) for test, cause in job.causes.items()),
        ]
    )
    parts = (said.encode(), content, _digest(lab.path), _code())
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


@cache
def _digest(path: Path) -> bytes:
    return hashlib.sha256(path.read_bytes()).digest()


@cache
def _code() -> bytes:
    """What makes the pages. All of both packages: a page that is written again for nothing costs less than one that stays wrong."""
    return bytes.fromhex(digest(("autograder", "cnnlab"), versions=RENDERING_VERSIONS))


def _is_current(job: Job) -> bool:
    try:
        with job.target.open("rb") as file:
            return f'<meta name="made-from" content="{job.key}">'.encode() in file.read(HEAD)
    except OSError:
        return False


def _written(todo: Sequence[Job], labs: dict[str, Lab], jobs: int) -> Iterator[tuple[Job, str]]:
    """Each job with what went wrong, "" when nothing did. What a worker that dies had in hand is written here, one at a
    time.
    """
    if len(todo) <= FEW or jobs == 1:
        yield from ((job, _write(job, labs)) for job in todo)
        return
    lost = []
    with _workers(min(jobs, len(todo)), labs) as pool:
        futures = {pool.submit(_work, job): job for job in todo}
        for future in as_completed(futures):
            try:
                yield futures[future], future.result()
            except BrokenExecutor:
                lost.append(futures[future])
    yield from ((job, _write(job, labs)) for job in lost)


def _workers(count: int, labs: dict[str, Lab]) -> Executor:
    """Processes that have imported what a page needs: forks of one that has, where the system can; never of this one,
    with its threads.
    """
    kind = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
    context = multiprocessing.get_context(kind)
    if kind == "forkserver":
        context.set_forkserver_preload(["autograder.feedback.page", "autograder.diagnosis.naming"])
    return ProcessPoolExecutor(count, context, initializer=_learn, initargs=(labs,))


def _learn(labs: dict[str, Lab]) -> None:
    """Once a worker, since a lab is larger than all else that a page is made from."""
    _labs.update(labs)


def _work(job: Job) -> str:
    return _write(job, _labs)


def _write(job: Job, labs: dict[str, Lab]) -> str:
    try:
        page.write_page(job, labs[job.lab])
    except Exception as error:  # one page that cannot be written does not stop the others; it is told of
        return f"{type(error).__name__}: {error}"
    return ""
