"""Our side of the exam: runs set-up and test cells, asks the candidate for every answer, decides the verdicts."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from dataclasses import replace
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.course.nbgrader_cells import EXPLORE, grade_id, kind_of, name_of, nbgrader_metadata, owner_of
from autograder.course.python import newer_python
from autograder.course.subject import Subject
from autograder.diagnosis.fingerprints import read_fingerprints
from autograder.diagnosis.naming import write_diagnoses
from autograder.exam.examiner.explorations import explorations, names_in
from autograder.exam.examiner.first_cause import FirstCauses
from autograder.exam.examiner.outputs import clean_outputs, death_notice, notice
from autograder.exam.examiner.plain import compiled, run_plainly
from autograder.exam.examiner.probing import diagnosed
from autograder.exam.examiner.session import CandidateSession
from autograder.exam.examiner.spawner import SpawnerClient
from autograder.exam.examiner.testing import TestSpace, judge, ungraded
from autograder.exam.limits import MOST_CELLS_OUTPUT, Limits
from autograder.exam.results import Cause, Verdict, write_deaths
from autograder.exam.seeds import derive
from autograder.text import printable

NOT_RUN = "not run: the exploration cells before it used up the time that they have together"


def examine(job: dict[str, Any], spawner: SpawnerClient, subject: Subject) -> dict[str, Any]:
    """Run one submission's notebook in two processes; returns the executed notebook and a verdict a graded cell.

    Raises:
        GraderError: the sandbox failed.
    """
    start = time.perf_counter()
    if subject.guard is not None:
        subject.guard.delegate()
    spawner.cpu, spawner.memory = 0.0, 0.0
    limits = Limits(**job["limits"])
    notebook = nbformat.v4.reads(job["text"])  # built by the intake, so it is valid
    candidate = CandidateSession(spawner, limits, subject)
    verdicts, deaths, explained = _run_cells(notebook, candidate, limits, job)
    write_deaths(notebook, deaths)
    if job.get("diagnose"):
        write_diagnoses(notebook, diagnosed(notebook, verdicts, deaths, candidate))
    candidate.close()
    seconds = time.perf_counter() - start
    text = nbformat.v4.writes(notebook)
    used = {"cpu": spawner.cpu, "memory": spawner.memory}
    plain_verdicts = [verdict.to_json() for verdict in verdicts]
    result = {"text": text, "verdicts": plain_verdicts, "seconds": seconds, "explained": explained}
    return {"op": "examined", **result, **used}


def prepare(text: str, changed: Collection[str], subject: Subject) -> None:
    """Compile our cells of a lab and read its probes and fingerprints, once for all forks that examine submissions.

    Args:
        changed: the names of the exploration cells that are not ours any more: nothing of the student's is parsed here.
    """
    probes = subject.probes
    with_probes = probes.exercises() if probes is not None else ()
    for cell in nbformat.v4.reads(text).cells:
        if kind_of(cell) in ("setup", "test"):
            compiled(cell.source, grade_id(cell))
        elif _explores(cell) and name_of(cell) not in changed:
            names_in(cell.source)
        elif probes is not None and grade_id(cell) in with_probes:
            probes.of(grade_id(cell))
            read_fingerprints(grade_id(cell), subject)


def _run_cells(
    notebook: NotebookNode, candidate: CandidateSession, limits: Limits, job: dict[str, Any]
) -> tuple[list[Verdict], dict[str, Cause], list[str]]:
    """Run all cells in order.

    Returns:
        The verdicts; why cells of the student's ended their process, by the cells' ids; and what the test cell
        compared that is to be explained.
    """
    test_space = _open_test_space(notebook, candidate, job)
    exploring = explorations(notebook, job.get("changed", ()), run_all=job["run_all"])
    verdicts: list[Verdict] = []
    deaths: dict[str, Cause] = {}
    explained: list[str] = []
    causes = FirstCauses(newer_python(notebook))
    room = MOST_CELLS_OUTPUT * limits.output
    count = 0
    for number, cell in enumerate(notebook.cells):
        kind = kind_of(cell)
        is_shown = number in exploring.shown
        runs = cell.cell_type == "code" and (is_shown or number in exploring.needed or not _explores(cell))
        if kind == "manual" or (kind == "test" and not runs):
            verdicts.append(ungraded(nbgrader_metadata(cell)))
        if not runs:
            continue
        count += 1
        cell.execution_count = count
        if kind == "test":
            is_asked = grade_id(cell) == job.get("explain")
            verdict, compared = judge(test_space, cell, count, explain=is_asked)
            first_cause = causes.of(verdict.cause, owner_of(verdict.test, test_space.exercises))
            verdict = replace(verdict, reason=verdict.reason + printable(first_cause))
            verdicts.append(verdict)
            explained = compared if is_asked else explained
            continue
        if kind == "setup":
            run_plainly(cell.source, grade_id(cell), test_space.space, count)
        seed = derive(job["seed"], "cell", str(number))
        size, death = _run_student(candidate, cell, count, seed, min(limits.output, room), is_shown=is_shown)
        room -= size
        causes.note(name_of(cell), cell, death)
        if death is not None:
            deaths[cell.get("id", "")] = death
    return verdicts, deaths, explained


def _open_test_space(notebook: NotebookNode, candidate: CandidateSession, job: dict[str, Any]) -> TestSpace:
    """A test space with a proxy for each name that the exercises ask for."""
    test_space = TestSpace(candidate, job["seed"])
    answered = job.get("answered")
    for cell in notebook.cells:
        if kind_of(cell) == "solution":
            written = answered is None or grade_id(cell) in answered
            test_space.add_proxy(grade_id(cell), source=cell.source, written=written)
    return test_space


def _run_student(
    candidate: CandidateSession, cell: NotebookNode, count: int, seed: int, room: int, *, is_shown: bool
) -> tuple[int, Cause | None]:
    """Have the candidate run one cell and put its outputs, about `room` bytes at most, into it.

    Args:
        is_shown: whether it runs only for what it shows.

    Returns:
        How many bytes they are and, if the cell ended its process or had to be stopped, why.
    """
    message = {"op": "run", "source": cell.source, "count": count, "seed": seed}
    ran = candidate.run_shown(message) if is_shown else candidate.run(message)
    if ran is None:
        cell.outputs = [notice(NOT_RUN)]
        return 0, None
    cell.outputs = clean_outputs(ran.outputs, room)
    size = len(json.dumps(cell.outputs))
    if ran.left_behind:
        cell.outputs.append(notice(f"{ran.left_behind} processes that were left behind have been ended"))
    if ran.cause is not None:
        kept = ": it was stopped there, and what it had defined stays" if ran.survived else ""
        cell.outputs.append(death_notice(ran.cause.detail + kept))
    return size, ran.cause


def _explores(cell: NotebookNode) -> bool:
    return EXPLORE in cell.metadata.get("tags", [])
