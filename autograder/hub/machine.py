"""What the machine has: the exchange's rights, the environments, the sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from autograder.hub.facts import Facts
from autograder.hub.found import Check, listed

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
# Where the kernel forbids user namespaces: when a switch does, and what to set it to.
SWITCHES: dict[str, tuple[Callable[[int], bool], int]] = {
    "kernel/unprivileged_userns_clone": (lambda value: value == 0, 1),
    "kernel/apparmor_restrict_unprivileged_userns": (lambda value: value == 1, 0),
    "user/max_user_namespaces": (lambda value: value == 0, 10000),
}


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


def ports_are_the_hubs(facts: Facts) -> Iterator[Check]:
    """Who opens a port of the hub's while the hub does not run is given what people type in, passwords too."""
    good = True
    for setting, port in facts.ports.items():
        name = f"{setting} {port.number}"
        if strangers := port.listeners - {port.owner}:
            good = False
            yield Check(
                name,
                f"{listed(strangers)} listens there, in the place of {port.owner}",
                "end that program, restart the hub, and have everybody who logged in since change their password",
            )
        elif port.owner == "root" and port.number >= facts.free_from:
            good = False
            yield Check(
                name,
                "any user of this machine can listen there while the hub does not run",
                f"set {setting} to a number below {facts.free_from} in the settings, and run deploy/hub/setup.py"
                if facts.free_from > 1
                else "`sysctl -w net.ipv4.ip_unprivileged_port_start=1024`",
            )
    if good:
        yield Check("the hub's ports", "nobody else listens there")


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
