"""The guard as candidates hold it refuses what `cnnlab.guard` refuses, and lets PyTorch's own tools do their work.

Where PyTorch lacks a private name that it needs, nothing is graded, and the reason is told.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from autograder.exam import engines
from autograder.exam.engines import close_engines, examine
from autograder.intake import Submission
from cnngrading import subject
from cnnlab.guard import dispatcher
from tests.support.fresh import FreshProcess
from tests.support.guard_calls import FREE, SHORTCUTS
from tests.support.notebooks import ROOT, make_cell, make_notebook, quick_settings

# In a process of its own: the guard that candidates hold changes PyTorch's ways to switch dispatch keys for good.
HEAD = """
import warnings; warnings.simplefilter("ignore")
import torch, torchvision
from cnngrading.sealed import sealed_guard
guard = sealed_guard()
X = torch.rand(1, 1, 5, 5)
"""
REFUSED = """
from tests.support.guard_calls import SHORTCUTS
for name, call in SHORTCUTS.items():
    try:
        with guard.from_scratch(): call()
        print(name, "went through")
    except AssertionError: pass
print(len(SHORTCUTS))
"""
FREELY_CALLED = """
from tests.support.guard_calls import FREE
for call in FREE.values():
    with guard.from_scratch(): call()
print(len(FREE))
"""
USED = """
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.fx.experimental.proxy_tensor import make_fx
with guard.from_scratch():
    {call}
    try: torch.conv2d(X, X)
    except AssertionError: print("refused")
"""
TOOLS = {
    "linearize": "torch.func.linearize(lambda x: 2 * x, X)",
    "make_fx": "make_fx(lambda x: 2 * x)(X)",
    "compile": "torch.compile(lambda x: 2 * x, backend='eager')(X)",
    "fake tensors": "FakeTensorMode().__enter__().__exit__(None, None, None)",
}


@pytest.fixture(scope="module")
def sealed() -> Iterator[FreshProcess]:
    with FreshProcess(HEAD) as process:
        yield process


def test_it_refuses_each_way_to_a_library_convolution_or_pooling(sealed: FreshProcess) -> None:
    assert sealed.printed(REFUSED) == [str(len(SHORTCUTS))]
    assert len(SHORTCUTS) > 70


def test_it_lets_through_what_only_moves_values_or_adds_them_up(sealed: FreshProcess) -> None:
    assert sealed.printed(FREELY_CALLED) == [str(len(FREE))]
    assert len(FREE) > 20


@pytest.mark.parametrize("call", TOOLS.values(), ids=TOOLS.keys())
def test_pytorchs_own_tools_do_their_work_under_it_and_it_holds_afterwards(sealed: FreshProcess, call: str) -> None:
    assert sealed.printed(USED.format(call=call)) == ["refused"]


PRIVATE_COPY = """
import sys, cnnlab, cnnlab.guard, cnnlab.guard.scratch
print(sys.modules["cnnlab.guard"] is cnnlab.guard is not guard)
print(sys.modules["cnnlab.guard.scratch"] is cnnlab.guard.scratch)
own = [guard, guard.dispatcher, guard.hook, guard.modes, guard.refused, guard.scratch]
print([module.__name__ for module in own if module in sys.modules.values() or module in vars(cnnlab.guard).values()])
print(guard.scratch.profile_hook.__globals__ is vars(guard.hook))
print(guard.from_scratch.__wrapped__.__globals__ is vars(guard.scratch))
"""


def test_no_module_leads_to_the_copy_and_the_copy_leads_to_itself(sealed: FreshProcess) -> None:
    assert sealed.printed(PRIVATE_COPY) == ["True", "True", "[]", "True", "True"]


# A PyTorch that lacks a name


GONE = "_C._SetExcludeDispatchKeyGuard"
SENTENCE = (
    f"PyTorch {dispatcher.VERSION} has no `{GONE}`; the guard was written for {' and '.join(dispatcher.WRITTEN_FOR)}: "
    "pin torch or extend cnnlab/guard/dispatcher.py"
)


@pytest.fixture
def other_torch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each process that is started has a PyTorch that lacks the name."""
    (tmp_path / "sitecustomize.py").write_text(f"import torch\ndel torch.{GONE}\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(ROOT)]))


@pytest.mark.cold
@pytest.mark.usefixtures("other_torch")
def test_without_a_name_no_submission_is_graded_each_says_why_and_one_fork_server_serves_them() -> None:
    close_engines()
    cell = make_cell("test", "halve_value", "assert True", 1)
    submission = Submission("ada", "lab", "notebook", nbformat.writes(make_notebook([cell])))
    try:
        examined = [examine(submission, quick_settings(), "5eed" * 16, ()) for _ in range(2)]
        [started] = engines._engines.values()
        assert started.is_alive()
    finally:
        close_engines()
    assert not started.is_alive()
    problem = f"the exam could not be held: EngineError: the fork server could not start: {SENTENCE}"
    assert [(result.problem, result.verdicts) for result in examined] == [(problem, ())] * 2


@pytest.mark.usefixtures("other_torch")
def test_without_a_name_doctor_says_so() -> None:
    assert [*subject.findings()] == [("the from-scratch guard: refuses conv2d, allows einsum", False, SENTENCE)]


def test_with_all_names_doctor_says_that_the_guard_works() -> None:
    assert [*subject.findings()] == [("the from-scratch guard: refuses conv2d, allows einsum", True, "")]
