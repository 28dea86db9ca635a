"""Makes the mutants of a right answer: copies of its source, each with one small change.

A mutant is known by its exercise, its base and the change as text, `old → new` in Python's own spelling, so that what
is said of it holds when lines move.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.mutants.operators import OPERATORS, Around, bound_in, unordered

BREAK = " ⏎ "


@dataclass(frozen=True)
class Mutant:
    """One changed answer.

    Attributes:
        base: the answer that was changed, "solution" or the name of a right answer.
        line: where the change is in the base's source, counted from 1.
        old: the changed lines as they were, as `ast.unparse` writes them; several are joined by ⏎.
        new: what stands in their place; "" when they were dropped.
        source: the whole answer.
    """

    exercise: str
    base: str
    line: int
    old: str
    new: str
    source: str

    @property
    def change(self) -> str:
        return f"{self.old} → {self.new}" if self.new else f"{self.old} → (dropped)"


def mutants(exercise: str, base: str, source: str) -> list[Mutant]:
    """All mutants of an answer, in the order of its lines: each compiles, is no other's double, and not the base."""
    tree = _bare(ast.parse(source))
    before = ast.unparse(tree).split("\n")
    seen, texts = {"\n".join(before)}, dict[tuple[str, str], int]()
    made = []
    for place, node, around in _places(exercise, tree):
        operator = OPERATORS.get(type(node))
        for other in operator(node, around) if operator else ():
            changed = _unparsed(tree, place, other)
            if changed in seen or not _compiles(changed):
                continue
            seen.add(changed)
            old, new = _difference(before, changed.split("\n"))
            count = texts[old, new] = texts.get((old, new), 0) + 1
            if count > 1:
                old = f"{old} ({count})"
            line = getattr(node, "lineno", 0) or getattr(place.parent, "lineno", 0)
            made.append(Mutant(exercise, base, line, old, new, changed))
    return sorted(made, key=lambda mutant: mutant.line)


@dataclass(frozen=True)
class _Place:
    """Where a node hangs: in `parent.field`, or in that list at `index`."""

    parent: ast.AST
    field: str
    index: int | None


def _places(exercise: str, tree: ast.Module) -> Iterator[tuple[_Place, ast.AST, Around]]:
    """Each node that may be changed."""
    axes = unordered(tree)
    for place, node, around in _below(tree, Around(partners=_partners(tree)), exercise):
        if not (isinstance(node, ast.Tuple | ast.List) and id(node) in axes):
            yield place, node, around


def _below(node: ast.AST, around: Around, exercise: str) -> Iterator[tuple[_Place, ast.AST, Around]]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "ctx") or isinstance(node, ast.Raise | ast.JoinedStr):
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        bound = around.bound
        for index, child in children:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Import | ast.ImportFrom):
                continue
            if isinstance(child, ast.Expr) and (
                isinstance(node, ast.Module) or ast.unparse(child).startswith("print(")
            ):
                continue  # torch.set_default_dtype(…) and a note to oneself: nothing that a test could ask for
            indexing = isinstance(node, ast.Subscript | ast.arguments) or (around.index and isinstance(node, ast.Tuple))
            inside = replace(around, bound=bound, index=indexing)
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inside = replace(
                    inside, public=child.name == exercise or (around.public and isinstance(node, ast.ClassDef))
                )
            if isinstance(child, ast.FunctionDef):
                arguments = tuple(argument.arg for argument in child.args.args if argument.arg != "self")
                inside = replace(inside, arguments=arguments, bound=frozenset(arguments), partners=_partners(child))
            yield _Place(node, field, index), child, inside
            yield from _below(child, inside, exercise)
            if isinstance(child, ast.stmt):
                bound |= bound_in(child)


def _bare(tree: ast.Module) -> ast.Module:
    """Without docstrings and other strings that do nothing."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            body[:] = [part for part in body if not _is_text(part)] or [ast.Pass()]
    return tree


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _partners(tree: ast.AST) -> dict[str, str]:
    """For each name in a tuple that is bound the one beside it; for parameters, too."""
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        names: list[str] = []
        if isinstance(node, ast.arguments):
            names = [argument.arg for argument in node.args if argument.arg != "self"]
        elif isinstance(node, ast.Tuple) and isinstance(node.ctx, ast.Store):
            names = [part.id for part in node.elts if isinstance(part, ast.Name)]
        for place, first in enumerate(names):
            if len(names) > 1:
                found.setdefault(first, names[place - 1 if place % 2 or place == len(names) - 1 else place + 1])
    return found


def _unparsed(tree: ast.Module, place: _Place, other: Any) -> str:
    """The whole source with `other` in the place."""
    if place.index is None:
        kept = getattr(place.parent, place.field)
        setattr(place.parent, place.field, other)
        try:
            return ast.unparse(tree)
        finally:
            setattr(place.parent, place.field, kept)
    items = getattr(place.parent, place.field)
    kept = list(items)
    new = other if isinstance(other, list) else [other]
    items[place.index : place.index + 1] = new
    if not items and place.field == "body":
        items.append(ast.Pass())
    try:
        return ast.unparse(tree)
    finally:
        items[:] = kept


def _compiles(source: str) -> bool:
    try:
        with warnings.catch_warnings(action="ignore"):
            compile(source, "mutant", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _difference(before: list[str], after: list[str]) -> tuple[str, str]:
    """The lines that differ, between those that are the same at the start and at the end."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(before), len(after)) - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = before[start : len(before) - end], after[start : len(after) - end]
    return BREAK.join(line.strip() for line in old), BREAK.join(line.strip() for line in new)
