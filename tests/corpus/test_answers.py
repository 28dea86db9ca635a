"""The matrix: named answers against the test cells of their exercise, and the proof that each test cell bites.

To keep CI short a fixed sample of the answers is run (`tests.corpus.sample` says which: some of every family);
`ALL_ANSWERS=1 make test` runs them all. What costs nothing is held of all.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from autograder.course.answers import LEAST
from autograder.course.model import Exercise, Lab
from cnnlab.probes import probes_of
from tests.corpus.matrix import (
    ANSWERS,
    KINDS,
    Answer,
    Result,
    cell_results,
    complaint,
    gap,
    gaps,
    read_answers,
    results,
)
from tests.corpus.sample import EVERY, TRAINED, first, sample
from tests.support.course import our_labs
from tests.support.sampling import ALL_ANSWERS

pytestmark = pytest.mark.timeout(400)  # the answers of my_model are trained: 90 s of processor time
LABS = {lab.id: lab for lab in our_labs()}
MANY = {"BatchNorm2d", "conv2d_backward", "corr2d", "fit", "grad_cam", "pool2d", "trans_conv"}
AT_LEAST = {True: {"right": 8, "wrong": 20, "shortcut": 4}, False: LEAST}


EXERCISES = [
    pytest.param(lab, exercise, id=exercise.name)
    for lab in LABS.values()
    for exercise in lab.exercises
    if exercise.tests
]


def named_results(lab: Lab, exercise: Exercise) -> list[Result]:
    return results(lab, exercise)[:-1]


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_there_are_enough_answers(lab: Lab, exercise: Exercise) -> None:
    answers = read_answers(exercise.name)
    for kind, least in AT_LEAST[exercise.name in MANY].items():
        assert sum(answer.kind == kind for answer in answers) >= least, (
            f"{exercise.name}: fewer than {least} {kind} answers"
        )


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_each_answer_says_what_it_does(lab: Lab, exercise: Exercise) -> None:
    silent = [f"{answer.kind}/{answer.name}" for answer in read_answers(exercise.name) if len(answer.says) < 20]
    assert not silent, f"{exercise.name}: no `# says:` sentence in {silent}"


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_each_answer_earns_exactly_what_it_should(lab: Lab, exercise: Exercise) -> None:
    """Right answers all points, wrong ones all but the concepts they violate, shortcuts none: those of the sample, and
    all with ALL_ANSWERS=1.
    """
    complaints = [
        f"{result.answer.kind}/{result.answer.name}: {complaint(exercise, result)}"
        for result in named_results(lab, exercise)
        if complaint(exercise, result)
    ]
    assert not complaints, "\n".join(complaints)


@pytest.mark.parametrize(("lab", "exercise"), [one for one in EXERCISES if ALL_ANSWERS or one.id != TRAINED])
def test_no_test_cell_and_no_hidden_region_can_be_spared(lab: Lab, exercise: Exercise) -> None:
    """Without any one test cell, or the hidden region of any one, a wrong answer would earn full points.

    Held of every test cell, but without ALL_ANSWERS=1 of none that trains: where no answer of the sample shows it,
    others that fail the cell alone are run, until one does.
    """
    table = named_results(lab, exercise)
    ran = {(result.answer.kind, result.answer.name) for result in table}
    others = [answer for answer in read_answers(exercise.name) if (answer.kind, answer.name) not in ran]
    for test in exercise.tests:
        alone = [answer for answer in others if answer.kind == "wrong" and answer.fails == (test.concept,)]
        for answer in sorted(alone, key=first):
            if not gap(test, table):
                break
            table = [*table, *cell_results(lab, exercise, [answer])]
    missing = gaps(exercise, table)
    assert not missing, "\n".join(missing)


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_the_untouched_stub_earns_nothing_and_says_so(lab: Lab, exercise: Exercise) -> None:
    result = results(lab, exercise)[-1]
    assert result.failed == {test.concept for test in exercise.tests}
    assert all(message.startswith("NotImplementedError") for message in result.full.values()), result.full


def test_the_count_of_what_was_held(record_property: Callable[[str, object], None]) -> None:
    """Printed at the end of the run, so that a run that held less is seen."""
    lines = [
        (exercise, results(lab, exercise)) for lab in LABS.values() for exercise in lab.exercises if exercise.tests
    ]
    answers = sum(len(table) - 1 for _, table in lines)
    files = [read_answers(exercise.name) for exercise, _ in lines]
    cells = sum(len(result.full) for _, table in lines for result in table)
    probes = sum(len(result.seen[1]) for _, table in lines for result in table if result.seen)
    record_property(
        "figure",
        f"corpus: {answers} of {sum(map(len, files))} answers (all with ALL_ANSWERS=1) and {len(lines)} stubs: {cells} "
        f"verdicts of test cells, {probes} of public probes",
    )
    assert answers == sum(len(sample(every)) for every in files)
    assert cells == sum(len(exercise.tests) * len(table) for exercise, table in lines)
    assert probes == sum(len(probes_of(exercise.name)) * len(table) for exercise, table in lines)


def alone(answers: list[Answer]) -> set[tuple[str, ...]]:
    """The concepts that some wrong answer fails alone; () stands for several."""
    return {answer.fails if len(answer.fails) == 1 else () for answer in answers if answer.kind == "wrong"}


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_the_sample_has_its_share_of_each_kind_and_for_each_concept_an_answer_that_fails_it_alone(
    lab: Lab, exercise: Exercise
) -> None:
    answers = read_answers(exercise.name)
    taken = sample(answers, everything=False)
    assert sample(answers, everything=True) == answers
    for kind, every in EVERY.items() if exercise.name != TRAINED else ():
        assert sum(answer.kind == kind for answer in taken) * every >= sum(answer.kind == kind for answer in answers)
    assert {answer.kind for answer in taken} == {answer.kind for answer in answers}
    in_all, in_sample = (alone(some) for some in (answers, taken))
    assert exercise.name == TRAINED or in_all == in_sample


def test_no_answer_is_left_without_an_exercise() -> None:
    known = {exercise.name for lab in LABS.values() for exercise in lab.exercises}
    assert {path.name for path in ANSWERS.iterdir()} <= known
    kinds = {path.name for folder in ANSWERS.iterdir() for path in folder.iterdir()}
    assert kinds <= set(KINDS)
