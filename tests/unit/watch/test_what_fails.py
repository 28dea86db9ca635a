"""What cannot be read or written for a while is told, tried again without haste, and stops nobody."""

from __future__ import annotations

import errno
import os
import time
from pathlib import Path
from typing import Any

import pytest

from autograder.watch import line, scores
from tests.support.watching import WatchedClass, quickly, told


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
