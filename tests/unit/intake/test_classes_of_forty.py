"""A class of forty through each platform: nobody without a submission, nobody twice, everybody under their own id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import pytest

from autograder.course.roster import Roster, read_roster
from autograder.course.student_ids import name_of
from autograder.intake import Collected, RepairKind, Submission
from autograder.intake.owners import Owners
from tests.support.classes import (
    BUILDERS,
    CLASS,
    FIRST_MOODLE_NUMBER,
    GROUP_SIZE,
    Sent,
    canvas_class,
    canvas_teams,
    exchange_class,
    fake_owners,
    lay_out,
    moodle_class,
    moodle_groups,
    roster_csv,
    write_roster,
)
from tests.support.notebooks import DOUBLING, TRIPLING, doubling, make_master, tripling

MASTERS = {DOUBLING: make_master(doubling()), TRIPLING: make_master(tripling(), TRIPLING)}
LOGINS = [one.login for one in CLASS]
TYPED_ALONE = {"Moodle", "Moodle without folders", "Canvas", "Blackboard"}  # the last sent no file there


def read(folder: Path, sent: Sent, roster: Roster, how: str = "zip", owners: Owners | None = None) -> list[Submission]:
    return list(Collected(lay_out(folder, sent, how), MASTERS, roster=roster, owners=owners or fake_owners({})))


def full_roster(folder: Path, text: str | None = None) -> Roster:
    write_roster(folder, text)
    return read_roster(folder)


def assert_nobody_twice(found: list[Submission]) -> None:
    assert [one for one, count in Counter((one.student, one.lab) for one in found).items() if count > 1] == []


@pytest.mark.parametrize("platform", BUILDERS)
def test_with_a_roster_everybody_has_one_submission_under_our_id(tmp_path: Path, platform: str) -> None:
    how = "folder" if platform in ("plain", "exchange", "Brightspace") else "zip"
    found = read(tmp_path, BUILDERS[platform](), full_roster(tmp_path), how)
    assert sorted(one.student for one in found) == LOGINS
    problems = {one.student: one.problem for one in found if one.problem}
    assert list(problems) == (LOGINS[-1:] if platform in TYPED_ALONE else [])
    assert all("no file was handed in" in problem for problem in problems.values())
    assert all(len(one.answered) == 3 for one in found if not one.problem)  # of two hand-ins the empty one is older
    assert {one.lab for one in found if not one.problem} == {DOUBLING}


@pytest.mark.parametrize("platform", BUILDERS)
def test_without_a_roster_everybody_has_one_submission(tmp_path: Path, platform: str) -> None:
    found = read(tmp_path, BUILDERS[platform](), Roster())
    assert len(found) == len({one.student for one in found}) == 40
    names: Mapping[str, list[str]] = {
        "Moodle": [one.moodle_name for one in CLASS],
        "Canvas": [one.canvas_id for one in CLASS],
        "Brightspace": [one.brightspace_id for one in CLASS],
        "Gradescope": [one.canvas_id for one in CLASS],
    }
    assert {name_of(one.student) for one in found} == set(names.get(platform.split()[0], LOGINS))
    if platform.startswith("Moodle"):
        told = {repair.kind for one in found if not one.problem for repair in one.repairs}
        assert RepairKind.BY_NAME in told


@pytest.mark.parametrize("has_roster", [True, False])
def test_two_assignments_of_moodle_are_of_the_same_forty_people(tmp_path: Path, has_roster: bool) -> None:
    roster = full_roster(tmp_path) if has_roster else Roster()
    first = read(tmp_path / "1", moodle_class(1), roster)
    second = read(tmp_path / "2", moodle_class(2, TRIPLING), roster)
    assert {one.student for one in first} == {one.student for one in second}
    assert len({one.student for one in first}) == 40
    assert {one.lab for one in second if not one.problem} == {TRIPLING}


@pytest.mark.parametrize("build", [moodle_groups, canvas_teams])
def test_a_group_hand_in_gives_each_member_its_submission(tmp_path: Path, build: object) -> None:
    found = read(tmp_path, moodle_groups() if build is moodle_groups else canvas_teams(), full_roster(tmp_path))
    people = [one for one in found if not one.problem]
    assert sorted(one.student for one in people) == LOGINS
    assert_nobody_twice(found)
    for one, mate in zip(sorted(people, key=lambda one: one.student), CLASS, strict=True):
        (note,) = (repair for repair in one.repairs if repair.kind is RepairKind.GROUP)
        assert note.details[0].casefold().replace("_", " ") == mate.group.casefold()
        assert one.name == mate.name
    rest = [one for one in found if one.problem]
    assert [name_of(one.student) for one in rest] == (["Default group"] if build is moodle_groups else [])
    assert all("in the column groups" in one.problem for one in rest)


@pytest.mark.parametrize("build", [moodle_groups, canvas_teams])
def test_without_a_roster_a_group_is_nobodys_and_an_instructor_is_asked(tmp_path: Path, build: object) -> None:
    found = read(tmp_path, moodle_groups() if build is moodle_groups else canvas_teams(), Roster())
    assert len(found) == len({one.student for one in found}) == len(CLASS) / GROUP_SIZE + (build is moodle_groups)
    assert all("handed in by the group" in one.problem and "roster.csv" in one.problem for one in found)


def test_a_groups_number_is_not_taken_for_a_participants(tmp_path: Path) -> None:
    roster = full_roster(tmp_path, roster_csv(groups=False))  # nobody has said who is in the groups
    found = read(tmp_path, moodle_groups(), roster)
    assert [one for one in found if not one.problem] == []
    assert not {one.student for one in found} & set(LOGINS)


def test_blind_marking_is_joined_by_the_numbers_of_the_roster(tmp_path: Path) -> None:
    found = read(tmp_path, moodle_class(blind=True), full_roster(tmp_path))
    assert sorted(one.student for one in found) == LOGINS
    found = read(tmp_path, moodle_class(blind=True), Roster())
    assert {one.student for one in found} == {one.moodle_number() for one in CLASS}
    assert int(found[0].student) > FIRST_MOODLE_NUMBER


def test_hidden_names_of_canvas_are_taken(tmp_path: Path) -> None:
    found = read(tmp_path, canvas_class(hidden=True), Roster())
    assert {one.student for one in found} == {f"x{one.place:02}Kp" for one in CLASS}
    late = {one.student for one in found if any(repair.kind is RepairKind.LATE for repair in one.repairs)}
    assert late == {f"x{one.place:02}Kp" for one in CLASS if one.place % 5 == 0}
    numbered = roster_csv().replace('"20100;', '"x00Kp;20100;')
    assert "s000" in {
        one.student for one in read(tmp_path / "2", canvas_class(hidden=True), full_roster(tmp_path, numbered))
    }


def test_in_an_exchange_a_hand_in_made_by_another_user_takes_nobodys_place(tmp_path: Path) -> None:
    sent, owners = exchange_class()
    found = read(tmp_path, sent, Roster(), "folder", fake_owners(owners))
    graded = [one for one in found if not one.problem]
    assert sorted(one.student for one in graded) == LOGINS
    assert all(len(one.answered) == 3 for one in graded)
    (asked,) = (one for one in found if one.problem)
    assert (asked.student, asked.lab) == ("s000", "")
    assert asked.problem.startswith("handed in under s000's name by the user s001: s000+01_doubling+")
