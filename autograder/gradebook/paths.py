"""Where everything lies in a gradebook folder."""

from __future__ import annotations

from pathlib import Path

AUTOGRADED = "autograded"
DATABASE = "gradebook.db"


def database(gradebook: Path) -> str:
    """The database's URL."""
    return f"sqlite:///{gradebook.resolve() / DATABASE}"


RECORDS = ".records"
