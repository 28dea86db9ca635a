"""What is installed only with the extra `watch`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from autograder.course.model import CourseError

PIP = "pip install 'watchfiles>=1.1'"


@contextmanager
def needing_the_extra(what: str) -> Iterator[None]:
    """Say how to install the extra where an import in the block fails.

    Raises:
        CourseError: in place of ModuleNotFoundError.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name != "watchfiles":
            raise
        raise CourseError(
            f"{what} needs {error.name}, which is not installed here: `make env`, or, into another environment, {PIP}"
        ) from error
