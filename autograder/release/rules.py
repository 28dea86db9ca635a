"""The rules for source notebooks. Each message names the file, the cell and the cure."""

from __future__ import annotations

import ast
import builtins
import json
import re
import symtable
from collections import Counter
from collections.abc import Iterator, Sequence

from autograder.course.model import Cell, Lab
from autograder.course.names import defined_names, free_names, plain_python
from autograder.course.nbgrader_cells import nbgrader_metadata
from autograder.course.regions import HIDDEN, REGIONS, SCHEME, SOLUTION, within
from autograder.release.points import points_mistyped
from autograder.release.weak_tests import weak_tests

REGION_OF = {"solution": SOLUTION, "test": HIDDEN, "manual": SCHEME}
# Almost a marker: nbgrader would ignore a misspelt one and release the text behind it.
NEARLY_MARKER = re.compile(
    r"^\s*[#=]+\s*(?i:begin|end)\b.*(?i:solution|hidden|test|mark|scheme)|(BEGIN|END)\s+(SOLUTION|HIDDEN|MARK)"
)
# The random ids that JupyterLab and nbformat give to cells without one.
RANDOM_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{8}")


def rule_breaks(lab: Lab) -> list[str]:
    """All rules that `lab` breaks, as messages; it cannot be released before there are none."""
    problems = [*_ids(lab), *_regions(lab), *_exercises(lab)]
    problems += points_mistyped(lab)
    problems += _python(lab) or [*_setup(lab), *_names(lab), *_explorations(lab), *weak_tests(lab)]
    return [f"{lab.path}: {problem}" for problem in problems]


def name_clashes(labs: Sequence[Lab]) -> list[str]:
    """Exercises of two labs with the same name, which identifies an exercise in answers, scores and reports."""
    counts = Counter(exercise.name for lab in labs for exercise in lab.exercises)
    return [
        f"{lab.path}: the exercise {exercise.name!r} has the name of another; each name may be used once in the course"
        for lab in labs
        for exercise in lab.exercises
        if counts[exercise.name] > 1
    ]


def _ids(lab: Lab) -> Iterator[str]:
    # Read as plain JSON, since nbformat repairs ids when it reads.
    notebook = json.loads(lab.path.read_text(encoding="utf-8"))
    if (notebook["nbformat"], notebook["nbformat_minor"]) < (4, 5):
        yield (
            "its format is older than 4.5 and has no cell ids: "
            "save it with a current JupyterLab and give each cell a descriptive id"
        )
        return
    kernel = notebook["metadata"].get("kernelspec", {}).get("name", "python3")
    if kernel != "python3":
        yield f"it asks for a kernel {kernel!r}, which students may not have: choose python3"
    counts = Counter(str(cell.get("id", "")) for cell in notebook["cells"])
    for number, (cell, read) in enumerate(zip(notebook["cells"], lab.cells, strict=True), start=1):
        name = str(cell.get("id", ""))
        metadata = nbgrader_metadata(cell)
        where = f"cell {number} ({read.source.strip().split(chr(10))[0][:40]!r})"
        if not name:
            yield f"{where} has no id: give it a descriptive one, which stays the same"
        elif name.isdecimal():
            yield (
                f"{where} has the number {name!r} for its id, as nbstripout gives it without --keep-id: put the ids "
                "back (`git checkout` this file), and strip with `nbstripout --keep-id`"
            )
        elif counts[name] > 1:
            yield f"{where} has the id {name!r}, and so has another: give it one of its own"
        elif metadata.get("grade_id", name) != name:
            yield f"{where} has the id {name!r} and the nbgrader id {metadata['grade_id']!r}: make them the same"
        elif RANDOM_ID.fullmatch(name):
            yield f"{where} has the random id {name!r}: give it a descriptive one, which stays the same"
        if read.kind == "test" and not metadata.get("locked"):
            yield (
                f"the test cell {name!r} is not locked, so stock nbgrader would run the student's version: make it "
                "read-only"
            )
        if metadata.get("task"):
            yield f"{where} is an nbgrader task, which this course does not use: make it a manually graded answer"


def _regions(lab: Lab) -> Iterator[str]:
    markers = {marker for region in REGIONS for marker in region}
    for cell in lab.cells:
        region = REGION_OF.get(cell.kind)
        lines = [line.strip() for line in cell.source.split("\n")]
        lines = [line for line in lines if line in markers or NEARLY_MARKER.search(line)]
        for line in lines:
            if line not in markers:
                yield (
                    f"cell {cell.name!r}: {line!r} looks like a marker but is not one: "
                    f"write one of {', '.join(sorted(markers))}"
                )
            elif region is None or line not in region:
                yield (
                    f"cell {cell.name!r}: {line!r} has no meaning in a {cell.kind} cell: "
                    "remove it, or make the cell what it should be"
                )
        own = [line for line in lines if region and line in region]
        if region and own != list(region) * (len(own) // 2):
            yield (
                f"cell {cell.name!r} has an open region: {region[0]!r} and {region[1]!r} come in pairs, "
                "one after the other"
            )


def _exercises(lab: Lab) -> Iterator[str]:
    for cell in lab.cells:
        if cell.kind == "test" and cell.points <= 0:
            yield f"the test cell {cell.name!r} gives no points: give it some, or remove it"
        if cell.kind == "code":
            yield f"cell {cell.name!r} is no set-up, exploration or answer: tag it `explore`, or lock it as set-up"
    for exercise in lab.exercises:
        if exercise.cell.kind == "manual":
            if exercise.points <= 0:
                yield f"the manually graded cell {exercise.name!r} gives no points: give it some"
            continue
        if not exercise.tests:
            yield f"the exercise {exercise.name!r} has no test cell: name one test_{exercise.name}_<concept>"
        if not within(exercise.cell.source, SOLUTION).strip():
            yield (
                f"the exercise {exercise.name!r} marks no solution: put it between {SOLUTION[0]!r} and {SOLUTION[1]!r}"
            )


def _python(lab: Lab) -> list[str]:
    """Code cells, and test cells without their hidden part, that are not Python; graded cells with magics."""
    problems = []
    for cell in _code_cells(lab):
        for part, source in (("", cell.source), (", without its hidden tests,", cell.visible)):
            try:
                symtable.symtable(plain_python(source), cell.name, "exec")
            except SyntaxError as error:
                problems.append(f"cell {cell.name!r}{part} is not Python, in line {error.lineno}: {error.msg}: fix it")
                break
        if cell.kind != "explore" and plain_python(cell.source) != cell.source:
            problems.append(
                f"cell {cell.name!r} has a line that starts with % or !: a graded cell is plain Python; "
                "move it to an exploration cell"
            )
    return problems


def _code_cells(lab: Lab) -> list[Cell]:
    return [cell for cell in lab.cells if cell.kind in ("setup", "solution", "test", "explore")]


def _setup(lab: Lab) -> Iterator[str]:
    for cell in lab.setup:
        for node in ast.parse(cell.source).body:
            if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                yield f"the set-up cell {cell.name!r} imports *, in line {node.lineno}: import each name"
            elif not isinstance(node, (ast.Import, ast.ImportFrom)) and not _is_docstring(node):
                yield (
                    f"the set-up cell {cell.name!r} does more than import, in line {node.lineno}: "
                    "move that to an exploration cell"
                )


def _is_docstring(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _names(lab: Lab) -> Iterator[str]:
    """Test cells that use a name which no exercise, no import in a set-up cell and not the cell itself defines."""
    known = {*dir(builtins), "__name__"}.union(*(defined_names(cell.source) for cell in lab.setup))
    for exercise in lab.exercises:
        if exercise.cell.kind == "solution":
            if exercise.name not in defined_names(exercise.cell.source):
                yield f"the solution cell {exercise.name!r} does not define {exercise.name!r}: give both the same name"
            known.add(exercise.name)
    for cell in lab.cells:
        if cell.kind == "test":
            # In the student's copy, names that only the hidden part defines are missing.
            for name in sorted((free_names(cell.source) | free_names(cell.visible)) - known):
                yield (
                    f"the test cell {cell.name!r} uses {name!r}, which no exercise, no import and no visible line of "
                    "the cell defines: define it there, or import it in the set-up cell"
                )


def _explorations(lab: Lab) -> Iterator[str]:
    """Exploration cells that define a name which a graded cell needs."""
    needed: dict[str, Cell] = {}
    for cell in lab.cells:
        if cell.kind in ("setup", "solution", "test"):
            for name in free_names(cell.source) | defined_names(cell.source):
                needed.setdefault(name, cell)
    for cell in lab.cells:
        if cell.kind == "explore":
            for name in sorted(defined_names(cell.source) & set(needed)):
                yield (
                    f"the exploration cell {cell.name!r} defines {name!r}, which the graded cell "
                    f"{needed[name].name!r} needs: call it something else"
                )
