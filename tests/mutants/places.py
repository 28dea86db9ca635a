"""The places in a source at which something may be changed, and the source with something else there."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tests.mutants.around import Around, Replacement, bound_in
from tests.mutants.expressions import unordered

# How an answer is right, and a note to oneself: nothing that a test could ask for.
SAYS_NOTHING = ("torch.set_default_dtype(", "print(")


@dataclass(frozen=True)
class Place:
    """Where a node hangs.

    Attributes:
        field, index: in `parent.field`, or in that list at `index`.
        statement: the smallest statement around the node that can be written anew for itself, perhaps the node. What
            stands alone behind `else` cannot: it may be an `elif`.
    """

    node: ast.AST
    parent: ast.AST
    field: str
    index: int | None
    statement: ast.stmt
    around: Around


def statements(tree: ast.Module) -> list[ast.stmt]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


def places(exercise: str, tree: ast.Module) -> Iterator[Place]:
    """Each node that may be changed."""
    axes = unordered(tree)
    for place in _below(tree, Around(partners=_partners(tree)), exercise):
        if not (isinstance(place.node, ast.Tuple | ast.List) and id(place.node) in axes):
            yield place


def _below(node: ast.AST, around: Around, exercise: str, statement: ast.stmt | None = None) -> Iterator[Place]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list", "ctx") or isinstance(node, ast.Raise | ast.JoinedStr):
            continue
        children = list(enumerate(value)) if isinstance(value, list) else [(None, value)]
        bound = around.bound
        for index, child in children:
            if not isinstance(child, ast.AST) or isinstance(child, ast.Import | ast.ImportFrom):
                continue
            if isinstance(child, ast.Expr) and ast.unparse(child).startswith(SAYS_NOTHING):
                continue
            indexing = isinstance(node, ast.Subscript | ast.arguments) or (around.index and isinstance(node, ast.Tuple))
            inside = replace(around, bound=bound, index=indexing)
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                inside = replace(
                    inside, public=child.name == exercise or (around.public and isinstance(node, ast.ClassDef))
                )
            if isinstance(child, ast.FunctionDef):
                arguments = tuple(argument.arg for argument in child.args.args if argument.arg != "self")
                inside = replace(inside, arguments=arguments, bound=frozenset(arguments), partners=_partners(child))
            own = child if isinstance(child, ast.stmt) and not (field == "orelse" and len(value) == 1) else statement
            assert own is not None, "only statements stand in a module"
            yield Place(child, node, field, index, own, inside)
            yield from _below(child, inside, exercise, own)
            if isinstance(child, ast.stmt):
                bound |= bound_in(child)


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


def rendered(lines: Sequence[str], place: Place, other: Replacement) -> list[str]:
    """The source with something else in a place. `lines` are what `ast.unparse` made of it, and it was parsed from."""
    statement = place.statement
    if place.node is statement:
        assert isinstance(other, list)
        alone = len(getattr(place.parent, place.field)) == 1
        text = "\n".join(map(ast.unparse, other)) or ("pass" if alone else "")
    else:
        text = _unparsed(place, other)
    decorators = getattr(statement, "decorator_list", [])
    start = min([statement.lineno, *(decorator.lineno for decorator in decorators)]) - 1
    new = textwrap.indent(text, " " * statement.col_offset).split("\n") if text else []
    return [*lines[:start], *new, *lines[statement.end_lineno :]]


def _unparsed(place: Place, other: Replacement) -> str:
    """The statement with something else in the place."""
    before = getattr(place.parent, place.field)
    after = other
    if place.index is not None:
        items = other if isinstance(other, list) else [other]
        after = [*before[: place.index], *items, *before[place.index + 1 :]]
    setattr(place.parent, place.field, after)
    try:
        return ast.unparse(place.statement)
    finally:
        setattr(place.parent, place.field, before)
