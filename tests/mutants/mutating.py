"""Makes the mutants of a right answer: copies of its source, each with one small change.

A mutant is known by its exercise, its base and the change as text, `old → new` in Python's own spelling, so that what
is said of it holds when lines move.
"""

from __future__ import annotations

import ast
import hashlib
import warnings
from dataclasses import dataclass

from tests.mutants.operators import OPERATORS
from tests.mutants.places import places, rendered, statements

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


def mutants(exercise: str, base: str, source: str, every: int = 1) -> list[Mutant]:
    """All mutants of an answer, in the order of its lines: each compiles, is no other's double, and not the base.

    Args:
        every: makes about one in so many of them, always the same.
    """
    original = _bare(ast.parse(source))
    before = ast.unparse(original).split("\n")
    tree = ast.parse("\n".join(before))
    lines = {id(new): old.lineno for old, new in zip(statements(original), statements(tree), strict=True)}
    seen, texts = {"\n".join(before)}, dict[tuple[str, str], int]()
    made = []
    for place in places(exercise, tree):
        operator = OPERATORS.get(type(place.node))
        for other in operator(place.node, place.around) if operator else ():
            after = rendered(before, place, other)
            changed = "\n".join(after)
            if changed in seen:
                continue
            seen.add(changed)
            old, new = _difference(before, after)
            count = texts[old, new] = texts.get((old, new), 0) + 1
            if _number(changed) % every or not _compiles(changed):
                continue
            if count > 1:
                old = f"{old} ({count})"
            made.append(Mutant(exercise, base, lines[id(place.statement)], old, new, changed))
    return sorted(made, key=lambda mutant: mutant.line)


def _bare(tree: ast.Module) -> ast.Module:
    """Without docstrings and other strings that do nothing."""
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if isinstance(body, list):
            body[:] = [part for part in body if not _is_text(part)] or [ast.copy_location(ast.Pass(), body[0])]
    return tree


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def _number(text: str) -> int:
    """The same for the same text, on every machine."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


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
