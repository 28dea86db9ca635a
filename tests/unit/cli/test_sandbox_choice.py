"""The strongest sandbox that works is taken and noted; where there is none, grading refuses until told."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from traitlets.config import Config

from autograder.cli.sandbox_choice import choose_sandbox
from autograder.course.model import CourseError
from autograder.exam.sandbox import syscalls, walls
from autograder.exam.sandbox.syscalls import SandboxError
from autograder.exam.sandbox.walls import Kind, strongest, works


def test_the_strongest_that_works_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def only(*kinds: str) -> None:
        monkeypatch.setattr(walls, "works", lambda kind: tried.append(kind) or kind in kinds)

    strongest.cache_clear()
    for euid, kinds, expected in (
        (0, ("root", "user"), "root"),
        (0, ("user",), "user"),
        (0, (), "none"),
        (7, ("user",), "user"),
        (7, (), "none"),
    ):
        monkeypatch.setattr(os, "geteuid", lambda euid=euid: euid)
        only(*kinds)
        assert strongest() == expected
        strongest.cache_clear()
    assert tried == ["root", "root", "user", "root", "user", "user", "user"]


def test_whether_one_works_is_tried_in_a_child() -> None:
    before = Path("/proc/self/ns/mnt").readlink()
    assert works("none")
    assert works("user") in (True, False)
    assert Path("/proc/self/ns/mnt").readlink() == before


def test_elsewhere_than_on_linux_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not works("root")
    assert not works("user")


def test_grading_refuses_where_there_is_no_sandbox_until_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.exam.settings.strongest", lambda: "none")
    started: list[Kind] = []
    monkeypatch.setattr(
        "autograder.cli.sandbox_choice.start_engine", lambda limits, kind, hidden, subject, many: started.append(kind)
    )
    with pytest.raises(
        CourseError, match=r"this machine has no sandbox for student code \(`python -m autograder doctor` says why\)"
    ) as refused:
        choose_sandbox(Config(), tmp_path, tmp_path, tmp_path)
    assert "`--sandbox none` grades without one" in str(refused.value)
    assert not started
    assert not list(tmp_path.iterdir())
    assert choose_sandbox(Config({"Exam": {"sandbox": "none"}}), tmp_path, tmp_path, tmp_path) == "none"
    assert started == ["none"]
    assert (tmp_path / "sandbox.txt").read_text() == "none\n"


def test_the_sandbox_that_was_used_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autograder.cli.sandbox_choice.start_engine", lambda limits, kind, hidden, subject, many: None)
    settings = Config()
    kind = choose_sandbox(settings, tmp_path, tmp_path, tmp_path)
    assert (tmp_path / "sandbox.txt").read_text() == f"{kind}\n"
    assert settings.Exam.sandbox == kind == strongest()


def test_a_wall_that_cannot_be_put_up_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(flags: int) -> None:
        raise syscalls.refused(f"unshare({flags:#x})")

    monkeypatch.setattr(syscalls, "unshare", refuse)
    with pytest.raises(SandboxError, match=r"unshare\(0x\w+\): "):
        walls.wall_in("user", [], [])
