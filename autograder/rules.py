"""What a source notebook must keep to, and what must not be in its release. Each complaint names file, cell and cure."""

from __future__ import annotations

import ast
import builtins
import symtable
from pathlib import Path

import nbformat

from autograder.course import REGIONS, SOLUTION, Cell, Lab, defined_names, plain_python, within, without


def rule_breaks(lab: Lab) -> list[str]:
    """All that keeps `lab` from being released."""
    problems = [*_ids(lab), *_exercises(lab), *_names(lab), *_explorations(lab)]
    return [f"{lab.path}: {problem}" for problem in problems]


def leaks(lab: Lab, released: Path) -> list[str]:
    """Lines of solutions, hidden tests and marking schemes that stand in the released notebook, and outputs left in it."""
    text = "\n".join(cell.source for cell in nbformat.read(released, as_version=4).cells)
    lines = {line.strip() for line in text.split("\n")}
    found = []
    for cell in lab.cells:
        public = {line.strip() for line in without(cell.source, *REGIONS).split("\n")}
        secret = {line.strip() for line in within(cell.source, *REGIONS).split("\n")} - public
        # A line such as `return Y` or `)` gives nothing away and may well stand in a visible cell.
        for line in sorted(line for line in secret if len(line) > 24 and line in lines):
            found.append(f"{released}: a hidden line of cell {cell.name!r} is in the release: {line!r}")
    for begin, end in REGIONS:
        if begin in text or end in text:
            found.append(f"{released}: the marker {begin if begin in text else end!r} is in the release; close each region")
    for cell in nbformat.read(released, as_version=4).cells:
        if cell.get("outputs"):
            found.append(f"{released}: cell {cell.id!r} still has outputs")
    return found


def _ids(lab: Lab) -> list[str]:
    problems = []
    seen: set[str] = set()
    for raw, cell in zip(nbformat.read(lab.path, as_version=nbformat.NO_CONVERT).cells, lab.cells, strict=True):
        raw_id = raw.get("id")
        if not raw_id:
            problems.append("a cell without an id: save it as nbformat 4.5 or later, then name each cell")
        elif cell.kind != "markdown" and cell.kind != "explore" and raw_id != cell.name:
            problems.append(f"cell {cell.name!r} has the cell id {raw_id!r}; give it its nbgrader id, which stays the same")
        if raw_id in seen:
            problems.append(f"two cells have the id {raw_id!r}")
        seen.add(str(raw_id))
    return problems


def _exercises(lab: Lab) -> list[str]:
    problems = []
    for cell in lab.cells:
        if cell.kind == "test" and cell.points <= 0:
            problems.append(f"the test cell {cell.name!r} gives no points")
        if cell.kind == "code":
            problems.append(f"cell {cell.name!r} is neither ours to run nor a student's: tag it `explore`, or lock it as set-up")
        for begin, end in REGIONS:
            if cell.source.count(begin) != cell.source.count(end):
                problems.append(f"cell {cell.name!r} has an open region: {begin!r} without {end!r}, or the other way round")
    for exercise in lab.exercises:
        if exercise.cell.kind == "solution":
            if not exercise.tests:
                problems.append(f"the exercise {exercise.name!r} has no test cell; name one test_{exercise.name}_<concept>")
            if not within(exercise.cell.source, SOLUTION):
                problems.append(f"the exercise {exercise.name!r} marks no solution; put it between {SOLUTION[0]!r} and {SOLUTION[1]!r}")
            if exercise.name not in defined_names(exercise.cell.source):
                problems.append(f"the solution cell {exercise.name!r} does not define {exercise.name!r}")
        elif exercise.points <= 0:
            problems.append(f"the manually graded cell {exercise.name!r} gives no points")
    return problems


def _names(lab: Lab) -> list[str]:
    """Test cells that use what neither an exercise, nor an import in a set-up cell, nor they themselves define."""
    known = set(dir(builtins)) | {"__name__"}
    for cell in lab.cells:
        if cell.kind == "setup":
            for node in ast.parse(plain_python(cell.source)).body:
                if isinstance(node, (ast.Import, ast.ImportFrom)):
                    known |= defined_names(ast.unparse(node))
                elif not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
                    return [f"the set-up cell {cell.name!r} does more than import: line {node.lineno}"]
    known |= {exercise.name for exercise in lab.exercises if exercise.cell.kind == "solution"}
    return [
        f"the test cell {cell.name!r} uses {name!r}, which no exercise, no import and not the cell itself defines"
        for cell in lab.cells
        if cell.kind == "test"
        for name in sorted(free_names(cell.source) - known)
    ]


def _explorations(lab: Lab) -> list[str]:
    """Exploration cells that define a name which a graded cell needs."""
    needed: dict[str, Cell] = {}
    for cell in lab.cells:
        if cell.kind in ("solution", "test"):
            for name in free_names(cell.source) | defined_names(cell.source):
                needed.setdefault(name, cell)
    return [
        f"the exploration cell {cell.name!r} defines {name!r}, which the graded cell {needed[name].name!r} needs; call it something else"
        for cell in lab.cells
        if cell.kind == "explore"
        for name in sorted(defined_names(cell.source) & set(needed))
    ]


def free_names(source: str) -> set[str]:
    """The global names that a cell reads and does not itself bind at its top level."""
    code = plain_python(source)
    return _global_reads(symtable.symtable(code, "cell", "exec")) - defined_names(code)


def _global_reads(table: symtable.SymbolTable) -> set[str]:
    module = table.get_type() == "module"
    names = {symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced() and (module or symbol.is_global())}
    for child in table.get_children():
        names |= _global_reads(child)
    return names
