"""Rows of senders who are none any more do not stay for ever; a grade does."""

from __future__ import annotations

from pathlib import Path

from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import Row, needs_human, read_scores
from autograder.gradebook.senders import forget_gone

GRADED = Row("gone", "01", "double", "test", 2.0, 2.0, "passed", "")


def students(gradebook: Path) -> list[tuple[str, str]]:
    return [(row.student, row.lab) for row in read_scores(gradebook)]


def test_a_phantom_student_does_not_stay_for_ever(tmp_path: Path) -> None:
    book, sent = tmp_path / "book", tmp_path / "sent"
    sent.mkdir()
    write_scores(
        book, [GRADED, needs_human("gone", "02", "?"), needs_human("phantom", "", "?"), needs_human("ada", "", "?")]
    )
    forget_gone(book, sent, ["gone", "phantom", "ada"])
    assert len(students(book)) == 4
    forget_gone(book, sent, ["ada"])
    assert students(book) == [("ada", ""), ("gone", "01")]


def test_another_source_takes_no_rows_away(tmp_path: Path) -> None:
    book = tmp_path / "book"
    write_scores(book, [needs_human("zed", "", "?")])
    zipped = tmp_path / "submissions.zip"
    zipped.write_bytes(b"lab 1")
    forget_gone(book, zipped, ["zed"])
    zipped.write_bytes(b"the zip of lab 2, under the same name")
    forget_gone(book, zipped, ["ada"])
    (tmp_path / "folder").mkdir()
    forget_gone(book, tmp_path / "folder", ["ada"])
    assert students(book) == [("zed", "")]


def test_a_damaged_note_is_none(tmp_path: Path) -> None:
    write_scores(tmp_path, [needs_human("zed", "", "?")])
    for damage in (b"{", b"[]", b'{"a": 1}', b"\xff"):
        (tmp_path / ".records").mkdir(exist_ok=True)
        (tmp_path / ".records" / "senders.json").write_bytes(damage)
        forget_gone(tmp_path, tmp_path, [])
    assert students(tmp_path) == [("zed", "")]
