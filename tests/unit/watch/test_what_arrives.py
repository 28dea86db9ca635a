"""What arrives in a folder is kept, graded once, and gets its page; what fails is told and tried again."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.gradebook.paths import RECORDS
from autograder.gradebook.scores import read_scores
from autograder.gradebook.students import rename_student
from autograder.grading import examining, running
from autograder.watch import keeping, marking, receiving
from autograder.watch.attempts import read_choice, read_result
from tests.support.notebooks import DOUBLING, RIGHT, TRIPLE, TRIPLING, submit
from tests.support.quick import work_quickly
from tests.support.watching import WatchedClass, quickly, told


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> WatchedClass:
    quickly(monkeypatch)
    return WatchedClass(tmp_path)


@pytest.fixture
def exams(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The jobs of all exams that are held."""
    jobs: list[bytes] = []

    def work(job: bytes) -> bytes:
        jobs.append(job)
        return work_quickly(job)

    monkeypatch.setattr(examining, "work", work)
    return jobs


def a_class_in_a_zip(watched: WatchedClass) -> None:
    for student in ("ada", "bob"):
        watched.submit(student)
    with zipfile.ZipFile(watched.folder / "lab.zip", "w") as archive:
        for path in sorted(watched.submitted.rglob("*.ipynb")):
            archive.write(path, path.relative_to(watched.submitted))
    for student in ("ada", "bob"):
        shutil.rmtree(watched.submitted / student)
    (watched.folder / "lab.zip").rename(watched.submitted / "lab.zip")


def test_a_hand_in_is_graded_and_its_page_is_in_place(watched: WatchedClass) -> None:
    watched.submit()
    events = watched.work()
    assert [event["event"] for event in events] == ["received", "graded", "feedback"]
    assert watched.points() == 7
    assert "Doubling" in watched.page().read_text(encoding="utf-8")
    assert "ada,01_doubling,double,test_double_value,2,2,passed," in watched.scores()


def test_nothing_happens_to_what_was_graded_already(watched: WatchedClass, exams: list[bytes]) -> None:
    watched.submit()
    watched.work()
    assert watched.work() == []
    watched.restart()
    assert told(watched.work(), "graded") == []
    assert len(exams) == 1


def test_a_new_version_of_a_notebook_is_another_attempt(watched: WatchedClass) -> None:
    watched.submit(double="def double(x):\n    return x")
    watched.work()
    watched.submit(double="def double(x):\n    return x + x")
    watched.work()
    assert [read_result(one).status for one in watched.attempts()] == ["graded", "graded"]  # type: ignore[union-attr]
    choice = json.loads((watched.gradebook / "attempts/ada" / DOUBLING / "counts.json").read_text())
    assert choice["attempt"] == watched.attempts()[-1].name


def test_the_same_answers_are_not_examined_a_second_time(watched: WatchedClass, exams: list[bytes]) -> None:
    first, second = "def double(x):\n    return x", "def double(x):\n    return x + x"
    for answer in (first, second, first):
        watched.submit(double=answer)
        watched.work()
    assert len(exams) == 2
    third = read_result(watched.attempts()[-1])
    assert third is not None
    assert third.copied_from == watched.attempts()[0].name


def test_what_was_graded_by_the_batch_is_taken_over(watched: WatchedClass, exams: list[bytes]) -> None:
    watched.submit()
    watched.work()
    shutil.rmtree(watched.gradebook / "attempts")
    watched.restart()
    assert told(watched.work(), "received")
    assert len(exams) == 1
    assert [one.student for one in watched.attempts()] == ["ada"]


def test_an_attempt_is_kept_as_it_was_sent(watched: WatchedClass) -> None:
    sent = watched.submit()
    content = sent.read_bytes()
    watched.work()
    sent.write_text("{}", encoding="utf-8")
    (kept,) = watched.attempts()[0].path.glob("sent/*.ipynb")
    assert kept.read_bytes() == content
    assert (watched.gradebook / "attempts").stat().st_mode & 0o007 == 0


def test_two_labs_of_a_student_are_two_attempts(watched: WatchedClass) -> None:
    watched.submit()
    watched.submit(lab=TRIPLING, **TRIPLE)
    assert len(told(watched.work(), "graded")) == 2
    assert (watched.points(), watched.points(lab=TRIPLING)) == (7, 2)


def test_notebooks_of_two_labs_in_one_folder_are_two_attempts(watched: WatchedClass) -> None:
    for lab, answers in ((DOUBLING, {}), (TRIPLING, TRIPLE)):
        path = watched.submit("bob", lab, **answers)
        path.rename(watched.submitted / "bob" / path.name)
        path.parent.rmdir()
    assert len(told(watched.work(), "graded")) == 2
    assert len(watched.attempts("bob")) == len(watched.attempts("bob", TRIPLING)) == 1


def test_a_zip_of_a_class_is_read_like_a_folder(watched: WatchedClass) -> None:
    a_class_in_a_zip(watched)
    assert sorted(event["student"] for event in told(watched.work(), "graded")) == ["ada", "bob"]


def half_a_zip(path: Path) -> None:
    path.write_bytes(b"PK\3\4")


def link_to_nothing(path: Path) -> None:
    path.symlink_to(path.with_name("nothing"))


@pytest.mark.parametrize("lay", [half_a_zip, link_to_nothing, Path.mkdir])
def test_a_zip_of_a_class_is_read_beside_what_is_no_zip(watched: WatchedClass, lay: Callable[[Path], None]) -> None:
    a_class_in_a_zip(watched)
    other = watched.submitted / "another.zip"
    lay(other)
    os.utime(other, (1, 1), follow_symlinks=False)
    events = watched.work()
    assert sorted(event["student"] for event in told(events, "graded")) == ["ada", "bob"]
    reasons = [event["reason"] for event in told(events, "needs_review")]
    assert any(reason.startswith("another.zip cannot be read as a zip") for reason in reasons) == (lay is half_a_zip)


def test_a_newer_download_of_the_same_hand_ins_brings_no_new_attempts(watched: WatchedClass) -> None:
    made = watched.submit("ada")
    for name in ("lab.zip", "lab (2).zip"):
        with zipfile.ZipFile(watched.folder / name, "w") as archive:
            archive.write(made, f"ada/{DOUBLING}/doubling.ipynb")
    shutil.rmtree(watched.submitted / "ada")
    (watched.folder / "lab.zip").rename(watched.submitted / "lab.zip")
    assert told(watched.work(), "graded")
    (watched.folder / "lab (2).zip").rename(watched.submitted / "lab (2).zip")
    assert watched.work() == []
    assert len(watched.attempts()) == 1


def arrive_in_zips(watched: WatchedClass, *zips: dict[str, str], first: int = 0, are_watched: bool = True) -> None:
    """Downloads of a class's hand-ins, one after the other: names of files, and the answer in each."""
    for number, sent in enumerate(zips, first):
        made = watched.folder / f"lab ({number}).zip"
        with zipfile.ZipFile(made, "w") as archive:
            for name, answer in sent.items():
                path = submit(watched.folder / "making", "ada", answers={**RIGHT, "double": answer})
                archive.write(path, name)
        made.rename(watched.submitted / made.name)
        os.utime(watched.submitted / made.name, (1_000_000 + number,) * 2)
        if are_watched:
            watched.work()


ADAS, NOBODYS = f"ada/{DOUBLING}/doubling.ipynb", "doubling.ipynb"
OLD, NEW = "def double(x):\n    return x", "def double(x):\n    return x + x"
DOWNLOADS = {ADAS: OLD}, {ADAS: OLD, NOBODYS: OLD}, {ADAS: NEW}


@pytest.mark.parametrize("has_notes", [True, False])
def test_an_old_hand_in_of_a_zip_takes_no_newer_ones_place_after_a_restart(
    watched: WatchedClass, has_notes: bool
) -> None:
    arrive_in_zips(watched, *DOWNLOADS)
    if not has_notes:  # as an earlier version left it
        shutil.rmtree(watched.gradebook / "attempts" / ".taken")
    watched.restart()
    watched.work()
    assert len(watched.attempts()) == 2
    assert watched.points() == 7


def test_what_is_nobodys_is_told_again_after_a_start_and_read_again_by_another_roster(watched: WatchedClass) -> None:
    arrive_in_zips(watched, {ADAS: OLD, NOBODYS: OLD})
    first = told(watched.events, "needs_review")
    assert len(first) == 1
    watched.restart()
    assert watched.work() == []
    again = told(watched.events, "needs_review")[1:]
    assert [{**event, "time": ""} for event in again] == [{**first[0], "time": ""}]
    assert first[0]["reason"] in watched.scores()
    (watched.gradebook / "roster.csv").write_text("id\nada\n", encoding="utf-8")
    watched.restart()
    assert len(told(watched.work(), "needs_review")) == 1


def test_an_old_hand_in_of_a_zip_that_fails_in_its_midst_takes_no_newer_ones_place(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "_not_kept", full_disk)
        arrive_in_zips(watched, *DOWNLOADS)
    watched.work()
    assert len(watched.attempts()) == 2
    assert watched.points() == 7


@pytest.mark.parametrize("first", [0, 1, 2, 3])
def test_an_answer_of_before_in_a_new_zip_is_another_attempt_also_where_it_came_while_nobody_watched(
    watched: WatchedClass, first: int
) -> None:
    zips = {ADAS: NEW}, {ADAS: OLD}, {ADAS: NEW}
    arrive_in_zips(watched, *zips[:first])
    arrive_in_zips(watched, *zips[first:], first=first, are_watched=False)
    watched.restart()
    watched.work()
    assert len(watched.attempts()) == 3
    assert watched.points() == 7


def test_a_students_own_zip_with_others_names_in_it_goes_to_a_person(watched: WatchedClass) -> None:
    made = watched.submit("ada")
    for name, inside in (("mallory.zip", f"ada/{DOUBLING}/doubling.ipynb"), ("bob.zip", "doubling.ipynb")):
        with zipfile.ZipFile(watched.submitted / name, "w") as archive:
            archive.write(made, inside)
    shutil.rmtree(watched.submitted / "ada")
    events = watched.work()
    assert [event["student"] for event in told(events, "graded")] == ["bob"]
    assert [event["student"] for event in told(events, "needs_review")] == ["mallory"]


def test_a_notebook_that_cannot_be_read_needs_review_and_is_kept(watched: WatchedClass) -> None:
    watched.submit().write_text("garbage", encoding="utf-8")
    (event,) = told(watched.work(), "needs_review")
    assert event["reason"].startswith("doubling.ipynb cannot be read as a notebook")
    assert "ada,01_doubling,,,,,needs-human," in watched.scores()
    (attempt,) = watched.attempts()
    assert [path.read_text() for path in attempt.path.glob("sent/*")] == ["garbage"]


def test_scores_csv_has_the_last_rows_of_each_submission_once(watched: WatchedClass) -> None:
    for answer in ("def double(x):\n    return x", "def double(x):\n    return x + x"):
        watched.submit(double=answer)
        watched.work()
    assert watched.scores().count("test_double_value") == 1
    rows = [(row.student, row.test) for row in read_scores(watched.gradebook)]
    assert len(rows) == len(set(rows)) == 4


def test_what_arrived_while_nobody_watched_is_taken_in_order_of_arrival(watched: WatchedClass) -> None:
    for number, student in enumerate(("zoe", "mia", "ada")):
        watched.submit(student)
        os.utime(watched.submitted / student, (1_000_000 + number, 1_000_000 + number))
    events = watched.work()
    assert [event["student"] for event in told(events, "received")] == ["zoe", "mia", "ada"]
    assert [event["student"] for event in told(events, "graded")] == ["zoe", "mia", "ada"]


def test_a_hand_in_is_received_between_others_that_need_no_exam(watched: WatchedClass) -> None:
    for student in ("ada", "bob", "carol"):
        watched.submit(student)
        watched.work()
        (watched.attempts(student)[0].path / "result.json").unlink()
    watched.restart()
    before = len(watched.events)
    watched.submit("zoe")
    watched.service.step()
    assert [event["event"] for event in watched.events[before:]] == ["graded", "received"]
    assert len(told(watched.work(), "graded")) == 3


# It ends in the middle


@pytest.mark.parametrize("where", ["mark", "give_feedback", "write_result"])
def test_what_was_in_work_when_the_service_died_is_done_after_the_next_start(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    class Killed(BaseException):
        pass

    def die(*arguments: object) -> None:
        raise Killed

    from autograder.watch import line

    watched.submit()
    with monkeypatch.context() as patch:
        patch.setattr(line, where, die)
        with pytest.raises(Killed):
            watched.work()
    watched.restart()
    watched.work()
    assert watched.points() == 7
    assert watched.page().is_file()
    assert [read_result(one).status for one in watched.attempts()] == ["graded"]  # type: ignore[union-attr]
    assert watched.scores().count("test_double_value") == 1


def test_what_was_received_when_the_service_died_is_told_after_the_next_start(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*arguments: object) -> None:
        raise Killed

    watched.submit()
    with monkeypatch.context() as patch:
        patch.setattr(watched.service.line, "put", die)
        with pytest.raises(Killed):
            watched.work()
    assert told(watched.events, "received") == []
    watched.restart()
    (event,) = told(watched.events, "received")
    (attempt,) = watched.attempts()
    assert (event["attempt"], event["unit"], event["digest"]) == (attempt.name, "ada", attempt.received.digest)
    assert event["answers"] > 0
    watched.work()
    watched.restart()
    watched.work()
    assert len(told(watched.events, "received")) == 1


def two_labs_of_ada(watched: WatchedClass) -> None:
    watched.submit()
    watched.submit(lab=TRIPLING, **TRIPLE)


@pytest.mark.parametrize("arrive", [a_class_in_a_zip, two_labs_of_ada])
def test_the_rest_of_a_unit_is_taken_after_a_kill_in_its_midst(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch, arrive: Callable[[WatchedClass], None]
) -> None:
    class Killed(BaseException):
        pass

    def put_one(*arguments: Any) -> Any:
        if list((watched.gradebook / "attempts").glob("[!.]*/*/*/received.json")):
            raise Killed
        return real(*arguments)

    real = receiving.put_in_place
    arrive(watched)
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "put_in_place", put_one)
        with pytest.raises(Killed):
            watched.work()
    watched.restart()
    assert len(told(watched.work(), "graded")) == 2
    watched.restart()
    assert told(watched.work(), "received") == []


def test_scores_csv_has_what_was_graded_before_a_kill(watched: WatchedClass) -> None:
    watched.submit()
    watched.work()
    assert not (watched.gradebook / "scores.csv").exists()
    watched.restart()
    assert "ada,01_doubling,double,test_double_value,2,2,passed," in watched.scores()


def test_half_of_an_attempt_is_no_attempt(watched: WatchedClass) -> None:
    half = watched.gradebook / "attempts" / ".new" / "0123"
    half.mkdir(parents=True)
    watched.restart()
    assert not half.exists()


# It cannot be written


def full_disk(*arguments: Any, **options: Any) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/somewhere/file")


@pytest.mark.parametrize(
    ("module", "name"),
    [(keeping, "write_whole"), (marking, "write_examined"), (running, "write_record"), (marking, "write_choice")],
)
def test_a_full_disk_is_told_with_its_cure_and_nothing_is_lost(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch, module: Any, name: str
) -> None:
    watched.submit()
    with monkeypatch.context() as patch:
        patch.setattr(module, name, full_disk)
        (event,) = told(watched.work(), "error")
    assert event["path"] == "/somewhere/file"
    assert event["cure"] == "the disk is full: make room on it"
    assert told(watched.work(), "feedback")
    assert watched.points() == 7
    assert len(watched.attempts()) == 1


def test_an_attempt_whose_receipt_could_not_be_written_is_taken_at_the_next_rescan(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = receiving.write_receipt

    def not_into_feedback(receipt: Any, folder: Path) -> Path:
        if "feedback" in folder.parts:
            full_disk()
        return real(receipt, folder)

    watched.submit()
    with monkeypatch.context() as patch:
        patch.setattr(receiving, "write_receipt", not_into_feedback)
        assert told(watched.work(), "error")
        assert list((watched.gradebook / "attempts" / ".new").iterdir()) == []
    assert told(watched.work(), "graded")
    assert len(watched.attempts()) == 1


def test_events_that_cannot_be_written_stop_nothing(watched: WatchedClass) -> None:
    events = watched.service.events
    events.writers = (full_disk, *events.writers)
    watched.submit()
    assert [event["event"] for event in watched.work()] == ["received", "graded", "feedback"]
    assert watched.page().is_file()


def test_a_locked_database_is_told_with_its_cure_and_tried_again(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sqlalchemy import event as sqlalchemy_event

    def soon(connection: sqlite3.Connection, record: object) -> None:
        connection.execute("pragma busy_timeout = 10")

    sqlalchemy_event.listen(watched.service.line.book.engine, "connect", soon)
    watched.service.line.book.engine.dispose()
    other = sqlite3.connect(watched.gradebook / "gradebook.db")
    other.execute("begin exclusive")
    watched.submit()
    events = watched.work()
    assert any("is writing to the database" in event["cure"] for event in told(events, "error"))
    other.rollback()
    other.close()
    assert told(watched.work(), "graded")
    assert watched.points() == 7


def test_a_file_that_may_not_be_read_is_told_once_and_tried_again(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = watched.submit()
    with monkeypatch.context() as patch:
        patch.setattr(keeping.os, "access", lambda *arguments: False)
        (event,) = told(watched.work(), "error")
        assert told(watched.work(), "error") == []
    assert event["path"] == str(path)
    assert "change the rights" in event["cure"]
    assert told(watched.work(), "graded")


def test_a_page_that_cannot_be_made_does_not_stop_the_others(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched.submit("ada")
    watched.submit("bob")
    real: Callable[..., Any] = marking.write_one

    def break_adas(gradebook: Path, lab: Any, rows: Any, *others: Any) -> Any:
        if rows[0].student == "ada":
            raise ValueError("a bug")
        return real(gradebook, lab, rows, *others)

    monkeypatch.setattr(marking, "write_one", break_adas)
    events = watched.work()
    assert [event["student"] for event in told(events, "feedback")] == ["bob"]
    assert [event["what"] for event in told(events, "error")] == ["a page could not be written"]
    assert (watched.gradebook / RECORDS / "ada").is_dir()


def test_a_fault_of_ours_in_one_attempt_needs_review_and_the_others_go_on(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    from autograder.watch import line

    real = line.ready

    def break_adas(attempt: Any, *others: Any) -> Any:
        if attempt.student == "ada":
            raise ValueError("a bug")
        return real(attempt, *others)

    monkeypatch.setattr(line, "ready", break_adas)
    watched.submit("ada")
    watched.submit("bob")
    events = watched.work()
    assert [event["reason"] for event in told(events, "needs_review")] == ["it could not be graded: ValueError: a bug"]
    assert [event["student"] for event in told(events, "graded")] == ["bob"]


def test_attempts_follow_a_student_whose_id_changes(watched: WatchedClass) -> None:
    watched.submit("ada")
    watched.work()
    watched.scores()
    watched.service.line.book.close()
    rename_student(watched.gradebook, "ada", "lovelace")
    (attempt,) = watched.attempts("lovelace")
    assert attempt.student == "lovelace"
    assert not (watched.gradebook / "attempts" / "ada").exists()
    assert read_choice(watched.gradebook, "lovelace", DOUBLING).attempt == attempt.name


# The course changes


def test_new_tests_count_for_what_comes_after_them(watched: WatchedClass) -> None:
    watched.submit("ada")
    watched.work()
    path = watched.course / "solutions" / TRIPLING / "tripling.ipynb"
    path.write_text(path.read_text(encoding="utf-8").replace("triple(2) == 6", "triple(3) == 9"), encoding="utf-8")
    assert told(watched.work(), "course")
    watched.submit("bob", TRIPLING, **TRIPLE)
    assert told(watched.work(), "graded")


def test_a_course_that_cannot_be_read_leaves_the_one_of_before(watched: WatchedClass) -> None:
    path = watched.course / "solutions" / TRIPLING / "tripling.ipynb"
    path.write_text("{", encoding="utf-8")
    (event,) = told(watched.work(), "error")
    assert "hand-ins are graded by what it was before" in event["what"]
    watched.submit()
    assert told(watched.work(), "graded")


def test_events_name_no_hidden_input_and_no_path_of_the_solutions(watched: WatchedClass) -> None:
    from tests.support.notebooks import HIDDEN_INPUT, HIDDEN_MESSAGE

    watched.submit(double="def double(x):\n    return {3: 6}[x]")
    watched.submit("bob").write_text("garbage", encoding="utf-8")
    text = json.dumps(watched.work())
    assert HIDDEN_INPUT not in text
    assert HIDDEN_MESSAGE not in text
