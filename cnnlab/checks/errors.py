"""What a check raises."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any, NoReturn

# `__tracebackhide__` removes a check's own frame from the traceback, in Jupyter and in pytest, so that students see the
# call and their own code. Jupyter always shows the last frame: `CheckError` leaves those of this package out.


class CheckError(AssertionError):
    """The answer is not right; the message says what was expected and what came back."""

    def _render_traceback_(self) -> list[str]:
        """The lines that IPython shows: they end with the call of the check, not inside of it."""
        from IPython.core.getipython import get_ipython

        last = self.__traceback__
        for step in _steps(self.__traceback__):
            if str(step.tb_frame.f_globals.get("__name__")).startswith("cnnlab.checks."):
                break
            last = step
        if last is not None:
            last.tb_next = None
        shell: Any = get_ipython()
        if shell is None:  # not the one of this process
            return traceback.format_exception(self)
        lines: list[str] = shell.InteractiveTB.structured_traceback(
            type(self), self, self.__traceback__, tb_offset=shell.InteractiveTB.tb_offset
        )
        return lines


def _steps(step: TracebackType | None) -> Iterator[TracebackType]:
    while step is not None:
        yield step
        step = step.tb_next


def fail(message: str, cause: Exception | None = None) -> NoReturn:
    """Say that the answer is not right.

    Raises:
        CheckError: always.
    """
    raise CheckError(message) from cause
