"""Keeps what an answer prints and draws out of the notebook."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterator

from cnnlab.checks.drawing import close_figures, open_figures


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """What is printed and displayed in the block is dropped, and figures that it leaves open are closed."""
    before = open_figures()
    try:
        with _nothing_displayed(), contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            yield
    finally:
        close_figures(open_figures() - before)


def _nothing_displayed() -> contextlib.AbstractContextManager[object]:
    if "IPython" not in sys.modules:
        return contextlib.nullcontext()
    from IPython.utils.capture import capture_output

    return capture_output()
