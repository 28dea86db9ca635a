"""What nbgrader's metadata say of a cell, and whose test a test cell is."""

from __future__ import annotations

from typing import Any

import pytest

from autograder.course.nbgrader_cells import grade_id, is_answer, is_test, kind_of, name_of, nbgrader_metadata, owner_of


def cell(cell_type: str = "code", tags: tuple[str, ...] = (), **noted: Any) -> dict[str, Any]:
    return {"cell_type": cell_type, "id": "own", "metadata": {"nbgrader": noted, "tags": list(tags)}}


@pytest.mark.parametrize(
    ("given", "kind"),
    [
        (cell(solution=True, locked=False), "solution"),
        (cell(solution=True, grade=True), "manual"),
        (cell("markdown", solution=True, grade=True), "manual"),
        (cell(grade=True, locked=True), "test"),
        (cell(locked=True), "setup"),
        (cell("markdown", locked=True), "markdown"),
        (cell("raw"), "markdown"),
        (cell(tags=("explore",)), "explore"),
        (cell(), "code"),
    ],
)
def test_each_cell_has_one_kind(given: dict[str, Any], kind: str) -> None:
    assert kind_of(given) == kind
    assert is_answer(given) == (kind in ("solution", "manual"))
    assert is_test(given) == (kind == "test")


@pytest.mark.parametrize("metadata", [{}, {"nbgrader": None}, {"nbgrader": "x"}, {"nbgrader": ["grade_id"]}, None, "x"])
def test_damaged_metadata_say_nothing(metadata: Any) -> None:
    damaged = {"cell_type": "code", "id": "own", "metadata": metadata}
    assert nbgrader_metadata(damaged) == {}
    assert grade_id(damaged) == ""
    assert name_of(damaged) == "own"


def test_a_cell_bears_nbgraders_id_before_its_own() -> None:
    assert name_of(cell(grade_id="corr2d")) == "corr2d"


@pytest.mark.parametrize(
    ("test", "owner"),
    [
        ("test_conv2d_value", "conv2d"),
        ("test_conv2d_strict_value", "conv2d_strict"),
        ("test_conv2d_strict_by_input_value", "conv2d_strict_by_input"),
        ("test_conv2d", ""),
        ("conv2d_value", ""),
        ("test_pool2d_value", ""),
    ],
)
def test_a_test_belongs_to_the_longest_exercise_that_its_name_begins_with(test: str, owner: str) -> None:
    assert owner_of(test, ["conv2d", "conv2d_strict", "conv2d_strict_by_input"]) == owner
