"""The only writer of the gradebook folder: nbgrader's database through nbgrader's own API, autograded notebooks, scores.csv."""

from __future__ import annotations

import csv
import os
import tempfile
import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.preprocessors import AssignLatePenalties
from sqlalchemy.exc import SAWarning
from traitlets.config import Config

from autograder.course import CourseError, Lab
from autograder.exam import Examined, Verdict
from autograder.intake import Master
from autograder.release import generate

DATABASE = "gradebook.db"
AUTOGRADED = "autograded"
SCORES = "scores.csv"
HEADER = ("student", "lab", "exercise", "test", "points", "max_points", "outcome", "reason")
NEEDS_HUMAN = "needs-human"


@dataclass(frozen=True)
class Row:
    """One line of scores.csv, as text."""

    student: str
    lab: str
    exercise: str
    test: str
    points: str
    max_points: str
    outcome: str
    reason: str


def database(gradebook: Path) -> str:
    """The database's URL."""
    return f"sqlite:///{gradebook.resolve() / DATABASE}"


def prepare(course: Path, labs: Sequence[Lab], gradebook: Path) -> dict[str, Master]:
    """Record the labs' cells in the gradebook (made if need be) and return what to grade with.

    Raises:
        CourseError: the gradebook holds submissions to another set of cells.
    """
    gradebook.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="masters-") as folder:
        target = Path(folder) / "masters"
        try:
            generate(course, labs, target, database(gradebook), keep_hidden=True)
        except RuntimeError as error:
            raise CourseError(f"{gradebook / DATABASE}: {error}. Grade into a new --gradebook folder, or put the cells back.") from error
        return {
            lab.id: Master(lab.id, lab.notebook, (target / lab.id / f"{lab.notebook}.ipynb").read_text(encoding="utf-8")) for lab in labs
        }


def record(gradebook: Path, lab: Lab, examined: Examined, settings: Config) -> list[Row]:
    """Write one submission's grades and executed notebook; returns its rows of scores.csv."""
    sent = examined.submission
    late = {} if sent.timestamp is None else {"timestamp": sent.timestamp.isoformat()}
    with _nbgraders_warnings_off(), Gradebook(database(gradebook)) as book:
        book.update_or_create_student(sent.student)
        book.update_or_create_submission(sent.lab, sent.student, **late)
        submitted = book.find_submission_notebook(sent.notebook, sent.lab, sent.student)
        grades = {grade.name: grade for grade in submitted.grades}
        for verdict in examined.verdicts:
            grade = grades[verdict.test]
            grade.auto_score = verdict.points
            # A grade that a person gave stands; after a regrade nbgrader has them look again.
            grade.needs_manual_grade = verdict.points is None or grade.manual_score is not None
        for comment in submitted.comments:
            comment.auto_comment = None if comment.name in sent.answered else "No response."
        book.db.commit()
        points = {name: grade.score if not _ungraded(grade) else None for name, grade in grades.items()}
    resources = {"nbgrader": {"notebook": sent.notebook, "assignment": sent.lab, "student": sent.student, "db_url": database(gradebook)}}
    AssignLatePenalties(config=settings).preprocess(nbformat.reads(examined.text, as_version=4), resources)
    path = gradebook / AUTOGRADED / sent.student / sent.lab / f"{sent.notebook}.ipynb"
    write_whole(path, examined.text)
    return [_row(sent.student, lab, verdict, points[verdict.test]) for verdict in examined.verdicts]


def needs_human(student: str, lab: str, reason: str) -> Row:
    """The row of a submission that could not be graded."""
    return Row(student, lab, "", "", "", "", NEEDS_HUMAN, one_line(reason))


def read_scores(gradebook: Path) -> list[Row]:
    """The rows of scores.csv; none when there is no such file yet."""
    path = gradebook / SCORES
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as file:
        return [Row(**{name: line[name] for name in HEADER}) for line in csv.DictReader(file)]


def write_scores(gradebook: Path, rows: Iterable[Row]) -> None:
    """Replace in scores.csv what it says of each student and lab in `rows`; the rest stays."""
    fresh = list(rows)
    renewed = {(row.student, row.lab) for row in fresh}
    kept = [row for row in read_scores(gradebook) if (row.student, row.lab) not in renewed]
    ordered = sorted(kept + fresh, key=lambda row: (row.student, row.lab))
    with tempfile.NamedTemporaryFile("w", newline="", encoding="utf-8", dir=gradebook, prefix=".scores-", delete=False) as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *map(astuple, ordered)])
    Path(file.name).chmod(0o644)
    Path(file.name).replace(gradebook / SCORES)


def write_whole(path: Path, text: str) -> None:
    """Write a file so that it is there in full or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(f".{path.name}.{os.getpid()}")
    half.write_text(text, encoding="utf-8")
    half.replace(path)


def _ungraded(grade: object) -> bool:
    return getattr(grade, "auto_score", None) is None and getattr(grade, "manual_score", None) is None


def _row(student: str, lab: Lab, verdict: Verdict, points: float | None) -> Row:
    exercise = next(cell.exercise for cell in lab.cells if cell.name == verdict.test)
    shown = "" if points is None else f"{points:g}"
    return Row(student, lab.id, exercise, verdict.test, shown, f"{verdict.max_points:g}", verdict.outcome, one_line(verdict.reason))


@contextmanager
def _nbgraders_warnings_off() -> Iterator[None]:
    """nbgrader 0.9.6 builds a submission's rows while SQLAlchemy autoflushes, which SQLAlchemy 2 warns of, three times each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=SAWarning)
        yield


def one_line(text: str) -> str:
    return " ".join(text.split())[:500]
