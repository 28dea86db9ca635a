"""Calls that a test cell may not make: they print, or draw numbers that nobody can repeat."""

from __future__ import annotations

import ast
from collections.abc import Iterator

PRINTING = frozenset({"print", "display", "pprint", "sys.stdout.write", "pprint.pprint", "IPython.display.display"})
# The system's randomness, which no seed reaches; and generators that start from it when they are given no number.
UNSEEDED = frozenset({"SystemRandom", "urandom", "uuid1", "uuid4"})
UNSEEDED_WITHOUT_NUMBER = frozenset({"seed", "Random", "RandomState", "SeedSequence", "default_rng"})


def problems(tree: ast.AST) -> Iterator[str]:
    """The calls in a test cell that print or draw so."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        function, last = ast.unparse(node.func), last_name(node)
        if function in PRINTING:
            yield (
                f"prints, in line {node.lineno}, and nbgrader takes the first output for the score: "
                "say it in the message of an assert"
            )
        elif (
            last in UNSEEDED
            or function.startswith("secrets.")
            or (last in UNSEEDED_WITHOUT_NUMBER and not node.keywords and all(map(_is_none, node.args)))
        ):
            yield (
                f"calls {function}() in line {node.lineno}, whose numbers nobody can repeat: draw with what the grader "
                "seeds, such as `random`, or hand it a number that was drawn so"
            )


def last_name(call: ast.Call) -> str:
    """The name of what is called, without what it belongs to."""
    return ast.unparse(call.func).rpartition(".")[2]


def _is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
