"""A folder of submissions → one aligned notebook a student and lab, or the reason why a person has to look.

The notebook that is graded is rebuilt from ours: set-up and test cells are our own, whatever was sent. From the submission come
the sources of the known answer cells and of the student's own extra cells, nothing else.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc

from autograder.course import EXPLORE, SCHEME, without

STUDENT_ID = re.compile(r"[A-Za-z0-9._@-]{1,64}")
LARGEST = 16 * 2**20
TIMESTAMP = "timestamp.txt"
LINK = "its folder is a symbolic link, which is not followed: put the files themselves there"
EXTRA = "extra"


class WrongNotebookError(ValueError):
    """A notebook that holds no answer to any exercise of the lab."""


@dataclass(frozen=True)
class Submission:
    """What one student sent for one lab, aligned with our notebook. `problem` says why it cannot be graded, "" if it can."""

    student: str
    lab: str
    notebook: str = ""
    text: str = ""
    answered: frozenset[str] = frozenset()
    timestamp: datetime | None = None
    problem: str = ""
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Master:
    """Our side of a lab: the notebook to grade with, stubs in place of solutions, hidden tests and all."""

    lab: str
    notebook: str
    text: str


def collect(
    submitted: Path,
    masters: Mapping[str, Master],
    labs: Sequence[str] = (),
    students: Sequence[str] = (),
) -> Iterator[Submission]:
    """Read `submitted/<student>/<lab>/*.ipynb`, in order; `labs` and `students` narrow it.

    Raises:
        FileNotFoundError: `submitted` is not a folder.
    """
    if not submitted.is_dir():
        raise FileNotFoundError(f"{submitted}: no such folder; it should hold <student>/<lab>/<notebook>.ipynb")
    for student in _folders(submitted):
        if students and student.name not in students:
            continue
        if not STUDENT_ID.fullmatch(student.name):
            reason = f"the student id {student.name!r} is too long (64) or has other characters than A-Z a-z 0-9 . _ @ -: rename the folder"
            yield Submission(student.name, "", problem=reason)
            continue
        if student.is_symlink():
            yield Submission(student.name, "", problem=LINK)
            continue
        try:
            folders, strays = _folders(student), sorted(path.name for path in student.glob("*.ipynb"))
        except OSError as error:
            yield Submission(student.name, "", problem=f"the folder cannot be read: {error}")
            continue
        if strays:
            yield Submission(student.name, "", problem=f"{', '.join(strays)} lies outside a lab's folder: one of {', '.join(masters)}")
        for folder in folders:
            if labs and folder.name not in labs:
                continue
            yield _read(student.name, folder, masters)


def _folders(parent: Path) -> list[Path]:
    """The folders in `parent`, links to folders among them (which are refused by name, not passed over in silence)."""
    return sorted(path for path in parent.iterdir() if path.is_dir() and not path.name.startswith("."))


def _read(student: str, folder: Path, masters: Mapping[str, Master]) -> Submission:
    master = masters.get(folder.name)
    if master is None:
        return Submission(student, folder.name, problem=f"there is no lab {folder.name!r}; the labs are {', '.join(masters)}")
    if folder.is_symlink():
        return Submission(student, folder.name, master.notebook, problem=LINK)
    try:
        path = _only_notebook(folder, master)
        aligned, answered = align(master, _parse(path))
        timestamp = _timestamp(folder)
    except WrongNotebookError as error:
        return Submission(student, folder.name, master.notebook, problem=f"{path.name}: {error}")
    except (ValueError, OSError) as error:
        return Submission(student, folder.name, master.notebook, problem=str(error))
    return Submission(student, folder.name, master.notebook, nbformat.writes(aligned), answered, timestamp)


def _only_notebook(folder: Path, master: Master) -> Path:
    paths = sorted(path for path in folder.glob("*.ipynb") if path.is_file() and not path.is_symlink())
    named = [path for path in paths if path.name == f"{master.notebook}.ipynb"]
    if len(named) == 1:
        return named[0]
    if len(paths) != 1:
        names = ", ".join(path.name for path in paths) or "none"
        raise ValueError(f"expected {master.notebook}.ipynb or a single notebook in {folder.name}/, found {names}")
    return paths[0]


def _parse(path: Path) -> NotebookNode:
    if path.stat().st_size > LARGEST:
        raise ValueError(f"{path.name} is larger than {LARGEST // 2**20} MiB")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of missing and repeated ids, which `align` lives with
            notebook: NotebookNode = nbformat.reads(path.read_bytes().decode("utf-8-sig"), as_version=4)
        for cell in notebook.cells:
            if not isinstance(cell.source, str) or not isinstance(cell.metadata, dict):
                raise TypeError("a cell's source is not text, or its metadata are not a table")
            # Half a character (a lone surrogate) can be neither sent to a kernel nor written to a file.
            cell.source = cell.source.encode("utf-8", "replace").decode()
    except Exception as error:  # whatever a damaged file makes nbformat raise, a person has to look at the file
        raise ValueError(f"{path.name} cannot be read as a notebook: {type(error).__name__}: {str(error)[:200]}") from error
    if not notebook.cells:
        raise ValueError(f"{path.name} has no cells")
    return notebook


def _timestamp(folder: Path) -> datetime | None:
    path = folder / TIMESTAMP
    if not path.is_file() or path.is_symlink():
        return None
    try:
        # nbgrader takes an offset that stands apart, as in `12:30:00 +0100`, for seconds.
        sent: datetime | None = parse_utc(re.sub(r" (?=[+-]\d{4}$)", "", path.read_text(encoding="utf-8").strip()[:64]))
    except Exception as error:
        raise ValueError(f"{TIMESTAMP} does not hold a date: {error}") from error
    return sent


def align(master: Master, sent: NotebookNode) -> tuple[NotebookNode, frozenset[str]]:
    """Our notebook with the answers of `sent` in it, and its extra cells behind the known cell they followed.

    Exploration cells keep what the student made of them: an answer may lean on a name from there, as it did at home. A copy of an
    answer cell is an extra cell, so that it has the effect it had at home. (In words, the first copy with something written counts.)

    Returns:
        The notebook, and the names of the answer cells in which something was written.

    Raises:
        WrongNotebookError: none of the lab's answer cells is in `sent`.
    """
    notebook = nbformat.reads(master.text, as_version=4)
    answers = {_grade_id(cell): cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("solution")}
    for cell in answers.values():
        cell.source = without(cell.source, SCHEME).strip("\n")
    stubs = {name: cell.source for name, cell in answers.items()}
    words = {name: cell for name, cell in answers.items() if cell.cell_type == "markdown"}
    theirs = {**answers, **{cell.id: cell for cell in notebook.cells if EXPLORE in cell.metadata.get("tags", [])}}
    known = {cell.id for cell in notebook.cells} | {_grade_id(cell) for cell in notebook.cells} - {""}
    seen: set[str] = set()
    extras: dict[str, list[NotebookNode]] = {}
    after = ""
    for cell in sent.cells:
        name = _grade_id(cell) or str(cell.get("id", ""))
        first = name in known and name not in seen
        if first:
            seen.add(name)
            after = name
        unwritten = name in words and words[name].source == stubs[name]
        if name in theirs and (first or unwritten):
            theirs[name].source = cell.source
        elif (name in theirs or name not in known) and cell.cell_type == "code" and cell.source.strip():
            extras.setdefault(after, []).append(cell)
    if answers and not seen & set(answers):
        raise WrongNotebookError("none of the lab's answer cells is in this notebook; is it the right one?")
    cells = _extra_cells(extras.get("", []), 0)
    for cell in notebook.cells:
        cells.append(cell)
        cells += _extra_cells(extras.get(_grade_id(cell) or cell.id, []), len(cells))
    notebook.cells = cells
    return notebook, frozenset(name for name, cell in answers.items() if cell.source.strip() != stubs[name].strip())


def _extra_cells(sent: list[NotebookNode], start: int) -> list[NotebookNode]:
    """New cells with the sources of `sent`, with ids of our own and nothing else that was sent."""
    fresh = [nbformat.v4.new_code_cell(cell.source) for cell in sent]
    for number, cell in enumerate(fresh, start=start):
        cell.id = f"{EXTRA}-{number}"
    return fresh


def _grade_id(cell: NotebookNode) -> str:
    marks = cell.metadata.get("nbgrader", {})
    return str(marks.get("grade_id", "")) if isinstance(marks, dict) else ""
