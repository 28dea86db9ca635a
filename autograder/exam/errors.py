"""What can go wrong in an exam, by whose fault it is."""

from __future__ import annotations


class GraderError(BaseException):
    """Something of ours failed, so nothing can be said about the submission. A test cell's `except Exception` may not
    swallow it.
    """


class UnsupportedCall(BaseException):
    """A test cell asked of a proxy what it cannot do: a fault of ours, so the outcome is unknown."""


class CandidateError(Exception):
    """The student's code could not answer: it ended its process, ran too long, or sent what is no value. The cell
    fails.
    """
