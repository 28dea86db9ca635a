"""After the verdicts: what the answers that lost points give to the public probes, and which misconception that is.

The probes are put to a fresh candidate, which runs the student's cells anew: what the calls of hidden tests have left
behind in the old one, in memory or in a file, cannot come back as the answer to a public question. Nothing here touches
a verdict.
"""

from __future__ import annotations

import builtins
import contextlib
import time
from collections.abc import Iterator, Sequence
from typing import Any

from nbformat import NotebookNode

from autograder.course.nbgrader_cells import grade_id, kind_of, owner_of
from autograder.diagnosis import naming, symptoms
from autograder.diagnosis.fingerprints import read_fingerprints
from autograder.diagnosis.naming import Diagnosis
from autograder.exam.errors import CandidateError, GraderError, UnsupportedCall
from autograder.exam.examiner.session import GRACE_SECONDS, CandidateSession
from autograder.exam.examiner.testing import TestSpace, alarm
from cnnlab.probes import exercises, probes_of
from cnnlab.probing import asking
from cnnlab.probing.outcomes import Outcome

MOST_SECONDS = 30.0  # for one submission; the supervisor waits longer than that


def diagnosed(
    notebook: NotebookNode, verdicts: Sequence[dict[str, Any]], candidate: CandidateSession
) -> list[Diagnosis]:
    """A diagnosis for each exercise that lost points, "unnamed" where ours fails. Ends `candidate`."""
    found: dict[str, Diagnosis] = {}
    lost = _lost(notebook, verdicts)
    for exercise, reasons in lost.items():
        said = _told(notebook, exercise, reasons)
        found[exercise] = naming.unnamed(exercise) if said is None else naming.from_symptom(exercise, said)
    asked = [exercise for exercise in lost if found[exercise].kind == "unnamed" and exercise in exercises()]
    if asked:
        with contextlib.suppress(
            Exception, UnsupportedCall, GraderError
        ):  # ours: nothing is said about what is left then
            for named in _asked(asked, candidate):
                found[named.exercise] = named
    return list(found.values())


def _asked(exercises: Sequence[str], candidate: CandidateSession) -> Iterator[Diagnosis]:
    """What the probes show of these exercises."""
    candidate.close()
    candidate.spawner.sweep()
    fresh = CandidateSession(candidate.spawner, candidate.limits)
    fresh.replay = list(candidate.replay)
    fresh.end = time.monotonic() + min(MOST_SECONDS, candidate.limits.cell_seconds)
    # An empty cell: with it the process starts, and runs the student's cells.
    fresh.run({"op": "run", "source": "", "count": 0, "seed": 0})
    for exercise in exercises:
        outcomes = _outcomes(exercise, fresh)
        if time.monotonic() >= fresh.end:
            break
        yield naming.name(exercise, outcomes, read_fingerprints(exercise))
    fresh.close()


def _outcomes(exercise: str, candidate: CandidateSession) -> list[Outcome]:
    """What came back from each probe, up to the one that cost the process its life. All of them have the time of one
    call.
    """
    end = time.monotonic() + candidate.limits.call_seconds
    test_space = TestSpace(candidate, "")
    test_space.add_proxy(exercise, written=True)
    outcomes: list[Outcome] = []
    for probe in probes_of(exercise):
        with candidate.test(asking.SEED) as calls:
            test_space.calls[:] = [calls]
            candidate.cell_end = min(candidate.cell_end, end)
            with alarm(candidate.seconds_left() + GRACE_SECONDS):
                outcomes.append(
                    asking.put(
                        probe,
                        test_space.space[exercise],
                        through=(UnsupportedCall, GraderError),
                        died=(CandidateError,),
                    )
                )
        if candidate.lost:
            break
    return outcomes


def _lost(notebook: NotebookNode, verdicts: Sequence[dict[str, Any]]) -> dict[str, list[str]]:
    """The exercises that lost points, each with a reason a test cell: "" for one that passed."""
    exercises = [grade_id(cell) for cell in notebook.cells if kind_of(cell) == "solution"]
    reasons: dict[str, list[str]] = {exercise: [] for exercise in exercises}
    for verdict in verdicts:
        owner = owner_of(verdict["test"], exercises)
        if owner and verdict["outcome"] in ("passed", "failed", "partial"):
            reasons[owner].append(verdict["reason"])
    return {exercise: told for exercise, told in reasons.items() if any(told)}


def _told(notebook: NotebookNode, exercise: str, reasons: Sequence[str]) -> symptoms.Symptom | None:
    """What the verdicts say by themselves. Their texts may hold what a hidden test handed in: only what they begin with
    is looked at.
    """
    if all(reason.startswith("NotImplementedError") for reason in reasons):
        return symptoms.stub(exercise)
    failed = [reason for reason in reasons if reason]
    if all(reason.startswith(f"NameError: name '{exercise}' is not defined") for reason in failed):
        return symptoms.undefined(exercise, _error_of(notebook, exercise))
    if all(reason.startswith("CandidateError: ") for reason in failed):
        return symptoms.died(failed[0].removeprefix("CandidateError: "))
    return None


def _error_of(notebook: NotebookNode, exercise: str) -> str:
    """The built-in exception that an exercise's own cell ended with, "" for none."""
    outputs = [output for cell in notebook.cells if grade_id(cell) == exercise for output in cell.outputs]
    names = [output.ename for output in outputs if output.output_type == "error"]
    return next(
        (name for name in names if name == symptoms.ENDED or isinstance(getattr(builtins, name, None), type)), ""
    )
