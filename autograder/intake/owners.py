"""Who owns a folder on the disk: in nbgrader's exchange that alone tells who handed it in."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

try:
    import pwd
except ImportError:  # Windows
    pwd = None  # type: ignore[assignment]


@dataclass(frozen=True)
class Owners:
    """How owners are looked up.

    Attributes:
        owner_of: the name of a path's owner; "" where that cannot be told.
        is_user: whether a user of this machine has this name.
        own: the name of the account that grades.
    """

    owner_of: Callable[[Path], str]
    is_user: Callable[[str], bool]
    own: str


def unix_owners() -> Owners:
    """The users of this machine."""
    own = _name(os.getuid()) if pwd is not None else ""
    return Owners(_owner_of, _is_user, own)


def _owner_of(path: Path) -> str:
    try:
        return _name(path.lstat().st_uid) if pwd is not None else ""
    except OSError:
        return ""


def _is_user(name: str) -> bool:
    if pwd is None:
        return False
    try:
        pwd.getpwnam(name)
    except (KeyError, ValueError):  # a name that no user can have
        return False
    return True


def _name(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"
