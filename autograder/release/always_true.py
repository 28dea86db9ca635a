"""Expressions that say nothing where they stand: a truth value that is dropped, an assertion that always holds."""

from __future__ import annotations

import ast
from collections.abc import Iterator

# Functions and methods that answer yes or no, and do nothing else.
PREDICATES = frozenset(
    {
        *("all", "any", "bool", "callable", "hasattr", "isinstance", "issubclass"),
        *("allclose", "array_equal", "array_equiv", "equal", "eq", "isclose", "is_close", "is_tensor", "isfinite"),
        *("isdisjoint", "issubset", "issuperset", "startswith", "endswith", "isdigit", "isdecimal", "isalpha"),
        *("equals", "is_integer", "isnan", "isinf", "exists", "is_file", "is_dir"),
    }
)


def problems(tree: ast.AST) -> Iterator[str]:
    """Assertions that hold whatever the answer is."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assert):
            continue
        if isinstance(node.test, ast.Tuple) and node.test.elts:
            yield (
                f"asserts a tuple, in line {node.lineno}, which is always true: "
                "write `assert condition, message` without the brackets"
            )
        elif _always_holds(node.test):
            yield f"asserts what is always true, in line {node.lineno}: compare the answer's result with something"


def _always_holds(node: ast.expr) -> bool:
    if isinstance(node, ast.BoolOp):
        return (any if isinstance(node.op, ast.Or) else all)(map(_always_holds, node.values))
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return bool(node.elts)
    if isinstance(node, ast.Dict):
        return bool(node.keys)
    if isinstance(node, ast.Constant):
        return bool(node.value)
    if isinstance(node, ast.Compare):
        parts = [node.left, *node.comparators]
        return all(isinstance(part, ast.Constant) for part in parts)
    return isinstance(node, (ast.JoinedStr, ast.Lambda, ast.GeneratorExp))


def is_truth(node: ast.expr) -> bool:
    """Whether a value is true or false, as its form says."""
    if isinstance(node, ast.Constant):
        return isinstance(node.value, bool)
    if isinstance(node, ast.Call):
        return ast.unparse(node.func).rpartition(".")[2] in PREDICATES
    if isinstance(node, ast.BoolOp):
        return all(map(is_truth, node.values))
    return isinstance(node, ast.Compare) or (isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not))


def drops_a_value(node: ast.expr) -> bool:
    """Whether an expression that is a statement does nothing but have a value; a docstring or `...` is none."""
    if isinstance(node, ast.Constant):
        return not isinstance(node.value, str) and node.value is not ...
    if isinstance(node, ast.Call):
        return is_truth(node)
    if isinstance(node, ast.BoolOp):  # `holds or fail()` does something
        return drops_a_value(node.values[-1])
    if isinstance(node, ast.IfExp):
        return drops_a_value(node.body) and drops_a_value(node.orelse)
    if isinstance(node, (ast.ListComp, ast.SetComp)):
        return drops_a_value(node.elt)
    return not isinstance(node, (ast.Await, ast.Yield, ast.YieldFrom, ast.NamedExpr))
