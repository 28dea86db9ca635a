"""The course in the home folder of the course account, which nobody else can enter."""

from __future__ import annotations

import shutil
import tarfile
import tempfile
from pathlib import Path

from autograder.hub.settings import Settings

from . import StepError, as_account, command, did, had

# What a checkout may have in it that is of this checkout alone.
LEFT_OUT = (".venv", ".git", "gradebook", "dist", "build", "tls")
LABS = ("solutions", "notebooks")
LEFT_OUT_ANYWHERE = shutil.ignore_patterns("__pycache__", ".*_cache", ".ipynb_checkpoints", "*.egg-info", "*.pem")


def copy(source: Path, settings: Settings) -> None:
    """Copy the course there, once and whole or not at all; from then on it is edited there.

    Raises:
        StepError: something else is there.
    """
    there, fresh = settings.course, settings.course.with_name(f"{settings.course.name}.new")
    if (there / "nbgrader_config.py").is_file():
        had(f"the course, in {there}")
        return
    if there.exists() and any(there.iterdir()):
        raise StepError(f"{there} is there and has no nbgrader_config.py: move it away, and run this again")

    def left_out(folder: str, names: list[str]) -> set[str]:
        here = LEFT_OUT if Path(folder) == source else ()
        return {*LEFT_OUT_ANYWHERE(folder, names), *(set(here) & set(names))}

    if fresh.exists():  # of a run that stopped
        shutil.rmtree(fresh)
    shutil.copytree(source, fresh, ignore=left_out)
    command(["chown", "--recursive", "--no-dereference", f"{settings.account}:{settings.account}", fresh])
    fresh.chmod(0o700)
    fresh.rename(there)
    did(f"the course, copied to {there}")


def take_labs(source: Path, settings: Settings) -> None:
    """Copy the labs of this checkout over those of the course, as the course account."""
    with tempfile.NamedTemporaryFile(suffix=".tar") as file:
        with tarfile.open(file.name, "w") as archive:
            for name in LABS:
                archive.add(source / name, name, filter=_without_leftovers)
        with Path(file.name).open("rb") as opened:
            as_account(settings, ["tar", "--extract", "--directory", settings.course], file=opened)
    did(f"{' and '.join(LABS)} of this checkout, copied to {settings.course}; release them again in formgrader")


def _without_leftovers(member: tarfile.TarInfo) -> tarfile.TarInfo | None:
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return None if LEFT_OUT_ANYWHERE("", [Path(member.name).name]) else member


def check_id(settings: Settings) -> None:
    """Raises:
    StepError: the course's own file calls it otherwise than the settings.
    """
    python = settings.environment / "bin/python"
    asked = (
        "import pathlib, sys; from autograder.course.config import load_config; "
        "print(load_config(pathlib.Path(sys.argv[1])).CourseDirectory.course_id)"
    )
    name = as_account(settings, [python, "-c", asked, settings.course]).strip()
    if name != settings.course_id:
        raise StepError(
            f"the course calls itself {name} in {settings.course / 'nbgrader_config.py'}, and the settings say "
            f"course_id = {settings.course_id!r}: nbgrader finds formgrader only where both are the same"
        )
