"""What is wrong with a test cell, as far as its source says: checks that cannot fail, or that are never made."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.course.model import Cell, Lab
from autograder.course.names import defined_names
from autograder.course.regions import HIDDEN
from autograder.release import always_true, loose_calls

SETTING_UP = frozenset(
    {"seed", "manual_seed", "seed_draws", "simplefilter", "filterwarnings", "set_printoptions", "train"}
)
CHECKING = ("assert", "expect", "fail", "check", "verify", "raises")
CATCHES_ALL = frozenset({"AssertionError", "Exception", "BaseException"})
Functions = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Parsed:
    """A test cell and its syntax tree; the tree of what students see; and the functions that the cell defines."""

    cell: Cell
    tree: ast.Module
    visible: ast.Module
    functions: dict[str, Functions]

    @property
    def called_last(self) -> Functions | None:
        """The function of the cell that its last line calls."""
        last = self.tree.body[-1] if self.tree.body else None
        if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
            return self.functions.get(ast.unparse(last.value.func))
        return None


def weak_tests(lab: Lab) -> Iterator[str]:
    """What is wrong with the test cells of a lab whose code cells are Python, each with the cure."""
    exercises = {exercise.name for exercise in lab.exercises if exercise.cell.kind == "solution"}
    imported = set().union(*(defined_names(cell.source) for cell in lab.setup))
    for name in sorted(imported & exercises):
        yield f"the set-up imports {name!r}, so that it is there before a student writes it: import it by another name"
    owners: dict[str, str] = {}
    for cell in lab.cells:
        if cell.kind != "test":
            continue
        parsed = _parsed(cell)
        problems = [
            *_calls(parsed),
            *_own_name(parsed, exercises),
            *_dropped(parsed),
            *always_true.problems(parsed.tree),
            *_caught(parsed),
            *_silent(parsed, imported - exercises),
            *loose_calls.problems(parsed.tree),
            *_repeated(parsed),
        ]
        for name in parsed.functions:
            if owners.setdefault(name, cell.name) != cell.name:
                problems.append(f"defines {name!r}, as {owners[name]!r} does: give each function a name of its own")
        yield from (f"the test cell {cell.name!r} {problem}" for problem in dict.fromkeys(problems))


def _parsed(cell: Cell) -> Parsed:
    tree = ast.parse(cell.source)
    functions = {node.name: node for node in tree.body if isinstance(node, Functions)}
    return Parsed(cell, tree, ast.parse(cell.visible), functions)


def _calls(parsed: Parsed) -> Iterator[str]:
    """Functions that nothing calls, or only what students do not see; and a test under another name."""
    for tree, where in ((parsed.tree, ""), (parsed.visible, " outside of its hidden region")):
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
        methods = {id(part) for node in ast.walk(tree) if isinstance(node, ast.ClassDef) for part in node.body}
        defined = [node for node in ast.walk(tree) if isinstance(node, Functions) and id(node) not in methods]
        unused = [node.name for node in defined if node.name not in used]
        for name in unused:
            yield f"defines {name!r}, which nothing{where} calls: call it, or remove it"
        for name in sorted({node.name for node in defined if _count(defined, node.name) > 1}):
            yield f"defines {name!r} more than once, and only the last one runs: give each a name of its own"
        if unused:
            return
    tests = [name for name in parsed.functions if name.startswith("test")]
    if tests and parsed.cell.name not in tests:
        yield f"has a test function {tests[0]!r}: name it like the cell"
    elif tests and (parsed.called_last is None or parsed.called_last.name != parsed.cell.name):
        yield f"does not end with the call of its test: write {parsed.cell.name}() in its last line"


def _count(functions: list[Functions], name: str) -> int:
    return sum(function.name == name for function in functions)


def _own_name(parsed: Parsed, exercises: set[str]) -> Iterator[str]:
    """Test cells that test something else than their exercise's answer."""
    names = [node for node in ast.walk(parsed.tree) if isinstance(node, ast.Name)]
    owner = parsed.cell.exercise
    if owner not in {node.id for node in names if isinstance(node.ctx, ast.Load)}:
        yield f"never uses {owner!r}, whose points it gives: call it by this name"
    for name in sorted(_bound(parsed.tree) & exercises):
        yield f"defines {name!r} itself, which then is not the student's: call it something else"


def _bound(tree: ast.AST) -> set[str]:
    """All names that are bound anywhere in a tree."""
    bound = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            bound.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add(node.asname or node.name.partition(".")[0])
    return bound


def _dropped(parsed: Parsed) -> Iterator[str]:
    """Values that nobody looks at, and a truth value that a test returns: each gives full points, true or false."""
    for node in ast.walk(parsed.tree):
        if isinstance(node, ast.Expr) and always_true.drops_a_value(node.value):
            yield (
                f"has the value {_shown(node.value)} as a line of its own, in line {node.lineno}, which checks "
                "nothing: write `assert` before it (for part of the points, return a number from the test function)"
            )
    if parsed.called_last is not None:
        for value in _returned(parsed.called_last):
            if always_true.is_truth(value):
                yield (
                    f"returns {_shown(value)}, in line {value.lineno}, which gives all points whether it is true or "
                    "not: write `assert` instead of `return`"
                )


def _returned(function: Functions) -> list[ast.expr]:
    """What a function returns, without the functions inside it."""
    found: list[ast.expr] = []
    todo: list[ast.AST] = list(function.body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Return) and node.value is not None:
            found.append(node.value)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            todo.extend(ast.iter_child_nodes(node))
    return found


def _gives_part(parsed: Parsed) -> bool:
    """Whether the test returns a number of points."""
    return parsed.called_last is not None and bool(_returned(parsed.called_last))


def _caught(parsed: Parsed) -> Iterator[str]:
    """Checks whose failure the cell itself catches."""
    if _gives_part(parsed):
        return  # it counts the checks that hold
    for node in ast.walk(parsed.tree):
        if isinstance(node, ast.Try) and any(map(_is_check, _within(node.body))):
            for handler in node.handlers:
                if _catches(handler.type) and not any(isinstance(part, ast.Raise) for part in _within(handler.body)):
                    yield (
                        f"catches the failure of its own check, in line {handler.lineno}: "
                        "name the exception that you expect, and check outside of `try`"
                    )
        elif isinstance(node, (ast.With, ast.AsyncWith)) and any(map(_is_check, _within(node.body))):
            for item in node.items:
                call = item.context_expr
                if (
                    isinstance(call, ast.Call)
                    and loose_calls.last_name(call) == "suppress"
                    and any(map(_catches, call.args))
                ):
                    yield f"suppresses the failure of its own check, in line {node.lineno}: check outside of it"


def _catches(kind: ast.expr | None) -> bool:
    kinds = kind.elts if isinstance(kind, ast.Tuple) else [kind]
    return any(each is None or ast.unparse(each).rpartition(".")[2] in CATCHES_ALL for each in kinds)


def _within(body: list[ast.stmt]) -> Iterator[ast.AST]:
    return (part for node in body for part in ast.walk(node))


def _is_check(node: ast.AST) -> bool:
    return isinstance(node, ast.Assert) or (
        isinstance(node, ast.Call) and loose_calls.last_name(node).startswith(CHECKING)
    )


def _silent(parsed: Parsed, imported: set[str]) -> Iterator[str]:
    """A cell without any check: a call of the answer alone is none."""
    helpers = imported - set(dir(builtins))
    own = {node.name for node in ast.walk(parsed.tree) if isinstance(node, Functions)}
    for node in ast.walk(parsed.tree):
        is_own = isinstance(node, ast.Call) and ast.unparse(node.func) in own
        if isinstance(node, ast.Raise) or (_is_check(node) and not is_own):
            return
        if (
            isinstance(node, ast.Expr)
            and isinstance(node.value, ast.Call)
            and loose_calls.last_name(node.value) not in SETTING_UP
        ):
            root = ast.unparse(node.value.func).partition(".")[0]
            if root in helpers:  # a check out of a library, whatever it is called
                return
    if not _gives_part(parsed):
        yield "checks nothing: assert what the answer should give"


def _repeated(parsed: Parsed) -> Iterator[str]:
    """Hidden checks that stand in the visible part, too."""
    seen = {ast.dump(node) for node in ast.walk(parsed.visible) if _stands_alone(node)}
    marked = _hidden_lines(parsed.cell.source)
    hidden = [node for node in ast.walk(parsed.tree) if isinstance(node, ast.stmt) and node.lineno in marked]
    changed = set().union(*(_bound(node) for node in hidden))
    for node in hidden:
        if _stands_alone(node) and ast.dump(node) in seen:
            read = {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}
            if not read & changed:
                yield (
                    f"asks in its hidden part, in line {node.lineno}, what its visible part asks already: "
                    "ask it of other values"
                )


def _stands_alone(node: ast.AST) -> bool:
    """Whether it is a statement that may be a check."""
    return isinstance(node, ast.Assert) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call))


def _hidden_lines(source: str) -> set[int]:
    numbers, inside = set(), False
    for number, line in enumerate(source.split("\n"), start=1):
        if HIDDEN[0] in line:
            inside = True
        elif HIDDEN[1] in line:
            inside = False
        elif inside:
            numbers.add(number)
    return numbers


def _shown(node: ast.expr) -> str:
    text = ast.unparse(node)
    return f"`{text if len(text) <= 60 else text[:60] + '…'}`"
