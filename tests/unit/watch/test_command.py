"""`python -m autograder watch`: what keeps it from starting is said first; and the page that shows how it does."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path

import httpx
import pytest
from sqlalchemy.exc import OperationalError

from autograder.cli import main
from autograder.gradebook.lock import holder, locked
from autograder.watch.events import Events
from autograder.watch.status import StatusPage, as_page
from tests.support.notebooks import make_course


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_course(tmp_path_factory.mktemp("course") / "course")


def watch(course: Path, submitted: Path, gradebook: Path) -> int:
    return main(["watch", "--course", str(course), "--submitted", str(submitted), "--gradebook", str(gradebook)])


def test_a_missing_extra_is_named_with_its_cure(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    assert watch(course, tmp_path, tmp_path / "gradebook") == 1
    said = " ".join(capsys.readouterr().err.split())
    assert "watch needs watchfiles, which is not installed here: `make env`, or, into another environment, pip" in said


def test_a_missing_folder_is_named(course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert watch(course, tmp_path / "gone", tmp_path / "gradebook") == 1
    assert "gone: no such folder; make it, or name the one in which hand-ins arrive" in capsys.readouterr().err


def test_a_zip_is_no_folder_to_watch(course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "class.zip").write_bytes(b"")
    assert watch(course, tmp_path / "class.zip", tmp_path / "gradebook") == 1
    assert "watch needs a folder; put the zip into one" in capsys.readouterr().err


def test_two_services_never_work_on_one_gradebook(
    course: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert holder(tmp_path) == ""
    with locked(tmp_path, "watch"):
        assert holder(tmp_path) == "watch"
        assert watch(course, tmp_path, tmp_path) == 1
    assert "`watch`, process" in capsys.readouterr().err
    assert holder(tmp_path) == ""


def test_a_rule_that_makes_no_sense_keeps_it_from_starting(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = make_course(tmp_path / "course", settings="c.Watch.feedback = 'soon'")
    assert watch(course, tmp_path, tmp_path / "gradebook") == 1
    assert "c.Watch.feedback is 'soon'" in capsys.readouterr().err


def test_a_database_that_cannot_be_written_is_named_with_its_cure(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(places: object) -> None:
        cause = sqlite3.OperationalError("database or disk is full")
        cause.sqlite_errorname = "SQLITE_FULL"
        raise OperationalError("INSERT", {}, cause)

    monkeypatch.setattr("autograder.watch.places.read_desk", full)
    assert watch(course, tmp_path, tmp_path / "gradebook") == 1
    assert "gradebook: database or disk is full: the disk is full: make room on it" in capsys.readouterr().err


def test_the_status_page_is_for_this_machine_and_escapes_what_it_shows() -> None:
    page = StatusPage(0, lambda: {"graded": 3})
    try:
        assert page.address.startswith("http://127.0.0.1:")
        assert httpx.get(f"{page.address}status.json").json() == {"graded": 3}
        assert "<td>3</td>" in httpx.get(page.address).text
        assert httpx.get(f"{page.address}../../etc/passwd").status_code == 404
        assert httpx.get(page.address, headers={"Host": "evil.example"}).status_code == 403
        assert httpx.post(page.address).status_code == 501
    finally:
        page.close()
    assert "&lt;b&gt;" in as_page({"<b>": "<b>"})


def test_an_event_is_one_line_whatever_a_name_holds() -> None:
    lines: list[str] = []
    Events(lines.append).tell("error", path="a\nb\x1b[31m\u202e", cure="x" * 10_000)
    (line,) = lines
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    for hostile in ("\x1b", "\u202e", "\\u202e", "\\u001b"):
        assert hostile not in line
    assert len(line) < 1000
