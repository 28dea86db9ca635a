"""One notebook in one kernel, as stock nbgrader runs it, with the verdict of each test cell read off its outputs."""

from __future__ import annotations

import logging
import os
import tempfile
import time
from dataclasses import dataclass
from typing import Any, Literal

import nbformat
from nbclient.exceptions import DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute, LimitOutput
from nbgrader.utils import determine_grade
from traitlets.config import Config

from autograder.intake import Submission

# The name that nbgrader gives the error of a cell which it stopped.
TIMEOUT = "CellTimeoutError"

Outcome = Literal["passed", "partial", "failed", "unknown", "manual"]


@dataclass(frozen=True)
class Verdict:
    """What one graded cell gave. `points` is None until a person has graded a manual cell, and where we could not tell."""

    test: str
    outcome: Outcome
    points: float | None
    max_points: float
    reason: str = ""


@dataclass(frozen=True)
class Examined:
    """One submission after its exam: the executed notebook, a verdict a graded cell, or the problem that stopped it."""

    submission: Submission
    text: str = ""
    verdicts: tuple[Verdict, ...] = ()
    seconds: float = 0.0
    problem: str = ""


def examine(submission: Submission, settings: Config) -> Examined:
    """Execute the submission's notebook and read the verdicts. Never raises: what goes wrong is the result's `problem`."""
    if submission.problem:
        return Examined(submission, problem=submission.problem)
    start = time.perf_counter()
    try:
        notebook = _execute(nbformat.reads(submission.text, as_version=4), settings)
        verdicts = tuple(_verdict(cell) for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade"))
        text = nbformat.writes(notebook)
    except DeadKernelError:
        return Examined(submission, problem="the kernel died while the notebook ran (an exit, a crash, or too much memory)")
    except Exception as error:  # ours or Jupyter's: never a zero, always a person
        return Examined(submission, problem=f"the notebook could not be run: {type(error).__name__}: {str(error)[:300]}")
    return Examined(submission, text, verdicts, time.perf_counter() - start)


class _Exam(Execute):  # type: ignore[misc]  # nbgrader ships no types
    """nbgrader's Execute, and its settings, in a kernel with an environment of its own; ours stays as it is."""

    def start_new_kernel(self, **options: Any) -> None:
        super().start_new_kernel(env={**os.environ, "NBGRADER_EXECUTION": "autograde", "OMP_NUM_THREADS": "1"}, **options)


def _execute(notebook: NotebookNode, settings: Config) -> NotebookNode:
    with tempfile.TemporaryDirectory(prefix="exam-") as folder:
        resources = {"metadata": {"path": folder}}
        # What it would log, a death or a cell stopped, is in the verdicts.
        log = logging.Logger("exam", logging.CRITICAL)
        notebook, resources = _Exam(config=settings, log=log).preprocess(notebook, resources)
        notebook, resources = LimitOutput(config=settings).preprocess(notebook, resources)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
    return notebook


def _verdict(cell: NotebookNode) -> Verdict:
    marks = cell.metadata.nbgrader
    name, most = str(marks.grade_id), float(marks.points)
    if marks.get("solution"):
        return Verdict(name, "manual", None, most)
    if cell.get("execution_count") is None:
        return Verdict(name, "unknown", None, most, "the cell was not run")
    errors = {output.ename: output.evalue for output in cell.outputs if output.output_type == "error"}
    if TIMEOUT in errors:  # it comes after the KeyboardInterrupt that stopped the cell
        return Verdict(name, "failed", 0.0, most, f"{TIMEOUT}: stopped, it took too long")
    for kind, message in errors.items():
        return Verdict(name, "failed", 0.0, most, f"{kind}: {message}" if message else kind)
    try:
        # Warnings cost nothing, so what a cell writes to stderr is not nbgrader's to see.
        quiet = NotebookNode(cell, outputs=[output for output in cell.outputs if output.output_type != "stream"])
        points = float(determine_grade(quiet)[0])
    except (ValueError, KeyError) as error:
        return Verdict(name, "unknown", None, most, f"the test cell's own score makes no sense: {error}")
    if points >= most:
        return Verdict(name, "passed", most, most)
    return Verdict(name, "partial" if points > 0 else "failed", points, most, f"{points:g} of {most:g} points")
