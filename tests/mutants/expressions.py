"""The mutations of expressions."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from itertools import pairwise

from tests.mutants.around import BINARY, Around, Replacement, call_with, with_item, without

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
            yield ast.Compare(node.left, with_item(node.ops, place, other()), node.comparators)


def _is_word(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def boolean(node: ast.BoolOp, around: Around) -> Iterator[Replacement]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for place in range(len(node.values)):
        rest = without(node.values, place)
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
            yield call_with(node, func=ast.Name(other, ast.Load()))
    symmetric = _name(node) in (*SYMMETRIC, *REDUCING)
    for place, (first, second) in enumerate(pairwise(node.args)):
        if not symmetric:
            yield call_with(node, args=with_item(with_item(node.args, place, second), place + 1, first))
    if node.args:
        yield call_with(node, args=node.args[:-1])
    for place, argument in enumerate(node.args):
        if not isinstance(argument, ast.Constant | ast.Starred | ast.Tuple | ast.List | ast.Lambda) and _counts(node):
            yield call_with(node, args=with_item(node.args, place, ast.BinOp(argument, ast.Add(), ast.Constant(1))))
            yield call_with(node, args=with_item(node.args, place, ast.BinOp(argument, ast.Sub(), ast.Constant(1))))
    for place in range(len(node.keywords)):
        yield call_with(node, keywords=without(node.keywords, place))
    for place, (one, two) in enumerate(pairwise(node.keywords)):
        swapped = with_item(node.keywords, place, ast.keyword(one.arg, two.value))
        yield call_with(node, keywords=with_item(swapped, place + 1, ast.keyword(two.arg, one.value)))
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
        elements = with_item(with_item(node.elts, place, second), place + 1, first)
        yield type(node)(elements, node.ctx)


def mapping(node: ast.Dict, around: Around) -> Iterator[Replacement]:
    for place, (first, second) in enumerate(pairwise(node.values)):
        yield ast.Dict(node.keys, with_item(with_item(node.values, place, second), place + 1, first))
    for place in range(len(node.keys)):
        yield ast.Dict(without(node.keys, place), without(node.values, place))


def comprehension(node: ast.comprehension, around: Around) -> Iterator[Replacement]:
    for place, test in enumerate(node.ifs):
        for ifs in (without(node.ifs, place), with_item(node.ifs, place, ast.UnaryOp(ast.Not(), test))):
            yield ast.comprehension(node.target, node.iter, ifs, node.is_async)
