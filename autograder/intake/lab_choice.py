"""Which lab a notebook is of, where it lies in no lab's folder: by its name, else by the answers in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from autograder.intake.aligning import answers_in
from autograder.intake.files import NOTEBOOK, File, RefusedError
from autograder.intake.reading import parse
from autograder.intake.submission import GradingNotebook, Repair, RepairKind
from autograder.text import one_line

LONGEST_NAME = 200
MOST_NAMES = 10  # files that a message names
COPY = re.compile(r"(?:\s*\([0-9]+\)|-copy[0-9]*|[-_ ](?:final|solution|solved|v?[0-9]{1,2}))+$")


@dataclass(frozen=True)
class ReadNotebook:
    """A notebook of a known lab: its file, and its content or, in `problem`, why it cannot be read."""

    lab: str
    file: File
    notebook: NotebookNode | None = None
    repairs: tuple[Repair, ...] = ()
    problem: str = ""


def by_lab(
    files: Sequence[File], masters: Mapping[str, GradingNotebook], labs: Sequence[str]
) -> tuple[dict[str, list[ReadNotebook]], tuple[Repair, ...]]:
    """The notebooks in these files by the labs they are of, and notes on those of no lab, which are passed over.

    A single one of no lab is of the one lab in `labs`.

    Raises:
        RefusedError: there is no notebook, or none of a known lab.
    """
    notebooks = [_read(file, masters) for file in files]
    unknown = [read for read in notebooks if not read.lab]
    if len(unknown) == len(notebooks) and len(labs) == 1:
        notebooks, unknown = [replace(read, lab=labs[0]) for read in notebooks], []
    groups: dict[str, list[ReadNotebook]] = {}
    for read in notebooks:
        if read.lab:
            groups.setdefault(read.lab, []).append(read)
    if not groups:
        raise RefusedError(_no_lab(unknown))
    passed_over = (
        Repair(RepairKind.PASSED_OVER, details=(one_line(read.file.name), read.problem or "it is of no lab"))
        for read in unknown
    )
    return groups, tuple(passed_over)


def read_as(lab: str, file: File) -> ReadNotebook:
    """The notebook of a known lab in a file."""
    try:
        return ReadNotebook(lab, file, *parse(file.read(), file.name))
    except RefusedError as error:
        return ReadNotebook(lab, file, problem=str(error))


def _read(file: File, masters: Mapping[str, GradingNotebook]) -> ReadNotebook:
    lab = lab_by_name(file.name, masters)
    try:
        notebook, repairs = parse(file.read(), file.name)
    except RefusedError as error:
        return ReadNotebook(lab, file, problem=str(error))
    if not lab or not answers_in(masters[lab], notebook):
        lab = lab_by_answers(notebook, masters) or lab
    return ReadNotebook(lab, file, notebook, repairs)


def _no_lab(unknown: Sequence[ReadNotebook]) -> str:
    if not unknown:
        return "no notebook was found in it"
    if len(unknown) == 1 and unknown[0].problem:
        return unknown[0].problem
    names = ", ".join(one_line(read.file.name) for read in unknown[:MOST_NAMES])
    return f"{names}: of which lab? Neither its name nor an answer in it tells"


def lab_by_name(name: str, masters: Mapping[str, GradingNotebook]) -> str:
    """The lab whose notebook's name this is, or is in this one; "" when there is none, or several."""
    stem = name.removesuffix(NOTEBOOK).lower()[:LONGEST_NAME]
    names = (stem, COPY.sub("", stem))
    exact = [lab.lab for lab in masters.values() if lab.notebook.lower() in names or lab.lab.lower() in names]
    contained = {lab.lab: lab.notebook.lower() for lab in masters.values() if lab.notebook.lower() in stem}
    longest = [
        lab
        for lab, notebook in contained.items()
        if not any(notebook != other and notebook in other for other in contained.values())
    ]
    candidates = exact or longest
    return candidates[0] if len(candidates) == 1 else ""


def lab_by_answers(notebook: NotebookNode, masters: Mapping[str, GradingNotebook]) -> str:
    """The lab of which the notebook has the most answers; "" when it has none, or as many of several."""
    counts = {lab: answers_in(master, notebook) for lab, master in masters.items()}
    most = max(counts.values(), default=0)
    candidates = [lab for lab, count in counts.items() if count == most]
    return candidates[0] if most and len(candidates) == 1 else ""
