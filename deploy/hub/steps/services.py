"""The hub and the grader as programs, and as systemd's services where the machine has systemd."""

from __future__ import annotations

from pathlib import Path

from autograder.hub.settings import Settings

from . import command, did, had, write

UNITS = Path("/etc/systemd/system")
KIT = Path(__file__).resolve().parents[1]


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


def write_services(settings: Settings, changed: bool, *, systemd: bool) -> None:
    """The programs; with systemd also its units, which are started, and restarted where the configuration changed."""
    for name in ("hub", "watch", "doctor"):
        write(settings.prefix / "bin" / name, filled(f"bin/{name}", settings), mode=0o755)
    if not systemd:
        had("no systemd: start the two programs below yourself")
        return
    units = [write(UNITS / unit.name, filled(f"systemd/{unit.name}", settings)) for unit in _units()]
    if any(units):
        command(["systemctl", "daemon-reload"])
        did(f"units in {UNITS}")
    for unit in _units():
        command(["systemctl", "enable", "--now", unit.name])
        if changed or any(units):
            command(["systemctl", "restart", unit.name])
            did(f"{unit.name} restarted")


def _units() -> list[Path]:
    return sorted((KIT / "systemd").iterdir())


def say(settings: Settings, *, systemd: bool) -> None:
    """What to do next."""
    scheme = "https" if settings.tls_key else "http"
    programs = settings.prefix / "bin"
    start = "" if systemd else f"\nthe hub:      {programs}/hub\nthe grader:   {programs}/watch"
    print(
        f"\nready.{start}\nin a browser: {scheme}://{settings.address}:{settings.port}\nproblems:     {programs}/doctor"
    )
