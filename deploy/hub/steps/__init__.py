"""What setup.py does, a module for each part. Each step looks first, and says in a line what it found or did."""

from __future__ import annotations

import grp
import os
import pwd
import stat
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any

from autograder.hub.settings import Settings


class StepError(Exception):
    """A step cannot be done; the message says why, and the cure."""


def did(what: str) -> None:
    """Say what was changed on this machine."""
    print(f"did:  {what}", flush=True)


def had(what: str) -> None:
    """Say what was found as it should be."""
    print(f"has:  {what}", flush=True)


def command(
    arguments: Sequence[str | Path], *, text: str = "", file: IO[bytes] | None = None, folder: Path | None = None
) -> str:
    """What a program printed; `text` or the open `file` is its standard input.

    Raises:
        StepError: it is not there, or failed; with the end of what it said.
    """
    words = [str(argument) for argument in arguments]
    try:
        given: dict[str, Any] = {"stdin": file} if file else {"input": text}
        ended = subprocess.run(words, **given, capture_output=True, text=True, cwd=folder)
    except OSError as error:
        raise StepError(f"{words[0]}: {error.strerror}") from error
    if ended.returncode:
        said = (ended.stderr + ended.stdout).strip()[-2000:]
        raise StepError(f"`{' '.join(words[:8])}` ended with {ended.returncode}:\n{said}")
    return str(ended.stdout)


def as_account(
    settings: Settings, arguments: Sequence[str | Path], *, text: str = "", file: IO[bytes] | None = None
) -> str:
    """What a program printed that ran as the course account.

    All that lies in its home folder is written this way: root itself follows no link that was put there.
    """
    who = ["runuser", "-u", settings.account, "--", "env", f"HOME={settings.home}"]
    return command([*who, *arguments], text=text, file=file, folder=Path("/"))


def write(file: Path, text: str, *, mode: int = 0o644) -> bool:
    """Put this text into a file of root's, which nobody ever sees half written; returns whether that changed it."""
    if file.is_file() and file.read_text(encoding="utf-8") == text:
        return False
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.with_name(f".{file.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.touch(mode=0o600, exist_ok=False)
    fresh.write_text(text, encoding="utf-8")
    fresh.chmod(mode)
    fresh.rename(file)
    return True


def write_in_home(settings: Settings, file: Path, text: str) -> bool:
    """The same for a file of the course account.

    Raises:
        StepError: it could not be written whole, as on a full disk; the old one is still there.
    """
    script = 'set -e; umask 077; mkdir -p "$(dirname "$1")"; cat >"$1.new"; '
    script += 'if cmp -s "$1.new" "$1"; then rm "$1.new"; else mv "$1.new" "$1"; echo changed; fi'
    return bool(as_account(settings, ["sh", "-c", script, "sh", file], text=text))


def folder(place: Path, mode: int, owner: str = "root", group: str = "") -> bool:
    """Have this folder, in one of root's, with these rights; returns whether that changed something."""
    made = not place.exists()
    place.mkdir(parents=True, exist_ok=True)
    wanted = (pwd.getpwnam(owner).pw_uid, grp.getgrnam(group or owner).gr_gid)
    opened = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        now = os.fstat(opened)
        if (now.st_uid, now.st_gid) == wanted and stat.S_IMODE(now.st_mode) == mode and not made:
            return False
        os.fchown(opened, *wanted)
        os.fchmod(opened, mode)
    finally:
        os.close(opened)
    return True


def folder_in_home(settings: Settings, place: Path, mode: int) -> bool:
    """The same for a folder of the course account."""
    script = 'mkdir -p "$1" && test "$(stat -c %a "$1")" = "$2" && exit; chmod "$2" "$1" && echo changed'
    return bool(as_account(settings, ["sh", "-c", script, "sh", place, f"{mode:o}"]))
