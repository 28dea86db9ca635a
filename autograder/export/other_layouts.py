"""Which column of a table that Blackboard or Brightspace exported holds what.

Blackboard (*Work Offline → Download*, tabs and UTF-16, or commas): `Last Name, First Name, Username, Student ID, …,
Lab 1 [Total Pts: 28 Score] |4711`. The column's number at the end is what its upload goes by; columns that are
calculated say `Percentage` or another word for `Score`.

Brightspace (*Grades → Enter Grades → Export*, key field *Both*, *Points grade*): `OrgDefinedId, Username, Last Name,
First Name, Email, Lab 1 Points Grade <Numeric MaxPoints:28 Weight:10>, …, End-of-Line Indicator`. Ids and logins may
begin with a `#`, which keeps spreadsheets from taking them for numbers.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from autograder.course.model import CourseError
from autograder.export.layout import Layout, lines_of
from autograder.export.table import Table

BLACKBOARD_KEYS = ("Username", "Student ID")
BLACKBOARD_GRADE = re.compile(r".*\[Total Pts: (?:up to )?([0-9]+(?:[.,][0-9]+)?) Score\]\s*\|[0-9]+", re.S)
BRIGHTSPACE_KEYS = ("OrgDefinedId", "Username", "Email")
BRIGHTSPACE_GRADE = re.compile(r".* Points Grade\s*<[^<>]*?\bMaxPoints:\s*([0-9]+(?:[.,][0-9]+)?)[^<>]*>", re.S)
END_OF_LINE = "End-of-Line Indicator"
NAMES = ("First Name", "Last Name")


def blackboard_layout(table: Table, named: Collection[str] = ()) -> Layout:
    """Which column of Blackboard's grade book holds what. `named` is of no use: headings say what is a grade.

    Raises:
        CourseError: it is not Blackboard's.
    """
    header = table.header
    keys = {title: header.index(title) for title in BLACKBOARD_KEYS if title in header}
    if "Username" not in keys:
        raise CourseError(
            f"{table.path}: not Blackboard's grade book, which has the columns Last Name, First Name, Username; in "
            "Blackboard choose Work Offline (or the arrow of the Gradebook), Download, with the user's information"
        )
    return _layout("Blackboard", table, keys, BLACKBOARD_GRADE)


def brightspace_layout(table: Table, named: Collection[str] = ()) -> Layout:
    """Which column of Brightspace's grades holds what. `named` is of no use: headings say what is a grade.

    Raises:
        CourseError: it is not Brightspace's, or Brightspace would refuse it.
    """
    header = table.header
    keys = {title: header.index(title) for title in BRIGHTSPACE_KEYS if title in header}
    if not {"OrgDefinedId", "Username"} & keys.keys() or header[-1] != END_OF_LINE:
        raise CourseError(
            f"{table.path}: not Brightspace's grades, which begin with OrgDefinedId or Username and end with "
            f"{END_OF_LINE}; in Brightspace choose Grades, Enter Grades, Export, with Both as the key field, Points "
            "grade, and the names"
        )
    return _layout("Brightspace", table, keys, BRIGHTSPACE_GRADE)


def _layout(system: str, table: Table, keys: dict[str, int], grade: re.Pattern[str]) -> Layout:
    header = table.header
    rows = [row for row in range(1, len(table.rows)) if any(table.cell(row, column) for column in keys.values())]
    names = [header.index(title) for title in NAMES if title in header]
    grades = {column: match[1] for column, title in enumerate(header) if (match := grade.fullmatch(title))}
    lines = [
        replace(line, keys={title: key.removeprefix("#") for title, key in line.keys.items()})
        for line in lines_of(table, rows, keys, names)
    ]
    return Layout(system, tuple(lines), grades)
