"""What one sender sent, before anybody asked who that is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from autograder.intake.files import File, Folder
from autograder.intake.submission import Repair


@dataclass(frozen=True)
class Sender:
    """Whom something is from, as it says itself.

    Attributes:
        platform: the learning platform, "" for a folder that people or nbgrader named.
        name: what the platform calls them, "" where it does not say.
        login: a name that a person or group has with us or on the platform; "" where there is only a number.
        number: the platform's number of them, "" for none.
        keys: what else may name them in the roster.
        number_stays: whether the number is theirs in every assignment.
        is_hidden: whether the platform hides the name, so that `name` is not one.
        is_group: whether it is surely a group.
    """

    platform: str = ""
    name: str = ""
    login: str = ""
    number: str = ""
    keys: tuple[str, ...] = ()
    number_stays: bool = True
    is_hidden: bool = False
    is_group: bool = False


@dataclass(frozen=True)
class Delivery:
    """What one sender sent.

    Attributes:
        student: whose it is; "" as long as nobody asked the roster.
        lab: the lab's id, "" where the notebooks say which labs they are of.
        folder: what was sent as a folder; `files` is what was sent without one.
        stamped: whether a `timestamp.txt` in the folder is to be trusted.
        problem: why it cannot be graded, "" if it can.
        is_beside: whether its problem is one beside other hand-ins of theirs: its row is of no lab and takes no other's
            place.
        waits: whether the problem will pass: it is still being sent.
        notes: what is worth knowing of how it was sent.
        bundle: the platform's download that it was in, where that is of one assignment; "" for none.
        name: the student's full name, or what the platform calls them.
    """

    sender: Sender
    student: str = ""
    lab: str = ""
    folder: Folder | None = None
    files: tuple[File, ...] = ()
    stamped: bool = False
    timestamp: datetime | None = None
    problem: str = ""
    is_beside: bool = False
    waits: bool = False
    notes: tuple[Repair, ...] = ()
    bundle: str = ""
    name: str = ""
