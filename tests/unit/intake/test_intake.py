"""What was sent → one aligned notebook, or the reason why a person has to look, with the file's name in it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.course.student_ids import name_of
from autograder.intake import LARGEST, Collected, GradingNotebook, Submission, WrongNotebookError, align, files
from tests.support.notebooks import (
    DOUBLING,
    HIDDEN_SCHEME,
    RIGHT,
    TRIPLE,
    TRIPLING,
    doubling,
    find,
    make_cell,
    make_master,
    make_notebook,
    released_cells,
    sentences,
    submit,
    tripling,
    write_lab,
)

EMPTY = "nothing was sent: the folder is empty"
Cells = list[NotebookNode]
MASTERS = {DOUBLING: make_master(doubling()), TRIPLING: make_master(tripling(), TRIPLING)}


def only(submitted: Path) -> Submission:
    (submission,) = Collected(submitted, MASTERS)
    return submission


def aligned(
    change: Callable[[Cells], object] = lambda cells: None, answers: dict[str, str] | None = None
) -> NotebookNode:
    """Our notebook, aligned with a released one that has these answers and was then changed."""
    return align(MASTERS[DOUBLING], sent(change, answers))[0]


def sent(change: Callable[[Cells], object] = lambda cells: None, answers: dict[str, str] | None = None) -> NotebookNode:
    cells = released_cells(doubling())
    for name, source in (RIGHT if answers is None else answers).items():
        find(cells, name).source = source
    change(cells)
    return make_notebook(cells)


def sources(notebook: NotebookNode) -> dict[str, str]:
    return {cell.id: cell.source for cell in notebook.cells}


def ours() -> dict[str, str]:
    return sources(nbformat.reads(MASTERS[DOUBLING].text, as_version=4))


# Folders and files


def test_each_student_and_lab_is_one_submission_in_order(tmp_path: Path) -> None:
    for student in ("bob", "ada"):
        for lab in (TRIPLING, DOUBLING):
            submit(tmp_path, student, lab)
    (tmp_path / "eve").mkdir()
    (tmp_path / "notes.txt").write_text("not a student")
    (tmp_path / ".git").mkdir()
    (tmp_path / "ada" / ".ipynb_checkpoints").mkdir()
    found = [(sent.student, sent.lab, sent.notebook, sent.problem) for sent in Collected(tmp_path, MASTERS)]
    assert found == [
        ("ada", DOUBLING, "doubling", ""),
        ("ada", TRIPLING, "tripling", ""),
        ("bob", DOUBLING, "doubling", ""),
        ("bob", TRIPLING, "tripling", ""),
        ("eve", "", "", EMPTY),
    ]


def test_labs_and_students_narrow_what_is_read(tmp_path: Path) -> None:
    for student in ("ada", "bob"):
        for lab in (DOUBLING, TRIPLING):
            submit(tmp_path, student, lab)
    assert [(sent.student, sent.lab) for sent in Collected(tmp_path, MASTERS, [TRIPLING], ["bob"])] == [
        ("bob", TRIPLING)
    ]


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        FileNotFoundError, match=r"gone: no such folder; it should hold <student>/<lab>/<notebook>.ipynb"
    ):
        list(Collected(tmp_path / "gone", MASTERS))


def test_a_single_notebook_may_have_any_name(tmp_path: Path) -> None:
    path = submit(tmp_path, "ada", answers=RIGHT)
    path.rename(path.with_name("doubling (1) final.ipynb"))
    assert only(tmp_path).problem == ""
    assert only(tmp_path).notebook == "doubling"


def test_of_several_notebooks_the_one_with_the_labs_name_counts(tmp_path: Path) -> None:
    path = submit(tmp_path, "ada", answers=RIGHT)
    path.with_name("copy.ipynb").write_text("garbage")
    assert only(tmp_path).problem == ""


def test_notebooks_with_different_answers_and_no_order_need_a_person(tmp_path: Path) -> None:
    submit(tmp_path, "ada", answers={"double": "def double(x):\n    return x"}).rename(tmp_path / "one.ipynb")
    path = submit(tmp_path, "ada", answers=RIGHT)
    path.rename(path.with_name("two.ipynb"))
    (tmp_path / "one.ipynb").rename(path.with_name("one.ipynb"))
    assert only(tmp_path).problem == (
        "different answers are written in one.ipynb and two.ipynb, and nothing tells which is the newest: "
        "remove what shall not count"
    )


def test_a_lab_folder_without_a_notebook_needs_a_person(tmp_path: Path) -> None:
    (tmp_path / "ada" / DOUBLING / "doubling.ipynb").mkdir(parents=True)
    assert only(tmp_path).problem == EMPTY


def test_an_unknown_lab_needs_a_person_and_the_labs_are_named(tmp_path: Path) -> None:
    submit(tmp_path, "ada").parent.rename(tmp_path / "ada" / "lab1")
    assert only(tmp_path).problem == f"there is no lab 'lab1'; the labs are {DOUBLING}, {TRIPLING}"


def test_the_notebook_of_another_lab_needs_a_person(tmp_path: Path) -> None:
    cells = released_cells(tripling())
    write_lab(tmp_path / "ada" / DOUBLING, cells)
    assert (
        only(tmp_path).problem
        == "doubling.ipynb: none of the lab's answer cells is in this notebook; is it the right one?"
    )


def test_a_notebook_outside_a_labs_folder_needs_a_person_and_the_others_go_on(tmp_path: Path) -> None:
    (submit(tmp_path, "ada").parent.parent / "tripling.ipynb").write_text("{}")
    stray, good = Collected(tmp_path, MASTERS)
    assert (stray.student, stray.lab, good.problem) == ("ada", "", "")
    assert stray.problem == f"tripling.ipynb lies outside a lab's folder: one of {DOUBLING}, {TRIPLING}"


@pytest.mark.parametrize("student", ["José", "a b", "ada;rm", "<b>", "a\nb", "=1+1", "O'Brien", "a+b"])
def test_ids_with_spaces_accents_and_signs_are_taken(tmp_path: Path, student: str) -> None:
    submit(tmp_path, student, answers=RIGHT)
    assert (name_of(only(tmp_path).student), only(tmp_path).lab, only(tmp_path).problem) == (student, DOUBLING, "")


def test_an_id_that_is_too_long_needs_a_person(tmp_path: Path) -> None:
    submit(tmp_path, "x" * 200)
    assert (only(tmp_path).student, only(tmp_path).lab) == ("x" * 80, DOUBLING)
    assert "too long for an id" in only(tmp_path).problem


@pytest.mark.parametrize("student", ["ada", "a.b-c_d@example.org", "S1234567", "x" * 128])
def test_a_usual_student_id_is_accepted(tmp_path: Path, student: str) -> None:
    submit(tmp_path, student)
    assert only(tmp_path).problem == ""


def test_a_linked_notebook_is_not_followed(tmp_path: Path) -> None:
    secret = submit(tmp_path / "elsewhere", "bob", answers=RIGHT)
    folder = tmp_path / "submitted" / "ada" / DOUBLING
    folder.mkdir(parents=True)
    (folder / "doubling.ipynb").symlink_to(secret)
    assert only(tmp_path / "submitted").problem == EMPTY


@pytest.mark.parametrize("depth", ["student", "lab"])
def test_a_linked_folder_is_not_followed_and_not_passed_over(tmp_path: Path, depth: str) -> None:
    theirs = submit(tmp_path / "elsewhere", "bob", answers=RIGHT).parent
    link = tmp_path / "submitted" / "ada" if depth == "student" else tmp_path / "submitted" / "ada" / DOUBLING
    link.parent.mkdir(parents=True)
    link.symlink_to(theirs.parent if depth == "student" else theirs)
    assert only(tmp_path / "submitted").text == ""
    assert "symbolic link, which is not followed" in only(tmp_path / "submitted").problem


def test_a_folder_that_cannot_be_read_needs_a_person_and_the_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit(tmp_path, "ada")
    submit(tmp_path, "bob")
    read = files.entries_on_disk

    def entries(path: Path, *args: Any) -> object:
        if path.name == "ada":
            raise PermissionError(13, "Permission denied")
        return read(path, *args)

    monkeypatch.setattr(files, "entries_on_disk", entries)
    assert [(sent.student, bool(sent.problem)) for sent in Collected(tmp_path, MASTERS)] == [
        ("ada", True),
        ("bob", False),
    ]


# Damaged files

WHOLE = json.dumps(sent())
CELL = {"cell_type": "code", "id": "double", "metadata": {}, "source": "x", "outputs": [], "execution_count": None}


def with_cell(**changes: object) -> bytes:
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{**CELL, **changes}]}).encode()


DAMAGED = {
    "not JSON": b"garbage",
    "empty": b"",
    "cut off": WHOLE[: len(WHOLE) // 2].encode(),
    "NUL bytes": b"\0" * 1000,
    "Latin-1": WHOLE.replace("def", "d\xe9f").encode("latin-1"),
    "a list": b"[]",
    "a number": b"5",
    "deeply nested": b"[" * 100_000,
    "no cells": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}',
    "cells that are none": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": ["x"]}',
    "cells that are null": b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": null}',
    "no source": json.dumps(
        {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{"cell_type": "code"}]}
    ).encode(),
    "a source that is a number": with_cell(source=5),
    "a source that is a table": with_cell(source={"a": 1}),
    "a source with a number in it": with_cell(source=["a", 5]),
    "metadata that are a list": with_cell(metadata=[]),
    "metadata that are null": with_cell(metadata=None),
    "a format of the future": b'{"nbformat": 9, "nbformat_minor": 0, "metadata": {}, "cells": []}',
    "a zip": b"PK\x03\x04" + b"\0" * 100,
}


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_notebook_needs_a_person_and_is_named(tmp_path: Path, name: str) -> None:
    submit(tmp_path, "ada").write_bytes(DAMAGED[name])
    assert only(tmp_path).problem.startswith("doubling.ipynb ")
    assert len(only(tmp_path).problem) < 400


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = submit(tmp_path, "ada")
    os.truncate(path, files.LARGEST_FILE + 1)
    assert only(tmp_path).problem == "doubling.ipynb is larger than 64 MiB"


def test_a_notebook_of_much_text_is_refused(tmp_path: Path) -> None:
    submit(tmp_path, "ada", answers={**RIGHT, "in_words": "x" * LARGEST})
    assert only(tmp_path).problem.endswith("without its outputs it is larger than 16 MiB")


OLD = json.dumps(
    {
        "nbformat": 3,
        "nbformat_minor": 0,
        "metadata": {"name": ""},
        "worksheets": [
            {
                "metadata": {},
                "cells": [
                    {"cell_type": "heading", "level": 1, "metadata": {}, "source": ["Doubling"]},
                    *(
                        {"cell_type": "code", "input": [source], "language": "python", "metadata": {}, "outputs": []}
                        for source in RIGHT.values()
                    ),
                ],
            }
        ],
    }
)
MENDED = {
    "a byte order mark": (b"\xef\xbb\xbf" + WHOLE.encode(), "a byte order mark was taken off the file"),
    "UTF-16": (WHOLE.encode("utf-16"), "the file was in UTF-16"),
    "UTF-16 without a mark": (WHOLE.encode("utf-16-be"), "the file was in UTF-16"),
    "UTF-32": (WHOLE.encode("utf-32"), "the file was in UTF-32"),
    "NUL bytes behind": (WHOLE.encode() + b"\0" * 1000, "NUL bytes were taken out"),
    "NUL bytes in front": (b"\0\0" + WHOLE.encode(), "NUL bytes were taken out"),
    "NUL bytes within": (WHOLE.replace("def", "d\0ef").encode(), "NUL bytes were taken out"),
    "NUL characters in a source": (WHOLE.replace("def", "d\\u0000ef").encode(), "NUL bytes were taken out"),
    "Windows line ends": (WHOLE.replace("\\n", "\\r\\n").encode(), "Windows line ends were made plain ones"),
    "old Mac line ends": (WHOLE.replace("\\n", "\\r").encode(), "Windows line ends were made plain ones"),
    "lines that JSON forbids": (WHOLE.replace("\\n", "\n").encode(), ""),
    "half a character": (
        WHOLE.replace("One undoes", "One \\ud83d undoes").encode(),
        "halves of characters were replaced",
    ),
    "half a character, raw": (
        WHOLE.replace("One undoes", "One \ud83d undoes").encode("utf-8", "surrogatepass"),
        "halves of characters were replaced",
    ),
    "half a character in UTF-16": (
        WHOLE.replace("One undoes", "One \ud83d undoes").encode("utf-16", "surrogatepass"),
        "halves of characters were replaced",
    ),
    "nbformat 3": (OLD.encode(), "the notebook was in the old format 3"),
    "metadata that are none": (
        WHOLE.replace('"metadata": {"kernelspec"', '"metadata": [], "x": {"kernelspec"').encode(),
        "",
    ),
    "nbgrader's metadata as a list": (
        re.sub(r'"nbgrader": {[^}]*}', '"nbgrader": ["x"]', WHOLE).encode(),
        "nbgrader's metadata were gone",
    ),
    "ids that are numbers": (re.sub(r'"id": "[^"]*"', '"id": 5', WHOLE).encode(), ""),
    "kinds of cells that nobody knows": (
        WHOLE.replace('"id": "intro", "cell_type": "markdown"', '"id": "intro", "cell_type": ["x"]').encode(),
        "",
    ),
    "deep metadata": (
        WHOLE.replace('"metadata": {"kernelspec"', f'"x": {"[" * 400}{"]" * 400}, "metadata": {{"kernelspec"').encode(),
        "",
    ),
}


@pytest.mark.parametrize("name", MENDED)
def test_a_file_that_can_be_mended_is_and_the_repair_is_named(tmp_path: Path, name: str) -> None:
    content, repair = MENDED[name]
    assert content != WHOLE.encode()
    submit(tmp_path, "ada").write_bytes(content)
    submission = only(tmp_path)
    assert submission.problem == ""
    assert submission.answered >= {"double", "halve"}
    found = sources(nbformat.reads(submission.text, as_version=4))
    assert {cell: found[cell] for cell in ("double", "halve")} == {cell: RIGHT[cell] for cell in ("double", "halve")}
    assert repair in sentences(submission) if repair else submission.repairs == ()


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"garbage", "it is not JSON"),
        (b"[" * 100_000, "it is nested too deep"),
        (b"[]", "it is JSON, but not a table"),
        (b'{"nbformat": 9, "cells": []}', "its format is 9, not 4"),
        (b'{"nbformat": 4, "cells": null}', "its cells are not a list"),
        (b'{"nbformat": 4, "cells": [5]}', "a cell is not a table"),
        (b'{"nbformat": 4, "cells": []}', "has no cells"),
        (b'{"nbformat": 4, "cells": [' + b"{}," * 100_000 + b"{}]}", "it has 100001 cells; 20000 are the most"),
    ],
)
def test_the_reason_for_a_refusal_is_in_plain_words(tmp_path: Path, content: bytes, reason: str) -> None:
    submit(tmp_path, "ada").write_bytes(content)
    assert reason in only(tmp_path).problem


def test_a_notebook_as_it_was_given_has_no_repairs(tmp_path: Path) -> None:
    submit(tmp_path, "ada", answers=RIGHT)
    assert only(tmp_path).repairs == ()


def test_another_name_is_told_in_one_printable_line(tmp_path: Path) -> None:
    path = submit(tmp_path, "ada", answers=RIGHT)
    path.rename(path.with_name("my\n\x1bwork.ipynb"))
    assert sentences(only(tmp_path)) == ("the file was named my \ufffdwork.ipynb",)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    path = submit(tmp_path, "ada")
    path.unlink()
    os.mkfifo(path)
    assert only(tmp_path).problem == EMPTY


def test_a_notebook_that_became_a_link_since_it_was_listed_is_not_followed(tmp_path: Path) -> None:
    secret = submit(tmp_path / "elsewhere", "bob", answers=RIGHT)
    path = submit(tmp_path / "submitted", "ada")
    (file,) = files.on_disk(path.parent).notebooks()
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(files.RefusedError):
        file.read()


def test_a_byte_order_mark_is_no_damage(tmp_path: Path) -> None:
    path = submit(tmp_path, "ada", answers=RIGHT)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert only(tmp_path).problem == ""
    assert RIGHT["double"] in only(tmp_path).text.replace('",\n    "', "").replace("\\n", "\n")


@pytest.mark.parametrize(
    "metadata", [{"nbgrader": "x"}, {"nbgrader": {"grade_id": ["double"]}}, {"nbgrader": None}, {"tags": "explore"}]
)
def test_odd_metadata_are_no_damage(tmp_path: Path, metadata: dict[str, object]) -> None:
    cells = [*released_cells(doubling()), make_cell("code", "mine", "1 + 1")]
    cells[-1].metadata = nbformat.from_dict(metadata)
    write_lab(tmp_path / "ada" / DOUBLING, cells)
    assert only(tmp_path).problem == ""


def test_half_a_character_can_be_written_afterwards(tmp_path: Path) -> None:
    submit(tmp_path, "ada", answers={**RIGHT, "in_words": "half \ud83d of it"})
    assert only(tmp_path).problem == ""
    only(tmp_path).text.encode("utf-8")


def test_a_notebook_without_cell_ids_is_aligned_by_its_nbgrader_ids() -> None:
    def forget_ids(cells: Cells) -> None:
        for cell in cells:
            del cell["id"]

    assert sources(aligned(forget_ids))["double"] == RIGHT["double"]


def test_a_notebook_that_lost_its_metadata_is_aligned_by_its_cell_ids() -> None:
    def forget_metadata(cells: Cells) -> None:
        for cell in cells:
            cell.metadata = nbformat.from_dict({})

    assert sources(aligned(forget_metadata)) == {**ours(), **RIGHT}


# The time of arrival


@pytest.mark.parametrize(
    "text",
    ["2026-03-01 12:30:00 UTC", "2026-03-01 12:30:00\n", "2026-03-01T13:30:00+01:00", "2026-03-01 13:30:00 +0100"],
)
def test_a_timestamp_is_read_as_utc(tmp_path: Path, text: str) -> None:
    (submit(tmp_path, "ada").parent / "timestamp.txt").write_text(text)
    assert only(tmp_path).timestamp == datetime(2026, 3, 1, 12, 30)


def test_without_a_timestamp_there_is_none(tmp_path: Path) -> None:
    path = submit(tmp_path, "ada")
    outside = tmp_path / "stamp"
    outside.write_text("2026-03-01 12:30:00 UTC")
    (path.parent / "timestamp.txt").symlink_to(outside)
    assert (only(tmp_path).timestamp, only(tmp_path).problem) == (None, "")


@pytest.mark.parametrize("content", [b"", b"yesterday-ish", b"\xff\xfe"])
def test_a_timestamp_that_is_no_date_needs_a_person_and_is_named(tmp_path: Path, content: bytes) -> None:
    (submit(tmp_path, "ada").parent / "timestamp.txt").write_bytes(content)
    assert only(tmp_path).problem.startswith("timestamp.txt does not hold a date: ")


# Alignment


def test_answers_are_taken_and_all_else_is_ours() -> None:
    assert sources(aligned()) == {**ours(), **RIGHT}


def test_the_names_of_answered_cells_are_told() -> None:
    assert align(MASTERS[DOUBLING], sent())[1] == {"double", "halve", "in_words"}
    assert align(MASTERS[DOUBLING], sent(answers={"halve": "x"}))[1] == {"halve"}
    assert align(MASTERS[DOUBLING], sent(answers={}))[1] == frozenset()


@pytest.mark.parametrize("name", ["setup", "test_double_value", "test_halve_value", "about_double"])
def test_what_a_student_made_of_our_cells_is_thrown_away(name: str) -> None:
    assert sources(aligned(lambda cells: find(cells, name).update(source="print('cheat')"))) == {**ours(), **RIGHT}


def test_metadata_tags_and_outputs_that_were_sent_are_thrown_away() -> None:
    def decorate(cells: Cells) -> None:
        for cell in cells:
            cell.metadata["tags"] = ["skip-execution"]
            cell.metadata["nbgrader"] = {**cell.metadata.get("nbgrader", {}), "points": 100, "grade": True}
            if cell.cell_type == "code":
                cell.outputs = [nbformat.v4.new_output("stream", text="passed")]
                cell.execution_count = 7
        cells.append(make_cell("explore", "mine", "1 + 1"))
        cells[-1].outputs = [nbformat.v4.new_output("stream", text="passed")]

    notebook = aligned(decorate)
    assert "skip-execution" not in nbformat.writes(notebook)
    assert "passed" not in nbformat.writes(notebook)
    assert notebook.metadata == make_notebook([]).metadata
    own = notebook.cells[-1]
    assert (own.source, own.metadata, own.outputs, own.execution_count) == ("1 + 1", {}, [], None)
    points = {cell.id: cell.metadata.nbgrader.get("points") for cell in notebook.cells if "nbgrader" in cell.metadata}
    assert points == {
        cell.id: cell.metadata.nbgrader.get("points") for cell in doubling() if "nbgrader" in cell.metadata
    }


def test_a_kernel_that_was_sent_is_thrown_away() -> None:
    notebook = sent()
    notebook.metadata["kernelspec"] = {"name": "mine"}
    assert align(MASTERS[DOUBLING], notebook)[0].metadata.kernelspec.name == "python3"


def test_deleted_cells_are_put_back() -> None:
    def delete(cells: Cells) -> None:
        cells[:] = [find(cells, "halve")]

    assert sources(aligned(delete)) == {**ours(), "halve": RIGHT["halve"]}


def test_cells_in_another_order_are_put_in_ours() -> None:
    assert list(sources(aligned(list.reverse))) == list(ours())


def test_extra_code_cells_stay_in_their_place_and_prose_does_not() -> None:
    def add(cells: Cells) -> None:
        cells.insert(0, make_cell("code", "first", "a = 1"))
        place = cells.index(find(cells, "double"))
        cells.insert(place, make_cell("code", "helper", "def helper(): pass"))
        cells.insert(place + 2, make_cell("code", "try", "double(4)"))
        cells.insert(place + 3, make_cell("md", "remark", "I like this"))
        cells.insert(place + 4, make_cell("code", "blank", "  "))
        cells.append(make_cell("code", "last", "z = 1"))

    notebook = aligned(add)
    assert [cell.source for cell in notebook.cells if cell.id.startswith("extra-")] == [
        "a = 1",
        "def helper(): pass",
        "double(4)",
        "z = 1",
    ]
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    assert nbformat.validate(notebook) is None
    kinds = ["extra" if name.startswith("extra-") else name for name in ids]
    assert kinds == [
        *(
            "extra",
            "intro",
            "setup",
            "about_double",
            "picture_double",
            "extra",
            "double",
            "extra",
            "test_double_value",
            "test_double_kinds",
        ),
        *("about_halve", "halve", "test_halve_value", "in_words", "extra"),
    ]


def test_an_exploration_that_was_changed_is_kept() -> None:
    notebook = aligned(lambda cells: find(cells, "picture_double").update(source="FACTOR = 2"))
    assert sources(notebook) == {**ours(), **RIGHT, "picture_double": "FACTOR = 2"}


def test_a_copy_of_an_answer_cell_has_the_effect_it_had_at_home() -> None:
    def copy(cells: Cells) -> None:
        stub = nbformat.from_dict(find(cells, "double"))
        stub.source, stub.id = "double = None", "copy"
        cells.insert(cells.index(find(cells, "double")), stub)
        again = nbformat.from_dict(find(cells, "double"))
        again.source, again.id = "# a second thought", "again"
        cells.append(again)

    notebook = aligned(copy)
    code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    assert code.index("double = None") + 1 == code.index(RIGHT["double"])
    assert code[-1] == "# a second thought"


def test_a_copy_of_an_answer_in_words_counts_when_the_first_is_unwritten() -> None:
    def copy(cells: Cells) -> None:
        cells.append(nbformat.from_dict({**find(cells, "in_words"), "id": "copy", "source": "In the copy."}))
        cells.append(nbformat.from_dict({**find(cells, "in_words"), "id": "copy2", "source": "In another."}))

    assert sources(aligned(copy, {}))["in_words"] == "In the copy."
    assert sources(aligned(copy))["in_words"] == RIGHT["in_words"]


def test_a_copy_of_a_test_cell_is_dropped() -> None:
    notebook = aligned(
        lambda cells: cells.append(
            nbformat.from_dict({**find(cells, "test_double_value"), "id": "mine", "source": "print(1)"})
        )
    )
    assert sources(notebook) == {**ours(), **RIGHT}


def test_the_marking_scheme_is_never_in_the_aligned_notebook() -> None:
    cells = doubling()
    master = GradingNotebook(
        DOUBLING, "doubling", nbformat.writes(make_notebook(cells))
    )  # as if nbgrader had cut nothing
    assert HIDDEN_SCHEME in master.text
    notebook, _ = align(master, make_notebook([find(released_cells(cells), "double")]))
    assert HIDDEN_SCHEME not in nbformat.writes(notebook)


def test_a_notebook_without_an_answer_cell_is_the_wrong_one() -> None:
    with pytest.raises(WrongNotebookError):
        aligned(lambda cells: cells.__setitem__(slice(None), [find(cells, "setup")]))


def test_a_whole_submission_is_aligned_text(tmp_path: Path) -> None:
    submit(tmp_path, "ada", TRIPLING, TRIPLE)
    submission = only(tmp_path)
    assert sources(nbformat.reads(submission.text, as_version=4))["triple"] == TRIPLE["triple"]
    assert submission.answered == {"triple"}
