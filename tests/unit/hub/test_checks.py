"""What `doctor --hub` says of a hub: nothing of a good one, and of each fault what was seen and the cure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from autograder.hub.checks import check
from autograder.hub.facts import Facts, Namespaces, Place, Port, Programs

VERSIONS = {"nbgrader": "0.9.6", "nbgrader in JupyterLab": "0.9.6", "cnnlab": "aa"}
GOOD = Facts(
    course_id="c1",
    account="grader",
    unix_users=frozenset({"root", "grader", "maya", "ada", "bob"}),
    allowed=frozenset({"maya"}),
    allowed_groups={"course-students": frozenset({"ada", "bob"})},
    services=frozenset({"c1"}),
    groups={"formgrade-c1": frozenset({"maya", "grader"}), "nbgrader-c1": frozenset({"ada", "bob"})},
    scopes={"server": frozenset({"read:users!user"}), "service c1": frozenset({"list:groups", "groups"})},
    students=frozenset({"ada", "bob", "dan"}),
    roster=frozenset({"ada", "bob"}),
    frame_ancestors="frame-ancestors 'none'",
    exchange={
        "": Place("/x", 0o1777, "root"),
        "outbound": Place("/x/c1/outbound", 0o755, "grader"),
        "inbound": Place("/x/c1/inbound", 0o3733, "grader"),
        "feedback": Place("/x/c1/feedback", 0o711, "grader"),
    },
    student=Programs("/opt/env/bin/python", "", VERSIONS),
    course=Programs("/opt/env/bin/python", "", VERSIONS),
    ports={
        "port": Port(580, "root", frozenset({"root"})),
        "hub_port": Port(582, "root"),
        "formgrader_port": Port(9999, "grader", frozenset({"grader"})),
    },
    namespaces=Namespaces(True),
)
NOBODY: dict[str, Any] = {"allowed": frozenset(), "allowed_groups": {}}


def groups(**changed: set[str]) -> dict[str, Any]:
    named = {name.replace("_", "-"): frozenset(members) for name, members in changed.items()}
    return {"groups": {**GOOD.groups, **named}}


def exchange(inner: str, place: Place) -> dict[str, Any]:
    return {"exchange": {**GOOD.exchange, inner: place}}


def switched(works: bool | None = False, container: str = "", **settings: int) -> dict[str, Any]:
    names = {name.replace("__", "/"): value for name, value in settings.items()}
    return {"namespaces": Namespaces(works, names, container)}


# What is changed, a part of what is seen, and a part of the cure.
FAULTS = {
    "nobody may log in": (NOBODY, "nobody: neither allow_all", "allowed_groups"),
    "admins alone are nobody": (
        {**NOBODY, "admins": frozenset({"maya"})},
        "nobody: maya are in admin_users, and that alone lets nobody in",
        "allowed_users",
    ),
    "an empty Unix group": (
        {**NOBODY, "allowed_groups": {"course-students": frozenset()}},
        "nobody: the Unix groups course-students have no members",
        "setup.py",
    ),
    "a member who is no Unix user": (groups(formgrade_c1={"maya", "zoe"}), "zoe: no Unix users", "useradd"),
    "service and course differ": (
        {"services": frozenset({"course-1"})},
        "the course calls itself c1; the hub's services are: course-1",
        "name the service c1",
    ),
    "no instructors": (groups(formgrade_c1=set()), "it is missing or empty", "setup.py"),
    "in the hub and not in the gradebook": (
        {"students": frozenset({"ada"})},
        "in the hub's group and not in the gradebook: bob",
        "roster.csv",
    ),
    "in the gradebook and not in the hub": (
        {"students": frozenset({"ada", "bob", "eve"}), "roster": frozenset({"ada", "bob", "eve"})},
        "in the gradebook and not in the hub's group, so they see no course: eve",
        "roster.csv",
    ),
    "who left and is still in the hub's group": (
        {"roster": frozenset({"ada"})},
        "in the hub's group, and not in the roster any more: bob",
        "while the hub runs",
    ),
    "a gradebook that cannot be read": ({"students": None}, "could not be read", "as root"),
    "a server that may not ask": (
        {"scopes": {**GOOD.scopes, "server": frozenset({"users:activity!user"})}},
        "nbgrader shows no course",
        "read:users!user",
    ),
    "a service that may not add": (
        {"scopes": {**GOOD.scopes, "service c1": frozenset({"groups"})}},
        "the course's service lacks list:groups",
        "load_roles",
    ),
    "formgrader in a frame": ({"in_a_frame": True}, "the panel stays blank", "from the hub's menu Services"),
    "formgrader does not run": ({"frame_ancestors": None}, "it does not answer", "its log"),
    "an exchange that is not writable": (exchange("", Place("/x", 0o755)), "its rights are 755", "`chmod 1777 /x`"),
    "an exchange without the sticky bit": (exchange("", Place("/x", 0o777)), "its rights are 777", "`chmod 1777 /x`"),
    "an inbound that everybody lists": (
        exchange("inbound", Place("/x/c1/inbound", 0o1777, "grader")),
        "its rights are 1777",
        "nobody sees the others' hand-ins",
    ),
    "a list of feedback": (
        exchange("feedback", Place("/x/c1/feedback", 0o755, "grader")),
        "its rights are 755",
        "`chmod 711 /x/c1/feedback`",
    ),
    "an outbound of somebody else": (
        exchange("outbound", Place("/x/c1/outbound", 0o755, "maya")),
        "it belongs to maya, and grader grades",
        "`chown grader /x/c1/outbound`",
    ),
    "a student listens in formgrader's place": (
        {"ports": {"formgrader_port": Port(9999, "grader", frozenset({"bob"}))}},
        "bob listens there, in the place of grader",
        "end that program",
    ),
    "a hub whose port another program has": (
        {"hub_problem": "something else answers"},
        "something else answers",
        "where that says EADDRINUSE, another program has the port",
    ),
    "a port that anybody can open": (
        {"ports": {"hub_port": Port(8081, "root", frozenset({"root"}))}},
        "any user of this machine can listen there",
        "set hub_port to a number below 1024",
    ),
    "a container in which anybody can open all ports": (
        {"ports": {"port": Port(443, "root", frozenset({"root"}))}, "free_from": 0},
        "any user of this machine can listen there",
        "`sysctl -w net.ipv4.ip_unprivileged_port_start=1024`",
    ),
    "no exchange": (exchange("inbound", Place("/x/c1/inbound", None)), "it is not there", "setup.py"),
    "a Python in a home folder": (
        {"unreadable": ("/root",)},
        "others cannot enter /root",
        "/usr/bin/python3",
    ),
    "a Python that does not start": (
        {"student": Programs("/opt/env/bin/python", "as ada it ended with 126: Permission denied")},
        "as ada it ended with 126: Permission denied",
        "setup.py",
    ),
    "another nbgrader for students": (
        {"student": Programs("/e/python", "", {**VERSIONS, "nbgrader": "0.9.5", "nbgrader in JupyterLab": "0.9.5"})},
        "students have 0.9.5, the course account has 0.9.6: Validate and grading may differ",
        "one environment",
    ),
    "other checks for students": (
        {"student": Programs("/e/python", "", {**VERSIONS, "cnnlab": "bb"})},
        "students have bb, the course account has aa",
        "one environment",
    ),
    "old buttons": (
        {
            side: Programs("/e/python", "", {**VERSIONS, "nbgrader in JupyterLab": "0.9.1"})
            for side in ("student", "course")
        },
        "its buttons are of version 0.9.1, and the server has 0.9.6",
        "install nbgrader anew",
    ),
    "namespaces off": (
        switched(kernel__unprivileged_userns_clone=0),
        "no sandbox can be made",
        "`sysctl -w kernel.unprivileged_userns_clone=1`",
    ),
    "AppArmor": (
        switched(kernel__apparmor_restrict_unprivileged_userns=1, kernel__unprivileged_userns_clone=1),
        "no sandbox can be made",
        "`sysctl -w kernel.apparmor_restrict_unprivileged_userns=0`",
    ),
    "no namespaces left": (switched(user__max_user_namespaces=0), "no sandbox", "user.max_user_namespaces=10000"),
    "a container": (switched(container="Docker"), "no sandbox", "this is a container (Docker)"),
    "no reason at all": (switched(), "no sandbox", "grade as root, on a machine of its own"),
}


def test_nothing_is_said_against_a_good_hub() -> None:
    assert [one for one in check(GOOD) if not one.good] == []
    assert len(check(GOOD)) == len({one.name for one in check(GOOD)}) > 10


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_seen_and_has_a_cure(name: str) -> None:
    changed, seen, cure = FAULTS[name]
    bad = [one for one in check(replace(GOOD, **changed)) if not one.good]
    assert [one for one in bad if seen in one.seen and cure in one.cure], bad
    assert len(bad) == 1 or name == "another nbgrader for students", bad


@pytest.mark.parametrize(
    ("subdomains", "says"), [(False, "instructors open no links to /user/…"), (True, "of its own")]
)
def test_it_is_said_whether_a_browser_keeps_formgrader_and_students_servers_apart(subdomains: bool, says: str) -> None:
    (seen,) = (
        one.seen for one in check(replace(GOOD, subdomains=subdomains)) if one.name == "formgrader on the screen"
    )
    assert says in seen
    assert ("/user/" in seen) is not subdomains


def test_a_good_switch_is_not_blamed() -> None:
    changed = switched(kernel__unprivileged_userns_clone=1, user__max_user_namespaces=100)
    (bad,) = (one for one in check(replace(GOOD, **changed)) if not one.good)
    assert "sysctl" not in bad.cure


def test_everybody_may_log_in_without_a_list() -> None:
    assert all(one.good for one in check(replace(GOOD, **NOBODY, allow_all=True)))


def test_of_many_names_the_first_few_are_written() -> None:
    many = frozenset(f"s{number:03}" for number in range(50))
    (bad,) = (one for one in check(replace(GOOD, students=many | {"ada", "bob"}, roster=frozenset())) if not one.good)
    assert bad.seen.endswith("s009 and 40 more")
