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
    """Run one of our own cells in `space`, without IPython around it: its outputs, what it raised, and the value of its
    last line.

    An error is told in one line: IPython's traceback would cost a tenth of a second, and show the source of the test.
    """
    outputs, value = Outputs(), None
    with written_to(outputs):
        try:
            body, last = compiled(source, name)
            exec(body, space)
            if last is not None:
                value = eval(last, space)
        except BaseException as error:
            raised, kind, text = error, type(error).__name__, text_of(error)
            line = f"{kind}: {text}" if text else kind
            outputs.add({"output_type": "error", "ename": kind, "evalue": text, "traceback": [line]}, len(line))
            return outputs.whole(), raised, None
    if value is not None:
        data = {"text/plain": repr(value)}
        outputs.add(
            {"output_type": "execute_result", "data": data, "metadata": {}, "execution_count": count},
            len(data["text/plain"]),
        )
    return outputs.whole(), None, value


@lru_cache(maxsize=256)
def compiled(source: str, name: str) -> tuple[CodeType, CodeType | None]:
    """One of our own cells, and the expression in its last line, if there is one."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    value = compile(ast.Expression(last.value), name, "eval") if isinstance(last, ast.Expr) else None
    return compile(tree, name, "exec"), value
