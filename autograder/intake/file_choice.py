"""Of several notebooks that a student sent for one lab, the one that counts.

One in which something is written counts before one that is as it was handed out. Of several with different work the
newest counts, where it is known; else the one that holds all that the others hold. Where none of this tells, a person
is asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from autograder.course.nbgrader_cells import name_of
from autograder.intake.aligning import EXTRA, Aligned
from autograder.intake.files import RefusedError
from autograder.intake.matching import trimmed
from autograder.intake.submission import Repair, RepairKind
from autograder.text import listed, one_line

State = Literal["read", "foreign", "broken"]
Work = frozenset[tuple[str, str]]

MOST_NAMES = 10  # files that a message names
# Files that were copied one after the other bear dates that lie closer together than this.
CERTAIN = timedelta(minutes=1)


@dataclass(frozen=True)
class Candidate:
    """What is known of one of the files.

    Attributes:
        state: "read" if it holds the lab's answers, "foreign" if it is readable but of no lab or of another, "broken"
            if it cannot be read.
        work: what the student wrote in it: the names of answers with their text, and cells of the student's own.
        upload: a number that grows from upload to upload, 0 if there is none.
        modified: when the file was changed last, on a clock that the candidates share; None if it is not known.
        depth: 0 for a file that lies where it should; more for one in a folder below that.
        problem: why it cannot be graded.
    """

    name: str
    state: State = "read"
    work: Work = frozenset()
    upload: int = 0
    modified: datetime | None = None
    depth: int = 0
    problem: str = ""


@dataclass(frozen=True)
class Choice:
    """The candidate that counts, by its place among all, and what is worth knowing of the choice."""

    place: int
    repairs: tuple[Repair, ...] = ()


def work_in(aligned: Aligned) -> Work:
    """What a student wrote in a notebook; nothing if all its answers are as they were handed out."""
    if not aligned.answered:
        return frozenset()
    named = ((name_of(cell), trimmed(cell.source)) for cell in aligned.notebook.cells)
    return frozenset(
        ("", source) if name.startswith(f"{EXTRA}-") else (name, source)
        for name, source in named
        if name in aligned.answered or name.startswith(f"{EXTRA}-")
    )


def choose_file(candidates: Sequence[Candidate], expected: str, where: str) -> Choice:
    """The candidate that counts.

    Args:
        expected: the file name that the notebook should have: it decides between files that are equally good.
        where: the place in which they were found, for messages.

    Raises:
        RefusedError: there is none, or it cannot be told which counts; the message names those in question.
    """
    if len(candidates) == 1:
        return Choice(0)
    of_lab = [candidate for candidate in candidates if candidate.state == "read"]
    written = [candidate for candidate in of_lab if candidate.work]
    written = [one for one in written if one.depth == min(other.depth for other in written)]
    broken = [candidate for candidate in candidates if candidate.state == "broken"]
    if not of_lab:
        return Choice(candidates.index(_of_that_name(candidates, expected, where)))
    if not written:
        if broken:
            raise RefusedError(f"{broken[0].problem}; nothing is written in {_names(of_lab)}")
        return Choice(candidates.index(_preferred(of_lab, expected)))
    chosen, repairs = _of_written(written, expected)
    newer = [one for one in broken if one.depth <= chosen.depth and _is_newer(one, chosen)]
    if newer:
        raise RefusedError(f"{newer[0].problem}; it is newer than {one_line(chosen.name)}")
    blank = [candidate for candidate in of_lab if not candidate.work]
    if blank and not repairs and chosen.name != expected:
        repairs.append(Repair(RepairKind.FILE_WITH_WORK, details=(one_line(chosen.name), _names(blank))))
    repairs += [
        Repair(RepairKind.PASSED_OVER, details=(one_line(one.name), one.problem))
        for one in candidates
        if one.state == "broken" or (one.state == "foreign" and chosen.name != expected)
    ]
    return Choice(candidates.index(chosen), tuple(repairs))


def _of_written(written: Sequence[Candidate], expected: str) -> tuple[Candidate, list[Repair]]:
    """Of those in which something is written, the one that counts, and the note of it."""
    if len({candidate.work for candidate in written}) == 1:
        return _preferred(written, expected), []
    newest = [one for one in written if all(_is_newer(one, other) for other in _unlike(one, written))]
    if newest:
        chosen = _preferred(newest, expected)
        others = _unlike(chosen, written)
        told = ("by the order of uploads" if chosen.upload else "by the files' dates", _names(others))
        return chosen, [Repair(RepairKind.NEWEST_FILE, details=(one_line(chosen.name), *told), count=len(others) + 1)]
    fullest = [one for one in written if all(other.work <= one.work for other in written)]
    if fullest and not any(_is_newer(other, fullest[0]) for other in _unlike(fullest[0], written)):
        chosen = _preferred(fullest, expected)
        details = (one_line(chosen.name), _names(_unlike(chosen, written)))
        return chosen, [Repair(RepairKind.FULLEST_FILE, details=details)]
    raise RefusedError(
        f"different answers are written in {_names(written)}, and nothing tells which is the newest: "
        "remove what shall not count"
    )


def _unlike(one: Candidate, candidates: Sequence[Candidate]) -> list[Candidate]:
    return [other for other in candidates if other.work != one.work]


def _is_newer(one: Candidate, other: Candidate) -> bool:
    """Whether it is certain that one was sent or written after the other."""
    if one.upload and other.upload:
        return one.upload > other.upload
    if one.modified is None or other.modified is None:
        return False
    return one.modified - other.modified >= CERTAIN


def _preferred(candidates: Sequence[Candidate], expected: str) -> Candidate:
    return min(candidates, key=lambda one: (one.depth, one.name != expected))


def _of_that_name(candidates: Sequence[Candidate], expected: str, where: str) -> Candidate:
    """Of files that are all of no use, the one with the notebook's name: its problem is the one to tell."""
    named = [one for one in candidates if one.name == expected]
    if len(named) != 1:
        names = ", ".join(one_line(one.name) for one in candidates[:MOST_NAMES]) or "none"
        raise RefusedError(f"expected {expected} or a single notebook in {where}, found {names}")
    return named[0]


def _names(candidates: Sequence[Candidate]) -> str:
    return listed([one_line(one.name) for one in candidates], MOST_NAMES)
