"""What an exam gives: plain data that may cross processes and machines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from autograder.intake import Submission

Outcome = Literal["passed", "partial", "failed", "unknown", "manual"]
Kind = Literal[
    "not_written",
    "undefined",
    "wrong",
    "raised",
    "shortcut",
    "timed_out",
    "died",
    "forged",
    "unreadable",
    "unsupported",
    "ours",
]
# The exceptions that end a program: what "raised" has as its detail when student code left by `exit()` or the like.
EXITS = ("BaseException", "GeneratorExit", "KeyboardInterrupt", "SystemExit")
NOTES = "autograder"  # the key in a notebook's metadata


@dataclass(frozen=True)
class Cause:
    """Why a graded cell did not pass, or why one of the student's cells ended its process or had to be
    stopped.

    Made once, where it happens. A later stage that has to tell failures apart looks here, never into a message: a
    message may hold words of the student's.

    Attributes:
        kind: "not_written": the answer raised a stub's NotImplementedError. "undefined": the notebook does not define
            the name. "wrong": the test cell itself, or a check in it, was not satisfied. "raised": the student's code
            raised an exception. "shortcut": it called what the exercise asks to write. "timed_out": it took too long.
            "died": it ended its process. "forged": what came is not what our side of its process sends. "unreadable":
            it returned what cannot be handed on. "unsupported": the test cell asks for what a proxy cannot do.
            "ours": the grader failed.
        detail: for "undefined" the name, for "raised" the exception's built-in type, for "shortcut" what was called,
            for "wrong" the exception's type or "" for too few points; else a sentence. None of these but the
            sentences of "forged", "unreadable" and "unsupported" holds words of the student's.
    """

    kind: Kind
    detail: str = ""

    @staticmethod
    def from_json(data: Any) -> Cause:
        """The cause in JSON that `dataclasses.asdict` gave.

        Raises:
            ValueError: it is none.
        """
        try:
            cause = Cause(**data)
        except TypeError as error:
            raise ValueError(f"not a cause: {str(data)[:80]}") from error
        if cause.kind not in get_args(Kind) or not isinstance(cause.detail, str):
            raise ValueError(f"not a cause: {str(data)[:80]}")
        return cause


@dataclass(frozen=True)
class Verdict:
    """What one graded cell gave.

    `points` is None until an instructor has graded a manual cell, and where the outcome is unknown. `cause` is None for
    a cell that passed, and for a manual one; `reason` says the same to people.
    """

    test: str
    outcome: Outcome
    points: float | None
    max_points: float
    reason: str = ""
    cause: Cause | None = None

    def to_json(self) -> dict[str, Any]:
        """Plain dicts, numbers and strings."""
        return asdict(self)

    @staticmethod
    def from_json(data: dict[str, Any]) -> Verdict:
        """The verdict that `to_json` wrote down."""
        cause = data["cause"]
        return Verdict(**{**data, "cause": None if cause is None else Cause.from_json(cause)})


@dataclass(frozen=True)
class Examined:
    """One submission after its exam: the executed notebook, a verdict a graded cell, or the problem that stopped it.

    `seconds` by the clock and `cpu_seconds` on all cores went into it; the candidate held `memory` bytes at the most.
    """

    submission: Submission
    text: str = ""
    verdicts: tuple[Verdict, ...] = ()
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    memory: int = 0
    problem: str = ""


def write_deaths(notebook: Any, deaths: Mapping[str, Cause]) -> None:
    """Put into the notebook's metadata why cells ended the student's process or were stopped, by the cells' ids."""
    notebook.metadata.pop(NOTES, None)
    if deaths:
        notebook.metadata[NOTES] = {"deaths": {cell: asdict(cause) for cell, cause in deaths.items()}}


def read_deaths(notebook: Any) -> dict[str, Cause]:
    """What `write_deaths` wrote into the notebook's metadata.

    Raises:
        ValueError: somebody has changed it.
    """
    deaths = notebook.metadata.get(NOTES, {}).get("deaths", {})
    return {cell: Cause.from_json(cause) for cell, cause in deaths.items()}
