"""The roster from the tables that platforms export."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.cli import main
from autograder.course.model import CourseError
from autograder.course.roster import ROSTER, read_roster
from autograder.course.student_ids import student_id
from autograder.export import complete_roster
from autograder.intake import Collected
from tests.support.classes import CLASS, canvas_class, fake_owners, lay_out, moodle_class, moodle_groups
from tests.support.notebooks import DOUBLING, TRIPLING, doubling, make_master, tripling

MASTERS = {DOUBLING: make_master(doubling()), TRIPLING: make_master(tripling(), TRIPLING)}


def worksheet(folder: Path, assignment: int = 1, *, names: bool = True) -> Path:
    """Moodle's grading worksheet of the forty, with a column of groups."""
    told = '"Full name","Email address",' if names else ""
    lines = [f'Identifier,{told}Status,Group,Grade,"Maximum Grade","Last modified (grade)"']
    for one in CLASS:
        told = f'"{one.name}",{one.email},' if names else ""
        lines.append(f'"Participant {one.moodle_number(assignment)}",{told}Submitted,"{one.group}",,10.00,-')
    path = folder / f"Grades-{assignment}.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def canvas_gradebook(folder: Path) -> Path:
    lines = ["Student,ID,SIS User ID,SIS Login ID,Section,Lab 1 (8802)", "    Points Possible,,,,,10.00"]
    lines += [f'"{one.last}, {one.first}",{one.canvas_id},u{one.place},{one.login},CS 101,' for one in CLASS]
    lines += ['"Student, Test",999,,b19,CS 101,']
    path = folder / "Grades-CS101.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    return path


def test_a_class_of_forty_is_read_from_two_worksheets(tmp_path: Path) -> None:
    first = complete_roster(tmp_path, worksheet(tmp_path))
    assert (first.added, first.completed) == (40, 0)
    second = complete_roster(tmp_path, worksheet(tmp_path, 2))
    assert (second.added, second.completed) == (0, 40)
    assert complete_roster(tmp_path, worksheet(tmp_path, 2)).completed == 0
    roster = read_roster(tmp_path)
    for one in CLASS:
        person = roster.get(student_id(one.moodle_name))
        assert person is not None
        assert person.numbers == (one.moodle_number(1), one.moodle_number(2))
        assert (person.email, person.groups, person.full_name) == (one.email, (one.group,), one.name)


def test_what_was_graded_without_a_roster_stays_with_the_same_ids(tmp_path: Path) -> None:
    for build, table in ((moodle_class, worksheet), (canvas_class, canvas_gradebook)):
        folder = tmp_path / build.__name__
        sent = lay_out(folder, build())
        before = {one.student for one in Collected(sent, MASTERS)}
        complete_roster(folder, table(folder))
        assert {one.student for one in Collected(sent, MASTERS, roster=read_roster(folder))} == before


def test_blind_marking_and_groups_work_with_the_worksheet_that_maps_them(tmp_path: Path) -> None:
    complete_roster(tmp_path, worksheet(tmp_path))
    roster = read_roster(tmp_path)
    ids = sorted(student_id(one.moodle_name) for one in CLASS)
    for sent in (moodle_class(blind=True), moodle_groups()):
        found = Collected(lay_out(tmp_path / str(len(sent)), sent), MASTERS, roster=roster, owners=fake_owners({}))
        assert sorted(one.student for one in found if one.student != "Default~20group") == ids


def test_a_worksheet_without_names_maps_nobody(tmp_path: Path) -> None:
    with pytest.raises(CourseError, match="download it again when names are shown"):
        complete_roster(tmp_path, worksheet(tmp_path, names=False))
    assert not (tmp_path / ROSTER).exists()


def test_canvass_gradebook_is_read(tmp_path: Path) -> None:
    assert complete_roster(tmp_path, canvas_gradebook(tmp_path)).added == 40
    roster = read_roster(tmp_path)
    for one in CLASS:
        person = roster.by_key(one.login)
        assert person is not None
        told = (person.student, person.full_name, person.numbers)
        assert told == (one.canvas_id, one.name, (f"u{one.place}",))


def test_a_last_name_of_several_words_stays_one(tmp_path: Path) -> None:
    complete_roster(tmp_path, canvas_gradebook(tmp_path))
    names = {person.student: (person.first_name, person.last_name) for person in read_roster(tmp_path)}
    assert names == {one.canvas_id: (one.first, one.last) for one in CLASS}


def test_what_the_roster_says_stays(tmp_path: Path) -> None:
    ada, bjorn = CLASS[:2]
    (tmp_path / ROSTER).write_text(f"room;ID;Name;numbers\n12;ada;{ada.name};7;\n;bj;Bjorn L;8\n", encoding="utf-8")
    done = complete_roster(tmp_path, worksheet(tmp_path))
    assert (done.added, done.completed) == (39, 1)
    text = (tmp_path / ROSTER).read_text(encoding="utf-8-sig")
    assert text.startswith("room,ID,Name,numbers,first_name")
    roster = read_roster(tmp_path)
    person = roster.get("ada")
    assert person is not None
    assert (person.numbers, person.email) == (("7", ada.moodle_number()), ada.email)
    assert roster.by_name(bjorn.name) is not None


def test_namesakes_are_told_apart_by_address_and_have_ids_of_their_own(tmp_path: Path) -> None:
    lines = ['Identifier,"Full name","Email address",Grade,"Maximum Grade","Last modified (grade)"']
    lines += [f'"Participant {number}","Ada Lovelace",a{number}@example.org,,10.00,-' for number in (11, 12)]
    path = tmp_path / "sheet.csv"
    for _ in range(2):
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        complete_roster(tmp_path, path)
    assert [(one.student, one.numbers) for one in read_roster(tmp_path)] == [
        ("Ada~20Lovelace", ("11",)),
        ("a12@example.org", ("12",)),
    ]


def test_a_roster_that_would_contradict_itself_is_left_as_it_was(tmp_path: Path) -> None:
    text = f"id,name,numbers\nzed,Zed Z,{CLASS[0].moodle_number()}\n"
    (tmp_path / ROSTER).write_text(text, encoding="utf-8")
    with pytest.raises(CourseError, match="was left as it was"):
        complete_roster(tmp_path, worksheet(tmp_path))
    assert (tmp_path / ROSTER).read_text(encoding="utf-8") == text


def test_the_command_says_how_many_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["roster", "--gradebook", str(tmp_path / "book"), "--from", str(worksheet(tmp_path))]) == 0
    assert "40 students added, 0 completed" in capsys.readouterr().err
    assert main(["roster", "--gradebook", str(tmp_path), "--from", str(tmp_path / "gone.csv")]) == 1
