"""One hand-in, graded into a gradebook that is thrown away: the verdicts are those that `grade` gives."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from autograder.course.config import SOLUTIONS, exchange_zone, load_config, subject_name
from autograder.course.model import CourseError, Lab
from autograder.course.reading import read_lab
from autograder.course.student_ids import student_id
from autograder.course.subject import load_subject
from autograder.exam.engines import hide_too
from autograder.exam.settings import exam_settings
from autograder.feedback.model import Page
from autograder.feedback.page import graded_notebook, page_of
from autograder.feedback.run import page_jobs
from autograder.gradebook.scores import NEEDS_HUMAN, Row
from autograder.grading import Plan, grade, prepare
from autograder.intake.delivery import Delivery, Sender
from autograder.intake.drafting import submissions_of
from autograder.intake.files import on_disk
from autograder.text import as_sentence, listed

UNDECIDED = "unknown"
NO_SANDBOX = (
    "this machine does not let the grader keep a student's code apart from the tests, so nothing was run. "
    "It allows none of the two sandboxes: namespaces as root (CAP_SYS_ADMIN), and user namespaces. "
    "Cure: have one of them allowed for this container (Docker: --cap-add SYS_ADMIN with --security-opt "
    "seccomp=unconfined and apparmor=unconfined), or download what was handed in and grade it on a Linux machine of "
    "your own with `make grade SUBMITTED=…`"
)
SANDBOX_OFF = (
    "c.Exam.sandbox is 'none' in nbgrader_config.py: without a sandbox a student's code could read the tests here and "
    "write its own result. Cure: take the line out, and make the package again"
)


@dataclass(frozen=True)
class Marked:
    """What came of one hand-in.

    Attributes:
        page: what a student reads; None where it could not be graded.
        rows: the gradebook's rows of it.
        problem: why it could not be graded, a sentence for everybody; "" where it could, and where only the instructor
            may read it.
        reason: a failure of ours, for the instructor alone: it may hold words of the tests.
        seconds: how long it took.
    """

    page: Page | None = None
    lab: Lab | None = None
    rows: tuple[Row, ...] = ()
    problem: str = ""
    reason: str = ""
    seconds: float = 0.0

    @property
    def undecided(self) -> tuple[str, ...]:
        """The test cells that were not decided: ours."""
        return tuple(row.test for row in self.rows if row.outcome == UNDECIDED)

    @property
    def is_decided(self) -> bool:
        """Whether points may be given: all was graded that a machine grades."""
        return self.page is not None and not self.undecided


@dataclass(frozen=True)
class Place:
    """Where one hand-in is graded.

    Attributes:
        course: a course with the lab, which may be written to.
        sent: the folder of what was handed in.
        scratch: an empty folder, for the gradebook.
        hidden: what else no student code may read.
    """

    course: Path
    sent: Path
    scratch: Path
    hidden: Sequence[Path] = ()


def mark(place: Place, lab_id: str, who: str, secret: str) -> Marked:
    """Grade what lies in the folder `place.sent`. Never raises.

    Args:
        who: what the other system calls the student or group: the same name gets the same test inputs.
        secret: hexadecimal digits, from which the seeds come.
    """
    start = time.monotonic()
    try:
        marked = _marked(place, lab_id, who, secret)
    except Exception as error:  # ours: never a zero
        marked = Marked(reason=f"{type(error).__name__}: {error}")
    return replace(marked, seconds=time.monotonic() - start)


def _marked(place: Place, lab_id: str, who: str, secret: str) -> Marked:
    settings = load_config(place.course)
    exam = exam_settings(settings)
    if exam.sandbox == "none":
        return Marked(problem=as_sentence(SANDBOX_OFF), reason=SANDBOX_OFF)
    if exam.kind() == "none":
        return Marked(problem=as_sentence(NO_SANDBOX), reason=NO_SANDBOX)
    hide_too(place.hidden)
    lab = read_lab(place.course / SOLUTIONS / lab_id)
    gradebook = place.scratch / "gradebook"
    masters = prepare(place.course, (lab,), gradebook)
    student = student_id(who)
    if not student:
        raise CourseError(f"nobody can be called {who!r}")
    delivery = Delivery(Sender(login=who), student, folder=on_disk(place.sent))
    sent = list(submissions_of(delivery, masters, [lab.id], exchange_zone(settings)))
    if len(sent) != 1:
        raise CourseError(f"{len(sent)} submissions were found in what is one hand-in")
    if sent[0].problem:
        return Marked(lab=lab, problem=as_sentence(sent[0].problem))
    plan = Plan(place.course, place.sent, gradebook, {lab.id: lab}, sent, settings, bytes.fromhex(secret))
    graded = grade(plan, jobs=1)
    if graded.needs_review:
        return Marked(lab=lab, reason=listed([row.reason for row in graded.needs_review]))
    rows = [row for row in graded.rows() if row.outcome != NEEDS_HUMAN]
    subject = load_subject(subject_name(settings))
    job = page_jobs({lab.id: lab}, rows, gradebook, subject)[0]
    return Marked(page_of(job, lab, graded_notebook(job), subject), lab, tuple(rows))
