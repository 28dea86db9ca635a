"""The beginning of an exercise: its cells, its first named answers and its probes, as an example that works.

The texts are in the folder `templates` beside this file, or in the one that the course's subject names.
"""

from __future__ import annotations

import builtins
import json
import keyword
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any

from autograder.course.answers import ANSWERS, KINDS
from autograder.course.config import SOLUTIONS, subject_of
from autograder.course.model import CourseError, Lab
from autograder.course.names import global_names
from autograder.course.reading import read_course, read_lab
from autograder.course.subject import Subject
from autograder.files import write_whole
from autograder.release.points import ABOUT
from autograder.release.rules import rule_breaks

TEMPLATES = Path(__file__).parent / "templates"
CONCEPT = "values"  # of the one test cell that the example has
FIRST = {"right": "other_way", "wrong": "unchanged", "shortcut": "hardcoded"}


@dataclass(frozen=True)
class NewExercise:
    """What was written: the lab's notebook, the ids of its new cells, and the new files."""

    lab: Lab
    cells: tuple[str, ...]
    files: tuple[Path, ...]


def new_exercise(course: Path, name: str, lab_id: str, points: float) -> NewExercise:
    """Write the beginning of the exercise `name`, worth `points`, behind the last one of a lab.

    Raises:
        CourseError: the name cannot be used, there is no such lab, a file is there already, or the lab would break a
            rule. Nothing is written then.
    """
    labs, subject = read_course(course / SOLUTIONS), subject_of(course)
    lab = _lab(labs, lab_id)
    _check_name(name, labs)
    if points <= 0:
        raise CourseError(f"an exercise gives points, not {points:g}: name how many")
    folder = subject.templates or TEMPLATES
    files = {
        course / ANSWERS / name / kind / f"{FIRST[kind]}.py": _filled(folder / f"{kind}.py.in", name) for kind in KINDS
    }
    files |= _probes(course, subject, folder, name)
    present = [path for path in (*files, course / ANSWERS / name) if path.exists()]
    if present:
        raise CourseError(f"{present[0]}: it is there already; remove it, or choose another name")
    cells = _cells(folder, name, points)
    text = _with_cells(lab, cells, name)
    _check_rules(lab, text)
    for path, content in files.items():
        write_whole(path, content)
    write_whole(lab.path, text)
    return NewExercise(lab, tuple(str(cell["id"]) for cell in cells), tuple(files))


def _lab(labs: Sequence[Lab], lab_id: str) -> Lab:
    for lab in labs:
        if lab.id == lab_id:
            return lab
    raise CourseError(f"{lab_id}: no such lab; the labs are {', '.join(lab.id for lab in labs)}")


def _check_name(name: str, labs: Sequence[Lab]) -> None:
    """Refuse what is no name for an answer, or is one that the course uses for something else."""
    if not name.isidentifier() or keyword.iskeyword(name) or name in dir(builtins) or not name.isascii():
        raise CourseError(f"{name!r} cannot be the name of a function: choose letters, digits and _, such as pad2d")
    for lab in labs:
        for cell in lab.cells:
            if name in (cell.name, cell.exercise) or _uses(cell.kind, cell.source, name):
                raise CourseError(f"{lab.path}: cell {cell.name!r} uses the name {name!r} already: choose another")


def _uses(kind: str, source: str, name: str) -> bool:
    if kind in ("markdown", "manual"):
        return False
    try:
        return name in set().union(*global_names(source))
    except SyntaxError:  # `rule_breaks` says so
        return False


def _filled(template: Path, name: str) -> str:
    return Template(template.read_text(encoding="utf-8")).substitute(name=name)


def _probes(course: Path, subject: Subject, folder: Path, name: str) -> dict[Path, str]:
    """The file of the probes; none where the subject has no probes, or has them elsewhere than in this course."""
    path, template = subject.probes_file(name), folder / "probes.py.in"
    if path is None or not template.is_file() or course.resolve() not in path.resolve().parents:
        return {}
    return {path: _filled(template, name)}


def _cells(folder: Path, name: str, points: float) -> list[dict[str, Any]]:
    points = int(points) if points == int(points) else points
    about = _cell("markdown", f"{ABOUT}{name}", _filled(folder / "about.md.in", name))
    solution = _cell("code", name, _filled(folder / "solution.py.in", name), solution=True, locked=False)
    test = _cell("code", f"test_{name}_{CONCEPT}", _filled(folder / "test.py.in", name), grade=True, points=points)
    return [about, solution, test]


def _cell(kind: str, name: str, source: str, **marks: Any) -> dict[str, Any]:
    """A cell as JSON; with `marks`, one of nbgrader's."""
    cell: dict[str, Any] = {"cell_type": kind, "id": name, "metadata": {}}
    if marks:
        default = {"grade": False, "locked": True, "solution": False, "task": False, "schema_version": 3}
        cell["metadata"]["nbgrader"] = dict(sorted({**default, "grade_id": name, **marks}.items()))
    if kind == "code":
        cell |= {"execution_count": None, "outputs": []}
    return dict(sorted({**cell, "source": _lines(source.strip("\n"))}.items()))


def _lines(source: str) -> list[str]:
    return source.splitlines(keepends=True)


def _with_cells(lab: Lab, cells: Sequence[dict[str, Any]], name: str) -> str:
    """The text of the lab's notebook with these cells behind those of its last exercise."""
    notebook = json.loads(lab.path.read_text(encoding="utf-8"))
    tests = [number for number, cell in enumerate(lab.cells) if cell.kind == "test"]
    place = tests[-1] + 1 if tests else len(lab.cells)
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            source = "".join(cell["source"])
            cell["source"] = _lines(_with_row(source, lab, name)) if "|" in source else cell["source"]
    notebook["cells"][place:place] = cells
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def _with_row(source: str, lab: Lab, name: str) -> str:
    """A table of the lab's exercises gets a row for the new one, behind that of the last."""
    lines, heading, last = source.split("\n"), [], -1
    exercises = [f"`{exercise.name}`" for exercise in lab.exercises]
    for number, line in enumerate(lines):
        parts = [part.strip() for part in line.strip().strip("|").split("|")]
        if "points" in map(str.lower, parts):
            heading = parts
        elif heading and any(part in exercises for part in parts):
            last = number
    if last < 0:
        return source
    row = ["…" if column.lower() != "points" else f"{{points {name}}}" for column in heading]
    old = [part.strip() for part in lines[last].strip().strip("|").split("|")]
    row[next(place for place, part in enumerate(old) if part in exercises)] = f"`{name}`"
    lines.insert(last + 1, f"| {' | '.join(row)} |")
    return "\n".join(lines)


def _check_rules(lab: Lab, text: str) -> None:
    """Refuse to make a lab of which `release` says more than it does now."""
    with tempfile.TemporaryDirectory(prefix="lab-") as folder:
        path = Path(folder) / lab.id / lab.path.name
        write_whole(path, text)
        now = set(rule_breaks(lab))
        problems = [problem.replace(f"{path}", f"{lab.path}") for problem in rule_breaks(read_lab(path.parent))]
    new = [problem for problem in problems if problem not in now]
    if new:
        raise CourseError("\n".join(("nothing was written, since with the new exercise", *new)))
