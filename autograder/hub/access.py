"""Who gets in and sees the course: log-in, groups, the course's service, formgrader."""

from __future__ import annotations

from collections.abc import Iterator

from autograder.hub.facts import Facts
from autograder.hub.found import Check, listed


def may_log_in(facts: Facts) -> Iterator[Check]:
    """With nobody allowed, JupyterHub lets nobody in; since version 5 not even those in `admin_users` alone."""
    name = "who may log in"
    people = facts.allowed.union(*facts.allowed_groups.values()) & facts.unix_users
    if facts.allow_all or people:
        yield Check(name, "all Unix users" if facts.allow_all else f"{len(people)} Unix users")
    elif facts.admins:
        yield Check(
            name,
            f"nobody: {listed(facts.admins)} are in admin_users, and that alone lets nobody in",
            "name them in c.PAMAuthenticator.allowed_users, too, or a Unix group in allowed_groups",
        )
    elif facts.allowed_groups:
        yield Check(
            name,
            f"nobody: the Unix groups {listed(facts.allowed_groups)} have no members",
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
            f"{listed(strangers)}: no Unix users of this machine, with which the hub does not start",
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
        there = listed(facts.services) or "none"
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
        yield Check(name, f"in the hub's group and not in the gradebook: {listed(alone)}", cure)
    here = facts.students & facts.roster if facts.roster else facts.students
    if gone := (hub & facts.students) - here:
        cure_now = "run deploy/hub/setup.py while the hub runs"
        yield Check(name, f"in the hub's group, and not in the roster any more: {listed(gone)}", cure_now)
    if alone := here - hub:
        yield Check(name, f"in the gradebook and not in the hub's group, so they see no course: {listed(alone)}", cure)
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
            f"the course's service lacks {listed(missing)}: formgrader adds students who then see no course",
            f"give the service a role with them in c.JupyterHub.load_roles: {listed({'list:groups', 'groups'})}",
        )
    else:
        yield Check(name, "students' servers may see their groups, formgrader may change the course's")


def hub_answers(facts: Facts) -> Iterator[Check]:
    """JupyterHub goes on where its proxy cannot open the port: systemd calls it running, and nobody can log in."""
    name = f"the hub at {facts.hub}"
    if facts.hub_problem:
        yield Check(
            name,
            facts.hub_problem,
            "start it (`systemctl restart course-hub`), and look into its log (`journalctl -u course-hub`); where that "
            "says EADDRINUSE, another program has the port: `ss -ltnp` names it; end it, or set another port",
        )
    else:
        yield Check(name, "it answers")


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
            "@jupyter/nbgrader:formgrader and course-list off; `'self'` is no way out: students' servers are the same "
            "origin, unless JupyterHub has a subdomain for each user",
        )
    elif facts.subdomains:
        yield Check(name, "in a tab of its own, from the hub's menu Services, at an address of its own")
    else:
        yield Check(
            name,
            "in a tab of its own, from the hub's menu Services; students' servers have the same address, so "
            "instructors open no links to /user/… (subdomain_host in the settings keeps them apart)",
        )
