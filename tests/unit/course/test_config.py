"""A course's nbgrader_config.py in which something is wrong: the file and the setting are named."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.config import load_config, subject_name
from autograder.course.model import CourseError
from autograder.exam.settings import exam_settings
from tests.support.notebooks import make_course


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("c.Exam.cell_seconds = (", "SyntaxError"),
        ("import there_is_no_such_module", "ModuleNotFoundError: No module named 'there_is_no_such_module'"),
        ("c.Exam = 3", "ValueError"),
    ],
)
def test_a_configuration_that_cannot_be_run_is_named(tmp_path: Path, line: str, told: str) -> None:
    course = make_course(tmp_path, settings=line)
    with pytest.raises(CourseError, match=f"^{course}/nbgrader_config.py: it cannot be run: {told}"):
        load_config(course)


@pytest.mark.parametrize(
    ("line", "setting"),
    [
        ("c.Exam.cell_seconds = 'long'", "'cell_seconds' trait of an Exam"),
        ("c.Exam.submission_seconds = 0", "'submission_seconds' trait of an Exam"),
        ("c.Course.subject = 7", "'subject' trait of a Course"),
    ],
)
def test_a_setting_that_makes_no_sense_is_named(tmp_path: Path, line: str, setting: str) -> None:
    settings = load_config(make_course(tmp_path, settings=line))
    with pytest.raises(CourseError, match=r"^nbgrader_config\.py: ") as told:
        exam_settings(settings)
        subject_name(settings)
    assert setting.partition(" trait")[0] in str(told.value)
