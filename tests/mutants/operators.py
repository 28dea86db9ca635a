"""The mutations: what may stand in the place of a node of Python's syntax tree.

Each operator takes a node and what is known of its function, and yields replacements: an expression for an expression,
a list of statements for a statement. None of them changes a node it was given.
"""

from __future__ import annotations

import ast

from tests.mutants import expressions, statements
from tests.mutants.around import Operator

OPERATORS: dict[type[ast.AST], Operator] = {
    ast.BinOp: expressions.binary,
    ast.Constant: expressions.constant,
    ast.Compare: expressions.compare,
    ast.BoolOp: expressions.boolean,
    ast.UnaryOp: expressions.unary,
    ast.IfExp: expressions.choice,
    ast.Name: expressions.name,
    ast.Attribute: expressions.attribute,
    ast.Call: expressions.call,
    ast.Slice: expressions.subscript,
    ast.Tuple: expressions.sequence,
    ast.List: expressions.sequence,
    ast.Dict: expressions.mapping,
    ast.comprehension: expressions.comprehension,
    ast.If: statements.condition,
    ast.While: statements.condition,
    ast.For: statements.loop,
    ast.Expr: statements.expression,
    ast.Assign: statements.assignment,
    ast.AugAssign: statements.augmented,
    ast.Raise: statements.raising,
    ast.Return: statements.returning,
    ast.With: statements.block,
    ast.Break: statements.leaving,
    ast.Continue: statements.leaving,
    ast.FunctionDef: statements.parameters,
}
