"""A list or a dict of the test cell, after a call that has changed it."""

from __future__ import annotations

from typing import Any

from autograder.exam.wire.messages import WireError


def refill(own: Any, parts: Any) -> None:
    """Make `own` hold what the answer left in it.

    Raises:
        WireError: it is no list or dict, or another kind of container came back.
    """
    if type(own) is list is type(parts):
        own[:] = parts
    elif type(own) is dict is type(parts):
        own.clear()
        own.update(parts)
    else:
        raise WireError(f"a {type(own).__name__} cannot become a {type(parts).__name__}")
