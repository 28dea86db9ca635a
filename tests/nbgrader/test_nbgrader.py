"""Stock nbgrader's own commands work on the course, where its configuration lets them."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.corpus.matrix import ROOT
from tests.support.commands import module_command

# The shipped configuration without the two lines that keep these commands from running and showing too much.
STOCK = (
    'c.Course.allow_stock_autograde = True\nc.GenerateFeedback.exporter_class = "nbconvert.exporters.HTMLExporter"\n'
)
LAB, NOTEBOOK = "02_padding_and_stride", "padding_and_stride.ipynb"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the course with one lab, released, and the solution handed in by a student."""
    folder = tmp_path_factory.mktemp("course")
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(f"{config}\n{STOCK}\n", encoding="utf-8")
    shutil.copytree(ROOT / "solutions" / LAB, folder / "solutions" / LAB)
    nbgrader(folder, "generate_assignment", LAB)
    target = folder / "gradebook" / "submitted" / "ada" / LAB
    target.mkdir(parents=True)
    shutil.copy(folder / "solutions" / LAB / NOTEBOOK, target)
    return folder


def nbgrader(folder: Path, *arguments: str) -> str:
    command = module_command("nbgrader", *arguments)
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, (
        f"nbgrader {' '.join(arguments)} ended with {done.returncode}:\n{done.stdout}{done.stderr}"
    )
    return done.stdout + done.stderr


def test_the_exchange_folder_is_there_and_can_be_written(course: Path) -> None:
    """Formgrader complains in red where it is not."""
    assert os.access(course / "gradebook" / "exchange", os.W_OK | os.X_OK)


def test_generate_assignment_makes_the_release_we_commit(course: Path) -> None:
    ours = ROOT / "notebooks" / LAB / NOTEBOOK
    assert (course / "notebooks" / LAB / NOTEBOOK).read_bytes() == ours.read_bytes()


@pytest.mark.timeout(600)  # four commands of nbgrader, each with 300 s of its own
def test_autograde_feedback_export_and_db_work(course: Path) -> None:
    nbgrader(course, "autograde", LAB)
    nbgrader(course, "generate_feedback", LAB)
    assert len(list((course / "gradebook" / "feedback").rglob("*.html"))) == 1
    nbgrader(course, "export", "--to", str(course / "grades.csv"))
    with (course / "grades.csv").open(newline="") as file:
        scores = {row["student_id"]: (float(row["score"]), float(row["max_score"])) for row in csv.DictReader(file)}
    assert scores == {"ada": (18.0, 18.0)}
    assert LAB in nbgrader(course, "db", "assignment", "list")
    assert "ada" in nbgrader(course, "db", "student", "list")
