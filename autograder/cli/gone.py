"""Who is missing: students graded before who are not in what is graded now, since their id may have changed, and those
in the roster who handed in nothing.
"""

from __future__ import annotations

from pathlib import Path

from autograder.course.roster import read_roster
from autograder.course.student_ids import shown_id
from autograder.gradebook.people import absent, absent_line
from autograder.gradebook.scores import NEEDS_HUMAN, read_scores
from autograder.grading import Plan
from autograder.text import listed

MOST = 10  # names in a line


def gone_from(gradebook: Path, work: Plan) -> list[str]:
    """A line for those who are not in the roster, and without a roster one for those of each lab who are not among its
    hand-ins; nothing where nobody is missing.
    """
    rows = [row for row in read_scores(gradebook) if row.outcome != NEEDS_HUMAN]
    roster = read_roster(gradebook)
    if roster:
        gone = {row.student for row in rows if roster.get(row.student) is None}
        return [_line(gone, "graded, but not in the roster")] if gone else []
    lines = []
    for lab in sorted({submission.lab for submission in work.submissions}):
        here = {sent.student for sent in (*work.submissions, *work.waiting) if sent.lab == lab}
        gone = {row.student for row in rows if row.lab == lab} - here
        if gone:
            lines.append(_line(gone, f"{lab}: graded before, but not in {work.submitted} now"))
    return lines


def nothing_from(gradebook: Path, work: Plan) -> list[str]:
    """A line for each lab graded now, with those in the roster who handed in nothing of it."""
    roster, rows = read_roster(gradebook), read_scores(gradebook)
    labs = sorted({sent.lab for sent in (*work.submissions, *work.waiting)} & set(work.labs))
    missing = {lab: absent(lab, roster, rows) for lab in labs}
    return [absent_line(lab, people) for lab, people in missing.items() if people]


def _line(students: set[str], what: str) -> str:
    return (
        f"{what}: {listed(sorted(map(shown_id, students)), MOST)}; their grades stay. If an id has changed: "
        "`python -m autograder rename-student OLD NEW --gradebook …`"
    )
