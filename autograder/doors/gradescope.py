"""What Gradescope reads: `results/results.json`, in the form that its documentation names.

This module imports nothing but Python's own when it is imported, so that it can also say that an import failed.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder.doors.failures import NOT_GRADED, OURS

if TYPE_CHECKING:
    from autograder.doors.marking import Marked

VISIBILITIES = ("visible", "after_due_date", "after_published", "hidden")
NOBODY = "gradescope"
MOST_MEMBERS = 50


def results(marked: Marked, visibility: str = "visible") -> dict[str, Any]:
    """The content of results.json.

    It has points only where all was decided. Otherwise it has none at all: no score, no test with a score, and nothing
    from which a zero could be added up; the tests are hidden, so that a student sees no total.
    """
    from autograder.doors.checks import checks, summary

    found = checks(marked) if marked.page is not None else []
    tests: list[dict[str, Any]] = [
        {
            "name": check.name,
            "number": check.number,
            "status": "passed" if check.is_right else "failed",
            "output": check.words,
            "tags": [check.exercise],
        }
        for check in found
    ]
    content: dict[str, Any] = {
        "output": summary(marked),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "stdout_visibility": "hidden",
        "execution_time": round(marked.seconds, 1),
    }
    if not marked.is_decided:
        return {**content, **no_score(tests)}
    for test, check in zip(tests, found, strict=True):
        test.update(score=check.points, max_score=check.max_points)
    score = sum(check.points or 0.0 for check in found)
    return {**content, "score": score, "visibility": visibility, "tests": tests}


def no_score(tests: list[dict[str, Any]]) -> dict[str, Any]:
    """The part of results.json of what could not be graded, with tests that have no points."""
    failed = {"name": "Could not be graded", "status": "failed", "output": "No score was given: see above."}
    return {"visibility": "hidden", "tests": [failed, *tests], "extra_data": {"outcome": "could not be graded"}}


def crashed() -> dict[str, Any]:
    """The content of results.json where not even the grader's own modules could be imported."""
    output = f"{NOT_GRADED}\n\n{OURS}"
    return {"output": output, "output_format": "text", "stdout_visibility": "hidden", **no_score([])}


def who_sent(metadata: Path) -> str:
    """A name for who handed it in, from submission_metadata.json: the same each time for a student, or for a group."""
    try:
        users = json.loads(metadata.read_text(encoding="utf-8"))["users"]
        numbers = sorted({int(user["id"]) for user in users[:MOST_MEMBERS]})
    except (OSError, ValueError, LookupError, TypeError):
        return NOBODY
    return "-".join([NOBODY, *map(str, numbers)])


def write_results(folder: Path, content: Mapping[str, Any]) -> None:
    """Write results.json, whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    half = folder / f".results.json.{os.getpid()}"
    half.write_text(json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False), encoding="utf-8")
    half.replace(folder / "results.json")
