"""`import cnnlab` loads no heavy library; each of its names is imported when it is first used."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import cnnlab

HEAVY = {"torch", "numpy", "matplotlib", "IPython", "ipywidgets", "PIL"}
WITHOUT_TORCH = (
    "cnnlab",
    "cnnlab.figures.limits",
    "cnnlab.figures.markup",
    "cnnlab.figures.player",
    "cnnlab.figures.ruler",
)


def modules_after(code: str) -> set[str]:
    """The top-level modules that a new interpreter has loaded after running `code`."""
    program = f"{code}\nimport sys\nprint('\\n'.join(sys.modules))"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in run.stdout.split()}


@pytest.mark.parametrize("module", WITHOUT_TORCH)
def test_this_module_loads_no_heavy_library(module: str) -> None:
    assert modules_after(f"import {module}") & HEAVY == set()


def test_the_feedback_page_checks_figures_without_torch() -> None:
    assert "torch" not in modules_after("import cnngrading.figures")


def test_a_name_that_computes_does_load_torch() -> None:
    assert "torch" in modules_after("from cnnlab import draw")


def test_star_import_brings_every_public_name_into_a_new_interpreter() -> None:
    code = "import cnnlab\nfrom cnnlab import *\nassert set(cnnlab.__all__) <= set(globals())"
    assert "torch" in modules_after(code)


@pytest.mark.parametrize("name", cnnlab.__all__)
def test_a_public_name_resolves_and_is_listed(name: str) -> None:
    assert name in dir(cnnlab)
    value = getattr(cnnlab, name)
    assert value is getattr(cnnlab, name)
    assert value.__name__ == name
    module = cnnlab._MODULE_OF[name]
    assert f"{value.__module__}.".startswith(f"{module}.")  # the guard is a package of several modules


def test_an_unknown_name_is_an_attribute_error_that_says_so() -> None:
    with pytest.raises(AttributeError, match="module 'cnnlab' has no attribute 'corr2d'"):
        cnnlab.corr2d  # noqa: B018  # to look it up is what is tested
    with pytest.raises(ImportError, match="cannot import name 'corr2d'"):
        exec("from cnnlab import corr2d")


def test_type_checkers_see_what_is_imported_at_run_time() -> None:
    tree = ast.parse(Path(cnnlab.__file__).read_text(encoding="utf-8"))
    block = next(node for node in tree.body if isinstance(node, ast.If))
    imports = [node for node in block.body if isinstance(node, ast.ImportFrom)]
    typed = {alias.name: node.module for node in imports for alias in node.names}
    assert typed == cnnlab._MODULE_OF
    assert sorted(typed) == sorted(cnnlab.__all__)


def test_the_number_of_a_loss_that_wants_a_gradient_warns_of_nothing() -> None:
    code = "import cnnlab, torch; float(torch.ones(1, requires_grad=True).sum())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
