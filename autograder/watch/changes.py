"""What people changed in the database meanwhile: grades and comments in formgrader, due dates, extensions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from nbgrader.api import Assignment, BaseCell, Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import or_
from sqlalchemy.orm import Query

from autograder.gradebook.databases import sqlite_file
from autograder.gradebook.paths import RECORDS

AT_A_TIME = 1000

Place = tuple[str, str]  # student and lab


class Writes:
    """Tells others' writes to the database from our own, by how its file looks. What others write in the midst of a
    write of ours is taken for ours. Of a database that is no file, nobody knows: each look has to be taken for
    another's write.
    """

    def __init__(self, gradebook: Path) -> None:
        self._file = sqlite_file(gradebook)
        self._seen = self._known = self._stamp()
        self._by_others = False

    @contextmanager
    def ours(self) -> Iterator[None]:
        """Around a write of our own."""
        self._look()
        try:
            yield
        finally:
            self._seen = self._stamp()

    @property
    def by_others(self) -> bool:
        """Whether somebody else may have written since `forget`."""
        self._look()
        return self._by_others or self._file is None

    @property
    def by_anybody(self) -> bool:
        """Whether somebody may have written since `forget`, ourselves included."""
        return self.by_others or self._stamp() != self._known

    def forget(self) -> None:
        """What others wrote until now is known."""
        self._seen = self._known = self._stamp()
        self._by_others = False

    def remember(self) -> None:
        """What others wrote is not known after all."""
        self._by_others = True

    def _look(self) -> None:
        stamp = self._stamp()
        self._by_others = self._by_others or stamp != self._seen
        self._seen = stamp

    def _stamp(self) -> tuple[int, int]:
        try:
            facts = self._file.stat() if self._file is not None else None
        except OSError:
            facts = None
        return (facts.st_size, facts.st_mtime_ns) if facts is not None else (0, 0)


def peoples_part(book: Gradebook) -> dict[Place, bytes]:
    """A digest of what people, and not exams, decide of each submission, by student and lab; where they decided
    nothing, there is none.
    """
    found: dict[Place, Any] = {}
    for query in (_grades(book), _comments(book), _times(book)):
        for student, lab, *values in query.order_by(SubmittedNotebook.id).yield_per(AT_A_TIME):
            digest = found.setdefault((student, lab), hashlib.sha256())
            digest.update(repr(values).encode("utf-8", "surrogatepass"))
    return {place: digest.digest()[:8] for place, digest in found.items()}


def changed(before: dict[Place, bytes], after: dict[Place, bytes]) -> list[Place]:
    """The submissions of which people decided something else."""
    return sorted(place for place in before.keys() | after.keys() if before.get(place) != after.get(place))


def all_graded(gradebook: Path) -> Iterator[Place]:
    """Student and lab of all that was graded."""
    for note in sorted((gradebook / RECORDS).glob("*/*.json")):
        yield note.parent.name, note.stem


def _grades(book: Gradebook) -> Query[Any]:
    columns = (BaseCell.name, Grade.manual_score, Grade.extra_credit)
    cells = _all(book, *columns).join(Grade, Grade.notebook_id == SubmittedNotebook.id)
    given = or_(Grade.manual_score.is_not(None), Grade.extra_credit.is_not(None))
    query: Query[Any] = cells.join(BaseCell, BaseCell.id == Grade.cell_id).filter(given)
    return query


def _comments(book: Gradebook) -> Query[Any]:
    cells = _all(book, BaseCell.name, Comment.manual_comment)
    commented = cells.join(Comment, Comment.notebook_id == SubmittedNotebook.id)
    query: Query[Any] = commented.join(BaseCell, BaseCell.id == Comment.cell_id).filter(
        Comment.manual_comment.is_not(None)
    )
    return query


def _times(book: Gradebook) -> Query[Any]:
    columns = (SubmittedNotebook.late_submission_penalty, SubmittedAssignment.extension, Assignment.duedate)
    query: Query[Any] = _all(book, *columns).filter(Assignment.duedate.is_not(None))
    return query


def _all(book: Gradebook, *columns: Any) -> Query[Any]:
    query: Query[Any] = (
        book.db.query(SubmittedAssignment.student_id, Assignment.name, *columns)
        .select_from(SubmittedNotebook)
        .join(SubmittedAssignment, SubmittedAssignment.id == SubmittedNotebook.assignment_id)
        .join(Assignment, Assignment.id == SubmittedAssignment.assignment_id)
    )
    return query
