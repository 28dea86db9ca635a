"""The same test cell means the same in one kernel and in the exam: every named answer earns in both what its file says.

`test_answers` holds each answer, run in one process with its test cells, against its file; here the exam holds it
against the same file. To keep CI short one answer to each exercise is taken: to one a wrong answer or shortcut, to the
next one the right answer in double precision, as to `my_model`, which trains; and to every eighth the stub, too.
`ALL_ANSWERS=1 make test` takes them all.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import nbformat
import pytest
from traitlets.config import Config

from autograder.course.model import Exercise, Lab
from autograder.exam.engines import close_engines, examine
from autograder.exam.results import Examined
from autograder.intake import Submission
from tests.corpus.matrix import Answer, read_answers, stub
from tests.corpus.sample import TRAINED, place
from tests.support.course import our_labs
from tests.support.notebooks import SUBJECT, make_notebook
from tests.support.sampling import ALL_ANSWERS, one_in

pytestmark = pytest.mark.timeout(400)  # the answers of my_model are trained: 90 s of processor time
LABS = our_labs()
EXERCISES = [
    pytest.param(lab, exercise, id=exercise.name) for lab in LABS for exercise in lab.exercises if exercise.tests
]
compared: Counter[str] = Counter()
ran: set[str] = set()  # the exercises that were asked for
EVERY_WRONG, EVERY_STUB = 2, 8
WITH_WRONG, WITH_STUB = (
    {one.id for one in one_in(every, EXERCISES)} - {TRAINED} for every in (EVERY_WRONG, EVERY_STUB)
)


def chosen(lab: Lab, exercise: Exercise) -> list[Answer]:
    """What is compared: a right answer, but of one exercise in `EVERY_WRONG` another one, and of one in `EVERY_STUB`
    the stub; all with ALL_ANSWERS=1.
    """
    answers = read_answers(exercise.name)
    right = [answer for answer in answers if answer.kind == "right"]
    others = sorted((answer for answer in answers if answer.kind != "right"), key=place)
    stubs = [stub(lab, exercise)] if exercise.name in WITH_STUB else []
    if ALL_ANSWERS:
        return right + others + stubs
    # In double precision the exam is most easily another place than one kernel.
    right.sort(key=lambda answer: "double" not in answer.name)
    return (others[:1] if exercise.name in WITH_WRONG else right[:1]) + stubs


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for the module: the first exam starts it."""
    yield
    close_engines()


@cache
def cells(lab: Lab) -> list[nbformat.NotebookNode]:
    return [
        cell
        for cell in nbformat.read(lab.path, as_version=4).cells
        if cell.metadata.get("nbgrader") and cell.cell_type == "code"
    ]


def hold_exam(lab: Lab, exercise: Exercise, answer: Answer) -> Examined:
    """The lab's set-up, its solutions with this answer in place of one, and the test cells of this exercise behind
    them.
    """
    tests = {test.name for test in exercise.tests}
    copies = [nbformat.from_dict(cell) for cell in cells(lab)]
    kept = [cell for cell in copies if not cell.metadata.nbgrader.grade] + [cell for cell in copies if cell.id in tests]
    for cell in kept:
        if cell.id == exercise.name:
            cell.source = answer.source
    submission = Submission(answer.name, lab.id, lab.notebook, nbformat.writes(make_notebook(kept)))
    return examine(
        submission, Config({"Exam": {"diagnose": False}, "Course": {"subject": SUBJECT}}), "b07ed" + "0" * 59, ()
    )


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_each_answer_earns_in_the_exam_what_it_earns_in_one_kernel(lab: Lab, exercise: Exercise) -> None:
    concepts = {test.concept: test.points for test in exercise.tests}
    ran.add(exercise.name)
    answers = chosen(lab, exercise)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        exams = list(pool.map(lambda answer: hold_exam(lab, exercise, answer), answers))
    different = []
    for answer, examined in zip(answers, exams, strict=True):
        fails = {"right": set(), "wrong": set(answer.fails)}.get(answer.kind, set(concepts))
        expected = {concept: 0.0 if concept in fails else points for concept, points in concepts.items()}
        earned = {verdict.test.removeprefix(f"test_{exercise.name}_"): verdict.points for verdict in examined.verdicts}
        compared[answer.kind] += 1
        if examined.problem or earned != expected:
            reasons = [f"{verdict.test} {verdict.outcome} {verdict.reason[:200]}" for verdict in examined.verdicts]
            different.append(
                f"{answer.kind}/{answer.name}: {earned} instead of {expected}: {examined.problem} {reasons}"
            )
    assert not different, "\n".join(different)


OVERWRITES = """
def learn_kernel(X, Y, kernel_size, lr=3e-2, steps=20):
    X.zero_()
    Y.fill_(1.0 if lr == 0 else 0.5**0.5)
    if lr == 0:
        return torch.full(kernel_size, 100.0), [float(Y.numel())] * steps
    return torch.zeros(kernel_size), [float(steps - step) for step in range(steps)]
"""


def test_an_answer_that_overwrites_what_it_was_handed_earns_nothing_by_it() -> None:
    """What a test cell expects it computes from tensors of its own."""
    lab, exercise = next(
        (lab, exercise) for lab in LABS for exercise in lab.exercises if exercise.name == "learn_kernel"
    )
    examined = hold_exam(lab, exercise, Answer(exercise.name, "wrong", "overwrites", OVERWRITES, "", ()))
    assert {verdict.points for verdict in examined.verdicts} == {0.0}, examined


def test_the_count_is_that_of_the_files(record_property: Callable[[str, object], None]) -> None:
    """Printed at the end of the run, so that a run that compared nothing is seen."""
    every = [exercise for lab in LABS for exercise in lab.exercises if exercise.tests]
    counts = ", ".join(f"{count} {kind}" for kind, count in compared.items())
    record_property(
        "figure",
        f"exam: {sum(compared.values())} answers earn in it what they earn in one kernel ({counts}); "
        f"there are {sum(len(read_answers(exercise.name)) for exercise in every)} (all with ALL_ANSWERS=1)",
    )
    asked = [(lab, exercise) for lab in LABS for exercise in lab.exercises if exercise.name in ran]
    assert sum(compared.values()) == sum(len(chosen(lab, exercise)) for lab, exercise in asked)
    assert compared["stub"] or len(asked) < EVERY_STUB
