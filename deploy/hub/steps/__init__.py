"""What setup.py does, a module for each part. Each step looks first, and says in a line what it found or did."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class StepError(Exception):
    """A step cannot be done; the message says why, and the cure."""


def did(what: str) -> None:
    """Say what was changed on this machine."""
    print(f"did:  {what}", flush=True)


def had(what: str) -> None:
    """Say what was found as it should be."""
    print(f"has:  {what}", flush=True)


def command(
    arguments: Sequence[str | Path], *, text: str = "", folder: Path | None = None, environment: Mapping[str, str] = {}
) -> str:
    """What a program printed; `text` is its standard input.

    Raises:
        StepError: it is not there, or failed; with the end of what it said.
    """
    words = [str(argument) for argument in arguments]
    try:
        ended = subprocess.run(
            words, input=text, capture_output=True, text=True, cwd=folder, env={**os.environ, **environment}
        )
    except OSError as error:
        raise StepError(f"{words[0]}: {error.strerror}") from error
    if ended.returncode:
        said = (ended.stderr + ended.stdout).strip()[-2000:]
        raise StepError(f"`{' '.join(words[:8])}` ended with {ended.returncode}:\n{said}")
    return ended.stdout


def write(file: Path, text: str, *, mode: int = 0o644, owner: str = "root") -> bool:
    """Put this text into a file, which nobody ever sees half written; returns whether that changed it."""
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as opened:
        opened.write(text)
    shutil.chown(fresh, owner, owner)
    fresh.chmod(mode)
    fresh.rename(file)
    return True


def folder(place: Path, mode: int, owner: str = "root", group: str = "") -> bool:
    """Have this folder with these rights; returns whether that changed something."""
    made = not place.is_dir()
    place.mkdir(parents=True, exist_ok=True)
    wanted = (pwd.getpwnam(owner).pw_uid, grp.getgrnam(group or owner).gr_gid)
    now = place.stat()
    if (now.st_uid, now.st_gid) == wanted and stat.S_IMODE(now.st_mode) == mode and not made:
        return False
    os.chown(place, *wanted)
    place.chmod(mode)
    return True
