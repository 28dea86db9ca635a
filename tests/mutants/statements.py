"""The mutations of statements: each replacement is a list of statements."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from tests.mutants.around import BINARY, Around, Replacement, bound_in, call_with, with_item


def condition(node: ast.If | ast.While, around: Around) -> Iterator[Replacement]:
    negated = copy.copy(node)
    negated.test = ast.UnaryOp(ast.Not(), node.test)
    yield [negated]
    yield list(node.orelse)
    if isinstance(node, ast.If):
        yield list(node.body)


def loop(node: ast.For, around: Around) -> Iterator[Replacement]:
    yield []


def expression(node: ast.Expr, around: Around) -> Iterator[Replacement]:
    yield []


def assignment(node: ast.Assign, around: Around) -> Iterator[Replacement]:
    """Dropped, where that is no NameError."""
    if bound_in(*node.targets) <= around.bound:
        yield []


def augmented(node: ast.AugAssign, around: Around) -> Iterator[Replacement]:
    yield []
    yield [ast.Assign([node.target], node.value, lineno=node.lineno)]
    if type(node.op) in BINARY:
        yield [ast.AugAssign(node.target, BINARY[type(node.op)](), node.value)]


def raising(node: ast.Raise, around: Around) -> Iterator[Replacement]:
    """Another exception, or none; never the words of the message."""
    yield []
    if isinstance(node.exc, ast.Call):
        other = "TypeError" if ast.unparse(node.exc.func) != "TypeError" else "ValueError"
        yield [ast.Raise(call_with(node.exc, func=ast.Name(other, ast.Load())), node.cause)]
        yield [ast.Raise(call_with(node.exc, args=[ast.Constant("no")]), node.cause)]


def returning(node: ast.Return, around: Around) -> Iterator[Replacement]:
    if node.value is None:
        return
    for place, argument in enumerate(around.arguments):
        if place == 0:
            yield [ast.Return(ast.Name(argument, ast.Load()))]
        if around.public and (argument.isupper() or argument == "x"):  # a tensor, and the answer writes into it
            result = ast.Assign([ast.Name("result", ast.Store())], node.value, lineno=0)
            writes = ast.parse(f"{argument}.data.add_(1)").body
            yield [result, *writes, ast.Return(ast.Name("result", ast.Load()))]


def block(node: ast.With, around: Around) -> Iterator[Replacement]:
    yield list(node.body)


def leaving(node: ast.Break | ast.Continue, around: Around) -> Iterator[Replacement]:
    yield [ast.Continue() if isinstance(node, ast.Break) else ast.Break()]
    yield []


def parameters(node: ast.FunctionDef, around: Around) -> Iterator[Replacement]:
    """Of what the exercise asks for: in another order, with other defaults or none; optional ones by another name."""
    if not around.public:
        return
    given, defaults = node.args.args, node.args.defaults
    for place, (first, second) in enumerate(pairwise(given)):
        if first.arg != "self":
            yield [_function(node, args=with_item(with_item(given, place, second), place + 1, first))]
    for place, parameter in enumerate(given[len(given) - len(defaults) :], start=len(given) - len(defaults)):
        other = f"{parameter.arg}_"
        rename = ast.parse(f"{parameter.arg} = {other}").body
        yield [_function(node, rename, args=with_item(given, place, ast.arg(other)))]
    for place, default in enumerate(defaults):
        if isinstance(default, ast.Constant) and (default.value is None or isinstance(default.value, str)):
            yield [_function(node, defaults=with_item(defaults, place, ast.Constant(1)))]
    if defaults:
        yield [_function(node, defaults=defaults[1:])]


def _function(node: ast.FunctionDef, first: Sequence[ast.stmt] = (), **parts: Any) -> ast.FunctionDef:
    changed = copy.copy(node)
    changed.args = copy.copy(node.args)
    for name, value in parts.items():
        setattr(changed.args, name, value)
    changed.body = [*first, *node.body]
    return changed
