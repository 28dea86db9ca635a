"""A receipt says what was received before anything was graded, and nothing that could harm or that is hidden."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from autograder.grading import Examiners
from tests.support.notebooks import HIDDEN_INPUT, HIDDEN_MESSAGE, HIDDEN_SCHEME, Page
from tests.support.watching import WatchedClass, quickly

HOSTILE = "<img src=x onerror=alert(1)>\u202e.ipynb"


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> WatchedClass:
    quickly(monkeypatch)
    return WatchedClass(tmp_path)


def test_the_receipt_is_there_before_the_exam(watched: WatchedClass, monkeypatch: pytest.MonkeyPatch) -> None:
    sent = watched.submit()
    with monkeypatch.context() as patch:
        patch.setattr(Examiners, "has_room", False)  # no exam can begin
        watched.service.rescan()
        watched.service.step()
    receipt = json.loads(watched.page().with_name("receipt.json").read_text())
    assert not watched.page().exists()
    digest = hashlib.sha256(sent.read_bytes()).hexdigest()
    assert receipt["files"] == [{"path": "doubling.ipynb", "bytes": sent.stat().st_size, "sha256": digest}]
    assert receipt["digest"] == hashlib.sha256(f"{digest}  doubling.ipynb\n".encode()).hexdigest()
    assert receipt["notebook"] == "doubling.ipynb"
    assert receipt["found"] == ["double", "halve", "in_words"]
    watched.work()


def test_the_receipt_names_the_answers_that_are_missing(watched: WatchedClass) -> None:
    watched.submit(in_words="*Replace this line with your answer.*")
    watched.work()
    page = Page(watched.page().with_name("receipt.html"))
    assert ["Answers found", "double,halve"] in page.rows
    assert ["Nothing written in", "in_words"] in page.rows


def test_times_stand_in_utc_and_in_the_classs_zone(watched: WatchedClass) -> None:
    watched.restart("c.Exchange.timezone = 'Asia/Tokyo'")
    watched.submit()
    watched.work()
    assert " JST)" in Page(watched.page().with_name("receipt.html")).text


def test_nothing_that_a_student_wrote_is_markup_on_a_receipt(watched: WatchedClass) -> None:
    sent = watched.submit()
    sent.rename(sent.with_name(HOSTILE))
    watched.work()
    source = watched.page().with_name("receipt.html").read_text(encoding="utf-8")
    assert "<img" not in source
    assert "\u202e" not in source
    assert "&lt;img" in source


def test_a_receipt_shows_nothing_of_hidden_tests(watched: WatchedClass) -> None:
    watched.submit(double="def double(x):\n    return 0")
    watched.work()
    for name in ("receipt.html", "receipt.json"):
        text = watched.page().with_name(name).read_text(encoding="utf-8")
        for hidden in (HIDDEN_INPUT, HIDDEN_MESSAGE, HIDDEN_SCHEME, "test_double"):
            assert hidden not in text


def test_what_was_put_right_stands_on_the_receipt(watched: WatchedClass) -> None:
    sent = watched.submit()
    sent.rename(sent.with_name("Doubling (final).ipynb"))
    watched.work()
    assert "The file was named Doubling (final).ipynb." in Page(watched.page().with_name("receipt.html")).text


def test_a_damaged_notebook_gets_a_receipt_that_says_so(watched: WatchedClass) -> None:
    watched.submit().write_text("garbage", encoding="utf-8")
    watched.work()
    assert "cannot be graded as it is" in Page(watched.page().with_name("receipt.html")).text
