"""Moodle's zip of an assignment.

`<full name>_<number>_assignsubmission_file/<path>`, or without folders
`<full name>_<number>_assignsubmission_file_<file>`; older versions end the folder's name with an underscore. A text
that was typed into Moodle is in a folder or file of its own, `…_assignsubmission_onlinetext…`, and so is each other
kind of submission.

The number is the participant's in this assignment alone, or in a group assignment the group's; students of no group are
`Default group_assignsubmission_file`, without a number. Where names are hidden it is `Participant_<number>_…`, in the
language of whoever downloaded it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from autograder.intake.delivery import Delivery, Sender
from autograder.intake.files import Entry, File, Folder
from autograder.intake.submission import Repair, RepairKind
from autograder.text import one_line

PLATFORM = "Moodle"
NAME = re.compile(
    r"(?P<name>.*?)(?:_(?P<number>[0-9]{1,20}))?_assignsubmission_(?P<kind>[a-z0-9]+)(?:_(?P<file>.*))?", re.S
)
FILES = "file"
HIDDEN = {"participant", "teilnehmer", "teilnehmerin", "teilnehmer/in", "participante", "partecipante", "deelnemer"}


@dataclass
class _Sent:
    folders: list[Folder] = field(default_factory=list)
    files: list[File] = field(default_factory=list)
    has_text: bool = False


def knows(name: str) -> bool:
    """Whether Moodle gives a folder or file such a name."""
    return NAME.fullmatch(name) is not None


def of_bundle(entries: Iterable[Entry]) -> Iterator[Delivery]:
    """A delivery for each participant or group."""
    senders: dict[tuple[str, str], _Sent] = {}
    for entry in entries:
        match = NAME.fullmatch(entry.name)
        if match is None:
            continue
        sent = senders.setdefault((match["name"], match["number"] or ""), _Sent())
        if match["kind"] != FILES:
            sent.has_text = True
        elif isinstance(entry, Folder):
            sent.folders.append(entry)
        else:
            sent.files.append(replace(entry, name=match["file"] or entry.name))
    names = {name for name, _ in senders}
    for (name, number), sent in sorted(senders.items()):
        is_hidden = bool(number) and (not name or name.casefold() in HIDDEN or (len(names) == 1 and len(senders) > 1))
        sender = Sender(
            PLATFORM, one_line(name), number=number, number_stays=False, is_hidden=is_hidden, is_group=not number
        )
        yield _delivery(sender, sent)


def _delivery(sender: Sender, sent: _Sent) -> Delivery:
    if not sent.folders and not sent.files:
        return Delivery(sender, problem="no file was handed in, only a text that was typed into Moodle")
    root = Folder(sender.name, lambda: (sent.folders, [])) if sent.folders else None
    notes = (Repair(RepairKind.ONLINE_TEXT, details=(PLATFORM,)),) if sent.has_text else ()
    return Delivery(sender, folder=root, files=tuple(sent.files), notes=notes)
