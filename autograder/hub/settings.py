"""The settings of a hub, `hub.toml`: one small file that all parts of deploy/hub read."""

from __future__ import annotations

import os
import re
import sys
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path

PLACE = Path("/etc/course-hub/hub.toml")
# In the hub's Python environment: the settings that this environment was made for.
LINK = Path("etc/course-hub.toml")
VARIABLE = "COURSE_HUB_SETTINGS"  # names another file in their place
# A course's id is in addresses and in names of groups, a person's name is that of a Unix user.
COURSE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
# They stand in scripts and in systemd's units.
PLAIN_PATH = re.compile(r"(/(?!\.{1,2}(/|$))[A-Za-z0-9._-]+)+")
# Without a port: JupyterHub leaves it out of its links to services.
ORIGIN = re.compile(r"https?://[a-z0-9.-]+")
EVERYWHERE = ("0.0.0.0", "::", "")  # for `address`: they stand for all of the machine's
ROOTS_PORTS = 1024  # below, root alone opens a port
UNIX_NAME = re.compile(r"[a-z_][a-z0-9_-]{0,31}")


class SettingsError(Exception):
    """The settings cannot be read or make no sense; the message names the file and the cure."""


@dataclass(frozen=True)
class Settings:
    """What can be set in `hub.toml`, with what holds where it says nothing."""

    course_id: str = "convolutions_from_scratch"
    instructors: tuple[str, ...] = ()
    others: tuple[str, ...] = ()  # may log in, and are in no course
    account: str = "grader"
    group: str = "course-students"
    prefix: Path = Path("/opt/course-hub")  # programs, which everybody reads
    state: Path = Path("/var/lib/course-hub")  # the hub's database and keys, which root alone reads
    exchange: Path = Path("/srv/course-hub/exchange")
    homes: Path = Path("/home")
    python: Path = Path("/usr/bin/python3")
    torch: str = "pypi"
    address: str = "127.0.0.1"
    # Root opens the first three: below 1024, nobody else can while the hub does not run.
    port: int = 580
    proxy_port: int = 581
    hub_port: int = 582
    formgrader_port: int = 9999  # the course account's
    tls_key: str = ""
    tls_cert: str = ""
    subdomain_host: str = ""  # with it, each server has an address of its own below this one

    @property
    def home(self) -> Path:
        """The home folder of the course account."""
        return self.homes / self.account

    @property
    def course(self) -> Path:
        """The course: labs, solutions and gradebook."""
        return self.home / "course"

    @property
    def gradebook(self) -> Path:
        return self.course / "gradebook"

    @property
    def environment(self) -> Path:
        """The Python environment of everybody."""
        return self.prefix / "env"

    @property
    def inbound(self) -> Path:
        return self.exchange / self.course_id / "inbound"

    @property
    def instructors_group(self) -> str:
        """The hub's group of those who may open formgrader, as nbgrader names it."""
        return f"formgrade-{self.course_id}"

    @property
    def students_group(self) -> str:
        """The hub's group of those to whom nbgrader shows the course."""
        return f"nbgrader-{self.course_id}"


def settings_file() -> Path:
    """The file that this hub reads."""
    linked = Path(sys.prefix) / LINK
    return Path(os.environ.get(VARIABLE) or (linked if linked.exists() else PLACE))


def read_settings(file: Path) -> Settings:
    """The settings in `file`.

    Raises:
        SettingsError: it cannot be read, sets something that is not known, or sets it to what cannot be.
    """
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SettingsError(f"{file}: it cannot be read: {error}; deploy/hub/hub.toml is an example") from error
    known = {field.name: field for field in fields(Settings)}
    values: dict[str, object] = {}
    for name, value in table.items():
        if name not in known:
            raise SettingsError(f"{file}: {name} is no setting; these are: {', '.join(known)}")
        values[name] = _converted(file, name, value, known[name].default)
    settings = Settings(**values)  # type: ignore[arg-type]  # each was converted to its field's type
    _refuse(file, settings)
    return settings


def _converted(file: Path, name: str, value: object, default: object) -> object:
    if isinstance(default, tuple) and isinstance(value, list) and all(isinstance(part, str) for part in value):
        return tuple(value)
    if isinstance(default, Path) and isinstance(value, str) and PLAIN_PATH.fullmatch(value):
        return Path(value)
    if isinstance(default, str) and isinstance(value, str):
        return value
    if isinstance(default, int) and isinstance(value, int) and 0 < value < 2**16:
        return value
    kind = {tuple: "a list of names", int: "a port", str: "a text"}.get(
        type(default), "an absolute path without spaces, `.` and `..`"
    )
    raise SettingsError(f"{file}: {name} should be {kind}, not {value!r}")


def _refuse(file: Path, settings: Settings) -> None:
    if not COURSE_ID.fullmatch(settings.course_id):
        raise SettingsError(
            f"{file}: course_id should be letters, digits, `_`, `.` and `-`, not {settings.course_id!r}"
        )
    for name in (settings.account, settings.group, *settings.instructors, *settings.others):
        if not UNIX_NAME.fullmatch(name):
            raise SettingsError(
                f"{file}: {name!r} cannot be the name of a Unix user or group: small letters and digits"
            )
    if settings.account in settings.instructors or settings.account in settings.others:
        raise SettingsError(f"{file}: nobody logs in as {settings.account}, the course account: name the people")
    if settings.torch not in ("pypi", "cpu"):
        raise SettingsError(f"{file}: torch can be pypi or cpu, not {settings.torch!r}")
    if bool(settings.tls_key) != bool(settings.tls_cert):
        raise SettingsError(f"{file}: tls_key and tls_cert go together")
    if settings.subdomain_host and not ORIGIN.fullmatch(settings.subdomain_host):
        raise SettingsError(
            f"{file}: subdomain_host should be like 'https://hub.example.org', not {settings.subdomain_host!r}"
        )
    ports = (settings.port, settings.proxy_port, settings.hub_port, settings.formgrader_port)
    if len(set(ports)) < len(ports):
        raise SettingsError(f"{file}: each of port, proxy_port, hub_port and formgrader_port needs a number of its own")
    if settings.formgrader_port < ROOTS_PORTS:
        raise SettingsError(
            f"{file}: formgrader_port should be {ROOTS_PORTS} or more: the course account opens it, not root"
        )
