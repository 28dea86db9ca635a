"""The notebooks as students and nbgrader meet them."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from autograder.course.model import Exercise, Lab
from tests.corpus.matrix import ROOT
from tests.support.commands import module_command
from tests.support.course import our_labs, released_labs
from tests.support.sampling import ALL_ANSWERS

LABS = our_labs()
RELEASED = {lab.id: lab for lab in released_labs()}
# What takes long in a real kernel is seen of the quickest lab in CI, and of all of them with ALL_ANSWERS=1.
QUICKEST = [lab for lab in LABS if lab.id == "02_padding_and_stride"]
SOME = LABS if ALL_ANSWERS else QUICKEST
EXERCISES = [pytest.param(lab, exercise, id=exercise.name) for lab in LABS for exercise in lab.exercises]
POINTS = {
    "01_convolution": 28,
    "02_padding_and_stride": 18,
    "03_channels": 18,
    "04_pooling": 18,
    "05_transposed_convolution": 20,
    "06_backward": 33,
    "07_blocks": 34,
    "08_capstone": 31,
    "09_looking_inside": 31,
}
CURRICULUM = {
    "01_convolution": {
        "corr2d": 6,
        "Conv2D": 4,
        "edge_map": 3,
        "learn_kernel": 5,
        "conv2d_strict": 4,
        "conv2d_strict_by_input": 3,
    },
    "02_padding_and_stride": {
        "pad2d": 4,
        "conv_output_size": 3,
        "same_padding": 2,
        "corr2d_general": 6,
        "comp_conv2d": 3,
    },
    "03_channels": {"corr2d_multi_in": 4, "corr2d_multi_in_out": 4, "corr2d_multi_in_out_1x1": 4, "conv2d_batch": 6},
    "04_pooling": {"pool2d": 5, "pool2d_batch": 7, "avg_pool_kernel": 3},
    "05_transposed_convolution": {
        "trans_conv": 5,
        "trans_conv_batch": 6,
        "trans_conv_output_size": 2,
        "choose_output_padding": 3,
        "conv_matrix": 4,
    },
    "06_backward": {
        "im2col": 4,
        "conv2d_im2col": 3,
        "col2im": 4,
        "numeric_gradient": 4,
        "grad_check": 3,
        "conv2d_backward": 6,
        "max_pool_backward": 3,
        "find_bugs": 3,
    },
    "07_blocks": {
        "conv2d_general": 6,
        "conv_cost": 3,
        "separable_ratio": 2,
        "receptive_field": 5,
        "measured_field": 3,
        "BatchNorm2d": 6,
        "fold_batchnorm": 3,
        "ResBlock": 3,
    },
    "08_capstone": {
        "place_on_canvas": 3,
        "split": 3,
        "evaluate": 4,
        "fit": 5,
        "first_checks": 3,
        "make_lenet": 2,
        "confusion": 2,
        "my_model": 6,
    },
    "09_looking_inside": {
        "capture": 4,
        "saliency": 3,
        "grad_cam": 6,
        "occlusion_map": 4,
        "fgsm": 4,
        "equivariance_error": 3,
        "blur_pool": 2,
        "agrees": 2,
    },
}


def _markdown(lab: Lab, name: str) -> str:
    return next(cell.source for cell in lab.cells if cell.name == name)


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_points_are_the_curriculums(lab: Lab) -> None:
    assert lab.points == POINTS[lab.id]
    assert {exercise.name: exercise.points for exercise in lab.exercises if exercise.tests} == CURRICULUM[lab.id]


@pytest.mark.parametrize(("lab", "exercise"), EXERCISES)
def test_each_exercise_says_how_long_how_hard_and_how_important(lab: Lab, exercise: Exercise) -> None:
    about = _markdown(RELEASED[lab.id], f"about_{exercise.name}")
    line = rf"Minutes: \d+ · Difficulty: [1-5]/5 · Importance: [1-5]/5 · Points: {exercise.points:g}\b"
    assert re.search(line, about), f"{lab.path}: about_{exercise.name} lacks the line {line}"


@pytest.mark.parametrize(("lab", "exercise"), [param for param in EXERCISES if param.values[1].tests])
def test_each_exercise_has_three_hints_a_picture_and_two_to_five_concepts(lab: Lab, exercise: Exercise) -> None:
    assert _markdown(lab, f"about_{exercise.name}").count("<details>") == 3
    picture = next(cell for cell in lab.cells if cell.name == f"picture_{exercise.name}")
    assert picture.kind == "explore"
    assert 2 <= len(exercise.tests) <= 5
    assert all(test.points >= 1 and test.points == int(test.points) for test in exercise.tests)


@pytest.mark.timeout(300)  # each cell of a lab in a kernel, twice
@pytest.mark.parametrize("lab", SOME, ids=lambda lab: lab.id)
def test_running_each_cell_twice_in_a_real_kernel_works(lab: Lab, tmp_path: Path) -> None:
    """Restart & Run All with every cell run twice: nothing rebinds a name or changes what a later cell needs."""
    notebook = nbformat.read(lab.path, as_version=4)
    doubled = []
    for cell in notebook.cells:
        doubled.append(cell)
        if cell.cell_type == "code":
            doubled.append(nbformat.v4.new_code_cell(cell.source))
    notebook.cells = doubled
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()


def test_a_figure_is_drawn_in_a_real_kernel(tmp_path: Path) -> None:
    """With d2l's own pins every figure cell fails, while grades pass: an environment like that must not get through."""
    notebook = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(
                "import matplotlib.pyplot as plt\nimport torch\nfrom d2l import torch as d2l\n"
                "d2l.use_svg_display()\nplt.imshow(d2l.corr2d(torch.ones(6, 8), torch.tensor([[1.0, "
                "-1.0]])), cmap='gray')\n"
                "plt.colorbar()\nplt.show()"
            )
        ]
    )
    NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": str(tmp_path)}}
    ).execute()
    kinds = {kind for output in notebook.cells[0].outputs for kind in output.get("data", {})}
    assert {"image/svg+xml", "image/png"} & kinds, f"no figure among {kinds or notebook.cells[0].outputs}"


def test_a_kernel_that_nobody_watches_makes_no_widget() -> None:
    """As nbval, nbconvert, nbgrader and our own run do: nothing but the figure in the outputs, always the same."""
    code = (
        "import sys\nfrom cnnlab import sample_picture, slide_kernel\n"
        "figure = slide_kernel(sample_picture(9, 9), [[1, -1]])\nprint('ipywidgets' in sys.modules)\nfigure"
    )
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code)])
    NotebookClient(notebook, timeout=60, kernel_name="python3").execute()
    printed, figure = notebook.cells[0].outputs
    assert printed.text == "False\n"
    assert set(figure.data) == {"text/html", "text/plain"}
    assert "widgets" not in notebook.metadata


@pytest.mark.timeout(600)  # two commands of nbgrader with 300 s each
@pytest.mark.parametrize("lab", SOME, ids=lambda lab: lab.id)
def test_nbgraders_validate_passes_the_solution_and_fails_the_release(lab: Lab) -> None:
    solution = _validate(lab.path)
    assert "Success! Your notebook passes all the tests." in solution, solution
    released = _validate(ROOT / "notebooks" / lab.id / f"{lab.notebook}.ipynb")
    assert "VALIDATION FAILED" in released, released


def _validate(path: Path) -> str:
    command = module_command("nbgrader", "validate", str(path))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("lab", LABS, ids=lambda lab: lab.id)
def test_outputs_are_stored_and_hold_no_error(lab: Lab) -> None:
    notebook = nbformat.read(lab.path, as_version=4)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.execution_count for cell in code), f"{lab.path}: not executed"
    assert not [cell.id for cell in code for output in cell.outputs if output.output_type == "error"]
    assert not [cell.id for cell in code for output in cell.outputs if output.get("name") == "stderr"], (
        "warnings in the outputs"
    )
