"""One environment, said in three files; commands in the docs that exist."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from autograder.cli import parser
from tests.corpus.matrix import ROOT

PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONDA_NAMES = {"pytorch": "torch"}
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
    locked = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            requirement = Requirement(line)
            locked[canonicalize_name(requirement.name)] = next(iter(requirement.specifier)).version
    groups = [Requirement(text) for group in PYPROJECT["dependency-groups"].values() for text in group]
    overrides = [Requirement(text) for text in PYPROJECT["tool"]["uv"]["override-dependencies"]]
    for requirement in [*_direct().values(), *groups, *overrides]:
        version = locked.get(canonicalize_name(requirement.name))
        assert version is not None, f"{requirement} is not in requirements.lock: run `make lock`"
        assert requirement.specifier.contains(version), (
            f"{requirement} but requirements.lock has {version}: run `make lock`"
        )


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
