"""The guard as candidates hold it refuses what `cnnlab.guard` refuses, and lets PyTorch's own tools do their work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.fresh import FreshProcess
from tests.support.guard_calls import FREE, SHORTCUTS

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
