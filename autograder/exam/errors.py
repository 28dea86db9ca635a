"""What can go wrong in an exam, by who is to blame."""

from __future__ import annotations

import builtins
from concurrent.futures import BrokenExecutor

from autograder.course.model import CourseError
from autograder.exam.results import Cause, Kind

LONGEST_MESSAGE = 4000  # of an exception that crosses between the two processes


def own_name(kind: type) -> str:
    """A class's name, without asking its metaclass, which may be a student's."""
    return str(type.__dict__["__name__"].__get__(kind))


def nearest_built_in(error: BaseException) -> str:
    """The name of the built-in type of exception that an error is, or is derived from."""
    ancestors = type.__dict__["__mro__"].__get__(type(error))
    kinds = [
        name for name, kind in zip(map(own_name, ancestors), ancestors, strict=True) if vars(builtins).get(name) is kind
    ]
    return kinds[0] if kinds else "Exception"


class GraderError(BaseException):
    """Something of ours failed, so nothing can be said about the submission.

    No `Exception`, so that a test cell's `except Exception` does not catch it.
    """


class UnsupportedCall(BaseException):
    """A test cell asks for what a proxy cannot do. That is our fault, so the outcome is unknown."""


class CandidateError(Exception):
    """The student's code gave no answer: it ended its process, took too long, or sent what is no value. The test cell
    fails.

    Args:
        detail: of the cause; the message unless given.
    """

    def __init__(self, kind: Kind, message: str, detail: str | None = None) -> None:
        super().__init__(message)
        self.cause = Cause(kind, message if detail is None else detail)


def with_cause(error: BaseException, cause: Cause) -> BaseException:
    """`error`, which carries `cause` from now on, so that nobody has to read it from a type or a message."""
    vars(error)["cause"] = cause
    return error


def cause_of(error: BaseException) -> Cause | None:
    """The cause that an exception carries; None unless it came from the student's process."""
    cause = vars(error).get("cause")
    return cause if isinstance(cause, Cause) else None


class LostWorkerError(BrokenExecutor):
    """The worker that had the job is gone; the executor goes on with others. The text says what is known."""


class NoWorkersError(CourseError):
    """No worker can be reached any more: what is not examined yet has to wait for another run."""
