"""A student's id can be made of any name, is safe wherever ids go, and can be read back."""

from __future__ import annotations

import unicodedata
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from autograder.course.student_ids import LONGEST_ID, STUDENT_ID, name_of, shown_id, student_id

NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(
    lambda name: unicodedata.normalize("NFC", name)
)


@given(NAMES)
@example("~C3~AB")
@example("~~abc")
@example("..")
@example("Александра Константиновна Преображенская")
@example("王小明 " * 12)
def test_an_id_is_safe_and_can_be_read_back(name: str) -> None:
    made = student_id(name)
    if made:
        assert STUDENT_ID.fullmatch(made)
        assert quote(made, safe="") == made.replace("@", "%40")
        assert name_of(made) == name
    else:
        assert not name or len(name.encode()) > LONGEST_ID / 3


@given(NAMES, NAMES)
def test_two_names_have_two_ids(one: str, other: str) -> None:
    assert one == other or not student_id(one) or student_id(one) != student_id(other)


@given(st.text(max_size=40))
def test_every_text_is_taken_and_what_is_shown_is_printable(text: str) -> None:
    assert shown_id(student_id(text)).isprintable()
    assert shown_id(text).isprintable()


@pytest.mark.parametrize(
    "name, made",
    [
        ("ada", "ada"),
        ("ada.l_1-x@example.org", "ada.l_1-x@example.org"),
        ("Ada Lovelace", "Ada~20Lovelace"),
        ("Zoë", "Zo~C3~AB"),
        ("Zoe\N{COMBINING DIAERESIS}", "Zo~C3~AB"),
        ("a+b", "a~2Bb"),
        ("O'Brien", "O~27Brien"),
        ("..", "~2E."),
        ("=1+1", "~3D1~2B1"),
        ("a~b", "a~7Eb"),
    ],
)
def test_ids_with_spaces_umlauts_and_signs_are_taken(name: str, made: str) -> None:
    assert student_id(name) == made
    assert name_of(made) == unicodedata.normalize("NFC", name)


def test_a_long_name_in_another_script_has_an_id() -> None:
    made = student_id("Александра Константиновна Преображенская")
    assert 0 < len(made) <= LONGEST_ID
    assert shown_id(made) == "Александра Константиновна Преображенская"


@pytest.mark.parametrize("text", ["~", "~~", "~~\u00e4", "~ZZ", "~C3", "a~20", "~61"])
def test_what_is_no_id_of_ours_is_shown_as_it_is(text: str) -> None:
    assert name_of(text) in (text, "a ")
