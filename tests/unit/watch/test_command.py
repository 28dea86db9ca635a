"""`python -m autograder watch`: what keeps it from starting is said first; and the page that shows how it does."""

from __future__ import annotations

import sqlite3
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import get_args

import httpx
import pytest
from sqlalchemy.exc import OperationalError

import autograder.watch
from autograder.cli import main, sandbox_choice
from autograder.gradebook.lock import holder, locked
from autograder.watch.attempts import Attempt, Received, make_room, put_in_place
from autograder.watch.events import Events, Kind
from autograder.watch.service import Service
from autograder.watch.status import StatusPage, as_page
from tests.support.notebooks import DOUBLING, make_course


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


def test_what_is_in_line_again_has_its_whole_path(
    course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run(service: Service) -> None:
        found.extend(iter(service.line.waiting.next, None))
        service.line.close()

    found: list[Attempt] = []
    new = make_room(tmp_path / "gradebook") / "new"
    new.mkdir()
    attempt = put_in_place(tmp_path / "gradebook", new, Received("ada", DOUBLING, datetime.now(UTC)))
    (tmp_path / "submitted").mkdir()
    monkeypatch.setattr(Service, "run", run)
    monkeypatch.setattr(sandbox_choice, "start_engine", lambda *arguments, **options: None)
    monkeypatch.chdir(tmp_path)
    places = ["--submitted", "submitted", "--gradebook", "gradebook", "--sandbox", "none"]
    assert main(["watch", "--course", str(course), *places]) == 0
    assert found == [attempt]  # by another path it would not be known again, and examined once more


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


def test_the_documentation_names_all_events() -> None:
    text = (Path(__file__).parents[3] / "docs" / "watch.md").read_text(encoding="utf-8")
    table = [line for line in text.splitlines() if line.startswith("| `")]
    for kind in get_args(Kind):
        assert any(f"`{kind}`" in line for line in table), kind


def test_the_list_of_modules_names_all_of_them() -> None:
    listed = str(autograder.watch.__doc__)
    for path in Path(autograder.watch.__path__[0]).glob("[!_]*.py"):
        assert f"\n{path.stem} " in listed or f"`{path.stem}`" in listed, path.stem


def test_an_event_is_one_line_whatever_a_name_holds() -> None:
    lines: list[str] = []
    Events(lines.append).tell("error", path="a\nb\x1b[31m\u202e", cure="x" * 10_000)
    (line,) = lines
    assert line.endswith("}\n")
    assert line.count("\n") == 1
    for hostile in ("\x1b", "\u202e", "\\u202e", "\\u001b"):
        assert hostile not in line
    assert len(line) < 1000
