"""What Canvas and Moodle do with a table when it is uploaded, fact by fact, and what we do or say about it."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path

import pytest

from autograder.course.model import CourseError, Lab
from autograder.course.roster import Person
from autograder.export.into import Filled, Score, Wishes, fill
from autograder.export.pitfalls import as_canvas_reads
from autograder.export.table import read_table
from tests.support.notebooks import DOUBLING, doubling, make_lab

PEOPLE = {
    "ada": Person("ada", "Ada", "Lovelace", numbers=("101",)),
    "bo": Person("bo", "Bo", "Diddley", numbers=("102",)),
    "eve": Person("eve", "Eve", "Adams", numbers=("103",)),
    "trial": Person("trial", numbers=("104",)),
}
TOTALS = {"ada": 10.0, "bo": 4.5, "eve": 0.0}
CANVAS_HEADER = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Doubling (7)")
CANVAS_POINTS = ("    Points Possible", "", "", "", "", "10.00")
MOODLE_HEADER = (
    "Identifier",
    "Full name",
    "Status",
    "Grade",
    "Maximum grade",
    "Grade can be changed",
    "Last modified (submission)",
    "Last modified (grade)",
)
GERMAN_HEADER = (
    "ID",
    "Vollständiger Name",
    "Status",
    "Bewertung",
    "Bestwertung",
    "Bewertung kann geändert werden",
    "Zuletzt geändert (Abgabe)",
    "Zuletzt geändert (Bewertung)",
)


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    """A lab of 10 points."""
    return make_lab(tmp_path, doubling())


def filled(
    lab: Lab,
    form: str,
    rows: Sequence[Sequence[str]],
    *,
    named: str = "",
    overwrite: bool = False,
    scale: float | None = None,
    delimiter: str = ",",
    totals: dict[str, float] | None = None,
) -> tuple[list[list[str]], Filled]:
    """The rows that became of a table, and what was told."""
    path = lab.path.parent / "theirs.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)
    scores = [Score(student, DOUBLING, total) for student, total in (totals or TOTALS).items()]
    columns = {DOUBLING: named} if named else {}
    done = fill(read_table(path), form, scores, PEOPLE, [lab], Wishes(columns, True, overwrite, scale))
    return list(csv.reader(done.data.decode().splitlines(), delimiter=delimiter)), done


def canvas(*students: Sequence[str], header: Sequence[str] = CANVAS_HEADER) -> list[Sequence[str]]:
    return [header, (*CANVAS_POINTS[: len(header) - 1], "10.00")[: len(header)], *students]


def canvas_class(grades: Sequence[str] = ("", "", "")) -> list[Sequence[str]]:
    return canvas(
        ("Lovelace, Ada", "101", "s1", "ada", "A", grades[0]),
        ("Diddley, Bo", "102", "s2", "bo", "A", grades[1]),
        ("Adams, Eve", "103", "s3", "eve", "A", grades[2]),
    )


def worksheet(
    header: Sequence[str] = MOODLE_HEADER,
    word: str = "Participant ",
    yes: Sequence[str] = ("Yes", "Yes", "Yes"),
    grades: Sequence[str] = ("", "", ""),
    most: str = "10.00",
) -> list[Sequence[str]]:
    names = ("Ada Lovelace", "Bo Diddley", "Eve Adams")
    return [
        header,
        *((f"{word}{11 + at}", name, "Sent", grades[at], most, yes[at], "-", "-") for at, name in enumerate(names)),
    ]


# A grade that is there already


def test_a_grade_that_somebody_typed_there_stays_and_is_listed(lab: Lab) -> None:
    for form, table in (
        ("canvas", canvas_class(("8.00", "", ""))),
        ("moodle", worksheet(grades=("8.00", "", ""))),
    ):
        rows, done = filled(lab, form, table)
        assert "8.00" in next(row for row in rows if "Lovelace" in " ".join(row))
        assert done.left == (
            f"Ada Lovelace (ada), {DOUBLING}: the table has 8.00 already, ours is 10.00: it was left as it is; "
            "--overwrite puts ours there",
        )
        rows, done = filled(lab, form, table, overwrite=True)
        assert "10.00" in next(row for row in rows if "Lovelace" in " ".join(row))[3:]
        assert done.left == ()


def test_the_same_grade_is_no_conflict_however_it_is_written(lab: Lab) -> None:
    for grade in ("10", "10.00", "10,000"):
        assert filled(lab, "canvas", canvas_class((grade, "", "")))[1].left == ()


# Another number of points


def test_an_assignment_out_of_100_is_filled_scaled_when_asked(lab: Lab) -> None:
    table = worksheet(most="100.00")
    with pytest.raises(CourseError, match=r"has 100.00 points, 01_doubling has 10.*scale them with --scale"):
        filled(lab, "moodle", table)
    assert [row[3] for row in filled(lab, "moodle", table, scale=0.0)[0][1:]] == ["100.00", "45.00", "0.00"]
    with pytest.raises(CourseError, match=r"has 100.00 points, not 50"):
        filled(lab, "moodle", table, scale=50.0)


def test_where_the_table_does_not_say_the_points_they_are_given(lab: Lab) -> None:
    table = [
        ("First name", "Last name", "Assignment: Doubling (Real)"),
        ("Ada", "Lovelace", "-"),
        ("Bo", "Diddley", "-"),
    ]
    with pytest.raises(CourseError, match=r"does not say how many points .* as in --scale 100"):
        filled(lab, "moodle", table, scale=0.0)
    assert [row[2] for row in filled(lab, "moodle", table, scale=50.0)[0][1:]] == ["50.00", "22.50"]


# Canvas


def test_an_assignment_whose_name_holds_final_score_is_found_when_it_is_named(lab: Lab) -> None:
    """Canvas's import passes over it, which is said."""
    table = canvas_class()
    table[0] = (*CANVAS_HEADER[:-1], "Lab 1 Final Score (7)")
    for heading in ("Lab 1 Final Score (7)", "Lab 1 Final Score"):
        rows, done = filled(lab, "canvas", table, named=heading)
        assert rows[2][5] == "10.00"
        assert any(
            "Canvas passes over each column whose name holds the words Final Score" in note for note in done.notes
        )
    assert not any("passes over" in note for note in filled(lab, "canvas", canvas_class())[1].notes)


def test_a_total_of_canvas_is_no_assignment_even_when_it_is_named(lab: Lab) -> None:
    table = [
        (*row, last) for row, last in zip(canvas_class(), ("Final Score", "(read  only)", "", "", ""), strict=True)
    ]
    with pytest.raises(CourseError, match="no column fits 'Final Score'"):
        filled(lab, "canvas", table, named="Final Score")


def test_canvass_test_student_is_left_alone_and_it_is_said(lab: Lab) -> None:
    """Canvas reads the line as a student's."""
    table = canvas_class()
    table.append(("Student, Test", "104", "", "5f4dcc3b5aa765d61d83", "A", ""))
    rows, done = filled(lab, "canvas", table, totals={**TOTALS, "trial": 3.0})
    assert rows[-1][-1] == ""
    assert "line 6 is Canvas's test student: it was left as it is; Canvas takes it for a student's" in done.notes


@pytest.mark.parametrize(
    ("header", "where"),
    [
        (("Student", "ID", "SIS Login ID", "Section", "Doubling (7)"), 2),
        (("Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Doubling (7)"), 3),
        (("Student", "ID", "SIS User ID", "SIS Login ID", "Integration ID", "Section", "Doubling (7)"), 3),
        (
            (
                "Student",
                "ID",
                "SIS User ID",
                "SIS Login ID",
                "Integration ID",
                "Root Account",
                "Section",
                "Doubling (7)",
            ),
            3,
        ),
        (("Student", "ID", "SIS User ID", "SIS Login ID", "Root Account", "Section", "Doubling (7)"), 3),
    ],
)
def test_ids_of_canvas_count_where_canvas_looks_for_them(lab: Lab, header: tuple[str, ...], where: int) -> None:
    line = [""] * len(header)
    line[0], line[where] = "Somebody", "ada"
    points = ["    Points Possible", *[""] * (len(header) - 2), "10.00"]
    rows, _ = filled(lab, "canvas", [header, points, line])
    assert rows[2][-1] == "10.00"


def test_a_table_whose_columns_were_moved_is_refused_as_canvas_would(lab: Lab) -> None:
    for header in (
        ("Student", "ID", "SIS Login ID", "SIS User ID", "Section", "Doubling (7)"),
        ("Student", "ID", "Note", "Section", "SIS Login ID", "Doubling (7)"),
    ):
        with pytest.raises(CourseError, match="columns were moved, and Canvas would refuse the table"):
            filled(lab, "canvas", [header, [""] * 6, ["Lovelace, Ada", "101", "", "", "", ""]])


def test_an_id_that_looks_like_a_number_with_a_comma_is_told(lab: Lab) -> None:
    table = canvas_class()
    table[2] = ("Lovelace, Ada", "101", "12,5", "ada", "A", "")
    assert "line 3: Canvas reads the SIS User ID 12,5 as 12.5" in filled(lab, "canvas", table)[1].notes


@pytest.mark.parametrize(
    ("field", "read"),
    [("12,50", "12.50"), ("1.234,5", "1234.5"), ("1,2,3", "12.3"), ("12.5", "12.5"), ("s1,2", "s1,2"), ("7", "7")],
)
def test_commas_are_turned_as_canvas_turns_them(field: str, read: str) -> None:
    assert as_canvas_reads(field) == read


def test_semicolons_and_decimal_commas_stay(lab: Lab) -> None:
    table = canvas_class(("", "", "0,00"))
    table[1] = (*CANVAS_POINTS[:-1], "10,00")
    rows, _ = filled(lab, "canvas", table, delimiter=";")
    assert [row[5] for row in rows[1:]] == ["10,00", "10,00", "4,50", "0,00"]


@pytest.mark.parametrize("words", ["Manual Posting", "Muted", "muted", "Manual Posting (x)"])
def test_the_line_that_says_what_is_posted_by_hand_is_nobodys(lab: Lab, words: str) -> None:
    table = canvas_class()
    table.insert(1, ("", "", "", "", "", words))
    rows, done = filled(lab, "canvas", table)
    assert rows[1][5] == words
    assert (done.count, done.left) == (3, ())


def test_last_and_first_name_in_two_columns_find_the_student(lab: Lab) -> None:
    header = ("LastName", "FirstName", "ID", "SIS Login ID", "Section", "Doubling (7)")
    points = ("    Points Possible", "", "", "", "", "10.00")
    rows, _ = filled(lab, "canvas", [header, points, ("Lovelace", "Ada", "990", "x1", "A", "")])
    assert rows[2][5] == "10.00"


@pytest.mark.parametrize("words", ["EX", "ex", "N/A"])
def test_who_is_excused_or_has_no_such_assignment_is_left_out(lab: Lab, words: str) -> None:
    rows, done = filled(lab, "canvas", canvas_class((words, "", "")), overwrite=True)
    assert rows[2][5] == words
    assert done.left == (f"Ada Lovelace (ada), {DOUBLING}: Canvas says {words} there, which was left as it is",)


def test_a_student_without_an_id_of_canvass_own_is_found_by_login(lab: Lab) -> None:
    rows, _ = filled(lab, "canvas", canvas(("Somebody", "", "", "ADA", "A", "")))
    assert rows[2][5] == "10.00"


# Moodle's worksheet


def test_who_gets_zero_is_named_since_moodle_passes_over_it(lab: Lab) -> None:
    note = next(note for note in filled(lab, "moodle", worksheet())[1].notes if "a grade of 0" in note)
    assert "Eve Adams (eve)" in note and "Lovelace" not in note
    without = filled(lab, "moodle", worksheet(), totals={"ada": 1.0})[1].notes
    assert not any("a grade of 0" in note for note in without)


@pytest.mark.parametrize("word", ["Teilnehmer/in", "Участник ", "المشارك", "参加者", "Participant·e "])
def test_a_worksheet_in_another_language_says_that_the_box_must_be_ticked(lab: Lab, word: str) -> None:
    table = worksheet(GERMAN_HEADER, word, ("Ja", "Ja", "Ja"), most="10,00")
    rows, done = filled(lab, "moodle", table, named="Bewertung", delimiter=";")
    assert [row[3] for row in rows[1:]] == ["10,00", "4,50", "0,00"]
    assert any("dates cannot be read" in note and "Allow updating records" in note for note in done.notes)
    assert not any("dates cannot be read" in note for note in filled(lab, "moodle", worksheet())[1].notes)


def test_a_locked_grade_is_left_out_and_in_another_language_it_is_said_that_we_cannot_tell(lab: Lab) -> None:
    _, done = filled(lab, "moodle", worksheet(yes=("No", "Yes", "Yes")))
    assert done.left == (f"Ada Lovelace (ada), {DOUBLING}: Moodle says that the grade cannot be changed",)
    table = worksheet(GERMAN_HEADER, "Teilnehmer/in", ("Nein", "Ja", "Ja"))
    notes = filled(lab, "moodle", table, named="Bewertung")[1].notes
    assert any(note.startswith("Bewertung kann geändert werden: it may say which grades are locked") for note in notes)


def test_a_line_with_a_field_less_is_refused_as_moodle_would(lab: Lab) -> None:
    table = worksheet()
    table[2] = table[2][:-1]
    with pytest.raises(CourseError, match="line 3 has 7 fields and the header 8, for which Moodle refuses the whole"):
        filled(lab, "moodle", table)


def test_a_worksheet_without_a_heading_that_moodle_needs_is_refused(lab: Lab) -> None:
    with pytest.raises(CourseError, match=r"without the column Last modified \(grade\) Moodle refuses the worksheet"):
        filled(lab, "moodle", [row[:-1] for row in worksheet()])


def test_an_assignment_on_a_scale_is_refused(lab: Lab) -> None:
    header = (*MOODLE_HEADER[:4], "Scale", *MOODLE_HEADER[5:])
    with pytest.raises(CourseError, match=r"graded on the scale Poor, Good, not with points"):
        filled(lab, "moodle", worksheet(header, most="Poor, Good"))


def test_more_than_the_maximum_is_left_out(lab: Lab) -> None:
    _, done = filled(lab, "moodle", worksheet(), totals={"ada": 10.5})
    assert "10.5 is more than Moodle's maximum of 10.00" in done.left[0]


# Moodle's gradebook


def test_a_dash_in_moodles_gradebook_is_no_grade_and_one_stranger_refuses_all(lab: Lab) -> None:
    table = [
        ("First name", "Last name", "Assignment: Doubling (Real)"),
        ("Ada", "Lovelace", "-"),
        ("Bo", "Diddley", "3"),
    ]
    rows, done = filled(lab, "moodle", table, totals={"ada": 10.0, "bo": 4.5})
    assert [row[2] for row in rows[1:]] == ["10", "3"]
    assert len(done.left) == 1
    assert any("refuses the whole table for one line whose student it does not know" in note for note in done.notes)
