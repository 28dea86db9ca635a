"""nbgrader's exchange: `[<course>/]inbound/<student>+<lab>+<timestamp>[+<random>]/`. A student's latest hand-in counts.

`nbgrader submit` copies the notebooks, writes `timestamp.txt` and then `submission_secret.txt`. A folder that lacks the
secret while others have one is still being written, as is one with neither a notebook nor a `timestamp.txt`: it waits.

Anybody may make a folder in `inbound`, and under any name: whose it is only its owner tells. A folder is asked about
when its owner has another name than the student, unless

- the owner is the course's: the account that grades, the owner of `inbound`, or root; so it is with an exchange that
  was copied;
- the name is no user of this machine and the owner is no student: so it is where all students share one account.

It never takes the place of the student's own hand-in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from autograder.course.model import CourseError
from autograder.course.roster import Roster
from autograder.course.student_ids import student_id
from autograder.intake.delivery import Delivery, Sender
from autograder.intake.files import NOTEBOOK, SECRET, TIMESTAMP, ZIP, Folder, below, file_type
from autograder.intake.owners import Owners
from autograder.intake.submission import Repair, RepairKind
from autograder.intake.times import parse_time
from autograder.text import listed, one_line

# The time may end in an offset, which holds the sign that parts the fields; the random suffix is longer.
HAND_IN = re.compile(
    r"(?P<student>.+)\+(?P<lab>[^+]+)\+(?P<time>[0-9]{4}-[0-9]{2}-[0-9]{2}[^+]*(?:\+[0-9]{1,2}:?(?:[0-9]{2})?)?)"
    r"(?:\+[^+]*)?",
    re.S,
)
INBOUND = "inbound"
OF_A_COURSE = {INBOUND, "outbound", "feedback"}
ROOT = "root"


@dataclass(frozen=True)
class Rest:
    """What is known of the rest of an `inbound` of which only a part is read.

    Attributes:
        students: the names in it.
        has_secrets: whether hand-ins in it have a secret.
    """

    students: Collection[str] = ()
    has_secrets: bool = False


ALL_IS_READ = Rest()


@dataclass(frozen=True)
class _HandIn:
    """A folder of an exchange whose name can be read."""

    student: str
    lab: str
    time: datetime
    folder: Folder


def inbound_of(root: Folder) -> Folder | None:
    """Where an exchange keeps what was handed in: this folder, one in it, or one in a course's folder in it.

    Raises:
        CourseError: an exchange of several courses.
    """
    folders = root.folders
    if folders and all(HAND_IN.fullmatch(folder.name) for folder in folders):
        return root
    courses = [root] if {folder.name for folder in folders} <= OF_A_COURSE else folders
    inbounds: list[Folder] = []
    for course in courses:
        with suppress(OSError):  # a folder that cannot be read is reported when it is its turn
            inbounds += [folder for folder in course.folders if folder.name == INBOUND] if not course.problem else []
    if not inbounds or len(inbounds) < len(courses):  # a student may name a folder `inbound`, too
        return None
    if len(inbounds) > 1:
        names = listed([course.name for course in courses])
        raise CourseError(f"{root.name} is an exchange of several courses: {names}; name one course's folder")
    return inbounds[0]


def of_inbound(
    inbound: Folder, roster: Roster, owners: Owners, zone: str, rest: Rest = ALL_IS_READ
) -> Iterator[Delivery]:
    """A student's latest hand-in of each lab, and the folders whose names or owners an instructor has to look at.

    Args:
        zone: the exchange's own, "" where it is not known.
    """
    hand_ins: dict[tuple[str, str], list[_HandIn]] = {}
    undated: list[Delivery] = []
    for folder in inbound.folders:
        match = HAND_IN.fullmatch(folder.name)
        if not match:
            why = "the folder's name is not <student>+<lab>+<timestamp>, as nbgrader's exchange has it"
            yield Delivery(Sender(login=folder.name), problem=why)
            continue
        try:
            hand_in = _HandIn(match["student"], match["lab"], parse_time(match["time"], zone), folder)
        except ValueError as error:
            why = f"{one_line(folder.name)} does not hold a date: {one_line(str(error))}"
            undated.append(Delivery(Sender(login=match["student"]), lab=match["lab"], problem=why))
        else:
            hand_ins.setdefault((hand_in.student, hand_in.lab), []).append(hand_in)
    # What cannot be dated has a row beside the student's other hand-ins, not in their place.
    for delivery in undated:
        yield delivery if (delivery.sender.login, delivery.lab) not in hand_ins else _beside(delivery)
    everyone = [hand_in for found in hand_ins.values() for hand_in in found]
    students = {hand_in.student for hand_in in everyone}
    course = {"", ROOT, owners.own, inbound.owner()}
    has_secrets = rest.has_secrets or any(_has(hand_in.folder, SECRET) for hand_in in everyone)
    for (student, lab), found in sorted(hand_ins.items(), key=lambda item: item[0]):
        own = []
        for hand_in in found:
            owner = hand_in.folder.owner()
            is_student = owner in students or owner in rest.students or roster.by_key(owner) is not None
            if owner in course or _is_of(owner, student, roster) or not (is_student or owners.is_user(student)):
                own.append(hand_in)
            else:
                yield _forged(hand_in, owner)
        yield from _latest(student, lab, own, has_secrets)


def _is_of(owner: str, student: str, roster: Roster) -> bool:
    """Whether a user and a student are one person: by name, or as the roster says."""
    person = roster.get(student_id(student)) or roster.by_key(student)
    return owner == student or (person is not None and person == roster.by_key(owner))


def _forged(hand_in: _HandIn, owner: str) -> Delivery:
    why = (
        f"handed in under {one_line(hand_in.student)}'s name by the user {one_line(owner)}: "
        f"{one_line(hand_in.folder.name, 160)}; it was not graded, ask both"
    )
    return _beside(Delivery(Sender(login=hand_in.student), lab=hand_in.lab, problem=why))


def _beside(delivery: Delivery) -> Delivery:
    """The delivery as one of no lab, so that its row takes no other's place."""
    return Delivery(delivery.sender, problem=delivery.problem, is_beside=True)


def _latest(student: str, lab: str, found: Sequence[_HandIn], has_secrets: bool) -> Iterator[Delivery]:
    """The latest hand-in that is whole, or word that there is none yet."""
    ordered = sorted(found, key=lambda hand_in: (hand_in.time, hand_in.folder.name))
    whole = [hand_in for hand_in in ordered if _is_whole(hand_in.folder, has_secrets)]
    sender = Sender(login=student)
    if whole:
        latest = whole[-1]
        notes = [Repair(RepairKind.LATEST_HAND_IN, count=len(whole))] if len(whole) > 1 else []
        if ordered[-1] is not latest:
            notes.append(Repair(RepairKind.UNFINISHED, details=(one_line(ordered[-1].folder.name, 160),)))
        yield Delivery(
            sender,
            lab=lab,
            folder=latest.folder,
            timestamp=latest.time,
            problem=latest.folder.problem,
            notes=tuple(notes),
        )
    elif ordered:
        why = (
            f"{one_line(ordered[-1].folder.name, 160)} is still being sent (it has no {SECRET} yet): grade again when "
            "it is whole, or put that file there by hand"
        )
        yield Delivery(sender, lab=lab, problem=why, waits=True)


def _is_whole(folder: Folder, has_secrets: bool) -> bool:
    if folder.problem or _has(folder, SECRET):
        return True
    if has_secrets:
        return False
    try:
        return _has(folder, TIMESTAMP) or any(file_type(file.name) in (NOTEBOOK, ZIP) for file in below(folder))
    except OSError:  # it is reported when it is read
        return True


def _has(folder: Folder, name: str) -> bool:
    if folder.problem:
        return False
    try:
        return any(file.name == name for file in folder.files)
    except OSError:
        return False
