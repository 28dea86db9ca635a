"""Files written whole, and a digest of the files and versions that a result was made from.

In a digest a package counts with every file in it, code and data, at any depth, so that files may be added or moved
inside it. Nothing is imported for it.
"""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TextIO

PYTHON = "python"
COMPILED = (".pyc", ".pyo")


def write_whole(path: Path, text: str | bytes) -> None:
    """Write `text` (in UTF-8 unless it is bytes) beside `path` and put it in its place in one step."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = _half(path)
    half.write_bytes(text.encode("utf-8") if isinstance(text, str) else text)
    half.replace(path)


@contextmanager
def whole_file(path: Path) -> Generator[TextIO]:
    """A file for text in UTF-8 beside `path`, put in its place in one step at the end; not when something is raised."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = _half(path)
    with half.open("w", encoding="utf-8", newline="") as file:
        yield file
    half.replace(path)


def _half(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}")


def digest(packages: Iterable[str], *, versions: Iterable[str] = (), texts: Iterable[str] = ()) -> str:
    """64 hexadecimal digits: the same on every machine for the same files, versions and texts, others when any changes.

    It reads all the files (10 ms for two hundred modules), so a caller that needs it often keeps it.

    Args:
        packages: dotted names of packages, each with all that is in it, and of single modules (`autograder.text`); a
            module that becomes a package keeps its name here.
        versions: names of distributions, installed or not, and `PYTHON` for the interpreter.
        texts: whatever else there is, in this order.

    Raises:
        ModuleNotFoundError: there is no package and no module of this name.
    """
    files = dict(file for name in packages for file in _files(name))
    parts = [(name, _plain_bytes(files[name])) for name in sorted(files)]
    parts += [(f"version of {name}", version_of(name).encode()) for name in sorted(set(versions))]
    parts += [("text", text.encode("utf-8", "surrogatepass")) for text in texts]
    whole = hashlib.sha256()
    for name, content in parts:
        whole.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(content).digest())
    return whole.hexdigest()


def version_of(distribution: str) -> str:
    """The version that is installed, "" for none. What only an import would tell is read from its metadata."""
    if distribution == PYTHON:
        return platform.python_version()
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""


def folder_of(package: str) -> Path:
    """Where a top-level package lies.

    Raises:
        ModuleNotFoundError: it is not installed, or is no package.
    """
    spec = find_spec(package)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError(f"{package}: there is no such package", name=package)
    return Path(next(iter(spec.submodule_search_locations)))


def _files(name: str) -> Iterator[tuple[str, Path]]:
    """Each file of a package or a module, with its path from the top-level package's folder on."""
    top, *below = name.split(".")
    root = folder_of(top)
    package = root.joinpath(*below)
    module = package.with_name(f"{package.name}.py")
    paths = [path for path in package.rglob("*") if _counts(path, package)]
    paths += [module] if below and module.is_file() else []
    if not paths:
        raise ModuleNotFoundError(f"{name}: no package and no module of this name is in {root}", name=name)
    return ((f"{top}/{path.relative_to(root).as_posix()}", path) for path in paths)


def _counts(path: Path, package: Path) -> bool:
    """Whether it is a file that somebody wrote, not one that Python or an editor keeps beside it."""
    inside = path.relative_to(package).parts
    kept = any(part == "__pycache__" or part.startswith(".") for part in inside) or path.suffix in COMPILED
    return not kept and path.is_file()


def _plain_bytes(path: Path) -> bytes:
    """A file's bytes, with the line ends that it has in the repository."""
    return path.read_bytes().replace(b"\r\n", b"\n")
