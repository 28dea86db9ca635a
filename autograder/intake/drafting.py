"""The notebooks of one delivery → one submission a lab: each is aligned with ours, and the one that counts chosen."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime

from autograder.intake.aligning import Aligned, realign
from autograder.intake.delivery import Delivery
from autograder.intake.file_choice import Candidate, State, choose_file, work_in
from autograder.intake.files import NOTEBOOK, SECRET, File, RefusedError
from autograder.intake.finding import find_notebooks
from autograder.intake.lab_choice import ReadNotebook, by_lab, read_as
from autograder.intake.pictures import attach_linked
from autograder.intake.submission import GradingNotebook, Repair, RepairKind, Submission, WrongNotebookError
from autograder.intake.times import timestamp
from autograder.text import one_line

LONGEST_SECRET = 1000  # characters; nbgrader's have 128
CHOICES = (RepairKind.FILE_WITH_WORK, RepairKind.NEWEST_FILE, RepairKind.FULLEST_FILE)
Masters = Mapping[str, GradingNotebook]
Notes = tuple[Repair, ...]


@dataclass(frozen=True)
class _Draft:
    """A notebook that may count: aligned with ours, or with the problem."""

    read: ReadNotebook
    state: State
    aligned: Aligned | None = None
    problem: str = ""


def submissions_of(delivery: Delivery, masters: Masters, labs: Sequence[str], zone: str) -> Iterator[Submission]:
    """The submissions in one delivery: one, or one a lab where the notebooks say which labs they are of."""
    only_lab = delivery.lab or (labs[0] if len(labs) == 1 and not delivery.is_beside else "")
    refused = _refused(delivery, masters, delivery.lab)
    if delivery.problem:
        yield _refused(delivery, masters, only_lab)
    elif delivery.lab and delivery.lab not in masters:
        labs_there = ", ".join(masters)
        yield replace(refused, problem=f"there is no lab {one_line(delivery.lab)!r}; the labs are {labs_there}")
    else:
        with ExitStack() as stack:
            try:
                secret = _secret(delivery)
                yield from (replace(sent, secret=secret) for sent in _read(delivery, masters, labs, zone, stack))
            except (RefusedError, OSError) as error:
                yield replace(_refused(delivery, masters, only_lab), problem=str(error))
            except Exception as error:  # ours; the others go on
                yield replace(refused, notebook="", problem=_unexpected(error))


def _secret(delivery: Delivery) -> str:
    """What nbgrader's `submission_secret.txt` in the hand-in's folder says, "" without one."""
    for file in delivery.folder.files if delivery.folder else ():
        if file.name == SECRET:
            return one_line(file.read().decode("utf-8", "replace"), LONGEST_SECRET)
    return ""


def _refused(delivery: Delivery, masters: Masters, lab: str) -> Submission:
    """A submission without a notebook, with the delivery's problem."""
    notebook = masters[lab].notebook if lab in masters else ""
    return Submission(
        delivery.student, lab, notebook, problem=delivery.problem, name=delivery.name, waits=delivery.waits
    )


def _read(delivery: Delivery, masters: Masters, labs: Sequence[str], zone: str, stack: ExitStack) -> list[Submission]:
    """The submissions in a delivery without a problem; zips in it stay open as long as `stack`.

    Raises:
        RefusedError: it cannot be taken.
        OSError: it cannot be read.
    """
    files, beside, notes = find_notebooks(delivery, stack)
    sent_at = timestamp(delivery.folder.files, zone) if delivery.stamped and delivery.folder else delivery.timestamp
    if delivery.lab:
        reads = [read_as(delivery.lab, file) for file in files]
        return [_chosen(delivery, masters[delivery.lab], reads, beside, f"{delivery.lab}/", notes, sent_at)]
    groups, passed_over = by_lab(files, masters, labs)
    submissions = []
    for lab, notebooks in sorted(groups.items()):
        if lab in labs or not labs:
            try:
                submissions.append(
                    _chosen(delivery, masters[lab], notebooks, beside, "what was sent", (*notes, *passed_over), sent_at)
                )
            except RefusedError as error:
                submissions.append(replace(_refused(delivery, masters, lab), problem=str(error)))
    return submissions


def _chosen(
    delivery: Delivery,
    master: GradingNotebook,
    reads: Sequence[ReadNotebook],
    beside: Sequence[File],
    where: str,
    notes: Notes,
    sent_at: datetime | None,
) -> Submission:
    """The submission of the one notebook that counts of those that were sent for a lab.

    Raises:
        RefusedError: it cannot be told which.
    """
    drafts = [_aligned(master, read) for read in reads]
    choice = choose_file([_candidate(draft) for draft in drafts], f"{master.notebook}{NOTEBOOK}", where)
    draft = drafts[choice.place]
    submission = Submission(
        delivery.student, master.lab, master.notebook, timestamp=sent_at, problem=draft.problem, name=delivery.name
    )
    if draft.aligned is None:
        return submission
    file = draft.read.file
    of_file = [*choice.repairs]
    if file.name != f"{master.notebook}{NOTEBOOK}" and not any(one.kind in CHOICES for one in choice.repairs):
        of_file.append(Repair(RepairKind.FILE_NAME, details=(one_line(file.name),)))
    if file.dated:
        of_file.append(Repair(RepairKind.FILE_DATE, details=(file.dated,)))
    pictures = attach_linked(draft.aligned.notebook, draft.aligned.answered, beside)
    return replace(
        submission,
        text=json.dumps(draft.aligned.notebook, ensure_ascii=False),
        answered=draft.aligned.answered,
        changed=draft.aligned.changed,
        repairs=(*notes, *of_file, *draft.read.repairs, *draft.aligned.repairs, *pictures),
        file=file.name,
    )


def _aligned(master: GradingNotebook, read: ReadNotebook) -> _Draft:
    """A notebook that was read, aligned with ours, or why it cannot be."""
    if read.notebook is None:
        return _Draft(read, "broken", problem=read.problem)
    name = one_line(read.file.name)
    try:
        return _Draft(read, "read", realign(master, read.notebook))
    except WrongNotebookError as error:
        return _Draft(read, "foreign", problem=f"{name}: {error}")
    except RefusedError as error:
        return _Draft(read, "broken", problem=f"{name}: {error}")
    except Exception as error:  # ours; the others go on
        return _Draft(read, "broken", problem=f"{name}: {_unexpected(error)}")


def _candidate(draft: _Draft) -> Candidate:
    file, work = draft.read.file, work_in(draft.aligned) if draft.aligned else frozenset()
    return Candidate(file.name, draft.state, work, file.upload, file.modified, file.depth, draft.problem)


def _unexpected(error: Exception) -> str:
    return f"it could not be taken apart: {type(error).__name__}: {one_line(str(error))}"
