"""What goes to another system: the grader, one lab, the locked requirements and the scripts that the system calls.

The same course gives the same bytes, whenever and wherever it is packed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

from autograder.course.config import CONFIG, SOLUTIONS, load_config, subject_name
from autograder.course.model import CourseError, Lab
from autograder.course.reading import read_course
from autograder.course.subject import load_subject
from autograder.doors.checks import automatic_points, check_name, in_words
from autograder.exam.settings import exam_settings
from autograder.files import COMPILED, folder_of
from autograder.gradebook.secret import course_secret, package_secret
from autograder.release.requirements import LOCK, cpu_of, locked, without_gpu

TEMPLATES = Path(__file__).parent / "templates"
SHARED = ("install.sh", "run.sh")
SCRIPTS = {"gradescope": ("setup.sh", "run_autograder"), "vocareum": ("setup.sh", "grade.sh")}
GRADER_LOCK = "requirements-grader.lock"
MANIFEST = "manifest.json"
SECRET = "secret"
RUBRIC = "rubric.csv"
UV_FILE = "requirements-uv.txt"


@dataclass(frozen=True)
class Package:
    """A package, in memory.

    Attributes:
        files: content by path.
        executable: the paths of programs.
        rubric: the name and the points of each check.
    """

    lab: Lab
    files: Mapping[str, bytes]
    executable: frozenset[str]
    rubric: tuple[tuple[str, float], ...]

    @property
    def points(self) -> float:
        """All points that the checks give."""
        return automatic_points(self.lab)

    @property
    def in_words(self) -> tuple[tuple[str, float], ...]:
        """The exercises that a person grades, with their points."""
        return tuple((exercise.name, exercise.points) for exercise in in_words(self.lab))


def pack(course: Path, gradebook: Path, door: str, lab_id: str, visibility: str = "visible") -> Package:
    """The package of one lab for one door.

    Args:
        gradebook: the folder with the course's secret, from which the package's own is derived.

    Raises:
        CourseError: there is no such lab, or the course cannot be packed; the message names the cure.
    """
    settings = load_config(course)
    if exam_settings(settings).sandbox == "none":
        raise CourseError(
            f"{course / CONFIG}: c.Exam.sandbox is 'none': on another system a student's code could then read the "
            "tests and write its own result; take the line out"
        )
    if urlsplit(str(settings.get("CourseDirectory", {}).get("db_url", ""))).password:
        raise CourseError(
            f"{course / CONFIG}: the package would hold it, and with it the password in c.CourseDirectory.db_url: "
            "write the password into ~/.pgpass, where PostgreSQL finds it, and take it out of the address"
        )
    labs = {lab.id: lab for lab in read_course(course / SOLUTIONS)}
    if lab_id not in labs:
        raise CourseError(f"--lab {lab_id}: no such lab; the labs are {', '.join(labs)}")
    lab = labs[lab_id]
    gradebook.mkdir(parents=True, exist_ok=True)
    secret = package_secret(course_secret(gradebook), door, lab_id)
    rubric = tuple((check_name(exercise, cell), cell.points) for exercise in lab.exercises for cell in exercise.tests)
    if len(dict(rubric)) != len(rubric):
        raise CourseError(f"{lab.path}: two test cells would have one name: rename one of them")
    files = {f"course/{name}": content for name, content in _course(course, lab, subject_name(settings))}
    files |= dict(_requirements(course))
    scripts = {name: TEMPLATES / name for name in SHARED} | {name: TEMPLATES / door / name for name in SCRIPTS[door]}
    files |= {name: path.read_bytes() for name, path in scripts.items()}
    files[SECRET] = f"{secret}\n".encode()
    files[RUBRIC] = "".join(f"{name},{points:g}\n" for name, points in rubric).encode()
    about = {
        "door": door,
        "course": str(settings.get("CourseDirectory", {}).get("course_id", "")),
        "lab": lab_id,
        "visibility": visibility,
        "points": automatic_points(lab),
        "points_in_words": {exercise.name: exercise.points for exercise in in_words(lab)},
        "files": {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)},
    }
    files[MANIFEST] = f"{json.dumps(about, indent=1, ensure_ascii=False)}\n".encode()
    return Package(lab, {name: files[name] for name in sorted(files)}, frozenset(scripts), rubric)


def write_folder(package: Package, folder: Path) -> None:
    """Write the package as a folder; what an earlier package put there and this one does not have is removed.

    Raises:
        CourseError: the folder holds something else than an earlier package.
    """
    if folder.exists() and any(folder.iterdir()):
        for name in _listed(folder) - set(package.files):
            _remove(folder, name)
    for name, content in package.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        path.chmod(0o755 if name in package.executable else 0o644)


def _listed(folder: Path) -> set[str]:
    """The files of the package in a folder, as its manifest says."""
    try:
        files = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
        return {str(name) for name in files}
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise CourseError(f"{folder}: it is not empty, and holds no earlier package: name another folder") from error


def _remove(folder: Path, name: str) -> None:
    """Remove a file, and the folders that are empty then; nothing outside of the folder, whatever a manifest says."""
    path = folder / name
    if not (path.is_file() and path.resolve().is_relative_to(folder.resolve())):
        return
    path.unlink()
    for above in path.relative_to(folder).parents[:-1]:
        with suppress(OSError):  # it holds something else
            (folder / above).rmdir()


def _course(course: Path, lab: Lab, subject: str) -> Iterator[tuple[str, bytes]]:
    """The course's files with this lab alone: its notebook, its configuration, the grader and the subject."""
    yield CONFIG, (course / CONFIG).read_bytes()
    for path in _kept(lab.path.parent):
        yield f"{SOLUTIONS}/{lab.id}/{path.relative_to(lab.path.parent).as_posix()}", path.read_bytes()
    modules = ["autograder", subject.split(".")[0], load_subject(subject).student_package]
    for name in dict.fromkeys(filter(None, modules)):
        yield from _module(name)


def _module(name: str) -> Iterator[tuple[str, bytes]]:
    """The files of a top-level package, or of a module that is one file."""
    spec = find_spec(name)
    if spec is not None and not spec.submodule_search_locations and spec.origin:
        yield f"{name}.py", Path(spec.origin).read_bytes()
        return
    folder = folder_of(name)
    for path in _kept(folder):
        yield f"{name}/{path.relative_to(folder).as_posix()}", path.read_bytes()


def _kept(folder: Path) -> list[Path]:
    """What somebody wrote in a folder, in order; nothing that Python or an editor keeps beside it, and no links."""
    found = []
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        is_made = any(part == "__pycache__" or part.startswith(".") for part in parts) or path.suffix in COMPILED
        if not is_made and path.is_file() and not path.is_symlink():
            found.append(path)
    return found


def _requirements(course: Path) -> Iterator[tuple[str, bytes]]:
    """The files that install.sh installs, in the order of their names, and what it needs where Python is too old."""
    lock = course / GRADER_LOCK
    if not lock.is_file():
        raise CourseError(f"{lock}: it is not there; `make lock` writes it")
    lines, cpu = locked(lock), cpu_of(course)
    parts = [lines] if cpu is None else list(without_gpu(lines, cpu))
    for number, part in enumerate(parts, start=1):
        yield f"requirements-{number}.txt", "".join(f"{line}\n" for line in part).encode()
    whole = locked(course / LOCK) if (course / LOCK).is_file() else []
    uv = next((line for line in whole if line.startswith("uv==")), "uv")
    yield UV_FILE, f"{uv}\n".encode()
