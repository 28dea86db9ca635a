"""What nbgrader's metadata say about a cell, for cells as nbformat reads them and for cells as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from autograder.course.model import Kind

EXPLORE = "explore"


def nbgrader_metadata(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """What nbgrader notes of a cell; empty for a cell that it does not know, or whose metadata are no table."""
    metadata = cell.get("metadata", {})
    noted = metadata.get("nbgrader", {}) if isinstance(metadata, Mapping) else {}
    return noted if isinstance(noted, Mapping) else {}


def grade_id(cell: Mapping[str, Any]) -> str:
    """The name that nbgrader knows a cell by, "" for none."""
    return str(nbgrader_metadata(cell).get("grade_id") or "")


def name_of(cell: Mapping[str, Any]) -> str:
    """The cell's name: nbgrader's id, or else the cell's own id."""
    return grade_id(cell) or str(cell.get("id", ""))


def kind_of(cell: Mapping[str, Any]) -> Kind:
    """What a cell of a source or released notebook is for."""
    noted = nbgrader_metadata(cell)
    if noted.get("solution"):
        return "manual" if noted.get("grade") else "solution"
    if noted.get("grade"):
        return "test"
    if cell["cell_type"] != "code":
        return "markdown"
    if noted.get("locked"):
        return "setup"
    return "explore" if EXPLORE in cell["metadata"].get("tags", []) else "code"


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Whether students write in this cell: a function, or an answer in words."""
    return bool(nbgrader_metadata(cell).get("solution"))


def is_test(cell: Mapping[str, Any]) -> bool:
    """Whether this is a test cell, which is graded by running it."""
    noted = nbgrader_metadata(cell)
    return bool(noted.get("grade")) and not noted.get("solution")


def points_of(cell: Mapping[str, Any]) -> float:
    """A graded cell's points, 0 for any other."""
    return float(nbgrader_metadata(cell).get("points") or 0)


def owner_of(test: str, exercises: Iterable[str]) -> str:
    """The exercise whose test cell `test` is: of all whose names it begins with, the longest; "" for none.

    `test_conv2d_strict_value` belongs to `conv2d_strict`, also where there is an exercise `conv2d`.
    """
    return max((name for name in exercises if test.startswith(f"test_{name}_")), key=len, default="")
