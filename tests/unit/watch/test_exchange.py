"""nbgrader's exchange, both ways: whose a hand-in is, when it is whole, and what a student can fetch."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from nbgrader.utils import notebook_hash

from autograder.course.model import CourseError
from autograder.grading import Examiners
from autograder.intake.owners import Owners
from autograder.watch import line, releasing
from autograder.watch.attempts import read_result
from autograder.watch.source import source_of
from tests.support.notebooks import DOUBLING, STUB, Page
from tests.support.watching import COURSE_ID, WatchedClass, quickly, told

STUDENTS = {"ada", "bob", "carol"}


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> WatchedClass:
    quickly(monkeypatch)
    return WatchedClass(tmp_path, exchange=True)


def owned_by(watched: WatchedClass, owners: dict[str, str]) -> None:
    """Folders of hand-ins whose name begins so belong to these users, the others to whom they name."""

    def owner_of(path: Path) -> str:
        return next((who for name, who in owners.items() if path.name.startswith(name)), path.name.partition("+")[0])

    watched.service.receiver.owners = Owners(
        lambda path: owner_of(path) if "+" in path.name else "teacher", STUDENTS.__contains__, "teacher"
    )


def fetched(watched: WatchedClass, folder: Path) -> Path:
    """Where `nbgrader fetch_feedback` looks for the page of a hand-in."""
    secret = (folder / "submission_secret.txt").read_text(encoding="utf-8")
    return watched.exchange / "feedback" / f"{notebook_hash(secret=secret, notebook_id='doubling')}.html"


def test_a_hand_in_is_read_in_place_and_its_page_released(watched: WatchedClass) -> None:
    folder = watched.hand_in()
    before = sorted(path.name for path in folder.iterdir())
    watched.work()
    page = fetched(watched, folder)
    assert page.read_bytes() == watched.page().read_bytes()
    assert page.stat().st_mode & 0o777 == 0o644
    assert page.parent.stat().st_mode & 0o777 == 0o711
    assert sorted(path.name for path in folder.iterdir()) == before


def test_a_hand_in_under_anothers_name_goes_to_a_person(watched: WatchedClass) -> None:
    watched.hand_in("ada", double=STUB)
    watched.work()
    points, attempts = watched.points(), watched.attempts()
    forged = watched.hand_in("ada", time="2026-10-04 08:00:00.000000 UTC")
    owned_by(watched, {forged.name: "bob"})
    (event,) = told(watched.work(), "needs_review")
    assert "handed in under ada's name by the user bob" in event["reason"]
    assert watched.points() == points
    assert watched.attempts() == attempts
    assert not fetched(watched, forged).exists()
    assert "needs-human" in watched.scores()


def test_half_a_hand_in_waits_until_it_is_whole(watched: WatchedClass) -> None:
    watched.hand_in("bob")
    watched.work()
    folder = watched.hand_in("ada")
    secret = folder / "submission_secret.txt"
    text = secret.read_text()
    secret.unlink()
    assert watched.work() == []
    secret.write_text(text)
    assert told(watched.work(), "graded")


def test_a_hand_in_that_is_changed_after_it_was_received_counts_as_it_was(watched: WatchedClass) -> None:
    folder = watched.hand_in("ada", double=STUB)
    watched.work()
    points = watched.points()
    shutil.copy(watched.hand_in("bob") / "doubling.ipynb", folder / "doubling.ipynb")
    (event,) = told(watched.work(), "refused")
    assert event["reason"].startswith("its folder was changed after it was received")
    assert watched.points() == points
    assert len(watched.attempts()) == 1


def test_a_damaged_hand_in_that_is_mended_in_place_is_read_again(watched: WatchedClass) -> None:
    folder = watched.hand_in("ada")
    whole = (folder / "doubling.ipynb").read_bytes()
    (folder / "doubling.ipynb").write_bytes(whole[:200])
    assert told(watched.work(), "needs_review")
    (folder / "doubling.ipynb").write_bytes(whole)
    assert told(watched.work(), "graded")


def test_a_damaged_hand_in_that_is_mended_before_it_was_looked_at_is_read_again(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = watched.hand_in("ada")
    whole = (folder / "doubling.ipynb").read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(Examiners, "has_room", False)  # all workers are busy
        for content in (whole[:200], whole):
            (folder / "doubling.ipynb").write_bytes(content)
            watched.service.rescan()
            while len(watched.service.arrivals):
                watched.service.step()
    assert told(watched.work(), "graded")
    assert told(watched.events, "refused") == []


def test_each_hand_in_has_a_page_of_its_own(watched: WatchedClass) -> None:
    first = watched.hand_in("ada", double=STUB)
    watched.work()
    second = watched.hand_in("ada", time="2026-10-04 08:00:00.000000 UTC")
    watched.work()
    assert fetched(watched, first).read_bytes() != fetched(watched, second).read_bytes()
    assert "the latest of 2 hand-ins counts" in fetched(watched, second).read_text(encoding="utf-8").lower()


def test_who_is_one_attempt_above_the_limit_can_fetch_the_receipt(watched: WatchedClass) -> None:
    watched.restart("c.Watch.counts = 'first'")
    watched.hand_in("ada")
    watched.work()
    second = watched.hand_in("ada", time="2026-10-04 08:00:00.000000 UTC")
    watched.work()
    assert "only the first attempt at a lab count" in Page(fetched(watched, second)).text


def test_before_the_day_of_feedback_the_receipt_can_be_fetched(watched: WatchedClass) -> None:
    watched.restart("c.Watch.feedback = '2999-01-01T08:00Z'")
    folder = watched.hand_in("ada")
    watched.work()
    assert "Receipt" in Page(fetched(watched, folder)).text
    watched.restart("c.Watch.feedback = 'now'")
    watched.work()
    assert fetched(watched, folder).read_bytes() == watched.page().read_bytes()


def test_what_a_person_gives_renews_the_page_and_the_release(watched: WatchedClass) -> None:
    folder = watched.hand_in("ada")
    watched.work()
    before = fetched(watched, folder).read_bytes()

    def give(book: Gradebook) -> None:
        grade = book.find_grade("in_words", "doubling", DOUBLING, "ada")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.find_comment("in_words", "doubling", DOUBLING, "ada").manual_comment = "Well put."

    watched.change(give)
    assert told(watched.work(), "feedback")
    after = fetched(watched, folder).read_bytes()
    assert b"Well put." in after
    assert b"Well put." not in before
    assert ",in_words,in_words,2.5,3,manual," in watched.scores()
    assert watched.work() == []


def test_what_a_person_gives_in_the_midst_of_a_write_of_ours_is_found_at_the_rescan(watched: WatchedClass) -> None:
    watched.hand_in("ada")
    watched.work()

    def give(book: Gradebook) -> None:
        book.find_comment("in_words", "doubling", DOUBLING, "ada").manual_comment = "Well put."

    with watched.service.line.writes.ours():
        watched.change(give)
    assert told(watched.work(), "feedback")
    assert b"Well put." in watched.page().read_bytes()


def test_nothing_is_released_a_second_time(watched: WatchedClass) -> None:
    folder = watched.hand_in("ada")
    watched.work()
    time = fetched(watched, folder).stat().st_mtime_ns
    watched.restart()
    assert watched.work() == []
    assert fetched(watched, folder).stat().st_mtime_ns == time


@pytest.mark.parametrize("is_damaged", [False, True])
def test_a_feedback_folder_of_another_account_is_told_and_tried_again(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch, is_damaged: bool
) -> None:
    feedback = watched.exchange / "feedback"
    feedback.mkdir()
    folder = watched.hand_in("ada")
    if is_damaged:
        (folder / "doubling.ipynb").write_text("{}")
    with monkeypatch.context() as patch:
        patch.setattr(releasing.os, "getuid", lambda: -1)
        patch.setattr(releasing.os, "access", lambda path, mode: Path(path) != feedback)
        (event,) = told(watched.work(), "error")
        assert event["path"] == str(feedback)
        assert "run watch as its owner" in event["cure"]
        watched.restart()
        assert told(watched.work(), "error")
    watched.work()
    assert fetched(watched, folder).is_file()


def test_a_fault_that_lasts_is_told_once_and_what_comes_of_an_attempt_when_it_is_done(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    feedback = watched.exchange / "feedback"
    feedback.mkdir()
    for time in (3, 4):
        with monkeypatch.context() as patch:
            patch.setattr(releasing.os, "getuid", lambda: -1)
            patch.setattr(releasing.os, "access", lambda path, mode: Path(path) != feedback)
            for student in ("ada", "bob"):
                watched.hand_in(student, time=f"2026-10-0{time} 08:00:00.000000 UTC")
            (watched.hand_in("carol", double=str(time)) / "doubling.ipynb").write_text(f"{{{time}")
            events = [event for _ in range(3) for event in watched.work()]
            assert [event["path"] for event in told(events, "error")] == [str(feedback)]
            assert told(events, "graded") == told(events, "needs_review") == []
        assert sorted(event["student"] for event in told(watched.work(), "graded")) == ["ada", "bob"]
    assert len(told(watched.events, "needs_review")) == 2


def test_a_fault_in_what_follows_from_a_result_stops_nobody(
    watched: WatchedClass, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*arguments: object) -> None:
        raise ValueError("a bug")

    folder = watched.hand_in("ada")
    (folder / "doubling.ipynb").write_text("{}")
    with monkeypatch.context() as patch:
        patch.setattr(line, "give_receipt", broken)
        assert "ValueError: a bug" in told(watched.work(), "error")[0]["reason"]
    watched.work()
    assert fetched(watched, folder).is_file()


def test_a_folder_that_is_no_hand_in_goes_to_a_person(watched: WatchedClass) -> None:
    (watched.exchange / "inbound" / "holiday").mkdir()
    (watched.exchange / "inbound" / "holiday" / "doubling.ipynb").write_text("{}")
    (event,) = told(watched.work(), "needs_review")
    assert "the folder's name is not <student>+<lab>+<timestamp>" in event["reason"]


# What --submitted names


def test_the_exchange_and_its_parts_name_the_same_inbound(watched: WatchedClass) -> None:
    settings = watched.service.places.settings
    root, inbound = watched.submitted, watched.exchange / "inbound"
    found = {source_of(path, settings).folder for path in (root, watched.exchange, inbound)}
    assert found == {inbound}
    assert source_of(root, settings).exchange == watched.exchange


def test_an_exchange_in_which_nothing_was_released_yet_is_waited_for(tmp_path: Path) -> None:
    from traitlets.config import Config

    settings = Config({"Exchange": {"root": str(tmp_path)}, "CourseDirectory": {"course_id": COURSE_ID}})
    source = source_of(tmp_path, settings)
    assert source.exchange == tmp_path / COURSE_ID
    assert source.watched == tmp_path


def test_an_exchange_of_another_course_is_refused(tmp_path: Path) -> None:
    from traitlets.config import Config

    (tmp_path / "other" / "inbound").mkdir(parents=True)
    with pytest.raises(CourseError, match="an exchange without a course 'mine', but with other"):
        source_of(tmp_path, Config({"CourseDirectory": {"course_id": "mine"}}))


def test_a_receipt_has_no_secret(watched: WatchedClass) -> None:
    folder = watched.hand_in("ada")
    watched.work()
    secret = (folder / "submission_secret.txt").read_text()
    receipts = [*watched.attempts()[0].path.glob("receipt.*"), *watched.page().parent.glob("receipt.*")]
    assert len(receipts) == 4
    for path in receipts:
        assert secret not in path.read_text(encoding="utf-8")
        assert "submission_secret" not in path.read_text(encoding="utf-8")
    assert json.loads(receipts[0].with_suffix(".json").read_text())["number"] == 1
    assert read_result(watched.attempts()[0])
