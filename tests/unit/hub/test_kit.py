"""The files of deploy/hub that are not run here: programs, units, and the image's last step."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from autograder.hub.settings import Settings
from tests.support.notebooks import ROOT

KIT = ROOT / "deploy/hub"
TEMPLATES = sorted([*(KIT / "bin").iterdir(), *(KIT / "systemd").iterdir()])


@pytest.fixture(autouse=True)
def _kit_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(KIT))


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda path: path.name)
def test_every_place_in_a_template_is_filled(file: Path) -> None:
    from steps.services import filled

    text = filled(str(file.relative_to(KIT)), Settings(course_id="c1"))
    assert re.findall(r"@[A-Z_]+@", text) == []
    assert "/opt/course-hub" in text
    if file.parent.name == "bin":
        checked = subprocess.run(["sh", "-n"], input=text, text=True, capture_output=True, check=False)
        assert checked.returncode == 0, checked.stderr


def test_the_services_run_the_programs_that_a_machine_without_systemd_runs() -> None:
    for name in ("hub", "watch"):
        unit = (KIT / f"systemd/course-{name}.service").read_text(encoding="utf-8")
        assert f"ExecStart=@PREFIX@/bin/{name}\n" in unit
        assert (KIT / "bin" / name).is_file()


def test_the_grader_is_asked_for_options_that_it_has() -> None:
    from steps.services import filled

    from autograder.cli import parser

    words = filled("bin/watch", Settings()).replace("\\\n", " ").split()
    options = words[words.index("autograder") + 1 : words.index('"$@"')]
    asked = parser().parse_args(options)
    assert str(asked.submitted) == "/srv/course-hub/exchange/convolutions_from_scratch/inbound"
    assert str(asked.gradebook) == "/home/grader/course/gradebook"


def test_setting_up_needs_nothing_that_is_not_installed_yet() -> None:
    """The standard library has to do: it runs with the machine's own Python."""
    bare = subprocess.run(
        [sys.executable, "-I", "-S", KIT / "setup.py", "--help"], capture_output=True, text=True, check=False
    )
    assert bare.returncode == 0, bare.stderr
    assert "--roster" in bare.stdout


def test_the_course_is_copied_whole_and_without_what_is_this_checkouts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from steps import course

    source = tmp_path / "checkout"
    kept = ("nbgrader_config.py", "autograder/gradebook/paths.py", "autograder/dist/x.py", "solutions/01/a.ipynb")
    left = ("gradebook/gradebook.db", ".git/config", ".venv/x", "cnnlab/__pycache__/x.pyc", "tls/key.pem", "dist/a.zip")
    for name in (*kept, *left):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).touch()
    monkeypatch.setattr(course, "command", lambda words: "")
    settings = Settings(homes=tmp_path / "home")
    settings.home.mkdir(parents=True)
    course.copy(source, settings)
    files = {path.relative_to(settings.course).as_posix() for path in settings.course.rglob("*") if path.is_file()}
    assert files == set(kept)
    (settings.course / "nbgrader_config.py").write_text("# edited", encoding="utf-8")
    course.copy(source, settings)
    assert (settings.course / "nbgrader_config.py").read_text(encoding="utf-8") == "# edited"


def test_a_course_that_was_copied_by_half_is_copied_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from steps import StepError, course

    source, settings = tmp_path / "checkout", Settings(homes=tmp_path / "home")
    names = ("nbgrader_config.py", "solutions/01/a.ipynb")
    for name in names:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).touch()
    settings.home.mkdir(parents=True)

    def stops(words: list[str | Path]) -> str:
        (Path(words[-1]) / names[1]).unlink()
        raise StepError("No space left on device")

    monkeypatch.setattr(course, "command", stops)
    with pytest.raises(StepError, match="No space left"):
        course.copy(source, settings)
    monkeypatch.setattr(course, "command", lambda words: "")
    course.copy(source, settings)
    assert all((settings.course / name).is_file() for name in names)
    assert [path.name for path in settings.home.iterdir()] == ["course"]
    (settings.course / names[0]).unlink()
    with pytest.raises(StepError, match="move it away"):
        course.copy(source, settings)


def test_a_python_in_a_home_folder_is_refused(tmp_path: Path) -> None:
    from steps import StepError
    from steps.machine import refuse_hidden

    shut = tmp_path / "home"
    (shut / "bin").mkdir(parents=True)
    (shut / "bin/python3").touch()
    shut.chmod(0o700)
    with pytest.raises(StepError, match="other users cannot enter"):
        refuse_hidden(shut / "bin/python3", shut)


def test_the_image_installs_the_version_of_d2l_that_the_course_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (pinned,) = (text for text in project["dependencies"] if text.startswith("d2l"))
    post_build = KIT / "image/postBuild"
    assert f"--no-deps {pinned} ./*.whl" in post_build.read_text(encoding="utf-8")
    assert post_build.stat().st_mode & 0o111
