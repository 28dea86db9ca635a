"""A digest of all that decides a verdict besides the submission: our code, and the versions that it decides with."""

from __future__ import annotations

from functools import cache

from autograder.course.subject import Subject, sources
from autograder.files import PYTHON, digest

# What decides a verdict, and what names a mistake, besides the subject and its libraries.
DECIDING = (
    "autograder.course",
    "autograder.diagnosis",
    "autograder.exam",
    "autograder.files",
    "autograder.light_jsonschema",
    "autograder.text",
)
DECIDING_VERSIONS = (PYTHON, "ipython")


@cache
def engine_print(subject: Subject) -> str:
    """64 hexadecimal digits, the same on all machines with the same code and the same versions of Python and of the
    libraries that the subject names. Made once: what is running does not change.
    """
    return fresh_print(subject)


def fresh_print(subject: Subject) -> str:
    """The same, of what is on disk now."""
    packages, texts = sources(subject)
    return digest((*DECIDING, *packages), versions=(*DECIDING_VERSIONS, *subject.packages), texts=texts)
