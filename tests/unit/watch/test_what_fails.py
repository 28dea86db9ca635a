"""What cannot be read or written for a while is told, tried again without haste, and stops nobody."""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.exc import OperationalError

from autograder.course.model import CourseError
from autograder.watch import arrivals, keeping, line, marking, renewing, restoring, scores, service
from autograder.watch.attempts import Attempt, Received, read_choice
from autograder.watch.restoring import ask
from autograder.watch.service import Service
from autograder.watch.source import Look, Source
from tests.support.notebooks import DOUBLING
from tests.support.watching import WatchedClass, quickly, told

NOW = datetime(2026, 10, 3, tzinfo=UTC)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> WatchedClass:
    quickly(monkeypatch)
    return WatchedClass(tmp_path)


def full_disk(*arguments: Any, **options: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/file")


def test_a_page_that_cannot_be_renewed_is_not_tried_again_at_once(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.submit()
    watched.work()
    watched.page().unlink()
    watched.restart()
    with monkeypatch.context() as patch:
        patch.setattr(line, "give_feedback", full_disk)
        assert len(told(watched.work(), "error")) == 1
        for _ in range(5):
            watched.service.step()
    assert len(told(watched.events, "error")) == 1
    assert told(watched.work(), "feedback")
    assert watched.page().is_file()


def test_scores_that_cannot_be_written_are_told_once_and_tried_again_after_a_while(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.submit()
    watched.work()
    kept = watched.service.line.scores
    with monkeypatch.context() as patch:
        patch.setattr(scores, "points_in", full_disk)
        for _ in range(3):
            watched.service.line.write_scores()
            due = kept.next_write()
            assert due is not None
            assert due - time.monotonic() > scores.MOST_SECONDS - 5
    (event,) = told(watched.events, "error")
    assert event["what"] == "scores.csv could not be written; it is tried again"
    assert "test_double_value,2,2,passed" in watched.scores()
    assert kept.next_write() is None


def at_another_file(*arguments: Any, **options: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), f"/somewhere/{uuid4()}")


@pytest.mark.parametrize(
    ("module", "name", "what"),
    [
        (keeping, "write_whole", "a hand-in could not be taken; it is tried again"),
        (marking, "write_examined", "an attempt could not be recorded; it is tried again"),
        (service, "take_request", "what was asked for could not be noted; it is tried again"),
        (renewing, "try_penalties", "what lateness costs cannot be decided"),
        (arrivals, "units", "the folder of hand-ins cannot be looked at"),
    ],
)
def test_what_fails_again_and_again_is_told_once_until_it_succeeds(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch, module: Any, name: str, what: str
) -> None:
    for number in range(2):
        watched.submit(double=f"def double(x):\n    return {number}")
        ask(watched.gradebook, Attempt(Path("none"), Received("ada", DOUBLING, NOW)), None)
        with monkeypatch.context() as patch:
            patch.setattr(module, name, at_another_file)
            for _ in range(3):
                watched.service.renewing.look_at_lateness()
                watched.work()
            assert [event["what"] for event in told(watched.events, "error")] == [what] * (number + 1)
        watched.service.renewing.look_at_lateness()
        watched.work()


def test_each_hand_in_that_cannot_be_looked_at_is_told_and_again_after_it_could(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    def closed(source: Source, unit: str) -> Look:
        if unit in those:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(source.folder / unit))
        return real(source, unit)

    real, those = arrivals.look, {"ada"}
    monkeypatch.setattr(arrivals, "look", closed)
    watched.submit("ada")
    watched.work()
    watched.submit("bob")
    for now in ({"ada", "bob"}, set[str](), {"bob"}, {"ada"}):
        those = now
        watched.work()
        watched.work()
    folders = [Path(event["path"]).name for event in told(watched.events, "error")]
    assert folders == ["ada", "bob", "bob", "ada"]


def test_an_attempt_that_could_not_be_handed_over_is_tried_again(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.submit()
    with monkeypatch.context() as patch:
        patch.setattr(watched.service.line.exams, "give", full_disk)
        assert told(watched.work(), "error")
    assert told(watched.work(), "graded")


def test_a_request_that_cannot_be_noted_on_a_full_disk_is_done_later(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    for answer in ("def double(x):\n    return x + x", "def double(x):\n    return x"):
        watched.submit(double=answer)
        watched.work()
    ask(watched.gradebook, watched.attempts()[0], True)
    with monkeypatch.context() as patch:
        patch.setattr(restoring, "write_choice", full_disk)
        (event,) = told(watched.work(), "error")
    assert event["cure"] == "the disk is full: make room on it"
    watched.work()
    assert read_choice(watched.gradebook, "ada", DOUBLING).attempt == watched.attempts()[0].name


def test_a_request_that_has_gone_ends_nothing(watched: WatchedClass) -> None:
    watched.submit()
    watched.work()
    request = ask(watched.gradebook, watched.attempts()[0], None)
    request.with_name("gone.json").symlink_to("nothing")
    assert len(told(watched.work(), "graded")) == 1


@pytest.mark.parametrize(("module", "name"), [(restoring, "make_room"), (service, "requests")])
def test_a_gradebook_that_does_not_answer_for_a_moment_ends_nothing(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    monkeypatch.setattr(watched.service, "_watch", lambda: Service._watch(watched.service))
    request = watched.gradebook / "attempts" / ".requests" / "some.json"
    with monkeypatch.context() as patch:
        patch.setattr(module, name, full_disk)
        watched.service.notice({request})
        watched.work()
        assert len(told(watched.events, "error")) == 1
    watched.work()
    assert request.parent in [watcher.folder for watcher in watched.service.watchers]
    for watcher in watched.service.watchers:
        watcher.close()


def locked(*arguments: Any) -> Any:
    raise OperationalError("INSERT", {}, sqlite3.OperationalError("database is locked"))


def refused_since_it_is_locked(*arguments: Any) -> Any:
    try:
        locked()
    except OperationalError as error:
        raise CourseError("nbgrader refuses it") from error


@pytest.mark.parametrize("fault", [locked, full_disk, refused_since_it_is_locked])
def test_a_course_that_could_not_be_read_for_a_moment_is_read_at_the_next_rescan(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch, fault: Callable[..., Any]
) -> None:
    path = watched.course / "solutions" / DOUBLING / "doubling.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("halve(6) == 3", "halve(8) == 4"), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(service, "read_desk", fault)
        (event,) = told(watched.work(), "error")
    assert "hand-ins are graded by what it was before" in event["what"]
    assert told(watched.work(), "course")
