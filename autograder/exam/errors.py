"""What can go wrong in an exam, by whose fault it is."""

from __future__ import annotations

from autograder.exam.results import Cause, Kind


class GraderError(BaseException):
    """Something of ours failed, so nothing can be said about the submission. A test cell's `except Exception` may not
    swallow it.
    """


class UnsupportedCall(BaseException):
    """A test cell asked of a proxy what it cannot do: a fault of ours, so the outcome is unknown."""


class CandidateError(Exception):
    """The student's code could not answer: it ended its process, ran too long, or sent what is no value. The cell
    fails.

    Args:
        detail: of the cause; the message unless given.
    """

    def __init__(self, kind: Kind, message: str, detail: str | None = None) -> None:
        super().__init__(message)
        self.cause = Cause(kind, message if detail is None else detail)


def with_cause(error: BaseException, cause: Cause) -> BaseException:
    """`error`, which carries `cause` from now on: neither its type nor its message is looked at for it later."""
    vars(error)["cause"] = cause
    return error


def cause_of(error: BaseException) -> Cause | None:
    """The cause that an exception carries, if it came from the student's side."""
    cause = vars(error).get("cause")
    return cause if isinstance(cause, Cause) else None
