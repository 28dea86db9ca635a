"""The users and groups that deploy/hub/setup.py makes, without a hub and without Unix users."""

from __future__ import annotations

import csv
import grp
import json
import os
import pwd
import threading
import urllib.error
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from autograder.hub.settings import Settings
from tests.support.notebooks import ROOT

KIT = ROOT / "deploy/hub"
STEPS = (
    *("machine.check", "folders.check", "folders.make", "course.copy", "programs.environment", "programs.proxy"),
    *("people.check", "people.account", "people.roster", "people.everybody", "people.enrol"),
    *("configs.write_configs", "services.write_services", "services.say"),
)


@pytest.fixture(autouse=True)
def _kit_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(KIT))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose folders all lie in the test's own."""
    return Settings(course_id="c1", state=tmp_path / "state", homes=tmp_path / "homes")


class Groups(BaseHTTPRequestHandler):
    """JupyterHub's own answers on users and groups, with 300 users: a list of them ends after 200."""

    users: ClassVar[list[str]] = []
    group: ClassVar[set[str]] = set()

    def do_GET(self) -> None:
        self._answer({"users": sorted(self.group)} if "/groups/" in self.path else [])

    def do_POST(self) -> None:
        body = self._body()
        if self.path.endswith("/users") and "usernames" in body:
            fresh = set(body["usernames"]) - set(self.users)
            self.users.extend(fresh)
            self._answer([], 201 if fresh else 409)
            return
        assert set(body["users"]) <= set(self.users)
        self.group.update(body["users"])
        self._answer({})

    def do_DELETE(self) -> None:
        self.group.difference_update(self._body()["users"])
        self._answer({})

    def _body(self) -> Any:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, content: object, status: int = 200) -> None:
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def hub(settings: Settings) -> Iterator[Settings]:
    """The settings of a hub that answers for its groups."""
    settings.state.mkdir()
    (settings.state / "setup_token").write_text("0", encoding="utf-8")
    Groups.users[:], Groups.group = [f"s{number}" for number in range(300)], {"gone", "s1"}
    with HTTPServer(("127.0.0.1", 0), Groups) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield replace(settings, hub_port=server.server_port)
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("wanted", [{"s1", "s299"}, {"s1", "s299", "new"}, {"s1"}])
def test_a_hub_is_told_who_came_and_who_left(hub: Settings, wanted: set[str]) -> None:
    from steps import people

    people._regroup(hub, "nbgrader-c1", wanted)
    assert Groups.group == wanted


def test_a_hub_that_refuses_one_group_is_named_and_told_of_the_other(
    hub: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from steps import people

    answers = people._hub

    def refuses(settings: Settings, method: str, path: str, body: object = None) -> Any:
        if hub.students_group in path:
            raise urllib.error.HTTPError("http://127.0.0.1", 404, "no such group", None, None)  # type: ignore[arg-type]  # not looked at
        return answers(settings, method, path, body)

    monkeypatch.setattr(people, "as_account", lambda *_: "")
    monkeypatch.setattr(people, "students_of", lambda _: ["s1"])
    monkeypatch.setattr(people, "_hub", refuses)
    (hub.state / "jupyterhub.sqlite").touch()
    assert people.enrol(hub) == [
        f"the hub refused to change {hub.students_group}: HTTP Error 404: no such group; restart it and run this again"
    ]
    assert Groups.group == {hub.account}
    assert "note:" not in capsys.readouterr().out


def test_a_hub_that_does_not_run_is_noted_once_it_has_groups(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from steps import people

    def runs_not(*_: object) -> None:
        raise urllib.error.URLError("refused")

    settings.state.mkdir()
    monkeypatch.setattr(people, "as_account", lambda *_: "")
    monkeypatch.setattr(people, "students_of", lambda _: ["s1"])
    monkeypatch.setattr(people, "_hub", runs_not)
    assert people.enrol(settings) == []
    assert "note:" not in capsys.readouterr().out
    (settings.state / "jupyterhub.sqlite").touch()
    assert people.enrol(settings) == []
    assert "could not be told who left (<urlopen error refused>): run this once more" in capsys.readouterr().out


def test_a_set_up_that_the_hub_refused_goes_on_and_is_no_success(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import setup

    order: list[str] = []
    for name in STEPS:
        monkeypatch.setattr(f"steps.{name}", lambda *_, name=name, **__: order.append(name))
    monkeypatch.setattr("steps.people.enrol", lambda _: ["the hub refused"])
    (tmp_path / "hub.toml").touch()
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("sys.argv", ["setup.py", "--settings", str(tmp_path / "hub.toml")])
    assert setup.main() == 1
    assert order[-1] == "services.write_services"
    assert "the hub refused" in capsys.readouterr().err


def test_the_hub_is_told_who_left_before_it_is_restarted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it adds to its groups when it starts, it never takes out."""
    import setup

    order: list[str] = []
    for name in STEPS:
        monkeypatch.setattr(f"steps.{name}", lambda *_, name=name, **__: order.append(name))
    (tmp_path / "hub.toml").touch()
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("sys.argv", ["setup.py", "--settings", str(tmp_path / "hub.toml")])
    assert setup.main() == 0
    assert order.index("people.enrol") < order.index("services.write_services")


class Machine:
    """The Unix users of a machine, with the programs that make them; `broken` is one that fails."""

    def __init__(self, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
        from steps import StepError, people

        self.passwords: dict[str, str] = {}
        self.broken = ("", "")
        self.note = settings.state / people.PASSWORDS
        self.error = StepError
        own = pwd.getpwuid(os.getuid())
        monkeypatch.setattr(people, "command", self.command)
        monkeypatch.setattr(people, "_users", lambda: set(self.passwords))
        monkeypatch.setattr(people, "_members", lambda *_: [])
        monkeypatch.setattr(people, "folder", lambda *_: False)
        monkeypatch.setattr(people, "students_of", lambda _: ["ada", "bob", "user"])
        monkeypatch.setattr(people, "pwd", SimpleNamespace(getpwnam=lambda _: own))
        monkeypatch.setattr(people, "grp", SimpleNamespace(getgrgid=grp.getgrgid, getgrnam=lambda _: grp.getgrall()[0]))

    def command(self, words: list[str | Path], text: str = "") -> str:
        program, name = str(words[0]), text.partition(":")[0] or str(words[-1])
        if (program, name) == self.broken:
            raise self.error(program)
        if program == "useradd":
            self.passwords[name] = ""
        elif program == "chpasswd":
            self.passwords[name] = text.strip().partition(":")[2]
        elif program == "getent":
            return f"{name}:{self.passwords[name] or '!'}:20786:0:99999:7:::\n"
        return ""

    def noted(self) -> dict[str, str]:
        with self.note.open(encoding="utf-8") as file:
            return {line["user"]: line["password"] for line in csv.DictReader(file)}


@pytest.mark.parametrize("program", ["useradd", "chpasswd"])
def test_a_run_that_stops_among_the_users_loses_no_password(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    from steps import people

    machine = Machine(settings, monkeypatch)
    machine.broken = (program, "bob")
    with pytest.raises(machine.error):
        people.everybody(settings)
    assert machine.noted()["ada"] == machine.passwords["ada"]
    machine.broken = ("", "")
    people.everybody(settings)
    assert machine.noted() == machine.passwords
    assert list(machine.passwords) == ["ada", "bob", "user"]
    assert len({*machine.passwords.values(), ""}) == 4
    assert machine.note.read_text(encoding="utf-8").count("\n") == 4
    assert machine.note.stat().st_mode & 0o777 == 0o600


def test_users_who_are_there_keep_their_passwords(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    from steps import people

    machine = Machine(settings, monkeypatch)
    machine.passwords = {"ada": "hers", "bob": ""}  # bob logs in with a key
    people.everybody(settings)
    first = dict(machine.passwords)
    assert (first["ada"], first["bob"]) == ("hers", "")
    assert machine.noted() == {"user": first["user"]}
    machine.passwords["user"] = "changed"
    people.everybody(settings)
    assert machine.passwords["user"] == "changed"


@pytest.mark.parametrize("locked", ["!$y$j9T$hers", "!!$y$j9T$hers"])
def test_an_account_that_was_locked_stays_locked(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, locked: str
) -> None:
    from steps import people

    machine = Machine(settings, monkeypatch)
    people.everybody(settings)
    noted = machine.noted()
    shadow = f"ada:{locked}:20786:0:99999:7:::\n"
    answers = {"getent": shadow, "passwd": "ada L 2026-11-29 0 99999 7 -1\n"}
    given: list[str] = []

    def command(words: list[str | Path], text: str = "") -> str:
        given.append(f"{words[0]} {text}")
        return answers.get(str(words[0]), "")

    monkeypatch.setattr(people, "command", command)
    assert not people._make(settings, "ada")
    assert not any(line.startswith("chpasswd") for line in given)
    assert machine.noted() == noted


@pytest.mark.parametrize("never_set", ["!", "!!", "*"])
def test_a_user_whose_password_was_noted_and_never_set_gets_one(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, never_set: str
) -> None:
    from steps import people

    machine = Machine(settings, monkeypatch)
    people.everybody(settings)
    machine.passwords["ada"] = never_set
    assert people._make(settings, "ada")
    assert machine.passwords["ada"] == machine.noted()["ada"]


@pytest.mark.parametrize("emptied", ["", "\n"])
def test_passwords_are_noted_in_a_file_that_was_emptied(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, emptied: str
) -> None:
    from steps import people

    machine = Machine(settings, monkeypatch)
    settings.state.mkdir()
    machine.note.write_text(emptied, encoding="utf-8")
    people.everybody(settings)
    assert machine.noted() == machine.passwords


@pytest.mark.parametrize(
    ("content", "said"), [(None, "No such file or directory"), (b"id\nj\xf6rg\n", "save it as CSV in UTF-8")]
)
def test_a_roster_that_cannot_be_read_is_named_and_no_crash(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    content: bytes | None,
    said: str,
) -> None:
    import setup

    for name in set(STEPS) - {"people.check", "people.roster"}:
        monkeypatch.setattr(f"steps.{name}", lambda *_, **__: None)
    (tmp_path / "hub.toml").write_text(f'homes = "{tmp_path}"\n', encoding="utf-8")
    roster = tmp_path / "class.csv"
    if content is not None:
        roster.write_bytes(content)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("sys.argv", ["setup.py", "--settings", str(tmp_path / "hub.toml"), "--roster", str(roster)])
    monkeypatch.setattr("steps.people.folder_in_home", lambda *_: None)
    assert setup.main() == 1
    told = capsys.readouterr().err
    assert said in told
    assert str(roster) in told


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("id,email\nAda,ada@example.org\n", "the id Ada cannot be the name of a Unix user"),
        ("name,email\nAda Lovelace,ada@example.org\n", "a column id"),
        ("id\nroot\n", "the id root is an account of the machine itself"),
    ],
)
def test_a_wrong_roster_makes_nothing_and_is_mended_where_it_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], wrong: str, said: str
) -> None:
    import setup

    made: list[str] = []
    for name in set(STEPS) - {"people.check", "people.roster"}:
        monkeypatch.setattr(f"steps.{name}", lambda *_, name=name, **__: made.append(name))
    monkeypatch.setattr("steps.people.folder_in_home", lambda _, place, __: place.mkdir(parents=True))
    monkeypatch.setattr("steps.people.write_in_home", lambda _, place, text: place.write_text(text, encoding="utf-8"))
    monkeypatch.setattr("steps.people.command", lambda _: "grader\n")
    (tmp_path / "hub.toml").write_text(f'homes = "{tmp_path}"\n', encoding="utf-8")
    roster = tmp_path / "class.csv"
    roster.write_text(wrong, encoding="utf-8")
    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("sys.argv", ["setup.py", "--settings", str(tmp_path / "hub.toml"), "--roster", str(roster)])
    assert setup.main() == 1
    told = capsys.readouterr().err
    assert said in told
    assert str(roster) in told
    assert not set(made) - {"machine.check", "folders.check"}
    roster.write_text("id\nada\n", encoding="utf-8")
    assert setup.main() == 0
    assert (tmp_path / "grader/course/gradebook/roster.csv").read_text(encoding="utf-8") == "id\nada\n"


@pytest.mark.parametrize(("owner", "given_back"), [("root", True), ("UNKNOWN", True), ("grader", False)])
def test_a_roster_that_an_editor_made_roots_is_given_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, owner: str, given_back: bool
) -> None:
    """Root saved it; the course account reads it."""
    from steps import people

    there = settings.gradebook / "roster.csv"
    there.parent.mkdir(parents=True)
    there.write_text("id\nada\n", encoding="utf-8")
    given: list[list[str | Path]] = []
    monkeypatch.setattr(people, "command", lambda words: given.append(words) or f"{owner}\n")
    people.roster(settings, None)
    assert (given[-1][0] == "chown") is given_back
    assert given[-1][-1] == there
