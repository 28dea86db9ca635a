"""What goes wrong on hubs most often, each looked for in `Facts`, with what was seen and the cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from autograder.hub.access import (
    formgrader_is_seen,
    hub_answers,
    may_log_in,
    members_exist,
    scopes_are_there,
    service_is_the_course,
    students_agree,
)
from autograder.hub.facts import Facts
from autograder.hub.found import Check
from autograder.hub.machine import (
    exchange_is_right,
    namespaces_work,
    ports_are_the_hubs,
    python_is_readable,
    versions_agree,
)

CHECKS: tuple[Callable[[Facts], Iterator[Check]], ...] = (
    python_is_readable,
    hub_answers,
    may_log_in,
    members_exist,
    service_is_the_course,
    students_agree,
    scopes_are_there,
    formgrader_is_seen,
    ports_are_the_hubs,
    exchange_is_right,
    versions_agree,
    namespaces_work,
)


def check(facts: Facts) -> list[Check]:
    """All checks, in the order in which a hub is set up."""
    return [found for look in CHECKS for found in look(facts)]
