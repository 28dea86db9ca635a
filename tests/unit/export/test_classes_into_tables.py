"""A class of 40 into the platforms' own tables: every grade in the right line, whatever the students are called."""

from __future__ import annotations

import csv
import io
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from autograder.course.reading import read_course
from autograder.course.roster import ROSTER
from autograder.course.student_ids import student_id
from autograder.export import Exported, Format, export, totals
from autograder.gradebook.paths import database
from tests.support.gradebooks import graded_gradebook
from tests.support.notebooks import TRIPLING, make_course

FIRST = ("Ada", "Öykü", "Seán", "Mary Jane", "Бо", "José", "Zoë", "李")
LAST = ("Lovelace", "O'Brien", "van den Berg", "Yılmaz-Ó", "Müller")
NAMES = [(first, last) for first in FIRST for last in LAST]
POINTS = {at: round(0.05 * (at + 1), 2) for at in range(len(NAMES))}  # 2 are the most; everybody has another grade
GROUPS = {f"Group {number}": range(4 * number, 4 * number + 4) for number in range(10)}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("course") / "course")


@pytest.fixture(scope="module")
def forty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The class with the ids s0 to s39."""
    return graded_gradebook(tmp_path_factory.mktemp("class") / "g", {f"s{at}": POINTS[at] for at in POINTS})


def copied(gradebook: Path, target: Path, *, roster: str = "", named: bool = False) -> Path:
    """A copy of a gradebook, with a roster, or with names in nbgrader's table of students."""
    shutil.copytree(gradebook, target)
    if roster:
        (target / ROSTER).write_text(roster, encoding="utf-8")
    if named:
        with Gradebook(database(target)) as book:
            for at, (first, last) in enumerate(NAMES):
                student = book.find_student(f"s{at}")
                student.first_name, student.last_name = first, last
            book.db.commit()
    return target


def as_csv(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue()


def roster_of(**more: Mapping[int, str]) -> str:
    """A roster of the class with the ids s0 to s39, names, addresses, and these columns."""
    header = ["id", "first_name", "last_name", "email", *more]
    lines = [
        [f"s{at}", first, last, f"p{at}@example.org", *(column[at] for column in more.values())]
        for at, (first, last) in enumerate(NAMES)
    ]
    return as_csv([header, *lines])


def put(course: Path, gradebook: Path, form: Format, rows: Iterable[Iterable[str]]) -> tuple[list[list[str]], Exported]:
    """The rows that became of a table, and what was told."""
    template = gradebook / "theirs.csv"
    template.write_text(as_csv(rows), encoding="utf-8", newline="")
    done = export(course, gradebook, form, [TRIPLING], template)
    return list(csv.reader(io.StringIO(done.path.read_text(encoding="utf-8"), newline=""))), done


def worksheet(numbers: Mapping[int, int], *, blind: bool = False, mail: bool = False) -> list[list[str]]:
    """An assignment's worksheet, its lines in the order of the numbers."""
    who = [] if blind else ["Full name", *(["Email address"] if mail else [])]
    header = ["Identifier", *who, "Status", "Grade", "Maximum grade", "Grade can be changed", "Last modified (grade)"]
    lines = []
    for at in sorted(numbers, key=numbers.__getitem__):
        name = [] if blind else [" ".join(NAMES[at]), *([f"p{at}@example.org"] if mail else [])]
        lines.append([f"Participant {numbers[at]}", *name, "Submitted for grading", "", "2.00", "Yes", "-"])
    return [header, *lines]


def shuffled(step: int = 7, base: int = 1000) -> dict[int, int]:
    """A number for each student, in another order than the class's."""
    return {at: base + (at * step) % len(NAMES) for at in range(len(NAMES))}


def grades_of(rows: list[list[str]], by: Mapping[str, int], column: str, key: int = 0) -> dict[int, str]:
    """The grade in each line, by the student whose line it is."""
    place = rows[0].index(column)
    return {by[row[key]]: row[place] for row in rows[1:] if row[key] in by}


EXPECTED = {at: f"{points:.2f}" for at, points in POINTS.items()}


def test_a_worksheet_with_names_gets_every_grade_in_its_line(course: Path, forty: Path, tmp_path: Path) -> None:
    """The participants' numbers tell nothing."""
    gradebook = copied(forty, tmp_path / "g", named=True)
    numbers = shuffled()
    rows, done = put(course, gradebook, "moodle", worksheet(numbers))
    assert grades_of(rows, {f"Participant {number}": at for at, number in numbers.items()}, "Grade") == EXPECTED
    assert done.left == ()


def test_ids_that_were_made_from_names_lead_back_to_the_names(course: Path, tmp_path: Path) -> None:
    """As intake makes them of Moodle's zips without a roster, with one name of a single word."""
    names = ["Öykü O'Brien", "李小龙", "Zoë van den Berg"]
    gradebook = graded_gradebook(tmp_path / "g", {student_id(name): 0.5 * (at + 1) for at, name in enumerate(names)})
    header = ["Identifier", "Full name", "Grade", "Maximum grade", "Last modified (grade)"]
    table = [header, *([f"Participant {at}", name, "", "2.00", "-"] for at, name in enumerate(names))]
    rows, done = put(course, gradebook, "moodle", table)
    assert [row[2] for row in rows[1:]] == ["0.50", "1.00", "1.50"]
    assert done.left == ()


def test_two_assignments_of_one_class_have_other_numbers_and_the_same_people(
    course: Path, forty: Path, tmp_path: Path
) -> None:
    gradebook = copied(forty, tmp_path / "g", roster=roster_of())
    for numbers in (shuffled(7, 1000), shuffled(11, 1020)):  # 1020 to 1039 are in both, of other people
        rows, done = put(course, gradebook, "moodle", worksheet(numbers, mail=True))
        assert grades_of(rows, {f"Participant {number}": at for at, number in numbers.items()}, "Grade") == EXPECTED
        assert done.left == ()


def test_a_blind_worksheet_is_filled_by_the_rosters_numbers(course: Path, forty: Path, tmp_path: Path) -> None:
    first, second = shuffled(7, 1000), shuffled(11, 5000)
    numbers = {at: f"{first[at]};{second[at]}" for at in first}
    gradebook = copied(forty, tmp_path / "g", roster=roster_of(numbers=numbers))
    for here in (first, second):
        rows, done = put(course, gradebook, "moodle", worksheet(here, blind=True))
        assert grades_of(rows, {f"Participant {number}": at for at, number in here.items()}, "Grade") == EXPECTED
        assert done.left == ()


def test_without_a_roster_a_blind_worksheet_leaves_everybody_out_and_guesses_nobody(
    course: Path, forty: Path, tmp_path: Path
) -> None:
    gradebook = copied(forty, tmp_path / "g", named=True)
    rows, done = put(course, gradebook, "moodle", worksheet(shuffled(), blind=True))
    assert (done.count, len(done.left)) == (0, len(NAMES))
    assert {row[2] for row in rows[1:]} == {""}


def test_a_groups_grade_is_in_the_line_of_each_member(course: Path, forty: Path, tmp_path: Path) -> None:
    """One member of a group handed in alone, too, and keeps the grade for that."""
    of_group = {at: name for name, members in GROUPS.items() for at in members}
    points = {name: 0.1 * (number + 1) for number, name in enumerate(GROUPS)} | {"s5": 2.0}
    gradebook = graded_gradebook(tmp_path / "g", points, roster=roster_of(groups=of_group))
    numbers = shuffled()
    rows, done = put(course, gradebook, "moodle", worksheet(numbers))
    expected = {at: f"{points[of_group[at]]:.2f}" for at in of_group} | {5: "2.00"}
    assert grades_of(rows, {f"Participant {number}": at for at, number in numbers.items()}, "Grade") == expected
    assert done.left == ()


def test_moodles_gradebook_gets_every_grade_in_its_line(course: Path, forty: Path, tmp_path: Path) -> None:
    gradebook = copied(forty, tmp_path / "g", roster=roster_of())
    header = ["First name", "Last name", "ID number", "Email address", "Assignment: Tripling (Real)", "Course total"]
    table = [[*NAMES[at], "", f"P{at}@example.org", "-", "-"] for at in sorted(POINTS, key=shuffled().__getitem__)]
    rows, done = put(course, gradebook, "moodle", [header, *table])
    by_mail = {f"P{at}@example.org": at for at in POINTS}
    assert grades_of(rows, by_mail, "Assignment: Tripling (Real)", key=3) == EXPECTED
    assert done.left == ()


@pytest.mark.parametrize("is_known", [False, True], ids=["by Canvas's number", "by the roster"])
def test_canvass_gradebook_gets_every_grade_in_its_line(
    course: Path, forty: Path, tmp_path: Path, is_known: bool
) -> None:
    """Each number is somebody's ID and somebody else's SIS id."""
    ids, sis = shuffled(7, 1000), shuffled(11, 1000)
    if is_known:
        numbers = {at: f"{ids[at]}" for at in ids}
        gradebook = copied(forty, tmp_path / "g", roster=roster_of(numbers=numbers))
    else:
        gradebook = graded_gradebook(tmp_path / "g", {f"{ids[at]}": POINTS[at] for at in POINTS})
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Tripling (88)", "Final Score"]
    points = ["    Points Possible", "", "", "", "", "2.00", "(read only)"]
    table = [
        [f"{NAMES[at][1]}, {NAMES[at][0]}", f"{ids[at]}", f"{sis[at]}", f"l{at}", "A", "", ""]
        for at in sorted(POINTS, key=sis.__getitem__)
    ]
    rows, done = put(course, gradebook, "canvas", [header, points, *table])
    assert grades_of(rows, {f"{ids[at]}": at for at in ids}, "Tripling (88)", key=1) == EXPECTED
    assert done.left == ()


def test_two_people_of_one_name_are_told_apart_by_the_roster_and_left_out_without_one(
    course: Path, forty: Path, tmp_path: Path
) -> None:
    twins = "id,name,email\na1,Ada Lovelace,one@example.org\na2,Ada Lovelace,two@example.org\n"
    header = ["Identifier", "Full name", "Email address", "Grade", "Maximum grade", "Last modified (grade)"]
    table = [
        header,
        ["Participant 1", "Ada Lovelace", "two@example.org", "", "2.00", "-"],
        ["Participant 2", "Ada Lovelace", "one@example.org", "", "2.00", "-"],
    ]
    rows, _ = put(course, graded_gradebook(tmp_path / "with", {"a1": 1.0, "a2": 2.0}, roster=twins), "moodle", table)
    assert [row[3] for row in rows[1:]] == ["2.00", "1.00"]
    names = {"a1": ("Ada", "Lovelace"), "a2": ("Ada", "Lovelace")}
    rows, done = put(
        course, graded_gradebook(tmp_path / "without", {"a1": 1.0, "a2": 2.0}, names=names), "moodle", table
    )
    assert [row[3] for row in rows[1:]] == ["", ""]
    assert [line.split(": ")[1] for line in done.left] == ["more than one line of the table fits"] * 2


def test_the_roster_names_who_is_in_the_table_of_totals(course: Path, forty: Path, tmp_path: Path) -> None:
    gradebook = copied(forty, tmp_path / "g", roster=roster_of())
    done = export(course, gradebook, "csv")
    rows = list(csv.DictReader(io.StringIO(done.path.read_text(encoding="utf-8"))))
    assert {row["student"]: row["name"] for row in rows} == {f"s{at}": " ".join(NAMES[at]) for at in POINTS}
    found, people, _ = totals(gradebook, {lab.id: lab for lab in read_course(course / "solutions")})
    assert {people[one.student].email for one in found} == {f"p{at}@example.org" for at in POINTS}
