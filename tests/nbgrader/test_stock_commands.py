"""With the shipped configuration, nbgrader's own commands lead to our page, and run no student's code unguarded."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from nbgrader.apps.api import NbGraderAPI

from autograder.cli import main
from autograder.course.config import load_config
from autograder.files import write_whole
from autograder.grading import grade, plan
from tests.support.commands import module_command
from tests.support.notebooks import (
    DOUBLING,
    HIDDEN_INPUT,
    HIDDEN_MESSAGE,
    RIGHT,
    doubling,
    find,
    make_course,
    released_cells,
    write_lab,
)

ESCAPE = "from pathlib import Path\nPath('escaped.txt').touch()\nPath('/tmp').exists()\n"


def nbgrader(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}
    return subprocess.run(
        module_command("nbgrader", *arguments),
        cwd=folder,
        env={**environment, "HOME": str(folder), "JUPYTER_NO_CONFIG": "1"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def done(folder: Path, *arguments: str) -> str:
    result = nbgrader(folder, *arguments)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout + result.stderr


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A course, and the folder of a student who answered and handed in by nbgrader's exchange; graded by us."""
    folder = tmp_path_factory.mktemp("stock")
    course, student = make_course(folder / "course"), folder / "student"
    shutil.rmtree(course / "cnnlab")  # its stand-in: nbgrader runs in the course's folder, and imports from there
    write_lab(course / "notebooks" / DOUBLING, released_cells(doubling()))
    done(course, "release_assignment", DOUBLING)
    exchange = course / "gradebook" / "exchange"
    settings = f"c.Exchange.root = {str(exchange)!r}\nc.Exchange.cache = {str(folder / 'cache')!r}\n"
    write_whole(
        student / "nbgrader_config.py",
        f"c = get_config()\n{settings}c.CourseDirectory.course_id = 'convolutions_from_scratch'\n",
    )
    cells = released_cells(doubling())
    for name, answer in RIGHT.items():
        find(cells, name).source = answer
    find(cells, "double").source = f"{ESCAPE}\n{RIGHT['double']}"
    write_lab(student / DOUBLING, cells)
    done(student, "submit", DOUBLING)
    done(course, "collect", DOUBLING)
    rows = grade(plan(course, course / "gradebook" / "submitted", course / "gradebook"), jobs=1).rows()
    assert sum(row.points or 0 for row in rows) == 7
    return course, student


def page(course: Path) -> Path:
    return next((course / "gradebook" / "feedback").glob(f"*/{DOUBLING}/doubling.html"))


@pytest.mark.timeout(300)  # six of nbgrader's commands, of some seconds each
def test_nbgraders_feedback_is_our_page_and_reaches_the_student_by_its_exchange(sent: tuple[Path, Path]) -> None:
    course, student = sent
    done(course, "generate_feedback", DOUBLING)
    text = page(course).read_text(encoding="utf-8")
    assert '<meta name="made-from"' in text
    for secret in (HIDDEN_INPUT, HIDDEN_MESSAGE, "HIDDEN TESTS"):
        assert secret not in text
    done(course, "release_feedback", DOUBLING)
    done(student, "fetch_feedback", DOUBLING)
    (fetched,) = (student / DOUBLING / "feedback").rglob("*.html")
    assert fetched.read_text(encoding="utf-8") == text


@pytest.mark.timeout(300)  # some of nbgrader's commands, of some seconds each
def test_our_own_feedback_command_can_be_released_also_for_who_did_not_use_the_exchange(
    sent: tuple[Path, Path], tmp_path: Path
) -> None:
    course = Path(shutil.copytree(sent[0], tmp_path / "course"))
    gradebook = course / "gradebook"
    write_lab(gradebook / "submitted" / "zoe" / DOUBLING, released_cells(doubling()))
    grade(plan(course, gradebook / "submitted", gradebook), jobs=1)
    shutil.rmtree(gradebook / "feedback", ignore_errors=True)
    assert main(["feedback", "--course", str(course), "--gradebook", str(gradebook)]) == 0
    done(course, "release_feedback", DOUBLING)
    released = list((gradebook / "exchange/convolutions_from_scratch/feedback").glob("*.html"))
    assert {path.read_bytes() for path in released} >= {path.read_bytes() for path in gradebook.rglob("doubling.html")}


def test_formgraders_feedback_button_gives_our_page(sent: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    course, _ = sent
    monkeypatch.chdir(course)
    told = NbGraderAPI(config=load_config(course)).generate_feedback(DOUBLING)
    assert told["success"], told
    assert HIDDEN_MESSAGE not in page(course).read_text(encoding="utf-8")


def test_nbgraders_autograde_runs_nothing_and_names_the_cure(sent: tuple[Path, Path]) -> None:
    course, _ = sent
    (graded,) = (course / "gradebook" / "autograded").rglob("doubling.ipynb")
    before = graded.read_bytes()
    result = nbgrader(course, "autograde", DOUBLING, "--force")
    assert result.returncode == 1
    said = " ".join((result.stdout + result.stderr).split())
    assert "without a sandbox" in said
    assert "allow_stock_autograde = True" in said
    assert "Traceback" not in said
    assert graded.read_bytes() == before
    assert not list(course.rglob("escaped.txt"))


def test_formgraders_autograde_button_shows_why_it_does_not(
    sent: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    course, _ = sent
    monkeypatch.chdir(course)
    (graded,) = (course / "gradebook" / "autograded").rglob("doubling.ipynb")
    told = NbGraderAPI(config=load_config(course)).autograde(DOUBLING, graded.parents[1].name)
    assert not told["success"]
    assert "without a sandbox" in told["log"]
    assert graded.exists()
