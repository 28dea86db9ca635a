"""`python -m autograder doctor` names what this machine has and lacks, and what to do about each lack."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

import pytest

from autograder.cli import doctor, main
from autograder.cli.doctor import Finding, findings
from autograder.exam.sandbox import walls
from cnngrading import subject
from tests.support.notebooks import ROOT, make_course


@pytest.fixture(autouse=True)
def no_guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard is tried in a process of its own, which takes seconds: `test_sealed_guard` looks at what it finds."""
    monkeypatch.setattr(type(subject), "findings", lambda self: ())


def item(words: str) -> Finding:
    """The one finding that holds these words."""
    [found] = [finding for finding in findings(ROOT) if words in finding.what]
    return found


def test_this_machine_can_grade() -> None:
    lacking = [finding for finding in findings(ROOT) if not finding.good and not finding.what.startswith("memory free")]
    assert not [finding for finding in lacking if "sandbox" not in finding.what and "filter" not in finding.what], (
        lacking
    )


def test_every_item_that_may_be_lacking_has_a_cure() -> None:
    assert [finding for finding in findings(ROOT) if not finding.good and not finding.cure] == []
    known = " ".join(finding.what for finding in findings(ROOT))
    for words in (
        "Linux",
        "sandbox in a user namespace",
        "libseccomp",
        "Python 3",
        "torch 2",
        "nbgrader",
        "cnnlab",
        "alembic",
        "cores",
        "memory",
    ):
        assert words in known


@pytest.mark.parametrize(
    ("kinds", "good"),
    [(("root", "user"), [True, True]), (("root",), [True, True]), (("user",), [False, True]), ((), [False, False])],
)
def test_the_sandboxes_are_tried(monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...], good: list[bool]) -> None:
    monkeypatch.setattr(walls, "works", lambda kind: kind in kinds)
    monkeypatch.setattr(doctor.os, "geteuid", lambda: 0)
    assert [item("sandbox as root").good, item("sandbox in a user namespace").good] == good
    assert "user_namespaces" in item("sandbox in a user namespace").cure


def test_an_ordinary_user_is_not_asked_for_the_sandbox_of_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.os, "geteuid", lambda: 1000)
    assert not [finding for finding in findings(ROOT) if "sandbox as root" in finding.what]


def test_a_package_that_does_not_import_is_named_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = importlib.import_module

    def broken(name: str) -> object:
        if name == "torchvision":
            raise RuntimeError("operator torchvision::nms does not exist")
        return whole(name)

    monkeypatch.setattr(doctor.importlib, "import_module", broken)
    assert item("torchvision") == Finding(
        "torchvision: RuntimeError: operator torchvision::nms does not exist", False, "run `make env`"
    )


def test_a_machine_without_linux_is_told_how_to_grade_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not item("system: ").good
    assert "--sandbox none" in item("system: ").cure


@pytest.mark.parametrize(("good", "code"), [(True, 0), (False, 1)])
def test_the_command_prints_each_item_with_its_cure(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], good: bool, code: int
) -> None:
    monkeypatch.setattr(
        doctor,
        "findings",
        lambda course: [Finding("the first", True, "unused"), Finding("the second", good, "mend it")],
    )
    assert main(["doctor"]) == code
    printed = capsys.readouterr().err
    assert printed == "yes the first\n" + ("yes the second\n" if good else "no  the second\n    mend it\n")


def test_a_folder_without_a_course_is_looked_at_for_no_subject(tmp_path: Path) -> None:
    assert not [finding for finding in findings(tmp_path) if "torch" in finding.what]


def test_a_subject_that_is_not_there_is_named_with_the_cure(tmp_path: Path) -> None:
    course = make_course(tmp_path, settings='c.Course.subject = "no_such_module"')
    [found] = [finding for finding in findings(course) if "subject" in finding.what]
    assert not found.good
    assert "c.Course.subject is 'no_such_module', which cannot be imported" in found.cure
