"""What a person gives in nbgrader's own formgrader stands everywhere: in scores.csv, on the pages, in the export, and
after a regrade.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import nbformat
import pytest

from autograder.cli import main
from autograder.export import export
from autograder.gradebook.scores import read_scores
from autograder.report import write_reports
from tests.support.notebooks import ROOT, Page

LAB = "01_convolution"
NOTEBOOK = "convolution"
MANUAL = "es1_in_words"
WORDS = "A kernel slides over the image; each place is a sum of products."
COMMENT = "Well put; say where the window stops."
GIVEN = 2.5
TOKEN = "a-token-of-this-test-only"
STARTED = re.compile(r"http://127\.0\.0\.1:(\d+)/")


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lab 1 alone, handed in by one student with one exercise and Es 1, and graded into the course's own gradebook
    folder.
    """
    folder = tmp_path_factory.mktemp("manual")
    for part in ("solutions", "notebooks"):
        shutil.copytree(ROOT / part / LAB, folder / part / LAB)
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    notebook = nbformat.read(folder / "notebooks" / LAB / f"{NOTEBOOK}.ipynb", as_version=4)
    answers = {
        MANUAL: WORDS,
        "corr2d": (ROOT / "tests/answers/corr2d/right/loops_zeros.py").read_text(encoding="utf-8"),
    }
    for cell in notebook.cells:
        cell.source = answers.get(cell.id, cell.source)
    submitted = folder / "gradebook" / "submitted" / "ada" / LAB
    submitted.mkdir(parents=True)
    nbformat.write(notebook, submitted / f"{NOTEBOOK}.ipynb")
    assert run(folder, "grade", "--submitted", folder / "gradebook" / "submitted", "--jobs", 1) == 0
    return folder


def run(course: Path, command: str, *arguments: object) -> int:
    return main([command, "--course", str(course), "--gradebook", str(course / "gradebook"), *map(str, arguments)])


@contextmanager
def formgrader(course: Path) -> Iterator[httpx.Client]:
    """A Jupyter server of the course with formgrader in it, on a free port of this machine's own, and a client with its
    token.
    """
    environment = {key: value for key, value in os.environ.items() if not key.startswith("JUPYTER")}
    home = course / "home"
    for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "HOME", "IPYTHONDIR"):
        environment[name] = str(home / name.lower())
    extensions = "ServerApp.jpserver_extensions=nbgrader.server_extensions.formgrader=True"
    options = (
        "ip=127.0.0.1",
        "port=0",
        "open_browser=False",
        "allow_root=True",
        f"root_dir={course}",
        "log_level=INFO",
    )
    command = [
        sys.executable,
        "-m",
        "jupyter_server",
        f"--{extensions}",
        *(f"--ServerApp.{option}" for option in options),
    ]
    command.append(f"--IdentityProvider.token={TOKEN}")
    environment["JUPYTER_NO_CONFIG"] = "1"  # of the extensions on this machine, formgrader alone
    with subprocess.Popen(
        command, cwd=course, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as server:
        try:
            assert server.stderr is not None
            told = []
            for line in server.stderr:
                told.append(line)
                found = STARTED.search(line)
                if found:
                    break
            else:
                pytest.fail("the server did not start:\n" + "".join(told))
            threading.Thread(target=server.stderr.read, daemon=True).start()  # so that it can go on telling
            with httpx.Client(
                base_url=found[0], headers={"Authorization": f"token {TOKEN}"}, timeout=30, trust_env=False
            ) as client:
                yield client
        finally:
            server.kill()  # it keeps nothing of its own; the grades are in the database
            server.wait()


def points(course: Path) -> dict[str, float | None]:
    return {row.test: row.points for row in read_scores(course / "gradebook")}


def test_a_grade_and_a_comment_given_in_formgrader_stand_everywhere_after_a_regrade(course: Path) -> None:
    gradebook = course / "gradebook"
    automatic = sum(given or 0 for given in points(course).values())
    assert automatic > 0
    assert points(course)[MANUAL] is None
    assert export(course, gradebook, "csv").left == (f"ada, {LAB}: {MANUAL} waits for an instructor",)

    with formgrader(course) as client:
        port = client.base_url.port
        assert client.get("formgrader/api/grades", headers={"Authorization": ""}).status_code in (302, 403)
        shown = client.get(f"formgrader/api/submission/{LAB}/ada").json()
        assert (shown["score"], shown["max_score"], shown["needs_manual_grade"]) == (automatic, 28, True)
        (sent,) = client.get(f"formgrader/api/submitted_notebooks/{LAB}/{NOTEBOOK}").json()
        of_it = {"submission_id": sent["id"]}
        grades = {grade["name"]: grade for grade in client.get("formgrader/api/grades", params=of_it).json()}
        comments = {comment["name"]: comment for comment in client.get("formgrader/api/comments", params=of_it).json()}
        assert {name: grade["auto_score"] for name, grade in grades.items() if name != MANUAL} == {
            name: given for name, given in points(course).items() if name != MANUAL
        }
        assert (grades[MANUAL]["auto_score"], grades[MANUAL]["needs_manual_grade"]) == (None, True)
        page = client.get(f"formgrader/submissions/{sent['id']}/")
        assert page.status_code == 200
        assert WORDS in page.text
        put = client.put(f"formgrader/api/grade/{grades[MANUAL]['id']}", json={"manual_score": GIVEN})
        assert (put.status_code, put.json()["manual_score"]) == (200, GIVEN)
        put = client.put(f"formgrader/api/comment/{comments[MANUAL]['id']}", json={"manual_comment": COMMENT})
        assert (put.status_code, put.json()["manual_comment"]) == (200, COMMENT)
        assert client.get(f"formgrader/api/submission/{LAB}/ada").json()["score"] == automatic + GIVEN
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0

    assert run(course, "grade", "--submitted", gradebook / "submitted", "--jobs", 1, "--force") == 0
    assert points(course)[MANUAL] == GIVEN
    total = f"{automatic + GIVEN:g}"
    done = export(course, gradebook, "csv", output=course / "all.csv")
    assert done.left == ()
    assert f"ada,{LAB},{total},28,0,{total},graded,ada" in done.path.read_text(encoding="utf-8").splitlines()
    assert run(course, "feedback") == 0
    assert write_reports(course, gradebook)
    feedback = Page(gradebook / "feedback" / "ada" / LAB / f"{NOTEBOOK}.html")
    assert COMMENT in feedback.text
    assert re.search(rf"\b{re.escape(total)}\b", feedback.text)
    assert any(f"{GIVEN:g}" in " ".join(row) for row in feedback.rows) or f"{GIVEN:g}" in feedback.text
    report = Page(gradebook / "reports" / f"{LAB}.html")
    assert any("ada" in row[0] and total in " ".join(row) for row in report.rows if row)
