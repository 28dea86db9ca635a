"""An exception of the student's code, as a message."""

from __future__ import annotations

import dis
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
        "own": _is_own(error),
    }


def _is_own(error: BaseException) -> bool:
    """Whether a `raise` in the student's cells raised it, as a stub's does, and no library."""
    # A class of the student's may have a `__traceback__` of its own.
    last = BaseException.__dict__["__traceback__"].__get__(error)
    while last is not None and last.tb_next is not None:
        last = last.tb_next
    if last is None or last.tb_frame.f_globals.get("__name__") != "__main__":
        return False
    return bool(last.tb_frame.f_code.co_code[last.tb_lasti] == dis.opmap["RAISE_VARARGS"])
