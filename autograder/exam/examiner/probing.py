"""After the verdicts: puts the public probes to the answers that lost points, and names the misconception.

The probes go to a fresh candidate, which runs the student's cells anew. What hidden calls left behind in the old one,
in memory or in a file, cannot come back as the answer to a public question. Nothing here changes a verdict.
"""

from __future__ import annotations

import builtins
import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence

from nbformat import NotebookNode

from autograder.course.nbgrader_cells import grade_id, kind_of, owner_of
from autograder.course.probes import Ending, Outcome, Probes
from autograder.course.python import newer_python
from autograder.diagnosis import naming, symptoms
from autograder.diagnosis.fingerprints import read_fingerprints
from autograder.diagnosis.naming import Diagnosis
from autograder.exam.errors import CandidateError, GraderError, UnsupportedCall
from autograder.exam.examiner.alarms import GRACE_SECONDS, alarm
from autograder.exam.examiner.session import CandidateSession
from autograder.exam.examiner.testing import TestSpace
from autograder.exam.results import EXITS, Cause, Verdict

# For one submission, and on top of that for cells that run into their time limit again; the supervisor waits longer.
MOST_SECONDS, MOST_SECONDS_STOPPED = 30.0, 20.0


def diagnosed(
    notebook: NotebookNode, verdicts: Sequence[Verdict], deaths: Mapping[str, Cause], candidate: CandidateSession
) -> list[Diagnosis]:
    """A diagnosis for each exercise that lost points, "unnamed" where ours fails. Ends `candidate`.

    Args:
        deaths: why cells of the student's ended their process, by the cells' ids.
    """
    probes, values = candidate.subject.probes, candidate.subject.values
    diagnoses: dict[str, Diagnosis] = {}
    for exercise, causes in _lost(notebook, verdicts).items():
        symptom = _symptom(notebook, exercise, causes, deaths, values)
        diagnoses[exercise] = naming.unnamed(exercise) if symptom is None else naming.from_symptom(exercise, symptom)
    asked = probes.exercises() if probes is not None else ()
    unnamed = [name for name, diagnosis in diagnoses.items() if diagnosis.kind == "unnamed" and name in asked]
    if probes is not None and unnamed:
        # Ours: nothing is said about what is left then.
        with contextlib.suppress(Exception, UnsupportedCall, GraderError):
            for diagnosis in _probed(unnamed, candidate, probes):
                diagnoses[diagnosis.exercise] = diagnosis
    return list(diagnoses.values())


def _probed(exercises: Sequence[str], candidate: CandidateSession, probes: Probes) -> Iterator[Diagnosis]:
    """The diagnoses that the probes give of these exercises."""
    candidate.close()
    candidate.spawner.sweep()
    subject = candidate.subject
    fresh = CandidateSession(candidate.spawner, candidate.limits, subject)
    fresh.replay = list(candidate.replay)
    again = min(MOST_SECONDS_STOPPED, candidate.stopped * (candidate.limits.cell_seconds + GRACE_SECONDS))
    fresh.time.end = time.monotonic() + min(MOST_SECONDS, candidate.limits.cell_seconds) + again
    fresh.time.training = candidate.limits.training_seconds
    # An empty cell: with it the process starts, and runs the student's cells.
    fresh.run({"op": "run", "source": "", "count": 0, "seed": 0})
    for exercise in exercises:
        outcomes = _outcomes(exercise, fresh, probes)
        if time.monotonic() >= fresh.time.end:
            break
        yield naming.name(exercise, outcomes, read_fingerprints(exercise, subject), subject)
    fresh.close()


def _outcomes(exercise: str, candidate: CandidateSession, probes: Probes) -> list[Outcome]:
    """What came back from each probe, up to one that ended the process. Together they have the time of one call, and
    that of one training.
    """
    end, could_train = time.monotonic() + candidate.limits.call_seconds, candidate.time.training
    test_space = TestSpace(candidate, "")
    test_space.add_proxy(exercise, written=True)
    outcomes: list[Outcome] = []
    for probe in probes.of(exercise):
        test_space.calls[:] = [candidate.start_test(probes.seed)]
        candidate.time.cell_end = min(candidate.time.cell_end, end + could_train - candidate.time.training)
        with alarm(candidate.seconds_left() + GRACE_SECONDS):
            answer, own_errors = test_space.space[exercise], (UnsupportedCall, GraderError)
            outcomes.append(probes.put(probe, answer, through=own_errors, ending_of=_ending_of))
        if candidate.lost is not None:
            break
    return outcomes


def _lost(notebook: NotebookNode, verdicts: Sequence[Verdict]) -> dict[str, list[Cause | None]]:
    """The exercises that lost points, each with a cause a test cell: None for one that passed."""
    exercises = [grade_id(cell) for cell in notebook.cells if kind_of(cell) == "solution"]
    causes: dict[str, list[Cause | None]] = {exercise: [] for exercise in exercises}
    for verdict in verdicts:
        owner = owner_of(verdict.test, exercises)
        if owner and verdict.outcome in ("passed", "failed", "partial"):
            causes[owner].append(verdict.cause)
    return {exercise: of_tests for exercise, of_tests in causes.items() if any(of_tests)}


def _symptom(
    notebook: NotebookNode, exercise: str, causes: Sequence[Cause | None], deaths: Mapping[str, Cause], values: str
) -> symptoms.Symptom | None:
    """What the verdicts say by themselves."""
    failed = [cause for cause in causes if cause is not None]
    if len(failed) == len(causes) and all(cause.kind == "not_written" for cause in failed):
        return symptoms.stub(exercise)
    if all(cause == Cause("undefined", exercise) for cause in failed):
        ending = _ending(deaths[exercise]) if exercise in deaths else None
        return symptoms.undefined(exercise, _error_of(notebook, exercise), ending, newer_python(notebook))
    endings = [_ending(cause) for cause in failed]
    if endings[0] is not None and all(endings):
        return symptoms.died(endings[0], values)
    return None


def _ending(cause: Cause) -> Ending | None:
    """How the student's code ended without an answer; None where it gave one."""
    if cause.kind == "timed_out":
        return "timed_out"
    if cause.kind == "died" or (cause.kind == "raised" and cause.detail in EXITS):
        return "ended"
    return "unreadable" if cause.kind in ("forged", "unreadable") else None


def _ending_of(error: BaseException) -> Ending | None:
    return _ending(error.cause) if isinstance(error, CandidateError) else None


def _error_of(notebook: NotebookNode, exercise: str) -> str:
    """The built-in exception that an exercise's own cell ended with, "" for none."""
    outputs = [output for cell in notebook.cells if grade_id(cell) == exercise for output in cell.outputs]
    names = [output.ename for output in outputs if output.output_type == "error"]
    return next((name for name in names if isinstance(getattr(builtins, name, None), type)), "")
