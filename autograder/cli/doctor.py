"""`doctor`: what this machine has and lacks for grading, item by item, with the cure."""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from autograder.cli.options import Commands, add_command
from autograder.course.config import CONFIG, subject_of
from autograder.course.model import CourseError
from autograder.exam.sandbox import walls
from autograder.exam.sandbox.mounts import PIVOT_ROOT
from autograder.exam.sandbox.seccomp import has_filter


@dataclass(frozen=True)
class Finding:
    """One item: what was checked, whether it is good, and what to do when it is not."""

    what: str
    good: bool
    cure: str = ""


def add_parser(commands: Commands[argparse.ArgumentParser]) -> None:
    """`doctor` and `--hub`."""
    parser = add_command(commands, "doctor", run, "say what this machine has and lacks for grading")
    parser.add_argument("--hub", action="store_true", help="look at the hub that deploy/hub made, instead")


def run(options: argparse.Namespace, console: Console) -> int:
    """Print all items; returns 0 when nothing is missing."""
    items = on_the_hub() if options.hub else findings(options.course)
    for item in items:
        cure = "" if item.good else f"\n    {item.cure}"
        console.print(f"{'yes' if item.good else 'no ':<4}{item.what}{cure}", soft_wrap=True)
    return 0 if all(item.good for item in items) else 1


def findings(course: Path) -> list[Finding]:
    """All items, the sandbox first."""
    return [*_sandboxes(), *_packages(), *_subject(course), *_resources()]


def on_the_hub() -> list[Finding]:
    """What `doctor --hub` looks at.

    Raises:
        CourseError: the hub's settings or configuration cannot be read.
    """
    from autograder.hub.checks import check
    from autograder.hub.looking import look
    from autograder.hub.settings import SettingsError, read_settings, settings_file

    try:
        facts = look(read_settings(settings_file()))
    except SettingsError as error:
        raise CourseError(str(error)) from error
    except PermissionError as error:
        raise CourseError(f"{error.filename}: only root reads it: run `doctor --hub` as root") from error
    except FileNotFoundError as error:
        raise CourseError(f"{error.filename}: {error.strerror}") from error
    return [Finding(f"{one.name}: {one.seen}", one.good, one.cure) for one in check(facts)]


def _sandboxes() -> Iterator[Finding]:
    linux = sys.platform.startswith("linux")
    yield Finding(
        f"system: {platform.system()} {platform.release()}",
        linux,
        "the sandbox needs Linux; elsewhere grade with --sandbox none",
    )
    yield Finding(
        f"processor: {platform.machine()}", platform.machine() in PIVOT_ROOT, "the sandbox knows x86_64 and aarch64"
    )
    root = walls.works("root")
    if os.geteuid() == 0:
        yield Finding(
            "sandbox as root: namespaces and another user",
            root,
            "this container may lack CAP_SYS_ADMIN: give it, or use a user namespace",
        )
    yield Finding(
        "sandbox in a user namespace",
        walls.works("user") or root,
        "user namespaces are switched off: as root, `sysctl -w kernel.unprivileged_userns_clone=1 "
        "user.max_user_namespaces=10000`; on Ubuntu also `sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`",
    )
    yield Finding(
        "a filter for system calls (libseccomp)", has_filter(), "install libseccomp2: `apt-get install libseccomp2`"
    )


def _packages() -> Iterator[Finding]:
    yield Finding(f"Python {platform.python_version()}", sys.version_info >= (3, 11), "install Python 3.11 or newer")
    yield _imported("nbgrader")
    alembic = shutil.which("alembic") or Path(sys.executable).with_name("alembic").exists()
    yield Finding("alembic, which nbgrader needs to make a gradebook", bool(alembic), "run `make env`")


def _subject(course: Path) -> Iterator[Finding]:
    """What the course's subject needs, in a folder that holds a course."""
    if not (course / CONFIG).is_file():
        return
    try:
        subject = subject_of(course)
    except CourseError as error:
        yield Finding("the course's subject", False, str(error))
        return
    yield from map(_imported, subject.packages)
    yield from (Finding(*finding) for finding in subject.findings())


def _imported(name: str) -> Finding:
    try:
        importlib.import_module(name)
    except Exception as error:  # an import may raise anything, and each error is an item of the list
        return Finding(f"{name}: {type(error).__name__}: {error}", False, "run `make env`")
    return Finding(f"{name} {getattr(sys.modules[name], '__version__', '')}".strip(), True)


def _resources() -> Iterator[Finding]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    yield Finding(f"cores: {cores}", True)
    info = Path("/proc/meminfo")
    if info.exists():
        lines = info.read_text().splitlines()
        free = next(int(line.split()[1]) for line in lines if line.startswith("MemAvailable")) / 2**20  # from KiB
        yield Finding(
            f"memory free: {free:.1f} GiB", free >= 2 + 0.5 * cores, "close other programs, or grade with fewer --jobs"
        )
