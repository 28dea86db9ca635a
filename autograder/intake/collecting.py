"""Everything that was sent, one submission after the other."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from nbformat import NotebookNode

from autograder.course.model import CourseError
from autograder.intake.aligning import answers_in, realign
from autograder.intake.bundles import Delivery, parcels, timestamp
from autograder.intake.files import NOTEBOOK, File, Folder, RefusedError, below, kind, on_disk
from autograder.intake.reading import parse
from autograder.intake.submission import GradingNotebook, Repair, RepairKind, Submission, WrongNotebookError
from autograder.intake.zips import IN_ALL_OF_A_STUDENT, unpacked
from autograder.text import one_line

LAYOUT = "<student>/<lab>/<notebook>.ipynb"
MOST_NOTEBOOKS = 50
COPY = re.compile(r"(?:\s*\([0-9]+\)|-copy[0-9]*|[-_ ](?:final|solution|solved|v?[0-9]{1,2}))+$")


@dataclass(frozen=True)
class _Read:
    """A notebook of which the lab is known: its file, and what is in it or why that cannot be read."""

    lab: str
    file: File
    notebook: NotebookNode | None = None
    repairs: tuple[Repair, ...] = ()
    problem: str = ""


def collect(
    submitted: Path, masters: Mapping[str, GradingNotebook], labs: Sequence[str] = (), students: Sequence[str] = ()
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
    with _opened(submitted) as (root, in_zip):
        for parcel in parcels(root, list(masters), in_zip):
            if (students and parcel.student not in students) or (labs and parcel.lab and parcel.lab not in labs):
                continue
            for submission in _submissions(parcel, masters, labs):
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
    with _opened(submitted) as (root, in_zip):
        return sorted({parcel.student for parcel in parcels(root, labs, in_zip)})


@contextmanager
def _opened(submitted: Path) -> Generator[tuple[Folder, bool]]:
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


def _submissions(parcel: Delivery, masters: Mapping[str, GradingNotebook], labs: Sequence[str]) -> Iterator[Submission]:
    if parcel.problem:
        master = masters.get(parcel.lab)
        yield Submission(
            parcel.student, parcel.lab, master.notebook if master else "", problem=parcel.problem, name=parcel.name
        )
        return
    if parcel.lab and parcel.lab not in masters:
        reason = f"there is no lab {one_line(parcel.lab)!r}; the labs are {', '.join(masters)}"
        yield Submission(parcel.student, parcel.lab, problem=reason, name=parcel.name)
        return
    with ExitStack() as stack:
        try:
            files, notes = _notebooks(parcel, stack)
            sent_at = timestamp(parcel.folder.files) if parcel.stamped and parcel.folder else parcel.timestamp
            if parcel.lab:
                yield _of_lab(parcel, masters[parcel.lab], files, notes, sent_at)
                return
            groups, passed = _by_lab(files, masters, labs)
        except (RefusedError, OSError) as error:
            lab = parcel.lab or (labs[0] if len(labs) == 1 else "")
            yield Submission(
                parcel.student, lab, masters[lab].notebook if lab else "", problem=str(error), name=parcel.name
            )
            return
        except Exception as error:  # ours; the others go on
            yield Submission(parcel.student, parcel.lab, problem=_unexpected(error), name=parcel.name)
            return
        for lab, reads in sorted(groups.items()):
            if lab in labs or not labs:
                yield _of_reads(parcel, masters[lab], reads, (*notes, *passed), sent_at)


def _notebooks(parcel: Delivery, stack: ExitStack) -> tuple[list[File], tuple[Repair, ...]]:
    """The notebooks in a parcel: those at its top, or else those in its folders, or else those in the student's own
    zip.
    """
    notes = parcel.notes
    found = [*parcel.files, *(below(parcel.folder) if parcel.folder else ())]
    top = parcel.folder.notebooks() if parcel.folder else []
    notebooks = top or [file for file in found if kind(file.name) == NOTEBOOK]
    if not notebooks:
        for packed in [file for file in found if kind(file.name) != NOTEBOOK][:MOST_NOTEBOOKS]:
            inside = stack.enter_context(unpacked(packed.read(), packed.name, IN_ALL_OF_A_STUDENT))
            notebooks += [file for file in below(inside) if kind(file.name) == NOTEBOOK]
            notes = (*notes, Repair(RepairKind.IN_ZIP, details=(one_line(packed.name),)))
    if len(notebooks) > MOST_NOTEBOOKS:
        raise RefusedError(f"{len(notebooks)} notebooks were sent; {MOST_NOTEBOOKS} are the most")
    return notebooks, notes


def _of_lab(
    parcel: Delivery, master: GradingNotebook, files: list[File], notes: tuple[Repair, ...], sent_at: datetime | None
) -> Submission:
    file = _only(files, master, parcel.lab + "/")
    try:
        notebook, repairs = parse(file.read(), file.name)
    except RefusedError as error:
        return Submission(parcel.student, parcel.lab, master.notebook, problem=str(error), name=parcel.name)
    return _aligned(parcel, master, _Read(parcel.lab, file, notebook, repairs), notes, sent_at)


def _of_reads(
    parcel: Delivery, master: GradingNotebook, reads: list[_Read], notes: tuple[Repair, ...], sent_at: datetime | None
) -> Submission:
    try:
        file = _only([read.file for read in reads], master, "what was sent")
    except RefusedError as error:
        return Submission(parcel.student, master.lab, master.notebook, problem=str(error), name=parcel.name)
    return _aligned(parcel, master, next(read for read in reads if read.file is file), notes, sent_at)


def _only(files: list[File], master: GradingNotebook, where: str) -> File:
    named = [file for file in files if file.name == f"{master.notebook}{NOTEBOOK}"]
    if len(named) == 1:
        return named[0]
    if len(files) != 1:
        names = ", ".join(one_line(file.name) for file in files[:10]) or "none"
        raise RefusedError(f"expected {master.notebook}{NOTEBOOK} or a single notebook in {where}, found {names}")
    return files[0]


def _by_lab(
    files: list[File], masters: Mapping[str, GradingNotebook], labs: Sequence[str]
) -> tuple[dict[str, list[_Read]], list[Repair]]:
    """The notebooks of a parcel by the labs they are of, and what is said of those of no lab, which are passed over.

    Raises:
        RefusedError: there is none, or there is none of which the lab is known.
    """
    groups: dict[str, list[_Read]] = {}
    unknown: list[_Read] = []
    for file in files:
        lab = lab_by_name(file.name, masters)
        try:
            notebook, repairs = parse(file.read(), file.name)
        except RefusedError as error:
            read = _Read(lab, file, problem=str(error))
        else:
            if not lab or not answers_in(masters[lab], notebook):
                lab = lab_by_answers(notebook, masters) or lab
            read = _Read(lab, file, notebook, repairs)
        if lab:
            groups.setdefault(lab, []).append(read)
        else:
            unknown.append(read)
    if unknown and not groups and len(labs) == 1:
        groups[labs[0]], unknown = [replace(read, lab=labs[0]) for read in unknown], []
    if not groups:
        if len(unknown) == 1 and unknown[0].problem:
            raise RefusedError(unknown[0].problem)
        names = ", ".join(one_line(read.file.name) for read in unknown[:10])
        raise RefusedError(
            f"{names}: of which lab? Neither its name nor an answer in it tells"
            if names
            else "no notebook was found in it"
        )
    return groups, [
        Repair(RepairKind.PASSED_OVER, details=(one_line(read.file.name), read.problem or "it is of no lab"))
        for read in unknown
    ]


def lab_by_name(name: str, masters: Mapping[str, GradingNotebook]) -> str:
    """The lab whose notebook's name this is, or which this name holds; "" when there is none, or several."""
    stem = name.removesuffix(NOTEBOOK).lower()[:200]
    plain = (stem, COPY.sub("", stem))
    exact = [
        master.lab for master in masters.values() if master.notebook.lower() in plain or master.lab.lower() in plain
    ]
    held = [master for master in masters.values() if master.notebook.lower() in stem]
    longest = [
        m.lab
        for m in held
        if not any(m.notebook != o.notebook and m.notebook.lower() in o.notebook.lower() for o in held)
    ]
    found = exact or longest
    return found[0] if len(found) == 1 else ""


def lab_by_answers(notebook: NotebookNode, masters: Mapping[str, GradingNotebook]) -> str:
    """The lab of which the notebook has the most answers; "" when it has none, or as many of several."""
    counts = {lab: answers_in(master, notebook) for lab, master in masters.items()}
    most = max(counts.values(), default=0)
    found = [lab for lab, count in counts.items() if count == most]
    return found[0] if most and len(found) == 1 else ""


def _aligned(
    parcel: Delivery, master: GradingNotebook, read: _Read, notes: tuple[Repair, ...], sent_at: datetime | None
) -> Submission:
    refused = Submission(
        parcel.student, master.lab, master.notebook, timestamp=sent_at, problem=read.problem, name=parcel.name
    )
    if read.notebook is None:
        return refused
    try:
        aligned = realign(master, read.notebook)
    except (WrongNotebookError, RefusedError) as error:
        return replace(refused, problem=f"{one_line(read.file.name)}: {error}")
    except Exception as error:  # ours; the others go on
        return replace(refused, problem=f"{one_line(read.file.name)}: {_unexpected(error)}")
    about_file = []
    if read.file.name != f"{master.notebook}{NOTEBOOK}":
        about_file.append(Repair(RepairKind.FILE_NAME, details=(one_line(read.file.name),)))
    if read.file.dated:
        about_file.append(Repair(RepairKind.FILE_DATE, details=(read.file.dated,)))
    return replace(
        refused,
        text=json.dumps(aligned.notebook, indent=1, ensure_ascii=False),
        answered=aligned.answered,
        repairs=(*notes, *about_file, *read.repairs, *aligned.repairs),
    )


def _unexpected(error: Exception) -> str:
    return f"it could not be taken apart: {type(error).__name__}: {one_line(str(error))}"
