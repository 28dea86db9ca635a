"""Runs a test cell with proxies in place of the student's names, under its own time limit, and decides its verdict."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.course.names import parameter_names
from autograder.course.nbgrader_cells import nbgrader_metadata, owner_of
from autograder.exam.errors import CandidateError, GraderError, UnsupportedCall, cause_of
from autograder.exam.examiner.alarms import GRACE_SECONDS, alarm
from autograder.exam.examiner.calls import RemoteCalls, Watch
from autograder.exam.examiner.inputs import call_in_full
from autograder.exam.examiner.plain import run_plainly
from autograder.exam.examiner.proxy import Proxy
from autograder.exam.examiner.session import CandidateSession
from autograder.exam.results import Cause, Outcome, Verdict
from autograder.exam.seeds import derive
from autograder.text import printable

LONGEST_REASON = 8000


@dataclass(frozen=True)
class TestSpace:
    """The namespace in which one submission's test cells run: our names, and proxies for the student's.

    `calls` holds the calls of the running test cell; `stubs` are the exercises left as they were handed out.
    """

    candidate: CandidateSession
    secret: str
    space: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    calls: list[RemoteCalls] = field(default_factory=list)
    exercises: list[str] = field(default_factory=list)
    stubs: list[str] = field(default_factory=list)

    def add_proxy(self, name: str, *, source: str = "", written: bool = True) -> None:
        """Add a proxy for what the student defines as `name`, in a cell of this source; without `written`, the answer
        is as it was handed out.
        """
        self.exercises.append(name)
        if not written:
            self.stubs.append(name)
        self.space[name] = Proxy(lambda: self.calls[-1], name, [], name, parameter_names(source, name))


def judge(test_space: TestSpace, cell: NotebookNode, count: int, *, explain: bool = False) -> tuple[Verdict, list[str]]:
    """Run a test cell as number `count` and put its outputs into it; returns its verdict and, to explain, what it
    compared.

    Raises:
        GraderError: the sandbox failed.
    """
    run = _run_explained if explain else _run
    is_shared = test_space.candidate.answering_fork is not None
    verdict, compared = run(test_space, cell, count)
    is_stub = owner_of(verdict.test, test_space.exercises) in test_space.stubs
    if is_stub and verdict.cause is not None and verdict.cause.kind == "not_written":
        return verdict, compared  # no answer ran, so an earlier test cell's calls cannot have had an effect on it
    if is_shared and verdict.outcome != "passed":
        # Calls of an earlier test cell may have changed the fork's state: only a failure in a fresh fork counts.
        test_space.candidate.leave_answering_fork()
        verdict, compared = run(test_space, cell, count)
    return verdict, compared


def ungraded(marks: Mapping[str, Any]) -> Verdict:
    """The verdict on a cell that an instructor has to grade."""
    return _verdict(marks, "manual", None)


def _run_explained(test_space: TestSpace, cell: NotebookNode, count: int) -> tuple[Verdict, list[str]]:
    """As `_run`, and each call with its inputs, and for each comparison the expected value and the actual one."""
    calls: list[tuple[int, str]] = []  # each with how many comparisons came before it
    with test_space.candidate.subject.comparisons() as compared:

        def watch(name: str, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
            calls.append((len(compared), call_in_full(name, args, kwargs)))

        verdict, _ = _run(test_space, cell, count, watch)
    told = [
        (at, f"{each.label}\n  expected {each.expected}\n  actual   {each.actual}") for at, each in enumerate(compared)
    ]
    return verdict, [text for _, text in sorted([*calls, *told], key=lambda each: each[0])]


def _run(
    test_space: TestSpace, cell: NotebookNode, count: int, watch: Watch | None = None
) -> tuple[Verdict, list[str]]:
    marks = nbgrader_metadata(cell)
    seed = derive(test_space.secret, "examiner", marks["grade_id"])
    random.seed(seed)
    test_space.candidate.subject.seed(seed)
    calls = test_space.candidate.start_test(derive(test_space.secret, "candidate", marks["grade_id"]))
    calls.watch = watch
    test_space.calls[:] = [calls]
    outputs: list[dict[str, Any]] = []
    error: BaseException | None = None
    value: Any = None
    try:
        with (
            test_space.candidate.subject.as_in_answer(lambda request: calls.request({"op": request}, [])),
            alarm(test_space.candidate.seconds_left() + GRACE_SECONDS),
        ):
            outputs, error, value = run_plainly(cell.source, marks["grade_id"], test_space.space, count)
        if error is None:
            calls.close()
    except (UnsupportedCall, CandidateError) as late_error:
        error = late_error
    cell.outputs = [nbformat.from_dict(output) for output in outputs]
    return _decide(marks, error, value), []


def _decide(marks: Mapping[str, Any], error: BaseException | None, value: Any) -> Verdict:
    """The verdict on a test cell that raised `error`, or whose last line has the value `value`."""
    if isinstance(error, UnsupportedCall):
        return _verdict(marks, "unknown", None, str(error), Cause("unsupported", str(error)))
    if isinstance(error, GraderError):
        return _verdict(marks, "unknown", None, str(error), Cause("ours", str(error)))
    if error is not None:
        type_name = type(error).__name__
        # An exception without a cause came from the test cell itself, not from the student's process.
        cause = cause_of(error) or Cause("wrong", type_name)
        return _verdict(marks, "failed", 0.0, f"{type_name}: {error}", cause)
    most = float(marks["points"])
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if math.isnan(value):
            reason = "the test cell's own score is not a number"
            return _verdict(marks, "unknown", None, reason, Cause("ours", reason))
        points = min(max(float(value), 0.0), most)
        if points < most:
            outcome: Outcome = "partial" if points > 0 else "failed"
            return _verdict(marks, outcome, points, f"{points:g} of {most:g} points", Cause("wrong"))
    return _verdict(marks, "passed", most)


def _verdict(
    marks: Mapping[str, Any], outcome: Outcome, points: float | None, reason: str = "", cause: Cause | None = None
) -> Verdict:
    if cause is not None:
        cause = replace(cause, detail=_harmless(cause.detail))
    return Verdict(marks["grade_id"], outcome, points, float(marks["points"]), _harmless(reason), cause)


def _harmless(text: str) -> str:
    return printable(text, keep="\n\t")[:LONGEST_REASON]
