"""Both wheels hold every module and data file of their packages, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from autograder.release.students_zip import build_wheel
from tests.support.notebooks import ROOT

LEFT_BEHIND = shutil.ignore_patterns("__pycache__", "*.pyc")
PROJECT = ("autograder", "cnngrading", "cnnlab")
STUDENTS = ("cnnlab",)


@pytest.fixture(scope="module")
def project_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that `pip install .` builds, from a copy: setuptools leaves files beside its sources."""
    folder = tmp_path_factory.mktemp("project")
    for package in PROJECT:
        shutil.copytree(ROOT / package, folder / package, ignore=LEFT_BEHIND)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation", "."]
    subprocess.run(command, cwd=folder, check=True)
    [wheel] = folder.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def students_wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("students")
    return folder / build_wheel(ROOT, "cnnlab", folder)


def packaged(wheel: Path) -> set[str]:
    """What is in a wheel beside its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def files(*packages: str) -> set[str]:
    """All files of the repository's packages but what Python compiled."""
    paths = [path for package in packages for path in (ROOT / package).rglob("*") if path.is_file()]
    return {path.relative_to(ROOT).as_posix() for path in paths if "__pycache__" not in path.parts}


def test_the_projects_wheel_holds_every_file_of_its_packages(project_wheel: Path) -> None:
    assert packaged(project_wheel) == files(*PROJECT)


def test_the_students_wheel_holds_every_file_of_cnnlab(students_wheel: Path) -> None:
    assert packaged(students_wheel) == files(*STUDENTS)


def test_data_files_and_nested_modules_are_among_them() -> None:
    """Each kind that a list by hand forgets: were one gone from the repository, the tests above would not notice."""
    for pattern in ("feedback/templates/*", "report/templates/*", "exam/*/*.py"):
        assert list((ROOT / "autograder").glob(pattern)), pattern
    assert list((ROOT / "cnngrading").glob("fingerprints/*.json"))
    for pattern in ("py.typed", "figures/*.js", "figures/*.css", "probes/*.py"):
        assert list((ROOT / "cnnlab").glob(pattern)), pattern
