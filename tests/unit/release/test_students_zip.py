"""The students' zip: what is in it, what never is, and the same bytes each time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from autograder.course.model import CourseError
from autograder.release.notebooks import release
from autograder.release.requirements import CPU_FILES, STUDENTS_LOCK, locked
from autograder.release.students_zip import bundle, zip_name
from tests.support.notebooks import DOUBLING, HIDDEN_INPUT, HIDDEN_SCHEME, ROOT, TRIPLING, make_course

NAME = "convolutions-from-scratch-students"
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
WHEEL = f"cnnlab-{VERSION}-py3-none-any.whl"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course, released and bundled."""
    folder = make_course(tmp_path_factory.mktemp("bundle") / "course")
    release(folder)
    bundle(folder)
    return folder


@pytest.fixture(scope="module")
def unpacked(course: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(course / "dist" / f"{NAME}.zip") as archive:
        archive.extractall(folder)
    return folder / NAME


def test_the_zip_holds_notebooks_environment_wheel_and_readme_in_one_folder(unpacked: Path) -> None:
    held = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    notebooks = {f"notebooks/{DOUBLING}/doubling.ipynb", f"notebooks/{TRIPLING}/tripling.ipynb"}
    assert held == notebooks | {"README.md", "LICENSE", "environment.yml", "requirements.txt", *CPU_FILES, WHEEL}
    assert [path.name for path in unpacked.parent.iterdir()] == [NAME]


def test_the_zip_holds_nothing_of_the_solutions(unpacked: Path) -> None:
    text = b"".join(path.read_bytes() for path in unpacked.rglob("*") if path.is_file())
    for secret in (HIDDEN_INPUT, HIDDEN_SCHEME, "return x / 2", "HIDDEN TESTS", "autograder"):
        assert secret.encode() not in text


def test_the_readme_is_the_students_own(unpacked: Path) -> None:
    assert (unpacked / "README.md").read_text() == "# For students\n"


def test_requirements_are_those_locked_for_students_and_the_wheel_by_its_path(unpacked: Path) -> None:
    lines = (unpacked / "requirements.txt").read_text().splitlines()
    assert lines == [*locked(ROOT / STUDENTS_LOCK), f"./{WHEEL}"]
    assert "d2l==1.0.3" in lines
    assert not [line for line in lines if line.startswith("#") or not line]


@pytest.mark.parametrize("tool", ["playwright", "sphinx", "mypy", "ruff", "uv", "pytest", "hypothesis", "nh3", "rich"])
def test_requirements_hold_no_tool_of_graders_tests_or_the_site(unpacked: Path, tool: str) -> None:
    for path in unpacked.glob("requirements*.txt"):
        assert not [line for line in path.read_text().splitlines() if line.startswith(f"{tool}==")]


def test_without_gpu_libraries_two_files_stand_for_the_one(unpacked: Path) -> None:
    everything = set((unpacked / "requirements.txt").read_text().splitlines())
    first, second = ((unpacked / name).read_text().splitlines() for name in CPU_FILES)
    assert first[0].startswith("--index-url https://")
    assert [line.split("==")[0] for line in first[1:]] == ["torch", "torchvision"]
    left_out = everything - set(first) - set(second)
    assert {*first[1:], *second} <= everything
    assert left_out
    assert all("sys_platform == 'linux'" in line for line in left_out)
    assert second[-1] == f"./{WHEEL}"


def test_a_course_without_builds_for_the_processor_alone_has_one_file(course: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(course, tmp_path / "course"))
    text = (copy / "pyproject.toml").read_text()
    (copy / "pyproject.toml").write_text(text.replace("[tool.autograder.cpu]", "[tool.unknown]"))
    with zipfile.ZipFile(bundle(copy)) as archive:
        assert [name for name in archive.namelist() if "requirements" in name] == [f"{NAME}/requirements.txt"]


def test_the_wheel_holds_cnnlab_alone(unpacked: Path) -> None:
    with zipfile.ZipFile(unpacked / WHEEL) as wheel:
        held = {name for name in wheel.namelist() if ".dist-info/" not in name}
        licences = [name for name in wheel.namelist() if name.endswith("LICENSE")]
    assert held == {"cnnlab/__init__.py", "cnnlab/py.typed", "cnnlab/figures/painter.js"}
    assert licences == [f"cnnlab-{VERSION}.dist-info/licenses/LICENSE"]


def test_the_wheel_can_be_imported(unpacked: Path, tmp_path: Path) -> None:
    code = "import cnnlab; print(cnnlab.ANSWER, cnnlab.__file__)"
    command = [sys.executable, "-S", "-c", code]
    done = subprocess.run(
        command, env={"PYTHONPATH": str(unpacked / WHEEL)}, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout == f"42 {unpacked / WHEEL}/cnnlab/__init__.py\n"


def test_two_bundles_of_one_course_are_the_same_bytes(course: Path, tmp_path: Path) -> None:
    copy = Path(
        shutil.copytree(
            course, tmp_path / "elsewhere", copy_function=shutil.copyfile, ignore=shutil.ignore_patterns("dist")
        )
    )
    for path in (copy / "cnnlab").glob("*.*"):
        path.chmod(0o600)
    old = os.umask(0o077)
    try:
        again = bundle(copy)
    finally:
        os.umask(old)
    assert again == copy / "dist" / f"{NAME}.zip"
    assert again.read_bytes() == (course / "dist" / f"{NAME}.zip").read_bytes()
    assert [path.name for path in again.parent.iterdir()] == [again.name]


def test_a_missing_file_is_named_before_anything_is_built(course: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(course, tmp_path / "course"))
    (copy / "environment.yml").unlink()
    (copy / "docs" / "student.md").unlink()
    with pytest.raises(
        CourseError, match=r"the students' zip needs environment.yml, docs/student.md, which is not there"
    ):
        bundle(copy)


def test_a_wheel_that_cannot_be_built_says_why(course: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(course, tmp_path / "course"))
    text = (copy / "pyproject.toml").read_text()
    (copy / "pyproject.toml").write_text(text.replace(f'version = "{VERSION}"', 'version = "not a version"'))
    with pytest.raises(CourseError, match=r"(?s)the cnnlab wheel could not be built:.*not a version"):
        bundle(copy)


def test_the_zip_and_its_folder_bear_the_courses_own_name(tmp_path: Path) -> None:
    course = make_course(tmp_path, settings='c.CourseDirectory.course_id = "other_course"')
    assert zip_name(course) == "other-course-students"


def test_a_course_without_a_students_package_needs_nothing_but_its_notebooks(tmp_path: Path) -> None:
    course = make_course(tmp_path, settings='c.Course.subject = ""\nc.CourseDirectory.course_id = "plain"')
    release(course)
    for name in ("LICENSE", "environment.yml", STUDENTS_LOCK, "docs/student.md"):
        (course / name).unlink()
    with zipfile.ZipFile(bundle(course)) as archive:
        assert sorted(archive.namelist()) == [
            f"plain-students/notebooks/{DOUBLING}/doubling.ipynb",
            f"plain-students/notebooks/{TRIPLING}/tripling.ipynb",
        ]
