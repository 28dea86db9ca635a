"""The database as a whole: whether it is there, a fresh one, and copies of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from nbgrader.api import Base
from nbgrader.dbutil import ALEMBIC_DIR
from sqlalchemy import Engine, create_engine, inspect, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError
from sqlalchemy.pool import NullPool

from autograder.course.model import CourseError
from autograder.files import write_whole
from autograder.gradebook.paths import BACKUPS, database

# By these keys submissions, grades and comments are looked for.
KEYS = {
    "submitted_assignment": "student_id",
    "submitted_notebook": "assignment_id",
    "grade": "notebook_id",
    "comment": "notebook_id",
}


def has_database(gradebook: Path) -> bool:
    """Whether nbgrader's tables are there.

    Raises:
        CourseError: the database that `c.CourseDirectory.db_url` names cannot be opened.
    """
    file = sqlite_file(gradebook)
    if file is not None:
        return file.is_file()
    with _engine(gradebook) as engine:
        return inspect(engine).has_table("grade")


def mark_newest(gradebook: Path) -> None:
    """Mark a fresh database as of nbgrader's newest schema; nbgrader would start the program `alembic` for it, which
    takes a second.

    Raises:
        CourseError: as `has_database`.
    """
    if has_database(gradebook):
        return
    with _engine(gradebook) as engine, engine.begin() as connection:
        if not inspect(connection).get_table_names():
            MigrationContext.configure(connection).stamp(ScriptDirectory(ALEMBIC_DIR), "head")


def index_keys(gradebook: Path) -> None:
    """Add the indexes that are missing in nbgrader's tables, once they are there: without them each look at one
    submission, by grading as by formgrader, goes through those of the whole class.

    Raises:
        CourseError: as `has_database`.
    """
    with _engine(gradebook) as engine:
        if engine.dialect.name not in ("sqlite", "postgresql"):
            return
        tables = inspect(engine)
        there = [table for table in KEYS if tables.has_table(table)]  # of a course without labs there is none yet
        known = {index["name"] for table in there for index in tables.get_indexes(table)}
        missing = {f"autograder_{table}_{KEYS[table]}": (table, KEYS[table]) for table in there}
        for name in missing.keys() - known:
            table, key = missing[name]
            with engine.begin() as connection:
                connection.execute(text(f'create index if not exists "{name}" on "{table}" ("{key}")'))


def back_up(gradebook: Path) -> Path:
    """Copy the database into `backups/`, under the time in UTC: an SQLite file as it is, of another database all rows,
    by table, as JSON.
    """
    stamp = datetime.now(UTC).strftime("%Y-%m-%dT%H-%M-%S-%fZ")
    (gradebook / BACKUPS).mkdir(parents=True, exist_ok=True)
    file = sqlite_file(gradebook)
    if file is not None:
        copy = gradebook / BACKUPS / f"{stamp}.db"
        with closing(sqlite3.connect(file)) as now, closing(sqlite3.connect(copy)) as then:
            now.backup(then)
        return copy
    copy = gradebook / BACKUPS / f"{stamp}.json"
    with _engine(gradebook) as engine, engine.connect() as connection:
        rows = {
            table.name: [dict(row) for row in connection.execute(select(table)).mappings()]
            for table in Base.metadata.sorted_tables
        }
    write_whole(copy, json.dumps(rows, indent=1, default=str))
    return copy


def sqlite_file(gradebook: Path) -> Path | None:
    """The database's file, None where the database is no SQLite file."""
    try:
        url = make_url(database(gradebook))
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
    except (ArgumentError, NoSuchModuleError) as error:
        raise _cannot_be_opened(error) from error


@contextmanager
def _engine(gradebook: Path) -> Iterator[Engine]:
    try:
        engine = create_engine(database(gradebook), poolclass=NullPool)
        yield engine
    except (ArgumentError, NoSuchModuleError, OperationalError) as error:
        raise _cannot_be_opened(error) from error
    except ModuleNotFoundError as error:
        raise CourseError(
            f"the database of c.CourseDirectory.db_url needs the Python package {error.name}: for PostgreSQL, run "
            "`.venv/bin/python -m pip install --editable .[postgres]` and begin the address with postgresql+psycopg://"
        ) from error


def _cannot_be_opened(error: Exception) -> CourseError:
    reason = getattr(error, "orig", None) or error
    return CourseError(
        f"the database of c.CourseDirectory.db_url in nbgrader_config.py cannot be opened: {reason}; is its server "
        "running, and are address, user and password right?"
    )
