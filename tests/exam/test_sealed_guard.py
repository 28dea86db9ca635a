"""The guard as candidates hold it refuses what `cnnlab.guard` refuses, and lets PyTorch's own tools do their work."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.notebooks import ROOT

# In a process of its own: the guard that candidates hold changes PyTorch's ways to switch dispatch keys for good.
HEAD = """
import warnings; warnings.simplefilter("ignore")
import torch, torchvision
from autograder.exam.candidate.guard import sealed_guard
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
FREE = """
from tests.support.guard_calls import FREE
for call in FREE.values():
    with guard.from_scratch(): call()
print(len(FREE))
"""
IMPORTS = """
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.fx.experimental.proxy_tensor import make_fx
"""
TOOLS = {
    "linearize": "torch.func.linearize(lambda x: 2 * x, X)",
    "make_fx": "make_fx(lambda x: 2 * x)(X)",
    "compile": "torch.compile(lambda x: 2 * x, backend='eager')(X)",
    "fake tensors": "FakeTensorMode().__enter__().__exit__(None, None, None)",
}


def printed(code: str) -> list[str]:
    done = subprocess.run([sys.executable, "-c", HEAD + code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_it_refuses_each_way_to_a_library_convolution_or_pooling() -> None:
    (count,) = printed(REFUSED)
    assert int(count) > 70


def test_it_lets_through_what_only_moves_values_or_adds_them_up() -> None:
    (count,) = printed(FREE)
    assert int(count) > 20


@pytest.mark.parametrize("call", TOOLS.values(), ids=TOOLS.keys())
def test_pytorchs_own_tools_do_their_work_under_it_and_it_holds_afterwards(call: str) -> None:
    code = f"{IMPORTS}with guard.from_scratch():\n    {call}\n    try: torch.conv2d(X, X)\n    except AssertionError: print('refused')\n"
    assert printed(code) == ["refused"]
