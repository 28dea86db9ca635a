"""The steps of deploy/hub/setup.py, each without a hub: what it does, in which order, and what it refuses."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.hub.settings import Settings
from autograder.release.requirements import CPU_FILES, cpu_of, locked, without_gpu
from tests.support.notebooks import ROOT

KIT = ROOT / "deploy/hub"


@pytest.fixture(autouse=True)
def _kit_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(KIT))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings whose folders all lie in the test's own."""
    folders = {name: tmp_path / name for name in ("prefix", "state", "homes")}
    return Settings(course_id="c1", exchange=tmp_path / "gate/exchange", **folders)  # type: ignore[arg-type]


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands of systemd that are given, in the place of being run."""
    from steps import services

    words: list[str] = []
    monkeypatch.setattr(services, "command", lambda arguments: words.append(" ".join(map(str, arguments))))
    return words


def test_a_machines_systemd_is_left_alone_where_that_is_asked(
    settings: Settings,
    called: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from steps import services

    units = tmp_path / "units"
    monkeypatch.setattr(services, "UNITS", units)
    services.write_services(settings, systemd=False)
    services.say(settings, systemd=False)
    assert not units.exists()
    assert called == []
    assert f"the hub:      {settings.prefix}/bin/hub" in capsys.readouterr().out


@pytest.mark.parametrize("changed", ["etc/course-hub.packages", "etc/course-hub.toml", "etc/jupyterhub_config.py"])
def test_the_services_are_restarted_once_after_a_change_of_what_they_run_with(
    settings: Settings, called: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str
) -> None:
    from steps import services

    monkeypatch.setattr(services, "UNITS", tmp_path / "units")
    (settings.environment / "etc").mkdir(parents=True)
    hub_toml = tmp_path / "hub.toml"
    hub_toml.write_text("port = 1\n", encoding="utf-8")
    (settings.environment / "etc/course-hub.toml").symlink_to(hub_toml)
    restarts = [f"systemctl restart course-{name}.service" for name in ("hub", "watch")]

    def restarted() -> list[str]:
        called.clear()
        services.write_services(settings, systemd=True)
        return [line for line in called if "restart" in line]

    assert restarted() == restarts
    assert restarted() == []
    (settings.environment / changed).write_text("port = 2\n", encoding="utf-8")
    assert restarted() == restarts
    assert restarted() == []
    (settings.prefix / "bin/hub").write_text("of an earlier kit", encoding="utf-8")
    services.forget(settings)
    assert restarted() == restarts


def test_a_restart_that_fails_is_made_up_for_by_the_next_run(
    settings: Settings, called: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from steps import StepError, services

    monkeypatch.setattr(services, "UNITS", tmp_path / "units")
    works = services.command

    def fails(arguments: list[str]) -> None:
        if "restart" in arguments:
            raise StepError("no")

    monkeypatch.setattr(services, "command", fails)
    with pytest.raises(StepError):
        services.write_services(settings, systemd=True)
    monkeypatch.setattr(services, "command", works)
    services.write_services(settings, systemd=True)
    assert "systemctl restart course-hub.service" in called


def test_without_systemd_each_run_says_that_nothing_was_started(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    from steps import services

    for _ in range(2):
        services.write_services(settings, systemd=False)
        told = capsys.readouterr().out
        assert "note: nothing was started" in told
        assert "as they were last started" not in told


@pytest.mark.parametrize("taken_back", [False, True])
def test_a_change_that_was_made_without_systemd_is_followed_by_a_restart_with_it(
    settings: Settings, called: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, taken_back: bool
) -> None:
    """Also where the change is taken back: somebody may have restarted the programs by hand in between."""
    from steps import services

    monkeypatch.setattr(services, "UNITS", tmp_path / "units")
    (settings.environment / "etc").mkdir(parents=True)
    file = settings.environment / "etc/jupyterhub_config.py"
    file.write_text("old", encoding="utf-8")
    services.write_services(settings, systemd=True)
    file.write_text("new", encoding="utf-8")
    services.write_services(settings, systemd=False)
    if taken_back:
        file.write_text("old", encoding="utf-8")
    called.clear()
    services.write_services(settings, systemd=True)
    assert "systemctl restart course-hub.service" in called
    assert "systemctl restart course-watch.service" in called


def test_the_hubs_test_leaves_the_machines_systemd_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support import hub

    ended = hub.subprocess.CompletedProcess([], 0, "", "")
    run: list[list[str]] = []
    monkeypatch.setattr(hub.subprocess, "run", lambda words, **_: (run.append(words), ended)[1])
    hub.set_up(tmp_path / "hub.toml")
    assert "--no-systemd" in run[0]


# Installs with nothing but the standard library: `pip` and `venv` are written down, all else is run.
INSTALL = """
import json, pathlib, sys
root, place = map(pathlib.Path, sys.argv[1:])
sys.path[:0] = [str(root), str(root / "deploy/hub")]
from autograder.hub.settings import Settings
from steps import command, programs
settings = Settings(prefix=place, torch="cpu")
settings.environment.mkdir(parents=True)
installed = []

def run(words, folder=None):
    if "pip" in words:
        installed.append(str(words[-1]))
    elif "venv" not in words:
        command([sys.executable, "-I", "-S", *words[1:]], folder=folder)

programs.command = run
programs._install(root, settings)
print(json.dumps(installed))
"""


def test_pytorch_without_gpus_is_installed_before_anything_else_is_there(tmp_path: Path) -> None:
    bare = subprocess.run(
        [sys.executable, "-I", "-S", "-c", INSTALL, ROOT, tmp_path], capture_output=True, text=True, check=False
    )
    assert bare.returncode == 0, bare.stderr
    files = [tmp_path / "env" / name for name in CPU_FILES]
    assert json.loads(bare.stdout.splitlines()[-1]) == [str(file) for file in files]
    cpu = cpu_of(ROOT)
    assert cpu is not None
    parts = without_gpu(locked(KIT / "requirements.lock"), cpu)
    assert [file.read_text(encoding="utf-8").splitlines() for file in files] == [list(part) for part in parts]


def test_the_folder_around_the_exchange_is_not_shut_where_others_need_it(settings: Settings) -> None:
    from steps import StepError, folders

    gate = settings.exchange.parent
    folders.check(settings)
    settings.exchange.mkdir(parents=True)
    folders.check(settings)
    (gate / "ftp").mkdir()
    with pytest.raises(StepError, match=f"{gate}, which also holds ftp; .*{gate}/course-hub/exchange"):
        folders.check(settings)
    with pytest.raises(StepError, match="which also holds hub/env"):
        folders.check(replace(settings, exchange=gate / "none/exchange", prefix=gate / "none/hub/env"))
    with pytest.raises(StepError, match="would enter /, which also holds"):
        folders.check(replace(settings, exchange=Path("/exchange")))
    with pytest.raises(StepError):
        folders.make(settings)
    assert gate.stat().st_mode & 0o005 == 0o005


def test_a_full_disk_leaves_the_old_file_and_is_no_success(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import steps

    def limited(_: Settings, words: list[str | Path], *, text: str) -> str:
        return steps.command(["sh", "-c", f'ulimit -f {blocks}; exec "$@"', "sh", *words], text=text)

    monkeypatch.setattr(steps, "as_account", limited)
    roster = tmp_path / "a/roster.csv"
    blocks = 1000
    assert steps.write_in_home(settings, roster, "id\nada\n")
    assert not steps.write_in_home(settings, roster, "id\nada\n")
    blocks = 1
    with pytest.raises(steps.StepError):
        steps.write_in_home(settings, roster, "id\n" + "ada\n" * 10_000)
    assert roster.read_text(encoding="utf-8") == "id\nada\n"
    blocks = 1000
    assert steps.write_in_home(settings, roster, "id\nbob\n")
    assert [path.name for path in roster.parent.iterdir()] == ["roster.csv"]
    assert roster.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("missing", ["tls_key", "tls_cert"])
def test_a_certificate_that_is_not_there_is_refused_before_the_hub_is_restarted(
    settings: Settings, tmp_path: Path, missing: str
) -> None:
    from steps import StepError, machine

    files = {name: str(tmp_path / name) for name in ("tls_key", "tls_cert")}
    for file in files.values():
        Path(file).touch()
    machine.refuse_missing(replace(settings, **files))
    Path(files[missing]).unlink()
    with pytest.raises(StepError, match=f"^{missing} in the settings: there is no file {files[missing]}$"):
        machine.check(replace(settings, **files))


def test_who_set_up_a_hub_for_all_addresses_is_told_one(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    from steps import services

    services.say(replace(settings, address="0.0.0.0", port=443, tls_key="/k.pem"), systemd=True)
    told = capsys.readouterr().out
    assert "in a browser: https://" in told
    assert "0.0.0.0" not in told
    services.say(settings, systemd=True)
    assert "in a browser: http://127.0.0.1:580" in capsys.readouterr().out
