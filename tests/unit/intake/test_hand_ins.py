"""What people and platforms really send: nothing of it may be lost, and nothing may be given to somebody else."""

from __future__ import annotations

import json
import os
import pwd
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pytest

from autograder.course.roster import ROSTER, Person, Roster, read_roster
from autograder.course.student_ids import name_of
from autograder.intake import Collected, Submission
from autograder.intake.files import LARGEST, RefusedError
from autograder.intake.outputs import without_outputs
from autograder.intake.owners import Owners
from tests.support.classes import CLASS, Sent, fake_owners, lay_out, moodle_class, plain_class, sent_notebook
from tests.support.notebooks import DOUBLING, TRIPLING, doubling, make_master, sentences, tripling

MASTERS = {DOUBLING: make_master(doubling()), TRIPLING: make_master(tripling(), TRIPLING)}
GOOD = sent_notebook()
MOODLE = "_assignsubmission_file/"


def read(
    folder: Path, sent: Sent, roster: str = "", how: str = "zip", owners: Owners | None = None
) -> dict[str, Submission]:
    """The submissions by what their students are called."""
    if roster:
        (folder / ROSTER).write_text(roster, encoding="utf-8")
    found = list(
        Collected(lay_out(folder, sent, how), MASTERS, roster=read_roster(folder), owners=owners or fake_owners({}))
    )
    named = {name_of(one.student): one for one in found}
    assert len(named) == len(found)
    return named


def fine(found: Mapping[str, Submission]) -> list[str]:
    return sorted(name for name, one in found.items() if not one.problem)


# Who sends no notebook

NO_NOTEBOOK = {
    "x_104_5004_convolution.html": "convolution.html",
    "x_104_5004_convolution.py": "convolution.py",
    "x_104_5004_convolution.pdf": "convolution.pdf",
    "x_104_5004_work.rar": "work.rar",
    "x_104_5004_work.7z": "work.7z",
    "x_104_text.html": "a text or a link that was typed into Canvas",
    "x_104_link.html": "a text or a link that was typed into Canvas",
    "Xenia_104_assignsubmission_file_convolution.html": "convolution.html",
    "Xenia_104_assignsubmission_file/deep/work.rar": "work.rar",
    "Xenia_104_assignsubmission_file/": "the folder is empty",
    "Xenia_104_assignsubmission_onlinetext_onlinetext.html": "a text that was typed into Moodle",
    "Xenia_104_assignsubmission_onlinetext_/onlinetext.html": "a text that was typed into Moodle",
    "Lab 1_xenia_attempt_2026-10-03-22-15-00_work.rar": "work.rar",
    "104-4711 - Xenia Xu - Oct 3, 2026 1015 PM/work.rar": "work.rar",
    "xenia/work.rar": "work.rar",
    "xenia/": "the folder is empty",
    f"xenia/{DOUBLING}/": "the folder is empty",
    f"xenia/{DOUBLING}/work.rar": "work.rar",
    "work.rar": "outside a student's folder",
    "convolution.ipynb.json": "outside a student's folder",
}


@pytest.mark.parametrize("how", ["zip", "folder"])
@pytest.mark.parametrize("name", NO_NOTEBOOK)
def test_who_sends_no_notebook_still_has_a_row(tmp_path: Path, name: str, how: str) -> None:
    sent = {name: b"%PDF", f"ada/{DOUBLING}/doubling.ipynb": GOOD}
    if name.endswith("/") and how == "folder":
        (tmp_path / "sent" / name).mkdir(parents=True)
        del sent[name]
    found = read(tmp_path, sent, how=how)
    assert fine(found) == ["ada"]
    (other,) = (one for one in found.values() if one.student != "ada")
    assert NO_NOTEBOOK[name] in other.problem


def test_the_list_of_what_was_sent_is_short_and_harmless(tmp_path: Path) -> None:
    sent = {f"xenia/{number}\x1b[31m{'x' * 200}.pdf": b"" for number in range(300)}
    problem = read(tmp_path, sent)["xenia"].problem
    assert problem.isprintable() and "296 more" in problem and len(problem) < 600


@pytest.mark.parametrize("ending", [".ipynb.json", ".ipynb.txt", ".json", ".txt", ".ipynb.html", ".IPYNB.JSON", ""])
@pytest.mark.parametrize(
    "place", ["x_104_5004_{}", "Xenia_104_assignsubmission_file/{}", "xenia/{}", f"xenia/{DOUBLING}/{{}}"]
)
def test_a_notebook_under_another_ending_is_read_as_one(tmp_path: Path, place: str, ending: str) -> None:
    (found,) = read(tmp_path, {place.format(f"doubling{ending}"): GOOD}).values()
    assert (found.lab, found.problem, len(found.answered)) == (DOUBLING, "", 3)
    assert f"doubling{ending} is a notebook under another ending" in sentences(found)


def test_a_notebook_under_another_ending_in_a_students_own_zip_is_read(tmp_path: Path) -> None:
    inner = lay_out(tmp_path / "inner", {"hw/doubling.ipynb.txt": GOOD}).read_bytes()
    assert fine(read(tmp_path, {"xenia/hw.zip": inner})) == ["xenia"]


def test_what_only_looks_like_a_notebook_is_none(tmp_path: Path) -> None:
    texts = {f"{name}/data.json": data for name, data in (("a", b'{"cells": 1}'), ("b", b"[]"), ("c", b"\0\xff"))}
    assert fine(read(tmp_path, texts)) == []


# Canvas


def test_canvass_numbered_files_are_different_files(tmp_path: Path) -> None:
    sent = {"x_104_5001_doubling-1.ipynb": GOOD, "x_104_5002_tripling-2.ipynb": sent_notebook(TRIPLING)}
    path = lay_out(tmp_path, sent)
    assert {(one.lab, one.problem) for one in Collected(path, MASTERS)} == {(DOUBLING, ""), (TRIPLING, "")}


@pytest.mark.parametrize(
    "name, student",
    [
        ("de_la_cruzana_345_678_doubling.ipynb", "345"),
        ("_345_678_doubling.ipynb", "345"),
        ("łukasiewiczjan_345_678_doubling.ipynb", "345"),
        ("lovelaceada_345_678_12_doubling.ipynb", "345"),
        ("anon_x7Kp2_6001_doubling.ipynb", "x7Kp2"),
        ("LATE_anon_x7Kp2_6001_doubling.ipynb", "x7Kp2"),
    ],
)
def test_canvass_names_with_underscores_and_without_letters_are_assigned(
    tmp_path: Path, name: str, student: str
) -> None:
    assert fine(read(tmp_path, {name: GOOD, "hopper_346_679_doubling.ipynb": GOOD})) == sorted([student, "346"])


def test_a_files_name_cannot_make_it_another_students_in_canvas(tmp_path: Path) -> None:
    sent = {"malloryeve_345_6780_999_888_doubling.ipynb": GOOD, "hopper_999_6790_doubling.ipynb": GOOD}
    roster = "id;name;numbers\neve;Eve Mallory;345\ngrace;Grace Hopper;999\n"
    assert fine(read(tmp_path, sent)) == ["345", "999"]
    assert fine(read(tmp_path, sent, roster)) == ["eve", "grace"]


def test_a_team_is_not_the_student_with_its_number(tmp_path: Path) -> None:
    sent = {"team_1_345_6780_doubling.ipynb": GOOD, "hopper_346_6790_doubling.ipynb": GOOD}
    found = read(tmp_path, sent)
    assert (fine(found), list(found)) == (["346"], ["346", "team_1"])
    found = read(tmp_path, sent, "id;numbers;groups\nada;345;Team 1\nbob;347;team 1\ngrace;346;\none;1;\n")
    assert fine(found) == ["ada", "bob", "grace"]


# Moodle


def test_a_text_typed_into_moodle_makes_no_second_student(tmp_path: Path) -> None:
    found = read(tmp_path, moodle_class())
    assert len(found) == len(CLASS)


def test_two_people_of_one_name_are_two_people_and_an_instructor_is_asked(tmp_path: Path) -> None:
    sent = {f"Ada Lovelace_{number}{MOODLE}doubling.ipynb": GOOD for number in (11, 12)}
    sent[f"Bob Babbage_13{MOODLE}doubling.ipynb"] = GOOD
    found = read(tmp_path, sent)
    assert sorted(found) == ["Ada Lovelace 11", "Ada Lovelace 12", "Bob Babbage"]
    assert fine(found) == ["Bob Babbage"]
    assert "two senders are called Ada Lovelace" in found["Ada Lovelace 12"].problem
    found = read(tmp_path, sent, "id,name,numbers\na1,Ada Lovelace,11\na2,Ada Lovelace,12;99\n")
    assert fine(found) == ["Bob Babbage", "a1", "a2"]
    found = read(tmp_path, sent, "id,name,numbers\na1,Ada Lovelace,11\na2,Ada Lovelace,99\n")
    assert fine(found) == ["Bob Babbage", "a1"]
    assert "put the number 12" in found["Ada Lovelace 12"].problem


def test_a_number_and_a_name_of_two_people_are_asked_about(tmp_path: Path) -> None:
    roster = "id,name,numbers\nada,Ada Lovelace,11\nbob,Bob Babbage,12\n"
    found = read(tmp_path, {f"Ada Lovelace_12{MOODLE}doubling.ipynb": GOOD}, roster)
    assert fine(found) == []
    assert "gives the number 12 to Bob Babbage" in found["Ada Lovelace 12"].problem


def test_whoever_is_not_in_the_roster_is_graded_and_it_is_said(tmp_path: Path) -> None:
    found = read(tmp_path, {f"Zed New_12{MOODLE}doubling.ipynb": GOOD}, "id,name\nada,Ada Lovelace\n")
    assert fine(found) == ["Zed New"]
    assert "nobody in roster.csv is called Zed New" in sentences(found["Zed New"])


def test_a_plain_folder_is_found_in_the_roster_by_any_of_its_keys(tmp_path: Path) -> None:
    roster = "id;name;email;login;groups\nzoë+m;Zoë Müller;zm@example.org;zm18;Team A\nbob;Bob B;;;team a\n"
    for folder in ("zoë+m", "zm@example.org", "ZM18", "Müller, Zoë"):
        found = read(tmp_path, {f"{folder}/{DOUBLING}/doubling.ipynb": GOOD}, roster)
        assert fine(found) == ["zoë+m"], folder
    assert fine(read(tmp_path, {f"Team A/{DOUBLING}/doubling.ipynb": GOOD}, roster)) == ["bob", "zoë+m"]


# nbgrader's exchange


def hand_in(student: str, time: str, *, secret: bool = True, random: str = "+Zm9vYmFy", notebook: bool = True) -> Sent:
    folder = f"inbound/{student}+{DOUBLING}+{time}{random}"
    sent = {f"{folder}/timestamp.txt": time.encode()} if secret else {}
    sent |= {f"{folder}/doubling.ipynb": GOOD} if notebook else {f"{folder}/data.csv": b"1"}
    return {**sent, **({f"{folder}/submission_secret.txt": b"0"} if secret else {})}


@pytest.mark.parametrize("random", ["", "+Zm9vYmFy", "+-_9vYmFyeHh4"])
@pytest.mark.parametrize(
    "time", ["2026-01-10 12:00:00 +0100", "2026-01-10 12:00:00.000000 +0100", "2026-01-10 11:00:00 UTC"]
)
def test_an_offset_in_a_folders_name_is_read_right(tmp_path: Path, time: str, random: str) -> None:
    (found,) = read(tmp_path, hand_in("a+b", time, random=random)).values()
    assert (name_of(found.student), found.problem) == ("a+b", "")
    assert found.timestamp == datetime(2026, 1, 10, 11)


def test_a_hand_in_that_is_still_being_written_waits(tmp_path: Path) -> None:
    sent = {
        **hand_in("ada", "2026-01-10 12:00:00 UTC"),
        **hand_in("ada", "2026-01-11 12:00:00 UTC", secret=False),
        **hand_in("bob", "2026-01-11 12:00:00 UTC", secret=False, notebook=False),
    }
    found = read(tmp_path, sent)
    assert (found["ada"].problem, found["ada"].timestamp) == ("", datetime(2026, 1, 10, 12))
    assert "a newer hand-in, ada+01_doubling+2026-01-11" in " ".join(sentences(found["ada"]))
    assert found["bob"].waits and "is still being sent" in found["bob"].problem


def test_an_exchange_without_secrets_is_taken_as_it_is(tmp_path: Path) -> None:
    sent = {
        **hand_in("ada", "2026-01-10 12:00:00 UTC", secret=False),
        **hand_in("bob", "2026-01-11 12:00:00 UTC", secret=False, notebook=False),
        f"inbound/eve+{DOUBLING}+2026-01-11 12:00:00 UTC/timestamp.txt": b"2026-01-11 12:00:00 UTC",
    }
    found = read(tmp_path, sent)
    assert fine(found) == ["ada"]
    assert (found["bob"].waits, found["eve"].waits) == (True, False)
    assert found["eve"].problem == "nothing was sent: the folder is empty"


FORGED = f"ada+{DOUBLING}+2026-01-11 12:00:00 UTC+Zm9vYmFy"


@pytest.mark.parametrize(
    "owner, users, is_asked",
    [
        ("bob", {"ada", "bob"}, True),
        ("bob", {"bob"}, True),  # bob handed in, too: a student
        ("guest", {"ada"}, True),
        ("user 1234", {"ada"}, True),
        ("jovyan", set(), False),  # all share one account
        ("teacher", {"ada", "bob"}, False),
        ("root", {"ada", "bob"}, False),
        ("ada", {"ada", "bob"}, False),
        ("", {"ada", "bob"}, False),  # not to be told
    ],
)
@pytest.mark.parametrize("has_own", [True, False])
def test_a_hand_in_made_by_another_user_is_asked_about(
    tmp_path: Path, owner: str, users: set[str], is_asked: bool, has_own: bool
) -> None:
    sent = {**hand_in("ada", "2026-01-11 12:00:00 UTC"), **hand_in("bob", "2026-01-10 12:00:00 UTC")}
    sent |= hand_in("ada", "2026-01-10 12:00:00 UTC") if has_own else {}
    folders = {name.split("/")[1]: name.split("/")[1].split("+")[0] for name in sent} | {FORGED: owner}
    owners = Owners(lambda path: folders.get(path.name, "teacher"), users.__contains__, "teacher")
    found = list(Collected(lay_out(tmp_path, sent, "folder"), MASTERS, owners=owners))
    adas = [one for one in found if one.student == "ada"]
    asked = [one for one in adas if "handed in under ada's name by the user" in one.problem]
    assert len(asked) == is_asked
    assert [one.lab for one in asked] == [""] * is_asked
    times = [one.timestamp and one.timestamp.day for one in adas if not one.problem]
    assert times == ([11] if not is_asked else [10] if has_own else [])


def test_a_login_of_the_roster_may_hand_in_under_the_students_id(tmp_path: Path) -> None:
    roster = Roster(read_roster(_rostered(tmp_path, "id;login\nada;al18\nbob;\n")).people)
    sent = hand_in("ada", "2026-01-11 12:00:00 UTC")
    owners = Owners(lambda path: "al18" if "+" in path.name else "teacher", {"ada", "al18"}.__contains__, "teacher")
    (found,) = Collected(lay_out(tmp_path, sent, "folder"), MASTERS, roster=roster, owners=owners)
    assert found.problem == ""


def _rostered(folder: Path, text: str) -> Path:
    (folder / ROSTER).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.skipif(os.getuid() != 0, reason="only root can give a folder to another user")
def test_the_owner_of_a_folder_on_the_disk_is_looked_up(tmp_path: Path) -> None:
    daemon, other = pwd.getpwnam("daemon"), pwd.getpwnam("nobody")
    sent = {**hand_in("daemon", "2026-01-10 12:00:00 UTC"), **hand_in("daemon", "2026-01-11 12:00:00 UTC")}
    path = lay_out(tmp_path, sent, "folder")
    mine, theirs = sorted((path / "inbound").iterdir())
    os.chown(mine, daemon.pw_uid, -1)
    os.chown(theirs, other.pw_uid, -1)
    asked, graded = sorted(Collected(path, MASTERS), key=lambda one: one.lab)
    assert (graded.problem, graded.timestamp) == ("", datetime(2026, 1, 10, 12))
    assert "handed in under daemon's name by the user nobody" in asked.problem


# Blackboard and Brightspace


def test_blackboards_user_names_may_have_underscores(tmp_path: Path) -> None:
    text = b"Name: Ada Lovelace (a_l)\nAssignment: Lab_1\nDate Submitted: today\n\nFiles:\n"
    sent = {
        "Lab_1_a_l_poging_2026-10-03-22-15-00_doubling.ipynb": GOOD,
        "Lab_1_a_l_poging_2026-10-03-22-15-00.txt": text,
        "Lab_1_bob_poging_2026-10-03-22-15-00_Mallory_x_attempt_2026-10-03-22-15-00_doubling.ipynb": GOOD,
    }
    found = read(tmp_path, sent)
    assert fine(found) == ["a_l", "bob"]
    assert found["a_l"].name == "Ada Lovelace"


def test_blackboards_original_file_names_are_used(tmp_path: Path) -> None:
    called = "Lab 1_ada_attempt_2026-10-03-22-15-00_d__bling.ipynb"
    text = (
        f"Name: Ada L (ada)\nAssignment: Lab 1\n\nFiles:\n\tOriginal filename: doubling.ipynb\n\tFilename: {called}\n"
    )
    found = read(tmp_path, {called: GOOD, "Lab 1_ada_attempt_2026-10-03-22-15-00.txt": text.encode()})
    assert "named" not in " ".join(sentences(found["ada"]))


@pytest.mark.parametrize(
    "who, person",
    [
        ("Ada Lovelace", "Ada Lovelace"),
        ("T0123456 - Ada Lovelace", "Ada Lovelace"),
        ("al1815 Ada Lovelace", "Ada Lovelace"),
    ],
)
@pytest.mark.parametrize("date", ["Oct 3, 2026 1015 PM", "3 October, 2026 2215", "Oct 3, 2026 10:15 PM"])
def test_brightspaces_names_are_read(tmp_path: Path, who: str, person: str, date: str) -> None:
    found = read(tmp_path, {f"310-4711 - {who} - {date}/doubling.ipynb": GOOD})
    assert (fine(found), found["310"].name) == (["310"], person)
    found = read(tmp_path, {f"310-4711 - {who} - {date} - doubling.ipynb": GOOD, "index.html": b""})
    assert (fine(found), found["310"].name) == (["310"], person)
    roster = "id,name,login,numbers\nada,Ada Lovelace,al1815,T0123456\n"
    assert fine(read(tmp_path, {f"311 - {who} - {date}/doubling.ipynb": GOOD}, roster)) == ["ada"]


def test_of_several_hand_ins_in_brightspace_whose_dates_cannot_be_compared_a_person_is_asked(tmp_path: Path) -> None:
    sent = {f"310-4711 - Ada L - {day} okt., 2026 2215/doubling.ipynb": GOOD for day in (3, 4)}
    assert "which of these is the latest cannot be told" in read(tmp_path, sent)["310"].problem
    assert fine(read(tmp_path, dict([next(iter(sent.items()))]))) == ["310"]


# A folder of zips


def zipped(folder: Path, sent: Sent) -> bytes:
    return lay_out(folder / "inner", sent).read_bytes()


@pytest.mark.parametrize("how", ["zip", "folder"])
def test_a_folder_of_zips_one_a_student_is_taken(tmp_path: Path, how: str) -> None:
    both = {"doubling.ipynb": GOOD, "tripling.ipynb": sent_notebook(TRIPLING)}
    sent = {
        "ada.zip": zipped(tmp_path, {f"hw/{name}": data for name, data in both.items()}),
        "Zoë Müller.zip": zipped(tmp_path, {f"{DOUBLING}/doubling.ipynb": GOOD}),
        "cy.zip": b"garbage",
        "dan.rar": b"Rar!",
    }
    found = list(Collected(lay_out(tmp_path, sent, how), MASTERS))
    assert [(name_of(one.student), one.lab) for one in found if not one.problem] == [
        ("Zoë Müller", DOUBLING),
        ("ada", DOUBLING),
        ("ada", TRIPLING),
    ]
    assert {name_of(one.student) for one in found if one.problem} == {"cy", "dan.rar"}


@pytest.mark.parametrize("how", ["zip", "folder"])
def test_a_folder_of_zips_one_an_assignment_is_taken(tmp_path: Path, how: str) -> None:
    sent = {
        "CS101-Lab 1.zip": zipped(tmp_path, moodle_class()),
        "CS101-Lab 2.zip": zipped(tmp_path, plain_class(TRIPLING)),
    }
    found = list(Collected(lay_out(tmp_path, sent, how), MASTERS))
    assert len([one for one in found if one.lab == TRIPLING]) == len(CLASS)
    assert len(found) == 2 * len(CLASS)


def test_a_students_zip_cannot_pass_for_a_class(tmp_path: Path) -> None:
    forged = zipped(tmp_path, {f"Bob Babbage_12{MOODLE}doubling.ipynb": GOOD, f"ada/{DOUBLING}/doubling.ipynb": GOOD})
    found = read(tmp_path, {"eve.zip": forged, "bob.zip": zipped(tmp_path, {"doubling.ipynb": GOOD})})
    assert (sorted(found), fine(found)) == (["bob", "eve"], ["bob"])
    assert "looks like a whole class's zip" in found["eve"].problem


def test_a_folder_that_holds_a_platforms_download_says_so(tmp_path: Path) -> None:
    sent = {f"Lab 1/{name}": data for name, data in moodle_class().items()}
    (found,) = read(tmp_path, sent, how="folder").values()
    assert "grade the folder Lab 1 by itself" in found.problem


# Very large notebooks


def with_outputs(size: int) -> bytes:
    notebook = json.loads(GOOD)
    cell = next(cell for cell in notebook["cells"] if cell["cell_type"] == "code")
    cell["outputs"] = [{"output_type": "stream", "name": "stdout", "text": 'x"]}' * (size // 5)}]
    cell["source"] = cell["source"] + '\n# "outputs": [1, {2}]'
    return json.dumps(notebook).encode()


@pytest.mark.parametrize("how", ["zip", "folder"])
def test_a_notebook_of_17_mb_of_outputs_is_read_without_them(tmp_path: Path, how: str) -> None:
    content = with_outputs(17 * 2**20)
    assert len(content) > LARGEST
    # A zip of so many equal lines would be refused as a bomb.
    sent = {f"ada/{DOUBLING}/doubling.ipynb": content if how == "folder" else with_outputs(10**4)}
    (found,) = read(tmp_path, sent, how=how).values()
    assert (found.problem, len(found.answered)) == ("", 3)
    told = [sentence for sentence in sentences(found) if "outputs were not read" in sentence]
    assert told == (["its outputs were not read: with them it has 17 MiB"] if how == "folder" else [])


def test_only_outputs_are_left_out() -> None:
    content = with_outputs(1000)
    slim, whole = json.loads(without_outputs(content)), json.loads(content)
    for cell in whole["cells"]:
        if "outputs" in cell:
            cell["outputs"] = []
    assert slim == whole


@pytest.mark.parametrize("content", [b"", b"garbage", b'{"outputs": [', b'{"outputs": [[{"a": "', b"]]]", b'"\\'])
def test_what_is_no_notebook_stays_none_without_outputs(content: bytes) -> None:
    assert len(without_outputs(content)) <= len(content) + 1


def test_a_file_of_too_many_parts_is_refused() -> None:
    with pytest.raises(RefusedError, match="parts"):
        without_outputs(b"[" * 2_100_000)


def test_many_notebooks_of_one_student_do_not_use_up_what_the_class_may_unpack(tmp_path: Path) -> None:
    large = with_outputs(20 * 2**20)
    for number in range(8):
        path = tmp_path / "sent" / "eve" / f"doubling-{number}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(large)
    (found,) = Collected(tmp_path / "sent", MASTERS)
    assert found.problem == "the notebooks have more than 128 MiB together"


def test_a_row_of_the_lab_that_was_asked_for(tmp_path: Path) -> None:
    path = lay_out(tmp_path, {"x_104_text.html": b"hello", "y_105_5001_work.rar": b"Rar!"})
    assert [one.lab for one in Collected(path, MASTERS, [DOUBLING])] == [DOUBLING, DOUBLING]
    sent = {f"ada/{DOUBLING}/doubling.ipynb": GOOD, "ada/doubling.ipynb": GOOD}
    found = Collected(lay_out(tmp_path / "2", sent), MASTERS, [DOUBLING])
    assert sorted((one.lab, bool(one.problem)) for one in found) == [("", True), (DOUBLING, False)]


@pytest.mark.parametrize("students", [[], ["104"]])
def test_who_sends_no_notebook_is_in_the_lab_of_the_others_in_the_download(tmp_path: Path, students: list[str]) -> None:
    sent = {f"y_{number}_500{number}_doubling.ipynb": GOOD for number in (105, 106)}
    path = lay_out(tmp_path, {**sent, "x_104_text.html": b"hello"})
    (found,) = (one for one in Collected(path, MASTERS, students=students) if one.student == "104")
    assert (found.lab, found.notebook) == (DOUBLING, "doubling")
    both = {**sent, "z_107_5107_tripling.ipynb": sent_notebook(TRIPLING), "x_104_text.html": b"hello"}
    (found,) = (one for one in Collected(lay_out(tmp_path, both), MASTERS) if one.student == "104")
    assert found.lab == ""


def test_a_notebook_that_is_put_beside_a_download_without_one_counts(tmp_path: Path) -> None:
    sent = {"x_104_5001_work.rar": b"Rar!", "y_105_5002_doubling.ipynb": GOOD}
    folder = lay_out(tmp_path / "sent", {f"104/{DOUBLING}/doubling.ipynb": GOOD}, "folder")
    lay_out(tmp_path / "zip", sent).rename(folder / "download.zip")
    found = {one.student: one for one in Collected(folder, MASTERS, [DOUBLING])}
    assert {student: one.problem for student, one in found.items()} == {"104": "", "105": ""}
    assert any("another hand-in was passed over" in str(repair) for repair in found["104"].repairs)


def test_a_team_that_the_roster_names_is_read_right_whatever_the_numbers_of_others(tmp_path: Path) -> None:
    roster = Roster(tuple(Person(name, groups=("Team 1",)) for name in ("ada", "bob")))
    path = lay_out(tmp_path, {"team_1_102_5001_doubling.ipynb": GOOD, "x_7_8_doubling.ipynb": GOOD})
    found = {one.student: one.problem for one in Collected(path, MASTERS, roster=roster)}
    assert found == {"ada": "", "bob": "", "7": ""}
