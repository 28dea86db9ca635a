"""results.json where nothing was graded, and who handed in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from autograder.doors.gradescope import crashed, results, who_sent, write_results
from autograder.doors.marking import NO_SANDBOX, Marked
from tests.support.doors import RESULTS_SCHEMA


@pytest.mark.parametrize(
    "content",
    [crashed(), results(Marked(problem="It is damaged.")), results(Marked(problem=NO_SANDBOX, reason=NO_SANDBOX))],
)
def test_what_could_not_be_graded_has_the_documented_form_and_no_number_of_points(content: dict[str, Any]) -> None:
    jsonschema.validate(content, RESULTS_SCHEMA)
    assert "score" not in content
    assert [set(test) for test in content["tests"]] == [{"name", "status", "output"}]
    assert content["visibility"] == "hidden"
    assert content["output"].startswith("This hand-in could not be graded. This is no zero")


def test_a_failure_of_ours_is_never_told_as_the_students() -> None:
    ours = results(Marked(reason="KeyError: 418418"))["output"]
    theirs = results(Marked(problem="It is damaged."))["output"]
    assert "The grader failed here, not your notebook." in ours
    assert "418418" not in ours
    assert "Put this right and hand in again" in theirs
    assert "The grader failed" not in theirs


@pytest.mark.parametrize(
    ("metadata", "who"),
    [
        ({"users": [{"id": 7}]}, "gradescope-7"),
        ({"users": [{"id": 9}, {"id": 7}]}, "gradescope-7-9"),
        ({"users": [{"id": 7}, {"id": 9}]}, "gradescope-7-9"),
        ({"users": [{"id": "../x"}]}, "gradescope"),
        ({"users": None}, "gradescope"),
        ({"users": [7]}, "gradescope"),
        ({}, "gradescope"),
        ([], "gradescope"),
        ("text", "gradescope"),
    ],
)
def test_a_student_or_group_has_one_name_in_each_run(tmp_path: Path, metadata: Any, who: str) -> None:
    (tmp_path / "metadata.json").write_text(json.dumps(metadata))
    assert who_sent(tmp_path / "metadata.json") == who


def test_without_metadata_nobody_is_named(tmp_path: Path) -> None:
    assert who_sent(tmp_path / "missing.json") == "gradescope"


def test_results_are_written_whole_and_nothing_is_left_beside_them(tmp_path: Path) -> None:
    write_results(tmp_path / "results", {"score": 1})
    with pytest.raises(ValueError, match="JSON compliant"):
        write_results(tmp_path / "results", {"score": float("nan")})
    assert [path.name for path in (tmp_path / "results").iterdir()] == ["results.json"]
    assert json.loads((tmp_path / "results" / "results.json").read_text()) == {"score": 1}
