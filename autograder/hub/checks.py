"""What goes wrong on hubs most often, each looked for in `Facts`, with what was seen and the cure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from autograder.hub.facts import Facts

MOST_NAMES = 10  # of a list that are written out
# The rights of the exchange's folders: which bits there must be, and which there must not.
EXCHANGE = {
    "": (
        0o1777,
        0,
        "everybody writes into nbgrader's exchange; the sticky bit keeps them from removing what is others'",
    ),
    "outbound": (0o755, 0o022, "everybody reads what is released"),
    "inbound": (0o1733, 0o044, "everybody hands in, and nobody sees the others' hand-ins"),
    "feedback": (0o711, 0o066, "a student finds a page whose name they know, and no list of pages"),
}


@dataclass(frozen=True)
class Check:
    """What was looked at, what was seen, and what to do; no cure where all is well."""

    name: str
    seen: str
    cure: str = ""

    @property
    def good(self) -> bool:
        return not self.cure


def check(facts: Facts) -> list[Check]:
    """All checks, in the order in which a hub is set up."""
    return [found for look in CHECKS for found in look(facts)]


def may_log_in(facts: Facts) -> Iterator[Check]:
    """With nobody allowed, JupyterHub lets nobody in; since version 5 not even those in `admin_users` alone."""
    name = "who may log in"
    people = facts.allowed.union(*facts.allowed_groups.values()) & facts.unix_users
    if facts.allow_all or people:
        yield Check(name, "all Unix users" if facts.allow_all else f"{len(people)} Unix users")
    elif facts.admins:
        yield Check(
            name,
            f"nobody: {_names(facts.admins)} are in admin_users, and that alone lets nobody in",
            "name them in c.PAMAuthenticator.allowed_users, too, or a Unix group in allowed_groups",
        )
    elif facts.allowed_groups:
        yield Check(
            name,
            f"nobody: the Unix groups {_names(facts.allowed_groups)} have no members",
            "run deploy/hub/setup.py, which puts the roster's students into the group",
        )
    else:
        yield Check(
            name,
            "nobody: neither allow_all, allowed_users nor allowed_groups is set",
            "set c.PAMAuthenticator.allowed_groups to the students' Unix group",
        )


def members_exist(facts: Facts) -> Iterator[Check]:
    """A group that names somebody who is no Unix user keeps the hub from starting."""
    everybody = frozenset[str]().union(*facts.groups.values())
    if strangers := everybody - facts.unix_users:
        yield Check(
            "members of the hub's groups",
            f"{_names(strangers)}: no Unix users of this machine, with which the hub does not start",
            "`useradd` them, or take them out of c.JupyterHub.load_groups",
        )
    else:
        yield Check("members of the hub's groups", "all are Unix users")


def service_is_the_course(facts: Facts) -> Iterator[Check]:
    """nbgrader looks for formgrader at /services/COURSE_ID, and for groups that end with the id."""
    name = "the course's service"
    if not facts.course_id:
        yield Check(name, "the course could not be asked for its id", "see the line on the course account's Python")
    elif facts.course_id not in facts.services:
        there = _names(facts.services) or "none"
        yield Check(
            name,
            f"the course calls itself {facts.course_id}; the hub's services are: {there}",
            f"name the service {facts.course_id} in jupyterhub_config.py, or change c.CourseDirectory.course_id",
        )
    else:
        yield Check(name, f"called {facts.course_id}, like the course")
    for group in (f"formgrade-{facts.course_id}", f"nbgrader-{facts.course_id}"):
        if facts.course_id and not facts.groups.get(group):
            yield Check(
                f"the hub's group {group}",
                "it is missing or empty",
                "run deploy/hub/setup.py; nbgrader shows a course to the members of these two groups",
            )


def students_agree(facts: Facts) -> Iterator[Check]:
    """The hub's group decides who sees the course, the gradebook who is graded."""
    name = "students in hub and gradebook"
    if facts.students is None:
        yield Check(name, "the gradebook could not be read", "run this as root or as the course account")
        return
    hub = facts.groups.get(f"nbgrader-{facts.course_id}", frozenset())
    cure = "put them into roster.csv, or take them out of it, and run deploy/hub/setup.py"
    if alone := hub - facts.students:
        yield Check(name, f"in the hub's group and not in the gradebook: {_names(alone)}", cure)
    here = facts.students & facts.roster if facts.roster else facts.students
    if alone := here - hub:
        yield Check(name, f"in the gradebook and not in the hub's group, so they see no course: {_names(alone)}", cure)
    if hub == here:
        yield Check(name, f"the same {len(hub)}")


def scopes_are_there(facts: Facts) -> Iterator[Check]:
    """Without them nbgrader writes an error into a log, and shows nothing or adds nobody."""
    name = "rights in the hub"
    server = facts.scopes.get("server", frozenset())
    if not server & {"inherit", "read:users", "read:users!user", "read:users:groups!user", "self"}:
        yield Check(
            name,
            "a student's server may not ask in which groups the student is: nbgrader shows no course",
            'add "read:users!user" to the scopes of the role `server`',
        )
    service = facts.scopes.get(f"service {facts.course_id}", frozenset())
    if missing := {"list:groups", "groups"} - service:
        yield Check(
            name,
            f"the course's service lacks {_names(missing)}: formgrader adds students who then see no course",
            f"give the service a role with them in c.JupyterHub.load_roles: {_names({'list:groups', 'groups'})}",
        )
    else:
        yield Check(name, "students' servers may see their groups, formgrader may change the course's")


def formgrader_is_seen(facts: Facts) -> Iterator[Check]:
    """JupyterHub forbids frames, and nbgrader shows formgrader in one."""
    name = "formgrader on the screen"
    if facts.frame_ancestors is None:
        yield Check(name, "it does not answer", "start the hub, and look into its log for the service's own lines")
    elif facts.in_a_frame and "'self'" not in facts.frame_ancestors:
        yield Check(
            name,
            f"JupyterLab offers it in a frame, and it answers `{facts.frame_ancestors}`: the panel stays blank",
            "open it from the hub's menu Services, in a tab of its own, and switch the extensions "
            "@jupyter/nbgrader:formgrader and course-list off; `'self'` instead of `'none'` lets any student's page "
            "that an instructor opens act in formgrader, unless JupyterHub has a subdomain for each user",
        )
    else:
        yield Check(name, "in a tab of its own, from the hub's menu Services")


def exchange_is_right(facts: Facts) -> Iterator[Check]:
    """nbgrader says `Unwritable directory` and not which; or everybody reads everybody's work, and nobody notices."""
    for inner, (needed, forbidden, why) in EXCHANGE.items():
        place = facts.exchange.get(inner)
        if place is None:
            continue
        name, expected = f"exchange {place.path}", f"{needed:o}"
        if place.mode is None:
            yield Check(name, "it is not there", "run deploy/hub/setup.py")
        elif (place.mode & needed) != needed or place.mode & forbidden:
            yield Check(name, f"its rights are {place.mode:o}", f"`chmod {expected} {place.path}`: {why}")
        elif inner and place.owner != facts.account:
            yield Check(
                name,
                f"it belongs to {place.owner}, and {facts.account} grades",
                f"`chown {facts.account} {place.path}`: nbgrader refuses folders of another owner",
            )
        else:
            yield Check(name, f"rights {place.mode:o}: {why}")


def python_is_readable(facts: Facts) -> Iterator[Check]:
    """A Python below somebody's home folder starts for that person alone: the hub says `Spawn failed`."""
    for programs, whose in ((facts.student, "students'"), (facts.course, "course account's")):
        name = f"the {whose} Python"
        if whose == "students'" and facts.unreadable:
            yield Check(
                name,
                f"{programs.python}: others cannot enter {', '.join(facts.unreadable)}",
                "make the environment elsewhere, for example below /opt, from a Python such as /usr/bin/python3",
            )
        elif programs.problem:
            yield Check(name, f"{programs.python}: {programs.problem}", "run deploy/hub/setup.py")
        else:
            yield Check(name, programs.python)


def versions_agree(facts: Facts) -> Iterator[Check]:
    """Validate runs what the students have; grading what the course has."""
    if facts.student.problem or facts.course.problem:
        return
    names = sorted({*facts.student.versions, *facts.course.versions})
    for name in names:
        theirs, ours = (programs.versions.get(name, "none") for programs in (facts.student, facts.course))
        if theirs != ours:
            yield Check(
                f"versions of {name}",
                f"students have {theirs}, the course account has {ours}: Validate and grading may differ",
                "run deploy/hub/setup.py, which installs one environment for both",
            )
    if facts.student.versions == facts.course.versions:
        yield Check("versions", f"the same for students and grading ({', '.join(names)})")
    extension, server = (facts.student.versions.get(name) for name in ("nbgrader in JupyterLab", "nbgrader"))
    if extension != server:
        yield Check(
            "nbgrader in JupyterLab",
            f"its buttons are of version {extension}, and the server has {server}: Validate and Assignments refuse",
            "install nbgrader anew in the students' environment, and remove older copies of its extension",
        )


def namespaces_work(facts: Facts) -> Iterator[Check]:
    """The sandbox of an ordinary user is made of user namespaces."""
    name, seen = "user namespaces for the course account", facts.namespaces
    if seen.works:
        yield Check(name, "a sandbox can be made")
        return
    reasons = [
        f"{file} is {value}: `sysctl -w {file.replace('/', '.')}={good}`"
        for file, (is_bad, good) in SWITCHES.items()
        if (value := seen.settings.get(file)) is not None and is_bad(value)
    ]
    if seen.container:
        reasons.append(f"this is a container ({seen.container}), which may forbid them: start it with --privileged")
    yield Check(
        name,
        "no sandbox can be made as the course account" if seen.works is False else "this was not tried",
        "; ".join(reasons or ["the kernel refuses, and its switches do not say why: ask who runs this machine"])
        + ". Where they stay forbidden, grade as root, on a machine of its own that holds nothing but hand-ins",
    )


SWITCHES: dict[str, tuple[Callable[[int], bool], int]] = {
    "kernel/unprivileged_userns_clone": (lambda value: value == 0, 1),
    "kernel/apparmor_restrict_unprivileged_userns": (lambda value: value == 1, 0),
    "user/max_user_namespaces": (lambda value: value == 0, 10000),
}
CHECKS: tuple[Callable[[Facts], Iterator[Check]], ...] = (
    python_is_readable,
    may_log_in,
    members_exist,
    service_is_the_course,
    students_agree,
    scopes_are_there,
    formgrader_is_seen,
    exchange_is_right,
    versions_agree,
    namespaces_work,
)


def _names(names: Iterable[str]) -> str:
    """Names in a line, the first few of many."""
    listed = sorted(names)
    more = f" and {len(listed) - MOST_NAMES} more" if len(listed) > MOST_NAMES else ""
    return ", ".join(listed[:MOST_NAMES]) + more
