"""Each repair is said in one sentence, whoever chose the words in it, and comes back from JSON as it was."""

from __future__ import annotations

import json

import pytest

from autograder.intake import Repair, RepairKind

SENTENCES = {
    Repair(RepairKind.LATE): "Canvas says that it was late",
    Repair(RepairKind.UNFINISHED, details=("ada+lab",)): "a newer hand-in, ada+lab, was still being sent",
    Repair(RepairKind.SENT_ON, details=("Blackboard", "today")): "Blackboard dates it today",
    Repair(RepairKind.BY_NAME, details=("Ada",)): "whose it is was told by the name Ada alone",
    Repair(RepairKind.GROUP, details=("Team",)): "the group Team handed it in, for each of its members",
    Repair(RepairKind.HIDDEN_NAME, details=("Moodle", "7")): "Moodle hides the name and calls it 7 in this assignment",
    Repair(RepairKind.NOT_IN_ROSTER, details=("Zed",)): "nobody in roster.csv is called Zed",
    Repair(RepairKind.OTHER_NAME, details=("Canvas", "zed")): "Canvas calls this student zed",
    Repair(RepairKind.ONLINE_TEXT, details=("Moodle",)): "Moodle has a text of theirs, too, which is not graded",
    Repair(RepairKind.OTHER_ENDING, details=("a.txt",)): "a.txt is a notebook under another ending",
    Repair(RepairKind.OUTPUTS, details=("17",)): "its outputs were not read: with them it has 17 MiB",
    Repair(RepairKind.LATEST_HAND_IN, count=2): "the latest of 2 hand-ins counts",
    Repair(RepairKind.IN_ZIP, details=("hw.zip",)): "it was in the zip hw.zip",
    Repair(RepairKind.PASSED_OVER, details=("a.ipynb", "it is of no lab")): "a.ipynb was passed over: it is of no lab",
    Repair(RepairKind.FILE_NAME, details=("a {answers} {2}.ipynb",)): "the file was named a {answers} {2}.ipynb",
    Repair(RepairKind.FILE_WITH_WORK, details=("a.ipynb", "b.ipynb")): "a.ipynb counts: nothing is written in b.ipynb",
    Repair(RepairKind.NEWEST_FILE, details=("a.ipynb", "by the files' dates", "b.ipynb"), count=2): (
        "a.ipynb counts, by the files' dates the newest of 2 notebooks with different answers; not graded: b.ipynb"
    ),
    Repair(RepairKind.FULLEST_FILE, details=("a.ipynb", "b.ipynb")): (
        "a.ipynb counts: it has all that is written in b.ipynb, and more"
    ),
    Repair(RepairKind.PICTURE, ("a",), ("p.png",)): "the picture p.png beside the notebook was put into answer a",
    Repair(RepairKind.PICTURE_LEFT_OUT, details=("p.svg", "it cannot be decoded")): (
        "the picture p.svg was left out: it cannot be decoded"
    ),
    Repair(RepairKind.ELSEWHERE, details=("%matplotlib widget",)): (
        "a line that works only elsewhere was left out: %matplotlib widget"
    ),
    Repair(RepairKind.UNUSED_IMPORT, details=("import absent",)): (
        "an import of what is not installed here, which nothing uses, was left out: import absent"
    ),
    Repair(RepairKind.FILE_DATE, details=("2026-01-10 12:00",)): "its file is dated 2026-01-10 12:00, in no zone",
    Repair(RepairKind.BYTE_ORDER_MARK): "a byte order mark was taken off the file",
    Repair(RepairKind.ENCODING, details=("UTF-16",)): "the file was in UTF-16",
    Repair(RepairKind.NUL_BYTES): "NUL bytes were taken out",
    Repair(RepairKind.OLD_FORMAT, details=("3",)): "the notebook was in the old format 3",
    Repair(RepairKind.LINE_ENDS): "Windows line ends were made plain ones",
    Repair(RepairKind.HALF_CHARACTERS): "halves of characters were replaced",
    Repair(RepairKind.KERNEL, details=("conda", "python3")): "the kernel conda was replaced by python3",
    Repair(RepairKind.NO_METADATA): "nbgrader's metadata were gone",
    Repair(RepairKind.ORDER): "cells stood in another order",
    Repair(RepairKind.COPIES, count=1): "1 copy of our cells was left out",
    Repair(RepairKind.COPIES, count=3): "3 copies of our cells were left out",
    Repair(RepairKind.EXTRA_CELLS, count=1): "1 extra cell kept",
    Repair(RepairKind.EXTRA_CELLS, count=2): "2 extra cells kept",
    Repair(RepairKind.FOUND_BY_NAME, ("f",), ("its function's name",)): "answer f found by its function's name",
    Repair(RepairKind.FOUND_BY_NAME, ("f", "g"), ("the names they define",)): (
        "answers f and g found by the names they define"
    ),
    Repair(RepairKind.STUB_PUT_BACK, ("f",)): "answer f was not there: the stub was put back",
    Repair(RepairKind.STUB_PUT_BACK, tuple("fghijk")): (
        "answers f, g, h, i and 2 more were not there: the stub was put back"
    ),
    Repair(RepairKind.CELL_TYPE, ("f",), ("raw",)): "answer f was in a raw cell",
    Repair(RepairKind.FENCE, ("f",)): "a code fence around answer f was taken off",
    Repair(RepairKind.TEST_IN_ANSWER, ("f",)): "our test cell was taken out of answer f",
    Repair(RepairKind.VERSIONS, ("f",), ("the last",), 2): "answer f was there 2 times: the last counts",
    Repair(RepairKind.OTHER_CELL, ("f",)): "answer f was in another cell than its stub",
    Repair(RepairKind.ONE_CELL, ("f", "g")): "answers f and g were in one cell",
    Repair(RepairKind.JOINED, ("f",)): "answer f went on in other cells: they were joined",
    Repair(RepairKind.FOUND_BY_PLACE, ("f",)): "answer f found by its place",
    Repair(RepairKind.FOUND_IN_QUESTION, ("f",)): "answer f found in the cell of its question",
    Repair(RepairKind.OTHER_VERSION, ("f",), ("raw",)): "another version of answer f, in a raw cell, was left out",
    Repair(RepairKind.TEXT_LEFT_OUT, ("f",), count=1): "text in another cell was left out: it may belong to answer f",
    Repair(RepairKind.TEXT_LEFT_OUT, ("f", "g"), count=2): (
        "text in 2 other cells was left out: it may belong to answers f and g"
    ),
    Repair(RepairKind.HELPERS, ("f", "g")): "helper cells were put before answers f and g, which needs them",
    Repair(RepairKind.SETUP_PUT_BACK): "the set-up cell was put back",
    Repair(RepairKind.SETUP_PUT_BACK, ("a",)): "the set-up cell a was put back",
    Repair(RepairKind.SETUP_PUT_BACK, ("a", "b")): "set-up cells a and b were put back",
    Repair(RepairKind.SETUP_CHANGED): "the set-up cell had been changed: ours counts",
    Repair(RepairKind.SETUP_CHANGED, ("a", "b", "c")): "set-up cells a, b and c had been changed: ours count",
    Repair(RepairKind.TEST_PUT_BACK, ("test_f_a",)): "the test cell test_f_a was put back",
    Repair(RepairKind.TEST_CHANGED, ("test_f_a",)): "the test cell test_f_a had been changed: ours counts",
    Repair(RepairKind.TEST_CHANGED, ("a", "b")): "test cells a and b had been changed: ours count",
}


def test_there_is_an_example_of_each_kind() -> None:
    assert {repair.kind for repair in SENTENCES} == set(RepairKind)


@pytest.mark.parametrize(("repair", "sentence"), SENTENCES.items(), ids=str)
def test_a_repair_is_a_sentence(repair: Repair, sentence: str) -> None:
    assert str(repair) == sentence


@pytest.mark.parametrize("repair", SENTENCES, ids=str)
def test_a_repair_comes_back_from_json_as_it_was(repair: Repair) -> None:
    data = json.loads(json.dumps(repair.to_json()))
    assert data["text"] == SENTENCES[repair]
    assert Repair.from_json(data) == repair


@pytest.mark.parametrize(
    "change", [{"kind": "NONE"}, {"kind": "the set-up cell was put back"}, {"cells": None}, {"count": "many"}]
)
def test_what_is_no_repair_is_refused(change: dict[str, object]) -> None:
    data = Repair(RepairKind.ORDER).to_json()
    with pytest.raises((KeyError, TypeError, ValueError)):
        Repair.from_json({**data, **change})


def test_only_repairs_of_set_up_and_test_cells_are_of_our_cells() -> None:
    ours = {repair.kind.name for repair in SENTENCES if repair.is_of_our_cells}
    assert ours == {"SETUP_PUT_BACK", "SETUP_CHANGED", "TEST_PUT_BACK", "TEST_CHANGED"}
