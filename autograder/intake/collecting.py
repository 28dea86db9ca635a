"""Everything that was sent, one submission after the other."""

from __future__ import annotations

import json
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from autograder.course.model import CourseError
from autograder.intake.aligning import realign
from autograder.intake.bundles import Delivery, deliveries
from autograder.intake.files import NOTEBOOK, File, Folder, RefusedError, below, file_type, on_disk
from autograder.intake.lab_choice import MOST_NAMES, ReadNotebook, by_lab
from autograder.intake.reading import parse
from autograder.intake.submission import GradingNotebook, Repair, RepairKind, Submission, WrongNotebookError
from autograder.intake.times import timestamp
from autograder.intake.zips import IN_ALL_OF_A_STUDENT, unpacked
from autograder.text import one_line

LAYOUT = "<student>/<lab>/<notebook>.ipynb"
MOST_NOTEBOOKS = 50

Masters = Mapping[str, GradingNotebook]
Notes = tuple[Repair, ...]


def collect(
    submitted: Path, masters: Masters, labs: Sequence[str] = (), students: Sequence[str] = ()
) -> Iterator[Submission]:
    """Read what students sent, a folder or a zip in one of the layouts of `bundles`, in order; `labs` and `students`
    narrow it.

    A notebook that lies in no lab's folder goes by its name, else by the answers in it, else it is of the one lab in
    `labs`.

    Raises:
        FileNotFoundError: there is no `submitted`.
        CourseError: `submitted` is a file but not a zip, a zip that cannot be taken, or an exchange of several courses.
    """
    seen: set[tuple[str, str]] = set()
    with _opened(submitted) as (root, is_zip):
        for delivery in deliveries(root, list(masters), is_zip):
            if (students and delivery.student not in students) or (labs and delivery.lab and delivery.lab not in labs):
                continue
            for submission in _submissions(delivery, masters, labs):
                key = (submission.student, submission.lab)
                if submission.lab and key in seen:
                    reason = "it was sent twice, in two places of what was collected; the first was graded"
                    submission = Submission(*key, submission.notebook, problem=reason)
                seen.add(key)
                yield submission


def students_in(submitted: Path, labs: Collection[str]) -> list[str]:
    """The ids of the students who sent something, in order; `labs` are the ids of all labs of the course.

    Raises:
        As `collect`.
    """
    with _opened(submitted) as (root, is_zip):
        return sorted({delivery.student for delivery in deliveries(root, labs, is_zip)})


@contextmanager
def _opened(submitted: Path) -> Generator[tuple[Folder, bool]]:
    """The folder of submissions, and whether it is in a zip."""
    if submitted.is_dir():
        yield on_disk(submitted), False
        return
    if not submitted.exists():
        raise FileNotFoundError(f"{submitted}: no such folder; it should hold {LAYOUT}")
    with ExitStack() as stack:
        try:
            root = stack.enter_context(unpacked(submitted, submitted.name))
        except RefusedError as error:
            raise CourseError(f"{submitted}: neither a folder nor a zip that can be taken: {error}") from error
        yield root, True


def _submissions(delivery: Delivery, masters: Masters, labs: Sequence[str]) -> Iterator[Submission]:
    """The submissions in one delivery: one, or one a lab where the notebooks say which labs they are of."""
    refused = _refused(delivery, masters, delivery.lab)
    if delivery.problem:
        yield refused
    elif delivery.lab and delivery.lab not in masters:
        labs_there = ", ".join(masters)
        yield replace(refused, problem=f"there is no lab {one_line(delivery.lab)!r}; the labs are {labs_there}")
    else:
        with ExitStack() as stack:
            try:
                yield from _read(delivery, masters, labs, stack)
            except (RefusedError, OSError) as error:
                lab = delivery.lab or (labs[0] if len(labs) == 1 else "")
                yield replace(_refused(delivery, masters, lab), problem=str(error))
            except Exception as error:  # ours; the others go on
                yield replace(refused, notebook="", problem=_unexpected(error))


def _refused(delivery: Delivery, masters: Masters, lab: str) -> Submission:
    """A submission without a notebook, with the delivery's problem."""
    notebook = masters[lab].notebook if lab in masters else ""
    return Submission(delivery.student, lab, notebook, problem=delivery.problem, name=delivery.name)


def _read(delivery: Delivery, masters: Masters, labs: Sequence[str], stack: ExitStack) -> list[Submission]:
    """The submissions in a delivery without a problem; zips in it stay open as long as `stack`.

    Raises:
        RefusedError: it cannot be taken.
        OSError: it cannot be read.
    """
    files, notes = _notebooks(delivery, stack)
    sent_at = timestamp(delivery.folder.files) if delivery.stamped and delivery.folder else delivery.timestamp
    if delivery.lab:
        master = masters[delivery.lab]
        file = _only(files, master, f"{delivery.lab}/")
        try:
            read = ReadNotebook(delivery.lab, file, *parse(file.read(), file.name))
        except RefusedError as error:
            read = ReadNotebook(delivery.lab, file, problem=str(error))
        return [_aligned(delivery, master, read, notes, sent_at)]
    groups, passed_over = by_lab(files, masters, labs)
    submissions = []
    for lab, notebooks in sorted(groups.items()):
        if lab in labs or not labs:
            try:
                file = _only([read.file for read in notebooks], masters[lab], "what was sent")
            except RefusedError as error:
                submissions.append(replace(_refused(delivery, masters, lab), problem=str(error)))
                continue
            read = next(read for read in notebooks if read.file is file)
            submissions.append(_aligned(delivery, masters[lab], read, (*notes, *passed_over), sent_at))
    return submissions


def _notebooks(delivery: Delivery, stack: ExitStack) -> tuple[list[File], Notes]:
    """The notebooks in a delivery: those at its top, or else those in its folders, or else those in the student's own
    zip.
    """
    notes = delivery.notes
    files = [*delivery.files, *(below(delivery.folder) if delivery.folder else ())]
    top = delivery.folder.notebooks() if delivery.folder else []
    notebooks = top or [file for file in files if file_type(file.name) == NOTEBOOK]
    if not notebooks:
        for archive in [file for file in files if file_type(file.name) != NOTEBOOK][:MOST_NOTEBOOKS]:
            folder = stack.enter_context(unpacked(archive.read(), archive.name, IN_ALL_OF_A_STUDENT))
            notebooks += [file for file in below(folder) if file_type(file.name) == NOTEBOOK]
            notes = (*notes, Repair(RepairKind.IN_ZIP, details=(one_line(archive.name),)))
    if len(notebooks) > MOST_NOTEBOOKS:
        raise RefusedError(f"{len(notebooks)} notebooks were sent; {MOST_NOTEBOOKS} are the most")
    return notebooks, notes


def _only(files: Sequence[File], master: GradingNotebook, where: str) -> File:
    """The file with the notebook's name, or else the only one."""
    named = [file for file in files if file.name == f"{master.notebook}{NOTEBOOK}"]
    if len(named) == 1:
        return named[0]
    if len(files) != 1:
        names = ", ".join(one_line(file.name) for file in files[:MOST_NAMES]) or "none"
        raise RefusedError(f"expected {master.notebook}{NOTEBOOK} or a single notebook in {where}, found {names}")
    return files[0]


def _aligned(
    delivery: Delivery, master: GradingNotebook, read: ReadNotebook, notes: Notes, sent_at: datetime | None
) -> Submission:
    """The submission of a notebook that was read, or of one that cannot be read or aligned, with the problem."""
    refused = Submission(
        delivery.student, master.lab, master.notebook, timestamp=sent_at, problem=read.problem, name=delivery.name
    )
    if read.notebook is None:
        return refused
    name = one_line(read.file.name)
    try:
        aligned = realign(master, read.notebook)
    except (WrongNotebookError, RefusedError) as error:
        return replace(refused, problem=f"{name}: {error}")
    except Exception as error:  # ours; the others go on
        return replace(refused, problem=f"{name}: {_unexpected(error)}")
    of_file = []
    if read.file.name != f"{master.notebook}{NOTEBOOK}":
        of_file.append(Repair(RepairKind.FILE_NAME, details=(name,)))
    if read.file.dated:
        of_file.append(Repair(RepairKind.FILE_DATE, details=(read.file.dated,)))
    return replace(
        refused,
        text=json.dumps(aligned.notebook, indent=1, ensure_ascii=False),
        answered=aligned.answered,
        repairs=(*notes, *of_file, *read.repairs, *aligned.repairs),
    )


def _unexpected(error: Exception) -> str:
    return f"it could not be taken apart: {type(error).__name__}: {one_line(str(error))}"
