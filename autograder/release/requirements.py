"""The requirements that pip installs from a lock, whole or with another index's build of some packages.

The second is for `[tool.autograder.cpu]` of pyproject.toml: builds that compute on the processor alone, without the
libraries for GPUs that the default ones bring.

`make env TORCH=cpu` runs this file by its path, before anything is installed: the standard library has to do.
"""

from __future__ import annotations

import argparse
import re
import sys
import tomllib
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from importlib import metadata
from pathlib import Path

LOCK = "requirements.lock"
STUDENTS_LOCK = "requirements-students.lock"
# To be installed in this order, each in a run of pip of its own: an index that stands in a file is for the whole run.
CPU_FILES = ("requirements-cpu-1.txt", "requirements-cpu-2.txt")


@dataclass(frozen=True)
class Cpu:
    """`[tool.autograder.cpu]`: packages that come from `index`, and patterns of names that are left out with them."""

    index: str
    packages: tuple[str, ...]
    left_out: tuple[str, ...]


def cpu_of(course: Path) -> Cpu | None:
    """What the course's pyproject.toml says of builds without a GPU; None where it says nothing."""
    project = tomllib.loads((course / "pyproject.toml").read_text(encoding="utf-8"))
    table = project.get("tool", {}).get("autograder", {}).get("cpu")
    return table and Cpu(str(table["index"]), tuple(table["packages"]), tuple(table["left-out"]))


def locked(lock: Path) -> list[str]:
    """The lines of a lock, each one a package; comments are left out."""
    return [line for line in lock.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def without_gpu(lines: list[str], cpu: Cpu) -> tuple[list[str], list[str]]:
    """The lines of the two `CPU_FILES`: the other index with what it is asked for, and what is left for the usual one.

    No line of the first names a build: `2.14.1` is met by `2.14.1+cpu`, and not all of that index's builds have a name.
    """
    theirs = [line for line in lines if _name(line) in cpu.packages]
    kept = [line for line in lines if line not in theirs and not _matches(line, cpu.left_out)]
    return [f"--index-url {cpu.index}", *theirs], kept


def _name(line: str) -> str:
    return re.split(r"[=<>!~;@\[( ]", line, maxsplit=1)[0].strip()


def _matches(line: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(_name(line), pattern) for pattern in patterns)


def write(folder: Path, name: str, lines: list[str]) -> None:
    """Write a requirements file."""
    (folder / name).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def for_gpus(cpu: Cpu) -> list[str]:
    """What the packages that are installed ask for though it was left out: their builds came from elsewhere."""
    asked = [line for package in cpu.packages for line in metadata.requires(package) or ()]
    return sorted({_name(line) for line in asked if sys.platform == "linux" and _matches(line, cpu.left_out)})


def main() -> str | None:
    """Write `CPU_FILES` of a lock, and say what comes from where; or look at what was installed with them.

    Returns what is wrong, None for nothing.
    """
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--index", default="", help="take the builds from here, instead of pyproject.toml's index")
    parser.add_argument("--lock", type=Path, default=Path(LOCK), help=f"the lock that --into reads (default: {LOCK})")
    task = parser.add_mutually_exclusive_group(required=True)
    task.add_argument("--into", type=Path, metavar="FOLDER", help="write the files")
    task.add_argument("--check", action="store_true", help="check that the builds are the ones without a GPU")
    options = parser.parse_args()
    cpu = cpu_of(Path())
    if cpu is None:
        return "pyproject.toml has no [tool.autograder.cpu]"
    cpu = replace(cpu, index=options.index or cpu.index)
    if options.check:
        return _check(cpu)
    _write_all(cpu, options.lock, options.into)
    return None


def _write_all(cpu: Cpu, lock: Path, folder: Path) -> None:
    lines = locked(lock)
    parts = without_gpu(lines, cpu)
    for name, part in zip(CPU_FILES, parts, strict=True):
        write(folder, name, part)
    theirs = parts[0][1:]
    left_out = len(lines) - len(theirs) - len(parts[1])
    print(f"{', '.join(theirs)}: from {cpu.index}; {left_out} packages for GPUs are left out", flush=True)


def _check(cpu: Cpu) -> str | None:
    asked = for_gpus(cpu)
    return (
        f"{' or '.join(cpu.packages)} asks for {', '.join(asked)}: this build did not come from {cpu.index}. "
        "Which other indexes pip looks at, `pip config list` says."
        if asked
        else None
    )


if __name__ == "__main__":
    sys.exit(main())
