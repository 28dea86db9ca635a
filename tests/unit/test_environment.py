"""One environment, said in four files; commands in the docs that exist."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.cli import parser
from autograder.doors.package import GRADER_LOCK
from autograder.files import folder_of
from autograder.release.requirements import CPU_FILES, LOCK, STUDENTS_LOCK, cpu_of, locked, without_gpu
from tests.corpus.matrix import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA_NAMES = {"pytorch": "torch"}
HUB_LOCK = "deploy/hub/requirements.lock"
BY_PIP_UNDER_CONDA = {"d2l"}
PAGES = sorted(path.relative_to(ROOT).as_posix() for path in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
FOLDERS = (
    "autograder",
    "bench",
    "cnngrading",
    "cnnlab",
    "config",
    "docs",
    "notebooks",
    "solutions",
    "tests",
    "website",
    ".github",
    ".ci",
)


def _direct() -> dict[str, Requirement]:
    return {canonicalize_name(r.name): r for r in map(Requirement, PYPROJECT["project"]["dependencies"])}


def test_conda_has_the_same_direct_dependencies() -> None:
    lines = (ROOT / "environment.yml").read_text(encoding="utf-8").splitlines()
    listed = [
        line.strip().removeprefix("- ") for line in lines if line.startswith("  - ") and "conda-forge" not in line
    ]
    conda = {canonicalize_name(CONDA_NAMES.get(r.name, r.name)): r for r in map(Requirement, listed)}
    overrides = {r.name: r for r in map(Requirement, PYPROJECT["tool"]["uv"]["override-dependencies"])}
    direct = _direct()
    assert str(conda.pop("python").specifier) == str(
        Requirement(f"python{PYPROJECT['project']['requires-python']}").specifier
    )
    conda.pop("pip")
    assert set(conda) == (set(direct) | set(overrides)) - BY_PIP_UNDER_CONDA
    for name, requirement in conda.items():
        wanted = direct.get(name, overrides.get(name))
        assert wanted is not None
        assert requirement.specifier == wanted.specifier, name


def test_the_lock_satisfies_pyproject() -> None:
    versions = _versions(LOCK)
    groups = [
        Requirement(text)
        for name, group in PYPROJECT["dependency-groups"].items()
        for text in group
        if name != "hub"  # it has a lock of its own
    ]
    overrides = [Requirement(text) for text in PYPROJECT["tool"]["uv"]["override-dependencies"]]
    for requirement in [*_direct().values(), *groups, *overrides]:
        version = versions.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not in requirements.lock: run `make lock`"
        assert requirement.specifier.contains(version), (
            f"{requirement} but requirements.lock has {version}: run `make lock`"
        )


def test_a_hub_has_the_versions_of_the_whole_lock_and_jupyterhub() -> None:
    """So Validate on the hub is the Validate that CI has tested."""
    hub, whole = _versions(HUB_LOCK), _versions(LOCK)
    for requirement in map(Requirement, PYPROJECT["dependency-groups"]["hub"]):
        assert requirement.specifier.contains(hub[canonicalize_name(requirement.name)]), "run `make lock`"
    grader = {canonicalize_name(Requirement(text).name) for text in PYPROJECT["dependency-groups"]["grader"]}
    assert {*grader, *_versions(STUDENTS_LOCK)} <= set(hub), "run `make lock`"
    assert {name for name, version in hub.items() if whole.get(name, version) != version} == set()


def _versions(lock: str) -> dict[str, str]:
    """Each package of a lock with its version; of several, the last."""
    requirements = map(Requirement, locked(ROOT / lock))
    return {canonicalize_name(one.name): next(iter(one.specifier)).version for one in requirements}


def test_the_students_lock_is_a_part_of_the_whole_one() -> None:
    students, whole = ({line.split(" ;")[0] for line in locked(ROOT / lock)} for lock in (STUDENTS_LOCK, LOCK))
    assert students < whole, "run `make lock`"


def test_the_graders_lock_is_the_students_and_a_part_of_the_whole_one() -> None:
    students, grader, whole = ({*locked(ROOT / lock)} for lock in (STUDENTS_LOCK, GRADER_LOCK, LOCK))
    assert {line.split(" ;")[0] for line in students} < {line.split(" ;")[0] for line in grader}, "run `make lock`"
    assert {line.split(" ;")[0] for line in grader} < {line.split(" ;")[0] for line in whole}, "run `make lock`"
    versions = _versions(GRADER_LOCK)
    for requirement in map(Requirement, PYPROJECT["dependency-groups"]["grader"]):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)])


def test_students_install_what_their_direct_dependencies_need_and_no_more() -> None:
    """By what is installed on this machine, which need not have libraries for GPUs: they are left out."""
    cpu = cpu_of(ROOT)
    assert cpu is not None
    needed: set[str] = set()
    new = set(_direct())
    while new:
        needed |= new
        new = {name for one in new for name in _needs(one)} - needed
    here = [
        one for one in map(Requirement, locked(ROOT / STUDENTS_LOCK)) if one.marker is None or one.marker.evaluate()
    ]
    listed, wanted = (
        {name for name in names if any(without_gpu([f"{name}==1"], cpu)[1])}
        for names in ({canonicalize_name(one.name) for one in here}, needed)
    )
    assert listed == wanted


def _needs(distribution: str, extra: str = "") -> Iterator[str]:
    """What an installed distribution asks for on this machine, without what pyproject.toml takes away from d2l's."""
    for one in map(Requirement, metadata.requires(distribution) or ()):
        name = canonicalize_name(one.name)
        left_out = name in PYPROJECT["tool"]["uv"]["exclude-dependencies"]
        if not left_out and (one.marker is None or one.marker.evaluate({"extra": extra})):
            yield name
            for wanted in one.extras:
                yield from _needs(name, wanted)


OTHERS_TOOLS = (
    "coverage hypothesis latex2mathml mypy nbval nh3 playwright pre-commit pyseccomp pytest rich ruff sphinx uv"
)


@pytest.mark.parametrize("tool", OTHERS_TOOLS.split())
def test_students_install_no_tool_of_graders_tests_or_the_site(tool: str) -> None:
    assert tool in _versions(LOCK)
    assert tool not in _versions(STUDENTS_LOCK)


def _imported(source: str, *, inside_functions: bool = True) -> set[str]:
    """The top-level names of all imports."""
    tree = ast.parse(source)
    nodes = ast.walk(tree) if inside_functions else iter(tree.body)
    names: set[str] = set()
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {one.name.split(".")[0] for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


def _notebook_code(path: Path) -> str:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")


def test_students_install_all_that_the_notebooks_cnnlab_and_d2l_import() -> None:
    names: set[str] = set()
    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        names |= _imported(_notebook_code(path))
    for path in (ROOT / "cnnlab").rglob("*.py"):
        names |= _imported(path.read_text(encoding="utf-8"))
    # d2l imports gym in one function, for reinforcement learning.
    names |= _imported((folder_of("d2l") / "torch.py").read_text(encoding="utf-8"), inside_functions=False)
    assert {"torch", "d2l", "matplotlib", "numpy", "IPython", "PIL"} <= names
    distributions = metadata.packages_distributions()
    students = _versions(STUDENTS_LOCK)
    for name in names - set(sys.stdlib_module_names) - {"cnnlab"}:
        assert {canonicalize_name(one) for one in distributions[name]} & set(students), name


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_the_docs_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), flags=re.M))
    assert (
        set(re.findall(r"`(?:[A-Z_]+=\S+ )*make ([a-z-]+)", text))
        | set(re.findall(r"^\s*make ([a-z-]+)", text, flags=re.M))
        <= targets
    )
    for command in re.findall(r"python -m autograder ([a-z-]+)", text):
        with pytest.raises(SystemExit) as ended:
            parser().parse_args([command, "--help"])
        assert ended.value.code == 0


@pytest.mark.parametrize("page", ["docs/student.md", "docs/instructor.md"])
def test_the_pages_name_the_index_that_is_used(page: str) -> None:
    cpu = cpu_of(ROOT)
    assert cpu is not None
    assert f"<{cpu.index}>" in (ROOT / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["requirements.txt", *CPU_FILES])
def test_the_students_page_installs_each_of_the_zips_files(name: str) -> None:
    page = (ROOT / "docs" / "student.md").read_text(encoding="utf-8")
    assert page.count(f"pip install --no-deps -r {name}\n") == 1


@pytest.mark.parametrize("page", PAGES)
def test_links_in_the_docs_lead_somewhere(page: str) -> None:
    path = ROOT / page
    for target in re.findall(r"\]\(([^)#]+)\)", path.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (path.parent / target).exists(), f"{page}: {target}"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page != "CHANGELOG.md"]
)  # which tells of files that are gone
def test_files_named_in_the_docs_exist(page: str) -> None:
    assert not _missing_files((ROOT / page).read_text(encoding="utf-8"))


def test_a_missing_file_would_be_seen() -> None:
    text = (
        "`autograder/gone.py`, `cnnlab/`, `tests/answers/<exercise>/NAME.py`, `make grade`, `README.md`, `docs/gone.md`"
    )
    assert _missing_files(text) == ["autograder/gone.py", "docs/gone.md"]


def _missing_files(text: str) -> list[str]:
    """The files of the repository that a page names in `…` and that do not exist; `<exercise>` and NAME stand for any
    name.
    """
    names = re.findall(rf"`((?:{'|'.join(FOLDERS)})/[^`\s]*|[A-Za-z_]+\.(?:md|toml|py|yml|cff|lock))`", text)
    return [name for name in names if not re.search(r"[<{*…]|NAME", name) and not (ROOT / name).exists()]


def test_make_alone_lists_the_targets() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"make ([a-z-]+)", done.stdout)
    assert {
        "env",
        "lab",
        "instructor",
        "release",
        "demo",
        "grade",
        "feedback",
        "report",
        "check",
        "test-unit",
        "test",
        "bench",
        "clean",
    } <= set(listed)
