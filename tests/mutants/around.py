"""What all mutations share: what is known of a node's surroundings, and how lists change."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

Replacement = ast.AST | list[ast.stmt]


@dataclass(frozen=True)
class Around:
    """What is known of a node's surroundings.

    Attributes:
        partners: for a name the one that stood beside it where both were bound: W for H in `H, W = X.shape`.
        arguments: the parameters of the function that the node is in, without self.
        bound: the names bound before the statement, so that it may be dropped without a NameError.
        index: whether the node is in square brackets, where 0 and -1 often are the same, or a parameter's default.
        public: whether the node is the function or class that the exercise asks for, or a method of the class.
    """

    partners: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    bound: frozenset[str] = frozenset()
    index: bool = False
    public: bool = False


Operator = Callable[[Any, Around], Iterator[Replacement]]

BINARY: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.MatMult: ast.Mult,
    ast.Pow: ast.Mult,
}


def bound_in(*nodes: ast.AST) -> frozenset[str]:
    """The names that are bound somewhere in these."""
    parts = [part for node in nodes for part in ast.walk(node)]
    return frozenset(part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))


def call_with(node: ast.Call, **parts: Any) -> ast.Call:
    return ast.Call(**{"func": node.func, "args": node.args, "keywords": node.keywords, **parts})


def with_item(items: Sequence[Any], place: int, item: Any) -> list[Any]:
    return [*items[:place], item, *items[place + 1 :]]


def without(items: Sequence[Any], place: int) -> list[Any]:
    return [*items[:place], *items[place + 1 :]]
