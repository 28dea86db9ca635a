"""What Vocareum reads: the grade file, with a line for each criterion of the rubric, and the report for the student.

This module imports nothing but Python's own when it is imported, so that it can also say that an import failed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from autograder.doors.failures import NOT_GRADED, OURS

if TYPE_CHECKING:
    from autograder.doors.marking import Marked

# On a line of its own, it keeps what the script printed out of the student's report.
NO_OUTPUT = "VOC_NO_REPORT_OUTPUT"
# The report may be taken for HTML.
INERT = str.maketrans({"<": "\N{FULLWIDTH LESS-THAN SIGN}", ">": "\N{FULLWIDTH GREATER-THAN SIGN}", "&": "＆"})
NOBODY = "vocareum"


def grade_lines(marked: Marked) -> str:
    """The grade file: `criterion,score` for each check; nothing where not all was decided."""
    from autograder.doors.checks import checks

    if not marked.is_decided:
        return ""
    return "".join(f"{check.name},{check.points:g}\n" for check in checks(marked))


def report(marked: Marked) -> str:
    """The report: what a student reads above the checks, then the checks."""
    from autograder.doors.checks import checks, summary

    blocks = [summary(marked)]
    for check in checks(marked) if marked.page is not None else ():
        points = "not decided" if check.points is None else f"{check.points:g} of {check.max_points:g} points"
        blocks.append(f"{check.name}: {points}\n{check.words}")
    return as_report("\n\n".join(blocks))


def as_report(text: str) -> str:
    """A text as the report file takes it, inert where it is shown as HTML."""
    return f"{NO_OUTPUT}\n{text.translate(INERT)}\n"


def crashed() -> str:
    """The report where not even the grader's own modules could be imported."""
    return as_report(f"{NOT_GRADED}\n\n{OURS}")


def write_grades(grades: Path, report_file: Path, lines: str, text: str) -> None:
    """Write the report, then the grade file."""
    report_file.write_text(text, encoding="utf-8")
    grades.write_text(lines, encoding="utf-8")
