"""Who sent something at the last grading, so that rows of senders who are none any more do not stay for ever.

Such are a group whose members the roster has named since, or a folder that was renamed. Only rows that need review can
go, and only when the whole of what was sent is read again: the same folder, or the same zip. A grade never goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from autograder.files import write_whole
from autograder.gradebook.paths import RECORDS
from autograder.gradebook.scores import NEEDS_HUMAN, drop_rows, read_scores

SENDERS = "senders.json"


def forget_gone(gradebook: Path, submitted: Path, senders: Iterable[str]) -> None:
    """Note who sent something, and drop from scores.csv the needs-human rows of those who did the time before only.

    Args:
        senders: the ids of all who sent something, of all labs.

    Raises:
        CourseError: scores.csv has lost its form.
        OSError: `submitted` has gone.
    """
    path, now = gradebook / RECORDS / SENDERS, sorted(set(senders))
    noted = _read(path)
    source = _source(submitted)
    gone = set(noted.get(source, ())) - set(now)
    if gone:
        drop_rows(
            gradebook, [row for row in read_scores(gradebook) if row.outcome == NEEDS_HUMAN and row.student in gone]
        )
    write_whole(path, json.dumps({**noted, source: now}, indent=1))


def _source(submitted: Path) -> str:
    """What was read: a folder by its place, a zip also by its age and size, for all of a platform's have one name."""
    place = str(submitted.resolve())
    if submitted.is_dir():
        return place
    facts = submitted.stat()
    return f"{place} {facts.st_size} {facts.st_mtime_ns}"


def _read(path: Path) -> dict[str, list[str]]:
    """What was noted; nothing where there is no note that is whole."""
    try:
        noted: Any = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(noted, dict):
        return {}
    return {source: names for source, names in noted.items() if isinstance(names, list)}
