"""Calls that train: they have a time of their own, and our training works on the student's model where it is."""

from __future__ import annotations

from collections.abc import Iterator

import nbformat
import pytest
from traitlets.config import Config

from autograder.exam.engines import close_engines, examine
from autograder.intake import Submission
from tests.exam.test_proxy import SETUP
from tests.support.notebooks import make_cell, make_notebook, quick_settings

IMPORTS = f"{SETUP}import time\nfrom cnnlab import train, training_time\n"


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    """One engine for each setting: the first exam starts it."""
    yield
    close_engines()


def told(answer: str, *tests: str, **limits: float) -> list[str]:
    """Outcome and reason of each test cell; a call has one second, a cell three."""
    cells = [make_cell("setup", "setup", IMPORTS), make_cell("solution", "answer", answer)]
    cells += [make_cell("test", f"test_{number}", test, 1) for number, test in enumerate(tests)]
    settings = quick_settings()
    settings.merge(Config({"Exam": limits}))
    text = nbformat.writes(make_notebook(cells))
    examined = examine(Submission("ada", "lab", "notebook", text), settings, "00" * 32, ())
    assert examined.problem == ""
    return [f"{verdict.outcome}: {verdict.reason}".removesuffix(": ") for verdict in examined.verdicts]


WAITS = """
def answer(seconds):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        pass
    return 1
"""


def test_a_call_that_trains_has_a_time_of_its_own() -> None:
    outcomes = told(
        WAITS,
        "assert answer(1.5)",
        "with training_time():\n    assert answer(1.5)",
        "for _ in range(3):\n    with training_time():\n        assert answer(1.5)\nassert answer(0.1)",
        "with training_time():\n    assert answer(0)\nassert answer(1.5)",
    )
    late = "failed: CandidateError: your code ran longer than 1 s"
    assert outcomes == [late, "passed", "passed", late]


def test_calls_that_train_longer_than_that_fail_and_have_the_time_of_a_few_together() -> None:
    test = "with training_time():\n    answer(60)"
    outcomes = told(WAITS, *[test] * 6, "assert answer(0.1)", training_seconds=1.2)
    assert outcomes[0] == "failed: CandidateError: your code ran longer than 1.2 s"
    assert outcomes[-2:] == ["failed: CandidateError: your code ran longer than 1 s", "passed"]


NET = """
def answer():
    return nn.Sequential(nn.Linear(2, 32), nn.ReLU(), nn.Linear(32, 2))
"""
TRAIN = """
X = torch.randn(200, 2, generator=torch.Generator().manual_seed(1))
y = (X[:, 0] * X[:, 1] > 0).long()
torch.manual_seed(2)
model = {model}.eval()
with training_time():
    losses = train(model, X, y, epochs=30, batch_size=16, lr=0.02)
assert len(losses) == 30 and losses[-1] < 0.5 * losses[0], losses
assert not model.training
assert (model(X).argmax(1) == y).float().mean() > 0.85
"""


def test_our_training_works_on_a_model_of_the_students() -> None:
    test = TRAIN.format(model="answer()")
    assert told(NET, test) == ["passed"]
    space: dict[str, object] = {}
    exec(IMPORTS + NET + test, space)


def test_our_training_works_on_a_model_of_the_tests() -> None:
    exec(IMPORTS + NET + TRAIN.format(model="answer()"), {})
    assert told("def answer(): return 1", NET.replace("answer", "ours") + TRAIN.format(model="ours()")) == ["passed"]


def test_a_model_that_cannot_be_trained_fails_with_the_students_exception() -> None:
    [outcome] = told("def answer():\n    return nn.Linear(3, 2)", TRAIN.format(model="answer()"))
    assert outcome.startswith("failed: RuntimeError: mat1 and mat2 shapes cannot be multiplied")
