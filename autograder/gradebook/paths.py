"""Where everything lies in a gradebook folder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

from autograder.course.config import configured_database

ATTEMPTS = "attempts"
AUTOGRADED = "autograded"
BACKUPS = "backups"
DATABASE = "gradebook.db"
FEEDBACK = "feedback"
MARKS = ".marks"
RECORDS = ".records"


def database(gradebook: Path) -> str:
    """The database's URL: `c.CourseDirectory.db_url` for the course's own gradebook folder, or SQLite in the folder."""
    return configured_database(gradebook) or f"sqlite:///{gradebook.resolve() / DATABASE}"


def notes_in(folder: Path) -> Iterator[tuple[str, str, bytes]]:
    """Student, lab and content of each file `<student>/<lab>.json` in a folder, in order. One that was taken away
    meanwhile is left out.
    """
    with os.scandir(folder) if folder.is_dir() else nullcontext(()) as entries:
        students = sorted(entry.name for entry in entries if entry.is_dir())
    for student in students:
        place = os.path.join(folder, student)  # noqa: PTH118  # a Path for each of ten thousand files takes seconds
        for name in sorted(os.listdir(place)):  # noqa: PTH208  # as above
            if name.endswith(".json") and not name.startswith("."):
                try:
                    with open(os.path.join(place, name), "rb") as file:  # noqa: PTH118, PTH123  # as above
                        content = file.read()
                except OSError:
                    continue
                yield student, name.removesuffix(".json"), content
