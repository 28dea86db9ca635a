"""Unix users and groups, and the students of the gradebook and of a hub that runs, all from one roster.csv."""

from __future__ import annotations

import grp
import json
import pwd
import secrets
import urllib.error
import urllib.request
from http import HTTPStatus
from pathlib import Path
from typing import Any

from autograder.course.model import CourseError
from autograder.course.roster import ROSTER, read_roster_file
from autograder.hub.people import refused
from autograder.hub.settings import Settings

from . import StepError, as_account, command, did, folder, folder_in_home, had, write, write_in_home

FIRST_USER = 1000  # below are the system's own accounts
PASSWORDS = "passwords.csv"  # of new users, where root alone reads them, until they are handed out
NEVER_SET = {"!", "!!", "*"}  # in /etc/shadow; `passwd -l` puts a `!` before a password that was set
WAYS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"  # without those that look alike


def account(settings: Settings) -> None:
    """The course account, which has no password, and the students' group."""
    if settings.account not in _users():
        command(["useradd", "--create-home", "--home-dir", settings.home, "--shell", "/bin/bash", settings.account])
        did(f"course account {settings.account}, as which nobody logs in")
    folder(settings.home, 0o700, settings.account)
    if settings.group not in {group.gr_name for group in grp.getgrall()}:
        command(["groupadd", settings.group])
        did(f"group {settings.group}")
    _members(settings.group, {settings.account}, set())


def check(settings: Settings, given: Path | None) -> None:
    """Look at the roster before anything is made of it, so that a wrong one can be edited where it is.

    Raises:
        StepError: there is none, it cannot be read, it differs from the gradebook's, or its ids cannot be Unix users.
    """
    there = settings.gradebook / ROSTER
    if there.exists() and given and given.resolve() != there.resolve() and given.read_bytes() != there.read_bytes():
        raise StepError(f"{there} is there and differs from {given}: edit the first, and leave out --roster")
    if not there.exists() and not given:
        raise StepError(f"{there} is missing: who is in the class? Name a table with --roster (docs/hub.md)")
    _ids(settings, there if there.exists() or not given else given)


def roster(settings: Settings, given: Path | None) -> None:
    """The roster lies in the gradebook, where grading reads it, and belongs to the course account."""
    there = settings.gradebook / ROSTER
    if given and not there.exists():
        folder_in_home(settings, settings.gradebook, 0o700)
        write_in_home(settings, there, given.read_text(encoding="utf-8-sig"))
        did(f"roster {there}")
    owner = command(["stat", "--format=%U", there]).strip()
    if owner != settings.account:  # some editors save a new file, which is then root's
        command(["chown", "--no-dereference", f"{settings.account}:{settings.account}", there])
        did(f"{there} given back to {settings.account}, who reads it")


def students_of(settings: Settings) -> list[str]:
    """The ids in the roster, each of which has to do as the name of a Unix user.

    Raises:
        StepError: the roster cannot be read, or has ids that cannot be such names.
    """
    return _ids(settings, settings.gradebook / ROSTER)


def _ids(settings: Settings, file: Path) -> list[str]:
    try:
        ids = [person.student for person in read_roster_file(file)]
    except CourseError as error:
        raise StepError(str(error)) from error
    system = {user.pw_name for user in pwd.getpwall() if user.pw_uid < FIRST_USER}
    if wrong := refused(ids, settings, system):
        raise StepError("\n".join(f"{file}: {line}" for line in wrong))
    return ids


def everybody(settings: Settings) -> None:
    """A Unix user for each student and instructor, with a home folder that is theirs alone."""
    students = students_of(settings)
    fresh = []
    for name in (*students, *settings.instructors):
        if _make(settings, name):
            fresh.append(name)
        folder(Path(pwd.getpwnam(name).pw_dir), 0o700, name, grp.getgrgid(pwd.getpwnam(name).pw_gid).gr_name)
    if fresh:
        place = settings.state / PASSWORDS
        did(f"users {', '.join(fresh)}; their first passwords are in {place}: hand them out, then delete the file")
    gone = _members(settings.group, {*students, settings.account}, set(grp.getgrnam(settings.group).gr_mem))
    for name in gone:
        did(f"{name} is not in the roster any more: out of the group {settings.group}; the account stays")
    had(f"{len(students)} students and {len(settings.instructors)} instructors as Unix users")


def _make(settings: Settings, name: str) -> bool:
    """Have this user, with a first password; false where both are there.

    The password is noted first, so that none is lost where a run stops; the next run goes on from there.
    """
    place = settings.state / PASSWORDS
    folder(settings.state, 0o700)
    noted = place.read_text(encoding="utf-8").strip() if place.exists() else ""
    header, *lines = (noted or "user,password").splitlines()
    others = [line for line in lines if line.partition(",")[0] != name]
    is_there = name in _users()
    if is_there and (others == lines or _has_password(name)):
        return False
    word = "".join(secrets.choice(WAYS) for _ in range(12))
    write(place, "".join(f"{line}\n" for line in [header, *others, f"{name},{word}"]), mode=0o600)
    if not is_there:
        home = settings.homes / name
        command(["useradd", "--create-home", "--home-dir", home, "--shell", "/bin/bash", name])
    command(["chpasswd"], text=f"{name}:{word}\n")
    return True


def _has_password(name: str) -> bool:
    """Also one that is locked: who locked the account wants it to stay so."""
    return command(["getent", "shadow", name]).split(":")[1] not in NEVER_SET


def _users() -> set[str]:
    return {user.pw_name for user in pwd.getpwall()}


def _members(group: str, wanted: set[str], removable: set[str]) -> list[str]:
    """Have these in a Unix group; returns those who were taken out of it."""
    now = set(grp.getgrnam(group).gr_mem)
    for name in sorted(wanted - now):
        command(["usermod", "--append", "--groups", group, name])
    gone = sorted((now & removable) - wanted)
    for name in gone:
        command(["gpasswd", "--delete", name, group])
    return gone


def enrol(settings: Settings) -> list[str]:
    """The roster's students in nbgrader's database, and in the groups of the hub that runs.

    Returns a line for each group that this hub refused to change.
    """
    python = settings.environment / "bin/python"
    told = as_account(settings, [python, "-m", "autograder.hub.enrol", "--course", settings.course])
    (did if told.strip() else had)(told.strip() or "all students of the roster in the gradebook")
    groups = {
        settings.students_group: students_of(settings),
        settings.instructors_group: [*settings.instructors, settings.account],
    }
    refusals = []
    try:
        for group, names in groups.items():
            try:
                _regroup(settings, group, set(names))
            except urllib.error.HTTPError as error:
                refusals.append(f"the hub refused to change {group}: {error}; restart it and run this again")
    except OSError as error:  # when it starts, it takes up who is new
        if (settings.state / "jupyterhub.sqlite").exists():
            print(f"note: the hub could not be told who left ({error}): run this once more when it runs", flush=True)
    return refusals


def _regroup(settings: Settings, group: str, wanted: set[str]) -> None:
    now = set(_hub(settings, "GET", f"groups/{group}")["users"])
    if fresh := sorted(wanted - now):
        try:
            _hub(settings, "POST", "users", {"usernames": fresh})
        except urllib.error.HTTPError as error:
            if error.code != HTTPStatus.CONFLICT:  # it knows all of them
                raise
        _hub(settings, "POST", f"groups/{group}/users", {"users": fresh})
        did(f"{', '.join(fresh)} in the hub's group {group}")
    if gone := sorted(now - wanted):
        _hub(settings, "DELETE", f"groups/{group}/users", {"users": gone})
        did(f"{', '.join(gone)} out of the hub's group {group}")


def _hub(settings: Settings, method: str, path: str, body: object = None) -> Any:
    token = (settings.state / "setup_token").read_text().strip()
    request = urllib.request.Request(
        f"http://127.0.0.1:{settings.hub_port}/hub/api/{path}",
        method=method,
        headers={"Authorization": f"token {token}"},
        data=json.dumps(body).encode() if body is not None else None,
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read() or "null")
