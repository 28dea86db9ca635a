"""The public questions against the corpus: what they say of an answer, concept by concept, is what the test cells say of it.

The `fails:` line of an answer is held against the test cells in `tests/test_answers.py`, and against the probes here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache

import nbformat
import pytest
import torch

from autograder.answers import Answer
from autograder.course import Exercise, Lab, read_course
from autograder.exam.engine import close_engines, examine
from autograder.intake import Submission
from autograder.signing import Seen, put_answers
from cnnlab.outcomes import MOST_VALUES
from cnnlab.probing import Refusal, exercises, probes_of
from tests.matrix import ROOT, read_answers
from tests.notebooks import make_cell, make_notebook, quick_settings

LABS = read_course(ROOT / "solutions")
GRADED = [(lab, exercise) for lab in LABS for exercise in lab.exercises if exercise.tests]
EXERCISES = [pytest.param(lab, exercise, id=exercise.name) for lab, exercise in GRADED if exercise.name in exercises()]
# (exercise, answer) → why the probes may say something else than the test cells do
EXCUSED: dict[tuple[str, str], str] = {}
ASKED_IN_THE_EXAM = """
from autograder.exam.faults import OursError, Unsupported
from cnnlab.probing import probes_of, put, verdict
said = [verdict(probe, put(probe, {0}, through=(OursError, Unsupported))) for probe in probes_of("{0}")]
assert not any(said), [text for text in said if text]
"""


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


@cache
def asked(lab_id: str, name: str) -> list[tuple[Answer, Seen]]:
    """Each answer of an exercise, and its untouched stub, with what came back and what was said of it, probe by probe."""
    lab = next(lab for lab in LABS if lab.id == lab_id)
    answers = [*read_answers(name), stub(lab, name)]
    return list(zip(answers, put_answers(lab, lab.exercise(name), answers, apart=False), strict=True))


def stub(lab: Lab, name: str) -> Answer:
    """What students find in the released notebook."""
    released = nbformat.read(ROOT / "notebooks" / lab.id / f"{lab.notebook}.ipynb", as_version=4)
    source = next(cell.source for cell in released.cells if cell.get("id") == name)
    return Answer(name, "stub", "stub", source, "", ())


def failed(exercise: Exercise, seen: Seen) -> set[str]:
    """The concepts of which at least one probe failed."""
    return {probe.concept for probe, wrong in zip(probes_of(exercise.name), seen[1], strict=True) if wrong}


def disagreements(lab: Lab, exercise: Exercise) -> list[str]:
    """The answers for which probes and test cells differ, and in what."""
    concepts = {test.concept for test in exercise.tests}
    found = []
    for answer, seen in asked(lab.id, exercise.name):
        expected = {"right": set(), "wrong": set(answer.fails)}.get(answer.kind, concepts)
        mine = failed(exercise, seen)
        if mine != expected and (exercise.name, answer.name) not in EXCUSED:
            said = next((wrong for wrong in seen[1] if wrong), "")
            found.append(f"{answer.kind}/{answer.name}: should fail {sorted(expected)}, but fails {sorted(mine)}  ({said[:200]})")
    return found


def test_every_graded_exercise_has_probes() -> None:
    assert {exercise.name for _, exercise in GRADED} == set(exercises())


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_ask_for_each_concept_that_the_test_cells_grade(lab: Lab, exercise: Exercise) -> None:
    concepts = list(dict.fromkeys(probe.concept for probe in probes_of(exercise.name)))
    assert concepts == [test.concept for test in exercise.tests], "and in their order"


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_agree_with_the_test_cells_on_every_answer(lab: Lab, exercise: Exercise) -> None:
    complaints = disagreements(lab, exercise)
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_call_an_untouched_stub_not_written(lab: Lab, exercise: Exercise) -> None:
    _, (outcomes, wrongs) = asked(lab.id, exercise.name)[-1]
    assert {outcome.name for outcome in outcomes} == {"NotImplementedError"}
    assert all("not written yet" in wrong for wrong in wrongs)


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_are_small_enough_to_be_compared_in_full(lab: Lab, exercise: Exercise) -> None:
    for probe in probes_of(exercise.name):
        parts = probe.expected.values() if isinstance(probe.expected, dict) else [probe.expected]
        assert all(part.numel() <= MOST_VALUES for part in parts if isinstance(part, torch.Tensor)), probe.call
        assert probe.call or isinstance(probe.expected, Refusal), "a message needs the call"


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_probes_with_a_picture_expect_one_matrix(lab: Lab, exercise: Exercise) -> None:
    for probe in probes_of(exercise.name):
        if probe.view is not None:
            assert isinstance(probe.expected, torch.Tensor), probe.call
            assert set(probe.expected.shape[:-2]) <= {1}, f"{probe.call}: one image and one channel"


def outcomes_in_the_exam(lab: Lab, sources: dict[str, str]) -> dict[str, str]:
    """All probes of each exercise put to the exam's stand-in for it, with these answers in place of our own."""
    graded = [exercise for exercise in lab.exercises if exercise.tests]
    cells = [make_cell("setup", "setup", "\n".join(cell.source for cell in lab.setup))]
    cells += [make_cell("solution", exercise.name, sources.get(exercise.name, exercise.cell.source)) for exercise in graded]
    cells += [make_cell("test", f"test_{exercise.name}_probes", ASKED_IN_THE_EXAM.format(exercise.name), 1) for exercise in graded]
    examined = examine(Submission("ada", lab.id, lab.notebook, json.dumps(make_notebook(cells))), quick_settings(), "00" * 32)
    assert examined.problem == ""
    return {
        exercise.name: f"{verdict.outcome} {verdict.reason}".strip() for exercise, verdict in zip(graded, examined.verdicts, strict=True)
    }


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_right_answers_are_right_through_the_exams_stand_in(lab: Lab) -> None:
    assert set(outcomes_in_the_exam(lab, {}).values()) == {"passed"}


def test_a_wrong_answer_is_wrong_through_the_exams_stand_in() -> None:
    lab = LABS[0]
    flipped = next(answer for answer in read_answers("corr2d") if answer.name == "flipped_both")
    outcomes = outcomes_in_the_exam(lab, {"corr2d": flipped.source})
    assert [name for name, outcome in outcomes.items() if outcome != "passed"] == ["corr2d"]


def test_the_disagreements_that_are_excused_are_real() -> None:
    named = {(exercise.name, answer.name) for lab, exercise in GRADED for answer in read_answers(exercise.name)}
    assert set(EXCUSED) <= named
    assert all(EXCUSED.values()), "each needs its reason"


def test_the_figure_of_agreement(record_property: Callable[[str, object], None]) -> None:
    """Printed at the end of the run; the tests above name each answer that does not agree."""
    count = sum(len(asked(lab.id, exercise.name)) - 1 for lab, exercise in GRADED if exercise.name in exercises())
    different = sum(len(disagreements(lab, exercise)) for lab, exercise in GRADED if exercise.name in exercises()) + len(EXCUSED)
    record_property("figure", f"cnnlab.check: {count - different} of {count} answers agree with the test cells on every concept")
    assert different == len(EXCUSED)
