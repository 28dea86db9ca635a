"""`python -m autograder.hub.enrol`: puts the roster's students into nbgrader's database.

deploy/hub/setup.py runs it as the course account.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from nbgrader.api import Gradebook

from autograder.course.config import environment_on_path, load_config
from autograder.course.model import CourseError
from autograder.course.roster import Roster, read_roster


def add_students(database: str, course_id: str, roster: Roster) -> list[str]:
    """Have everybody of the roster in the database; returns the ids of those who were not in it."""
    with environment_on_path(), Gradebook(database, course_id) as gradebook:
        there = {student.id for student in gradebook.students}
        fresh = [person for person in roster if person.student not in there]
        for person in fresh:
            details = {"first_name": person.first_name, "last_name": person.last_name, "email": person.email}
            gradebook.add_student(person.student, **{key: value for key, value in details.items() if value})
    return [person.student for person in fresh]


def main() -> int:
    """Add them, and name them on one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--course", type=Path, required=True)
    course = parser.parse_args().course
    try:
        settings = load_config(course).CourseDirectory
        roster = read_roster(course / "gradebook")
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    if fresh := add_students(settings.db_url, settings.course_id, roster):
        print(f"students {', '.join(fresh)} in the gradebook")
    return 0


if __name__ == "__main__":
    sys.exit(main())
