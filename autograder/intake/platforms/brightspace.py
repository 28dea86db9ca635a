"""Brightspace's (D2L's) zip of an assignment.

A folder for each submission, `<user>-<assignment> - <name> - <Oct 3, 2024 1015 PM>/`, or its files in one folder,
`<user>-<assignment> - <name> - <date> - <file>`. Some sites put the student's id or user name before the name. An
`index.html` at the top lists all of it. `<user>` is the user's number on the site. A student who submitted again has
another folder; the latest that holds something counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime

from autograder.intake.delivery import Delivery, Sender
from autograder.intake.files import Entry, File, Folder
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line

PLATFORM = "Brightspace"
NAME = re.compile(
    r"(?P<user>[0-9]{1,20})(?:-[0-9]{1,20})? - (?P<who>.+?) - "
    r"(?P<date>[^/-]{0,30}?[0-9]{4}[^/-]{1,3}[0-9]{1,2}[:.h]?[0-9]{2}(?: ?[AaPp]\.?[Mm]\.?)?)(?: ?- ?(?P<file>.+))?",
    re.S,
)


@dataclass
class _Sent:
    who: str
    folders: list[Folder] = field(default_factory=list)
    files: list[File] = field(default_factory=list)


def knows(name: str) -> bool:
    """Whether Brightspace gives a folder or file such a name."""
    return NAME.fullmatch(name) is not None


def of_bundle(entries: Iterable[Entry]) -> Iterator[Delivery]:
    """A delivery for each user or group."""
    users: dict[str, dict[str, _Sent]] = {}
    for entry in entries:
        match = NAME.fullmatch(entry.name)
        if match is None:
            continue
        sent = users.setdefault(match["user"], {}).setdefault(match["date"], _Sent(match["who"]))
        if isinstance(entry, Folder):
            sent.folders.append(entry)
        else:
            sent.files.append(replace(entry, name=match["file"] or entry.name))
    for user, by_date in sorted(users.items()):
        yield _latest(user, by_date)


def _latest(user: str, by_date: dict[str, _Sent]) -> Delivery:
    *keys, name = next(iter(by_date.values())).who.split(" - ")
    first, _, rest = name.partition(" ")
    if any(letter.isdigit() for letter in first) and rest:  # `chapsu01 Suman Chapai`
        keys, name = [*keys, first], rest
    sender = Sender(PLATFORM, one_line(name), number=user, keys=tuple(keys))
    full = {date: sent for date, sent in by_date.items() if sent.files or _has_files(sent)}
    dates = {date: _time(date) for date in full or by_date}
    if len(dates) > 1 and None in dates.values():
        return Delivery(
            sender, problem=f"which of these is the latest cannot be told: {one_line('; '.join(dates), 160)}"
        )
    latest = max(dates, key=lambda date: dates[date] or datetime.min)
    sent = by_date[latest]
    notes = [Repair(RepairKind.SENT_ON, details=(PLATFORM, one_line(latest)))]
    if len(full) > 1:
        notes.append(Repair(RepairKind.LATEST_HAND_IN, count=len(full)))
    root = Folder(sender.name, lambda: (sent.folders, [])) if sent.folders else None
    return Delivery(sender, folder=root, files=tuple(sent.files), notes=tuple(notes))


def _has_files(sent: _Sent) -> bool:
    try:
        return any(folder.files or folder.folders for folder in sent.folders)
    except OSError:  # it is reported when it is read
        return True


def _time(text: str) -> datetime | None:
    """The time in a name, which has no colon: `Oct 3, 2024 1015 PM`."""
    text = re.sub(r"\b([0-9]{1,2})[.h]?([0-9]{2})(?= ?[AaPp]|$)", r"\1:\2", text).replace(",", "")
    for day in ("%b %d %Y", "%B %d %Y", "%d %b %Y", "%d %B %Y"):
        for hour in ("%I:%M %p", "%H:%M"):
            with suppress(ValueError):
                return datetime.strptime(text, f"{day} {hour}")
    return None
