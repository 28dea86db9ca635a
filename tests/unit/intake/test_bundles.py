"""How submissions are laid out, by people, by nbgrader's exchange, by Moodle and by Canvas: whose, which lab, which
file, when.
"""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import nbformat
import pytest
from nbformat import NotebookNode

from autograder.course.model import CourseError
from autograder.course.student_ids import name_of
from autograder.intake import Collected, Submission, aligning, drafting, students_in
from autograder.intake.finding import MOST_NOTEBOOKS
from autograder.intake.lab_choice import lab_by_name
from autograder.intake.platforms import canvas, moodle
from tests.support.notebooks import (
    DOUBLING,
    RIGHT,
    TRIPLE,
    TRIPLING,
    doubling,
    find,
    make_master,
    make_notebook,
    released_cells,
    sentences,
    submit,
    tripling,
)

MASTERS = {DOUBLING: make_master(doubling()), TRIPLING: make_master(tripling(), TRIPLING)}


def notebook(lab: str = DOUBLING, answers: Mapping[str, str] = RIGHT) -> bytes:
    cells = released_cells(doubling() if lab == DOUBLING else tripling())
    for name, source in (answers if lab == DOUBLING else TRIPLE).items():
        find(cells, name).source = source
    return json.dumps(make_notebook(cells)).encode()


def stripped(lab: str = DOUBLING) -> bytes:
    """A notebook of which neither ids nor metadata tell the lab."""
    found = json.loads(notebook(lab))
    for cell in found["cells"]:
        cell.pop("id")
        cell["metadata"] = {}
    return json.dumps(found).encode()


def packed(members: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(
                zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED
            )  # of 1980, as if the time had not been kept
    return content.getvalue()


def lay(folder: Path, members: Mapping[str, bytes], how: str) -> Path:
    """The files in `folder`: as a folder, as a zip, or as a zip of the folder."""
    if how == "folder":
        for name, data in members.items():
            (folder / "sent" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "sent" / name).write_bytes(data)
        return folder / "sent"
    path = folder / "sent.zip"
    path.write_bytes(packed({f"sent/{name}" if how == "wrapped" else name: data for name, data in members.items()}))
    return path


def read(submitted: Path, labs: tuple[str, ...] = ()) -> list[Submission]:
    return list(Collected(submitted, MASTERS, labs))


def brief(submissions: list[Submission]) -> list[tuple[str, str, str]]:
    """Whose, which lab, and the problem or else the answers given."""
    return [(one.student, one.lab, one.problem or " ".join(sorted(one.answered))) for one in submissions]


HOW = pytest.mark.parametrize("how", ["folder", "zip", "wrapped"])
GOOD, TRIPLED = "double halve in_words", "triple"


@HOW
def test_students_and_labs_in_folders(tmp_path: Path, how: str) -> None:
    members = {
        f"ada/{DOUBLING}/doubling.ipynb": notebook(),
        f"ada/{DOUBLING}/timestamp.txt": b"2026-03-01 12:30:00 UTC",
        f"ada/{TRIPLING}/tripling.ipynb": notebook(TRIPLING),
        f"bob/{DOUBLING}/doubling.ipynb": b"garbage",
        f"eve/{DOUBLING}/notes.txt": b"nothing",
        "b b/x/a.ipynb": b"",
        "__MACOSX/ada/._doubling.ipynb": b"x",
        ".git/config": b"x",
        "readme.txt": b"x",
    }
    found = read(lay(tmp_path, members, how))
    assert brief(found)[:2] == [("ada", DOUBLING, GOOD), ("ada", TRIPLING, TRIPLED)]
    (unknown,) = (one for one in found if one.student == "b~20b")
    assert unknown.problem.startswith("there is no lab 'x'")
    assert found[0].timestamp == datetime(2026, 3, 1, 12, 30)
    assert [one.problem[:40] for one in found[2:] if one is not unknown] == [
        "doubling.ipynb cannot be read as a noteb",
        "no notebook was sent, but notes.txt",
    ]
    assert [one.repairs for one in found if not one.problem] == [(), ()]


def test_a_zip_of_one_student_is_that_students(tmp_path: Path) -> None:
    assert brief(read(lay(tmp_path, {f"ada/{DOUBLING}/doubling.ipynb": notebook()}, "zip"))) == [
        ("ada", DOUBLING, GOOD)
    ]
    assert brief(read(lay(tmp_path, {"ada/lab1/doubling.ipynb": notebook()}, "zip")))[0][:2] == ("ada", "lab1")


def test_a_folder_and_the_same_in_a_zip_give_the_same(tmp_path: Path) -> None:
    submit(tmp_path / "class", "ada", answers=RIGHT)
    submit(tmp_path / "class", "bob", TRIPLING, TRIPLE)
    shutil.make_archive(str(tmp_path / "class"), "zip", tmp_path / "class")
    zipped = read(tmp_path / "class.zip")
    assert [one.text for one in read(tmp_path / "class")] == [one.text for one in zipped]
    assert all(str(one.repairs[0]).endswith("in no zone") for one in zipped)


def test_the_students_of_a_bundle_are_known_before_it_is_read(tmp_path: Path) -> None:
    for how in ("folder", "wrapped"):
        sent = lay(tmp_path, {f"{name}/{DOUBLING}/doubling.ipynb": b"garbage" for name in ("bob", "ada")}, how)
        assert list(students_in(sent, MASTERS)) == ["ada", "bob"]


def test_students_and_labs_narrow_a_zip_too(tmp_path: Path) -> None:
    members = {f"{name}/{lab}/x.ipynb": notebook(lab) for name in ("ada", "bob") for lab in MASTERS}
    found = Collected(lay(tmp_path, members, "zip"), MASTERS, [TRIPLING], ["bob"])
    assert brief(list(found)) == [("bob", TRIPLING, TRIPLED)]


@pytest.mark.parametrize("content", [b"", b"garbage", notebook()])
def test_a_file_that_is_no_zip_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "sent.zip").write_bytes(content)
    with pytest.raises(CourseError, match="neither a folder nor a zip that can be taken"):
        read(tmp_path / "sent.zip")


# Without a folder for the lab


@HOW
def test_without_a_labs_folder_the_notebooks_name_tells_or_else_its_answers(tmp_path: Path, how: str) -> None:
    members = {
        "ada/doubling.ipynb": notebook(),
        "ada/tripling (1).ipynb": notebook(TRIPLING),
        "bob/homework.ipynb": stripped(TRIPLING),
        "cleo/doubling.ipynb": stripped(TRIPLING),
        "dan/homework.ipynb": b"garbage",
        "emma/homework.ipynb": json.dumps(make_notebook([nbformat.v4.new_code_cell("1")])).encode(),
    }
    found = read(lay(tmp_path, members, "zip" if how == "wrapped" else how))
    assert brief(found)[:4] == [
        ("ada", DOUBLING, GOOD),
        ("ada", TRIPLING, TRIPLED),
        ("bob", TRIPLING, TRIPLED),
        ("cleo", TRIPLING, TRIPLED),
    ]
    assert sentences(found[1]) == ("the file was named tripling (1).ipynb",)
    assert sentences(found[3])[:1] == ("the file was named doubling.ipynb",)
    assert [one.problem.split(":")[0] for one in found[4:]] == [
        "homework.ipynb cannot be read as a notebook",
        "homework.ipynb",
    ]
    assert "of which lab?" in found[5].problem


def test_the_one_lab_that_was_asked_for_takes_what_is_of_no_lab(tmp_path: Path) -> None:
    empty = json.dumps(make_notebook([nbformat.v4.new_code_cell("1")])).encode()
    (found,) = read(lay(tmp_path, {"ada/homework.ipynb": empty}, "folder"), (DOUBLING,))
    assert (found.lab, "none of the lab's answer cells" in found.problem) == (DOUBLING, True)
    assert read(lay(tmp_path, {"ada/homework.ipynb": notebook(TRIPLING)}, "folder"), (DOUBLING,)) == []


OTHER = {"double": "def double(x):\n    return x", "halve": RIGHT["halve"]}
UNSURE = "different answers are written in one.ipynb and two.ipynb, and nothing tells which is the newest"


def test_two_notebooks_for_one_lab_need_a_person_if_they_differ(tmp_path: Path) -> None:
    members = {"ada/one.ipynb": notebook(), "ada/two.ipynb": notebook(answers=OTHER)}
    (found,) = read(lay(tmp_path, members, "folder"))
    assert found.problem.startswith(UNSURE)
    (found,) = read(lay(tmp_path, {**members, "ada/two.ipynb": notebook()}, "folder"))
    assert found.problem == ""


def test_a_notebook_of_no_lab_beside_another_is_passed_over_and_told(tmp_path: Path) -> None:
    (found,) = read(lay(tmp_path, {"ada/doubling.ipynb": notebook(), "ada/scratch.ipynb": b"garbage"}, "folder"))
    assert (found.problem, str(found.repairs[0])[:60]) == (
        "",
        "scratch.ipynb was passed over: scratch.ipynb cannot be read ",
    )


def test_too_many_notebooks_of_one_student_need_a_person(tmp_path: Path) -> None:
    (found,) = read(lay(tmp_path, {f"ada/{n}.ipynb": b"x" for n in range(MOST_NOTEBOOKS + 1)}, "folder"))
    assert found.problem == f"{MOST_NOTEBOOKS + 1} notebooks were sent; {MOST_NOTEBOOKS} are the most"


@pytest.mark.parametrize(
    "name, lab",
    [
        ("doubling.ipynb", DOUBLING),
        ("Doubling.ipynb", DOUBLING),
        ("01_doubling.ipynb", DOUBLING),
        ("doubling-1.ipynb", DOUBLING),
        ("doubling (2).ipynb", DOUBLING),
        ("doubling-Copy1.ipynb", DOUBLING),
        ("doubling_final.ipynb", DOUBLING),
        ("ada_doubling_solved.ipynb", DOUBLING),
        ("undoubling.ipynb", DOUBLING),
        ("doubling_and_tripling.ipynb", ""),
        ("homework.ipynb", ""),
        (f"{' ' * 100_000}.ipynb", ""),
    ],
)
def test_a_notebooks_name_tells_its_lab(name: str, lab: str) -> None:
    assert lab_by_name(name, MASTERS) == lab


def test_a_lab_whose_name_is_in_anothers_is_not_mistaken_for_it() -> None:
    masters = {lab: make_master(doubling(), lab) for lab in ("01_convolution", "05_transposed_convolution")}
    assert lab_by_name("my_transposed_convolution.ipynb", masters) == "05_transposed_convolution"
    assert lab_by_name("my_convolution.ipynb", masters) == "01_convolution"


def test_a_loose_notebook_is_told_of(tmp_path: Path) -> None:
    found = read(lay(tmp_path, {"doubling.ipynb": notebook(), f"ada/{DOUBLING}/doubling.ipynb": notebook()}, "folder"))
    assert brief(found)[0] == ("ada", DOUBLING, GOOD)
    assert (found[1].student, found[1].problem[:37]) == ("doubling.ipynb", "it lies outside a student's folder, s")


# A student's own zip


@pytest.mark.parametrize("place", [f"ada/{DOUBLING}/hw.zip", "ada/hw.zip"])
@HOW
def test_a_students_own_zip_is_opened(tmp_path: Path, place: str, how: str) -> None:
    inner = packed({"hw/__MACOSX/._doubling.ipynb": b"x", "hw/doubling.ipynb": notebook(), "hw/data.csv": b"1"})
    (found,) = read(lay(tmp_path, {place: inner}, "zip" if how == "wrapped" and DOUBLING not in place else how))
    assert brief([found]) == [("ada", DOUBLING, GOOD)]
    assert sentences(found) == ("it was in the zip hw.zip",)


def test_a_zip_beside_a_notebook_is_left_alone(tmp_path: Path) -> None:
    (found,) = read(
        lay(tmp_path, {f"ada/{DOUBLING}/hw.zip": b"garbage", f"ada/{DOUBLING}/doubling.ipynb": notebook()}, "folder")
    )
    assert (found.problem, found.repairs) == ("", ())


@pytest.mark.parametrize(
    "inner, reason",
    [
        (b"garbage", "hw.zip cannot be read as a zip"),
        (packed({"../../bob/doubling.ipynb": notebook()}), "has a name that leads out of its folder"),
        (packed({"doubling.ipynb": b" " * 2**24}), "would grow more than 200 times"),
        (packed({"deeper.zip": packed({"doubling.ipynb": notebook()})}), "but hw.zip and deeper.zip"),
        (packed({f"{n}.ipynb": b"" for n in range(60)}), "60 notebooks were sent"),
        (packed({}), "no notebook was sent, but hw.zip"),
    ],
)
@pytest.mark.parametrize("how", ["folder", "zip"])
def test_a_bad_zip_of_one_student_needs_a_person_and_the_class_goes_on(
    tmp_path: Path, inner: bytes, reason: str, how: str
) -> None:
    found = read(lay(tmp_path, {f"ada/{DOUBLING}/hw.zip": inner, f"bob/{DOUBLING}/doubling.ipynb": notebook()}, how))
    assert reason in found[0].problem
    assert brief(found)[1:] == [("bob", DOUBLING, GOOD)]


def test_a_timestamp_that_a_student_packed_is_not_believed(tmp_path: Path) -> None:
    inner = packed({"doubling.ipynb": notebook(), "timestamp.txt": b"2020-01-01 00:00:00 UTC"})
    (found,) = read(lay(tmp_path, {f"ada/{DOUBLING}/hw.zip": inner}, "folder"))
    assert (found.problem, found.timestamp) == ("", None)


# nbgrader's exchange


def inbound(*, course: str) -> dict[str, bytes]:
    sent = f"{course}inbound/" if course != "-" else ""
    return {
        f"{sent}ada+{DOUBLING}+2026-03-01 10:00:00.123456 UTC/doubling.ipynb": b"garbage",
        f"{sent}ada+{DOUBLING}+2026-03-02 10:00:00.500000 UTC+x-Y_9/doubling.ipynb": notebook(),
        f"{sent}ada+{DOUBLING}+2026-03-02 10:00:00.500000 UTC+x-Y_9/timestamp.txt": b"2001-01-01 00:00:00 UTC",
        f"{sent}bob+{TRIPLING}+2026-03-01 11:00:00 UTC/tripling.ipynb": notebook(TRIPLING),
        f"{sent}a+b+{DOUBLING}+2026-03-01 11:00:00 UTC/doubling.ipynb": notebook(),
        f"{sent}cleo+lab9+2026-03-01 11:00:00 UTC/doubling.ipynb": notebook(),
        f"{sent}dan+{DOUBLING}+2026-99-99 11:00:00 UTC/doubling.ipynb": notebook(),
    }


@pytest.mark.parametrize("course", ["-", "", "cnn101/"])
@HOW
def test_of_an_exchange_the_latest_hand_in_counts_and_its_time_is_kept(tmp_path: Path, course: str, how: str) -> None:
    found = {(one.student, one.lab): one for one in read(lay(tmp_path, inbound(course=course), how))}
    ada = found["ada", DOUBLING]
    assert (ada.problem, sentences(ada)) == ("", ("the latest of 2 hand-ins counts",))
    assert ada.timestamp == datetime(2026, 3, 2, 10, 0, 0, 500000)
    assert found["bob", TRIPLING].timestamp == datetime(2026, 3, 1, 11)
    assert found["a~2Bb", DOUBLING].problem == ""
    assert "there is no lab 'lab9'" in found["cleo", "lab9"].problem
    assert "does not hold a date" in found["dan", DOUBLING].problem
    assert len(found) == 5


def test_an_exchange_of_several_courses_is_refused_by_their_names(tmp_path: Path) -> None:
    sent = lay(tmp_path, {**inbound(course="one/"), **inbound(course="two/")}, "folder")
    with pytest.raises(CourseError, match="several courses: one and two"):
        read(sent)
    assert len(read(sent / "two")) == 5


# Moodle


@HOW
def test_moodles_zip_of_an_assignment(tmp_path: Path, how: str) -> None:
    members = {
        "Ada King Lovelace_123456_assignsubmission_file_/doubling.ipynb": notebook(),
        "Ada King Lovelace_123456_assignsubmission_file_/timestamp.txt": b"2001-01-01 00:00:00 UTC",
        "Ada King Lovelace_123456_assignsubmission_onlinetext_/onlinetext.html": b"hello",
        "José Núñez_77_assignsubmission_file_doubling (1).ipynb": notebook(),
        "Zoë_78_assignsubmission_file/folder/hw.zip": packed({"x/doubling.ipynb": notebook()}),
        "Bob_79_assignsubmission_file_/one.ipynb": notebook(),
        "Bob_79_assignsubmission_file_/two.ipynb": notebook(answers=OTHER),
        "Cy_80_assignsubmission_file_/answer.pdf": b"%PDF",
    }
    found = {name_of(one.student): one for one in read(lay(tmp_path, members, how))}
    ada, bob, nunez, zoe, cy = found.values()
    assert list(found) == ["Ada King Lovelace", "Bob", "José Núñez", "Zoë", "Cy"]
    assert [brief([one])[0][1:] for one in (ada, nunez, zoe)] == [(DOUBLING, GOOD)] * 3
    assert (ada.name, ada.timestamp) == ("Ada King Lovelace", None)
    assert sentences(ada) == (
        "Moodle has a text of theirs, too, which is not graded",
        "whose it is was told by the name Ada King Lovelace alone",
    )
    assert (nunez.name, sentences(nunez)[-1]) == ("José Núñez", "the file was named doubling (1).ipynb")
    assert bob.problem.startswith(UNSURE)
    assert cy.problem == "no notebook was sent, but answer.pdf"


@pytest.mark.parametrize(
    "name", ["Ada_1_assignsubmission_file_", "A_B_1_assignsubmission_file_x.ipynb", "_1_assignsubmission_file"]
)
def test_moodles_names_are_known(name: str) -> None:
    match = moodle.NAME.fullmatch(name)
    assert match and match["number"] == "1"


def test_a_files_name_cannot_pass_for_another_student(tmp_path: Path) -> None:
    members = {
        "Ada_1_assignsubmission_file_Bob_2_assignsubmission_file_doubling.ipynb": notebook(),
        "lovelaceada_3_10_hopper_4_11_doubling.ipynb": notebook(),
        "Eve_5_assignsubmission_file_/Bob_2_assignsubmission_file_/doubling.ipynb": notebook(),
    }
    assert [one.student for one in read(lay(tmp_path, members, "zip"))] == ["3", "Ada", "Eve"]


def test_a_students_folder_called_inbound_is_no_exchange(tmp_path: Path) -> None:
    members = {
        f"ada/{DOUBLING}/doubling.ipynb": notebook(),
        f"eve/inbound/ada+{DOUBLING}+2030-01-01 00:00:00 UTC/doubling.ipynb": notebook(answers={}),
    }
    found = read(lay(tmp_path, members, "folder"))
    assert brief(found)[0] == ("ada", DOUBLING, GOOD)
    assert "there is no lab 'inbound'" in found[1].problem


def test_an_error_of_ours_costs_one_submission_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def realign(master: object, sent: NotebookNode) -> object:
        if any("BUG" in cell.source for cell in sent.cells):
            raise KeyError("oops")
        return aligning.realign(MASTERS[DOUBLING], sent)

    monkeypatch.setattr(drafting, "realign", realign)
    submit(tmp_path, "ada", answers={"double": "BUG"})
    submit(tmp_path, "bob", answers=RIGHT)
    assert brief(read(tmp_path)) == [
        ("ada", DOUBLING, "doubling.ipynb: it could not be taken apart: KeyError: 'oops'"),
        ("bob", DOUBLING, GOOD),
    ]


# Canvas


@HOW
def test_canvass_zip_of_an_assignment(tmp_path: Path, how: str) -> None:
    members = {
        "lovelaceada_12345_67890_doubling.ipynb": notebook(),
        "smithjo_LATE_11_100_doubling-1.ipynb": notebook(),
        "smithjo_22_101_doubling.ipynb": notebook(answers={"double": RIGHT["double"]}),
        "hopper_33_102_doubling.ipynb": notebook(),
        "hopper_33_205_tripling-2.ipynb": notebook(TRIPLING),
        "turing_44_103_my_work.zip": packed({"doubling.ipynb": notebook()}),
        "turing_44_text.html": b"hello",
        "noether_55_104_essay.pdf": b"%PDF",
    }
    found = {one.student: one for one in read(lay(tmp_path, members, how))}
    assert {number: (one.name, one.problem or len(one.answered), sentences(one)) for number, one in found.items()} == {
        "12345": ("lovelaceada", 3, ()),
        "11": ("smithjo", 3, ("Canvas says that it was late", "the file was named doubling-1.ipynb")),
        "22": ("smithjo", 1, ()),
        "33": ("hopper", 1, ("the file was named tripling-2.ipynb",)),
        "44": ("turing", 3, ("it was in the zip my_work.zip",)),
        "55": ("noether", "no notebook was sent, but essay.pdf", ()),
    }


@pytest.mark.parametrize(
    "name, student, late, file",
    [
        ("lovelaceada_1_2_convolution.ipynb", "1", False, "convolution.ipynb"),
        ("lovelaceada_LATE_1_2_convolution-1.ipynb", "1", True, "convolution-1.ipynb"),
        ("lovelaceada_late_1_2_padding_and_stride.ipynb", "1", True, "padding_and_stride.ipynb"),
        ("de_la_cruzana_345_678_x.ipynb", "345", False, "x.ipynb"),
        ("_345_678_x.ipynb", "345", False, "x.ipynb"),
        ("lovelaceada_345_678_01_x.ipynb", "345", False, "01_x.ipynb"),
        ("lovelaceada_345678_1234567_7654321_x.ipynb", "345678", False, "7654321_x.ipynb"),
        ("team_1_345_678_x.ipynb", "345", False, "x.ipynb"),
        ("team_1_LATE_345_678_x.ipynb", "345", True, "x.ipynb"),
    ],
)
def test_canvass_names_are_known(name: str, student: str, late: bool, file: str) -> None:
    read = canvas._likeliest(canvas._readings(name), None)
    assert (read.user, read.late, read.file) == (student, late, file)


@pytest.mark.parametrize(
    "name", ["convolution_1_2.ipynb", "my_convolution.ipynb", f"a_{'9' * 30}_1_x.ipynb", "a_١_2_x.ipynb"]
)
def test_other_names_are_not_canvass(name: str) -> None:
    assert not canvas.knows(name)


def test_the_same_student_in_two_places_is_told(tmp_path: Path) -> None:
    members = {f"12345/{DOUBLING}/doubling.ipynb": notebook(), "lovelaceada_12345_67890_doubling.ipynb": notebook()}
    first, second = read(lay(tmp_path, members, "zip"))
    assert (first.problem, second.problem[:16]) == ("", "two hand-ins of ")
