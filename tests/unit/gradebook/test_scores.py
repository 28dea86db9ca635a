"""scores.csv: written whole, read back as it was, and harmless in a terminal and a spreadsheet."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.model import CourseError
from autograder.files import write_whole
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import HEADER, SCORES, Row, cell_text, needs_human, read_scores, with_points

# As written when points were text.
GOLDEN = """\
student,lab,exercise,test,points,max_points,outcome,reason
ada,01_doubling,double,test_double_value,2,2,passed,
ada,01_doubling,double,test_double_kinds,0.333333,1.5,partial,0.333333 of 1.5 points [repaired: 1 extra cell kept]
ada,01_doubling,halve,test_halve_value,0,3,failed,"CheckError: halve(3) should be 1.5, not ""1\"""
ada,01_doubling,halve,test_halve_kinds,,1,unknown,the cell was not run
ada,01_doubling,in_words,in_words,,3,manual,
bob,,,,,,needs-human,"a.ipynb, b.ipynb: of which lab? Neither its name nor an answer in it tells"
carol,02_tripling,triple,test_triple_value,1e+06,1e+06,passed,
"""
POINTS = [2.0, 0.333333, 0.0, None, None, None, 1e6]
MOST = [2.0, 1.5, 3.0, 1.0, 3.0, 0.0, 1e6]


def rows(*keys: str) -> list[Row]:
    return [Row(*key.split("/"), "double", "test", 1.0, 2.0, "partial", 'a "quoted", reason') for key in keys]


def test_scores_are_written_and_read_back(tmp_path: Path) -> None:
    write_scores(tmp_path, rows("bob/1", "ada/2", "ada/1"))
    assert read_scores(tmp_path) == rows("ada/1", "ada/2", "bob/1")
    with (tmp_path / SCORES).open(newline="", encoding="utf-8") as file:
        assert next(csv.reader(file)) == list(HEADER)
    assert b"\r" not in (tmp_path / SCORES).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == [SCORES]


def test_the_bytes_are_those_of_the_same_grades_before_points_were_numbers(tmp_path: Path) -> None:
    path = tmp_path / SCORES
    path.write_text(GOLDEN, encoding="utf-8")
    table = read_scores(tmp_path)
    assert [row.points for row in table] == POINTS
    assert [row.max_points for row in table] == MOST
    path.unlink()
    exact = [replace(row, points=1 / 3) if row.outcome == "partial" else row for row in table]
    write_scores(tmp_path, exact[5:])
    write_scores(tmp_path, exact[:5])
    assert path.read_bytes() == GOLDEN.encode()


def test_points_given_since_are_written_and_no_others(tmp_path: Path) -> None:
    path = tmp_path / SCORES
    path.write_text(GOLDEN, encoding="utf-8")
    given = {("ada", "01_doubling", "in_words"): 2.5, ("zoe", "01_doubling", "in_words"): 1.0}
    assert with_points(tmp_path, given)[4].points == 2.5
    assert path.read_text() == GOLDEN.replace("in_words,in_words,,3", "in_words,in_words,2.5,3")


def test_points_that_would_be_written_alike_leave_the_file_alone(tmp_path: Path) -> None:
    path = tmp_path / SCORES
    content = b"\xef\xbb\xbf" + GOLDEN.encode()  # a byte order mark, which writing would take off
    path.write_bytes(content)
    assert with_points(tmp_path, {("ada", "01_doubling", "test_double_kinds"): 1 / 3})[1].points == 1 / 3
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("two,2,passed,", "could not convert string to float: 'two'"),
        ('"1,5",2,partial,', "could not convert string to float: '1,5'"),
        ("nan,2,passed,", "'nan' is no number of points"),
        ("2,inf,passed,", "'inf' is no number of points"),
        ("2,,passed,", "could not convert string to float: ''"),
        (
            "2,2,right,",
            "its outcome is 'right', which is none of passed, partial, failed, unknown, manual, needs-human",
        ),
    ],
)
def test_a_line_that_says_no_grade_is_named(tmp_path: Path, cells: str, problem: str) -> None:
    (tmp_path / SCORES).write_text(f"{','.join(HEADER)}\nada,1,double,test_double,{cells}\n")
    with pytest.raises(CourseError, match=re.escape(f"scores.csv: ada, 1, double, test_double: {problem}; mend it")):
        read_scores(tmp_path)


def test_only_what_was_graded_again_is_replaced(tmp_path: Path) -> None:
    write_scores(tmp_path, rows("ada/1", "ada/2", "bob/1"))
    write_scores(tmp_path, [needs_human("ada", "1", "gone")])
    assert read_scores(tmp_path) == [needs_human("ada", "1", "gone"), *rows("ada/2", "bob/1")]


def test_a_stray_notebook_that_was_put_right_leaves_no_row(tmp_path: Path) -> None:
    write_scores(tmp_path, [needs_human("ada", "", "outside"), needs_human("bob", "", "outside")])
    write_scores(tmp_path, rows("ada/1"))
    assert read_scores(tmp_path) == [*rows("ada/1"), needs_human("bob", "", "outside")]
    write_scores(tmp_path, [*rows("ada/1"), needs_human("ada", "", "outside")])
    assert needs_human("ada", "", "outside") in read_scores(tmp_path)


def test_no_file_is_no_rows(tmp_path: Path) -> None:
    assert read_scores(tmp_path) == []


def test_a_byte_order_mark_is_no_damage(tmp_path: Path) -> None:
    write_scores(tmp_path, rows("ada/1"))
    path = tmp_path / SCORES
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes() + b"\n")
    assert read_scores(tmp_path) == rows("ada/1")


@pytest.mark.parametrize("text", ["", "student;lab\n", ",".join(HEADER[:-1]) + "\n", ",".join(HEADER) + "\nada,1\n"])
def test_a_spoilt_file_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / SCORES).write_text(text)
    with pytest.raises(
        CourseError, match=r"scores.csv: it should be a table separated by commas, with the header student,lab,"
    ):
        read_scores(tmp_path)


def test_a_reason_is_one_line_of_500_characters() -> None:
    assert cell_text(" two\n\tlines ") == "two lines"
    assert len(cell_text("x" * 1000)) == 500


@pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)"])
def test_a_reason_is_no_formula(text: str) -> None:
    assert needs_human("ada", "1", text).reason == f"'{text}"


def test_a_file_is_there_in_full_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a" / "file"
    write_whole(path, "old")
    monkeypatch.setattr(Path, "replace", lambda *paths: (_ for _ in ()).throw(OSError("no space")))
    with pytest.raises(OSError, match="no space"):
        write_whole(path, "new")
    assert path.read_text() == "old"


def test_names_and_reasons_in_scores_steer_no_terminal_and_are_no_formula(tmp_path: Path) -> None:
    """A folder's name may be of bytes that are no text, or hold orders to a terminal."""
    write_scores(tmp_path, [needs_human("bad\udcff\x1b[31m", "=cmd|calc", "\x9b31mred\u202e")])
    [row] = read_scores(tmp_path)
    assert (row.student, row.lab, row.reason) == ("bad\ufffd\ufffd[31m", "'=cmd|calc", "\ufffd31mred\ufffd")
    write_scores(tmp_path, [needs_human("-ada", "01_convolution", "late")])
    assert [row.student for row in read_scores(tmp_path)] == ["-ada", "bad\ufffd\ufffd[31m"]
