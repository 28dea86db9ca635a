"""An answer that draws a figure in each call does not fill a test cell with them: the first one is shown."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from cnnlab.guard import is_delegated

_drawn_in: int | None = None  # the number of the cell's run in which an answer has drawn, the latest one


@contextmanager
def one_drawing() -> Iterator[None]:
    """Around a call of an answer: in a notebook, what it displays and which figures it opens are kept for the first
    call of a cell that does so, and dropped for all others. What it prints is not touched.
    """
    shell = None if is_delegated() else _shell()
    if shell is None:
        yield
        return
    from IPython.utils.capture import capture_output

    before = open_figures()
    try:
        with capture_output(stdout=False, stderr=False) as captured:
            yield
    finally:
        _keep_one(shell, captured, open_figures() - before)


def open_figures() -> set[int]:
    """The numbers of matplotlib's open figures."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    return set() if pyplot is None else set(pyplot.get_fignums())


def close_figures(numbers: set[int]) -> None:
    """Close them without showing them."""
    for number in numbers:
        sys.modules["matplotlib.pyplot"].close(number)


def _keep_one(shell: Any, captured: Any, opened: set[int]) -> None:
    global _drawn_in
    if not captured.outputs and not opened:
        return
    if _drawn_in == shell.execution_count:
        close_figures(opened)
        return
    _drawn_in = shell.execution_count
    for output in captured.outputs[:1]:
        output.display()
    close_figures(set(sorted(opened)[0 if captured.outputs else 1 :]))


def _shell() -> Any:
    """The running IPython, if anything can be drawn there."""
    if "IPython" not in sys.modules or "matplotlib.pyplot" not in sys.modules:
        return None
    from IPython.core.getipython import get_ipython

    return get_ipython()
