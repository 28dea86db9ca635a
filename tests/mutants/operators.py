"""The mutations: what may stand in the place of a node of Python's syntax tree.

Each operator takes a node and what is known of its function, and yields replacements: an expression for an expression,
a list of statements for a statement. None of them changes a node it was given.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
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
COMPARE: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.Gt),
    ast.LtE: (ast.Lt, ast.GtE),
    ast.Gt: (ast.GtE, ast.Lt),
    ast.GtE: (ast.Gt, ast.LtE),
    ast.Eq: (ast.NotEq, ast.GtE),
    ast.NotEq: (ast.Eq, ast.Gt),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
RENAMED: dict[str, tuple[str, ...]] = {
    "min": ("max",),
    "max": ("min",),
    "amin": ("amax",),
    "amax": ("amin", "mean"),
    "minimum": ("maximum",),
    "maximum": ("minimum",),
    "sum": ("mean",),
    "mean": ("sum",),
    "all": ("any",),
    "any": ("all",),
    "zeros": ("empty",),
    "zeros_like": ("empty_like",),
    "new_zeros": ("new_empty",),
    "ones": ("zeros",),
    "ones_like": ("zeros_like",),
    "new_ones": ("new_zeros",),
    "rand": ("zeros", "ones"),
    "randn": ("zeros", "ones"),
    "ceil": ("floor",),
    "floor": ("ceil",),
    "square": ("abs",),
    "abs": ("square",),
    "vstack": ("hstack",),
    "hstack": ("vstack",),
    "fliplr": ("flipud",),
    "flipud": ("fliplr",),
    "stack": ("cat",),
    "float32": ("int64",),
    "float64": ("int64",),
    "float": ("long",),
    "double": ("long",),
    "int64": ("uint8",),
    "append": ("remove",),
}
# Their arguments may change places, and so may the axes they are given.
SYMMETRIC = ("result_type", "promote_types", "max", "min", "maximum", "minimum", "isinstance")
REDUCING = ("sum", "mean", "amax", "amin", "max", "min", "flip", "any", "all", "prod")
# Where these are left out the same numbers come, in another form.
FORMS = ("tolist", "numpy", "item", "tuple", "list", "asarray")
# A call of these is left out for its first argument; a call of any other thing's method, for the thing.
MODULES = ("torch", "np", "numpy", "F", "d2l", "nn", "math", "functools", "itertools", "sliding_window_view")


def binary(node: ast.BinOp, around: Around) -> Iterator[Replacement]:
    if type(node.op) in BINARY:
        yield ast.BinOp(node.left, BINARY[type(node.op)](), node.right)
    yield node.left
    yield node.right
    if not isinstance(node.op, ast.Add | ast.Mult):
        yield ast.BinOp(node.right, node.op, node.left)
    if isinstance(node.op, ast.FloorDiv):  # rounded up
        yield ast.UnaryOp(ast.USub(), ast.BinOp(ast.UnaryOp(ast.USub(), node.left), node.op, node.right))


def constant(node: ast.Constant, around: Around) -> Iterator[Replacement]:
    value = node.value
    if isinstance(value, bool):
        yield ast.Constant(not value)
    elif isinstance(value, int | float):
        yield ast.Constant(value + 1)
        if value > 0:
            yield ast.Constant(value - 1)
        elif not around.index:
            yield ast.UnaryOp(ast.USub(), ast.Constant(1 - value))
    elif isinstance(value, str) and "->" in value:  # einsum's letters
        yield from (ast.Constant(text) for text in _letters_swapped(value))


def _letters_swapped(text: str) -> Iterator[str]:
    for place, (first, second) in enumerate(pairwise(text)):
        if first.isalpha() and second.isalpha():
            yield text[:place] + second + first + text[place + 2 :]


def compare(node: ast.Compare, around: Around) -> Iterator[Replacement]:
    for place, operator in enumerate(node.ops):
        others = COMPARE.get(type(operator), ())
        # Words have no order that an answer could mean.
        for other in others[:1] if _is_word(node.comparators[place]) else others:
            yield ast.Compare(node.left, _with(node.ops, place, other()), node.comparators)


def _is_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def boolean(node: ast.BoolOp, around: Around) -> Iterator[Replacement]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for place in range(len(node.values)):
        rest = _without(node.values, place)
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def unary(node: ast.UnaryOp, around: Around) -> Iterator[Replacement]:
    yield node.operand


def choice(node: ast.IfExp, around: Around) -> Iterator[Replacement]:
    yield node.body
    yield node.orelse


def name(node: ast.Name, around: Around) -> Iterator[Replacement]:
    if isinstance(node.ctx, ast.Load) and node.id in around.partners:
        yield ast.Name(around.partners[node.id], ast.Load())


def attribute(node: ast.Attribute, around: Around) -> Iterator[Replacement]:
    others = RENAMED.get(node.attr, ())
    if ast.unparse(node.value) in ("np", "numpy") and others == ("empty",):
        others = ("ones",)  # NumPy's new memory holds what it held before: it may be zeros
    for other in others:
        yield ast.Attribute(node.value, other, node.ctx)
    if node.attr in ("T", "mT", "H", "mH"):
        yield node.value


def call(node: ast.Call, around: Around) -> Iterator[Replacement]:
    if isinstance(node.func, ast.Name):
        for other in RENAMED.get(node.func.id, ()):
            yield _call(node, func=ast.Name(other, ast.Load()))
    symmetric = _name(node) in (*SYMMETRIC, *REDUCING)
    for place, (first, second) in enumerate(pairwise(node.args)):
        if not symmetric:
            yield _call(node, args=_with(_with(node.args, place, second), place + 1, first))
    if node.args:
        yield _call(node, args=node.args[:-1])
    for place, argument in enumerate(node.args):
        if not isinstance(argument, ast.Constant | ast.Starred | ast.Tuple | ast.List | ast.Lambda) and _counts(node):
            yield _call(node, args=_with(node.args, place, ast.BinOp(argument, ast.Add(), ast.Constant(1))))
            yield _call(node, args=_with(node.args, place, ast.BinOp(argument, ast.Sub(), ast.Constant(1))))
    for place in range(len(node.keywords)):
        yield _call(node, keywords=_without(node.keywords, place))
    for place, (one, two) in enumerate(pairwise(node.keywords)):
        swapped = _with(node.keywords, place, ast.keyword(one.arg, two.value))
        yield _call(node, keywords=_with(swapped, place + 1, ast.keyword(two.arg, one.value)))
    if _name(node) in FORMS:
        return
    if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value).split(".")[0] not in MODULES:
        yield node.func.value
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]


def unordered(tree: ast.AST) -> set[int]:
    """The `id` of each tuple or list whose elements may change places: the axes of a sum, the words behind `in`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node) in REDUCING:
            found |= {id(part) for part in (*node.args, *(keyword.value for keyword in node.keywords))}
        elif isinstance(node, ast.Compare):
            found |= {id(part) for part in node.comparators}
    return found


def _name(node: ast.Call) -> str:
    """`sum` of `X.sum(…)` and of `torch.sum(…)`."""
    return ast.unparse(node.func).split(".")[-1]


def _counts(node: ast.Call) -> bool:
    return isinstance(node.func, ast.Name) and node.func.id in ("range", "slice")


def _call(node: ast.Call, **parts: Any) -> ast.Call:
    return ast.Call(**{"func": node.func, "args": node.args, "keywords": node.keywords, **parts})


def subscript(node: ast.Slice, around: Around) -> Iterator[Replacement]:
    for which in ("lower", "upper", "step"):
        bound = getattr(node, which)
        if bound is not None:
            yield _slice(node, which, None)
            if not isinstance(bound, ast.Constant | ast.UnaryOp) and which != "step":
                yield _slice(node, which, ast.BinOp(bound, ast.Add(), ast.Constant(1)))
                yield _slice(node, which, ast.BinOp(bound, ast.Sub(), ast.Constant(1)))


def _slice(node: ast.Slice, which: str, bound: ast.expr | None) -> ast.Slice:
    changed = copy.copy(node)
    setattr(changed, which, bound)
    return changed


def sequence(node: ast.Tuple | ast.List, around: Around) -> Iterator[Replacement]:
    """Neighbours swapped."""
    for place, (first, second) in enumerate(pairwise(node.elts)):
        elements = _with(_with(node.elts, place, second), place + 1, first)
        yield type(node)(elements, node.ctx)


def mapping(node: ast.Dict, around: Around) -> Iterator[Replacement]:
    for place, (first, second) in enumerate(pairwise(node.values)):
        yield ast.Dict(node.keys, _with(_with(node.values, place, second), place + 1, first))
    for place in range(len(node.keys)):
        yield ast.Dict(_without(node.keys, place), _without(node.values, place))


def comprehension(node: ast.comprehension, around: Around) -> Iterator[Replacement]:
    for place, test in enumerate(node.ifs):
        for ifs in (_without(node.ifs, place), _with(node.ifs, place, ast.UnaryOp(ast.Not(), test))):
            yield ast.comprehension(node.target, node.iter, ifs, node.is_async)


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


def bound_in(*nodes: ast.AST) -> frozenset[str]:
    """The names that are bound somewhere in these."""
    parts = [part for node in nodes for part in ast.walk(node)]
    return frozenset(part.id for part in parts if isinstance(part, ast.Name) and isinstance(part.ctx, ast.Store))


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
        yield [ast.Raise(_call(node.exc, func=ast.Name(other, ast.Load())), node.cause)]
        yield [ast.Raise(_call(node.exc, args=[ast.Constant("no")]), node.cause)]


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
            yield [_function(node, args=_with(_with(given, place, second), place + 1, first))]
    for place, parameter in enumerate(given[len(given) - len(defaults) :], start=len(given) - len(defaults)):
        other = f"{parameter.arg}_"
        rename = ast.parse(f"{parameter.arg} = {other}").body
        yield [_function(node, rename, args=_with(given, place, ast.arg(other)))]
    for place, default in enumerate(defaults):
        if isinstance(default, ast.Constant) and (default.value is None or isinstance(default.value, str)):
            yield [_function(node, defaults=_with(defaults, place, ast.Constant(1)))]
    if defaults:
        yield [_function(node, defaults=defaults[1:])]


def _function(node: ast.FunctionDef, first: Sequence[ast.stmt] = (), **parts: Any) -> ast.FunctionDef:
    changed = copy.copy(node)
    changed.args = copy.copy(node.args)
    for name, value in parts.items():
        setattr(changed.args, name, value)
    changed.body = [*first, *node.body]
    return changed


def _with(items: Sequence[Any], place: int, item: Any) -> list[Any]:
    return [*items[:place], item, *items[place + 1 :]]


def _without(items: Sequence[Any], place: int) -> list[Any]:
    return [*items[:place], *items[place + 1 :]]


OPERATORS: dict[type[ast.AST], Operator] = {
    ast.BinOp: binary,
    ast.Constant: constant,
    ast.Compare: compare,
    ast.BoolOp: boolean,
    ast.UnaryOp: unary,
    ast.IfExp: choice,
    ast.Name: name,
    ast.Attribute: attribute,
    ast.Call: call,
    ast.Slice: subscript,
    ast.Tuple: sequence,
    ast.List: sequence,
    ast.Dict: mapping,
    ast.comprehension: comprehension,
    ast.If: condition,
    ast.While: condition,
    ast.For: loop,
    ast.Expr: expression,
    ast.Assign: assignment,
    ast.AugAssign: augmented,
    ast.Raise: raising,
    ast.Return: returning,
    ast.With: block,
    ast.Break: leaving,
    ast.Continue: leaving,
    ast.FunctionDef: parameters,
}
