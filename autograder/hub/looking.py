"""Collects the `Facts` of the hub on this machine. What belongs to users is looked at as these users."""

from __future__ import annotations

import errno
import grp
import http.client
import json
import os
import pwd
import ssl
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from autograder.hub.facts import Facts, Namespaces, Place, Port, Programs
from autograder.hub.machine import EXCHANGE, SWITCHES
from autograder.hub.settings import EVERYWHERE, ROOTS_PORTS, Settings

SECONDS = 120  # for a probe
FREE_FROM = Path("/proc/sys/net/ipv4/ip_unprivileged_port_start")
SOCKETS = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
LISTENS = "0A"  # the state of a socket, in these tables


def look(settings: Settings) -> Facts:
    """Everything, of the hub that the kit made with these settings."""
    config = hub_config(settings.environment / "etc/jupyterhub_config.py")
    hub, authenticator = config.JupyterHub, config.PAMAuthenticator
    python = settings.environment / "bin/python"
    groups = {name: frozenset(_users_of(group)) for name, group in dict(hub.get("load_groups", {})).items()}
    groups.update(_groups_now(settings))
    ours, course = _probe(settings.account, python, "--course", settings.course)
    users = frozenset(user.pw_name for user in pwd.getpwall())
    student = min(groups.get(settings.students_group, frozenset()) & users, default=settings.account)
    theirs, students = _probe(student, python, *ours.get("packages", ()))
    known = ours.get("students")
    return Facts(
        course_id=str(ours.get("course_id", "")),
        account=settings.account,
        unix_users=users,
        allow_all=bool(authenticator.get("allow_all") or config.Authenticator.get("allow_all")),
        allowed=frozenset({*authenticator.get("allowed_users", ()), *config.Authenticator.get("allowed_users", ())}),
        allowed_groups={name: _members(name) for name in authenticator.get("allowed_groups", ())},
        admins=frozenset({*authenticator.get("admin_users", ()), *config.Authenticator.get("admin_users", ())}),
        services=frozenset(str(service["name"]) for service in hub.get("services", ())),
        groups=groups,
        scopes=_scopes(hub.get("load_roles", ())),
        students=None if known is None else frozenset(known),
        roster=frozenset(ours.get("roster", ())),
        frame_ancestors=_frame_ancestors(hub.get("services", ()), settings.course_id),
        in_a_frame=bool(ours.get("in_a_frame") or theirs.get("in_a_frame")),
        subdomains=bool(hub.get("subdomain_host")),
        exchange=_exchange(Path(theirs.get("exchange") or settings.exchange), settings.course_id),
        student=students,
        course=course,
        unreadable=tuple(_unreadable(python)),
        hub=_address(settings),
        hub_problem=_hub_problem(settings),
        ports=_ports(settings),
        free_from=_free_from(),
        namespaces=Namespaces(ours.get("sandbox"), _switches(), _container()),
    )


def hub_config(file: Path) -> Config:
    """JupyterHub's configuration.

    Raises:
        OSError: it is not there, or cannot be read, as by other users than root.
    """
    if not file.is_file():
        raise FileNotFoundError(errno.ENOENT, "it is not there: run deploy/hub/setup.py", str(file))
    loaded: Config = PyFileConfigLoader(file.name, path=str(file.parent)).load_config()
    return loaded


def _users_of(group: Mapping[str, list[str]] | list[str]) -> list[str]:
    """The members, in either of the forms that JupyterHub reads."""
    return group.get("users", []) if isinstance(group, Mapping) else group


def _members(group: str) -> frozenset[str]:
    try:
        return frozenset(grp.getgrnam(group).gr_mem)
    except KeyError:
        return frozenset()


def _scopes(roles: Iterable[Mapping[str, Any]]) -> dict[str, frozenset[str]]:
    scopes: dict[str, frozenset[str]] = {}
    for role in roles:
        for holder in (role["name"], *(f"service {name}" for name in role.get("services", ()))):
            scopes[holder] = scopes.get(holder, frozenset()) | frozenset(role.get("scopes", ()))
    return scopes


def _groups_now(settings: Settings) -> dict[str, frozenset[str]]:
    """The groups of the hub that runs; nothing where none does."""
    try:
        token = (settings.state / "setup_token").read_text(encoding="utf-8").strip()
        asked = urllib.request.Request(
            f"http://127.0.0.1:{settings.hub_port}/hub/api/groups", headers={"Authorization": f"token {token}"}
        )
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return {group["name"]: frozenset(group["users"]) for group in json.load(answer)}
    except (OSError, ValueError):
        return {}


def _probe(user: str, python: Path, *arguments: str | Path) -> tuple[dict[str, Any], Programs]:
    """What this user's Python says of itself; run as that user where we are root."""
    command = [str(python), "-P", "-m", "autograder.hub.probe", *map(str, arguments)]
    try:
        if os.geteuid() == 0:
            home = pwd.getpwnam(user).pw_dir
            path = f"{python.parent}:/usr/bin:/bin"
            command = ["runuser", "-u", user, "--", "env", "-i", f"HOME={home}", f"PATH={path}", *command]
        ended = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=SECONDS)
        told = json.loads(ended.stdout.splitlines()[-1]) if ended.returncode == 0 else {}
    except KeyError:
        return {}, Programs(str(python), f"{user} is no user of this machine")
    except (OSError, ValueError, IndexError, subprocess.TimeoutExpired) as error:
        return {}, Programs(str(python), f"as {user} it could not be asked: {error}")
    if not told:
        last = (ended.stderr.strip().splitlines() or ["it said nothing"])[-1]
        return {}, Programs(str(python), f"as {user} it ended with {ended.returncode}: {last}")
    return told, Programs(str(python), "", told["versions"])


def _frame_ancestors(services: Iterable[Mapping[str, Any]], course_id: str) -> str | None:
    """What formgrader's own server answers about frames; it need not let us in for that."""
    address = next((str(one["url"]) for one in services if one["name"] == course_id and one.get("url")), "")
    if not address:
        return None
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    try:
        connection.request("GET", f"/services/{course_id}/formgrader")
        policy = connection.getresponse().getheader("Content-Security-Policy") or ""
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
    return next((part.strip() for part in policy.split(";") if "frame-ancestors" in part), "")


def _address(settings: Settings) -> str:
    host = "127.0.0.1" if settings.address in EVERYWHERE else settings.address
    return f"{'https' if settings.tls_key else 'http'}://{host}:{settings.port}"


def _hub_problem(settings: Settings) -> str:
    """What is wrong where people log in: who else answers there, or why nobody does. Its certificate is not checked."""
    named = {"Host": urlsplit(settings.subdomain_host).netloc} if settings.subdomain_host else {}
    asked = urllib.request.Request(f"{_address(settings)}/hub/api", headers=named)
    try:
        with urllib.request.urlopen(asked, timeout=10, context=ssl._create_unverified_context()) as answer:
            told = json.load(answer)
    except ValueError:  # no JSON
        told = None
    except urllib.error.HTTPError as error:
        return f"something else answers, or the hub's proxy without the hub: {error}"
    except (OSError, http.client.HTTPException) as error:
        return f"nobody answers: {error}"
    return "" if isinstance(told, dict) and "version" in told else "something else answers"


def _exchange(root: Path, course_id: str) -> dict[str, Place]:
    return {inner: _place(root / course_id / inner if inner else root) for inner in EXCHANGE}


def _place(path: Path) -> Place:
    try:
        state = path.stat()
    except OSError:
        return Place(str(path), None)
    return Place(str(path), state.st_mode & 0o7777, _user(state.st_uid))


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _unreadable(python: Path) -> list[str]:
    """The folders on the way to a Python, and to the one that it was made from, that others cannot enter."""
    ways = {folder for end in (python, python.resolve()) for folder in end.parents}
    return sorted(str(folder) for folder in ways if folder.exists() and not folder.stat().st_mode & 0o001)


def _ports(settings: Settings) -> dict[str, Port]:
    """The ports, with the users whose sockets listen there, as the kernel's tables say."""
    lines = [line.split() for file in SOCKETS if file.is_file() for line in file.read_text().splitlines()[1:]]
    listening = [(int(line[1].rpartition(":")[2], 16), int(line[7])) for line in lines if line[3] == LISTENS]
    ours = {
        "port": (settings.port, "root"),
        "proxy_port": (settings.proxy_port, "root"),
        "hub_port": (settings.hub_port, "root"),
        "formgrader_port": (settings.formgrader_port, settings.account),
    }
    return {
        name: Port(number, owner, frozenset(_user(uid) for port, uid in listening if port == number))
        for name, (number, owner) in ours.items()
    }


def _free_from() -> int:
    return int(FREE_FROM.read_text()) if FREE_FROM.is_file() else ROOTS_PORTS


def _switches() -> dict[str, int]:
    files = {name: Path("/proc/sys") / name for name in SWITCHES}
    return {name: int(file.read_text()) for name, file in files.items() if file.is_file()}


def _container() -> str:
    """The container that this is, by the marks that it left."""
    for mark, name in (("/.dockerenv", "Docker"), ("/run/.containerenv", "Podman")):
        if Path(mark).exists():
            return name
    told = Path("/run/systemd/container")
    return told.read_text(encoding="utf-8").strip() if told.is_file() else ""
