"""The settings of a hub, and who of a roster can be a Unix user."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest

from autograder.hub.people import refused
from autograder.hub.settings import Settings, SettingsError, read_settings, settings_file
from tests.support.notebooks import ROOT

EXAMPLE = ROOT / "deploy/hub/hub.toml"


def written(folder: Path, text: str) -> Path:
    file = folder / "hub.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_the_example_sets_only_the_instructors_and_names_every_default(tmp_path: Path) -> None:
    assert read_settings(EXAMPLE) == Settings(instructors=("maya",))
    all_set = re.sub(r"^# (?=\w+ = )", "", EXAMPLE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert read_settings(written(tmp_path, all_set)) == Settings(instructors=("maya",))
    named = set(re.findall(r"^(\w+) = ", all_set, flags=re.MULTILINE))
    assert named == {field.name for field in fields(Settings)}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("prt = 580", "prt is no setting"),
        ("port = '580'", "port should be a port"),
        ("port = 0", "port should be a port"),
        ("instructors = 'maya'", "instructors should be a list of names"),
        ("prefix = 'opt'", "prefix should be an absolute path without spaces"),
        ("state = '/var/lib/a b'", "state should be an absolute path without spaces"),
        ("exchange = '/srv/hub/../x'", "exchange should be an absolute path without spaces, `.` and `..`"),
        ("prefix = '/opt/.'", "prefix should be an absolute path"),
        ("account = 'root user'", "'root user' cannot be the name of a Unix user"),
        ("instructors = ['grader']", "nobody logs in as grader"),
        ("course_id = '../x'", "course_id should be letters"),
        ("torch = 'gpu'", "torch can be pypi or cpu"),
        ("tls_key = '/k.pem'", "tls_key and tls_cert go together"),
        ("subdomain_host = 'hub.example.org'", "subdomain_host should be like 'https://hub.example.org'"),
        ("subdomain_host = 'https://hub.example.org:8443'", "subdomain_host should be like"),
        ("subdomain_host = 'https://hub.example.org/'", "subdomain_host should be like"),
        ("formgrader_port = 583", "formgrader_port should be 1024 or more"),
        ("port = 581", "each of port, proxy_port"),
        ("port = ", "it cannot be read"),
    ],
)
def test_what_makes_no_sense_is_refused_with_its_name(tmp_path: Path, text: str, message: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises(SettingsError, match=re.escape(message)) as raised:
        read_settings(file)
    assert str(raised.value).startswith(str(file))


def test_settings_that_are_missing_name_the_example(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"deploy/hub/hub\.toml is an example"):
        read_settings(tmp_path / "hub.toml")


def test_an_environment_finds_the_settings_that_it_was_made_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COURSE_HUB_SETTINGS", raising=False)
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    assert settings_file() == Path("/etc/course-hub/hub.toml")
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc/course-hub.toml").write_text("", encoding="utf-8")
    assert settings_file() == tmp_path / "etc/course-hub.toml"
    monkeypatch.setenv("COURSE_HUB_SETTINGS", "/elsewhere.toml")
    assert settings_file() == Path("/elsewhere.toml")


def test_groups_and_services_are_named_as_nbgrader_looks_for_them() -> None:
    settings = Settings(course_id="c1")
    assert (settings.instructors_group, settings.students_group) == ("formgrade-c1", "nbgrader-c1")
    assert settings.inbound == Path("/srv/course-hub/exchange/c1/inbound")


def test_ids_that_cannot_log_in_are_refused_one_by_one() -> None:
    settings = Settings(instructors=("maya",))
    assert refused(["ada", "bob_2"], settings, {"root", "daemon"}) == []
    lines = refused(["Ada", "daemon", "grader", "maya", "zo~C3~AB", "ada"], settings, {"root", "daemon"})
    assert [line.split(":")[0] for line in lines] == [
        "the id Ada cannot be the name of a Unix user (small letters, digits, `-` and `_`, at most 32)",
        "the id daemon is an account of the machine itself",
        "the id grader is an account of the machine itself",
        "maya is an instructor in the settings and a student in the roster",
        "the id zo~C3~AB cannot be the name of a Unix user (small letters, digits, `-` and `_`, at most 32)",
    ]
