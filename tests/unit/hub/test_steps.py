"""The steps of deploy/hub/setup.py, each without a hub: what it does, in which order, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from autograder.hub.settings import Settings
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
    services.write_services(settings, True, systemd=False)
    services.say(settings, systemd=False)
    assert not units.exists()
    assert called == []
    assert f"the hub:      {settings.prefix}/bin/hub" in capsys.readouterr().out


def test_the_hubs_test_leaves_the_machines_systemd_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.support import hub

    ended = hub.subprocess.CompletedProcess([], 0, "", "")
    run: list[list[str]] = []
    monkeypatch.setattr(hub.subprocess, "run", lambda words, **_: (run.append(words), ended)[1])
    hub.set_up(tmp_path / "hub.toml")
    assert "--no-systemd" in run[0]
