"""The students' zip: released notebooks, a wheel of their package, requirements, a README; no solutions."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from autograder.course.config import RELEASED, load_config, subject_of
from autograder.course.model import CourseError
from autograder.release.archives import EPOCH, write_zip
from autograder.release.requirements import CPU_FILES, STUDENTS_LOCK, cpu_of, locked, without_gpu, write

STUDENT_README = "docs/student.md"
COPIED = ("environment.yml", "LICENSE")


def zip_name(course: Path) -> str:
    """The name of the zip, without its ending, and of the folder in it: the course's id, spelt with hyphens."""
    course_id = load_config(course).CourseDirectory.get("course_id") or course.resolve().name
    return f"{course_id.replace('_', '-')}-students"


def bundle(course: Path) -> Path:
    """Write `dist/<course>-students.zip` and return its path.

    It holds the released notebooks and what else of the course is for students: the wheel of the subject's student
    package, `docs/student.md` as its README, `environment.yml`, `LICENSE`, and the requirements that are locked for
    students. A course without a student package may lack all of these.

    Raises:
        CourseError: a file that belongs in it is missing, or the wheel could not be built; the message quotes the
            build's.
    """
    name, package = zip_name(course), subject_of(course).student_package
    needed = (RELEASED, *COPIED, STUDENT_README, STUDENTS_LOCK) if package else (RELEASED,)
    missing = [path for path in needed if not (course / path).exists()]
    if missing:
        raise CourseError(f"{course}: the students' zip needs {', '.join(missing)}, which is not there")
    with tempfile.TemporaryDirectory(prefix="bundle-") as folder:
        root = Path(folder) / name
        shutil.copytree(course / RELEASED, root / RELEASED, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        wheel = build_wheel(course, package, root) if package else ""
        for source, copy in (*((path, path) for path in COPIED), (STUDENT_README, "README.md")):
            if (course / source).exists():
                shutil.copy(course / source, root / copy)
        if (course / STUDENTS_LOCK).exists():
            _write_requirements(course, root, wheel)
        target = course / "dist" / f"{name}.zip"
        target.parent.mkdir(exist_ok=True)
        files = sorted(path for path in root.rglob("*") if path.is_file())
        write_zip(target, {path.relative_to(root.parent).as_posix(): path.read_bytes() for path in files})
    return target


def build_wheel(course: Path, package: str, target: Path) -> str:
    """Build a wheel of `package` alone into the folder `target`; returns its file name."""
    with tempfile.TemporaryDirectory(prefix="wheel-") as folder:
        source = Path(folder)
        shutil.copytree(course / package, source / package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(course / "LICENSE", source)
        for path in source.rglob("*"):  # a wheel keeps the modes of its files, which differ between machines
            path.chmod(0o755 if path.is_dir() else 0o644)
        (source / "pyproject.toml").write_text(_wheel_project(course, package), encoding="utf-8")
        options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--wheel-dir", str(target)]
        build = subprocess.run(
            [sys.executable, "-m", "pip", "wheel", *options, "."],
            cwd=source,
            env={**os.environ, "SOURCE_DATE_EPOCH": str(EPOCH), "PIP_DISABLE_PIP_VERSION_CHECK": "1"},
            capture_output=True,
            text=True,
            check=False,
            umask=0o022,
        )
    wheels = sorted(target.glob(f"{package}-*.whl"))
    if build.returncode or not wheels:
        raise CourseError(f"the {package} wheel could not be built:\n{build.stdout}{build.stderr}")
    return wheels[0].name


def _wheel_project(course: Path, package: str) -> str:
    """The wheel's own pyproject.toml.

    The wheel is installed by its path, never by its name, which somebody else could have taken on PyPI.
    """
    course_project = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))
    project = course_project["project"]
    package_data = course_project["tool"]["setuptools"]["package-data"].get(package, [])
    return f"""\
[build-system]
requires = ["setuptools"]
build-backend = "setuptools.build_meta"
[project]
name = "{package}"
version = "{project["version"]}"
description = {json.dumps(f"What students of {project['name']} install.")}
requires-python = "{project["requires-python"]}"
license = "MIT"
license-files = ["LICENSE"]
[tool.setuptools.packages.find]
include = ["{package}*"]
[tool.setuptools.package-data]
{package} = {json.dumps(package_data)}
"""


def _write_requirements(course: Path, root: Path, wheel: str) -> None:
    """requirements.txt and, where the course has builds without a GPU, the two files that stand for it with these.

    All are to be installed with --no-deps: d2l's own pins are old. The wheel lies beside them.
    """
    lines, own = locked(course / STUDENTS_LOCK), [f"./{wheel}"] if wheel else []
    write(root, "requirements.txt", [*lines, *own])
    cpu = cpu_of(course)
    if cpu is not None:
        first, second = without_gpu(lines, cpu)
        write(root, CPU_FILES[0], first)
        write(root, CPU_FILES[1], [*second, *own])
