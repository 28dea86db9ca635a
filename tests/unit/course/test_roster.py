"""The roster: who is in the class, and by which names learning platforms know them."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.course.model import CourseError
from autograder.course.roster import ROSTER, Roster, read_roster, split_name

TABLE = """id;First name;Last name;Email;login;numbers;groups
ada;Ada;Lovelace;ada@example.org;al1815;1017; Group 3
bob;Bob;O'Brien;bob@example.org;;1018; Group 3;
"""


def written(folder: Path, text: str) -> Path:
    (folder / ROSTER).write_text(text, encoding="utf-8-sig")
    return folder


def test_no_roster_is_an_empty_one(tmp_path: Path) -> None:
    assert read_roster(tmp_path) == Roster()
    assert not read_roster(tmp_path)


def test_a_person_is_found_by_each_of_their_keys_and_by_name(tmp_path: Path) -> None:
    table = "id,name,email,login,numbers,groups,room\nada,Ada Lovelace,ada@example.org,al1815,1017;4711,Group 3,12\n"
    roster = read_roster(written(tmp_path, table + 'bob,"O\'Brien, Bob",bob@example.org,,1018,group 3;Team 1,\n'))
    ada, bob = roster
    for key in ("ada", "ADA@example.org", "al1815", "1017", "4711"):
        assert roster.by_key(key) == ada
    assert roster.by_key("nobody") is None
    assert roster.by_key("1017", "1018") is None
    assert roster.by_name("Lovelace Ada") == ada
    assert (bob.first_name, bob.last_name) == ("Bob", "O'Brien")
    assert roster.members("GROUP 3") == (ada, bob)
    assert roster.members("Team 1") == (bob,)


def test_semicolons_and_headings_with_spaces_are_read(tmp_path: Path) -> None:
    ada = read_roster(written(tmp_path, TABLE.replace(" Group 3;", " Group 3"))).get("ada")
    assert ada is not None
    assert (ada.first_name, ada.email, ada.groups) == ("Ada", "ada@example.org", ("Group 3",))


def test_two_people_of_one_name_are_nobody_by_name(tmp_path: Path) -> None:
    roster = read_roster(written(tmp_path, "id,name\na1,Ada Lovelace\na2,Ada Lovelace\n"))
    assert roster.by_name("Ada Lovelace") is None


@pytest.mark.parametrize(
    ("table", "complaint"),
    [
        ("name,email\nAda,ada@example.org\n", "column id"),
        ("", "column id"),
        ("id,name\n,Ada\n", "line 2: it has no id"),
        ("id,numbers\nada,17\nbob,17\n", "'17' names both ada and bob"),
        ("id,name\nada,Ada\nada,Ada Lovelace\n", "'ada' stands there twice"),
        ('id,name\nada,"Ada\n', "not a table"),
    ],
)
def test_a_roster_that_cannot_be_used_is_refused_by_name(tmp_path: Path, table: str, complaint: str) -> None:
    with pytest.raises(CourseError, match=complaint) as refusal:
        read_roster(written(tmp_path, table))
    assert str(tmp_path / ROSTER) in str(refusal.value)


@pytest.mark.parametrize("name", ["Ada Byron Lovelace", "Lovelace, Ada Byron"])
def test_a_name_is_split_in_either_order(name: str) -> None:
    assert split_name(name) == ("Ada Byron", "Lovelace")
