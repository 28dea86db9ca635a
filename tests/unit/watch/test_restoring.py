"""Attempts can be listed, and an earlier one can be had to count again."""

from __future__ import annotations

from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.cli import main
from autograder.course.config import load_config
from autograder.course.model import CourseError
from autograder.gradebook.lock import locked
from autograder.grading import Examiners, examining
from autograder.watch import line
from autograder.watch.attempts import read_choice
from autograder.watch.restoring import BY_POLICY, ask, named
from autograder.watch.settings import Policy
from tests.support.notebooks import DOUBLING, doubling, find, released_cells
from tests.support.quick import work_quickly
from tests.support.watching import WatchedClass, quickly, told

SETTINGS = Config()
STUB_SOURCE = find(released_cells(doubling()), "double").source


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> WatchedClass:
    """A right attempt, then one with less in it, which counts."""
    quickly(monkeypatch)
    watched = WatchedClass(tmp_path)
    watched.submit()
    watched.work()
    watched.submit(double=STUB_SOURCE)
    watched.work()
    assert watched.points() == 3
    return watched


def command(watched: WatchedClass, *arguments: str) -> int:
    return main(["attempts", "--course", str(watched.course), "--gradebook", str(watched.gradebook), *arguments])


def test_a_restored_attempt_is_recorded_without_another_exam(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examining, "work", lambda job: pytest.fail("it was examined again"))
    ask(watched.gradebook, watched.attempts()[0], True)
    assert told(watched.work(), "feedback")
    assert watched.points() == 7
    assert watched.scores().count("test_double_value,2,2,passed") == 1


def test_a_restored_attempt_is_recorded_after_a_kill_in_its_midst(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*arguments: object) -> None:
        raise Killed

    ask(watched.gradebook, watched.attempts()[0], True)
    with monkeypatch.context() as patch:
        patch.setattr(line, "mark", die)
        with pytest.raises(Killed):
            watched.work()
    watched.restart()
    watched.work()
    assert watched.points() == 7


@pytest.mark.parametrize("is_restarted", [False, True])
def test_a_restored_attempt_is_not_passed_over_for_a_later_one(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch, is_restarted: bool
) -> None:
    ask(watched.gradebook, watched.attempts()[0], True)
    watched.submit(double=STUB_SOURCE, halve="def halve(x):\n    return 0.5 * x")
    with monkeypatch.context() as patch:
        patch.setattr(Examiners, "has_room", False)  # all workers are busy
        watched.service.rescan()
        while len(watched.service.arrivals):
            watched.service.step()
    if is_restarted:
        watched.restart()
    (event,) = told(watched.work(), "policy")
    assert event["status"] == "kept"
    assert watched.points() == 7


@pytest.mark.parametrize("is_damaged_first", [True, False])
def test_scores_csv_has_the_attempt_that_a_person_chose_and_not_a_damaged_one(
    watched: WatchedClass, is_damaged_first: bool
) -> None:
    steps = [lambda: watched.submit().write_text("{}"), lambda: ask(watched.gradebook, watched.attempts()[0], True)]
    for step in steps if is_damaged_first else reversed(steps):
        step()
        watched.work()
    assert "test_double_value,2,2,passed" in watched.scores()
    watched.restart()
    watched.work()
    assert "test_double_value,2,2,passed" in watched.scores()
    assert "needs-human" not in watched.scores()


def test_what_comes_after_a_persons_choice_does_not_count(watched: WatchedClass) -> None:
    ask(watched.gradebook, watched.attempts()[0], True)
    watched.work()
    watched.submit(double=STUB_SOURCE, halve="def halve(x):\n    return 0.5 * x")
    (event,) = told(watched.work(), "policy")
    assert event["status"] == "kept"
    assert watched.points() == 7


def test_the_course_s_rules_can_count_again(watched: WatchedClass) -> None:
    first, second = watched.attempts()
    ask(watched.gradebook, first, True)
    watched.work()
    assert named(watched.gradebook, "ada", DOUBLING, BY_POLICY, Policy(), SETTINGS) == second
    assert named(watched.gradebook, "ada", DOUBLING, BY_POLICY, Policy("best"), SETTINGS) == first
    ask(watched.gradebook, second, False)
    watched.work()
    assert watched.points() == 3
    assert not read_choice(watched.gradebook, "ada", DOUBLING).is_a_persons


def test_by_policy_goes_by_lateness_as_the_rules_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    quickly(monkeypatch)
    late = 'c.LateSubmissionPlugin.penalty_method = "zero"\nc.Watch.counts = "best"'
    watched = WatchedClass(tmp_path, late, exchange=True)
    watched.change(lambda book: book.update_or_create_assignment(DOUBLING, duedate="2026-10-02 12:00:00 UTC"))
    watched.hand_in(time="2026-10-02 08:00:00.000000 UTC", double=STUB_SOURCE)
    watched.work()
    watched.hand_in(time="2026-10-03 08:00:00.000000 UTC")
    watched.work()
    first, second = watched.attempts()
    ask(watched.gradebook, second, True)
    watched.work()
    settings = load_config(watched.course)
    assert named(watched.gradebook, "ada", DOUBLING, BY_POLICY, Policy("best"), settings) == first


def test_by_policy_counts_what_a_person_gave(watched: WatchedClass) -> None:
    def give(book: Gradebook) -> None:
        grade = book.find_grade("in_words", "doubling", DOUBLING, "ada")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.find_grade("test_double_value", "doubling", DOUBLING, "ada").manual_score = 9

    watched.change(give)
    assert named(watched.gradebook, "ada", DOUBLING, BY_POLICY, Policy("best"), SETTINGS) == watched.attempts()[1]


def test_by_policy_leaves_out_what_could_not_be_read(watched: WatchedClass) -> None:
    watched.submit().write_text("{}", encoding="utf-8")
    watched.work()
    assert named(watched.gradebook, "ada", DOUBLING, BY_POLICY, Policy(), SETTINGS) == watched.attempts()[1]


def test_what_came_last_and_needs_review_can_be_graded_again(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise ValueError("a bug")

    watched.submit(halve="def halve(x):\n    return 0.5 * x")
    with monkeypatch.context() as patch:
        patch.setattr(line, "ready", broken)
        assert told(watched.work(), "needs_review")
    with locked(watched.gradebook, "watch"):
        assert command(watched, "--again") == 0
    watched.work()
    assert watched.points() == 7
    assert read_choice(watched.gradebook, "ada", DOUBLING).attempt == watched.attempts()[2].name


def test_an_attempt_without_its_result_is_examined_again(watched: WatchedClass) -> None:
    first = watched.attempts()[0]
    (first.path / "examined.json.gz").unlink()
    ask(watched.gradebook, first, True)
    assert told(watched.work(), "graded")
    assert watched.points() == 7


def test_an_attempt_above_the_limit_can_be_restored(watched: WatchedClass) -> None:
    watched.restart("c.Watch.counts = 'first'\nc.Watch.first = 2")
    watched.submit()
    watched.work()
    assert watched.points() == 3
    ask(watched.gradebook, watched.attempts()[2], True)
    watched.work()
    assert watched.points() == 7


def test_an_unknown_attempt_is_refused_and_the_attempts_are_named(watched: WatchedClass) -> None:
    with pytest.raises(CourseError, match="no such attempt; there are 2"):
        named(watched.gradebook, "ada", DOUBLING, "1999", Policy(), SETTINGS)
    with pytest.raises(CourseError, match="several attempts begin so"):
        named(watched.gradebook, "ada", DOUBLING, "2", Policy(), SETTINGS)
    with pytest.raises(CourseError, match="no attempt of bob"):
        named(watched.gradebook, "bob", DOUBLING, "2", Policy(), SETTINGS)


def test_the_command_lists_what_counts(watched: WatchedClass, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(watched, "--student", "ada") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:3] == ["student", "lab", "attempt"]
    assert [line.split()[2] for line in lines[1:]] == [one.name for one in watched.attempts()]
    assert "7 of 10" in lines[1]
    assert "3 of 10" in lines[2]
    assert [" yes " in line for line in lines[1:]] == [False, True]


def test_the_command_restores_where_no_service_runs(
    watched: WatchedClass, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.cli import sandbox_choice

    monkeypatch.setattr(sandbox_choice, "start_engine", lambda *arguments, **options: None)
    first = watched.attempts()[0]
    watched.service.line.book.close()
    assert command(watched, "--restore", "ada", DOUBLING, first.name) == 0
    assert watched.points() == 7
    assert "test_double_value,2,2,passed" in (watched.gradebook / "scores.csv").read_text()


def test_the_command_asks_the_service_that_runs(watched: WatchedClass, capsys: pytest.CaptureFixture[str]) -> None:
    first = watched.attempts()[0]
    with locked(watched.gradebook, "watch"):
        assert command(watched, "--restore", "ada", DOUBLING, first.name) == 0
    assert "the service that runs does it now" in capsys.readouterr().err
    watched.work()
    assert watched.points() == 7


def test_what_counts_is_graded_again_by_new_tests_and_the_rest_is_not(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.restart("c.Watch.counts = 'best'")
    watched.submit()
    watched.work()
    assert watched.points() == 7
    path = watched.course / "solutions" / DOUBLING / "doubling.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("halve(6) == 3", "halve(8) == 4"), encoding="utf-8")
    assert told(watched.work(), "graded") == []
    jobs: list[bytes] = []
    monkeypatch.setattr(examining, "work", lambda job: jobs.append(job) or work_quickly(job))
    with locked(watched.gradebook, "watch"):
        assert command(watched, "--again", "--lab", DOUBLING) == 0
    (event,) = told(watched.work(), "graded")
    assert event["attempt"] == watched.attempts()[-1].name
    assert len(jobs) == 1
    assert watched.points() == 7
