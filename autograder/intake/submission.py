"""The plain data of the intake."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

STUDENT_ID = re.compile(r"[A-Za-z0-9._@-]{1,64}")


class WrongNotebookError(ValueError):
    """A notebook that holds no answer to any exercise of the lab."""


@dataclass(frozen=True)
class Submission:
    """What one student sent for one lab, aligned with our notebook.

    Attributes:
        problem: why it cannot be graded, "" if it can.
        repairs: what had to be mended before it could be, in plain words; none costs points.
        name: what the learning platform calls the student, "" where it does not say.
    """

    student: str
    lab: str
    notebook: str = ""
    text: str = ""
    answered: frozenset[str] = frozenset()
    timestamp: datetime | None = None
    problem: str = ""
    repairs: tuple[str, ...] = ()
    name: str = ""


@dataclass(frozen=True)
class GradingNotebook:
    """Our side of a lab: the notebook to grade with, stubs in place of solutions, hidden tests and all."""

    lab: str
    notebook: str
    text: str


def shown(text: str) -> str:
    """Words that others chose, short and in one printable line."""
    return "".join(letter if letter.isprintable() else "?" for letter in text[:80])


def listed(names: list[str]) -> str:
    """`a`, `a and b`, `a, b and c`; of more than five the number of the rest."""
    if len(names) > 5:
        names = [*names[:4], f"{len(names) - 4} more"]
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
