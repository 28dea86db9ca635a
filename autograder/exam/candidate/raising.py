"""An exception of the student's code, as a message."""

from __future__ import annotations

import builtins
from typing import Any

LONGEST_MESSAGE = 4000


class UndefinedError(NameError):
    """The student's cells have not defined what a test cell asks for."""


def raised(error: BaseException, refusals: tuple[type[Exception], ...]) -> dict[str, Any]:
    """An exception by the name of its nearest built-in type, with its own name and message."""
    kinds = [kind.__name__ for kind in type(error).__mro__ if getattr(builtins, kind.__name__, None) is kind]
    shortcut = None
    try:
        if isinstance(error, refusals):
            shortcut = str(getattr(error, "called", ""))[:200]
        message = str(error)[:LONGEST_MESSAGE]
    except BaseException:  # an exception that cannot be shown
        message = ""
    undefined = isinstance(error, UndefinedError)
    return {
        "op": "raised",
        "kind": kinds[0] if kinds else "Exception",
        "name": "NameError" if undefined else type(error).__name__[:80],
        "message": message,
        "shortcut": shortcut,
        "undefined": undefined,
    }
