"""Gradescope's download: what its table says of each folder, and what is done where it says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.roster import Roster
from autograder.course.student_ids import name_of
from autograder.intake import RepairKind
from tests.support.classes import CLASS, FIRST_GRADESCOPE_NUMBER, gradescope_class, sent_notebook
from tests.unit.intake.test_classes_of_forty import LOGINS, assert_nobody_twice, full_roster, read

TABLE = "submission_metadata.yml"


def test_a_pairs_hand_in_is_each_members(tmp_path: Path) -> None:
    found = read(tmp_path, gradescope_class(pairs=True), full_roster(tmp_path))
    assert sorted(one.student for one in found) == LOGINS
    assert_nobody_twice(found)
    first = next(one for one in found if one.student == CLASS[0].login)
    (note,) = (repair for repair in first.repairs if repair.kind is RepairKind.GROUP)
    assert note.details == (f"{CLASS[0].name} and {CLASS[1].name}",)
    assert not [one.problem for one in found if one.problem]


def test_without_an_id_of_the_institution_the_address_names_a_student(tmp_path: Path) -> None:
    found = read(tmp_path / "1", gradescope_class(sids=False), full_roster(tmp_path))
    assert sorted(one.student for one in found) == LOGINS
    found = read(tmp_path / "2", gradescope_class(sids=False), Roster())
    assert {name_of(one.student) for one in found} == {one.email for one in CLASS}


def test_the_folder_that_gradescope_packs_is_looked_through(tmp_path: Path) -> None:
    packed = {f"assignment_4711_export/{name}": content for name, content in gradescope_class().items()}
    assert sorted(one.student for one in read(tmp_path, packed, full_roster(tmp_path))) == LOGINS


def test_without_the_table_a_folder_goes_by_its_own_name(tmp_path: Path) -> None:
    sent = {name: content for name, content in gradescope_class().items() if name != TABLE}
    found = read(tmp_path, sent, Roster())
    assert {one.student for one in found} == {f"submission_{FIRST_GRADESCOPE_NUMBER + one.place}" for one in CLASS}


@pytest.mark.parametrize(
    "table",
    [
        b"a: [",
        b"just a text",
        b"a: !!python/object/apply:os.system ['touch /tmp/it-ran']",
        b"a: &a [*a, *a",
        b"[" * 5000,
        b"\xff\xfe\0",
    ],
)
def test_a_damaged_table_asks_a_person_for_each_hand_in(tmp_path: Path, table: bytes) -> None:
    found = read(tmp_path, {**gradescope_class(), TABLE: table}, Roster())
    assert len(found) == len(CLASS)
    assert all(f"{TABLE} cannot be read" in one.problem for one in found)
    assert not Path("/tmp/it-ran").exists()


@pytest.mark.parametrize(
    "record",
    [
        "",
        "[1, 2]",
        "{':submitters': 3}",
        "{':submitters': [3, {}, {':name': ''}]}",
        "{':submitters': [{':name': 'Ada'}]}",
    ],
)
def test_a_record_of_another_form_costs_only_the_name(tmp_path: Path, record: str) -> None:
    sent = {TABLE: f"submission_1: {record}".encode(), "submission_1/doubling.ipynb": sent_notebook()}
    (one,) = read(tmp_path, sent, Roster())
    assert one.student == ("Ada" if "Ada" in record else "submission_1")
    assert not one.problem


def test_a_name_with_tricks_stays_a_name(tmp_path: Path) -> None:
    record = "submission_1: {':submitters': [{':name': \"../..\\u202e\\n=1+1\", ':sid': '../../etc'}]}"
    (one,) = read(tmp_path, {TABLE: record.encode(), "submission_1/doubling.ipynb": sent_notebook()}, Roster())
    assert "/" not in one.student
    assert one.name.isprintable()
