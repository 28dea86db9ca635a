"""What `doctor --hub` saw of a hub, as plain data, so that the checks can be tried without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from autograder.hub.settings import ROOTS_PORTS


@dataclass(frozen=True)
class Place:
    """A folder: its path, its rights as `0o3733`, and its owner; no rights where there is none."""

    path: str
    mode: int | None
    owner: str = ""


@dataclass(frozen=True)
class Port:
    """A port of the hub: its number, the Unix user who should listen there, and those who do."""

    number: int
    owner: str
    listeners: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Programs:
    """A Python environment as one of its users meets it.

    Attributes:
        python: its program.
        problem: why it did not start, "" where it did.
        versions: of what Validate depends on, by name.
    """

    python: str
    problem: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Namespaces:
    """What the kernel lets the course account do.

    Attributes:
        works: whether a sandbox could be made as that account; None where that was not tried.
        settings: the kernel's own switches, by the names of their files below /proc/sys.
        container: the container that this is, "" for none.
    """

    works: bool | None = None
    settings: Mapping[str, int] = field(default_factory=dict)
    container: str = ""


@dataclass(frozen=True)
class Facts:
    """A hub.

    Attributes:
        course_id: what the course calls itself; "" where it could not be asked.
        account: the Unix user who grades.
        unix_users: all Unix users of the machine.
        allow_all, allowed, admins: who may log in as the hub's configuration says; groups of Unix with their members.
        services: the names of the hub's services.
        groups: the hub's groups, with their members.
        scopes: the scopes of the hub's roles, by the role or `service NAME` that has them.
        students: the ids in the gradebook; None where it could not be read.
        roster: the ids in roster.csv; a student of the gradebook who is not in it has left.
        frame_ancestors: who may show formgrader in a frame, as it answers; None where it does not run.
        in_a_frame: whether JupyterLab offers formgrader, which it shows in a frame.
        subdomains: whether each server has an address of its own, so that a browser keeps them apart.
        exchange: the folders of the exchange: its root, and by the names in it.
        student, course: the environments of students and of the course account.
        unreadable: folders on the way to the students' Python that others cannot enter.
        hub: the address at which people log in.
        hub_problem: what came from there in the place of the hub's answer, "" where the hub answers.
        ports: those of the hub, by the names of their settings.
        free_from: the first port that any user of the machine can open.
    """

    course_id: str = ""
    account: str = ""
    unix_users: frozenset[str] = frozenset()
    allow_all: bool = False
    allowed: frozenset[str] = frozenset()
    allowed_groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    admins: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    scopes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    students: frozenset[str] | None = None
    roster: frozenset[str] = frozenset()
    frame_ancestors: str | None = None
    in_a_frame: bool = False
    subdomains: bool = False
    exchange: Mapping[str, Place] = field(default_factory=dict)
    student: Programs = Programs("")
    course: Programs = Programs("")
    unreadable: tuple[str, ...] = ()
    hub: str = ""
    hub_problem: str = ""
    ports: Mapping[str, Port] = field(default_factory=dict)
    free_from: int = ROOTS_PORTS
    namespaces: Namespaces = Namespaces()
