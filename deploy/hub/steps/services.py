"""The hub and the grader as programs, and as systemd's services where the machine has systemd."""

from __future__ import annotations

import hashlib
import socket
from pathlib import Path

from autograder.hub.settings import EVERYWHERE, Settings

from . import command, did, had, write

UNITS = Path("/etc/systemd/system")
KIT = Path(__file__).resolve().parents[1]
PROGRAMS = ("hub", "watch", "doctor")
NOTE = "started"  # in the hub's own folder: what systemd last restarted the two programs with, while that is current


def has_systemd() -> bool:
    """Whether systemd runs this machine."""
    return Path("/run/systemd/system").is_dir()


def filled(name: str, settings: Settings) -> str:
    """A template of the kit, with the settings in it."""
    values = {
        "ENVIRONMENT": settings.environment,
        "STATE": settings.state,
        "PREFIX": settings.prefix,
        "COURSE_ID": settings.course_id,
        "COURSE": settings.course,
        "GRADEBOOK": settings.gradebook,
        "EXCHANGE": settings.exchange,
        "ACCOUNT": settings.account,
        "HOME": settings.home,
    }
    text = (KIT / name).read_text(encoding="utf-8")
    for key, value in values.items():
        text = text.replace(f"@{key}@", str(value))
    return text


def write_services(settings: Settings, *, systemd: bool) -> None:
    """The programs; with systemd also its units, which are started, and restarted where they would run differently.

    They would after a change of the settings, the configuration, the packages, the programs or the units, also when an
    earlier run made it and stopped before it came to the restart, or left systemd alone.
    """
    for name in PROGRAMS:
        write(settings.prefix / "bin" / name, filled(f"bin/{name}", settings), mode=0o755)
    if systemd:
        units = [write(UNITS / unit.name, filled(f"systemd/{unit.name}", settings)) for unit in _units()]
        if any(units):
            command(["systemctl", "daemon-reload"])
            did(f"units in {UNITS}")
    note, digest = settings.state / NOTE, _digest(settings)
    if note.is_file() and note.read_text(encoding="utf-8") == digest:
        for unit in _units() if systemd else ():
            command(["systemctl", "enable", "--now", unit.name])
        had("the hub and the grader as they were last started")
        return
    forget(settings)
    if systemd:
        for unit in _units():
            command(["systemctl", "enable", unit.name])
            command(["systemctl", "restart", unit.name])
            did(f"{unit.name} restarted")
        write(note, digest, mode=0o600)
    else:
        programs = settings.prefix / "bin"
        print(
            f"note: nothing was started: start {programs}/hub and {programs}/watch, "
            "and restart them if they have run since before the last change",
            flush=True,
        )


def forget(settings: Settings) -> None:
    """Have the two programs restarted by `write_services`, in this run or in the next one."""
    (settings.state / NOTE).unlink(missing_ok=True)


def _digest(settings: Settings) -> str:
    """Of what root wrote for the two programs: notes of the packages, configuration, settings, scripts, units."""
    etc = [path for path in sorted((settings.environment / "etc").rglob("*")) if path.is_file()]
    files = [*etc, *(settings.prefix / "bin" / name for name in PROGRAMS)]
    lines = [f"{path} {hashlib.sha256(path.read_bytes()).hexdigest()}\n" for path in files]
    units = [filled(f"systemd/{unit.name}", settings) for unit in _units()]
    return hashlib.sha256("".join([*lines, *units]).encode()).hexdigest()


def _units() -> list[Path]:
    return sorted((KIT / "systemd").iterdir())


def say(settings: Settings, *, systemd: bool) -> None:
    """What to do next."""
    scheme = "https" if settings.tls_key else "http"
    host = socket.getfqdn() if settings.address in EVERYWHERE else settings.address
    programs = settings.prefix / "bin"
    start = "" if systemd else f"\nthe hub:      {programs}/hub\nthe grader:   {programs}/watch"
    print(f"\nready.{start}\nin a browser: {scheme}://{host}:{settings.port}\nproblems:     {programs}/doctor")
