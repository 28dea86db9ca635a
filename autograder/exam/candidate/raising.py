"""An exception of the student's code, as a message."""

from __future__ import annotations

from typing import Any

from autograder.exam.errors import LONGEST_MESSAGE, nearest_built_in, own_name


class UndefinedError(NameError):
    """The student's cells have not defined what a test cell asks for."""


def raised(error: BaseException, refusals: tuple[type[Exception], ...]) -> dict[str, Any]:
    """An exception by the name of its nearest built-in type, with its own name and message."""
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
        "kind": nearest_built_in(error),
        "name": "NameError" if undefined else own_name(type(error))[:80],
        "message": message,
        "shortcut": shortcut,
        "undefined": undefined,
    }
