"""A student whose id has changed: all that was graded goes on under the new one."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from nbgrader.api import Gradebook, Student, SubmittedAssignment

from autograder.course.model import CourseError
from autograder.course.roster import read_roster
from autograder.course.selection import asked_for
from autograder.course.student_ids import shown_id, student_id
from autograder.files import write_whole
from autograder.gradebook.database import require_grades
from autograder.gradebook.databases import back_up
from autograder.gradebook.marks import path_of
from autograder.gradebook.paths import ATTEMPTS, AUTOGRADED, MARKS, RECORDS, database
from autograder.gradebook.scores import read_scores, replace_scores


def rename_student(gradebook: Path, old: str, new: str) -> list[str]:
    """Move all grades from one id to another; the database is copied first. Where both ids have a hand-in of a lab, the
    one in which a person gave something stays.

    Args:
        old, new: ids, names, or what else the roster knows of somebody.

    Returns:
        A line for each lab.

    Raises:
        CourseError: it is not known who `old` is, the new id cannot be one, or a person graded both hand-ins of a lab;
            then nothing is changed.
    """
    require_grades(gradebook)
    if not student_id(new):
        raise CourseError(f"{new!r}: this cannot be an id; it is empty or too long")
    roster = read_roster(gradebook)
    person = roster.by_key(new) or roster.by_name(new)
    new = person.student if person else student_id(new)
    with Gradebook(database(gradebook)) as book:
        known = {student for (student,) in book.db.query(Student.id)}
        ids = asked_for([old], known, roster, f"in {gradebook}", "rename-student")
        if len(ids) > 1:
            raise CourseError(f"rename-student {old}: name one student")
        source = book.db.get(Student, ids[0])
        if source.id == new:
            raise CourseError(f"{old}: that is the id already")
        old, names = source.id, f"{shown_id(source.id)} to {shown_id(new)}"
        target = book.db.get(Student, new)
        theirs = {one.assignment.name: one for one in (target.submissions if target else ())}
        both = [lab for lab in (one.assignment.name for one in source.submissions) if lab in theirs]
        stays = {one.assignment.name: _is_of_a_person(one) for one in source.submissions}
        for lab in both:
            if stays[lab] and _is_of_a_person(theirs[lab]):
                raise CourseError(
                    f"{lab}: a person graded a hand-in of {shown_id(old)} and one of {shown_id(new)}; in formgrader, "
                    "clear what one of them was given, then try again"
                )
        back_up(gradebook)
        if target is None:
            details = ("first_name", "last_name", "email", "lms_user_id")
            target = book.add_student(new, **{name: getattr(source, name) for name in details})
        moved, told = [], []
        for lab, submission in sorted((one.assignment.name, one) for one in list(source.submissions)):
            if lab in both and not stays[lab]:
                book.remove_submission(lab, old)
                told.append(f"{lab}: {names}; the hand-in under the old id, which no person graded, goes")
                continue
            if lab in both:
                book.remove_submission(lab, new)
                told.append(f"{lab}: {names}, with what people gave; grade again for the hand-in under the new id")
            else:
                told.append(f"{lab}: {names}")
            submission.student_id = new
            moved.append(lab)
        book.db.commit()
        book.db.expire_all()
        book.db.delete(book.db.get(Student, old))
        book.db.commit()
    _move_files(gradebook, old, new, moved)
    _move_rows(gradebook, old, new, moved)
    return told


def _is_of_a_person(submission: SubmittedAssignment) -> bool:
    """Whether a person gave points or wrote a comment."""
    return any(
        grade.manual_score is not None or grade.extra_credit is not None
        for notebook in submission.notebooks
        for grade in notebook.grades
    ) or any(comment.manual_comment for notebook in submission.notebooks for comment in notebook.comments)


def _move_files(gradebook: Path, old: str, new: str, moved: list[str]) -> None:
    """Graded notebooks and notes of these labs. What a hand-in was graded from is forgotten where both had one, so that
    it is graded again.
    """
    for lab in moved:
        for source, target in (
            (gradebook / AUTOGRADED / old / lab, gradebook / AUTOGRADED / new / lab),
            (path_of(gradebook, old, lab), path_of(gradebook, new, lab)),
            (gradebook / RECORDS / old / f"{lab}.json", gradebook / RECORDS / new / f"{lab}.json"),
        ):
            had_one = target.exists()
            if target.is_dir():
                shutil.rmtree(target)
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                source.replace(target)
            if had_one and target.parent.parent.name == RECORDS:
                target.unlink(missing_ok=True)
    _move_attempts(gradebook / ATTEMPTS, old, new)
    for folder in (AUTOGRADED, MARKS, RECORDS):
        shutil.rmtree(gradebook / folder / old, ignore_errors=True)
    for record in (gradebook / RECORDS / new).glob("*.json"):
        note = json.loads(record.read_text(encoding="utf-8"))
        note["rows"] = [{**row, "student": new} for row in note["rows"]]
        write_whole(record, json.dumps(note))


def _move_attempts(attempts: Path, old: str, new: str) -> None:
    """All attempts, of whatever lab, are the new id's. Of a lab of which both have some, those of the new id tell which
    counts.
    """
    for note in sorted((attempts / old).glob("*/*/*.json")):
        said = json.loads(note.read_text(encoding="utf-8"))
        if said.get("student") == old:
            write_whole(note, json.dumps({**said, "student": new}, indent=1))
    for lab in sorted((attempts / old).glob("*")):
        (attempts / new / lab.name).mkdir(parents=True, exist_ok=True)
        for entry in sorted(lab.iterdir()):
            if not (attempts / new / lab.name / entry.name).exists():
                entry.replace(attempts / new / lab.name / entry.name)
    shutil.rmtree(attempts / old, ignore_errors=True)


def _move_rows(gradebook: Path, old: str, new: str, moved: list[str]) -> None:
    rows = read_scores(gradebook)
    kept = [row for row in rows if row.student != old and not (row.student == new and row.lab in moved)]
    replace_scores(
        gradebook, [*kept, *(replace(row, student=new) for row in rows if row.student == old and row.lab in moved)]
    )
