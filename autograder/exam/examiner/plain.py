"""Our own cells, run without IPython around them."""

from __future__ import annotations

import ast
from functools import lru_cache
from types import CodeType
from typing import Any

from autograder.exam.capture import Outputs, text_of, written_to


def run_plainly(
    source: str, name: str, space: dict[str, Any], count: int
) -> tuple[list[dict[str, Any]], BaseException | None, Any]:
    """Run one of our own cells in `space`; returns its outputs, what it raised, and the value of its last line.

    An error takes one line: IPython's traceback would cost a tenth of a second, and show the source of the test.
    """
    outputs, value = Outputs(), None
    with written_to(outputs):
        try:
            body, last = compiled(source, name)
            exec(body, space)
            if last is not None:
                value = eval(last, space)
        except BaseException as error:
            name, text = type(error).__name__, text_of(error)
            line = f"{name}: {text}" if text else name
            outputs.add({"output_type": "error", "ename": name, "evalue": text, "traceback": [line]}, len(line))
            return outputs.whole(), error, None
    if value is not None:
        data = {"text/plain": repr(value)}
        outputs.add(
            {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": count},
            len(data["text/plain"]),
        )
    return outputs.whole(), None, value


@lru_cache(maxsize=256)
def compiled(source: str, name: str) -> tuple[CodeType, CodeType | None]:
    """The code of one of our own cells, and that of its last line, if that is an expression."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = compile(ast.Expression(last.value), name, "eval") if isinstance(last, ast.Expr) else None
    return compile(tree, name, "exec"), value
