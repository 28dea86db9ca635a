"""What only a process shows that has imported torch and nothing of ours yet: imports, and what they leave undone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cnnlab import draw, seed_draws
from cnnlab.checks.draws import SEED_VARIABLE
from tests.support.fresh import FreshProcess

LOADED_LATER = """
from cnnlab.guard import ShortcutError, from_scratch
with from_scratch():
    torch.ones(2) + 1
from torchvision.ops import roi_align
try:
    with from_scratch():
        roi_align(torch.ones(1, 1, 8, 8), torch.tensor([[0, 0, 0, 7, 7.0]]), 4)
except ShortcutError:
    print("refused")
"""
IMPORTED_INSIDE = """
import sys
from cnnlab.guard import from_scratch
with from_scratch():
    torch.ones(2) + 1
print("torch._dynamo" in sys.modules)
with from_scratch():
    import pandas, PIL.ImageFilter, scipy.linalg, scipy.ndimage, scipy.signal, torchvision, d2l.torch
print("imported")
"""
DELEGATED = """
import cnnlab.guard as guard
guard.delegate()
with guard.from_scratch(allow=("d2l.corr2d",)):
    assert guard.is_from_scratch() and guard.allowed_here() == {"d2l.corr2d"}
    torch.conv1d(torch.ones(1, 1, 3), torch.ones(1, 1, 2))
assert not guard.is_from_scratch()
"""
DRAWN = f"""
import os
os.environ["{SEED_VARIABLE}"] = "31"
from cnnlab.checks.draws import draw
print(draw(3).tolist())
"""
DRAWING = [
    "cnnlab.show_image([[1, 2]], 'small')",
    "cnnlab.show_images([[[1, 2]], [[3, 4]]], ['a', 'b'], shared_scale=True)",
    "cnnlab.show_heatmap([[1]], [1], [2])",
    "cnnlab.show_losses({'a': [2, 1]})",
]


@pytest.fixture(scope="module")
def fresh() -> Iterator[FreshProcess]:
    with FreshProcess("import torch") as process:
        yield process


def test_operators_of_a_library_that_is_loaded_later_are_refused_too(fresh: FreshProcess) -> None:
    assert fresh.printed(LOADED_LATER) == ["refused"]


def test_importing_a_library_inside_is_not_using_it_and_the_guard_itself_imports_no_compiler(
    fresh: FreshProcess,
) -> None:
    assert fresh.printed(IMPORTED_INSIDE) == ["False", "imported"]


def test_a_process_that_delegates_the_guard_only_says_that_it_holds(fresh: FreshProcess) -> None:
    assert fresh.printed(DELEGATED) == []


def test_the_seed_of_the_environment_counts_from_the_import_on(fresh: FreshProcess) -> None:
    printed = fresh.printed(DRAWN)
    seed_draws(31)
    expected = draw(3).tolist()
    seed_draws()
    assert printed == [str(expected)]


def test_importing_cnnlab_imports_no_matplotlib(fresh: FreshProcess) -> None:
    assert fresh.printed("import sys, cnnlab; print('matplotlib' in sys.modules)") == ["False"]


def test_code_that_fails_is_told_with_its_traceback(fresh: FreshProcess) -> None:
    with pytest.raises(AssertionError, match="ZeroDivisionError"):
        fresh.printed("1 / 0")


def test_while_nbgrader_validates_no_picture_is_drawn_but_it_says_what_it_would_show(fresh: FreshProcess) -> None:
    code = f"""
import os, sys, cnnlab
calls = {DRAWING}
os.environ["NBGRADER_EXECUTION"] = "validate"
unseen = [eval(call) for call in calls]
print([(one.png, one._repr_html_()) for one in unseen], "matplotlib" in sys.modules)
del os.environ["NBGRADER_EXECUTION"]
drawn = [eval(call) for call in calls]
print([len(one.png) > 0 for one in drawn], [one.alt for one in drawn] == [one.alt for one in unseen])
"""
    nothing, yes = [(b"", None)] * len(DRAWING), [True] * len(DRAWING)
    assert fresh.printed(code) == [f"{nothing} False", f"{yes} True"]


@pytest.mark.parametrize(("chosen", "threads"), [("", "1"), ("os.environ['OMP_NUM_THREADS'] = '2'", "2")])
def test_pytorch_computes_in_one_thread_unless_somebody_chose(chosen: str, threads: str, fresh: FreshProcess) -> None:
    head = f"import os\nos.environ.pop('OMP_NUM_THREADS', None)\n{chosen}\ntorch.set_num_threads(2)\n"
    assert fresh.printed(f"{head}from cnnlab import show_image, draw\nprint(torch.get_num_threads())") == [threads]
