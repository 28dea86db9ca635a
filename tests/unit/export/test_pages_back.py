"""Feedback pages in a zip that the platform takes back, judged by what its own import makes of each name."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pytest

from autograder.course.model import CourseError, Lab
from autograder.course.roster import Person, Roster
from autograder.course.student_ids import student_id
from autograder.export import Exported
from autograder.export.pages import hand_back
from tests.support.notebooks import doubling, make_lab

ADA = Person("ada", "Ada", "Lovelace", numbers=("101",))
BO = Person("bo", "Bo", "O'Brien", "bo@example.org", numbers=("102",))
EVE = Person("eve", "Ève", "van den Berg", numbers=("103",))


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return make_lab(tmp_path, doubling())


def packed(path: Path, names: Iterable[str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name in names:
            archive.writestr(name, "{}")
    return path


def worksheet(path: Path, lines: Mapping[int, str]) -> Path:
    header = ("Identifier", "Full name", "Status", "Grade", "Maximum grade", "Last modified (grade)")
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(
            [header, *((f"Participant {number}", name, "", "", "10.00", "-") for number, name in lines.items())]
        )
    return path


def back(
    lab: Lab,
    people: Iterable[Person],
    platform: str,
    downloaded: Path,
    roster: Roster = Roster(),  # noqa: B008  # frozen
) -> tuple[dict[str, str], Exported]:
    """The zip's contents by name, and what was told. A page says whose it is."""
    pages = {}
    for person in people:
        pages[person.student] = lab.path.parent / f"{person.student}.html"
        pages[person.student].write_text(person.student)
    known = {person.student: person for person in people}
    done = hand_back(pages, known, roster, lab, platform, downloaded, lab.path.parent / "back.zip")  # type: ignore[arg-type]  # a test's platform
    with zipfile.ZipFile(done.path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}, done


def moodle_takes(
    contents: Mapping[str, str], participants: Collection[int], *, before_4_1: bool = False
) -> dict[int, list[str]]:
    """Which page Moodle gives to which participant, as its import reads the names."""
    taken: dict[int, list[str]] = {}
    for name, page in contents.items():
        for part in name.split("/"):
            pieces = part.split("_", 4)
            if (
                len(pieces) < (5 if before_4_1 else 4)
                or not pieces[1].isdecimal()
                or int(pieces[1]) not in participants
            ):
                continue
            assert pieces[2:4] == ["assignsubmission", "file"]
            assert not name.split("/")[-1].startswith((".", "~"))
            taken.setdefault(int(pieces[1]), []).append(page)
            break
    return taken


def canvas_takes(
    contents: Mapping[str, str], uploads: Mapping[str, str], groups: Collection[str] = ()
) -> dict[str, list[str]]:
    """Which page Canvas gives to which user, as its import reads the names. `uploads` are users by submitted file."""
    taken: dict[str, list[str]] = {}
    for name, page in contents.items():
        for group in groups:
            name = name.removeprefix(f"{group}_")
        parts = [part for part in name.split("_") if part != "LATE"]
        user, upload = parts[1:3] if parts[0] == "anon" else [part for part in parts if part.isdecimal()][:2]
        if uploads.get(upload) == user:
            taken.setdefault(user, []).append(page)
    return taken


# Moodle


@pytest.mark.parametrize(
    "form",
    ["{}_assignsubmission_file/a.ipynb", "{}_assignsubmission_file_/x/a.ipynb", "{}_assignsubmission_file_a.ipynb"],
)
def test_moodle_gives_each_page_to_whose_it_is(lab: Lab, tmp_path: Path, form: str) -> None:
    """The zip's names lack what Moodle takes out of them; the numbers are of this assignment alone."""
    names = ["Ada Lovelace_31", "Bo OBrien_32", "Ève van den Berg_33", "Somebody Else_34"]
    downloaded = packed(tmp_path / "theirs.zip", [form.format(name) for name in names])
    contents, done = back(lab, [ADA, BO, EVE], "moodle", downloaded)
    for old in (False, True):
        assert moodle_takes(contents, {31, 32, 33, 34}, before_4_1=old) == {31: ["ada"], 32: ["bo"], 33: ["eve"]}
    assert (done.count, done.left) == (3, ())


def test_an_id_that_was_made_from_a_name_leads_to_its_folder(lab: Lab, tmp_path: Path) -> None:
    people = [Person(student_id(name)) for name in ("Öykü O'Brien", "李小龙")]
    downloaded = packed(
        tmp_path / "theirs.zip", [f"{name}_assignsubmission_file/a.ipynb" for name in ("Öykü OBrien_31", "李小龙_32")]
    )
    contents, done = back(lab, people, "moodle", downloaded)
    assert moodle_takes(contents, {31, 32}) == {31: [people[0].student], 32: [people[1].student]}
    assert done.left == ()


def test_a_text_typed_in_moodle_leads_to_its_student_too(lab: Lab, tmp_path: Path) -> None:
    downloaded = packed(tmp_path / "theirs.zip", ["Ada Lovelace_31_assignsubmission_onlinetext/onlinetext.html"])
    assert moodle_takes(back(lab, [ADA], "moodle", downloaded)[0], {31}) == {31: ["ada"]}


def test_a_groups_pages_go_to_its_members_numbers_and_never_to_the_groups(lab: Lab, tmp_path: Path) -> None:
    """The group's number 31 is the number of a participant of another group."""
    people = [Person("ada", "Ada", "Lovelace", groups=("Group 3",)), Person("bo", "Bo", "Diddley", groups=("Group 3",))]
    roster = Roster(tuple(people))
    downloaded = packed(
        tmp_path / "theirs.zip", ["Group 3_31_assignsubmission_file/a.ipynb", "X Y_90_assignsubmission_file/a.ipynb"]
    )
    contents, done = back(lab, people, "moodle", downloaded, roster)
    assert contents == {}
    assert [line.split(":")[0] for line in done.left] == ["Ada Lovelace (ada)", "Bo Diddley (bo)"]
    assert any("grading worksheet" in note for note in done.notes)
    sheet = worksheet(tmp_path / "sheet.csv", {31: "Someone Else", 41: "Bo Diddley", 42: "Ada Lovelace"})
    contents, done = back(lab, people, "moodle", sheet, roster)
    assert moodle_takes(contents, {31, 41, 42}) == {41: ["bo"], 42: ["ada"]}
    assert done.left == ()


def test_blind_marking_goes_by_the_rosters_numbers(lab: Lab, tmp_path: Path) -> None:
    downloaded = packed(
        tmp_path / "theirs.zip", [f"Participant_{number}_assignsubmission_file/a.ipynb" for number in (102, 101)]
    )
    contents, done = back(lab, [ADA, BO, EVE], "moodle", downloaded)
    assert moodle_takes(contents, {101, 102}) == {101: ["ada"], 102: ["bo"]}
    assert done.left == ("Ève van den Berg (eve): no name in it has this id, e-mail address or name",)


def test_two_people_of_one_name_are_left_out_and_told(lab: Lab, tmp_path: Path) -> None:
    downloaded = packed(
        tmp_path / "theirs.zip", [f"Ada Lovelace_{number}_assignsubmission_file/a.ipynb" for number in (31, 32)]
    )
    contents, done = back(lab, [Person("ada", "Ada", "Lovelace")], "moodle", downloaded)
    assert contents == {}
    assert done.left == ("Ada Lovelace (ada): more than one name in it fits",)


# Canvas


def test_canvas_gives_each_page_to_whose_it_is(lab: Lab, tmp_path: Path) -> None:
    """Late ones, names with underscores, several files of one student, names with numbers in them."""
    names = [
        "lovelaceada_LATE_101_5001_notes.pdf",
        "lovelaceada_LATE_101_5002_doubling_12_34-1.ipynb",
        "o_brienbo_102_5003_doubling.ipynb",
        "vandenbergève_103_5004_work.ipynb",
        "elsesomebody_104_5005_doubling.ipynb",
        "elsesomebody_104_link.html",
    ]
    contents, done = back(lab, [ADA, BO, EVE], "canvas", packed(tmp_path / "theirs.zip", names))
    uploads = {"5001": "101", "5002": "101", "5003": "102", "5004": "103", "5005": "104"}
    assert canvas_takes(contents, uploads) == {"101": ["ada"], "102": ["bo"], "103": ["eve"]}
    assert "lovelaceada_LATE_101_5002_doubling_12_34-1.html" in contents
    assert (done.count, done.left) == (3, ())
    assert any("save it with the ending .html" in note for note in done.notes)


def test_without_numbers_of_ours_canvass_names_are_recognised(lab: Lab, tmp_path: Path) -> None:
    people = [Person("ada", "Ada", "Lovelace"), Person("bo", "Bo", "O'Brien"), Person("7", "X", "Y")]
    names = ["lovelaceada_901_5001_a.ipynb", "obrienbo_902_5002_a.ipynb", "zx_7_5003_a.ipynb"]
    contents, _ = back(lab, people, "canvas", packed(tmp_path / "theirs.zip", names))
    uploads = {"5001": "901", "5002": "902", "5003": "7"}
    assert canvas_takes(contents, uploads) == {"901": ["ada"], "902": ["bo"], "7": ["7"]}


@pytest.mark.parametrize("student", [Person("anon_x7Kp2"), Person("x7Kp2"), Person("ada", numbers=("x7Kp2",))])
def test_anonymous_hand_ins_of_canvas_go_back_to_their_names(lab: Lab, tmp_path: Path, student: Person) -> None:
    for name in ("anon_x7Kp2_5001_a.ipynb", "LATE_anon_x7Kp2_5001_a.ipynb"):
        contents, _ = back(lab, [student], "canvas", packed(tmp_path / "theirs.zip", [name]))
        assert canvas_takes(contents, {"5001": "x7Kp2"}) == {"x7Kp2": [student.student]}


def test_a_teams_page_goes_once_and_the_others_are_told_that_they_see_it(lab: Lab, tmp_path: Path) -> None:
    people = [
        Person("ada", "Ada", "Lovelace", numbers=("101",), groups=("Team_1",)),
        Person("bo", "Bo", "Diddley", numbers=("102",), groups=("Team_1",)),
    ]
    downloaded = packed(tmp_path / "theirs.zip", ["team_1_102_5001_a.ipynb", "x_7_8_a.ipynb"])
    contents, done = back(lab, people, "canvas", downloaded, Roster(tuple(people)))
    assert canvas_takes(contents, {"5001": "102"}, ["team_1"]) == {"102": ["bo"]}
    assert "Ada Lovelace (ada): Canvas shows the page of Bo Diddley (bo) to the whole group" in done.notes
    assert done.left == ()


def test_who_only_typed_an_answer_in_canvas_is_listed(lab: Lab, tmp_path: Path) -> None:
    names = ["lovelaceada_101_text.html", "obrienbo_102_5001_a.ipynb"]
    contents, done = back(lab, [ADA, BO], "canvas", packed(tmp_path / "theirs.zip", names))
    assert list(contents.values()) == ["bo"]
    assert [line.split(":")[0] for line in done.left] == ["Ada Lovelace (ada)"]


# What is neither


@pytest.mark.parametrize("platform", ["moodle", "canvas"])
def test_what_was_not_downloaded_from_there_is_refused_with_its_name(lab: Lab, tmp_path: Path, platform: str) -> None:
    (tmp_path / "no.zip").write_bytes(b"PK no zip")
    (tmp_path / "table.csv").write_text("First name,Last name,Email address\nAda,Lovelace,a@example.org\n")
    packed(tmp_path / "other.zip", ["ada/01_doubling/doubling.ipynb"])
    for name in ("no.zip", "table.csv", "other.zip"):
        with pytest.raises(CourseError, match=name):
            back(lab, [ADA], platform, tmp_path / name)
