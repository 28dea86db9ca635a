"""PyTorch's private names: each is there, one module alone uses them, and without one the guard works more slowly."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from cnnlab.guard import dispatcher
from cnnlab.guard.dispatcher import KEYS, PRIVATE, Private, UnsupportedTorchError, missing, private, problem, replace
from tests.support.fresh import FreshProcess
from tests.support.notebooks import ROOT

USES = {"_C", "_ops", "_schema", "_op_dk", "_handle"}


@pytest.mark.parametrize("entry", PRIVATE, ids=[entry.name for entry in PRIVATE])
def test_this_pytorch_has_the_private_name(entry: Private) -> None:
    assert entry.name not in missing(sealed=True), problem([entry.name])


def test_each_name_stands_in_the_table_once_with_its_reason() -> None:
    assert len({entry.name for entry in PRIVATE}) == len(PRIVATE)
    assert all(entry.why for entry in PRIVATE)
    assert set(missing(sealed=False)) <= set(missing(sealed=True))


def test_a_name_that_is_gone_is_named_with_the_version_and_the_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = (Private("_C._gone", "is gone"), Private(KEYS + "Gone", "is gone", at_home=True), *PRIVATE)
    monkeypatch.setattr(dispatcher, "PRIVATE", entries)
    monkeypatch.setattr(dispatcher, "VERSION", "2.99")
    assert missing(sealed=True) == ["_C._gone", "DispatchKey.Gone"]
    assert missing(sealed=False) == ["DispatchKey.Gone"]
    sentence = r"PyTorch 2\.99 has no `_C\._gone`; the guard was written for 2\.14.*: pin torch or extend cnnlab/guard/"
    for use in (lambda: private("_C._gone"), lambda: replace("_C._gone", None)):
        with pytest.raises(UnsupportedTorchError, match=sentence):
            use()


def test_a_name_may_be_absent_in_the_versions_that_are_named_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatcher, "PRIVATE", (Private("_C._gone", "is gone", not_in=("2.99",)),))
    assert (missing(sealed=True), dispatcher.existing(["_C._gone"])) == (["_C._gone"], ["_C._gone"])
    monkeypatch.setattr(dispatcher, "VERSION", "2.99")
    assert (missing(sealed=True), dispatcher.existing(["_C._gone"])) == ([], [])


def test_a_name_that_is_not_in_the_table_is_not_given_out() -> None:
    with pytest.raises(KeyError):
        private("_C._dispatch_print_registrations_for_dispatch_key")


def uses_of_private_names(source: str) -> list[int]:
    """The lines that import PyTorch's private modules, or read a private attribute of PyTorch's."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        names: list[str] = []
        if isinstance(node, ast.Attribute):
            names = [node.attr]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "torch":
            names = [*(node.module or "").split(".")[1:2], *(alias.name for alias in node.names)]
        elif isinstance(node, ast.Import):
            names = [part for alias in node.names for part in alias.name.split(".") if alias.name.startswith("torch.")]
        if USES.intersection(names):
            lines.append(node.lineno)
    return lines


def shipped_modules() -> Iterator[Path]:
    for folder in ("autograder", "cnnlab", "cnngrading", "website", "bench"):
        yield from (ROOT / folder).rglob("*.py")


def test_the_dispatcher_alone_uses_them() -> None:
    users = {
        str(path.relative_to(ROOT)) for path in shipped_modules() if uses_of_private_names(path.read_text("utf-8"))
    }
    assert users == {"cnnlab/guard/dispatcher.py"}


@pytest.mark.parametrize(
    "line",
    ["from torch import _C", "import torch._C as C", "from torch._ops import ops", "torch._C.x()", "overload._schema"],
)
def test_a_use_elsewhere_is_seen(line: str) -> None:
    assert uses_of_private_names(f"import torch\n{line}\n") == [2]


HEAD = """
import warnings, torch
from cnnlab import ShortcutError, from_scratch
from tests.support.guard_calls import FREE, SHORTCUTS
"""
AT_HOME = """
{gone}
through = []
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    for name, call in SHORTCUTS.items():
        try:
            with from_scratch(): call()
            through.append(name)
        except ShortcutError: pass
    for call in FREE.values():
        with from_scratch(): call()
ours = [str(warning.message) for warning in caught if "guard" in str(warning.message)]
print(len(SHORTCUTS), through, len(ours), *ours)
"""
# Known: PyTorch runs these two with modes switched off.
BELOW_A_MODE = ["a tensor's own dispatch", "an operator of one's own"]
GONE = {
    "_C._dispatch_tls_is_dispatch_key_excluded": "del torch._C._dispatch_tls_is_dispatch_key_excluded",
    "DispatchKey.TESTING_ONLY_GenericMode": (
        "parse = torch._C._dispatch_key_parse\n"
        "def parse_known(name):\n"
        "    if name == 'TESTING_ONLY_GenericMode': raise RuntimeError('could not parse dispatch key: ' + name)\n"
        "    return parse(name)\n"
        "torch._C._dispatch_key_parse = parse_known"
    ),
}


@pytest.fixture(scope="module")
def fresh() -> Iterator[FreshProcess]:
    """It has imported PyTorch, and has not used the guard yet."""
    with FreshProcess(HEAD) as process:
        yield process


@pytest.mark.parametrize("name", GONE)
def test_without_a_name_shortcuts_are_refused_at_home_with_one_warning_and_all_else_works(
    fresh: FreshProcess, name: str
) -> None:
    [line] = fresh.printed(AT_HOME.format(gone=GONE[name]))
    version = dispatcher.VERSION
    assert f"{BELOW_A_MODE} 1 PyTorch {version} has no `{name}`; the guard was written for 2.14" in line
    assert "uses TorchDispatchMode" in line
