"""A notebook whose numbers are double by default earns in the exam what it earns at home.

The named answers in double precision (`tests/answers/*/right/double*.py`) are held in `tests/corpus`, in both modes.
So is `my_model`'s, whose test cells train networks for 10 s: here they are left out, and two thirds
of the labs of either test, but with ALL_ANSWERS=1.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import nbformat
import pytest
import torch
from torch import nn
from traitlets.config import Config

from autograder.course.model import Lab
from autograder.exam.engines import close_engines, examine
from autograder.exam.results import Examined
from autograder.exam.wire.messages import Blobs
from autograder.exam.wire.values import Unpacker
from autograder.intake import Submission
from cnngrading.answering import AnsweringCodec
from cnngrading.asking import AskingCodec, same_default_dtype
from cnngrading.layers import make_layer, pack_layer
from tests.support.course import our_labs
from tests.support.notebooks import ROOT, SUBJECT, find, make_cell, make_notebook
from tests.support.sampling import ALL_ANSWERS, one_in

LABS = our_labs()
OWN_CELL = "import torch\n\ntorch.set_default_dtype(torch.float64)"
TRAINED = () if ALL_ANSWERS else ("test_my_model_",)  # test cells whose names begin so are left out
IN_A_FUNCTION = "    torch.set_default_dtype(torch.float64)\n    ### BEGIN SOLUTION\n"


@pytest.fixture(scope="module", autouse=True)
def closed() -> Iterator[None]:
    yield
    close_engines()


def graded_cells(lab: Lab) -> list[nbformat.NotebookNode]:
    """The set-up, our own solutions and the tests of a lab, hidden parts and all; those that train alone left out."""
    cells = nbformat.read(lab.path, as_version=4).cells
    ours = [cell for cell in cells if cell.metadata.get("nbgrader") and cell.cell_type == "code"]
    return [cell for cell in ours if not cell.id.startswith(TRAINED)]


def hold_exam(lab: Lab, cells: list[nbformat.NotebookNode]) -> Examined:
    submission = Submission("ada", lab.id, lab.notebook, nbformat.writes(make_notebook(cells)))
    settings = Config({"Exam": {"diagnose": False}, "Course": {"subject": SUBJECT}})
    return examine(submission, settings, "d0b1e" + "0" * 59, ())


@pytest.mark.parametrize("lab", one_in(3, LABS), ids=lambda lab: lab.id)
def test_who_makes_double_precision_the_default_in_an_own_cell_loses_nothing(lab: Lab) -> None:
    cells = graded_cells(lab)
    examined = hold_exam(lab, [cells[0], make_cell("code", "own", OWN_CELL), *cells[1:]])
    assert not examined.problem
    assert [(verdict.test, verdict.reason) for verdict in examined.verdicts if verdict.outcome != "passed"] == []


@pytest.mark.parametrize("lab", one_in(3, LABS, 1), ids=lambda lab: lab.id)
def test_who_makes_it_the_default_inside_every_answer_loses_nothing(lab: Lab) -> None:
    cells = graded_cells(lab)
    for cell in cells:
        if cell.metadata.nbgrader.solution:
            cell.source = cell.source.replace("    ### BEGIN SOLUTION\n", IN_A_FUNCTION)
    examined = hold_exam(lab, cells)
    assert not examined.problem
    assert [(verdict.test, verdict.reason) for verdict in examined.verdicts if verdict.outcome != "passed"] == []


def test_what_is_left_out_of_these_is_counted(record_property: Callable[[str, object], None]) -> None:
    """Printed at the end of the run. In double precision the exam trains `my_model` in `tests/corpus` in any case."""
    every = sum(len(exercise.tests) for lab in LABS for exercise in lab.exercises)
    kept = sum(bool(cell.metadata.nbgrader.grade) for lab in LABS for cell in graded_cells(lab))
    record_property("figure", f"double precision: {kept} of {every} test cells (all with ALL_ANSWERS=1)")
    assert every - kept == (3 if TRAINED else 0)
    assert any(path.stem.startswith("double") for path in (ROOT / "tests/answers/my_model/right").iterdir())


def test_a_layer_in_double_precision_costs_nothing_and_a_wrong_one_still_fails() -> None:
    lab = LABS[0]
    for change, outcomes in (("", {"passed"}), (".abs() + 1", {"failed"})):
        cells = graded_cells(lab)
        layer = find(cells, "Conv2D")
        layer.source = (
            layer.source.replace("torch.rand(kernel_size)", "torch.rand(kernel_size, dtype=torch.float64)")
            .replace("torch.zeros(1)", "torch.zeros(1, dtype=torch.float64)")
            .replace("+ self.bias", f"+ self.bias{change}")
        )
        examined = hold_exam(lab, cells)
        of_layer = [verdict for verdict in examined.verdicts if verdict.test.startswith("test_Conv2D_")]
        assert {verdict.outcome for verdict in of_layer} == outcomes, of_layer


def test_two_types_that_torch_does_not_multiply_are_named_in_the_reason() -> None:
    """A layer of double precision that does not take the image along fails at home, too: its reason says why."""
    lab, cells = LABS[0], graded_cells(LABS[0])
    find(cells, "Conv2D").source = (
        "class Conv2D(nn.Module):\n    def __init__(self, kernel_size):\n        super().__init__()\n"
        "        self.weight = nn.Parameter(torch.rand(kernel_size, dtype=torch.float64))\n"
        "        self.bias = nn.Parameter(torch.zeros(1))\n\n"
        "    def forward(self, x):\n        h, w = self.weight.shape\n"
        "        return x.unfold(0, h, 1).unfold(1, w, 1).flatten(2) @ self.weight.flatten() + self.bias"
    )
    [forward] = [verdict for verdict in hold_exam(lab, cells).verdicts if verdict.test == "test_Conv2D_forward"]
    assert forward.outcome == "failed"
    assert "same dtype" in forward.reason
    assert forward.cause is not None
    assert forward.cause.kind == "raised"


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.float16])
def test_a_layer_arrives_in_its_own_precision(dtype: torch.dtype) -> None:
    layer = nn.Conv2d(1, 2, 3).to(dtype)
    blobs, codec = Blobs(), AskingCodec()
    tree = pack_layer(layer, blobs, codec)
    made = make_layer(Unpacker(memoryview(b"".join(blobs)), AnsweringCodec()), tree[1:])
    assert {parameter.dtype for parameter in made.parameters()} == {dtype}
    assert all(parameter.requires_grad for parameter in made.parameters())
    assert torch.equal(made.weight, layer.weight)


@pytest.mark.parametrize("answer", [torch.float32, torch.float16, torch.bfloat16, torch.int64, None, "float64", [1]])
def test_only_double_precision_is_taken_over_from_a_process_that_may_say_anything(answer: object) -> None:
    with same_default_dtype(lambda request: answer):
        assert torch.get_default_dtype() == torch.float32
    with same_default_dtype(lambda request: torch.float64):
        assert torch.get_default_dtype() == torch.float64
    assert torch.get_default_dtype() == torch.float32
