"""What a run of `grade` is going to do: the labs, where the submissions are, and the gradebook made ready for them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from traitlets.config import Config

from autograder.course.config import SOLUTIONS, exchange_zone, load_config
from autograder.course.model import CourseError, Lab
from autograder.course.reading import read_course
from autograder.course.roster import read_roster
from autograder.course.selection import asked_for
from autograder.exam.settings import hidden_paths
from autograder.gradebook.databases import index_keys, mark_newest
from autograder.gradebook.paths import database
from autograder.gradebook.revision import make_room
from autograder.gradebook.scores import NEEDS_HUMAN, in_scores, places
from autograder.gradebook.secret import course_secret
from autograder.intake import Collected, GradingNotebook, Submission, students_in
from autograder.release.notebooks import generate


@dataclass(frozen=True)
class Plan:
    """All that a run of `grade` is going to do.

    Attributes:
        submissions: what was sent and asked for, read anew each time it is gone through.
        expected: how many that may be: the hand-ins, before any of them is read.
        graded: student and lab of what was graded before.
        is_whole: whether all that was sent is asked for, and not only some labs or students.
    """

    course: Path
    submitted: Path
    gradebook: Path
    labs: dict[str, Lab]
    submissions: Iterable[Submission]
    settings: Config
    secret: bytes
    force: bool = False
    expected: int = 0
    graded: frozenset[tuple[str, str]] = frozenset()
    is_whole: bool = False

    @property
    def hidden(self) -> tuple[Path, ...]:
        """What no student code may read."""
        return hidden_paths(self.settings, self.course, self.submitted, self.gradebook)

    def course_digest(self) -> str:
        """64 hexadecimal digits, others when any notebook of the course changes."""
        whole = hashlib.sha256()
        for path in sorted((self.course / SOLUTIONS).glob("*/*.ipynb")):
            name = f"{path.parent.name}/{path.name}"
            whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(path.read_bytes()).digest())
        return whole.hexdigest()


def plan(
    course: Path,
    submitted: Path,
    gradebook: Path,
    labs: Sequence[str] = (),
    students: Sequence[str] = (),
    settings: Config | None = None,
    force: bool = False,
) -> Plan:
    """Read the course and what was submitted, and record the labs' cells in the gradebook.

    Args:
        settings: nbgrader's configuration, when it is not as in the course's file.
        force: grade again what was graded already from the same answers and tests.

    Raises:
        CourseError: the course or scores.csv is not in order, or an unknown lab or student was asked for.
        FileNotFoundError: there is no folder `submitted`.
    """
    if not submitted.exists():
        raise FileNotFoundError(f"{submitted}: no such folder or zip; it should hold <student>/<lab>/<notebook>.ipynb")
    settings = load_config(course) if settings is None else settings
    # A damaged file is an error now, not when all is graded.
    graded = frozenset(places(row for row in in_scores(gradebook) if row.outcome != NEEDS_HUMAN))
    known = {lab.id: lab for lab in read_course(course / SOLUTIONS)}
    for lab in labs:
        if lab not in known:
            raise CourseError(f"--lab {lab}: no such lab; the labs are {', '.join(known)}")
    roster = read_roster(gradebook)
    senders = students_in(submitted, list(known), roster)
    ids = asked_for(students, senders, roster, f"in {submitted}")
    masters = prepare(course, tuple(known.values()), gradebook)
    return Plan(
        course,
        submitted,
        gradebook,
        known,
        Collected(submitted, masters, tuple(labs), tuple(ids), roster, zone=exchange_zone(settings)),
        settings,
        course_secret(gradebook),
        force,
        sum(senders[student] for student in ids or senders),
        graded,
        not (labs or students),
    )


def prepare(course: Path, labs: Sequence[Lab], gradebook: Path) -> dict[str, GradingNotebook]:
    """Record the labs' cells in the gradebook, which is made if need be, and return what to grade with.

    Cells that changed since submissions were graded change in the gradebook, too; manual grades stay.

    Raises:
        CourseError: nbgrader refuses a notebook, or what people gave would be lost; the message says why.
    """
    gradebook.mkdir(parents=True, exist_ok=True)
    mark_newest(gradebook)
    for lab in labs:
        make_room(lab, gradebook)
    with tempfile.TemporaryDirectory(prefix="masters-") as folder:
        target = Path(folder) / "masters"
        generate(course, labs, target, database(gradebook), keep_hidden=True)
        index_keys(gradebook)
        return {
            lab.id: GradingNotebook(
                lab.id, lab.notebook, (target / lab.id / f"{lab.notebook}.ipynb").read_text(encoding="utf-8")
            )
            for lab in labs
        }
