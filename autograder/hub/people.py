"""The class as Unix users: which ids of a roster cannot be one, and whom hub, gradebook and roster do not agree on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from autograder.hub.settings import UNIX_NAME, Settings


def refused(ids: Iterable[str], settings: Settings, system: Collection[str]) -> list[str]:
    """A line for each id that cannot be a student's Unix name; `system` are the accounts of the machine itself."""
    lines = []
    for name in ids:
        if not UNIX_NAME.fullmatch(name):
            lines.append(
                f"the id {name} cannot be the name of a Unix user (small letters, digits, `-` and `_`, at most 32): "
                "on a hub, a student's id is the name they log in with"
            )
        elif name in system or name == settings.account:
            lines.append(f"the id {name} is an account of the machine itself: give this student another id")
        elif name in settings.instructors:
            lines.append(f"{name} is an instructor in the settings and a student in the roster: one of them")
    return lines
