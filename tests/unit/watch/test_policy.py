"""The course's rules: which attempt counts, how many there may be, and when students get feedback."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy.exc import OperationalError
from traitlets.config import Config

from autograder.course.model import CourseError
from autograder.grading import Examiners
from autograder.watch import line, receiving, renewing
from autograder.watch.attempts import Attempt, Received, read_result
from autograder.watch.policy import Total, is_better, refusal
from autograder.watch.settings import Policy, watch_settings
from autograder.watch.waiting import Waiting
from tests.support.notebooks import DOUBLING, HIDDEN_INPUT, HIDDEN_MESSAGE, Page, doubling, find, released_cells
from tests.support.watching import WatchedClass, later, quickly, told

NOON = datetime(2026, 10, 3, 12, tzinfo=UTC)
RIGHT = {"double": "def double(x):\n    return x + x"}
STUB_SOURCE = find(released_cells(doubling()), "double").source


def attempt(student: str = "ada", lab: str = "one", minutes: float = 0, refused: str = "") -> Attempt:
    time = NOON + timedelta(minutes=minutes)
    return Attempt(Path(student) / lab / f"{time:%H-%M-%S}", Received(student, lab, time, refused=refused))


def refused(policy: Policy, minutes: float, *before: Attempt) -> str:
    found = refusal(policy, attempt(minutes=minutes).received, before)
    return "" if found is None else f"{found.reason}; {found.next_at and found.next_at.isoformat()}"


def full_disk(*arguments: Any) -> Any:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/file")


@pytest.fixture(autouse=True)
def without_exams(monkeypatch: pytest.MonkeyPatch) -> None:
    quickly(monkeypatch)


# Too many attempts


def test_without_rules_no_attempt_is_one_too_many() -> None:
    assert refused(Policy(), 1, *(attempt(minutes=minute) for minute in range(100))) == ""


def test_of_the_first_two_attempts_the_third_is_one_too_many() -> None:
    policy = Policy("first", first=2)
    assert refused(policy, 2, attempt(), attempt(minutes=1, refused="why")) == ""
    assert refused(policy, 2, attempt(), attempt(minutes=1)) == "only the first 2 attempts at a lab count; None"


def test_between_two_attempts_the_pause_has_to_pass() -> None:
    policy = Policy(pause=timedelta(minutes=30))
    assert refused(policy, 30, attempt()) == ""
    assert refused(policy, 29, attempt()) == (
        "30 minutes have to pass between two attempts at a lab; 2026-10-03T12:30:00+00:00"
    )


def test_a_refused_attempt_does_not_make_the_pause_longer() -> None:
    policy = Policy(pause=timedelta(minutes=30))
    assert refused(policy, 31, attempt(), attempt(minutes=29, refused="too soon")) == ""


def test_a_time_that_a_student_wrote_evades_no_limit() -> None:
    def claims(minutes: float, arrives: float) -> Attempt:
        one = attempt(minutes=arrives)
        return later(one, handed_in=NOON + timedelta(minutes=minutes))

    honest, day = attempt(), 24 * 60
    for policy in (Policy(pause=timedelta(minutes=30)), Policy(a_day=1)):
        for claimed in (-2 * day, -1, 29, 2 * day):
            assert refusal(policy, claims(claimed, arrives=1).received, [honest])
        assert refusal(policy, claims(2 * day, arrives=2 * day).received, [honest]) is None
    waited = claims(40, arrives=100)  # both while the service did not run
    assert refusal(Policy(pause=timedelta(minutes=30)), waited.received, [claims(0, arrives=100)]) is None


def test_times_in_the_past_that_rise_evade_no_limit(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.pause_minutes = 30", exchange=True)
    for day in (3, 4, 5):
        watched.work()
        watched.hand_in(time=f"2020-10-0{day} 08:00:00.000000 UTC", double=f"def double(x):\n    return {day}")
    watched.work()
    assert [bool(one.received.refused) for one in watched.attempts()] == [False, True, True]


def test_times_of_hand_ins_that_somebody_brings_count_for_the_limits(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.pause_minutes = 30")
    for day in (3, 4):
        watched.work()
        path = watched.submit(double=f"def double(x):\n    return {day}")
        path.with_name("timestamp.txt").write_text(f"2020-10-0{day} 08:00:00.000000 UTC", encoding="utf-8")
    watched.work()
    assert [(one.received.time.day, one.received.refused) for one in watched.attempts()] == [(3, ""), (4, "")]


def test_times_in_the_past_count_for_hand_ins_that_came_while_nobody_looked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.pause_minutes = 30", exchange=True)
    for day in (3, 4):
        watched.hand_in(time=f"2020-10-0{day} 08:00:00.000000 UTC", double=f"def double(x):\n    return {day}")
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "keep", full_disk)
        watched.work()
        assert told(watched.work(), "error") == []
    watched.work()
    assert [bool(one.received.refused) for one in watched.attempts()] == [False, False]


@pytest.mark.parametrize("is_looked_at", [True, False])
def test_a_file_that_could_not_be_read_uses_up_no_attempt(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_looked_at: bool
) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.counts = 'first'\nc.Watch.first = 1")
    watched.submit().write_text("garbage", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(Examiners, "has_room", is_looked_at)
        watched.service.rescan()
        while len(watched.service.arrivals):
            watched.service.step()
        watched.submit(**RIGHT)
        watched.service.rescan()
        while len(watched.service.arrivals):
            watched.service.step()
    watched.work()
    assert watched.points() == 7
    watched.submit(double=STUB_SOURCE)
    assert [event["status"] for event in told(watched.work(), "policy")] == ["refused"]


def test_one_too_many_counts_where_the_one_before_turned_out_to_need_review(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: Any) -> Any:
        raise ValueError("a bug")

    watched = WatchedClass(tmp_path, "c.Watch.counts = 'first'\nc.Watch.first = 1")
    with monkeypatch.context() as patch:
        patch.setattr(Examiners, "has_room", False)  # all workers are busy
        for answer in (STUB_SOURCE, RIGHT["double"], "def double(x):\n    return 3"):
            watched.submit(double=answer)
            watched.service.rescan()
            while len(watched.service.arrivals):
                watched.service.step()
    with monkeypatch.context() as patch:
        patch.setattr(line, "ready", broken)
        watched.service.line.begin()
    events = watched.work()
    assert [event["attempt"] for event in told(events, "graded")] == [watched.attempts()[1].name]
    assert [event["status"] for event in told(events, "policy")] == ["refused"]
    assert watched.points() == 7


def test_a_day_ends_at_midnight_of_the_class() -> None:
    policy = Policy(a_day=1, zone="Europe/Rome")
    assert refused(policy, 60, attempt()) == "a day has 1 attempt at a lab; 2026-10-03T22:00:00+00:00"
    assert refused(policy, 601, attempt()) == ""  # 22:01 UTC is the next day in Rome


# The best


def test_the_higher_total_is_better() -> None:
    most = {"a": 2.0, "b": 3.0}
    assert is_better(Total({"a": 2, "b": 1}, most), Total({"a": 1, "b": 1}, most))
    assert not is_better(Total({"a": 1, "b": 1}, most), Total({"a": 2, "b": 1}, most))


def test_points_that_a_person_gave_to_one_alone_do_not_decide() -> None:
    most = {"code": 2.0, "words": 3.0}
    graded, waits = Total({"code": 1, "words": 3}, most), Total({"code": 2, "words": None}, most)
    assert is_better(waits, graded)
    assert not is_better(graded, waits)


def test_of_equal_ones_the_later_counts_unless_its_answer_in_words_is_empty() -> None:
    most = {"code": 2.0, "words": 3.0}
    waits, blank = Total({"code": 2, "words": None}, most), Total({"code": 2, "words": 0}, most)
    assert is_better(waits, waits)
    assert not is_better(blank, waits)


def test_lateness_counts_for_what_is_better() -> None:
    most = {"a": 10.0}
    assert not is_better(Total({"a": 9}, most, late=5), Total({"a": 8}, most))


def test_where_the_best_counts_a_worse_attempt_is_kept_and_changes_nothing(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.counts = 'best'")
    watched.submit(**RIGHT)
    watched.work()
    before = watched.page().read_bytes()
    watched.submit(double=STUB_SOURCE)
    (event,) = told(watched.work(), "policy")
    assert (event["status"], event["reason"]) == ("kept", "another attempt counts")
    assert watched.points() == 7
    assert watched.page().read_bytes() == before


def test_where_the_best_counts_a_better_attempt_takes_the_place_of_a_worse_one(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.counts = 'best'")
    watched.submit(double=STUB_SOURCE)
    watched.work()
    assert watched.points() == 3
    watched.submit(**RIGHT)
    watched.work()
    assert watched.points() == 7


def test_where_the_latest_counts_a_worse_attempt_takes_the_place_of_a_better_one(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path)
    watched.submit(**RIGHT)
    watched.work()
    watched.submit(double=STUB_SOURCE)
    watched.work()
    assert watched.points() == 3


def test_where_the_first_counts_the_second_is_kept_and_its_receipt_says_why(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.counts = 'first'\nc.Watch.first = 1")
    watched.submit(double=STUB_SOURCE)
    watched.work()
    watched.submit(**RIGHT)
    (event,) = told(watched.work(), "policy")
    assert (event["status"], event["reason"]) == ("refused", "only the first attempt at a lab count")
    assert watched.points() == 3
    receipt = Page(watched.page().with_name("receipt.html")).text
    assert "is not graded: only the first attempt at a lab count" in receipt
    assert len(watched.attempts()) == 2


def test_an_attempt_that_comes_too_soon_names_when_the_next_one_counts(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.pause_minutes = 30\nc.Exchange.timezone = 'Europe/Rome'", exchange=True)
    watched.hand_in(time="2026-10-03 08:00:00.000000 UTC")
    watched.hand_in(time="2026-10-03 08:10:00.000000 UTC", **RIGHT)
    watched.hand_in(time="2026-10-03 08:40:00.000000 UTC", **RIGHT)
    events = watched.work()
    assert [event["status"] for event in told(events, "policy")] == ["refused"]
    assert len(told(events, "graded")) == 2
    second = json.loads((watched.attempts()[1].path / "receipt.json").read_text())
    assert second["next_at"] == "2026-10-03T08:30:00+00:00"
    page = Page(watched.attempts()[1].path / "receipt.html").text
    assert "The next attempt counts from 3 October 2026, 08:30:00 UTC (3 October, 10:30:00 CEST) on." in page


# Fairness


def test_a_students_resubmissions_wait_for_the_first_of_others() -> None:
    waiting = Waiting()
    for number in range(10):
        waiting.put(attempt("ada", f"lab{number}", number))
    waiting.put(attempt("bob", "one", 11))
    waiting.put(attempt("carol", "one", 12))
    order = [one.student for one in iter(waiting.next, None)]
    assert order[:4] == ["ada", "bob", "carol", "ada"]
    assert len(order) == 12


def test_of_one_lab_one_attempt_of_a_student_is_in_work() -> None:
    waiting = Waiting()
    waiting.put(attempt("ada", "one"))
    waiting.put(attempt("bob", "one"))
    assert waiting.has_next({("ada", "one"): None})
    found = waiting.next({("ada", "one"): None})
    assert found is not None
    assert found.student == "bob"
    assert waiting.next({("ada", "one"): None}) is None
    assert not waiting.has_next({("ada", "one"): None})
    assert waiting.has_next()


def test_the_service_waits_while_all_that_wait_have_another_attempt_in_work(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path)
    line = watched.service.line
    watched.work()
    line.in_work["ada", "one"] = None  # type: ignore[assignment]  # any attempt
    line.waiting.put(attempt("ada", "one"))
    assert line.exams.has_room
    assert watched.service._wait() > 1
    line.waiting.put(attempt("bob", "one"))
    assert watched.service._wait() == 0


@pytest.mark.parametrize(
    ("counts", "statuses"),
    [("latest", ["passed_over", "passed_over", "graded"]), ("best", ["graded", "graded", "graded"])],
)
def test_where_the_latest_counts_what_waits_and_was_handed_in_before_it_is_not_examined(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, counts: str, statuses: list[str]
) -> None:
    watched = WatchedClass(tmp_path, f"c.Watch.counts = '{counts}'", exchange=True)
    for minute in (0, 2, 1):
        watched.hand_in(time=f"2026-10-03 08:0{minute}:00.000000 UTC", **RIGHT)
    with monkeypatch.context() as patch:
        patch.setattr(Examiners, "has_room", False)  # all workers are busy
        watched.service.rescan()
        while len(watched.service.arrivals):
            watched.service.step()
    watched.work()
    assert [read_result(one).status for one in watched.attempts()] == statuses  # type: ignore[union-attr]


def test_one_that_cannot_be_read_does_not_have_an_earlier_one_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = WatchedClass(tmp_path, exchange=True)
    watched.hand_in(time="2026-10-03 08:00:00.000000 UTC", **RIGHT)
    damaged = watched.hand_in(time="2026-10-03 08:01:00.000000 UTC")
    (damaged / "doubling.ipynb").write_text("{}", encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(Examiners, "has_room", False)  # all workers are busy
        watched.service.rescan()
        while len(watched.service.arrivals):
            watched.service.step()
    watched.work()
    statuses = [read_result(one).status for one in watched.attempts()]  # type: ignore[union-attr]
    assert statuses == ["graded", "needs_review"]
    assert watched.points() == 7


def test_a_hand_in_of_before_does_not_take_the_place_of_a_later_one(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, exchange=True)
    watched.hand_in(time="2026-10-03 09:00:00.000000 UTC", **RIGHT)
    watched.work()
    watched.hand_in(time="2026-10-03 08:00:00.000000 UTC", double=STUB_SOURCE)
    watched.work()
    assert watched.points() == 7


# Feedback


def test_before_the_day_of_feedback_there_is_only_a_receipt(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.feedback = '2999-01-01T08:00+01:00'")
    watched.submit(**RIGHT)
    events = watched.work()
    assert [event["event"] for event in events] == ["received", "graded"]
    assert not watched.page().exists()
    assert watched.page().with_name("receipt.html").is_file()
    watched.restart("c.Watch.feedback = '2020-01-01T08:00+01:00'")
    assert told(watched.work(), "feedback")
    assert watched.page().is_file()


def test_when_the_day_of_feedback_comes_all_pages_are_written(tmp_path: Path) -> None:
    from dataclasses import replace

    watched = WatchedClass(tmp_path, "c.Watch.feedback = '2999-01-01T08:00+01:00'")
    watched.submit("ada")
    watched.submit("bob")
    watched.work()
    desk = watched.service.line.desk
    watched.service.line.desk = replace(desk, policy=replace(desk.policy, feedback_from=NOON - timedelta(days=999)))
    watched.service.step()
    watched.work()
    assert watched.page("ada").is_file()
    assert watched.page("bob").is_file()


def test_totals_only_shows_points_and_nothing_else(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, "c.Watch.feedback = 'totals'")
    watched.submit(double="def double(x):\n    return '<script>alert(1)</script>'")
    watched.work()
    page = watched.page().read_text(encoding="utf-8")
    assert "7 of 10 points" in page
    assert "1 part of it waits for a person" in page
    for word in ("double", "script", HIDDEN_INPUT, HIDDEN_MESSAGE):
        assert word not in page.replace("Doubling", "")
    watched.restart("")
    watched.work()
    assert "Twice the number" in watched.page().read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("counts", "newest", "counts"),
        ("first", 0, "first"),
        ("attempts_a_day", -1, "attempts_a_day"),
        ("feedback", "tomorrow", "it can be 'now', 'totals', or a date"),
        ("feedback", "2026-12-01T08:00", "without a zone"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_by_its_name(name: str, value: object, said: str) -> None:
    with pytest.raises(CourseError, match=said):
        watch_settings(Config({"Watch": {name: value}}))


# Extensions


def due(book: Gradebook) -> None:
    book.update_or_create_assignment(DOUBLING, duedate="2026-10-02 12:00:00 UTC")


LATE = 'c.LateSubmissionPlugin.penalty_method = "zero"'


def penalty(watched: WatchedClass, student: str) -> float:
    from autograder.gradebook.paths import database

    with Gradebook(database(watched.gradebook)) as book:
        return float(book.find_submission(DOUBLING, student).late_submission_penalty or 0.0)


@pytest.mark.parametrize(
    ("extension", "taken_off"),
    [
        ("", 7),
        ("19 h", 7),
        ("24 h", 0),
        ("1 day", 0),
        ("2026-10-03T10:00+02:00", 0),
        ("2026-10-03T09:59+02:00", 7),
        ("01_doubling: 24 h", 0),
        ("02_tripling: 24 h", 7),
        ("1 h; 01_doubling: 2026-10-04T00:00Z", 0),
    ],
)
def test_an_extension_in_the_roster_reaches_the_late_penalty(tmp_path: Path, extension: str, taken_off: float) -> None:
    watched = WatchedClass(tmp_path, LATE, exchange=True)
    watched.change(due)
    (watched.gradebook / "roster.csv").write_text(f"id,extension\nada,{extension}\n", encoding="utf-8")
    watched.work()
    watched.hand_in(time="2026-10-03 08:00:00.000000 UTC", **RIGHT)
    watched.work()
    assert penalty(watched, "ada") == taken_off


def test_where_the_best_counts_a_late_attempt_that_costs_more_than_it_brings_is_kept(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, f"{LATE}\nc.Watch.counts = 'best'", exchange=True)
    watched.change(due)
    watched.hand_in(time="2026-10-02 08:00:00.000000 UTC", double=STUB_SOURCE)
    watched.work()
    watched.hand_in(time="2026-10-03 08:00:00.000000 UTC", **RIGHT)
    (event,) = told(watched.work(), "policy")
    assert event["status"] == "kept"
    assert (watched.points(), penalty(watched, "ada")) == (3, 0)


def test_an_extension_that_is_given_afterwards_takes_the_penalty_back(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path, LATE, exchange=True)
    watched.change(due)
    watched.hand_in(time="2026-10-03 08:00:00.000000 UTC", **RIGHT)
    watched.work()
    assert penalty(watched, "ada") == 7
    (watched.gradebook / "roster.csv").write_text("id,extension\nada,2 days\n", encoding="utf-8")
    events = watched.work()
    assert penalty(watched, "ada") == 0
    assert told(events, "feedback")


@pytest.mark.parametrize("is_extended", [True, False])
def test_lateness_that_could_not_be_decided_for_a_moment_is_decided_at_the_next_rescan(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_extended: bool
) -> None:
    def locked(*arguments: object) -> None:
        raise OperationalError("UPDATE", {}, sqlite3.OperationalError("database is locked"))

    watched = WatchedClass(tmp_path, LATE, exchange=True)
    watched.change(due)
    watched.hand_in(time="2026-10-03 08:00:00.000000 UTC", **RIGHT)
    watched.work()
    assert penalty(watched, "ada") == 7
    if is_extended:
        (watched.gradebook / "roster.csv").write_text("id,extension\nada,2 days\n", encoding="utf-8")
    else:
        watched.change(lambda book: book.update_or_create_assignment(DOUBLING, duedate="2026-10-04 12:00:00 UTC"))
    with monkeypatch.context() as patch:
        patch.setattr(renewing, "try_penalties", locked)
        assert told(watched.work(), "error")
    assert told(watched.work(), "feedback")
    assert penalty(watched, "ada") == 0
    monkeypatch.setattr(renewing, "try_penalties", locked)
    assert watched.work() == []


def test_an_extension_that_makes_no_sense_is_named(tmp_path: Path) -> None:
    watched = WatchedClass(tmp_path)
    (watched.gradebook / "roster.csv").write_text("id,extension\nada,soon\n", encoding="utf-8")
    assert "ada has the extension 'soon'" in told(watched.work(), "error")[0]["reason"]
