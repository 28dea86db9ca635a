"""Packages for other systems, unpacked and run in the folders that these document."""

from __future__ import annotations

import errno
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import nbformat
import pytest

from autograder.cli import main
from autograder.doors.__main__ import main as run_door
from autograder.doors.package import GRADER_LOCK
from autograder.exam.sandbox.seccomp import has_filter
from autograder.exam.sandbox.syscalls import prctl
from autograder.exam.sandbox.walls import works
from tests.support.notebooks import (
    DOUBLING,
    HIDDEN_INPUT,
    HIDDEN_MESSAGE,
    HIDDEN_SCHEME,
    RIGHT,
    ROOT,
    doubling,
    find,
    make_course,
    make_notebook,
    released_cells,
)

PR_CAPBSET_DROP, CAP_SYS_ADMIN = 24, 21
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}
# "Output format" of https://gradescope-autograders.readthedocs.io/en/latest/specs/, read in November 2026.
RESULTS_SCHEMA: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "score": {"type": "number"},
        "execution_time": {"type": "number"},
        "output": {"type": "string"},
        "output_format": FORMAT,
        "test_output_format": FORMAT,
        "test_name_format": FORMAT,
        "visibility": VISIBILITY,
        "stdout_visibility": VISIBILITY,
        "extra_data": {"type": "object"},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": {"type": "string"},
                    "name_format": FORMAT,
                    "number": {"type": "string"},
                    "output": {"type": "string"},
                    "output_format": FORMAT,
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "visibility": VISIBILITY,
                    "extra_data": {"type": "object"},
                },
            },
        },
    },
}
# What of "optional, but required if not on each test case" has to hold where points are given.
GRADED_SCHEMA = {**RESULTS_SCHEMA, "required": ["score", "tests", "output"]}
FULL = {"double: value": 2, "double: kinds": 2, "halve: value": 3}
PARTLY = {**RIGHT, "double": "def double(x):\n    return 2 * x if x != 'a' else ''"}
SECRETS = (HIDDEN_INPUT, HIDDEN_MESSAGE, HIDDEN_SCHEME, "BEGIN HIDDEN", "-2.5")
MARK = "a-students-mark"
USERS = [{"email": "ada@example.org", "id": 1234, "name": "Ada Lovelace"}]


@dataclass(frozen=True)
class Ran:
    """What came of one run.

    Attributes:
        results: what results.json says, None where there is none.
        printed: what the instructor reads.
    """

    code: int
    results: dict[str, Any] | None
    printed: str

    @property
    def read(self) -> dict[str, Any]:
        """What results.json says; it has the documented form."""
        assert self.results is not None, self.printed
        jsonschema.validate(self.results, RESULTS_SCHEMA)
        return self.results

    @property
    def scores(self) -> dict[str, float]:
        """The points by the checks' names, where there are any; then the file is complete."""
        jsonschema.validate(self.read, GRADED_SCHEMA)
        found = {test["name"]: test["score"] for test in self.read["tests"]}
        assert sum(found.values()) == self.read["score"]
        return found

    @property
    def has_no_score(self) -> bool:
        """Whether nothing in it can be taken for a number of points."""
        return "score" not in self.read and not any("score" in test for test in self.read["tests"])


@dataclass(frozen=True)
class Gradescope:
    """The folder /autograder of a container, as it is when `run_autograder` is called."""

    root: Path

    def hand_in(
        self,
        files: Mapping[str, str | bytes],
        metadata: Any = None,
        prepare: Callable[[], None] | None = None,
        **environment: str,
    ) -> Ran:
        """Hand in these files, and have them graded.

        Args:
            metadata: what submission_metadata.json says; of one student without it.
            prepare: called in the new process before the script starts.
        """
        submission = self.root / "submission"
        shutil.rmtree(submission, ignore_errors=True)
        write_files(submission, files)
        says = {"id": 1, "users": USERS, "previous_submissions": []} if metadata is None else metadata
        (self.root / "submission_metadata.json").write_text(json.dumps(says), encoding="utf-8")
        return self.run(prepare, **environment)

    def hand_in_here(self, files: Mapping[str, str | bytes], metadata: Any = None) -> Ran:
        """The same in this process, with its warm engines: what the scripts start, without the scripts."""
        submission, results = self.root / "submission", self.root / "results"
        shutil.rmtree(submission, ignore_errors=True)
        write_files(submission, files)
        says = {"users": USERS} if metadata is None else metadata
        (self.root / "submission_metadata.json").write_text(json.dumps(says), encoding="utf-8")
        (results / "results.json").unlink(missing_ok=True)
        source, printed = self.root / "source", io.StringIO()
        with tempfile.TemporaryDirectory() as scratch, redirect_stderr(printed):
            shutil.copytree(source / "course", Path(scratch) / "course")
            where = ["--package", source, "--course", f"{scratch}/course", "--sent", submission]
            where += ["--scratch", f"{scratch}/work", "--results", results]
            code = run_door(["gradescope", *map(str, where), "--metadata", f"{self.root}/submission_metadata.json"])
        read = results / "results.json"
        return Ran(code, json.loads(read.read_text(encoding="utf-8")), printed.getvalue())

    def run(self, prepare: Callable[[], None] | None = None, **environment: str) -> Ran:
        """Have what lies in /autograder/submission graded."""
        done = subprocess.run(
            [self.root / "run_autograder"],
            cwd=self.root,
            env={**os.environ, "AUTOGRADER_ROOT": str(self.root), "AUTOGRADER_PYTHON": sys.executable, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            preexec_fn=prepare,
        )
        path = self.root / "results" / "results.json"
        results = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
        return Ran(done.returncode, results, done.stdout)


def gradescope(folder: Path, package: Path) -> Gradescope:
    """A container's folder /autograder with this package."""
    root = folder / "autograder"
    if package.is_dir():
        shutil.copytree(package, root / "source", copy_function=os.link)
    else:
        unzip(package, root / "source")
    (root / "results").mkdir()
    shutil.copy(root / "source" / "run_autograder", root / "run_autograder")
    return Gradescope(root)


def unzip(package: Path, folder: Path) -> None:
    """Unpack a zip with the modes that it notes, as unzip does."""
    with zipfile.ZipFile(package) as archive:
        for member in archive.infolist():
            path = Path(archive.extract(member, folder))
            path.chmod(member.external_attr >> 16 & 0o777)


def course_to_pack(folder: Path, settings: str = "") -> Path:
    """The course of two tiny labs, without PyTorch, with what a package needs."""
    course = make_course(folder / "course", settings=f'c.Course.subject = ""\nc.Exam.call_seconds = 1.0\n{settings}')
    shutil.copy(ROOT / GRADER_LOCK, course / GRADER_LOCK)
    return course


def pack(course: Path, door: str = "gradescope", lab: str = DOUBLING, *more: str, into: Path | None = None) -> Path:
    """The package of a lab, made by the command."""
    folder = into or course.parent
    out = folder / f"{door}-{lab}{'.zip' if door == 'gradescope' else ''}"
    where = ["--course", str(course), "--gradebook", str(folder / "gradebook"), "--out", str(out)]
    assert main([door, "--lab", lab, *where, *more]) == 0
    return out


def unpacked(package: Path) -> Path:
    """What is in a zip, with its modules compiled, as install.sh leaves it."""
    folder = package.with_suffix("")
    unzip(package, folder)
    subprocess.run([sys.executable, "-m", "compileall", "-qq", folder / "course"], check=True)
    return folder


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)


def notebook(answers: Mapping[str, str] | None = None, extra: str = "") -> str:
    """A student's notebook of the lab, with a cell of their own at its end."""
    cells = released_cells(doubling())
    for name, source in (answers or {}).items():
        find(cells, name).source = source
    if extra:
        cells.append(nbformat.v4.new_code_cell(extra))
    return json.dumps(make_notebook(cells))


def no_namespaces() -> Callable[[], None]:
    """Called in a new process, it does what Docker's own filter does to a container without CAP_SYS_ADMIN."""
    if not has_filter():
        pytest.skip(reason="there is no libseccomp, with which namespaces are forbidden here")

    def forbid() -> None:
        import pyseccomp

        rules = pyseccomp.SyscallFilter(pyseccomp.ALLOW)
        for call in ("unshare", "mount", "setns", "pivot_root"):
            rules.add_rule(pyseccomp.ERRNO(errno.EPERM), call)
        rules.load()

    return forbid


def no_right_to_mount() -> Callable[[], None]:
    """Called in a new process, it takes CAP_SYS_ADMIN away: what is left is the sandbox of an ordinary user."""
    if not works("user"):
        pytest.skip(reason="this machine has no user namespaces")

    def drop() -> None:
        prctl(PR_CAPBSET_DROP, CAP_SYS_ADMIN)

    return drop


def vocareum(
    package: Path, folder: Path, files: dict[str, str | bytes], prepare: Any = None
) -> tuple[int, str, str, str]:
    """What grade.sh ends with, the grade file, the report, and what was printed."""
    work = folder / "work"
    write_files(work, files)
    grades, report = folder / "grades", folder / "report"
    variables = {"vocareumGradeFile": str(grades), "vocareumReportFile": str(report), "VOC_HOME_DIR": str(work)}
    done = subprocess.run(
        ["bash", package / "grade.sh"],
        cwd=work,
        env={**os.environ, **variables, "VOC_USERID": "12", "AUTOGRADER_PYTHON": sys.executable, "HOME": str(work)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=prepare,
    )
    return done.returncode, grades.read_text(), report.read_text(), done.stdout + done.stderr
