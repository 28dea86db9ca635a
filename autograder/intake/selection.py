"""Which senders an instructor means who names students."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from difflib import get_close_matches
from pathlib import Path

from autograder.course.model import CourseError
from autograder.course.roster import Roster
from autograder.course.student_ids import shown_id, student_id


def ids_of(student: str, roster: Roster) -> tuple[str, ...]:
    """The ids that a student may have who is named by an id, by what is shown of it, or by what the roster has."""
    person = roster.by_key(student) or roster.by_name(student)
    return (student, student_id(student), *([person.student] if person else []))


def asked_for(students: Sequence[str], senders: Collection[str], roster: Roster, submitted: Path) -> list[str]:
    """The ids of these students among those of all senders.

    Raises:
        CourseError: one of them sent nothing.
    """
    ids = []
    for student in students:
        found = [name for name in ids_of(student, roster) if name in senders]
        if not found:
            ordered = sorted(senders)
            likely = get_close_matches(student, ordered, n=5) or ordered[:20]
            raise CourseError(
                f"--student {student}: nothing of theirs in {submitted}, which has {len(ordered)} students: "
                f"{', '.join(map(shown_id, likely))}, …"
            )
        ids.append(found[0])
    return ids
