"""The Python environment that everybody uses, and the hub's proxy."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from autograder.hub.settings import Settings

from . import command, did, had, write

LOCK = Path("deploy/hub/requirements.lock")
# Run by its path, as the Makefile does: its package cannot be imported before anything is installed.
WITHOUT_GPU = Path("autograder/release/requirements.py")
PROXY = "configurable-http-proxy@5"
PACKAGES = ("autograder", "cnngrading", "cnnlab", "pyproject.toml")
BESIDE = ("README.md", "LICENSE")  # which the package's description names


def environment(course: Path, settings: Settings) -> None:
    """JupyterHub, JupyterLab, nbgrader and the course's packages, in one place, so that they never differ.

    The first time takes minutes: PyTorch is large.
    """
    place = settings.environment
    lock = (course / LOCK).read_text(encoding="utf-8")
    _step(place, "lock", _digest(f"{settings.python} {settings.torch}\n{lock}"), lambda: _install(course, settings))
    ours = _digest("".join(_contents(course)))
    _step(place, "packages", ours, lambda: _install_ours(course, settings))


def _step(place: Path, name: str, digest: str, do: Callable[[], None]) -> None:
    note = place / "etc" / f"course-hub.{name}"
    if note.is_file() and note.read_text() == digest:
        had(f"{name} in {place}")
        return
    do()
    write(note, digest)


def _install(course: Path, settings: Settings) -> None:
    python = settings.environment / "bin/python"
    did(f"installing into {settings.environment}: this takes minutes …")
    command([settings.python, "-m", "venv", settings.environment])
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--disable-pip-version-check"]
    files = [course / LOCK]
    if settings.torch == "cpu":
        command([python, "-P", course / WITHOUT_GPU, "--lock", LOCK, "--into", settings.environment], folder=course)
        files = sorted(settings.environment.glob("requirements-cpu-*.txt"))
    for file in files:
        command([*pip, "--requirement", file])


def _install_ours(course: Path, settings: Settings) -> None:
    """The course's packages: not as links into its folder, which students cannot read."""
    python = settings.environment / "bin/python"
    pip: list[str | Path] = [python, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation"]
    with tempfile.TemporaryDirectory() as name:  # pip leaves files beside what it builds
        for part in (*PACKAGES, *BESIDE):
            copy = shutil.copytree if (course / part).is_dir() else shutil.copy
            copy(course / part, Path(name) / part)
        command([*pip, "--force-reinstall", name])
    did(f"the course's packages in {settings.environment}")


def _contents(course: Path) -> list[str]:
    files = [course / name for name in PACKAGES]
    found = [path for file in files for path in ([file] if file.is_file() else sorted(file.rglob("*")))]
    wanted = [path for path in found if path.is_file() and "__pycache__" not in path.parts]
    return [f"{path.relative_to(course)} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in wanted]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def proxy(settings: Settings) -> None:
    """configurable-http-proxy, which stands between the browsers and the servers."""
    place = settings.prefix / "node"
    if (place / "node_modules/.bin/configurable-http-proxy").exists():
        had(f"the hub's proxy, in {place}")
        return
    place.mkdir(parents=True, exist_ok=True)
    command(["npm", "install", "--prefix", place, "--no-fund", "--no-audit", "--silent", PROXY], folder=place)
    did(f"the hub's proxy, in {place}")
