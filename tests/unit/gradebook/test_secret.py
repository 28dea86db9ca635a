"""The course's secret, which all seeds come from: made once, kept private, and never replaced when it is damaged."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from autograder.course.model import CourseError
from autograder.exam.seeds import derive
from autograder.gradebook.secret import SECRET, course_secret, submission_seed
from autograder.intake import Submission


def test_the_secret_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    secret = course_secret(tmp_path)
    assert len(secret) == 32
    assert course_secret(tmp_path) == secret
    assert [path.name for path in tmp_path.iterdir()] == [SECRET]
    assert (tmp_path / SECRET).stat().st_mode & 0o777 == 0o600
    (tmp_path / "other").mkdir()
    assert course_secret(tmp_path / "other") != secret


def test_runs_that_start_together_agree_on_the_secret(tmp_path: Path) -> None:
    found: list[bytes] = []
    barrier = threading.Barrier(8)

    def make() -> None:
        barrier.wait()
        found.append(course_secret(tmp_path))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {course_secret(tmp_path)}


@pytest.mark.parametrize("damage", ["", "5eed", "g" * 64, "ä"])
def test_a_damaged_secret_is_refused_and_never_an_empty_one(tmp_path: Path, damage: str) -> None:
    (tmp_path / SECRET).write_text(damage)
    with pytest.raises(CourseError, match="it no longer holds the course's secret"):
        course_secret(tmp_path)


def test_seeds_differ_by_student_lab_test_and_secret_and_reproduce() -> None:
    def seeds() -> list[str]:
        sent = [Submission(student, lab) for student in ("ada", "bob") for lab in ("1", "2")]
        return [submission_seed(secret, each) for secret in (b"a", b"b") for each in sent]

    assert seeds() == seeds()
    assert len(set(seeds())) == 8
    derived = {derive(seed, who, test) for seed in seeds() for who in ("examiner", "candidate") for test in ("x", "y")}
    assert len(derived) == 32
    assert all(0 <= seed < 2**63 for seed in derived)


def test_a_name_cannot_be_moved_into_the_labs() -> None:
    assert submission_seed(b"s", Submission("ada", "b1")) != submission_seed(b"s", Submission("adab", "1"))
