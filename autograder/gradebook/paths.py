"""Where everything lies in a gradebook folder."""

from __future__ import annotations

from pathlib import Path

from autograder.course.config import configured_database

AUTOGRADED = "autograded"
BACKUPS = "backups"
DATABASE = "gradebook.db"
MARKS = ".marks"
RECORDS = ".records"


def database(gradebook: Path) -> str:
    """The database's URL: `c.CourseDirectory.db_url` for the course's own gradebook folder, or SQLite in the folder."""
    return configured_database(gradebook) or f"sqlite:///{gradebook.resolve() / DATABASE}"
