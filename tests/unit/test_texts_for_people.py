"""Reasons, messages and the like are for people: no stage tells things apart by what stands in them."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import autograder

TEXTS = {"comment", "detail", "evalue", "message", "problem", "quote", "reason", "repair", "says"}
LOOKS = {
    *("startswith", "endswith", "removeprefix", "removesuffix", "partition", "rpartition", "split", "rsplit"),
    *("find", "rfind", "index", "count", "search", "match", "fullmatch", "findall", "finditer", "sub"),
}
# Where such a look is something else, and what.
ALLOWED = {
    "cli/__init__.py": "prints a message line by line",
    "cluster/serving.py": "prints a message once, however often it comes",
    "exam/candidate/responding.py": "keys of a message on the wire, which is a table",
    "feedback/words.py": "nbgrader's own comment, by the constant that the gradebook writes",
    "release/notebooks.py": "the log of nbgrader, which has no types",
}


def looks(source: str) -> Iterator[int]:
    """The lines that look into a text for people: by a method of strings or patterns, by `in`, `==` or an index."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LOOKS:
            parts: list[ast.expr] = [node.func.value, *node.args]
        elif isinstance(node, ast.Compare) and any(isinstance(op, (ast.In, ast.NotIn)) for op in node.ops):
            parts = node.comparators
        elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            parts = [node.left, *node.comparators]
        else:
            continue
        if any(_is_text(part) for part in parts):
            yield node.lineno


def _is_text(node: ast.expr) -> bool:
    """Whether an expression is a text for people: `row.reason`, `reason`, `record["reason"]`, `str(error)`."""
    match node:
        case ast.Attribute(attr=name) | ast.Name(id=name) | ast.Subscript(slice=ast.Constant(value=name)):
            return name in TEXTS
        case ast.Call(func=ast.Name(id="str"), args=[ast.Name(id="error")]):
            return True
    return False


def test_no_stage_tells_things_apart_by_a_text_for_people() -> None:
    package = Path(autograder.__file__).parent
    places = {
        f"{path.relative_to(package)}:{line}"
        for path in package.rglob("*.py")
        if path.relative_to(package).as_posix() not in ALLOWED
        for line in looks(path.read_text(encoding="utf-8"))
    }
    assert not places


@pytest.mark.parametrize(
    "source",
    [
        'row.reason.startswith("CandidateError: ")',
        'kind, _, message = row.reason.partition(": ")',
        '"ended the process" in message',
        "TOO_LONG.match(reason)",
        'if verdict["reason"].removeprefix("x"): ...',
        'if reason == "CheckError: no": ...',
        'if "TorchScript" in str(error): ...',
    ],
)
def test_a_look_into_a_text_is_found(source: str) -> None:
    assert list(looks(source)) == [1]


@pytest.mark.parametrize(
    "source",
    ['if cause.kind == "died": ...', 'print(f"{row.reason}")', "if row.reason: ...", 'name.startswith("test_")'],
)
def test_what_shows_a_text_or_looks_at_something_else_is_not(source: str) -> None:
    assert list(looks(source)) == []
