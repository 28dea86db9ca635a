"""A class of forty from what a platform packed, through intake, into the platform's own table and feedback zip: every
grade in the right line, every page under the right name.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from autograder.course.model import CourseError
from autograder.course.reading import read_course
from autograder.course.roster import Roster, read_roster
from autograder.course.student_ids import name_of
from autograder.export import export
from autograder.export.pages import Platform, hand_back
from autograder.gradebook.people import class_of
from autograder.intake import Collected, Submission
from tests.support.classes import (
    CLASS,
    Classmate,
    Sent,
    blackboard_class,
    brightspace_class,
    canvas_class,
    canvas_teams,
    fake_owners,
    lay_out,
    moodle_class,
    moodle_groups,
    roster_csv,
)
from tests.support.gradebooks import graded_gradebook
from tests.support.notebooks import TRIPLING, make_course, make_master, tripling

MASTERS = {TRIPLING: make_master(tripling(), TRIPLING)}
POINTS = {one.place: round(0.05 * (one.place + 1), 2) for one in CLASS}  # 2 are the most; everybody has another grade
WITHOUT_A_FILE = CLASS[-1]  # of those who typed their answer on the platform


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("course") / "course")


def taken_in(folder: Path, sent: Sent, roster: str = "") -> tuple[Path, Path]:
    """The zip, and a gradebook with points for each hand-in, and with the names that grading notes."""
    zipped = lay_out(folder, sent)
    (folder / "roster").mkdir()
    if roster:
        (folder / "roster" / "roster.csv").write_text(roster, encoding="utf-8")
    known = read_roster(folder / "roster")
    found = [one for one in Collected(zipped, MASTERS, roster=known, owners=fake_owners({})) if not one.problem]
    points = {one.student: POINTS[_mate(one).place] for one in found}
    names = {one.student: _first_and_last(one.name) for one in found if " " in one.name}
    return zipped, graded_gradebook(folder / "gradebook", points, names=names, roster=roster)


def _mate(submission: Submission) -> Classmate:
    """Whose hand-in it is, by any of the ids that intake may give."""
    shown = name_of(submission.student)
    return next(one for one in CLASS if shown in (one.login, one.moodle_name, one.canvas_id, one.brightspace_id))


def _first_and_last(name: str) -> tuple[str, str]:
    first, _, last = name.rpartition(" ")
    return first, last


def put(
    course: Path, gradebook: Path, form: str, rows: Iterable[Iterable[str]]
) -> tuple[list[list[str]], tuple[str, ...]]:
    """The rows that became of a table, and who was left out."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    (gradebook / "theirs.csv").write_text(text.getvalue(), encoding="utf-8", newline="")
    done = export(course, gradebook, form, [TRIPLING], gradebook / "theirs.csv")  # type: ignore[arg-type]  # a format
    return list(csv.reader(io.StringIO(done.path.read_text(encoding="utf-8"), newline=""))), done.left


def worksheet(assignment: int = 1, *, blind: bool = False) -> list[list[str]]:
    names = [] if blind else ["Full name"]
    header = ["Identifier", *names, "Status", "Grade", "Maximum grade", "Grade can be changed", "Last modified (grade)"]
    lines = [
        [f"Participant {one.moodle_number(assignment)}", *([] if blind else [one.name]), "", "", "2.00", "Yes", "-"]
        for one in sorted(CLASS, key=lambda one: one.last)
    ]
    return [header, *lines]


def canvas_table() -> list[list[str]]:
    header = ["Student", "ID", "SIS Login ID", "Section", "Tripling (88)", "Final Score"]
    lines = [
        [f"{one.last}, {one.first}", one.canvas_id, one.login, "A", "", ""]
        for one in sorted(CLASS, key=lambda one: one.first)
    ]
    return [header, ["    Points Possible", "", "", "", "2.00", "(read only)"], *lines]


def grades(rows: list[list[str]], column: str, key: int, ids: Mapping[str, int]) -> dict[int, str]:
    """The grade in each line, by the student whose line it is; the empty ones left out."""
    place = rows[0].index(column)
    return {ids[row[key]]: row[place] for row in rows[1:] if row[key] in ids and row[place]}


def pages_back(
    course: Path, gradebook: Path, platform: Platform, downloaded: Path
) -> tuple[dict[str, str], tuple[str, ...]]:
    """Whose page is under which name, and who was left out."""
    people = class_of(gradebook)
    roster: Roster = read_roster(gradebook)
    lab = next(lab for lab in read_course(course / "solutions") if lab.id == TRIPLING)
    pages = {}
    for line in csv.DictReader((gradebook / "scores.csv").open(encoding="utf-8")):
        pages[line["student"]] = gradebook / f"{len(pages)}.html"
        pages[line["student"]].write_text(line["points"])
    done = hand_back(pages, people, roster, lab, platform, downloaded, gradebook / "back.zip")
    with zipfile.ZipFile(done.path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}, done.left


ALL = {place: f"{points:.2f}" for place, points in POINTS.items()}
WITH_FILES = {place: grade for place, grade in ALL.items() if place != WITHOUT_A_FILE.place}
ROSTERS = pytest.mark.parametrize("roster", ["", roster_csv()], ids=["without a roster", "with a roster"])


@ROSTERS
@pytest.mark.parametrize("assignment", [1, 2])
def test_moodles_forty_are_in_their_lines_and_get_their_pages(
    course: Path, tmp_path: Path, roster: str, assignment: int
) -> None:
    zipped, gradebook = taken_in(tmp_path, moodle_class(assignment, TRIPLING), roster)
    numbers = {one.moodle_number(assignment): one.place for one in CLASS}
    rows, left = put(course, gradebook, "moodle", worksheet(assignment))
    assert grades(rows, "Grade", 0, {f"Participant {number}": place for number, place in numbers.items()}) == WITH_FILES
    assert left == ()
    contents, left = pages_back(course, gradebook, "moodle", zipped)
    assert {numbers[name.split("_")[1]]: f"{float(points):.2f}" for name, points in contents.items()} == WITH_FILES
    assert left == ()


def test_moodles_forty_marked_blind_are_in_their_lines_by_the_roster(course: Path, tmp_path: Path) -> None:
    zipped, gradebook = taken_in(tmp_path, moodle_class(1, TRIPLING, blind=True), roster_csv())
    numbers = {one.moodle_number(): one.place for one in CLASS}
    rows, left = put(course, gradebook, "moodle", worksheet(blind=True))
    assert grades(rows, "Grade", 0, {f"Participant {number}": place for number, place in numbers.items()}) == WITH_FILES
    assert left == ()
    contents, _ = pages_back(course, gradebook, "moodle", zipped)
    assert {numbers[name.split("_")[1]]: f"{float(points):.2f}" for name, points in contents.items()} == WITH_FILES


def test_moodles_groups_give_each_of_forty_a_grade_and_a_page(course: Path, tmp_path: Path) -> None:
    zipped, gradebook = taken_in(tmp_path, moodle_groups(TRIPLING), roster_csv())
    numbers = {one.moodle_number(): one.place for one in CLASS}
    rows, left = put(course, gradebook, "moodle", worksheet())
    assert grades(rows, "Grade", 0, {f"Participant {number}": place for number, place in numbers.items()}) == ALL
    assert left == ()
    contents, left = pages_back(course, gradebook, "moodle", gradebook / "theirs.csv")
    assert {numbers[name.split("_")[1]]: f"{float(points):.2f}" for name, points in contents.items()} == ALL
    assert left == ()
    contents, left = pages_back(course, gradebook, "moodle", zipped)
    assert (contents, len(left)) == ({}, 40)


@ROSTERS
def test_canvass_forty_are_in_their_lines_and_get_their_pages(course: Path, tmp_path: Path, roster: str) -> None:
    zipped, gradebook = taken_in(tmp_path, canvas_class(TRIPLING), roster)
    ids = {one.canvas_id: one.place for one in CLASS}
    rows, left = put(course, gradebook, "canvas", canvas_table())
    assert grades(rows, "Tripling (88)", 1, ids) == WITH_FILES
    assert left == ()
    contents, left = pages_back(course, gradebook, "canvas", zipped)
    users = {next(part for part in name.split("_") if part.isdecimal()): points for name, points in contents.items()}
    assert {ids[user]: f"{float(points):.2f}" for user, points in users.items()} == WITH_FILES
    assert left == ()


def test_canvass_teams_give_each_of_forty_a_grade_and_each_team_a_page(course: Path, tmp_path: Path) -> None:
    roster = roster_csv().replace("Group ", "Group_")
    zipped, gradebook = taken_in(tmp_path, canvas_teams(TRIPLING), roster)
    rows, left = put(course, gradebook, "canvas", canvas_table())
    assert grades(rows, "Tripling (88)", 1, {one.canvas_id: one.place for one in CLASS}) == ALL
    assert left == ()
    contents, left = pages_back(course, gradebook, "canvas", zipped)
    senders = {one.canvas_id: ALL[one.place] for one in CLASS[1::4]}
    assert {name.split("_")[2]: f"{float(points):.2f}" for name, points in contents.items()} == senders
    assert left == ()


def blackboard_table() -> list[list[str]]:
    header = ["Last Name", "First Name", "Username", "Student ID", "Last Access", "Availability"]
    items = ["Weighted Total [Total Pts: up to 0 Percentage] |11", "Tripling [Total Pts: 2 Score] |4711"]
    lines = [
        [one.last, one.first, one.login, f"{700 + one.place}", "", "Yes", "", "Needs Grading"]
        for one in sorted(CLASS, key=lambda one: one.last)
    ]
    return [[*header, *items], *lines]


def brightspace_table() -> list[list[str]]:
    header = ["OrgDefinedId", "Username", "Last Name", "First Name", "Email"]
    items = ["Tripling Points Grade <Numeric MaxPoints:2 Weight:10>", "Calculated Final Grade Numerator"]
    lines = [
        [f"#{900 + one.place}", f"#{one.login}", one.last, one.first, one.email, "", "", "#"]
        for one in sorted(CLASS, key=lambda one: one.email)
    ]
    return [[*header, *items, "End-of-Line Indicator"], *lines]


@ROSTERS
def test_blackboards_forty_are_in_their_lines(course: Path, tmp_path: Path, roster: str) -> None:
    _, gradebook = taken_in(tmp_path, blackboard_class(TRIPLING), roster)
    rows, left = put(course, gradebook, "blackboard", blackboard_table())
    found = grades(rows, "Tripling [Total Pts: 2 Score] |4711", 2, {one.login: one.place for one in CLASS})
    assert (found.pop(WITHOUT_A_FILE.place), left) == ("Needs Grading", ())
    assert {place: f"{float(grade):.2f}" for place, grade in found.items()} == WITH_FILES


@ROSTERS
def test_brightspaces_forty_are_in_their_lines(course: Path, tmp_path: Path, roster: str) -> None:
    _, gradebook = taken_in(tmp_path, brightspace_class(TRIPLING), roster)
    rows, left = put(course, gradebook, "brightspace", brightspace_table())
    ids = {f"#{one.login}": one.place for one in CLASS}
    found = grades(rows, "Tripling Points Grade <Numeric MaxPoints:2 Weight:10>", 1, ids)
    assert {place: f"{float(grade):.2f}" for place, grade in found.items()} == ALL
    assert left == ()


@pytest.mark.parametrize(
    ("form", "complaint"), [("blackboard", "not Blackboard's"), ("brightspace", "not Brightspace")]
)
def test_another_platforms_table_is_refused_with_the_way_to_the_right_one(
    course: Path, tmp_path: Path, form: str, complaint: str
) -> None:
    _, gradebook = taken_in(tmp_path, blackboard_class(TRIPLING))
    with pytest.raises(CourseError, match=complaint):
        put(course, gradebook, form, [["Name", "ID"], ["Ada", "1"]])
    with pytest.raises(CourseError, match="--into FILE"):
        export(course, gradebook, form, [TRIPLING])  # type: ignore[arg-type]  # a format
