"""Totals go into Canvas's and Moodle's own tables, of which only the grade column changes; nothing is guessed, nobody
is given a zero.
"""

from __future__ import annotations

import csv
import io
import os
import random
import shutil
import sys
import warnings
from pathlib import Path

import pytest
from nbgrader.api import Gradebook
from sqlalchemy.exc import SAWarning

from autograder.cli import main
from autograder.course.model import CourseError
from autograder.course.reading import read_course
from autograder.course.roster import Person
from autograder.export import Exported, Format, export, totals
from autograder.export.into import written
from autograder.export.match import Line, match
from autograder.export.table import read_table, with_cells
from autograder.gradebook.paths import database
from autograder.gradebook.score_table import write_scores
from autograder.gradebook.scores import NEEDS_HUMAN, Row, needs_human
from tests.support.notebooks import DOUBLING, TRIPLING, make_course

# What the class has of lab 1 by automatic points, manual points, late penalty: 10 are the most, 3 of them manual.
CLASS: dict[str, tuple[float, float | None, float]] = {
    "10231": (7.0, 3.0, 0.0),
    "10232": (4.5, 1.0, 2.0),
    "10233": (6.0, None, 0.0),
    "10234": (1.0, 0.0, 5.0),
    "ada.lovelace": (5.0, 2.0, 0.0),
    "alan@example.org": (2.3333333, 1.0, 0.0),
}
STUCK = "grace"
TOTALS = {
    "10231": 10.0,
    "10232": 3.5,
    "10233": None,
    "10234": 0.0,
    "ada.lovelace": 7.0,
    "alan@example.org": 3.3333333,
    STUCK: None,
}

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Homework 0 (8801),Lab 1: Doubling (8802),"
    "Labs Current Score,Final Score\r\n"
    ",,,,,Manual Posting,,,\r\n"
    "    Points Possible,,,,,5.00,10.00,(read only),(read only)\r\n"
    '"Yılmaz, Öykü ""Ö""",10231,s001,oyku,"CS 101, Monday",4.00,,80.00,80.00\r\n'
    '"=cmd|\' /C calc\'!A0, Bo",10232,s002,bo,CS 101,,"",,\r\n'
    "Waits,10233,s003,waits,CS 101,N/A,,,\r\n"
    "Late,10234,s004,late,CS 101,5.00,9.00,,\r\n"
    '"Lovelace, Ada",10777,s005,ada@example.org,CS 101,,,,\r\n'
    "Turing,10778,s006,ALAN@example.org,CS 101,,EX,,\r\n"
    "Absent,10900,s007,absent,CS 101,,,,\r\n"
    '"Student, Test",10999,,b1946ac92492d234,CS 101,,,,\r\n'
)
WORKSHEET = (
    'Identifier,"Full name","Email address",Status,Grade,"Maximum Grade","Grade can be changed",'
    '"Last modified (submission)","Last modified (grade)","Feedback comments"\n'
    '"Participant 10231","Öykü Yılmaz",oyku@example.org,"Submitted for grading - ",,10.00,Yes,'
    '"Monday, 2 November 2026, 11:14 PM",-,\n'
    '"Participant 10232",Bo,bo@example.org,"Submitted for grading - Graded",8.25,10.00,Yes,-,'
    '"Monday, 2 November 2026, 11:20 PM","<p>Well done,\nbut late</p>"\n'
    '"Participant 10233","W Aits",waits@example.org,"Submitted for grading - ",,10.00,Yes,-,-,\n'
    '"Participant 10234","La Te",late@example.org,"Submitted for grading - ",,10.00,No,-,-,\n'
    '"Participant 10555","Someone Else",alan@example.org,"No submission",,10.00,Yes,-,-,\n'
    '"Participant 10556","Ada Lovelace",al@example.org,"No submission",,10.00,Yes,-,-,\n'
)
GERMAN = (
    "ID;Vollständiger Name;E-Mail-Adresse;Status;Bewertung;Bestwertung;Bewertung kann geändert werden;"
    "Zuletzt geändert (Bewertung)\r\n"
    "Teilnehmer/in10231;Öykü Yılmaz;oyku@example.org;Zur Bewertung abgegeben;;10,00;Ja;-\r\n"
    "Teilnehmer/in10232;Bo;bo@example.org;Zur Bewertung abgegeben;;10,00;Ja;-\r\n"
)
MOODLE_GRADEBOOK = (
    '"First name","Last name","ID number",Institution,Department,"Email address","Assignment: Lab 1: Doubling (Real)",'
    '"Assignment: Lab 1: Doubling (Percentage)","Assignment: Tripling (Real)","Course total (Real)",'
    '"Last downloaded from this course"\n'
    "Öykü,Yılmaz,10231,,,oyku@example.org,-,-,-,-,1793660000\n"
    "Ada,Lovelace,,,,al@example.org,-,-,1.50,-,1793660000\n"
    "Alan,Turing,,,,alan@example.org,2.00,20.00 %,-,-,1793660000\n"
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A course and its gradebook, with what a person has given in nbgrader's database only."""
    folder = tmp_path_factory.mktemp("export")
    course, gradebook = make_course(folder / "course"), folder / "gradebook"
    gradebook.mkdir()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader runs `alembic` from it
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", path)
        Gradebook(database(gradebook)).close()
    with warnings.catch_warnings(), Gradebook(database(gradebook)) as book:
        warnings.simplefilter("ignore", SAWarning)  # nbgrader builds a submission's rows while SQLAlchemy autoflushes
        for lab, notebook, cells in (
            (DOUBLING, "doubling", {"test_double_value": 7, "in_words": 3}),
            (TRIPLING, "tripling", {"test_triple_value": 2}),
        ):
            book.add_assignment(lab)
            book.add_notebook(notebook, lab)
            for name, points in cells.items():
                book.add_grade_cell(name, notebook, lab, max_score=points, cell_type="code")
        rows = [needs_human(STUCK, DOUBLING, "the notebook cannot be read"), needs_human("nobody", "", "of which lab?")]
        for student, (automatic, manual, penalty) in CLASS.items():
            book.add_student(student)
            book.add_submission(DOUBLING, student)
            book.find_submission_notebook("doubling", DOUBLING, student).late_submission_penalty = penalty
            book.find_grade("test_double_value", "doubling", DOUBLING, student).auto_score = automatic
            book.find_grade("in_words", "doubling", DOUBLING, student).manual_score = manual
            rows.append(Row(student, DOUBLING, "double", "test_double_value", automatic, 7, "passed", ""))
            rows.append(Row(student, DOUBLING, "in_words", "in_words", None, 3, "manual", ""))
        book.add_submission(TRIPLING, "ada.lovelace")
        book.find_grade("test_triple_value", "tripling", TRIPLING, "ada.lovelace").auto_score = 2
        rows.append(Row("ada.lovelace", TRIPLING, "triple", "test_triple_value", 2, 2, "passed", ""))
        book.db.commit()
    write_scores(gradebook, rows)
    return course, gradebook


def put(
    made: tuple[Path, Path], folder: Path, form: Format, table: str | bytes, *labs: str, **columns: str
) -> tuple[bytes, Exported]:
    """The bytes that became of a table, and what was told."""
    template = folder / "from them.csv"
    template.write_bytes(table.encode() if isinstance(table, str) else table)
    named = {lab.replace("lab_", ""): heading for lab, heading in columns.items()}
    done = export(*made, form, labs, template, folder / "for them.csv", named, overwrite=True)
    assert template.read_bytes() == (table.encode() if isinstance(table, str) else table)
    return done.path.read_bytes(), done


def cells(text: str, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


# Totals


def test_a_total_is_automatic_and_manual_points_less_the_late_penalty_and_never_below_zero(
    made: tuple[Path, Path],
) -> None:
    course, gradebook = made
    found, _, _ = totals(gradebook, {lab.id: lab for lab in read_course(course / "solutions")})
    assert {one.student: one.total for one in found if one.lab == DOUBLING} == pytest.approx(TOTALS)
    with Gradebook(database(gradebook)) as book:
        for one in found:
            if one.points is not None:
                submission = book.find_submission(one.lab, one.student)
                assert (one.points, one.late_penalty) == (submission.score, submission.late_submission_penalty)


def test_what_waits_for_a_person_has_no_total_and_says_why(made: tuple[Path, Path]) -> None:
    course, gradebook = made
    found, _, stuck = totals(gradebook, {lab.id: lab for lab in read_course(course / "solutions")})
    waiting = {one.student: (one.status, one.why) for one in found if one.total is None}
    assert waiting == {
        "10233": ("waiting", "in_words waits for an instructor"),
        STUCK: (NEEDS_HUMAN, "the notebook cannot be read"),
    }
    assert stuck == ["nobody: of which lab?"]


# The table of ours


def test_csv_has_a_row_a_student_and_lab(made: tuple[Path, Path], tmp_path: Path) -> None:
    done = export(*made, "csv", output=tmp_path / "all.csv")
    header, *lines = cells(done.path.read_text(encoding="utf-8"))
    assert header == ["student", "lab", "points", "max_points", "late_penalty", "total", "status", "name"]
    assert ["10232", DOUBLING, "5.5", "10", "2", "3.5", "graded", "10232"] in lines
    assert ["10233", DOUBLING, "", "10", "0", "", "waiting", "10233"] in lines
    assert [STUCK, DOUBLING, "", "10", "0", "", NEEDS_HUMAN, STUCK] in lines
    assert ["ada.lovelace", TRIPLING, "2", "2", "0", "2", "graded", "ada.lovelace"] in lines
    assert len(lines) == len(CLASS) + 2
    assert done.count == 6
    assert len(done.left) == 3


def test_one_lab_can_be_asked_for_and_an_unknown_one_is_refused(made: tuple[Path, Path], tmp_path: Path) -> None:
    done = export(*made, "csv", [TRIPLING], output=tmp_path / "one.csv")
    assert [line[:2] for line in cells(done.path.read_text())[1:]] == [["ada.lovelace", TRIPLING]]
    with pytest.raises(CourseError, match=r"03_nothing: no such lab; the labs are 01_doubling, 02_tripling"):
        export(*made, "csv", ["03_nothing"])


def test_canvas_without_a_template_has_canvass_columns_and_line_of_points(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    done = export(*made, "canvas", output=tmp_path / "canvas.csv")
    header, possible, *lines = cells(done.path.read_text(encoding="utf-8"))
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Lab 1 Doubling", "Lab 2 Tripling"]
    assert possible == ["    Points Possible", "", "", "", "", "10.00", "2.00"]
    assert ["10231", "10231", "", "", "", "10.00", ""] in lines
    assert ["ada.lovelace", "", "", "ada.lovelace", "", "7.00", "2.00"] in lines
    assert ["10233", "10233", "", "", "", "", ""] in lines


def test_moodle_without_a_template_is_a_worksheet_for_participant_numbers_and_a_grade_import_otherwise(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    course, gradebook = made
    mixed = export(course, gradebook, "moodle", output=tmp_path / "mixed.csv")
    assert cells(mixed.path.read_text())[0] == ["Username", "Email address", "Lab 1 Doubling", "Lab 2 Tripling"]
    numbers = tmp_path / "numbers"
    shutil.copytree(gradebook, numbers)
    lines = [line for line in (numbers / "scores.csv").read_text().splitlines() if line[:1] in "s1"]
    (numbers / "scores.csv").write_text("\n".join(lines) + "\n")
    header, first, *_ = cells(export(course, numbers, "moodle", output=tmp_path / "sheet.csv").path.read_text())
    assert dict(zip(header, first, strict=True))["Identifier"] == "Participant 10231"
    assert dict(zip(header, first, strict=True))["Grade"] == "10.00"


# Into Canvas's own export


def test_canvas_gets_its_own_bytes_back_with_one_column_changed(made: tuple[Path, Path], tmp_path: Path) -> None:
    data, done = put(made, tmp_path, "canvas", CANVAS, DOUBLING)
    expected = CANVAS
    for old, new in (
        ('Monday",4.00,,', 'Monday",4.00,10.00,'),
        ('CS 101,,"",,', 'CS 101,,"3.50",,'),
        ("5.00,9.00,", "5.00,0.00,"),
        ("ada@example.org,CS 101,,,", "ada@example.org,CS 101,,7.00,"),
    ):
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    # Her id is no login of the table: her name finds her. Alan's e-mail address is his login, and he is excused.
    assert data == expected.encode()
    assert done.count == 4
    assert f"alan@example.org, {DOUBLING}: Canvas says EX there, which was left as it is" in done.left
    assert f"{STUCK}: no line of the table has this id, e-mail address or name" in done.left
    assert f"10233, {DOUBLING}: in_words waits for an instructor" in done.left
    assert "nobody: of which lab?" in done.left


def test_what_was_filled_in_once_stays_as_it_is_the_second_time(made: tuple[Path, Path], tmp_path: Path) -> None:
    for form, table in (("canvas", CANVAS), ("moodle", WORKSHEET)):
        once, _ = put(made, tmp_path, form, table, DOUBLING)  # type: ignore[arg-type]  # the two are formats
        assert put(made, tmp_path, form, once, DOUBLING)[0] == once  # type: ignore[arg-type]  # the same


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_encoding_line_ends_and_delimiters_stay(
    made: tuple[Path, Path], tmp_path: Path, encoding: str, ends: str, delimiter: str
) -> None:
    header = ["Student", "ID", "SIS Login ID", "Section", "Doubling (1)", "Final Score"]
    lines = [
        header,
        ["    Points Possible", "", "", "", "10,00", "(read only)"],
        ["Émile “É”", "10232", "é", "A", "", ""],
    ]

    def table(grade: str) -> bytes:
        lines[2][4] = grade
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=delimiter, lineterminator=ends).writerows(lines)
        return text.getvalue().encode(encoding)

    data, done = put(made, tmp_path, "canvas", table(""), DOUBLING)
    assert data == table("3,50")
    assert done.count == 1


def test_a_grade_for_a_person_to_give_is_never_put_over_what_canvas_has(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    table = CANVAS.replace("waits,CS 101,N/A,,", "waits,CS 101,N/A,6.00,")
    data, done = put(made, tmp_path, "canvas", table, DOUBLING)
    assert b"waits,CS 101,N/A,6.00," in data
    note = f"10233, {DOUBLING}: it waits for an instructor; what the table has for it, 6.00, was left as it is"
    assert note in done.notes


def test_other_possible_points_are_refused(made: tuple[Path, Path], tmp_path: Path) -> None:
    message = r"from them.csv: Lab 1: Doubling \(8802\) has 100.00 points, 01_doubling has 10.*set the assignment to 10"
    with pytest.raises(CourseError, match=message):
        put(made, tmp_path, "canvas", CANVAS.replace("10.00", "100.00"), DOUBLING)
    with pytest.raises(
        CourseError, match=r"Grade has 100.00 points, 01_doubling has 10.*set the assignment to 10 points in Moodle"
    ):
        put(made, tmp_path, "moodle", WORKSHEET.replace("10.00", "100.00"), DOUBLING)


def test_labs_without_a_column_are_told_and_refused_when_they_were_asked_for(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    assert f"{TRIPLING}: the table has no column for it" in put(made, tmp_path, "canvas", CANVAS)[1].notes
    with pytest.raises(
        CourseError,
        match=r"no column fits 02_tripling: name it with --column '02_tripling=HEADING'; the headings are: Homework 0 ",
    ):
        put(made, tmp_path, "canvas", CANVAS, TRIPLING)
    with pytest.raises(CourseError, match=r"several columns fit 01_doubling"):
        put(made, tmp_path, "canvas", CANVAS.replace("Homework 0", "Doubling"), DOUBLING)


def test_a_column_can_be_named_but_not_a_read_only_one(made: tuple[Path, Path], tmp_path: Path) -> None:
    table = CANVAS.replace("Lab 1: Doubling (8802)", "Week three (8802)")
    for heading in ("Week three", "Week three (8802)"):
        data, _ = put(made, tmp_path, "canvas", table, DOUBLING, lab_01_doubling=heading)
        assert b"5.00,0.00," in data
    with pytest.raises(CourseError, match=r"no column fits 'Final Score'"):
        put(made, tmp_path, "canvas", table, DOUBLING, lab_01_doubling="Final Score")
    with pytest.raises(CourseError, match=r"no column fits 'Week three'"):
        put(
            made,
            tmp_path,
            "canvas",
            table.replace("10.00,(read", "(read only),(read"),
            DOUBLING,
            lab_01_doubling="Week three",
        )


# Into Moodle's own tables


def test_moodles_worksheet_gets_its_grade_column_filled(made: tuple[Path, Path], tmp_path: Path) -> None:
    data, done = put(made, tmp_path, "moodle", WORKSHEET, DOUBLING)
    expected = WORKSHEET
    for old, new in (
        ('oyku@example.org,"Submitted for grading - ",,', 'oyku@example.org,"Submitted for grading - ",10.00,'),
        ('Graded",8.25,', 'Graded",3.50,'),
        ('alan@example.org,"No submission",,', 'alan@example.org,"No submission",3.33,'),
        ('al@example.org,"No submission",,', 'al@example.org,"No submission",7.00,'),
    ):
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert data == expected.encode()
    assert f"10234, {DOUBLING}: Moodle says that the grade cannot be changed" in done.left


def test_a_worksheet_is_of_one_lab(made: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"of one assignment: say with --lab which of 01_doubling, 02_tripling it is"):
        put(made, tmp_path, "moodle", WORKSHEET)


def test_a_worksheet_in_another_language_keeps_its_decimal_comma(made: tuple[Path, Path], tmp_path: Path) -> None:
    data, done = put(made, tmp_path, "moodle", GERMAN, DOUBLING, lab_01_doubling="Bewertung")
    assert data.decode() == GERMAN.replace("abgegeben;;", "abgegeben;10,00;", 1).replace(
        "abgegeben;;", "abgegeben;3,50;", 1
    )
    assert done.count == 2
    with pytest.raises(
        CourseError, match=r"no column fits 01_doubling: name it with --column .* Bewertung, Bestwertung"
    ):
        put(made, tmp_path, "moodle", GERMAN, DOUBLING)


def test_moodles_gradebook_is_filled_lab_by_lab(made: tuple[Path, Path], tmp_path: Path) -> None:
    data, done = put(made, tmp_path, "moodle", MOODLE_GRADEBOOK)
    expected = MOODLE_GRADEBOOK.replace("oyku@example.org,-", "oyku@example.org,10.00").replace(
        "al@example.org,-,-,1.50", "al@example.org,7.00,-,2.00"
    )
    assert data.decode() == expected.replace("alan@example.org,2.00", "alan@example.org,3.33")
    assert done.count == 4


def test_first_names_with_numbers_are_no_participants(made: tuple[Path, Path], tmp_path: Path) -> None:
    data, _ = put(
        made,
        tmp_path,
        "moodle",
        "First name,Last name,ID number,Doubling (Real)\nStudent1,A,10231,-\nStudent2,B,10232,-\n",
        DOUBLING,
    )
    assert data.endswith(b"Student1,A,10231,10.00\nStudent2,B,10232,3.50\n")


# Who is who


def lines(*rows: dict[str, str]) -> list[Line]:
    return [
        Line(number, {key: value for key, value in row.items() if key != "name"}, row.get("name", ""))
        for number, row in enumerate(rows, 2)
    ]


def test_ids_logins_and_addresses_decide_whatever_their_case() -> None:
    table = lines({"ID": "17", "Login": "ADA"}, {"ID": "18", "Login": "b"})
    found, lost = match([Person("ada"), Person("x", email="B")], table)
    assert ({student: line.number for student, line in found.items()}, lost) == ({"ada": 2, "x": 3}, {})


def test_a_name_decides_where_nothing_better_does_in_either_order() -> None:
    table = lines({"ID": "17", "name": "Lovelace, Ada"}, {"ID": "18", "name": "Alan Turing"})
    found, _ = match([Person("ada.lovelace"), Person("t", first_name="Alan", last_name="Turing")], table)
    assert {student: line.number for student, line in found.items()} == {"ada.lovelace": 2, "t": 3}
    assert match([Person("ada")], table)[0] == {}


def test_who_fits_two_lines_or_shares_one_is_left_out() -> None:
    table = lines(
        {"ID": "17", "name": "Ada Lovelace"}, {"ID": "18", "name": "Ada Lovelace"}, {"ID": "19", "mail": "t@x"}
    )
    found, lost = match([Person("ada-lovelace"), Person("19"), Person("t", email="t@x")], table)
    assert found == {}
    assert lost == {
        "ada-lovelace": "more than one line of the table fits: lines 2 and 3",
        "19": "line 4 of the table fits t, too",
        "t": "line 4 of the table fits 19, too",
    }


def test_a_number_counts_in_one_column_for_the_whole_class() -> None:
    table = lines({"ID": "1", "SIS": "7"}, {"ID": "2", "SIS": "8"}, {"ID": "3", "SIS": "9"})
    found, lost = match([Person("1"), Person("2"), Person("9")], table)
    assert {student: line.number for student, line in found.items()} == {"1": 2, "2": 3}
    assert lost == {"9": "the number is in the column SIS, which does not identify the rest of the class"}
    assert match([Person("1"), Person("9")], table)[0] == {}


# Tables


def test_cells_are_read_as_pythons_csv_reads_them_and_nothing_else_moves(tmp_path: Path) -> None:
    draw = random.Random(4)
    for _ in range(200):
        width = draw.randint(2, 5)
        rows = [
            ["".join(draw.choices('ab",;\n é=', k=draw.randint(0, 4))) for _ in range(width)]
            for _ in range(draw.randint(2, 5))
        ]
        rows[0] = [f"heading {number}" for number in range(width)]
        text = io.StringIO(newline="")
        csv.writer(
            text, delimiter=draw.choice(",;\t"), lineterminator=draw.choice(["\n", "\r\n"]), quoting=draw.choice([0, 1])
        ).writerows(rows)
        path = tmp_path / "table.csv"
        path.write_bytes(text.getvalue().encode())
        table = read_table(path)
        assert [[field.text for field in row] for row in table.rows] == rows
        assert with_cells(table, {}) == path.read_bytes()
        place = draw.randrange(1, len(rows)), draw.randrange(width)
        words = draw.choice(["7,5", "7.5", "", '"', "a\nb"])
        path.write_bytes(with_cells(table, {place: words}))
        rows[place[0]][place[1]] = words
        assert [[field.text for field in row] for row in read_table(path).rows] == rows


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (b"", "no table with a header"),
        (b"one column\n1\n", "no table with a header"),
        (b'Student,ID\n"open,1\n', "line 2: a quotation mark stands where none may or is never closed"),
        (b'Student,ID\n"a"b,1\n', "line 2: a quotation mark"),
        (b"PK\x03\x04\0\0", "it is no text"),
        (b"\xef\xbb\xbfStudent,ID\n\xff,1\n", "it is no text"),
        (b"Name,Points\nAda,1\n", "not Canvas's gradebook, which begins with Student"),
    ],
)
def test_what_is_no_table_of_theirs_is_refused_with_the_files_name(
    made: tuple[Path, Path], tmp_path: Path, table: bytes, told: str
) -> None:
    with pytest.raises(CourseError, match=r"from them\.csv: ") as raised:
        put(made, tmp_path, "canvas", table)
    assert told in str(raised.value)
    assert not (tmp_path / "for them.csv").exists()


def test_a_table_of_no_moodle_is_refused(made: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="neither a grading worksheet of Moodle"):
        put(made, tmp_path, "moodle", "Name,Points\nAda,1\n")


@pytest.mark.parametrize(
    ("points", "like", "shown"),
    [
        (7.0, "10.00", "7.00"),
        (7.0, "10", "7"),
        (7.5, "10", "7.5"),
        (7.25, "10,0", "7,25"),
        (7.0, "", "7.00"),
        (1 / 3, "1,00000", "0,33333"),
    ],
)
def test_points_are_written_as_the_platform_writes_them(points: float, like: str, shown: str) -> None:
    assert written(points, like) == shown


# The command


def test_the_command_says_what_was_left_out_and_ends_with_3(
    made: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course, gradebook = made
    template = tmp_path / "canvas.csv"
    template.write_text(CANVAS.replace("Lab 1: Doubling", "Week 3\x1b[31m"), encoding="utf-8", newline="")
    start = ["export", "--course", str(course), "--gradebook", str(gradebook), "--format"]
    code = main(
        [
            *start,
            "canvas",
            "--into",
            str(template),
            "--column",
            f"{DOUBLING}=Week 3\x1b[31m",
            "--overwrite",
            "--output",
            str(tmp_path / "out.csv"),
        ]
    )
    printed = capsys.readouterr().err
    assert code == 3
    assert f"left out: 10233, {DOUBLING}: in_words waits for an instructor" in printed
    assert "\x1b" not in printed
    assert printed.endswith(f"4 totals in {tmp_path / 'out.csv'}\n")
    # One submission is of an unknown lab.
    assert main([*start, "csv", "--lab", TRIPLING, "--output", str(tmp_path / "all.csv")]) == 3
    assert main([*start, "csv", "--into", str(template)]) == 1
    assert "say with --format which platform" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main([*start, "canvas", "--column", "no heading"])


def test_a_folder_where_nothing_was_graded_is_named_with_the_cure(made: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="nothing was graded here yet; run `make grade"):
        export(made[0], tmp_path, "csv")


def test_the_default_output_lies_in_the_gradebook_under_the_tables_name(
    made: tuple[Path, Path], tmp_path: Path
) -> None:
    gradebook = tmp_path / "gradebook"
    shutil.copytree(made[1], gradebook)
    template = tmp_path / "theirs.csv"
    template.write_text(CANVAS, encoding="utf-8", newline="")
    assert export(made[0], gradebook, "canvas", into=template).path == gradebook / "exports" / "theirs.csv"
    assert export(made[0], gradebook, "csv").path == gradebook / "exports" / "totals.csv"


def test_a_table_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"none\.csv: no such file; name the table that your learning platform"):
        read_table(tmp_path / "none.csv")


def test_what_a_person_gives_later_is_in_the_next_export(made: tuple[Path, Path], tmp_path: Path) -> None:
    gradebook = tmp_path / "gradebook"
    shutil.copytree(made[1], gradebook)
    with Gradebook(database(gradebook)) as book:
        book.find_grade("in_words", "doubling", DOUBLING, "10233").manual_score = 2.5
        book.db.commit()
    found, _, _ = totals(gradebook, {lab.id: lab for lab in read_course(made[0] / "solutions")})
    assert {one.student: one.total for one in found}["10233"] == 8.5
