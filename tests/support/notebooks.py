"""Notebooks and courses made in code: a course of two tiny labs without torch, and a graded class."""

from __future__ import annotations

import contextlib
import io
import json
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from traitlets.config import Config

from autograder.course.model import Lab
from autograder.course.reading import read_lab
from autograder.course.regions import SCHEME, without
from autograder.exam.engines import as_examined
from autograder.exam.jobs import Answer, Job
from autograder.exam.results import Examined
from autograder.gradebook.paths import database
from autograder.gradebook.scores import Row
from autograder.gradebook.secret import submission_seed
from autograder.grading import Plan, grade, plan
from autograder.intake import Aligned, GradingNotebook, Submission
from tests.support.sharing import once_a_run

ROOT = Path(__file__).parents[2]
SUBJECT = "cnngrading"
DOUBLING = "01_doubling"
TRIPLING = "02_tripling"
STUB = 'raise NotImplementedError("not written yet: replace this line with your code")'
# Words of a hidden test, of its failure message and of a marking scheme that no student may ever read.
HIDDEN_INPUT = "418418"
HIDDEN_MESSAGE = "the canary in the hidden test"
HIDDEN_SCHEME = "the canary in the marking scheme"

FLAGS = {
    "setup": {"grade": False, "solution": False, "locked": True},
    "solution": {"grade": False, "solution": True, "locked": False},
    "test": {"grade": True, "solution": False, "locked": True},
    "manual": {"grade": True, "solution": True, "locked": False},
}


def sentences(mended: Submission | Aligned) -> tuple[str, ...]:
    """What was repaired, in words."""
    return tuple(map(str, mended.repairs))


def make_cell(kind: str, name: str, source: str, points: float | None = None) -> NotebookNode:
    """One source cell; `kind` is md, code, explore, setup, solution, test or manual."""
    make = nbformat.v4.new_markdown_cell if kind in ("md", "manual") else nbformat.v4.new_code_cell
    cell = make(source.strip("\n"), id=name)
    if kind == "explore":
        cell.metadata["tags"] = ["explore"]
    if kind in FLAGS:
        cell.metadata["nbgrader"] = {**FLAGS[kind], "grade_id": name, "schema_version": 3, "task": False}
    if points is not None:
        cell.metadata["nbgrader"]["points"] = points
    return cell


def make_notebook(cells: Sequence[NotebookNode]) -> NotebookNode:
    """A notebook of these cells as they are; nbformat's own maker mends ids that a test has broken."""
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}}
    return nbformat.from_dict({"cells": list(cells), "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def doubling() -> list[NotebookNode]:
    """A lab of two exercises and an answer in words, 10 points."""
    return [
        make_cell("md", "intro", "# Doubling"),
        make_cell("setup", "setup", "import math"),
        make_cell("md", "about_double", "## Twice a number\n\nWrite `double(x)`: `double(3)` is 6."),
        make_cell("explore", "picture_double", "curve = [2 * n for n in range(5)]\ncurve"),
        make_cell(
            "solution",
            "double",
            '''
def double(x):
    """Twice x, a number."""
    ### BEGIN SOLUTION
    return x + x
    ### END SOLUTION''',
        ),
        make_cell(
            "test",
            "test_double_value",
            f'''
def test_double_value():
    """Twice the number, whichever it is."""
    assert double(3) == 6, "double(3) should be 6"
    ### BEGIN HIDDEN TESTS
    assert math.isclose(double({HIDDEN_INPUT}), 2 * {HIDDEN_INPUT}), "{HIDDEN_MESSAGE}"
    ### END HIDDEN TESTS


test_double_value()''',
            2,
        ),
        make_cell(
            "test",
            "test_double_kinds",
            '''
def test_double_kinds():
    """One point for fractions, one for words."""
    return (double(0.5) == 1.0) + (double("a") == "aa")


test_double_kinds()''',
            2,
        ),
        make_cell("md", "about_halve", "## Half a number"),
        make_cell(
            "solution",
            "halve",
            '''
def halve(x):
    """Half of x, a number."""
    ### BEGIN SOLUTION
    return x / 2
    ### END SOLUTION''',
        ),
        make_cell(
            "test",
            "test_halve_value",
            '''
def test_halve_value():
    """Half the number."""
    assert halve(6) == 3
    ### BEGIN HIDDEN TESTS
    assert halve(-5) == -2.5
    ### END HIDDEN TESTS


test_halve_value()''',
            3,
        ),
        make_cell(
            "manual",
            "in_words",
            f"Doubling undoes halving.\n\n{SCHEME[0]}\n\nThree points for {HIDDEN_SCHEME}.\n\n{SCHEME[1]}",
            3,
        ),
    ]


def tripling() -> list[NotebookNode]:
    """A lab of one exercise, 2 points."""
    return [
        make_cell("setup", "setup", "import math"),
        make_cell(
            "solution",
            "triple",
            '''
def triple(x):
    """Three times x."""
    ### BEGIN SOLUTION
    return x + x + x
    ### END SOLUTION''',
        ),
        make_cell(
            "test",
            "test_triple_value",
            '''
def test_triple_value():
    """Three times the number."""
    assert triple(2) == 6
    ### BEGIN HIDDEN TESTS
    assert triple(math.pi) == 3 * math.pi
    ### END HIDDEN TESTS


test_triple_value()''',
            2,
        ),
    ]


def find(cells: Sequence[NotebookNode], name: str) -> NotebookNode:
    return next(cell for cell in cells if cell.id == name)


def write_lab(folder: Path, cells: Sequence[NotebookNode]) -> Path:
    """Write the notebook of a lab's folder, which is named `01_doubling` or the like; returns the notebook's path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{folder.name.split('_', 1)[-1]}.ipynb"
    path.write_text(json.dumps(make_notebook(cells), indent=1), encoding="utf-8")
    return path


def make_lab(folder: Path, cells: Sequence[NotebookNode]) -> Lab:
    write_lab(folder / DOUBLING, cells)
    return read_lab(folder / DOUBLING)


def make_course(folder: Path, labs: Mapping[str, Sequence[NotebookNode]] | None = None, settings: str = "") -> Path:
    """A whole course in `folder`, with what the students' zip needs; `settings` is added to its nbgrader_config.py."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, cells in (labs or {DOUBLING: doubling(), TRIPLING: tripling()}).items():
        write_lab(folder / "solutions" / name, cells)
    config = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    (folder / "nbgrader_config.py").write_text(f"{config}\n{settings}\n", encoding="utf-8")
    for name in ("LICENSE", "pyproject.toml", "requirements-students.lock"):
        shutil.copy(ROOT / name, folder / name)
    for name, text in (
        ("docs/student.md", "# For students\n"),
        ("environment.yml", "name: course\n"),
        ("cnnlab/__init__.py", '"""A stand-in."""\n\nANSWER = 42\n'),
        ("cnnlab/py.typed", ""),
        ("cnnlab/figures/painter.js", "// a script\n"),
        ("cnnlab/__pycache__/left_over.pyc", "bytes"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def released_cells(cells: Sequence[NotebookNode]) -> list[NotebookNode]:
    """The cells as a student has them, roughly as nbgrader makes them: stubs, and no hidden test."""
    copies = [nbformat.from_dict(cell) for cell in cells]
    for cell in copies:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("solution"):
            kept = cell.source.split("    ### BEGIN")[0]
            cell.source = "*Replace this line with your answer.*" if marks["grade"] else f"{kept}    {STUB}"
        cell.source = without(cell.source, ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"))
    return copies


def make_master(cells: Sequence[NotebookNode], lab: str = DOUBLING) -> GradingNotebook:
    """What grading aligns with: stubs, and hidden tests."""
    stubs = {
        cell.id: cell.source for cell in released_cells(cells) if cell.metadata.get("nbgrader", {}).get("solution")
    }
    copies = [nbformat.from_dict(cell) for cell in cells]
    for cell in copies:
        cell.source = stubs.get(cell.id, cell.source)
    return GradingNotebook(lab, lab.split("_", 1)[-1], nbformat.writes(make_notebook(copies)))


def submit(folder: Path, student: str, lab: str = DOUBLING, answers: Mapping[str, str] | None = None) -> Path:
    """Write a student's notebook with `answers` by cell name; the other cells are as released. Returns its path."""
    cells = released_cells(doubling() if lab == DOUBLING else tripling())
    for name, source in (answers or {}).items():
        find(cells, name).source = source
    return write_lab(folder / student / lab, cells)


RIGHT = {
    "double": "def double(x):\n    return 2 * x",
    "halve": "def halve(x):\n    return x / 2",
    "in_words": "One undoes the other.",
}
TRIPLE = {"triple": "def triple(x):\n    return 3 * x"}


class Inline(Executor):
    """An executor that does at once what it is given, in this process."""

    def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(function(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@dataclass(frozen=True)
class GradedClass:
    """A class that was graded in two threads; tests that change the gradebook change a copy of it."""

    course: Path
    submitted: Path
    work: Plan
    rows: tuple[Row, ...]
    examined: dict[tuple[str, str], Examined]

    @property
    def gradebook(self) -> Path:
        return self.work.gradebook

    def of(self, student: str, lab: str = DOUBLING) -> dict[str, Row]:
        """One submission's rows by test cell."""
        return {row.test: row for row in self.rows if (row.student, row.lab) == (student, lab)}

    def outcomes(self, student: str, lab: str = DOUBLING) -> dict[str, str]:
        """What each test cell gave: `passed 2`, `manual` where there are no points."""
        return {
            test: row.outcome if row.points is None else f"{row.outcome} {row.points:g}"
            for test, row in self.of(student, lab).items()
        }

    def who(self, data: bytes) -> tuple[str, str]:
        """Whose job it is, and of which lab, which its seed tells: the secret is that of this gradebook."""
        seed = Job.decode(data).seed
        return next(
            who for who, one in self.examined.items() if submission_seed(self.work.secret, one.submission) == seed
        )

    def known(self, data: bytes) -> bytes:
        """As `autograder.exam.engines.work`, by what the exams said before."""
        return answer_of(Job.decode(data), self.examined[self.who(data)])

    def copy(self, folder: Path) -> Path:
        """A copy of the gradebook."""
        return Path(shutil.copytree(self.gradebook, folder / "gradebook"))


def answer_of(job: Job, examined: Examined) -> bytes:
    """What a worker sends back that has come to the same as `examined`."""
    sandbox = "root" if job.sandbox == "auto" else job.sandbox
    took = examined.seconds, examined.cpu_seconds, examined.memory
    answer = Answer(job.key, job.course, job.print, sandbox, examined.text, examined.verdicts, *took, examined.problem)
    return answer.encode()


def graded_class(factory: pytest.TempPathFactory) -> GradedClass:
    """The class, graded once a run however many modules ask for it."""
    graded: GradedClass = once_a_run(factory, "class", _graded_class)
    return graded


def _graded_class(folder: Path) -> GradedClass:
    settings = 'c.Exam.call_seconds = 1.0\nc.LateSubmissionPlugin.penalty_method = "zero"'
    course, submitted = make_course(folder / "course", settings=settings), folder / "submitted"
    submit(submitted, "ada", answers=RIGHT)
    submit(submitted, "ada", TRIPLING, answers=TRIPLE)
    submit(submitted, "bob")
    submit(
        submitted,
        "carol",
        answers={
            **RIGHT,
            "double": "def double(x):\n    return 2 * x if x != 'a' else ''",
            "in_words": "Half <b>bold</b>.",
        },
    )
    submit(submitted, "dora", answers={**RIGHT, "double": "def double(x)\n    return 2 * x"})
    submit(submitted, "emil", answers={**RIGHT, "halve": "def halve(x):\n    while True:\n        pass"})
    submit(submitted, "fred", answers={**RIGHT, "double": "import os\nos._exit(1)"})
    (submitted / "gus" / DOUBLING).mkdir(parents=True)
    (submitted / "gus" / DOUBLING / "doubling.ipynb").write_text("garbage", encoding="utf-8")
    loud = (
        "import sys, warnings\ndef double(x):\n    warnings.warn('careful')\n    print('loud', "
        "file=sys.stderr)\n    return 2 * x"
    )
    submit(submitted, "hana", answers={**RIGHT, "double": loud})
    known = "def double(x):\n    '''</pre><script>alert(1)</script>'''\n    return {3: 6}[x]"
    submit(submitted, "ivan", answers={**RIGHT, "double": known})
    submit(submitted, "lena", answers={**RIGHT, "double": "def double(x):\n    return {3: 6}.get(x, 0)"})
    late = submit(submitted, "kate", TRIPLING, answers=TRIPLE)
    (late.parent / "timestamp.txt").write_text("2026-03-02 12:00:00 UTC\n", encoding="utf-8")
    work = plan(course, submitted, folder / "gradebook")
    with Gradebook(database(work.gradebook)) as book:
        book.update_or_create_assignment(TRIPLING, duedate="2026-03-01 12:00:00 UTC")
    by_seed = {submission_seed(work.secret, sent): sent for sent in work.submissions}
    examined: dict[tuple[str, str], Examined] = {}

    class Keeping(ThreadPoolExecutor):
        def submit(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            job = Job.decode(args[0])
            sent = by_seed[job.seed]

            def keep(future: Future[bytes]) -> None:
                examined[sent.student, sent.lab] = as_examined(sent, job, future.result())

            future = super().submit(function, *args, **kwargs)
            future.add_done_callback(keep)
            return future

    with contextlib.redirect_stderr(io.StringIO()):
        rows = grade(work, jobs=2, make_executor=Keeping).rows()
    return GradedClass(course, submitted, work, tuple(rows), examined)


def quick_settings() -> Config:
    """A second a call, three a cell: for notebooks that do not end."""
    return Config({"Exam": {"call_seconds": 1.0, "cell_seconds": 3.0}, "Course": {"subject": SUBJECT}})


def processes(session: int) -> list[str]:
    """The processes of a session, as /proc knows them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if fields[3] == str(session) and fields[0] != "Z":
            found.append(path.parent.name)
    return found


def all_gone(session: int, seconds: float = 10.0) -> bool:
    """Whether the processes of a session end within `seconds`; a killed one takes a moment to be gone."""
    end = time.monotonic() + seconds
    while processes(session) and time.monotonic() < end:
        time.sleep(0.02)  # between two looks: who was not started here cannot be waited for
    return not processes(session)


class Page(HTMLParser):
    """An HTML page as a reader has it: its visible text, its tables' rows, its tags and links."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.source = path.read_text(encoding="utf-8")
        self.tags: list[str] = []
        self.links: list[str] = []
        self.rows: list[list[str]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]
        if tag not in ("meta", "img"):
            self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")

    def handle_endtag(self, tag: str) -> None:
        while self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if {"style", "meter", "script"} & set(self._open):  # a meter is drawn; its text stands in for it
            return
        self.text += data
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data.strip()
