"""What nbgrader's metadata say about a cell, for cells as nbformat reads them and for cells as plain JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from autograder.course.model import Kind

EXPLORE = "explore"


def nbgrader_metadata(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    """nbgrader's own metadata of a cell; empty when it has none, or when they are not a mapping."""
    metadata = cell.get("metadata", {})
    nbgrader = metadata.get("nbgrader", {}) if isinstance(metadata, Mapping) else {}
    return nbgrader if isinstance(nbgrader, Mapping) else {}


def grade_id(cell: Mapping[str, Any]) -> str:
    """nbgrader's id of a cell, "" for none."""
    return str(nbgrader_metadata(cell).get("grade_id") or "")


def name_of(cell: Mapping[str, Any]) -> str:
    """The cell's name: nbgrader's id, or else the cell's own id."""
    return grade_id(cell) or str(cell.get("id", ""))


def kind_of(cell: Mapping[str, Any]) -> Kind:
    """What a cell of a source or released notebook is for."""
    nbgrader = nbgrader_metadata(cell)
    if nbgrader.get("solution"):
        return "manual" if nbgrader.get("grade") else "solution"
    if nbgrader.get("grade"):
        return "test"
    if cell["cell_type"] != "code":
        return "markdown"
    if nbgrader.get("locked"):
        return "setup"
    return "explore" if EXPLORE in cell["metadata"].get("tags", []) else "code"


def is_answer(cell: Mapping[str, Any]) -> bool:
    """Whether students write in this cell: a function, or an answer in words."""
    return bool(nbgrader_metadata(cell).get("solution"))


def is_test(cell: Mapping[str, Any]) -> bool:
    """Whether this is a test cell, which is graded by running it."""
    nbgrader = nbgrader_metadata(cell)
    return bool(nbgrader.get("grade")) and not nbgrader.get("solution")


def points_of(cell: Mapping[str, Any]) -> float:
    """A graded cell's points, 0 for any other."""
    return float(nbgrader_metadata(cell).get("points") or 0)


def owner_of(test: str, exercises: Iterable[str]) -> str:
    """The exercise that the test cell `test` belongs to: the longest name that it begins with; "" for none.

    `test_conv2d_strict_value` belongs to `conv2d_strict`, even if there is an exercise `conv2d`.
    """
    return max((name for name in exercises if test.startswith(f"test_{name}_")), key=len, default="")
