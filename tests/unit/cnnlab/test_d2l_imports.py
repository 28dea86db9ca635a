"""`from d2l import torch as d2l` after cnnlab: everything is there when it is asked for, and nothing heavy before."""

from __future__ import annotations

import json
from collections.abc import Iterator

import nbformat
import pytest

from tests.support.course import released_labs
from tests.support.fresh import FreshProcess

LABS = released_labs()
HEAVY = (
    "torchvision",
    "torch._dynamo",
    "torch._inductor",
    "sympy",
    "pandas",
    "scipy",
    "requests",
    "matplotlib.pyplot",
)
DESCRIBED = """
import json, types
from d2l import torch as d2l
def described(value):
    if isinstance(value, types.ModuleType):
        return value.__name__
    return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', type(value).__name__)}"
names = set(dir(d2l)) - {"__builtins__", "__loader__"}
print(json.dumps({name: described(getattr(d2l, name)) for name in names}))
"""
STAND_INS = """
from cnnlab.d2l_imports import StandIn
print([name for name, value in vars(d2l).items() if isinstance(value, StandIn)])
"""
USES = {
    "a class of its own": "print(d2l.FashionMNIST.__mro__[1] is d2l.DataModule)",
    "the layer's operation": "print(d2l.corr2d(torch.ones(2, 2), torch.ones(2, 2)).item() == 4)",
    "a function that crops with torchvision": (
        "cropped, _ = d2l.voc_rand_crop(torch.ones(3, 4, 4), torch.ones(1, 4, 4), 2, 2)\n"
        "print(cropped.shape == (3, 2, 2))"
    ),
    "a function that calls SciPy's": "print(d2l.rbfkernel(np.zeros(2), np.zeros(3)).shape == (2, 3))",
    "a plot": (
        "d2l.plot([1, 2], [[3, 4]], figsize=(1, 1))\nimport matplotlib.pyplot as plt\n"
        "print(d2l.plt is plt and len(plt.gcf().axes[0].lines) == 1)"
    ),
    "transforms": "print(d2l.transforms.Compose([d2l.transforms.ToTensor()])(np.zeros((2, 2, 3))).shape == (3, 2, 2))",
    "pandas": "import pandas\nprint(d2l.pd is pandas)",
    "torchvision of one's own": (
        "import torchvision\nfrom torchvision import models\n"
        "print(d2l.torchvision is torchvision and callable(models.resnet18))"
    ),
    "all names": "from d2l.torch import *\nimport requests as real\nprint(requests is real)",
    "a name that is set": "d2l.plt = 1\nprint(d2l.plt == 1 and vars(d2l)['plt'] == 1)",
    "a name that is deleted": "del d2l.plt\nprint(not hasattr(d2l, 'plt'))",
}
AT_THE_END = """
import atexit, gc
atexit.register(lambda: print(gc.get_freeze_count() > 0, flush=True))
import cnnlab
atexit._run_exitfuncs()
"""


@pytest.fixture(scope="module")
def fresh() -> Iterator[FreshProcess]:
    with FreshProcess("import torch") as process:
        yield process


@pytest.fixture(scope="module")
def after_cnnlab() -> Iterator[FreshProcess]:
    with FreshProcess("import numpy as np\nimport torch\nimport cnnlab\nfrom d2l import torch as d2l") as process:
        yield process


@pytest.fixture(scope="module")
def before_cnnlab() -> Iterator[FreshProcess]:
    """With all of d2l, as it is without cnnlab."""
    with FreshProcess("import torch\nfrom d2l import torch as d2l") as process:
        yield process


@pytest.fixture(scope="module")
def in_the_exam() -> Iterator[FreshProcess]:
    """What a fork server has imported before the first submission."""
    head = "import torch\nfrom autograder.course.subject import load_subject\n"
    head += "from autograder.exam.forkserver.server import preload\npreload(load_subject('cnngrading'))"
    with FreshProcess(head) as process:
        yield process


def test_no_set_up_cell_imports_what_is_heavy(fresh: FreshProcess) -> None:
    """One after the other in one process: the list grows with the lab that does."""
    asks = f"import sys\nprint([name for name in {HEAVY} if name in sys.modules])"
    cells = [cell for lab in LABS for cell in nbformat.read(lab.path, as_version=4).cells if cell.id == "setup"]
    assert len(cells) == len(LABS)
    assert fresh.printed("\n".join(f"{cell.source}\n{asks}" for cell in cells)) == ["[]"] * len(LABS)


def test_everything_that_d2l_offers_is_there_and_the_same(
    before_cnnlab: FreshProcess, after_cnnlab: FreshProcess
) -> None:
    eager, deferred = (json.loads(process.printed(DESCRIBED)[-1]) for process in (before_cnnlab, after_cnnlab))
    assert eager.keys() == deferred.keys()
    assert {name: (eager[name], deferred[name]) for name in eager if eager[name] != deferred[name]} == {}


@pytest.mark.parametrize("use", USES)
def test_what_was_left_out_is_imported_when_it_is_used(use: str, after_cnnlab: FreshProcess) -> None:
    assert after_cnnlab.printed(USES[use])[-1] == "True"


def test_d2l_imported_before_cnnlab_stays_as_it_was(before_cnnlab: FreshProcess) -> None:
    code = "before = dict(vars(d2l))\nimport cnnlab\nfrom d2l import torch as again\n"
    assert before_cnnlab.printed(f"{code}print(again is d2l and vars(d2l) == before){STAND_INS}") == ["True", "[]"]


def test_what_was_imported_by_then_needs_no_stand_in(fresh: FreshProcess) -> None:
    code = "import cnnlab, pandas\nfrom d2l import torch as d2l\nprint(vars(d2l)['pd'] is pandas)"
    assert fresh.printed(code) == ["True"]


def test_other_modules_import_as_ever(after_cnnlab: FreshProcess) -> None:
    code = "import builtins, requests, sys\nprint(type(requests).__name__, builtins.__import__ is __import__)"
    assert after_cnnlab.printed(code) == ["module True"]


def test_in_the_exam_an_optimiser_waits_for_no_import(in_the_exam: FreshProcess) -> None:
    code = (
        "import sys\nbefore = set(sys.modules)\nx = torch.ones(2, requires_grad=True)\n"
        "optimiser = torch.optim.SGD([x], lr=0.1)\nx.sum().backward()\noptimiser.step()\n"
        "print(len(set(sys.modules) - before) < 20)"
    )
    assert in_the_exam.printed(code) == ["True"]


def test_in_the_exam_the_rest_of_d2l_waits_as_at_home(in_the_exam: FreshProcess) -> None:
    code = f"import cnnlab\nfrom d2l import torch as d2l{STAND_INS}"
    assert in_the_exam.printed(code) == ["['torchvision', 'transforms', 'pd', 'requests', 'distance_matrix']"]


def test_at_its_end_python_looks_for_no_garbage(fresh: FreshProcess) -> None:
    assert fresh.printed(AT_THE_END) == ["True"]
