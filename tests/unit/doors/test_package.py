"""What is in a package for another system, what never is, and the same bytes each time."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from autograder.course.model import CourseError
from autograder.doors.package import GRADER_LOCK, TEMPLATES, pack, write_folder
from autograder.gradebook.secret import course_secret
from autograder.release.archives import write_zip
from autograder.release.requirements import cpu_of, locked
from tests.support.doors import course_to_pack
from tests.support.notebooks import DOUBLING, ROOT, TRIPLING

DOORS = ("gradescope", "vocareum")
PROGRAMS = {
    "gradescope": {"install.sh", "run.sh", "setup.sh", "run_autograder"},
    "vocareum": {"install.sh", "run.sh", "setup.sh", "grade.sh"},
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = course_to_pack(tmp_path_factory.mktemp("package"))
    for name in ("tests/answers/double/right/a.py", "gradebook/gradebook.db", f"solutions/{DOUBLING}/.hidden"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("not for others")
    return folder


@pytest.fixture(scope="module")
def gradebook(course: Path) -> Path:
    return course / "gradebook"


@pytest.mark.parametrize("door", DOORS)
def test_a_package_holds_one_lab_the_grader_and_nothing_else(course: Path, gradebook: Path, door: str) -> None:
    files = set(pack(course, gradebook, door, DOUBLING).files)
    grader = {name for name in files if name.startswith("course/autograder/")}
    rest = {"manifest.json", "secret", "rubric.csv", "requirements-1.txt", "requirements-2.txt", "requirements-uv.txt"}
    ours = {"course/nbgrader_config.py", f"course/solutions/{DOUBLING}/doubling.ipynb"}
    assert files - grader == rest | PROGRAMS[door] | ours
    assert {"course/autograder/doors/__main__.py", "course/autograder/feedback/words.py"} < grader
    assert not [name for name in files if TRIPLING in name or "__pycache__" in name or name.endswith(".pyc")]


def test_a_package_of_the_course_holds_its_subject_and_the_students_package(tmp_path: Path) -> None:
    files = set(pack(ROOT, tmp_path, "gradescope", "01_convolution").files)
    tops = {name.split("/")[1] for name in files if name.startswith("course/")}
    assert tops == {"autograder", "cnngrading", "cnnlab", "nbgrader_config.py", "solutions"}
    assert [name for name in files if "/solutions/" in name] == ["course/solutions/01_convolution/convolution.ipynb"]


def test_the_same_course_gives_the_same_bytes(course: Path, gradebook: Path, tmp_path: Path) -> None:
    packages = []
    for number in (1, 2):
        os.utime(course / "solutions" / DOUBLING / "doubling.ipynb", (number * 10**8, number * 10**8))
        package = pack(course, gradebook, "gradescope", DOUBLING)
        write_zip(tmp_path / f"{number}.zip", package.files, package.executable)
        packages.append((tmp_path / f"{number}.zip").read_bytes())
    assert packages[0] == packages[1]


def test_programs_are_executable_in_the_zip_and_in_the_folder(course: Path, gradebook: Path, tmp_path: Path) -> None:
    package = pack(course, gradebook, "gradescope", DOUBLING)
    write_zip(tmp_path / "a.zip", package.files, package.executable)
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        modes = {member.filename: member.external_attr >> 16 & 0o777 for member in archive.infolist()}
    write_folder(package, tmp_path / "folder")
    for name, mode in modes.items():
        assert mode == (0o755 if name in PROGRAMS["gradescope"] else 0o644), name
        assert (tmp_path / "folder" / name).stat().st_mode & 0o777 == mode


def test_the_manifest_names_each_file_with_its_digest_and_what_the_other_system_has_to_know(
    course: Path, gradebook: Path
) -> None:
    files = dict(pack(course, gradebook, "gradescope", DOUBLING, "after_published").files)
    manifest = json.loads(files.pop("manifest.json"))
    assert manifest["files"] == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert (manifest["lab"], manifest["visibility"]) == (DOUBLING, "after_published")
    assert (manifest["points"], manifest["points_in_words"]) == (7, {"in_words": 3})
    assert files["rubric.csv"] == b"double: value,2\ndouble: kinds,2\nhalve: value,3\n"


def test_the_secret_stays_the_same_is_no_other_packages_and_not_the_courses(course: Path, gradebook: Path) -> None:
    secrets = [
        pack(course, gradebook, door, lab).files["secret"].decode().strip()
        for door, lab in (*((door, DOUBLING) for door in DOORS), ("gradescope", TRIPLING), ("gradescope", DOUBLING))
    ]
    assert secrets[0] == secrets[3]
    assert len({*secrets, course_secret(gradebook).hex()}) == 4
    assert all(re.fullmatch("[0-9a-f]{64}", secret) for secret in secrets)


def test_requirements_are_the_graders_locked_ones_without_gpu_libraries(course: Path, gradebook: Path) -> None:
    files = pack(course, gradebook, "gradescope", DOUBLING).files
    first, second = (files[f"requirements-{number}.txt"].decode().splitlines() for number in (1, 2))
    cpu = cpu_of(course)
    assert cpu is not None
    assert first[0] == f"--index-url {cpu.index}"
    assert [line.split("==")[0] for line in first[1:]] == ["torch", "torchvision"]
    assert {*first[1:], *second} <= set(locked(ROOT / GRADER_LOCK))
    assert {"nbgrader", "latex2mathml", "nh3"} <= {line.split("==")[0] for line in second}
    assert not [line for line in second if line.startswith(("nvidia", "pytest", "sphinx"))]


# The scripts


@pytest.mark.parametrize(
    "script", sorted(path for path in TEMPLATES.rglob("*") if path.is_file()), ids=lambda path: path.name
)
def test_bash_understands_the_scripts(script: Path) -> None:
    assert script.read_text().startswith("#!/usr/bin/env bash\n")
    subprocess.run(["bash", "-n", script], check=True)


def named_files(script: str) -> Iterator[str]:
    """The files of the package that a script names."""
    yield from re.findall(r"\$(?:\{?(?:root|here|source_dir)\}?\"?/(?:source/)?)([\w.\[\]*-]+)", script)


@pytest.mark.parametrize("door", DOORS)
def test_each_file_that_a_script_names_is_in_the_package(course: Path, gradebook: Path, door: str) -> None:
    files = set(pack(course, gradebook, door, DOUBLING).files)
    tops = {name.split("/")[0] for name in files}
    elsewhere = {
        "source",
        "venv",
        "venv-path.txt",
        "submission",
        "results",
        "submission_metadata.json",
        "requirements-[0-9]*.txt",
    }
    named = {
        name for program in PROGRAMS[door] for name in named_files((TEMPLATES / _place(door, program)).read_text())
    }
    assert {"install.sh", "run.sh", "requirements-uv.txt", "course"} <= named
    assert named - elsewhere <= tops


def _place(door: str, program: str) -> str:
    return program if (TEMPLATES / program).is_file() else f"{door}/{program}"


def test_the_pythons_that_are_looked_for_are_those_that_the_course_runs_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert project["requires-python"] == ">=3.11,<3.15"
    script = (TEMPLATES / "install.sh").read_text()
    assert "(3, 11) <= sys.version_info < (3, 15)" in script
    assert re.findall(r"python3\.(\d+)", script.split("for name in")[1].split(";")[0]) == ["14", "13", "12", "11"]


# What is refused


def test_a_course_that_grades_without_a_sandbox_is_not_packed(tmp_path: Path) -> None:
    course = course_to_pack(tmp_path, settings='c.Exam.sandbox = "none"')
    with pytest.raises(CourseError, match="write its own result; take the line out"):
        pack(course, tmp_path / "gradebook", "gradescope", DOUBLING)


def test_a_configuration_with_the_databases_password_is_not_packed(tmp_path: Path) -> None:
    address = "postgresql+psycopg://grader:hunter2@db.example.org/grades"
    course = course_to_pack(tmp_path, settings=f'c.CourseDirectory.db_url = "{address}"')
    with pytest.raises(CourseError, match="write the password into ~/") as raised:
        pack(course, tmp_path / "gradebook", "gradescope", DOUBLING)
    assert "hunter2" not in str(raised.value)


def test_an_unknown_lab_is_refused(course: Path, gradebook: Path) -> None:
    with pytest.raises(CourseError, match="--lab nope: no such lab; the labs are 01_doubling, 02_tripling"):
        pack(course, gradebook, "gradescope", "nope")


def test_a_course_without_the_graders_lock_is_refused(tmp_path: Path) -> None:
    course = course_to_pack(tmp_path)
    (course / GRADER_LOCK).unlink()
    with pytest.raises(CourseError, match="`make lock` writes it"):
        pack(course, tmp_path / "gradebook", "gradescope", DOUBLING)


def test_what_an_earlier_package_left_in_a_folder_is_removed(course: Path, gradebook: Path, tmp_path: Path) -> None:
    folder, outside = tmp_path / "package", tmp_path / "outside.txt"
    write_folder(pack(course, gradebook, "vocareum", TRIPLING), folder)
    outside.write_text("mine")
    (folder / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    (folder / "venv").mkdir()
    (folder / "venv/pyvenv.cfg").touch()
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in (
        "requirements-3.txt",
        "course/old/a.py",
        "../outside.txt",
        "elsewhere/outside.txt",
        str(outside),
        "..",
    ):
        manifest["files"][name] = ""
    for name in ("requirements-3.txt", "course/old/a.py"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).touch()
    (folder / "manifest.json").write_text(json.dumps(manifest))
    package = pack(course, gradebook, "vocareum", DOUBLING)
    write_folder(package, folder)
    (folder / "elsewhere").unlink()
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {*package.files, "venv/pyvenv.cfg"}
    assert sorted(path.name for path in (folder / "course").iterdir()) == [
        "autograder",
        "nbgrader_config.py",
        "solutions",
    ]
    assert [path.name for path in (folder / "course/solutions").iterdir()] == [DOUBLING]
    assert outside.read_text() == "mine"


def test_a_folder_with_something_else_in_it_is_left_alone(course: Path, gradebook: Path, tmp_path: Path) -> None:
    package = pack(course, gradebook, "vocareum", DOUBLING)
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(CourseError, match="name another folder"):
        write_folder(package, tmp_path)
    (tmp_path / "manifest.json").write_text("[]")
    with pytest.raises(CourseError, match="name another folder"):
        write_folder(package, tmp_path)
    write_folder(package, tmp_path / "new")
    write_folder(package, tmp_path / "new")
    assert (tmp_path / "thesis.tex").read_text() == "mine"
