"""Who is missing: students graded before who are not in what is graded now, since their id may have changed, and those
in the roster who handed in nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from autograder.course.roster import read_roster
from autograder.course.student_ids import shown_id
from autograder.gradebook.people import absent, absent_line
from autograder.gradebook.scores import NEEDS_HUMAN, in_scores, places
from autograder.grading import Graded
from autograder.text import listed

MOST = 10  # names in a line


def gone_from(submitted: Path, graded: Graded) -> list[str]:
    """A line for those who are not in the roster, and without a roster one for those of each lab who are not among its
    hand-ins; nothing where nobody is missing.
    """
    there = places(row for row in in_scores(graded.gradebook) if row.outcome != NEEDS_HUMAN)
    roster = read_roster(graded.gradebook)
    if roster:
        gone = {student for student, _ in there if roster.get(student) is None}
        return [_line(gone, "graded, but not in the roster")] if gone else []
    lines = []
    for lab in sorted({lab for _, lab in graded.sent}):
        gone = {student for student, its_lab in there - graded.sent if its_lab == lab}
        if gone:
            lines.append(_line(gone, f"{lab}: graded before, but not in {submitted} now"))
    return lines


def nothing_from(labs: Collection[str], graded: Graded) -> list[str]:
    """A line for each of these labs that was graded now, with those in the roster who handed in nothing of it."""
    roster = read_roster(graded.gradebook)
    there = places(in_scores(graded.gradebook))
    missing = {lab: absent(lab, roster, there) for lab in sorted({lab for _, lab in graded.sent} & set(labs))}
    return [absent_line(lab, people) for lab, people in missing.items() if people]


def _line(students: set[str], what: str) -> str:
    return (
        f"{what}: {listed(sorted(map(shown_id, students)), MOST)}; their grades stay. If an id has changed: "
        "`python -m autograder rename-student OLD NEW --gradebook …`"
    )
