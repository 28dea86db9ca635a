"""What a person gave, and to which answer: a grade or a comment belongs to the answer that it was given to.

For each submission a small file below `.marks/` has a digest of each answer, and what was given to answers that were
handed in anew since. Such points and comments are taken out of nbgrader's database, so that nobody takes them for those
of the new answer; when the old answer comes back, so do they.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from nbgrader.api import Comment, Grade, SubmittedNotebook

from autograder.course.model import Exercise, Lab
from autograder.course.nbgrader_cells import grade_id
from autograder.files import write_whole
from autograder.gradebook.paths import MARKS, notes_in


@dataclass(frozen=True)
class Given:
    """Points, extra points or a comment of a person's, taken out of the database.

    Attributes:
        answer: the digest of the answer that they were given to.
    """

    exercise: str
    cell: str
    answer: str
    points: float | None = None
    extra: float | None = None
    comment: str | None = None

    @property
    def has_points(self) -> bool:
        return self.points is not None or self.extra is not None

    def __str__(self) -> str:
        said = [] if self.points is None else [f"{self.points:g} points"]
        said += [] if self.extra is None else [f"{self.extra:g} extra points"]
        said += [] if self.comment is None else [f"the comment “{self.comment}”"]
        return f"{' and '.join(said)} ({self.cell})"


@dataclass(frozen=True)
class Marks:
    """What is noted of one submission: digests of its answers, by exercise, and what earlier answers were given."""

    answers: Mapping[str, str] = field(default_factory=dict)
    earlier: tuple[Given, ...] = ()

    def of_others(self, exercise: str) -> list[Given]:
        """What was given to other answers to this exercise than the present one."""
        present = self.answers.get(exercise)
        return [given for given in self.earlier if given.exercise == exercise and given.answer != present]


def answers_in(notebook: str, lab: Lab) -> dict[str, str]:
    """A digest of each exercise's answer in a notebook's text; space at the ends of lines does not count."""
    # Not validated, which takes longer than all else here: it is a notebook that the exam wrote.
    sources = {grade_id(cell): "".join(cell["source"]) for cell in json.loads(notebook)["cells"]}
    return {one.name: _digest(sources[one.name]) for one in lab.exercises if one.name in sources}


def read_marks(gradebook: Path, student: str, lab: Lab, graded: Path) -> Marks:
    """What is noted of a submission. Of one that was graded before there were notes, the answers in the notebook
    `graded` are looked at.
    """
    try:
        return _from_json(json.loads(path_of(gradebook, student, lab.id).read_text(encoding="utf-8")))
    except FileNotFoundError:
        try:
            return Marks(answers_in(graded.read_text(encoding="utf-8"), lab))
        except (OSError, ValueError, AttributeError, TypeError):  # graded for the first time, or damaged
            return Marks()


def write_marks(gradebook: Path, student: str, lab: str, marks: Marks) -> None:
    """Note it, whole or not at all."""
    note = {"answers": dict(marks.answers), "earlier": [asdict(given) for given in marks.earlier]}
    write_whole(path_of(gradebook, student, lab), json.dumps(note, indent=1))


def path_of(gradebook: Path, student: str, lab: str) -> Path:
    """Where the note of one submission lies."""
    return gradebook / MARKS / student / f"{lab}.json"


def set_aside_in(gradebook: Path) -> dict[tuple[str, str, str], Given]:
    """The last points that a person gave to another answer than the present one, by student, lab and graded cell."""
    found = {}
    for student, lab, note in notes_in(gradebook / MARKS):
        for cell, given in _aside(note).items():
            found[student, lab, cell] = given
    return found


def aside_of(gradebook: Path, student: str, lab: str) -> dict[str, Given]:
    """As `set_aside_in`, of one submission, by graded cell."""
    try:
        return _aside(path_of(gradebook, student, lab).read_bytes())
    except FileNotFoundError:
        return {}


def _aside(note: bytes) -> dict[str, Given]:
    marks = _from_json(json.loads(note.decode("utf-8")))
    return {
        given.cell: given
        for given in marks.earlier
        if marks.answers.get(given.exercise) != given.answer and given.has_points
    }


def rename_exercises(gradebook: Path, lab: str, names: Mapping[str, str]) -> None:
    """Follow cells that were renamed, in the notes of all students; `names` has the new names by the old ones."""
    for path in sorted((gradebook / MARKS).glob(f"*/{lab}.json")):
        marks = _from_json(json.loads(path.read_text(encoding="utf-8")))
        answers = {names.get(name, name): answer for name, answer in marks.answers.items()}
        earlier = tuple(
            replace(given, exercise=names.get(given.exercise, given.exercise), cell=names.get(given.cell, given.cell))
            for given in marks.earlier
        )
        write_marks(gradebook, path.parent.name, lab, Marks(answers, earlier))


def set_aside(submitted: SubmittedNotebook, lab: Lab, before: Marks, answers: Mapping[str, str]) -> Marks:
    """Take out of the database, which the caller commits, what a person gave to answers that are others now, and put
    back what they once gave to an answer that has come back.

    Args:
        before: what was noted when the submission was graded last.
        answers: the digests of the answers now.
    """
    earlier = list(before.earlier)
    for exercise in lab.exercises:
        old, new = before.answers.get(exercise.name), answers.get(exercise.name)
        if old is None or old == new:
            continue
        names = names_of(exercise)
        grades = [grade for grade in submitted.grades if grade.name in names]
        comments = [comment for comment in submitted.comments if comment.name in names]
        for given in _given(exercise.name, old, grades, comments):
            earlier = [*(known for known in earlier if (known.cell, known.answer) != (given.cell, old)), given]
        for grade in grades:
            grade.manual_score = grade.extra_credit = None
        for comment in comments:
            comment.manual_comment = None
        _put_back(
            [given for given in earlier if (given.exercise, given.answer) == (exercise.name, new)], grades, comments
        )
    return Marks(before.answers, tuple(earlier))


def names_of(exercise: Exercise) -> set[str]:
    """The cells that a person can give points or a comment for one exercise."""
    return {exercise.name, *(test.name for test in exercise.tests)}


def _given(exercise: str, answer: str, grades: Iterable[Grade], comments: Iterable[Comment]) -> list[Given]:
    """What a person gave, by cell."""
    by_cell: dict[str, Given] = {}
    for grade in grades:
        if grade.manual_score is not None or grade.extra_credit is not None:
            by_cell[grade.name] = Given(exercise, grade.name, answer, grade.manual_score, grade.extra_credit)
    for comment in comments:
        if comment.manual_comment:
            given = by_cell.get(comment.name, Given(exercise, comment.name, answer))
            by_cell[comment.name] = replace(given, comment=comment.manual_comment)
    return list(by_cell.values())


def _put_back(earlier: Iterable[Given], grades: Iterable[Grade], comments: Iterable[Comment]) -> None:
    given = {one.cell: one for one in earlier}
    for grade in grades:
        if grade.name in given:
            grade.manual_score, grade.extra_credit = given[grade.name].points, given[grade.name].extra
    for comment in comments:
        if comment.name in given:
            comment.manual_comment = given[comment.name].comment


def _digest(source: str) -> str:
    lines = (line.rstrip() for line in source.strip().splitlines())
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def _from_json(note: Any) -> Marks:
    return Marks(dict(note["answers"]), tuple(Given(**given) for given in note["earlier"]))
