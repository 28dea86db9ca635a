"""How `doctor --hub` and setup.py come by what they know: configuration, folders, formgrader, the gradebook."""

from __future__ import annotations

import os
import pwd
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from autograder.cli import main
from autograder.course.roster import Person, Roster
from autograder.hub import looking, probe
from autograder.hub.enrol import add_students
from autograder.hub.facts import Place, Port, Programs
from autograder.hub.settings import Settings
from tests.support.notebooks import ROOT

CSP = "default-src 'self'; frame-ancestors 'none'; form-action 'self'"


class Formgrader(BaseHTTPRequestHandler):
    """Sends everybody to log in, with its policy."""

    def do_GET(self) -> None:
        self.send_response(302)
        self.send_header("Content-Security-Policy", CSP)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def formgrader() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Formgrader) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_formgrader_tells_who_may_frame_it_without_letting_anybody_in(formgrader: str) -> None:
    services = [{"name": "c1", "url": formgrader}, {"name": "setup"}]
    assert looking._frame_ancestors(services, "c1") == "frame-ancestors 'none'"
    assert looking._frame_ancestors(services, "setup") is None


def test_a_formgrader_that_does_not_run_is_none() -> None:
    with HTTPServer(("127.0.0.1", 0), Formgrader) as server:
        port = server.server_port
    assert looking._frame_ancestors([{"name": "c1", "url": f"http://127.0.0.1:{port}"}], "c1") is None


class Another(BaseHTTPRequestHandler):
    """What answers at the hub's port: its path is looked up in `answers`, of which each is a status and a body."""

    answers: ClassVar[dict[str, tuple[int, bytes]]] = {}
    asked_of: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked_of.append(self.headers["Host"])
        status, body = self.answers.get(self.path, (404, b""))
        self.send_response(status)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"/hub/api": (200, b'{"version": "6.1.0"}')}, ""),
        ({"/hub/api": (200, b"<title>Welcome to nginx</title>")}, "something else answers"),
        ({"/hub/api": (200, b"[]")}, "something else answers"),
        ({}, "something else answers, or the hub's proxy without the hub: HTTP Error 404: Not Found"),
    ],
)
def test_who_answers_where_people_log_in_is_told(answers: dict[str, tuple[int, bytes]], said: str) -> None:
    Another.answers, Another.asked_of[:] = answers, []
    with HTTPServer(("127.0.0.1", 0), Another) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        settings = Settings(address="0.0.0.0", port=server.server_port, subdomain_host="https://hub.example.org")
        assert looking._hub_problem(settings) == said
        assert Another.asked_of == ["hub.example.org"]
        server.shutdown()
        thread.join()
    assert looking._hub_problem(settings).startswith("nobody answers: ")


def test_the_kits_configuration_is_read_as_jupyterhub_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "jupyterhub_config.py"
    file.write_text(
        "c = get_config()\n"
        "c.JupyterHub.load_roles = [{'name': 'server', 'scopes': ['read:users!user']},\n"
        "    {'name': 'a', 'services': ['c1'], 'scopes': ['groups']}, {'name': 'b', 'services': ['c1'], "
        "'scopes': ['list:groups']}]\n",
        encoding="utf-8",
    )
    scopes = looking._scopes(looking.hub_config(file).JupyterHub.load_roles)
    assert scopes["server"] == {"read:users!user"}
    assert scopes["service c1"] == {"groups", "list:groups"}


@pytest.mark.parametrize("host", ["", "https://hub.example.org"])
def test_the_hubs_subdomains_are_as_in_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(f'state = "{tmp_path}"\nsubdomain_host = "{host}"\n', encoding="utf-8")
    (tmp_path / "setup_token").write_text("0", encoding="utf-8")
    monkeypatch.setenv("COURSE_HUB_SETTINGS", str(file))
    config = looking.hub_config(ROOT / "deploy/hub/jupyterhub_config.py")
    assert config.JupyterHub.subdomain_host == host


def test_who_listens_at_a_port_of_the_hub_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1]
        ports = looking._ports(Settings(formgrader_port=number))
    assert ports["formgrader_port"] == Port(number, "grader", frozenset({pwd.getpwuid(os.geteuid()).pw_name}))
    assert ports["hub_port"] == Port(582, "root", frozenset())
    assert not looking._ports(Settings(formgrader_port=number))["formgrader_port"].listeners


def test_groups_are_read_in_both_forms() -> None:
    assert looking._users_of({"users": ["ada"]}) == ["ada"] == looking._users_of(["ada"])
    assert looking._members("no-such-group-here") == frozenset()


def test_a_folder_that_others_cannot_enter_is_named(tmp_path: Path) -> None:
    shut = tmp_path / "home"
    python = shut / "env/bin/python"
    python.parent.mkdir(parents=True)
    python.touch()
    shut.chmod(0o700)
    assert str(shut) in looking._unreadable(python)
    shut.chmod(0o711)
    assert str(shut) not in looking._unreadable(python)


def test_the_exchange_is_looked_at_folder_by_folder(tmp_path: Path) -> None:
    inbound = tmp_path / "c1/inbound"
    inbound.mkdir(parents=True)
    inbound.chmod(0o3733)
    seen = looking._exchange(tmp_path, "c1")
    owner = inbound.owner()
    assert seen["inbound"] == Place(str(inbound), 0o3733, owner)
    assert seen["feedback"] == Place(str(tmp_path / "c1/feedback"), None)
    assert seen[""].path == str(tmp_path)


def test_a_package_without_a_version_is_known_by_its_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "nowhere_else"
    package.mkdir()
    (package / "__init__.py").write_text("a = 1", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    first = probe.version("nowhere_else")
    (package / "__init__.py").write_text("a = 2", encoding="utf-8")
    assert first != probe.version("nowhere_else") != "none"
    assert probe.version("nbgrader") == "0.9.6"
    assert probe.version("no_such_package_anywhere") == "none"


def test_a_python_that_does_not_start_is_a_fact_and_no_crash(tmp_path: Path) -> None:
    user = Path.home().owner() if os.geteuid() else "root"
    told, programs = looking._probe(user, tmp_path / "python")
    assert told == {}
    assert "it ended with" in programs.problem or "could not be asked" in programs.problem


def test_a_user_who_is_gone_is_a_fact_and_no_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking.os, "geteuid", lambda: 0)
    told, programs = looking._probe("no-such-user-here", tmp_path / "python")
    assert told == {}
    assert programs == Programs(str(tmp_path / "python"), "no-such-user-here is no user of this machine")


def test_a_student_who_is_a_user_is_looked_at_and_not_the_first_of_the_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = pwd.getpwuid(os.geteuid()).pw_name
    asked: list[str] = []
    settings = Settings(prefix=tmp_path, account="grader-of-no-machine")
    (tmp_path / "env/etc").mkdir(parents=True)
    (tmp_path / "env/etc/jupyterhub_config.py").write_text("c = get_config()\n", encoding="utf-8")
    group = {settings.students_group: frozenset({"a-student-who-was-removed", here})}
    monkeypatch.setattr(looking, "_groups_now", lambda _: group)
    monkeypatch.setattr(looking, "_probe", lambda user, *_: (asked.append(user), ({}, Programs("python")))[1])
    looking.look(settings)
    monkeypatch.setattr(looking, "_groups_now", lambda _: {settings.students_group: frozenset({"removed-too"})})
    looking.look(settings)
    assert asked == [settings.account, here, settings.account, settings.account]


def test_students_are_added_to_the_gradebook_once(tmp_path: Path) -> None:
    database = f"sqlite:///{tmp_path / 'gradebook.db'}"
    roster = Roster((Person("ada", "Ada", "Lovelace", "ada@example.org"), Person("bob")))
    assert add_students(database, "c1", roster) == ["ada", "bob"]
    assert add_students(database, "c1", Roster((*roster.people, Person("carl")))) == ["carl"]


def test_without_a_hub_the_doctor_says_where_its_settings_would_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COURSE_HUB_SETTINGS", str(tmp_path / "hub.toml"))
    assert main(["doctor", "--hub", "--course", str(ROOT)]) == 1
    assert f"{tmp_path / 'hub.toml'}: it cannot be read" in capsys.readouterr().err.replace("\n", " ")


def test_before_the_set_up_is_through_the_doctor_says_what_to_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "hub.toml"
    file.write_text(f'prefix = "{tmp_path}"\n', encoding="utf-8")
    monkeypatch.setenv("COURSE_HUB_SETTINGS", str(file))
    assert main(["doctor", "--hub", "--course", str(ROOT)]) == 1
    told = capsys.readouterr().err.replace("\n", " ")
    assert f"{tmp_path}/env/etc/jupyterhub_config.py: it is not there: run deploy/hub/setup.py" in told
