"""The plain data of the intake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, unique
from typing import Any

from autograder.text import listed


class WrongNotebookError(ValueError):
    """A notebook that holds no answer to any exercise of the lab."""


@unique
class RepairKind(Enum):
    """What can be noted of a submission, each with its sentence; `Repair` says what stands in the braces."""

    # How it was sent
    LATE = "Canvas says that it was late"
    LATEST_HAND_IN = "the latest of {count} hand-ins counts"
    UNFINISHED = "a newer hand-in, {0}, was still being sent"
    SENT_ON = "{0} dates it {1}"
    BY_NAME = "whose it is was told by the name {0} alone"
    GROUP = "the group {0} handed it in, for each of its members"
    HIDDEN_NAME = "{0} hides the name and calls it {1} in this assignment"
    NOT_IN_ROSTER = "nobody in roster.csv is called {0}"
    OTHER_NAME = "{0} calls this student {1}"
    ONLINE_TEXT = "{0} has a text of theirs, too, which is not graded"
    IN_ZIP = "it was in the zip {0}"
    PASSED_OVER = "{0} was passed over: {1}"
    FILE_NAME = "the file was named {0}"
    FILE_WITH_WORK = "{0} counts: nothing is written in {1}"
    NEWEST_FILE = "{0} counts, {1} the newest of {count} notebooks with different answers; not graded: {2}"
    FULLEST_FILE = "{0} counts: it has all that is written in {1}, and more"
    FILE_DATE = "its file is dated {0}, in no zone"
    # The file
    OTHER_ENDING = "{0} is a notebook under another ending"
    OUTPUTS = "its outputs were not read: with them it has {0} MiB"
    BYTE_ORDER_MARK = "a byte order mark was taken off the file"
    ENCODING = "the file was in {0}"
    NUL_BYTES = "NUL bytes were taken out"
    OLD_FORMAT = "the notebook was in the old format {0}"
    LINE_ENDS = "Windows line ends were made plain ones"
    HALF_CHARACTERS = "halves of characters were replaced"
    # The notebook
    KERNEL = "the kernel {0} was replaced by {1}"
    NO_METADATA = "nbgrader's metadata were gone"
    ORDER = "cells stood in another order"
    COPIES = "{copies} of our cells {were} left out"
    EXTRA_CELLS = "{extra_cells} kept"
    ELSEWHERE = "a line that works only elsewhere was left out: {0}"
    UNUSED_IMPORT = "an import of what is not installed here, which nothing uses, was left out: {0}"
    # Answers
    FOUND_BY_NAME = "{answers} found by {0}"
    STUB_PUT_BACK = "{answers} {were} not there: the stub was put back"
    CELL_TYPE = "{answers} was in a {0} cell"
    FENCE = "a code fence around {answers} was taken off"
    TEST_IN_ANSWER = "our test cell was taken out of {answers}"
    VERSIONS = "{answers} was there {count} times: {0} counts"
    OTHER_CELL = "{answers} was in another cell than its stub"
    ONE_CELL = "{answers} were in one cell"
    JOINED = "{answers} went on in other cells: they were joined"
    FOUND_BY_PLACE = "{answers} found by its place"
    FOUND_IN_QUESTION = "{answers} found in the cell of its question"
    OTHER_VERSION = "another version of {answers}, in a {0} cell, was left out"
    TEXT_LEFT_OUT = "text in {other_cells} was left out: it may belong to {answers}"
    PICTURE = "the picture {0} beside the notebook was put into {answers}"
    PICTURE_LEFT_OUT = "the picture {0} was left out: {1}"
    HELPERS = "helper cells were put before {answers}, which needs them"
    # Cells that are ours to decide
    SETUP_PUT_BACK = "{setup_cells} {were} put back"
    SETUP_CHANGED = "{setup_cells} had been changed: ours {counts}"
    TEST_PUT_BACK = "{test_cells} {were} put back"
    TEST_CHANGED = "{test_cells} had been changed: ours {counts}"


OUR_CELLS = frozenset(
    {RepairKind.SETUP_PUT_BACK, RepairKind.SETUP_CHANGED, RepairKind.TEST_PUT_BACK, RepairKind.TEST_CHANGED}
)


@dataclass(frozen=True)
class Repair:
    """One thing that was put right, or is worth knowing, of a submission; `str()` says it in a sentence.

    Attributes:
        cells: the names of the cells that it is about; none where that is the notebook's only set-up cell.
        details: further words of the sentence, for {0} and {1}.
        count: how many there were, where the sentence has a number.
    """

    kind: RepairKind
    cells: tuple[str, ...] = ()
    details: tuple[str, ...] = ()
    count: int = 0

    def __str__(self) -> str:
        several = (self.count or len(self.cells)) > 1
        return self.kind.value.format(
            *self.details,
            answers=f"answer{'s' if len(self.cells) > 1 else ''} {listed(self.cells)}",
            setup_cells=_the("set-up cell", self.cells),
            test_cells=_the("test cell", self.cells),
            copies=f"{self.count} {'copies' if several else 'copy'}",
            other_cells=f"{self.count} other cells" if several else "another cell",
            extra_cells=f"{self.count} extra cell{'s' if several else ''}",
            count=self.count,
            were="were" if several else "was",
            counts="count" if several else "counts",
        )

    def to_json(self) -> dict[str, Any]:
        """The repair as JSON, with its sentence for whoever reads the file."""
        return {
            "kind": self.kind.name,
            "cells": list(self.cells),
            "details": list(self.details),
            "count": self.count,
            "text": str(self),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Repair:
        """The repair that `to_json` gave.

        Raises:
            KeyError, TypeError, ValueError: it is none, or of a kind that is not known here.
        """
        cells, details = (tuple(map(str, data[name])) for name in ("cells", "details"))
        return cls(RepairKind[data["kind"]], cells, details, int(data["count"]))

    @property
    def is_of_our_cells(self) -> bool:
        """Whether set-up or test cells, which are ours, were changed or taken out."""
        return self.kind in OUR_CELLS


@dataclass(frozen=True)
class Submission:
    """What one student sent for one lab, aligned with our notebook.

    Attributes:
        problem: why it cannot be graded, "" if it can.
        waits: whether the problem will pass: it is still being sent.
        changed: the names of the exploration cells in which the student changed something.
        repairs: what had to be mended before it could be; none costs points.
        name: what the learning platform calls the student, "" where it does not say.
        secret: nbgrader's secret of the hand-in, by which the student fetches the feedback, "" where there is none.
        file: the name of the notebook that counted, "" where there is none.
    """

    student: str
    lab: str
    notebook: str = ""
    text: str = ""
    answered: frozenset[str] = frozenset()
    changed: frozenset[str] = frozenset()
    timestamp: datetime | None = None
    problem: str = ""
    repairs: tuple[Repair, ...] = ()
    name: str = ""
    waits: bool = False
    secret: str = ""
    file: str = ""


@dataclass(frozen=True)
class GradingNotebook:
    """Our side of a lab: the notebook to grade with, stubs in place of solutions, hidden tests and all."""

    lab: str
    notebook: str
    text: str


def _the(noun: str, names: Sequence[str]) -> str:
    """`the cell`, `the cell a`, `cells a and b`."""
    return f"{noun}s {listed(names)}" if len(names) > 1 else " ".join(["the", noun, *names])
